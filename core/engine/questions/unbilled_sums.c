// Totals of what no batch takes, per customer and currency.
#include "core/engine/questions/unbilled_inside.h"
#include "core/base/money.h"
#include <stdlib.h>
#include <string.h>

void unbilled_add(unbilled_sums *s, unbilled_sum one) {
  s->items = arena_grow(s->arena, s->items, s->count, &s->capacity, sizeof one);
  s->items[s->count++] = one;
}

static int compare(const void *left, const void *right) {
  const unbilled_sum *a = left, *b = right;
  int order = strcmp(a->name, b->name);
  if (!order) order = strcmp(a->customer, b->customer);
  return order ? order : strcmp(a->currency, b->currency);
}

static value *total(const unbilled_sums *s, const unbilled_sum *one, int64_t unknown) {
  arena *a = s->arena;
  char text[DECIMAL_TEXT];
  value *v = value_record(a);
  put_text(a, v, "customer", one->customer);
  put_text(a, v, "customer_name", one->name);
  put_text(a, v, "currency", one->currency);
  put_text(a, v, "hours", arena_copy(a, text, decimal_format(decimal_ratio(one->minutes, 60, 4), 0, text)));
  put_int(a, v, "entries", one->entries);
  put_int(a, v, "charges", one->charges);
  put_day(a, v, "first", one->first);
  put_int(a, v, "age", s->today - one->first);
  if (one->priced) put_money(a, v, "amount", one->amount, currency_exponent(one->currency));
  else put_null(a, v, "amount");
  put_int(a, v, "unknown", unknown);
  return v;
}

value *unbilled_totals(unbilled_sums *s) {
  value *list = value_list(s->arena);
  if (s->count) qsort(s->items, s->count, sizeof *s->items, compare);
  for (size_t i = 0; i < s->count;) {
    unbilled_sum sum = s->items[i];
    int64_t unknown = !sum.priced;
    while (++i < s->count && compare(&sum, &s->items[i]) == 0) {
      const unbilled_sum *more = &s->items[i];
      sum.minutes += more->minutes;
      sum.entries += more->entries;
      sum.charges += more->charges;
      unknown += !more->priced || __builtin_add_overflow(sum.amount, more->amount, &sum.amount);
      sum.priced = sum.priced || more->priced;
      if (more->first < sum.first) sum.first = more->first;
    }
    value_append(s->arena, list, total(s, &sum, unknown));
  }
  return list;
}
