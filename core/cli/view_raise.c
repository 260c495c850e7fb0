// The view of prices before and after a raise.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"

static bool add_price(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *cells[] = { cell_text(row, "contract", a), cell_text(row, "customer", a),  cell_text(row, "kind", a),
                          cell_text(row, "param", a),    cell_text(row, "before", a),    cell_text(row, "after", a),
                          cell_text(row, "from", a),     cell_text(row, "difference", a) };
  grid_row(context, cells);
  return true;
}

static bool put_note(void *context, const value *row, arena *a, error *e) {
  const style *s = context;
  (void)e;
  fprintf(s->out, "note: %s\n", cell_plain(row, a));
  return true;
}

bool view_raise(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { { "Contract", false, false }, { "Customer", false, true },
                                         { "", false, false },         { "Price", false, true },
                                         { "Before", true, false },    { "After", true, false },
                                         { "From", false, false },     { "Difference", true, false } };
  bool dry = value_get(v, "dry_run")->as.truth;
  fprintf(s->out, "%sPrices go up by %s%s%s\n", style_bold(s), cell_text(v, "raise", a), style_end(s),
          dry ? " (tried only: nothing was written)" : "");
  grid_view *g = grid_open(s, columns, sizeof columns / sizeof *columns);
  bool ok = rows_each(value_get(v, "rows"), add_price, g, e);
  grid_close(g, "No price goes up.");
  return ok && rows_each(value_get(v, "notes"), put_note, (void *)s, e);
}
