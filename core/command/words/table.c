// The table of commands: which row words mean, and how a row is used.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <string.h>

// How many of the list's words the command's words are; 0 where they differ.
static int match(const command *c, int count, const char *const *words) {
  const char *at = c->words;
  int used = 0;
  while (*at) {
    size_t length = strcspn(at, " ");
    if (used == count || strlen(words[used]) != length || memcmp(words[used], at, length) != 0) return 0;
    used++;
    at += length;
    at += *at == ' ';
  }
  return used;
}

const command *command_find(const command_table *t, int count, const char *const *words, int *used) {
  const command *best = NULL;
  *used = 0;
  for (size_t i = 0; i < t->count; i++) {
    int n = match(t->rows[i], count, words);
    if (n <= *used) continue;
    *used = n;
    best = t->rows[i];
  }
  return best;
}

// Whether a command takes more arguments than it names.
static bool repeats(const command *c) {
  int named = 1;
  for (const char *at = c->argument; *at; at++) named += *at == ' ';
  return c->most < 0 || c->most > named;
}

const char *command_usage(const command *c, arena *a) {
  buffer b = { 0 };
  buffer_format(&b, "billet %s", c->words);
  if (c->argument) buffer_format(&b, c->least ? " %s%s" : " [%s]%s", c->argument, repeats(c) ? "…" : "");
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    if (c->options[i].value) buffer_format(&b, " [--%s %s]", c->options[i].name, c->options[i].value);
    else buffer_format(&b, " [--%s]", c->options[i].name);
  }
  const char *text = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return text;
}
