// The rows that checks are shown, but items: a query for each subject, its columns in their order, then those of what
// was there before, of which the first is NULL where there was nothing. ?1: the batch.
#include "core/engine/questions/checks_inside.h"
#include "core/engine/questions/unread_meters.h"
#include "core/engine/facts/facts.h"
#include <string.h>

// clang-format off
// What a batch has in the book's currency: all that is due while it is open, else what it billed.
#define BATCH_SUMS(b) \
  "(SELECT count(*) FROM previews p WHERE p.batch = " b ".n AND p.state <> 'empty' AND p.state <> 'locked'), " \
  "CASE " b ".state WHEN 'open' THEN (SELECT ifnull(sum(p.pick_amount), 0) FROM previews p WHERE p.batch = " b ".n AND " \
  "p.state = 'ready' AND p.currency = s.currency) ELSE (SELECT ifnull(sum(x.amount), 0) FROM bills x WHERE x.batch = " b ".n " \
  "AND x.kind = 'bill' AND x.currency = s.currency) END, " \
  "CASE " b ".state WHEN 'open' THEN (SELECT ifnull(sum(p.pick_tax), 0) FROM previews p WHERE p.batch = " b ".n AND " \
  "p.state = 'ready' AND p.currency = s.currency) ELSE (SELECT ifnull(sum(x.tax), 0) FROM bills x WHERE x.batch = " b ".n " \
  "AND x.kind = 'bill' AND x.currency = s.currency) END"
static const char batch_rows[] =
  "SELECT b.n, s.currency, b.as_of, " BATCH_SUMS("b") ", o.n, s.currency, o.as_of, " BATCH_SUMS("o") " "
  "FROM settings s CROSS JOIN batches b LEFT JOIN batches o ON o.n = (SELECT max(m.n) FROM batches m WHERE m.n < ?1 "
  "AND m.state IN ('run', 'generated', 'exported')) WHERE b.n = ?1";

// Whoever something of is due, and whoever pays it.
static const char customer_rows[] =
  "WITH due (n) AS (SELECT DISTINCT k.customer FROM previews p JOIN contracts k ON k.n = p.contract WHERE p.batch = ?1 "
  "AND (p.state = 'ready' OR p.state = 'held')), "
  "payers (n) AS (SELECT DISTINCT ifnull(c.bill_to, c.n) FROM due JOIN customers c ON c.n = due.n) "
  "SELECT y.id, y.name, y.n IN payers, y.email, y.email_to, y.delivery, y.einvoice, y.address1, y.city, y.region, "
  "y.postal_code, y.country, y.tax, y.tax_id, y.tax_exempt, y.exempt_reason, y.exempt_until, y.invoice_per, y.po_number, "
  "y.terms_days FROM customers y WHERE y.n IN (SELECT n FROM due UNION SELECT n FROM payers) ORDER BY y.id";

static const char contract_rows[] =
  "SELECT k.id, p.currency, k.name, k.type, c.id, p.state, p.chosen, p.pick_amount, p.pick_tax, p.pick_tickets, "
  "p.pick_minutes, ifnull(k.taxable, k.tax IS NOT NULL), " CONTRACT_TAX ", c.tax_exempt, " CONTRACT_PO ", y.invoice_per, "
  "k.period, k.timing, k.start, k.\"end\", "
  "CASE WHEN o.n IS NULL THEN NULL ELSE k.id END, o.currency, NULL, NULL, NULL, NULL, NULL, o.amount, o.tax, o.tickets, "
  "o.minutes, NULL, NULL, NULL, (SELECT po_number FROM invoices WHERE n = o.invoice), NULL, NULL, NULL, NULL, NULL "
  "FROM previews p CROSS JOIN contracts k ON k.n = p.contract CROSS JOIN customers c ON c.n = k.customer "
  "CROSS JOIN customers y ON y.n = ifnull(c.bill_to, c.n) LEFT JOIN bills o ON o.n = (SELECT m.n FROM bills m WHERE "
  "m.contract = k.n AND m.batch < ?1 AND m.kind = 'bill' ORDER BY m.n DESC LIMIT 1) "
  "WHERE p.batch = ?1 AND p.state <> 'empty' AND p.state <> 'locked'";

