// The view of prepaid balances: a table, or a statement for each.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"
#include <string.h>

static bool add_row(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *line = cell_text(row, "line", a), *name = cell_text(row, "contract_name", a);
  const char *cells[] = { cell_text(row, "contract", a),
                          cell_text(row, "customer_name", a),
                          *line ? arena_format(a, "%s: %s", name, line) : name,
                          cell_text(row, "unit", a),
                          cell_money(row, "opening", a),
                          cell_money(row, "granted", a),
                          cell_money(row, "used", a),
                          cell_money(row, "lapsed", a),
                          cell_money(row, "left", a),
                          cell_text(row, "left_percent", a),
                          cell_money(row, "pending", a),
                          cell_text(row, "expires", a) };
  grid_row(context, cells);
  return true;
}

static bool add_event(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *billed = cell_text(row, "billed", a), *kind = cell_text(row, "kind", a);
  bool open = strcmp(billed, "false") == 0 && strcmp(kind, "used") == 0;
  const char *of = cell_text(row, "contract", a), *what = cell_text(row, "what", a);
  if (*of) what = arena_format(a, "%s (contract %s)", what, of);
  const char *cells[] = { cell_text(row, "date", a), kind, what, cell_money(row, "quantity", a),
                          open ? "not billed yet" : "" };
  grid_row(context, cells);
  return true;
}

static bool statement(const style *s, const value *row, arena *a, error *e) {
  static const grid_column columns[] = { { "Date", false, false },
                                         { "", false, false },
                                         { "", false, true },
                                         { "Quantity", true, false },
                                         { "", false, true } };
  const char *line = cell_text(row, "line", a);
  fprintf(s->out, "%s%s, %s%s%s: %s%s\n", style_bold(s), cell_text(row, "customer_name", a),
          cell_text(row, "contract_name", a), *line ? ", " : "", line, cell_text(row, "unit", a), style_end(s));
  fprintf(s->out, "Opening %s, granted %s, used %s, lapsed %s, left %s on %s", cell_money(row, "opening", a),
          cell_money(row, "granted", a), cell_money(row, "used", a), cell_money(row, "lapsed", a),
          cell_money(row, "left", a), cell_text(row, "as_of", a));
  const char *pending = cell_text(row, "pending", a);
  if (pending[strspn(pending, "0.")]) fprintf(s->out, " (%s on open tickets)", pending);
  fputc('\n', s->out);
  grid_view *g = grid_open(s, columns, 5);
  bool ok = rows_each(value_get(row, "movements"), add_event, g, e);
  grid_close(g, NULL);
  fputc('\n', s->out);
  return ok;
}

bool view_balance(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = {
    { "Contract", false, false }, { "Customer Name", false, true },   { "Contract Name", false, true },
    { "Unit", false, false },     { "Opening", true, false },         { "Granted", true, false },
    { "Used", true, false },      { "Lapsed", true, false },          { "Left", true, false },
    { "", true, false },          { "On open tickets", true, false }, { "Expires", false, false }
  };
  bool ok = true;
  if (v->as.list.count && value_get(v->as.list.items[0], "movements")) {
    for (size_t i = 0; ok && i < v->as.list.count; i++) ok = statement(s, v->as.list.items[i], a, e);
    return ok;
  }
  grid_view *g = grid_open(s, columns, 12);
  ok = rows_each(v, add_row, g, e);
  grid_close(g, "No prepaid balances.");
  return ok;
}
