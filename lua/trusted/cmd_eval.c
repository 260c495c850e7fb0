// eval: runs Lua with the library and the commands.
#include "lua/trusted/cmd_eval.h"
#include "core/base/memory.h"
#include "lua/trusted/eval.h"
#include <stdlib.h>
#include <string.h>

static const zone *find_zone(void *context, const char *name, error *e) { return book_zone_given(context, name, e); }

static value *run_words(void *context, arena *a, int argc, const char *const *argv, error *e) {
  struct context *c = context;
  (void)a;
  return c->run_words(c, argc, argv, e);
}

static const char *const *command_names(const command_table *t, arena *a) {
  const char **names = arena_array(a, t->count, sizeof *names);
  for (size_t i = 0; i < t->count; i++) names[i] = t->rows[i]->words;
  return names;
}

static value *command_eval(context *c, const arguments *a, error *e) {
  const char *code = option_text(a, "e"), *name = "=eval";
  size_t length = code ? strlen(code) : 0, first = code ? 0 : 1;
  char *text = NULL;
  if (!code && a->count == 0) {
    error_set(e, ERROR_USAGE, "what code? a FILE, or -e CODE");
    return NULL;
  }
  if (!code) {
    text = file_read(a->texts[0], &length, e);
    if (!text) return NULL;
    code = text;
    name = arena_format(c->arena, "@%s", a->texts[0]);
  }
  book place = { .arena = arena_new() };
  eval_options options = { .commands = command_names(c->commands, c->arena),
                           .command_count = c->commands->count,
                           .run = run_words,
                           .context = c,
                           .arguments = a->texts + first,
                           .argument_count = a->count - first,
                           .zone = find_zone,
                           .zone_context = &place };
  value *out = NULL;
  bool ok = eval_run(&options, name, code, length, c->arena, &out, e);
  book_close(&place);
  memory_give(text);
  return ok ? out : NULL;
}

const command eval_commands[] = {
  { .words = "eval",
    .group = "Scripts",
    .summary = "runs Lua with the library and the commands",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .most = -1,
    .options = { { "e", "CODE", "code instead of a file", ARGUMENT_TEXT } },
    .examples = { "billet eval -e 'date.format(date.parse(\"2026-01-31\") + 28)'", "billet eval report.lua 2026-05" },
    .view = "value",
    .run = command_eval },
  { 0 },
};
