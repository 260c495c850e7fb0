// source: runs the commands of a file.
#include "core/command/commands_inside.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

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
  value *answer = c->run_words(c, count, words, e);
  if (answer) {
    value *row = value_record(c->arena);
    put_text(c->arena, row, "command", arena_text(c->arena, line));
    value_put(c->arena, row, "answer", answer);
    value_append(c->arena, answers, row);
    return true;
  }
  return at_line(c, path, number, e);
}

static value *command_source(context *c, const arguments *a, error *e) {
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
  memory_give(text);
  return ok ? answers : NULL;
}

const command source_commands[] = {
  { .words = "source",
    .group = "Scripts",
    .summary = "runs the commands of a file, one a line",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .examples = { "billet source month-end.billet" },
    .view = "source",
    .run = command_source },
  { 0 },
};
