// The Billing page in a terminal: contract list, Batch Details, items, drafts.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/numbers.h"
#include "core/cli/views.h"
#include <string.h>

static const char *box(const style *s, const char *state) {
  if (strcmp(state, "selected") == 0) return s->signs ? "■" : "[x]";
  if (strcmp(state, "locked") == 0) return s->signs ? "🔒" : "[L]";
  if (strcmp(state, "ready") == 0 || strcmp(state, "due") == 0) return s->signs ? "□" : "[ ]";
  if (strcmp(state, "excluded") == 0) return s->signs ? "░" : "[-]";
  if (strcmp(state, "waived") == 0) return s->signs ? "♥" : "[w]";
  return strcmp(state, "held") == 0 ? "!" : "";
}

typedef struct page {
  const style *style;
  grid_view *grid;
  row_list *numbers;  // NULL: rows have none
  bool kept;          // rows that were numbered already keep their number
  size_t most, rows;  // past so many rows they are counted alone; 0: all are shown
} page;

// Of columns and cells the first is the row's number, which only a prompt shows.
#define NUMBER \
  { "#", true, false }
enum { CHANGES_SHOWN = 20, CONTRACT_COLUMNS = 10, INVOICE_COLUMNS = 10, ITEM_COLUMNS = 9 };

static page page_open(const style *s, const grid_column *columns, size_t count, argument_type type, bool kept) {
  row_list *numbers = numbers_of(s->numbers, type);
  if (!kept) numbers_begin(numbers);
  return (page){ s, grid_open(s, columns + !numbers, count - !numbers), numbers, kept, kept ? CHANGES_SHOWN : 0, 0 };
}

static const char *number_of(const page *p, const char *id, arena *a) {
  return p->kept ? numbers_find(p->numbers, id, a) : numbers_next(p->numbers, id, a);
}

static void page_row(const page *p, const char *const *cells) { grid_row(p->grid, cells + !p->numbers); }

static const char *remark(const value *v, const char *state, arena *a) {
  const char *reason = cell_text(v, "reason", a), *ready = cell_text(v, "ready_on", a);
  if (*reason) return *ready ? arena_format(a, "ready on %s: %s", ready, reason) : reason;
  if (strcmp(state, "locked") == 0) return arena_format(a, "open until %s", ready);
  if (value_get(v, "held")->as.integer) return arena_format(a, "! %s held", cell_text(v, "held", a));
  return strcmp(state, "empty") == 0 ? "nothing to come" : "";
}

static bool contract_row(void *context, const value *v, arena *a, error *e) {
  page *p = context;
  (void)e;
  const char *state = cell_text(v, "state", a);
  const char *id = cell_text(v, "contract", a);
  const char *cells[] = { number_of(p, id, a),
                          box(p->style, state),
                          id,
                          cell_text(v, "customer_name", a),
                          cell_text(v, "contract_name", a),
                          cell_text(v, "contract_type", a),
                          cell_money(v, "total_balance", a),
                          cell_money(v, "selected_balance", a),
                          cell_text(v, "currency", a),
                          remark(v, state, a) };
  page_row(p, cells);
  return true;
}

// The row of totals of the same currency.
static const value *total_of(const value *totals, const value *currency) {
  for (size_t i = 0; totals && i < totals->as.list.count; i++) {
    const value *t = totals->as.list.items[i];
    if (strcmp(value_get(t, "currency")->as.text, currency->as.text) == 0) return t;
  }
  return NULL;
}

// A line of Batch Details; before: the record that holds what it was, NULL: nobody asks.
static void detail(const style *s, const char *label, const value *now, const value *before, bool compare,
                   const char *name, arena *a) {
  const value *v = value_get(now, name);
  const char *shown = v->type == VALUE_MONEY ? cell_money(now, name, a) : cell_text(now, name, a);
  const char *currency = v->type == VALUE_MONEY ? cell_text(now, "currency", a) : "";
  const char *difference = compare ? cell_difference(now, before, name, a) : "";
  fprintf(s->out, "  %-16s  %12s%s%s%s%s%s\n", label, shown, *currency ? " " : "", currency, *difference ? " (" : "",
          difference, *difference ? ")" : "");
}

