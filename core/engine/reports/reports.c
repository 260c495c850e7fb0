// One report: its form is found, its rows are read, what can be added up is, by currency.
#include "core/engine/reports/reports_inside.h"
#include <string.h>

static const report_form *const lists[] = { revenue_forms,   aging_forms, tax_forms,
                                            left_over_forms, rate_forms,  margin_forms };
static const char *const kind_names[] = { "text", "count", "money", "price", "quantity", "date", "percent" };

// NULL with `usage`: no report is called so, or it is not grouped so.
static const report_form *form_find(const report_wish *w, error *e) {
  buffer others = { 0 };
  const report_form *first = NULL;
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    for (const report_form *f = lists[i]; f->name; f++) {
      if (strcmp(f->name, w->name) != 0) continue;
      if (!w->by || (f->by && strcmp(f->by, w->by) == 0)) {
        buffer_free(&others);
        return f;
      }
      first = f;
      if (f->by) buffer_format(&others, "%s%s", others.length ? ", " : "", f->by);
    }
  error_set(e, ERROR_USAGE, first ? "report %s has no form by %s" : "there is no report %s", w->name, w->by);
  if (others.length) error_hint(e, "it has them by %s", others.text);
  buffer_free(&others);
  return NULL;
}

static bool spans(const report_form *f, const report_wish *w, error *e) {
  if (f->span == REPORT_ONE_DAY && w->from > DAY_MIN)
    return error_set(e, ERROR_USAGE, "report %s is of one day: --to DATE", f->name);
  if (f->span == REPORT_NOW && (w->from > DAY_MIN || w->to < DAY_MAX))
    return error_set(e, ERROR_USAGE, "report %s is of today: it takes no dates", f->name);
  return true;
}

static void put_cell(arena *a, value *row, const report_column *c, const query *q, int at, const char *currency) {
  if (query_column_null(q, at)) put_null(a, row, c->name);
  else if (c->kind == REPORT_COUNT) put_int(a, row, c->name, query_column(q, at));
  else if (c->kind == REPORT_MONEY) put_money(a, row, c->name, query_column(q, at), currency_exponent(currency));
  else if (c->kind == REPORT_DATE) put_day(a, row, c->name, (day)query_column(q, at));
  else put_text(a, row, c->name, arena_text(a, query_column_text(q, at)));
}

static bool rows_read(book *b, const report_form *f, day from, day to, arena *a, value *rows, error *e) {
  if (!db_begin_read(b->db, e)) return false;
  query *q = db_ask(b->db, e, f->sql, "ii", (int64_t)from, (int64_t)to);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *row = value_record(a);
    const char *currency = "";
    for (int i = 0; i < REPORT_COLUMNS && f->columns[i].name; i++) {
      put_cell(a, row, &f->columns[i], q, i, currency);
      if (strcmp(f->columns[i].name, "currency") == 0) currency = query_column_text(q, i);
    }
    value_append(a, rows, row);
  }
  db_rollback(b->db);
  return step == 0;
}

static bool adds_up(const report_form *f) {
  const report_column *c = f->columns;
  while (c->name && c->kind != REPORT_MONEY) c++;
  return c->name != NULL;
}

static value *total_of(arena *a, value *totals, const report_form *f, const char *currency) {
  for (size_t i = 0; i < totals->as.list.count; i++)
    if (strcmp(value_get(totals->as.list.items[i], "currency")->as.text, currency) == 0)
      return totals->as.list.items[i];
  value *total = value_record(a);
  put_text(a, total, "currency", currency);
  for (const report_column *c = f->columns; c->name; c++)
    if (c->kind == REPORT_MONEY) put_money(a, total, c->name, 0, currency_exponent(currency));
  value_append(a, totals, total);
  return total;
}

// What is not known in a row is not known of the total.
static bool add_to(value *total, const value *row, const char *name, error *e) {
  value *sum = value_get(total, name);
  const value *cell = value_get(row, name);
  if (cell->type != VALUE_MONEY) sum->type = VALUE_NULL;
  if (sum->type != VALUE_MONEY) return true;
  return !__builtin_add_overflow(sum->as.money.minor, cell->as.money.minor, &sum->as.money.minor) ||
         error_set(e, ERROR_TOO_BIG, "the total of %s is past the largest amount", name);
}

static void put_percents(arena *a, const report_form *f, value *totals) {
  const report_column *c = f->columns;
  while (c->name && c->kind != REPORT_PERCENT) c++;
  for (size_t i = 0; c->name && i < totals->as.list.count; i++) report_put_percent(a, totals->as.list.items[i]);
}

// Amounts are added up, counts are not: a document may stand in several rows.
static bool add_up(arena *a, const report_form *f, const value *rows, value *totals, error *e) {
  for (size_t i = 0; i < rows->as.list.count && adds_up(f); i++) {
    const value *row = rows->as.list.items[i], *currency = value_get(row, "currency");
    value *total = total_of(a, totals, f, currency->as.text);
    for (const report_column *c = f->columns; c->name; c++)
      if (c->kind == REPORT_MONEY && !add_to(total, row, c->name, e)) return false;
  }
  put_percents(a, f, totals);
  return true;
}

static value *columns_value(arena *a, const report_form *f) {
  value *list = value_list(a);
  for (const report_column *c = f->columns; c->name; c++) {
    value *one = value_record(a);
    put_text(a, one, "name", c->name);
    put_text(a, one, "kind", kind_names[c->kind]);
    value_append(a, list, one);
  }
  return list;
}

static void put_end(arena *a, value *v, const char *name, day date) {
  if (date <= DAY_MIN || date >= DAY_MAX) put_null(a, v, name);
  else put_day(a, v, name, date);
}

value *report_read(book *b, const report_wish *w, arena *a, error *e) {
  const report_form *f = form_find(w, e);
  day from = w->from, to = w->to, today;
  if (!f || !spans(f, w, e) || !book_today(b, &today, e)) return NULL;
  if (f->span != REPORT_DATES && to >= DAY_MAX) to = today;
  value *v = value_record(a), *rows = value_list(a), *totals = value_list(a);
  bool ok = f->read ? f->read(b, f, from, to, a, rows, e) : rows_read(b, f, from, to, a, rows, e);
  if (!ok || !add_up(a, f, rows, totals, e)) return NULL;
  put_text(a, v, "report", f->name);
  put_text(a, v, "by", f->by);
  put_end(a, v, "from", from);
  put_end(a, v, "to", to);
  value_put(a, v, "columns", columns_value(a, f));
  value_put(a, v, "rows", rows);
  value_put(a, v, "totals", totals);
  if (w->chart) put_text(a, v, "bars", f->bars);
  return v;
}
