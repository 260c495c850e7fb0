// Completion from the table of commands: what may stand where the last word stands.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <assert.h>
#include <string.h>

// Adds a line for a text that begins as the prefix does, unless there is one: groups of commands come up once a
// command.
static void add_candidate(buffer *b, const char *text, size_t length, const char *prefix) {
  if (strncmp(text, prefix, strlen(prefix)) != 0 || strlen(prefix) > length) return;
  const char *line = b->text ? b->text : "";
  for (const char *at = line; (at = strstr(at, text)) != NULL; at++)
    if ((at == line || at[-1] == '\n') && at[length] == '\n' && strncmp(at, text, length) == 0) return;
  buffer_add(b, text, length);
  buffer_text(b, "\n");
}

static void command_candidates(buffer *b, const command_table *t, int count, const char *const *words) {
  for (size_t row = 0; row < t->count; row++) {
    const char *at = t->rows[row]->words;
    bool fits = t->rows[row]->summary != NULL;
    for (int i = 0; fits && i + 1 < count; i++) {
      size_t length = strcspn(at, " ");
      fits = strlen(words[i]) == length && memcmp(words[i], at, length) == 0 && at[length] == ' ';
      at += length + 1;
    }
    if (fits) add_candidate(b, at, strcspn(at, " "), words[count - 1]);
  }
}

static void choice_candidates(buffer *b, const char *choices, const char *prefix, arena *a) {
  for (const char *at = choices; *at;) {
    size_t length = strcspn(at, "|");
    add_candidate(b, arena_copy(a, at, length), length, prefix);
    at += length + (at[length] == '|');
  }
}

static void option_candidates(buffer *b, const command *c, int count, const char *const *words, arena *a) {
  const char *last = words[count - 1];
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    const char *name = arena_format(a, "--%s", c->options[i].name);
    if (*last == '-') add_candidate(b, name, strlen(name), last);
    if (strcmp(words[count - 2], name) == 0 && c->options[i].type == ARGUMENT_CHOICE)
      choice_candidates(b, c->options[i].value, last, a);
  }
  if (c->type == ARGUMENT_CHOICE && *last != '-') choice_candidates(b, c->argument, last, a);
}

const char *completion_words(const command_table *t, int count, const char *const *words, arena *a) {
  assert(count > 0);
  buffer b = { 0 };
  int used;
  const command *c = command_find(t, count - 1, words, &used);
  if (c) option_candidates(&b, c, count, words, a);
  else command_candidates(&b, t, count, words);
  const char *text = arena_copy(a, b.text ? b.text : "", b.length);
  buffer_free(&b);
  return text;
}