static void details(const style *s, const value *v, arena *a) {
  const value *d = value_get(v, "details"), *totals = value_get(d, "totals"), *before = value_get(v, "before");
  bool compare = before != NULL;
  fprintf(s->out, "\n%sBatch Details%s\n", style_bold(s), style_end(s));
  detail(s, "Bills To Create", d, before, compare, "bills_to_create", a);
  detail(s, "Unbilled Tickets", d, before, compare, "unbilled_tickets", a);
  detail(s, "Hours Worked", d, before, compare, "hours_worked", a);
  if (value_get(d, "held")->as.integer) detail(s, "Held", d, before, compare, "held", a);
  for (size_t i = 0; totals && i < totals->as.list.count; i++) {
    const value *t = totals->as.list.items[i];
    const value *was = compare ? total_of(value_get(before, "totals"), value_get(t, "currency")) : NULL;
    detail(s, "Billable Amount", t, was, compare, "billable_amount", a);
    detail(s, "Tax", t, was, compare, "tax", a);
    detail(s, "Total", t, was, compare, "total", a);
  }
}

static void title(const style *s, const value *v, arena *a) {
  const char *name = cell_text(v, "name", a), *state = cell_text(v, "state", a), *as_of = cell_text(v, "as_of", a);
  if (strcmp(state, "open") == 0)
    fprintf(s->out, "%sCreate Billing Batch%s   batch %s, everything due on %s\n\n", style_bold(s), style_end(s),
            cell_text(v, "batch", a), as_of);
  else
    fprintf(s->out, "%sBilling Batch%s   %s%sbatch %s, as of %s, %s%s\n\n", style_bold(s), style_end(s), name,
            *name ? "   " : "", cell_text(v, "batch", a), as_of, state,
            value_get(v, "consolidated")->as.truth ? ", one invoice per customer" : "");
}

static void notes(const style *s, const value *v, arena *a) {
  const value *changed = value_get(v, "changed"), *outside = value_get(v, "selected_outside_filter");
  if (s->signs)
    fprintf(s->out, "%s□ can be selected   ■ selected   🔒 still in an open contract period   ! held%s\n", style_dim(s),
            style_end(s));
  else fprintf(s->out, "[ ] can be selected   [x] selected   [L] still in an open contract period   ! held\n");
  if (outside && outside->as.integer)
    fprintf(s->out, "%s more selected outside this filter\n", value_plain(a, outside));
  if (!changed || !changed->as.list.count) return;
  fputs("Changed since it was last shown:", s->out);
  for (size_t i = 0; i < changed->as.list.count && i < 20; i++)
    fprintf(s->out, " %s", cell_plain(changed->as.list.items[i], a));
  fputs(changed->as.list.count > 20 ? " …\n" : "\n", s->out);
}

static bool list_contracts(const style *s, const value *rows, bool changes, error *e) {
  static const grid_column columns[] = { NUMBER,
                                         { "", false, false },
                                         { "Contract", false, false },
                                         { "Customer Name", false, true },
                                         { "Contract Name", false, true },
                                         { "Contract Type", false, true },
                                         { "Total Balance", true, false },
                                         { "Selected Balance", true, false },
                                         { "", false, false },
                                         { "", false, true } };
  page p = page_open(s, columns, CONTRACT_COLUMNS, ARGUMENT_CONTRACT, changes);
  bool ok = rows_each(rows, contract_row, &p, e);
  grid_close(p.grid, changes ? "No row of the page changed." : "No contracts.");
  return ok;
}

static bool invoice_row(void *context, const value *v, arena *a, error *e) {
  page *p = context;
  (void)e;
  if (p->rows++ >= p->most && p->most) return true;
  const char *id = cell_text(v, "invoice", a);
  const char *cells[] = { number_of(p, id, a),          id,
                          cell_text(v, "kind", a),      cell_text(v, "state", a),
                          cell_text(v, "date", a),      cell_text(v, "customer_name", a),
                          cell_money(v, "subtotal", a), cell_money(v, "tax", a),
                          cell_money(v, "total", a),    cell_text(v, "currency", a) };
  page_row(p, cells);
  return true;
}

