// The view of reports: a table with its totals, or bars.
#include "core/base/decimal.h"
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"
#include <stdlib.h>
#include <string.h>

static const char *name_of(const value *columns, size_t at) {
  return value_get(columns->as.list.items[at], "name")->as.text;
}
static bool is_kind(const value *columns, size_t at, const char *kind) {
  return strcmp(value_get(columns->as.list.items[at], "kind")->as.text, kind) == 0;
}

// days_1_30 as "Days 1 30": names are written to be read.
static const char *title_of(const char *name, arena *a) {
  char *title = arena_copy(a, name, strlen(name));
  if (*title >= 'a' && *title <= 'z') *title = (char)(*title - 'a' + 'A');
  for (char *at = title; *at; at++)
    if (*at == '_') *at = ' ';
  return title;
}

// An amount that is not known is no zero.
static const char *cell_of(const value *columns, size_t at, const value *row, arena *a) {
  const value *cell = value_get(row, name_of(columns, at));
  bool money = is_kind(columns, at, "money");
  if (money && cell && cell->type == VALUE_NULL) return "unknown";
  return money || is_kind(columns, at, "price") ? cell_money(row, name_of(columns, at), a)
                                                : cell_text(row, name_of(columns, at), a);
}

static void add_row(grid_view *g, const value *columns, const value *row, const char *first, arena *a) {
  const char *cells[GRID_COLUMNS] = { 0 };
  for (size_t i = 0; i < columns->as.list.count && i < GRID_COLUMNS; i++) cells[i] = cell_of(columns, i, row, a);
  if (first) cells[0] = first;
  grid_row(g, cells);
}

static void put_table(const style *s, const value *v, arena *a) {
  const value *columns = value_get(v, "columns"), *rows = value_get(v, "rows"), *totals = value_get(v, "totals");
  grid_column shown[GRID_COLUMNS];
  size_t count = columns->as.list.count < GRID_COLUMNS ? columns->as.list.count : GRID_COLUMNS;
  for (size_t i = 0; i < count; i++) {
    bool words = is_kind(columns, i, "text"), shrinks = strstr(name_of(columns, i), "name") != NULL;
    shown[i] = (grid_column){ title_of(name_of(columns, i), a), !words && !is_kind(columns, i, "date"),
                              words && (shrinks || strcmp(name_of(columns, i), "reason") == 0) };
  }
  grid_view *g = grid_open(s, shown, count);
  for (size_t i = 0; i < rows->as.list.count; i++) add_row(g, columns, rows->as.list.items[i], NULL, a);
  for (size_t i = 0; i < totals->as.list.count; i++) add_row(g, columns, totals->as.list.items[i], "Total", a);
  grid_close(g, "Nothing.");
}

static int64_t bar_of(const value *row, const char *name) {
  const value *v = value_get(row, name);
  decimal quantity = 0;
  if (v->type == VALUE_TEXT && decimal_parse(v->as.text, strlen(v->as.text), &quantity))
    return (int64_t)(quantity * 100 / DECIMAL_ONE);
  return v->type == VALUE_MONEY ? v->as.money.minor : v->type == VALUE_INT ? v->as.integer : 0;
}

// Bars of one currency are drawn to one scale, of balances those of one unit.
static const char *scale_of(const value *row, arena *a) {
  return cell_text(row, value_get(row, "currency") ? "currency" : "unit", a);
}

// The largest of a currency, without its sign: it fills the width.
static int64_t largest(const value *rows, const char *name, const char *currency, arena *a) {
  int64_t most = 1;
  for (size_t i = 0; i < rows->as.list.count; i++) {
    const value *row = rows->as.list.items[i];
    int64_t one = llabs(bar_of(row, name));
    if (strcmp(scale_of(row, a), currency) == 0 && one > most) most = one;
  }
  return most;
}

enum { BAR_WIDTH = 40 };

static const char *bar_text(const style *s, int64_t amount, int64_t most, arena *a) {
  const char *sign = s->signs ? amount < 0 ? "░" : "█" : amount < 0 ? "-" : "#";
  const char *text = "";
  for (int64_t i = (int64_t)((__int128)llabs(amount) * BAR_WIDTH / most); i > 0; i--)
    text = arena_format(a, "%s%s", text, sign);
  return text;
}

// What a row is called: its first words, and those that tell it from its neighbours.
static const char *label_of(const value *columns, const value *row, arena *a) {
  const char *label = "";
  for (size_t i = 0; i < columns->as.list.count; i++) {
    const char *cell = cell_text(row, name_of(columns, i), a);
    if (strcmp(name_of(columns, i), "currency") == 0 || strcmp(name_of(columns, i), "unit") == 0) break;
    if (is_kind(columns, i, "text") && *cell) label = arena_format(a, "%s%s%s", label, *label ? ", " : "", cell);
  }
  return label;
}

static void put_bars(const style *s, const value *v, const char *name, arena *a) {
  const grid_column shown[] = {
    { "", false, true }, { title_of(name, a), true, false }, { "", false, false }, { "", false, false }
  };
  const value *columns = value_get(v, "columns"), *rows = value_get(v, "rows");
  const char *currency = "";
  int64_t most = largest(rows, name, currency, a);
  grid_view *g = grid_open(s, shown, sizeof shown / sizeof *shown);
  for (size_t i = 0; i < rows->as.list.count; i++) {
    const value *row = rows->as.list.items[i];
    const char *own = scale_of(row, a);
    if (strcmp(own, currency) != 0) most = largest(rows, name, own, a);
    currency = own;
    const char *cells[] = { label_of(columns, row, a), cell_money(row, name, a), own,
                            bar_text(s, bar_of(row, name), most, a) };
    grid_row(g, cells);
  }
  grid_close(g, "Nothing.");
}

bool view_report(const style *s, const value *v, arena *a, error *e) {
  (void)e;
  const value *text = value_get(v, "text"), *bars = value_get(v, "bars");
  if (text) fputs(s->terminal ? cell_lines(v, "text", a) : text->as.text, s->out);
  else if (bars && bars->type == VALUE_TEXT) put_bars(s, v, bars->as.text, a);
  else put_table(s, v, a);
  return true;
}
