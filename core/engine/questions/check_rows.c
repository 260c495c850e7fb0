// The rows that checks are shown, but items and time entries: a query for each subject, its columns in their order,
// then those of what was there before, of which the first is NULL where there was nothing. ?1: the batch.
#include "core/engine/questions/checks_inside.h"
#include "core/engine/facts/facts.h"
#include <string.h>

// clang-format off
// What a batch has in the book's currency: all that is due while it is open, else what it billed.
#define BATCH_SUMS(b) \
  "(SELECT count(*) FROM previews p WHERE p.batch = " b ".n AND p.state <> 'empty' AND p.state <> 'locked'), " \
  "CASE " b ".state WHEN 'open' THEN (SELECT ifnull(sum(p.pick_amount), 0) FROM previews p WHERE p.batch = " \
  "" b ".n AND " \
  "p.state = 'ready' AND p.currency = s.currency) ELSE (SELECT ifnull(sum(x.amount), 0) FROM bills x WHERE " \
  "x.batch = " b ".n " \
  "AND x.kind = 'bill' AND x.currency = s.currency) END, " \
  "CASE " b ".state WHEN 'open' THEN (SELECT ifnull(sum(p.pick_tax), 0) FROM previews p WHERE p.batch = " b ".n AND " \
  "p.state = 'ready' AND p.currency = s.currency) ELSE (SELECT ifnull(sum(x.tax), 0) FROM bills x WHERE x.batch " \
  "= " b ".n " \
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
  "y.postal_code, y.country, y.tax, y.tax_id, y.tax_exempt, y.exempt_reason, y.exempt_until, y.invoice_per, "
  "y.po_number, "
  "y.terms_days FROM customers y WHERE y.n IN (SELECT n FROM due UNION SELECT n FROM payers) ORDER BY y.id";

static const char contract_rows[] =
  "SELECT k.id, p.currency, k.name, k.type, c.id, p.state, p.chosen, p.pick_amount, p.pick_tax, p.pick_tickets, "
  "p.pick_minutes, ifnull(k.taxable, k.tax IS NOT NULL), " CONTRACT_TAX ", c.tax_exempt, " CONTRACT_PO ", "
  "y.invoice_per, "
  "k.period, k.timing, k.start, k.\"end\", "
  "CASE WHEN o.n IS NULL THEN NULL ELSE k.id END, o.currency, NULL, NULL, NULL, NULL, NULL, o.amount, o.tax, "
  "o.tickets, "
  "o.minutes, NULL, NULL, NULL, (SELECT po_number FROM invoices WHERE n = o.invoice), NULL, NULL, NULL, NULL, NULL "
  "FROM previews p CROSS JOIN contracts k ON k.n = p.contract CROSS JOIN customers c ON c.n = k.customer "
  "CROSS JOIN customers y ON y.n = ifnull(c.bill_to, c.n) LEFT JOIN bills o ON o.n = (SELECT m.n FROM bills m WHERE "
  "m.contract = k.n AND m.batch < ?1 AND m.kind = 'bill' ORDER BY m.n DESC LIMIT 1) "
  "WHERE p.batch = ?1 AND p.state <> 'empty' AND p.state <> 'locked'";

static const char held_rows[] =
  "SELECT ifnull(nullif(h.item, ''), k.id), k.id, c.id, t.id, h.reason FROM held_items h JOIN contracts k ON k.n = "
  "h.contract JOIN customers c ON c.n = k.customer LEFT JOIN tickets t ON t.n = h.ticket WHERE h.batch = ?1";

#define DRAFT_COLUMNS(i) \
  "ifnull(" i ".number, 'D' || " i ".n), " i ".currency, y.id, " i ".state, " i ".subtotal, " i ".tax, " i ".total, " \
  i ".po_number, (SELECT sum(x.lines) FROM bills x WHERE x.invoice = " i ".n)"
static const char draft_rows[] =
  "SELECT " DRAFT_COLUMNS("i") ", " DRAFT_COLUMNS("o") " FROM invoices i JOIN customers y ON y.n = i.customer "
  "LEFT JOIN invoices o ON o.n = (SELECT m.n FROM invoices m WHERE m.customer = i.customer AND m.batch < ?1 AND "
  "m.kind = 'invoice' AND m.state = 'final' AND m.currency = i.currency ORDER BY m.date DESC, m.n DESC LIMIT 1) "
  "WHERE i.batch = ?1 AND i.kind = 'invoice' AND i.state <> 'void'";
// clang-format on

static void add_row(checking *k, const query *q) {
  const check_form *f = &check_forms[k->subject];
  check_row row = { 0 };
  k->make_room(k);
  row.cells = check_cells_read(k, q, 0, &row.exponent);
  if (f->before && !query_column_null(q, (int)f->count))
    row.before = check_cells_read(k, q, (int)f->count, &row.exponent_before);
  checking_take(k, row);
}

static bool add_rows(checking *k, query *q, error *e) {
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) add_row(k, q);
  return step == 0;
}

static bool of_batch(checking *k, const char *sql, error *e) {
  return add_rows(k, db_ask(k->book->db, e, sql, "i", k->request->batch->n), e);
}

// ---- What is known as values already

static check_cell text_cell(const char *text) { return (check_cell){ .there = text != NULL, .text = text }; }

static check_cell day_cell(day d) { return (check_cell){ .there = true, .number = d }; }

static bool meters(checking *k) {
  for (size_t i = 0; i < k->meter_count; i++) {
    const unread_meter *m = &k->meters[i];
    const check_cell all[] = { text_cell(m->contract), text_cell(m->customer), text_cell(m->meter),
                               day_cell(m->first),     day_cell(m->last),      text_cell(m->reason) };
    k->make_room(k);
    check_cell *cells = arena_array(k->scratch, sizeof all / sizeof *all, sizeof *cells);
    memcpy(cells, all, sizeof all);
    checking_take(k, (check_row){ .cells = cells });
  }
  return true;
}

static bool sign_ins(checking *k) {
  for (size_t i = 0; i < k->request->sign_in_count; i++) {
    const check_sign_in *s = &k->request->sign_ins[i];
    k->make_room(k);
    check_cell *cells = arena_array(k->scratch, check_forms[CHECK_SIGN_IN].count, sizeof *cells);
    cells[0] = text_cell(s->target);
    cells[1] = text_cell(s->company);
    cells[2] = (check_cell){ .there = s->days_left >= 0, .number = s->days_left };
    checking_take(k, (check_row){ .cells = cells });
  }
  return true;
}

bool check_rows_read(checking *k, error *e) {
  static const char *const queries[CHECK_SUBJECTS] = {
    [CHECK_BATCH] = batch_rows, [CHECK_CUSTOMER] = customer_rows, [CHECK_CONTRACT] = contract_rows,
    [CHECK_HELD] = held_rows,   [CHECK_DRAFT] = draft_rows,
  };
  if (k->subject == CHECK_METER) return meters(k);
  return k->subject == CHECK_SIGN_IN ? sign_ins(k) : of_batch(k, queries[k->subject], e);
}
