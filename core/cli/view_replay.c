// Views of explanations and of what-if.
#include "core/cli/grid.h"
#include "core/cli/view.h"
#include <string.h>

static bool print_line(void *context, const value *v, arena *a, error *e) {
  const style *s = context;
  (void)e;
  const char *text = value_plain(a, v);
  bool head = *text != ' ';
  fprintf(s->out, "%s%s%s\n", head ? style_bold(s) : "", style_safe(a, text), head ? style_end(s) : "");
  return true;
}

bool view_explain(const style *s, const value *v, error *e) {
  style own = *s;
  return view_each(value_get(v, "lines"), print_line, &own, e);
}

typedef struct changes {
  grid_view *grid;
} changes;

static void change_row(changes *c, const value *v, const char *first, const char *second, arena *a) {
  const char *held = view_text(v, "held", a);
  const char *cells[] = { first,
                          second,
                          view_money(v, "before", a),
                          *held ? "held" : view_money(v, "after", a),
                          *held ? "" : view_money(v, "difference", a),
                          *held ? held : view_text(v, "currency", a) };
  grid_row(c->grid, cells);
}

static bool invoice_change(void *context, const value *v, arena *a, error *e) {
  const char *number = view_text(v, "invoice", a);
  (void)e;
  change_row(context, v,
             *number ? arena_format(a, "  invoice %s", number) : arena_format(a, "  %s", view_text(v, "contract", a)),
             view_text(v, "date", a), a);
  return true;
}

static bool customer_change(void *context, const value *v, arena *a, error *e) {
  change_row(context, v, view_text(v, "customer_name", a), "", a);
  return view_each(value_get(v, "invoices"), invoice_change, context, e);
}

static bool total_change(void *context, const value *v, arena *a, error *e) {
  (void)e;
  change_row(context, v, "Total", "", a);
  return true;
}

bool view_what_if(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { { "Customer", false, true },   { "Date", false, false },
                                         { "Before", true, false },     { "After", true, false },
                                         { "Difference", true, false }, { "", false, false } };
  changes c = { grid_open(s, columns, 6) };
  bool ok = view_each(value_get(v, "customers"), customer_change, &c, e) &&
            view_each(value_get(v, "totals"), total_change, &c, e);
  grid_close(c.grid, "No recorded invoice would have been another.");
  fprintf(s->out, "%s of %s invoices with %s would have been others. Nothing was changed.\n", view_text(v, "differ", a),
          view_text(v, "invoices", a), style_safe(a, view_text(v, "name", a)));
  if (strcmp(view_text(v, "held", a), "0") != 0)
    fprintf(s->out, "%s of them would be held: what they cost is not in the sums.\n", view_text(v, "held", a));
  return ok;
}