static const char held_rows[] =
  "SELECT ifnull(nullif(h.item, ''), k.id), k.id, c.id, t.id, h.reason FROM held_items h JOIN contracts k ON k.n = "
  "h.contract JOIN customers c ON c.n = k.customer LEFT JOIN tickets t ON t.n = h.ticket WHERE h.batch = ?1";

// Work of contracts ?1 … ?2 that is not billed, up to day ?3. A second one with the same ticket and start lies beside it.
static const char entry_rows[] =
  "SELECT x.id, t.id, k.id, c.id, x.at / 1440, x.at % 1440, x.minutes, x.bill_minutes, x.billable, x.technician, x.rate, "
  "x.work_type, x.note, k.start, k.\"end\", o.id, t.id, k.id, c.id, o.at / 1440, o.at % 1440, o.minutes, o.bill_minutes, "
  "o.billable, o.technician, o.rate, o.work_type, o.note, k.start, k.\"end\" "
  "FROM " WORK_NOT_BILLED("x.*") " x CROSS JOIN tickets t ON t.n = x.ticket CROSS JOIN customers c ON c.n = t.customer "
  "LEFT JOIN contracts k ON k.n = x.contract LEFT JOIN time_entries o ON o.contract = x.contract AND o.at = x.at AND o.n = "
  "(SELECT max(z.n) FROM time_entries z WHERE z.contract = x.contract AND z.at = x.at AND z.n < x.n AND z.ticket = x.ticket) "
  "WHERE x.at < (?3 + 1) * 1440";

// The same of work that the batch billed.
static const char billed_entry_rows[] =
  "SELECT x.id, t.id, k.id, c.id, x.at / 1440, x.at % 1440, x.minutes, x.bill_minutes, x.billable, x.technician, x.rate, "
  "x.work_type, x.note, k.start, k.\"end\", o.id, t.id, k.id, c.id, o.at / 1440, o.at % 1440, o.minutes, o.bill_minutes, "
  "o.billable, o.technician, o.rate, o.work_type, o.note, k.start, k.\"end\" "
  "FROM bills b CROSS JOIN claims m ON m.contract = b.contract AND m." CLAIM_OF_WORK " AND m.at >= b.time_from "
  "AND m.line BETWEEN b.n << 20 AND ((b.n + 1) << 20) - 1 "
  "CROSS JOIN time_entries x ON x.contract = m.contract AND x.at = m.at AND x.n = m.row "
  "CROSS JOIN tickets t ON t.n = x.ticket CROSS JOIN customers c ON c.n = t.customer CROSS JOIN contracts k ON k.n = "
  "x.contract LEFT JOIN time_entries o ON o.contract = x.contract AND o.at = x.at AND o.n = (SELECT max(z.n) FROM "
  "time_entries z WHERE z.contract = x.contract AND z.at = x.at AND z.n < x.n AND z.ticket = x.ticket) "
  "WHERE b.batch = ?1 AND b.kind = 'bill'";

#define DRAFT_COLUMNS(i) \
  "ifnull(" i ".number, 'D' || " i ".n), " i ".currency, y.id, " i ".state, " i ".subtotal, " i ".tax, " i ".total, " \
  i ".po_number, (SELECT sum(x.lines) FROM bills x WHERE x.invoice = " i ".n)"
static const char draft_rows[] =
  "SELECT " DRAFT_COLUMNS("i") ", " DRAFT_COLUMNS("o") " FROM invoices i JOIN customers y ON y.n = i.customer "
  "LEFT JOIN invoices o ON o.n = (SELECT m.n FROM invoices m WHERE m.customer = i.customer AND m.batch < ?1 AND "
  "m.kind = 'invoice' AND m.state = 'final' AND m.currency = i.currency ORDER BY m.date DESC, m.n DESC LIMIT 1) "
  "WHERE i.batch = ?1 AND i.kind = 'invoice' AND i.state <> 'void'";
// clang-format on

