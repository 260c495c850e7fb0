// source: runs the commands of a file.
#include "core/command/commands_inside.h"
#include "core/base/memory.h"
#include "core/command/answers/answers.h"
#include <stdlib.h>
#include <string.h>

// A file that is run.
typedef struct script {
  context *context;
  const char *path;
  value *answers;      // of each entry
  bool expect;         // amounts that stand in comments are compared
  const char *last;    // the entry that was run last
  value *answer;       // to it
  value *amounts;      // of that; NULL: nobody has asked for them yet
  int64_t compared;    // amounts
  value *differences;  // {"line", "command", "expected", "got"}
} script;

// Compares an amount that a comment notes with what the entry before it answered.
static void compare(script *s, int number, const char *amount) {
  arena *a = s->context->arena;
  if (!s->amounts) s->amounts = amounts_of(a, s->answer, SIZE_MAX);
  const char *got = amount_beside(a, s->amounts, amount);
  s->compared++;
  if (got && amount_same(a, got, amount)) return;
  value *row = value_record(a);
  put_int(a, row, "line", number);
  put_text(a, row, "command", s->last);
  put_text(a, row, "expected", amount);
  put_text(a, row, "got", got);
  value_append(a, s->differences, row);
}

// Runs one entry; its answer goes to the list.
static bool run_line(script *s, int number, const char *line, error *e) {
  context *c = s->context;
  const char **words;
  int count;
  if (!script_words(line, c->arena, &words, &count, e)) return script_failed(c->arena, s->path, number, e);
  if (count && strcmp(words[0], "billet") == 0) words++, count--;
  const char *amount = count == 0 && s->expect ? amount_in_comment(c->arena, line) : NULL;
  if (amount) compare(s, number, amount);
  if (count == 0) return true;
  value *answer = c->run_words(c, count, words, e);
  if (!answer) return script_failed(c->arena, s->path, number, e);
  value *row = value_record(c->arena);
  s->last = arena_text(c->arena, line);
  put_text(c->arena, row, "command", s->last);
  value_put(c->arena, row, "answer", answer);
  value_append(c->arena, s->answers, row);
  s->answer = answer;
  s->amounts = NULL;
  return true;
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

// What became of the amounts.
static value *expected(script *s) {
  context *c = s->context;
  value *out = value_record(c->arena);
  put_text(c->arena, out, "file", s->path);
  put_int(c->arena, out, "commands", (int64_t)s->answers->as.list.count);
  put_int(c->arena, out, "amounts", s->compared);
  value_put(c->arena, out, "differences", s->differences);
  if (s->differences->as.list.count) c->partly = ERROR_CHANGED;
  return out;
}

static value *command_source(context *c, const arguments *a, error *e) {
  size_t length;
  char *text = file_read(a->texts[0], &length, e);
  if (!text) return NULL;
  script s = { .context = c,
               .path = a->texts[0],
               .answers = value_list(c->arena),
               .expect = option_flag(a, "expect"),
               .differences = value_list(c->arena) };
  int number = 0;
  bool ok = true;
  for (char *line = text, *next; ok && line; line = next) {
    int first = number + 1;
    next = entry_end(c, line, &number);
    ok = run_line(&s, first, line, e);
  }
  memory_give(text);
  return !ok ? NULL : s.expect ? expected(&s) : s.answers;
}

const command source_commands[] = {
  { .words = "source",
    .group = "Scripts",
    .summary = "runs the commands of a file, one a line",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .options = { { "expect", NULL, "compares the amounts that comments note (`log on`) with what is answered", 0 } },
    .examples = { "billet source month-end.billet", "billet source --expect month-end.billet" },
    .view = "source",
    .run = command_source },
  { 0 },
};
