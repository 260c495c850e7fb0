// The view of prepaid balances: a table, or a statement for each.
#include "core/cli/grid.h"
#include "core/cli/view.h"
#include <string.h>

static bool add_row(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *line = view_text(row, "line", a), *name = view_text(row, "contract_name", a);
  const char *cells[] = { view_text(row, "contract", a),
                          view_text(row, "customer_name", a),
                          *line ? arena_format(a, "%s: %s", name, line) : name,
                          view_text(row, "unit", a),
                          view_money(row, "opening", a),
                          view_money(row, "granted", a),
                          view_money(row, "used", a),
                          view_money(row, "lapsed", a),
                          view_money(row, "left", a),
                          view_text(row, "left_percent", a),
                          view_money(row, "pending", a),
                          view_text(row, "expires", a) };
  grid_row(context, cells);
  return true;
}

static bool add_event(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *billed = view_text(row, "billed", a), *kind = view_text(row, "kind", a);
  bool open = strcmp(billed, "false") == 0 && strcmp(kind, "used") == 0;
  const char *cells[] = { view_text(row, "date", a), kind, view_text(row, "what", a), view_money(row, "quantity", a),
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
  const char *line = view_text(row, "line", a);
  fprintf(s->out, "%s%s, %s%s%s: %s%s\n", style_bold(s), style_safe(a, view_text(row, "customer_name", a)),
          style_safe(a, view_text(row, "contract_name", a)), *line ? ", " : "", style_safe(a, line),
          view_text(row, "unit", a), style_end(s));
  fprintf(s->out, "Opening %s, granted %s, used %s, lapsed %s, left %s on %s", view_money(row, "opening", a),
          view_money(row, "granted", a), view_money(row, "used", a), view_money(row, "lapsed", a),
          view_money(row, "left", a), view_text(row, "as_of", a));
  const char *pending = view_text(row, "pending", a);
  if (pending[strspn(pending, "0.")]) fprintf(s->out, " (%s on open tickets)", pending);
  fputc('\n', s->out);
  grid_view *g = grid_open(s, columns, 5);
  bool ok = view_each(value_get(row, "movements"), add_event, g, e);
  grid_close(g, NULL);
  fputc('\n', s->out);
  return ok;
}

bool view_balance(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = {
    { "Contract", false, true }, { "Customer Name", false, true },   { "Contract Name", false, true },
    { "Unit", false, false },    { "Opening", true, false },         { "Granted", true, false },
    { "Used", true, false },     { "Lapsed", true, false },          { "Left", true, false },
    { "", true, false },         { "On open tickets", true, false }, { "Expires", false, false }
  };
  bool ok = true;
  if (v->as.list.count && value_get(v->as.list.items[0], "movements")) {
    for (size_t i = 0; ok && i < v->as.list.count; i++) ok = statement(s, v->as.list.items[i], a, e);
    return ok;
  }
  grid_view *g = grid_open(s, columns, 12);
  ok = view_each(v, add_row, g, e);
  grid_close(g, "No prepaid balances.");
  return ok;
}
