// What the stories of examples are compared by: their text, their totals, the boundaries of their periods.
#include "core/command/examples/examples_inside.h"
#include "core/base/memory.h"
#include "core/command/answers/answers.h"
#include <stdlib.h>
#include <string.h>

const char *story_text(const story *s, arena *a) {
  char *text = NULL;
  size_t length = 0;
  FILE *file = memory_stream(&text, &length);
  error e = { 0 };
  answer_json(s->batches, file, false, &e);
  memory_stream_end(file, &text, &length);
  error_clear(&e);
  const char *out = arena_copy(a, text, length);
  memory_give(text);
  return out;
}

typedef struct sums {
  arena *arena;
  story_total *totals;
  size_t count, capacity;
} sums;

static const char *text_of(const value *record, const char *name) {
  const value *v = value_get(record, name);
  return v && v->type == VALUE_TEXT ? v->as.text : "";
}

static int64_t minor_of(const value *record, const char *name) {
  const value *v = value_get(record, name);
  return v && v->type == VALUE_MONEY ? v->as.money.minor : 0;
}

static void add_line(sums *s, const value *invoice, const value *line) {
  const char *contract = text_of(line, "contract"), *currency = text_of(invoice, "currency");
  size_t i = 0;
  while (i < s->count && (strcmp(s->totals[i].contract, contract) != 0 || strcmp(s->totals[i].currency, currency) != 0))
    i++;
  if (i == s->count) {
    s->totals = arena_grow(s->arena, s->totals, s->count, &s->capacity, sizeof *s->totals);
    s->totals[s->count++] = (story_total){ contract, currency, 0, 0, value_get(line, "amount")->as.money.exponent };
  }
  s->totals[i].amount += minor_of(line, "amount");
  s->totals[i].tax += minor_of(line, "tax");
}

static void add_invoices(sums *s, const value *list) {
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *invoice = list->as.list.items[i], *lines = value_get(invoice, "lines");
    for (size_t k = 0; k < lines->as.list.count; k++) add_line(s, invoice, lines->as.list.items[k]);
  }
}

static int by_contract(const void *a, const void *b) {
  const story_total *x = a, *y = b;
  int order = strcmp(x->contract, y->contract);
  return order ? order : strcmp(x->currency, y->currency);
}

// Totals of nothing say nothing: they are left out.
story_total *story_totals(const story *s, arena *a, size_t *count) {
  sums all = { .arena = a };
  for (size_t i = 0; i < s->batches->as.list.count; i++) add_invoices(&all, s->batches->as.list.items[i]);
  add_invoices(&all, s->extra);
  *count = 0;
  for (size_t i = 0; i < all.count; i++)
    if (all.totals[i].amount || all.totals[i].tax) all.totals[(*count)++] = all.totals[i];
  if (*count) qsort(all.totals, *count, sizeof *all.totals, by_contract);
  return all.totals;
}

static int by_day(const void *a, const void *b) {
  day x = *(const day *)a, y = *(const day *)b;
  return x < y ? -1 : x > y;
}

static size_t add_day(day *days, size_t count, const value *v, int after, day last) {
  if (!v || v->type != VALUE_DAY || v->as.date + after >= last) return count;
  days[count] = v->as.date + after;
  return count + 1;
}

day *story_boundaries(const story *s, day last, arena *a, size_t *count) {
  size_t room = 1, found = 0;
  const value *list = s->batches->as.list.count ? s->batches->as.list.items[0] : value_list(a);
  for (size_t i = 0; i < list->as.list.count; i++)
    room += 2 * value_get(list->as.list.items[i], "lines")->as.list.count;
  day *days = arena_array(a, room, sizeof *days);
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *lines = value_get(list->as.list.items[i], "lines");
    for (size_t k = 0; k < lines->as.list.count; k++) {
      const value *period = value_get(lines->as.list.items[k], "period");
      found = add_day(days, found, value_get(period, "start"), 0, last);
      found = add_day(days, found, value_get(period, "end"), 1, last);
    }
  }
  qsort(days, found, sizeof *days, by_day);
  *count = 0;
  for (size_t i = 0; i < found; i++)
    if (!i || days[i] != days[i - 1]) days[(*count)++] = days[i];
  return days;
}
