// The views of two batches side by side, and of a contract's days.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"

static const char *reasons_text(const value *row, arena *a) {
  const value *list = value_get(row, "reasons");
  const char *text = "";
  for (size_t i = 0; i < list->as.list.count; i++)
    text = arena_format(a, "%s%s%s", text, i ? "; " : "", cell_plain(list->as.list.items[i], a));
  return text;
}

static bool add_row(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *cells[] = {
    cell_text(row, "change", a),        cell_text(row, "contract", a),       cell_text(row, "customer_name", a),
    cell_text(row, "contract_name", a), cell_money(row, "amount_before", a), cell_money(row, "amount", a),
    cell_money(row, "difference", a),   cell_text(row, "currency", a),       reasons_text(row, a)
  };
  grid_row(context, cells);
  return true;
}

static bool put_total(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const style *s = context;
  fprintf(s->out, "%s %s, before %s: %s  (%s new, %s gone, %s changed, %s the same)\n", cell_text(row, "currency", a),
          cell_money(row, "amount", a), cell_money(row, "amount_before", a), cell_money(row, "difference", a),
          cell_text(row, "new", a), cell_text(row, "gone", a), cell_text(row, "changed", a), cell_text(row, "same", a));
  return true;
}

bool view_compare(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { { "", false, false },          { "Contract", false, false },
                                         { "Customer", false, true },   { "Name", false, true },
                                         { "Before", true, false },     { "Now", true, false },
                                         { "Difference", true, false }, { "", false, false },
                                         { "Why", false, true } };
  fprintf(s->out, "%sBatch %s (%s) against batch %s (%s), before tax%s\n", style_bold(s), cell_text(v, "batch", a),
          cell_text(v, "as_of", a), cell_text(v, "with", a), cell_text(v, "with_as_of", a), style_end(s));
  grid_view *g = grid_open(s, columns, sizeof columns / sizeof *columns);
  bool ok = rows_each(value_get(v, "rows"), add_row, g, e);
  grid_close(g, "Nothing is new, gone or changed.");
  return ok && rows_each(value_get(v, "totals"), put_total, (void *)s, e);
}

static bool add_tile(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *cells[] = { cell_text(row, "from", a), cell_text(row, "to", a), cell_text(row, "state", a),
                          cell_text(row, "invoice", a), cell_text(row, "part", a) };
  grid_row(context, cells);
  return true;
}

static bool put_coverage(void *context, const value *row, arena *a, error *e) {
  static const grid_column columns[] = { { "From", false, false },
                                         { "To", false, false },
                                         { "", false, false },
                                         { "Invoice", false, false },
                                         { "Part", false, true } };
  const style *s = context;
  const char *held = cell_text(row, "held", a);
  fprintf(s->out, "%s%s: %s, %s%s\n", style_bold(s), cell_text(row, "contract", a), cell_text(row, "customer_name", a),
          cell_text(row, "contract_name", a), style_end(s));
  if (*held) fprintf(s->out, "held: %s\n", held);
  grid_view *g = grid_open(s, columns, sizeof columns / sizeof *columns);
  bool ok = rows_each(value_get(row, "tiles"), add_tile, g, e);
  grid_close(g, NULL);
  fputc('\n', s->out);
  return ok;
}

bool view_coverage(const style *s, const value *v, arena *a, error *e) {
  (void)a;
  return rows_each(v, put_coverage, (void *)s, e);
}
