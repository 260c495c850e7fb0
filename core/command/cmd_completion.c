// completion, complete: what shells know of the commands and the book.
#include "core/base/embed.h"
#include "core/command/commands_inside.h"
#include <string.h>

EMBED("shell_bash", "core/command/shells/billet.bash");
EMBED("shell_zsh", "core/command/shells/billet.zsh");
EMBED("shell_fish", "core/command/shells/billet.fish");

extern const char shell_bash[], shell_zsh[], shell_fish[];

static value *text_value(context *c, const char *text) {
  value *out = value_record(c->arena);
  put_text(c->arena, out, "text", text);
  return out;
}

// The shell is one of the choices of the row below.
static value *command_completion(context *c, const arguments *a, error *e) {
  const char *shell = a->texts[0];
  (void)e;
  return text_value(c, strcmp(shell, "bash") == 0 ? shell_bash : strcmp(shell, "zsh") == 0 ? shell_zsh : shell_fish);
}

static value *command_complete(context *c, const arguments *a, error *e) {
  (void)e;
  const char *text = a->count ? completion_words(c, (int)a->count, a->texts, option_flag(a, "notes"), c->arena) : "";
  return text_value(c, text);
}

const command completion_commands[] = {
  { .words = "completion",
    .group = "Help",
    .summary = "a completion script for your shell",
    .argument = "bash|zsh|fish",
    .type = ARGUMENT_CHOICE,
    .least = 1,
    .most = 1,
    .examples = { "billet completion bash > /etc/bash_completion.d/billet" },
    .view = "text",
    .run = command_completion },
  { .words = "complete",
    .group = "Help",
    .argument = "WORD",
    .most = -1,
    .options = { { "notes", NULL, "a line more for each: what a person knows it by", ARGUMENT_TEXT } },
    .examples = { "billet complete -- batch se" },
    .need = NEED_BOOK_IF_THERE,
    .view = "text",
    .run = command_complete },
  { 0 },
};
