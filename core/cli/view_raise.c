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

// Of many the first and the last.
static void tell_letters(const style *s, const value *letters, arena *a) {
  const size_t count = letters ? letters->as.list.count : 0;
  if (!letters) return;
  fprintf(s->out, "\nLetters: %s", count ? cell_plain(letters->as.list.items[0], a) : "none");
  if (count > 1) fprintf(s->out, " … %s, %zu in all", cell_plain(letters->as.list.items[count - 1], a), count);
  fputc('\n', s->out);
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
  ok = ok && rows_each(value_get(v, "notes"), put_note, (void *)s, e);
  tell_letters(s, value_get(v, "letters"), a);
  return ok;
}
