// source: runs the commands of a file.
#include "core/command/commands_inside.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

// Runs one entry; its answer goes to the list.
static bool run_line(context *c, const char *path, int number, const char *line, value *answers, error *e) {
  const char **words;
  int count;
  if (!script_words(line, c->arena, &words, &count, e)) return script_failed(c->arena, path, number, e);
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
  return script_failed(c->arena, path, number, e);
}

// Ends the entry that begins here, of one line or, where Lua goes on, of more; where the next one begins, NULL:
// nowhere.
static char *entry_end(const context *c, char *entry, int *number) {
  char *end = strchrnul(entry, '\n');
  for (++*number; *end; end = strchrnul(end + 1, '\n'), ++*number) {
    *end = '\0';
    if (!c->unfinished || !c->unfinished(entry)) return end + 1;
    *end = '\n';
  }
  return NULL;
}

static value *command_source(context *c, const arguments *a, error *e) {
  size_t length;
  char *text = file_read(a->texts[0], &length, e);
  if (!text) return NULL;
  value *answers = value_list(c->arena);
  int number = 0;
  bool ok = true;
  for (char *line = text, *next; ok && line; line = next) {
    int first = number + 1;
    next = entry_end(c, line, &number);
    ok = run_line(c, a->texts[0], first, line, answers, e);
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