static bool list_invoices(const style *s, const value *v, bool changes, error *e) {
  static const grid_column columns[] = { NUMBER,
                                         { "Invoice", false, false },
                                         { "Kind", false, false },
                                         { "State", false, false },
                                         { "Date", false, false },
                                         { "Customer Name", false, true },
                                         { "Amount", true, false },
                                         { "Tax", true, false },
                                         { "Total", true, false },
                                         { "", false, false } };
  page p = page_open(s, columns, INVOICE_COLUMNS, ARGUMENT_INVOICE, changes);
  bool ok = rows_each(v, invoice_row, &p, e);
  grid_close(p.grid, "No invoices.");
  if (changes && p.rows > p.most) fprintf(s->out, "… and %zu more\n", p.rows - p.most);
  return ok;
}

// Which rows these are of how many.
static void part(const style *s, const value *v, arena *a) {
  int64_t from = value_get(v, "from")->as.integer, count = value_get(v, "count")->as.integer;
  fprintf(s->out, "\n");
  if (count) fprintf(s->out, "Rows %lld to %lld of ", (long long)from, (long long)(from + count - 1));
  fprintf(s->out, "%s that match, of %s in all", cell_text(v, "matching", a), cell_text(v, "all", a));
}

// What all that match come to, by currency.
static void sums(const style *s, const value *v, const char *one, const char *other, arena *a) {
  static const char *const fields[] = { "total", "selected", "open" };
  const value *matching = value_get(value_get(v, "sums"), "matching");
  for (size_t i = 0; i < matching->as.record.count; i++) {
    const value_field *f = &matching->as.record.fields[i];
    const char *second = fields[value_get(f->item, "open") ? 2 : 1];
    fprintf(s->out, "  %s %s %s, %s %s %s\n", one, cell_money(f->item, fields[0], a), f->name, other,
            cell_money(f->item, second, a), f->name);
  }
}

bool view_invoices(const style *s, const value *v, arena *a, error *e) {
  if (v->type == VALUE_RECORD) {
    if (!list_invoices(s, value_get(v, "rows"), false, e)) return false;
    part(s, v, a);
    fputc('\n', s->out);
    sums(s, v, "Total", "Open", a);
    return true;
  }
  return list_invoices(s, v, false, e);
}

// What a filter chose.
static void chosen(const style *s, const value *v, arena *a) {
  int64_t changed = value_get(v, "rows_changed")->as.integer, locked = value_get(v, "locked")->as.integer;
  fprintf(s->out, "%lld of %s contracts that match changed", (long long)changed, cell_text(v, "matching", a));
  if (locked) fprintf(s->out, "; %lld %s locked", (long long)locked, locked == 1 ? "is" : "are");
  fputc('\n', s->out);
}

// What a change changed.
static bool changes(const style *s, const value *v, arena *a, error *e) {
  if (value_get(v, "matching")) {
    chosen(s, v, a);
    details(s, v, a);
    return true;
  }
  int64_t all = value_get(v, "rows_changed")->as.integer;
  int64_t shown = all < CHANGES_SHOWN ? all : CHANGES_SHOWN;
  const value *invoices = value_get(v, "invoices");
  if ((all || !invoices) && !list_contracts(s, value_get(v, "contracts"), true, e)) return false;
  if (all > shown) fprintf(s->out, "… and %lld more\n", (long long)(all - shown));
  if (all && invoices) fputc('\n', s->out);
  if (invoices && !list_invoices(s, invoices, true, e)) return false;
  details(s, v, a);
  return true;
}

bool view_batch(const style *s, const value *v, arena *a, error *e) {
  if (value_get(v, "before")) return changes(s, v, a, e);
  title(s, v, a);
  bool open = strcmp(cell_text(v, "state", a), "open") == 0;
  if (value_get(v, "contracts") && (open || !value_get(v, "invoices"))) {
    if (!list_contracts(s, value_get(v, "contracts"), false, e)) return false;
    notes(s, v, a);
  }
  details(s, v, a);
  return true;
}

bool view_window(const style *s, const value *v, arena *a, error *e) {
  title(s, value_get(v, "batch"), a);
  if (!list_contracts(s, value_get(v, "rows"), false, e)) return false;
  part(s, v, a);
  fprintf(s->out, ": %s ready, %s locked, %s selected, %s selected outside this filter\n", cell_text(v, "ready", a),
          cell_text(v, "locked", a), cell_text(v, "selected", a), cell_text(v, "selected_outside_filter", a));
  sums(s, v, "Total Balance", "Selected Balance", a);
  details(s, v, a);
  return true;
}

