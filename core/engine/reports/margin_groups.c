// The groups of a margin report, found by key and currency, and written as its rows.
#include "core/engine/reports/margin_inside.h"
#include "core/base/decimal.h"
#include "core/base/hash.h"
#include "core/base/money.h"
#include <stdlib.h>
#include <string.h>

static size_t slot_of(const margin_groups *g, const char *key, const char *currency) {
  uint64_t h = hash_add(HASH_BEGIN, key, key ? strlen(key) : 0);
  h = hash_add(h, currency, strlen(currency));
  return (size_t)(h ^ h >> 32) & (g->capacity - 1);
}

static bool same(const margin_group *group, const char *key, const char *currency) {
  bool same_key = key && group->key ? strcmp(key, group->key) == 0 : key == group->key;
  return same_key && strcmp(currency, group->currency) == 0;
}

static margin_group **place_of(const margin_groups *g, const char *key, const char *currency) {
  size_t at = slot_of(g, key, currency);
  while (g->slots[at] && !same(g->slots[at], key, currency)) at = (at + 1) & (g->capacity - 1);
  return &g->slots[at];
}

static void grow(margin_groups *g) {
  const margin_groups old = *g;
  g->capacity = old.capacity ? old.capacity * 2 : 64;
  g->slots = arena_array(g->arena, g->capacity, sizeof *g->slots);
  for (size_t i = 0; i < old.capacity; i++)
    if (old.slots[i]) *place_of(g, old.slots[i]->key, old.slots[i]->currency) = old.slots[i];
}

margin_group *margin_group_of(margin_groups *g, const char *key, const char *name, const char *currency) {
  if (g->count * 2 >= g->capacity) grow(g);
  margin_group **place = place_of(g, key, currency);
  if (!*place) {
    margin_group *new = *place = arena_alloc(g->arena, sizeof *new);
    *new = (margin_group){ .key = arena_text(g->arena, key),
                           .name = arena_text(g->arena, name),
                           .currency = arena_text(g->arena, currency),
                           .exponent = currency_exponent(currency) };
    g->count++;
  }
  return *place;
}

bool margin_add(int64_t *sum, int64_t amount, error *e) {
  return !__builtin_add_overflow(*sum, amount, sum) ||
         error_set(e, ERROR_TOO_BIG, "a sum of the report is past the largest amount");
}

static int compare_text(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int by_key_only(const void *left, const void *right) {
  const margin_group *a = *(margin_group *const *)left, *b = *(margin_group *const *)right;
  int order = strcmp(a->currency, b->currency);
  return order ? order : compare_text(a->key, b->key);
}

static int by_revenue(const void *left, const void *right) {
  const margin_group *a = *(margin_group *const *)left, *b = *(margin_group *const *)right;
  int order = strcmp(a->currency, b->currency);
  if (!order) order = (a->revenue < b->revenue) - (a->revenue > b->revenue);
  if (!order) order = compare_text(a->name, b->name);
  return order ? order : compare_text(a->key, b->key);
}

static const char *hours(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  return arena_copy(a, text, decimal_format(decimal_ratio(minutes, 60, 4), 0, text));
}

// Where something has no cost, so has the row no margin.
static bool put_margin(arena *a, value *row, const margin_group *g, error *e) {
  int64_t margin = g->revenue;
  if (!margin_add(&margin, -g->work_cost, e) || !margin_add(&margin, -g->charge_cost, e)) return false;
  if (g->minutes_no_cost || g->charges_no_cost) put_null(a, row, "margin");
  else put_money(a, row, "margin", margin, g->exponent);
  report_put_percent(a, row);
  return true;
}

// Nobody's share, where somebody worked for all of it.
static bool says_nothing(const margin_group *g) {
  return !g->key && !g->revenue && !g->charge_cost && !g->minutes && !g->charges_no_cost;
}

static bool put_row(arena *a, const report_form *f, const margin_group *g, value *rows, error *e) {
  value *row = value_record(a);
  put_text(a, row, f->columns[0].name, g->key);
  if (strcmp(f->columns[1].name, "currency") != 0) put_text(a, row, f->columns[1].name, g->name);
  put_text(a, row, "currency", g->currency);
  put_money(a, row, "revenue", g->revenue, g->exponent);
  put_money(a, row, "work_cost", g->work_cost, g->exponent);
  put_money(a, row, "charge_cost", g->charge_cost, g->exponent);
  value_append(a, rows, row);
  if (!put_margin(a, row, g, e)) return false;
  put_text(a, row, "hours", hours(a, g->minutes));
  put_text(a, row, "hours_no_cost", hours(a, g->minutes_no_cost));
  put_int(a, row, "charges_no_cost", g->charges_no_cost);
  return true;
}

bool margin_rows(const margin_groups *g, const report_form *f, bool by_key, value *rows, error *e) {
  margin_group **all = arena_array(g->arena, g->count + 1, sizeof *all);
  size_t count = 0;
  for (size_t i = 0; i < g->capacity; i++)
    if (g->slots[i] && !says_nothing(g->slots[i])) all[count++] = g->slots[i];
  qsort(all, count, sizeof *all, by_key ? by_key_only : by_revenue);
  for (size_t i = 0; i < count; i++)
    if (!put_row(g->arena, f, all[i], rows, e)) return false;
  return true;
}
