// help, version, completion: what there is, for people and their shells.
#include "core/command/commands_inside.h"
#include <string.h>

static value *text_value(context *c, const char *text) {
  value *out = value_record(c->arena);
  put_text(c->arena, out, "text", text);
  return out;
}

static value *command_help(context *c, const arguments *a, error *e) {
  int used;
  value *tables;
  if (!help_of_tables(c->commands, a, c->arena, &tables, e)) return NULL;
  if (tables) return tables;
  const command *found = a->count ? command_find(c->commands, (int)a->count, a->texts, &used) : NULL;
  if (a->count && !found) {
    arguments unused;
    arguments_read(c->commands, (int)a->count, a->texts, c->arena, &unused, e);
    return NULL;
  }
  return text_value(c, help_text(c->commands, found, c->arena));
}

static value *command_version(context *c, const arguments *a, error *e) {
  value *out = value_record(c->arena);
  (void)a;
  (void)e;
  put_text(c->arena, out, "billet", "0.1.0");
  put_text(c->arena, out, "sqlite", db_library_version());
  put_int(c->arena, out, "plugin_api", 1);
  return out;
}

static const char bash_script[] = "_billet() { local IFS=$'\\n'; "
                                  "COMPREPLY=($(billet complete -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)); }\n"
                                  "complete -o default -F _billet billet\n";

static const char zsh_script[] =
    "#compdef billet\n"
    "_billet() { local -a found; found=(${(f)\"$(billet complete -- ${words[2,CURRENT]} 2>/dev/null)\"}); "
    "compadd -a found; }\n"
    "compdef _billet billet\n";

static const char fish_script[] = "complete -c billet -f -a '(set -l words (commandline -opc) (commandline -ct); "
                                  "billet complete -- $words[2..-1] 2>/dev/null)'\n";

// The shell is one of the choices of the row below.
static value *command_completion(context *c, const arguments *a, error *e) {
  const char *shell = a->texts[0];
  (void)e;
  return text_value(c, strcmp(shell, "bash") == 0 ? bash_script : strcmp(shell, "zsh") == 0 ? zsh_script : fish_script);
}

static value *command_complete(context *c, const arguments *a, error *e) {
  (void)e;
  return text_value(c, a->count ? completion_words(c, (int)a->count, a->texts, c->arena) : "");
}

const command help_commands[] = {
  { .words = "help",
    .group = "Help",
    .summary = "examples of one command, or all commands; what the import tables hold",
    .argument = "COMMAND",
    .type = ARGUMENT_COMMAND,
    .most = 3,
    .examples = { "billet help batch run", "billet help tables", "billet help table contracts" },
    .view = "text",
    .run = command_help },
  { .words = "version",
    .group = "Help",
    .summary = "the version of billet and of what it is built on",
    .examples = { "billet version" },
    .view = "record",
    .run = command_version },
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
    .examples = { "billet complete -- batch se" },
    .need = NEED_BOOK_IF_THERE,
    .view = "text",
    .run = command_complete },
  { 0 },
};
