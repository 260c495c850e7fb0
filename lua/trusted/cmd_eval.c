// The commands that run code and command files: eval, source.
#include "core/command/command.h"
#include "core/command/commands.h"
#include "core/command/words/files.h"
#include "core/command/words/script.h"
#include "lua/trusted/eval.h"
#include <stdlib.h>
#include <string.h>

static const zone *find_zone(void *context, const char *name, error *e) { return book_zone(context, name, e); }

static value *run_words(void *context, arena *a, int argc, const char *const *argv, error *e) {
  struct context *c = context;
  (void)a;
  return c->again(c, argc, argv, e);
}

static size_t command_names(arena *a, const char ***out) {
  size_t count = 0;
  for (const command *c = command_table; c->words; c++) count++;
  *out = arena_array(a, count + 1, sizeof **out);
  for (size_t i = 0; i < count; i++) (*out)[i] = command_table[i].words;
  return count;
}

value *command_eval(context *c, const arguments *a, error *e) {
  const char **names, *code = option_text(a, "e"), *name = "=eval";
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
  eval_options options = { .run = run_words,
                           .context = c,
                           .arguments = a->texts + first,
                           .argument_count = a->count - first,
                           .zone = find_zone,
                           .zone_context = &place };
  options.command_count = command_names(c->arena, &names);
  options.commands = names;
  value *out = NULL;
  bool ok = eval_run(&options, name, code, length, c->arena, &out, e);
  book_close(&place);
  free(text);
  return ok ? out : NULL;
}

// The error names the line that it comes from. Always false.
static bool at_line(context *c, const char *path, int number, error *e) {
  const char *message = arena_text(c->arena, e->message), *hint = arena_text(c->arena, e->hint);
  error_set(e, e->code, "%s:%d: %s", path, number, message);
  return error_hint(e, "%s", hint);
}

// Runs one line; its answer goes to the list.
static bool run_line(context *c, const char *path, int number, const char *line, value *answers, error *e) {
  const char **words;
  int count;
  if (!script_words(line, c->arena, &words, &count, e)) return at_line(c, path, number, e);
  if (count && strcmp(words[0], "billet") == 0) words++, count--;
  if (count == 0) return true;
  value *answer = c->again(c, count, words, e);
  if (answer) {
    value *row = value_record(c->arena);
    put_text(c->arena, row, "command", arena_text(c->arena, line));
    value_put(c->arena, row, "answer", answer);
    value_append(c->arena, answers, row);
    return true;
  }
  return at_line(c, path, number, e);
}

value *command_source(context *c, const arguments *a, error *e) {
  size_t length;
  char *text = file_read(a->texts[0], &length, e);
  if (!text) return NULL;
  value *answers = value_list(c->arena);
  int number = 0;
  bool ok = true;
  for (char *line = text, *next; ok && line; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = '\0';
    ok = run_line(c, a->texts[0], ++number, line, answers, e);
  }
  free(text);
  return ok ? answers : NULL;
}
