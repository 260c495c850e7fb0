// Numbers of rows, typed instead of ids.
#include "core/base/memory.h"
#include "core/cli/prompt/prompt_inside.h"
#include <stdlib.h>
#include <string.h>

typedef struct word_list {
  arena *arena;
  const char **words;
  size_t count, capacity;
} word_list;

static void add(word_list *l, const char *word) {
  l->words = arena_grow(l->arena, l->words, l->count, &l->capacity, sizeof *l->words);
  l->words[l->count++] = word;
}

// "3", "1-5", "7,9-12": rows from 1, in the order that they are named.
static bool is_rows(const char *word) {
  bool digit = false;
  for (; *word; word++) {
    bool is = *word >= '0' && *word <= '9';
    if (!is && (!digit || (*word != '-' && *word != ','))) return false;
    digit = is;
  }
  return digit;
}

static bool add_span(word_list *out, const row_list *l, long from, long until, error *e) {
  if (from < 1 || until > (long)l->count || from > until) {
    error_set(e, ERROR_USAGE, "the list that was shown last has rows 1 to %zu", l->count);
    return error_hint(e, "`show` shows the page with its numbers");
  }
  for (long row = from; row <= until; row++) add(out, l->ids[row - 1]);
  return true;
}

static bool add_rows(word_list *out, const row_list *l, const char *word, error *e) {
  for (char *at = (char *)word; *at; at += *at == ',') {
    long from = strtol(at, &at, 10), until = from;
    if (*at == '-') until = strtol(at + 1, &at, 10);
    if (!add_span(out, l, from, until, e)) return false;
  }
  return true;
}

// A number that is no row may still be that of an invoice, a customer or a ticket.
static bool is_other(const command *c, const row_list *l, const char *word) {
  bool numbered = c->type != ARGUMENT_CONTRACT && c->type != ARGUMENT_ITEM;
  return numbered && !strpbrk(word, "-,") && strtol(word, NULL, 10) > (long)l->count;
}

static bool takes_value(const command *c, const char *word) {
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++)
    if (strcmp(c->options[i].name, word + 2) == 0) return c->options[i].value != NULL;
  return false;
}

bool rows_expand(prompt *p, arena *a, const char ***words, int *count, error *e) {
  error none = { 0 };
  int used;
  context *c = session_context(p->session, &none);
  error_clear(&none);
  const command *found = c ? command_find(c->commands, *count, *words, &used) : NULL;
  const row_list *list = found ? numbers_of(&p->numbers, found->type) : NULL;
  if (!list || !list->count || !c->book) return true;
  word_list out = { .arena = a };
  // Of `INVOICE [LINE]` only the first is a row of a list.
  int past = strchr(found->argument, ' ') ? used + 1 : *count;
  for (int i = 0; i < *count; i++) {
    const char *word = (*words)[i];
    bool option = i >= used && strncmp(word, "--", 2) == 0;
    bool rows =
        i >= used && i < past && is_rows(word) && !resolve_exact(c, found->type, word) && !is_other(found, list, word);
    if (!rows) add(&out, word);
    else if (!add_rows(&out, list, word, e)) return false;
    if (option && i + 1 < *count && takes_value(found, word)) add(&out, (*words)[++i]);
  }
  *words = out.words;
  *count = (int)out.count;
  return true;
}
