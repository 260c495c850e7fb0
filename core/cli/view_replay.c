// Views of explanations and of what-if.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"
#include <string.h>

static bool print_line(void *context, const value *v, arena *a, error *e) {
  const style *s = *(const style **)context;
  (void)e;
  const char *text = cell_plain(v, a);
  bool head = *text != ' ';
  fprintf(s->out, "%s%s%s\n", head ? style_bold(s) : "", text, head ? style_end(s) : "");
  return true;
}

bool view_explain(const style *s, const value *v, arena *a, error *e) {
  (void)a;
  return rows_each(value_get(v, "lines"), print_line, &s, e);
}

typedef struct changes {
  grid_view *grid;
} changes;

static void change_row(changes *c, const value *v, const char *first, const char *second, arena *a) {
  const char *held = cell_text(v, "held", a);
  const char *cells[] = { first,
                          second,
                          cell_money(v, "before", a),
                          *held ? "held" : cell_money(v, "after", a),
                          *held ? "" : cell_money(v, "difference", a),
                          *held ? held : cell_text(v, "currency", a) };
  grid_row(c->grid, cells);
}

static bool invoice_change(void *context, const value *v, arena *a, error *e) {
  const char *number = cell_text(v, "invoice", a);
  (void)e;
  change_row(context, v,
             *number ? arena_format(a, "  invoice %s", number) : arena_format(a, "  %s", cell_text(v, "contract", a)),
             cell_text(v, "date", a), a);
  return true;
}

static bool customer_change(void *context, const value *v, arena *a, error *e) {
  change_row(context, v, cell_text(v, "customer_name", a), "", a);
  return rows_each(value_get(v, "invoices"), invoice_change, context, e);
}

static bool total_change(void *context, const value *v, arena *a, error *e) {
  (void)e;
  change_row(context, v, "Total", "", a);
  return true;
}

bool view_what_if(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { { "Customer", false, false },  { "Date", false, false },
                                         { "Before", true, false },     { "After", true, false },
                                         { "Difference", true, false }, { "", false, false } };
  changes c = { grid_open(s, columns, 6) };
  bool ok = rows_each(value_get(v, "customers"), customer_change, &c, e) &&
            rows_each(value_get(v, "totals"), total_change, &c, e);
  grid_close(c.grid, "No recorded invoice would have been another.");
  const bool one = strcmp(cell_text(v, "differ", a), "1") == 0;
  fprintf(s->out, "%s of %s invoice%s with %s would have been %s. Nothing was changed.\n", cell_text(v, "differ", a),
          cell_text(v, "invoices", a), strcmp(cell_text(v, "invoices", a), "1") == 0 ? "" : "s",
          cell_text(v, "name", a), one ? "another" : "others");
  if (strcmp(cell_text(v, "held", a), "0") != 0)
    fprintf(s->out, "%s of them would be held: what they cost is not in the sums.\n", cell_text(v, "held", a));
  return ok;
}