static void read_cells(checking *k, const query *q, int at, const check_form *f, check_cell *cells, int *exponent) {
  for (size_t i = 0; i < f->count; i++) {
    int column = at + (int)i;
    cells[i] = (check_cell){ .there = !query_column_null(q, column), .number = query_column(q, column) };
    if (cells[i].there && f->columns[i].type == CHECK_TEXT)
      cells[i].text = arena_text(k->scratch, query_column_text(q, column));
    if (cells[i].text && strcmp(f->columns[i].name, "currency") == 0) *exponent = currency_exponent(cells[i].text);
  }
}

static void add_row(checking *k, const query *q) {
  const check_form *f = &check_forms[k->subject];
  check_row row = { 0 };
  check_cell *cells = arena_array(k->scratch, f->count, sizeof *cells), *before = NULL;
  read_cells(k, q, 0, f, cells, &row.exponent);
  row.cells = cells;
  if (f->before && !query_column_null(q, (int)f->count)) {
    before = arena_array(k->scratch, f->count, sizeof *before);
    read_cells(k, q, (int)f->count, f, before, &row.exponent_before);
    row.before = before;
  }
  k->take(k, row);
}

static bool add_rows(checking *k, query *q, error *e) {
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) add_row(k, q);
  return step == 0;
}

static bool of_batch(checking *k, const char *sql, error *e) {
  return add_rows(k, db_ask(k->book->db, e, sql, "i", k->request->batch->n), e);
}

// A few contracts at a time, so that nobody waits for all of them.
static bool entries(checking *k, error *e) {
  enum { CONTRACTS_AT_ONCE = 100 };
  const batch *b = k->request->batch;
  int64_t last = 0;
  bool ok = db_value(k->book->db, e, &last, 0, "SELECT max(n) FROM contracts", "");
  for (int64_t from = 0; ok && from <= last; from += CONTRACTS_AT_ONCE)
    ok = add_rows(k, db_ask(k->book->db, e, entry_rows, "iii", from, from + CONTRACTS_AT_ONCE - 1, (int64_t)b->as_of),
                  e);
  return ok && (strcmp(b->state, "open") == 0 || of_batch(k, billed_entry_rows, e));
}

// ---- What is known as values already

static check_cell text_cell(const char *text) { return (check_cell){ .there = text != NULL, .text = text }; }

static bool meters(checking *k, error *e) {
  value *list = value_list(k->arena);
  if (!unread_meters(k->book, k->request->batch->as_of, 0, k->arena, list, e)) return false;
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *v = list->as.list.items[i], *rows = value_get(v, "rows");
    if (rows->as.integer) continue;  // read, and not counted by anybody
    check_cell *cells = arena_array(k->scratch, check_forms[CHECK_METER].count, sizeof *cells);
    static const char *const texts[] = { "contract", "customer", "meter" };
    for (size_t t = 0; t < 3; t++) cells[t] = text_cell(value_plain(k->scratch, value_get(v, texts[t])));
    cells[3] = (check_cell){ .there = true, .number = value_get(v, "first")->as.date };
    cells[4] = (check_cell){ .there = true, .number = value_get(v, "last")->as.date };
    cells[5] = text_cell(value_plain(k->scratch, value_get(v, "reason")));
    k->take(k, (check_row){ .cells = cells });
  }
  return true;
}

static bool sign_ins(checking *k) {
  for (size_t i = 0; i < k->request->sign_in_count; i++) {
    const check_sign_in *s = &k->request->sign_ins[i];
    check_cell *cells = arena_array(k->scratch, check_forms[CHECK_SIGN_IN].count, sizeof *cells);
    cells[0] = text_cell(s->target);
    cells[1] = text_cell(s->company);
    cells[2] = (check_cell){ .there = s->days_left >= 0, .number = s->days_left };
    k->take(k, (check_row){ .cells = cells });
  }
  return true;
}

bool check_rows_read(checking *k, error *e) {
  static const char *const queries[CHECK_SUBJECTS] = {
    [CHECK_BATCH] = batch_rows, [CHECK_CUSTOMER] = customer_rows, [CHECK_CONTRACT] = contract_rows,
    [CHECK_HELD] = held_rows,   [CHECK_DRAFT] = draft_rows,
  };
  if (k->subject == CHECK_ENTRY) return entries(k, e);
  if (k->subject == CHECK_METER) return meters(k, e);
  return k->subject == CHECK_SIGN_IN ? sign_ins(k) : of_batch(k, queries[k->subject], e);
}