// What the batch leaves behind until it can be priced.
static void held(const style *s, const value *rows, arena *a) {
  size_t count = rows ? rows->as.list.count : 0;
  for (size_t i = 0; i < count; i++) {
    const value *v = rows->as.list.items[i];
    const char *item = cell_text(v, "item", a);
    if (!i) fprintf(s->out, "\n%sHeld, not billed before it can be priced%s\n", style_red(s), style_end(s));
    fprintf(s->out, "  ! %s   %s\n", *item ? item : cell_text(v, "contract", a), cell_text(v, "reason", a));
  }
}

// The beginning of the digest tells as much as people compare by eye.
static void log_head(const style *s, const value *log, arena *a) {
  if (log)
    fprintf(s->out, "\n%sLog   %s entries, up to %.16s%s\n", style_dim(s), cell_text(log, "entries", a),
            cell_text(log, "head", a), style_end(s));
}

bool view_drafts(const style *s, const value *v, arena *a, error *e) {
  const value *invoices = value_get(v, "invoices");
  if (!invoices || value_get(v, "before")) return view_batch(s, v, a, e);
  title(s, v, a);
  bool ok = view_invoices(s, invoices, a, e);
  details(s, v, a);
  held(s, value_get(v, "held"), a);
  log_head(s, value_get(v, "log"), a);
  return ok;
}

static const char *item_remark(const value *v, const char *state, arena *a) {
  const char *note = cell_text(v, "note", a), *ready = cell_text(v, "ready_on", a), *reason = cell_text(v, "reason", a);
  if (strcmp(state, "locked") == 0 && *reason) return *ready ? arena_format(a, "ready %s; %s", ready, reason) : reason;
  if (strcmp(state, "locked") == 0) return arena_format(a, "open period, ready %s", ready);
  if (strcmp(state, "held") == 0) return reason;
  if (strcmp(state, "excluded") == 0) return *note ? arena_format(a, "left out: %s", note) : "left out";
  if (strcmp(state, "waived") == 0) return arena_format(a, "given away: %s", note);
  const char *overdue = value_get(v, "overdue")->as.truth ? "overdue" : "";
  return *overdue && *reason ? arena_format(a, "%s, %s", overdue, reason) : *reason ? reason : overdue;
}

static bool item_row(void *context, const value *v, arena *a, error *e) {
  page *p = context;
  (void)e;
  const char *state = cell_text(v, "state", a), *ticket = cell_text(v, "ticket", a),
             *text = cell_text(v, "description", a);
  const char *id = cell_text(v, "item", a);
  const char *cells[] = { number_of(p, id, a),
                          box(p->style, state),
                          id,
                          *ticket && strcmp(ticket, text) != 0 ? arena_format(a, "%s  %s", ticket, text) : text,
                          cell_period(v, a),
                          cell_text(v, "hours", a),
                          cell_money(v, "amount", a),
                          cell_money(v, "tax", a),
                          item_remark(v, state, a) };
  page_row(p, cells);
  return true;
}

bool view_items(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { NUMBER,
                                         { "", false, false },
                                         { "Item", false, false },
                                         { "Description", false, true },
                                         { "Period", false, false },
                                         { "Hours", true, false },
                                         { "Amount", true, false },
                                         { "Tax", true, false },
                                         { "", false, true } };
  page p = page_open(s, columns, ITEM_COLUMNS, ARGUMENT_ITEM, false);
  fprintf(s->out, "%s%s / %s%s\n\n", style_bold(s), cell_text(v, "customer_name", a), cell_text(v, "contract_name", a),
          style_end(s));
  if (*cell_text(v, "reason", a))
    fprintf(s->out, "%sHeld: %s%s\n", style_red(s), cell_text(v, "reason", a), style_end(s));
  bool ok = rows_each(value_get(v, "items"), item_row, &p, e);
  grid_close(p.grid, "Nothing is due, and nothing waits in an open period.");
  if (ok && value_get(v, "all"))
    fprintf(s->out, "\n%s of %s items, from %s on\n", cell_text(v, "count", a), cell_text(v, "all", a),
            cell_text(v, "from", a));
  return ok;
}
