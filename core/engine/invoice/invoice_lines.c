// The lines of an invoice as it prints them: bill by bill, each in the order of its key, so that nothing is sorted but
// a handful of bills.
#include "core/engine/invoice/invoice.h"
#include <assert.h>

bool invoice_lines_open(invoice_lines *l, book *b, int64_t invoice, arena *a, error *e) {
  *l = (invoice_lines){ .book = b, .arena = a };
  l->bills = db_ask(b->db, e,
                    "SELECT x.n, x.kind = 'credit', k.n, k.id, k.name, k.x FROM bills x "
                    "JOIN contracts k ON k.n = x.contract WHERE x.invoice = ? ORDER BY k.name, k.id, x.n",
                    "i", invoice);
  return l->bills != NULL;
}

void invoice_lines_close(invoice_lines *l) {
  if (l->bills) query_reset(l->bills);
  if (l->lines) query_reset(l->lines);
  l->bills = l->lines = NULL;
}

// Begins with the lines of the next bill: 1, 0 where there is none, -1.
static int next_bill(invoice_lines *l, error *e) {
  int step = query_step(l->bills, e);
  if (step != 1) return step;
  invoice_line *at = &l->at;
  at->bill = query_column(l->bills, 0);
  l->note = query_column(l->bills, 1) != 0;
  at->contract = query_column(l->bills, 2);
  at->contract_id = arena_text(l->arena, query_column_text(l->bills, 3));
  at->contract_name = arena_text(l->arena, query_column_text(l->bills, 4));
  at->contract_x = arena_text(l->arena, query_column_text(l->bills, 5));
  l->lines = db_ask(l->book->db, e,
                    "SELECT " LINE_COLUMNS(
                        "l") ", t.id, t.x, x.name, "
                             "CASE WHEN ?3 THEN (SELECT r.credited FROM credits r WHERE r.line = l.n) END FROM lines l "
                             "LEFT JOIN tickets t ON t.n = l.ticket LEFT JOIN taxes x ON x.n = l.tax_row "
                             "WHERE l.n > ?1 AND l.n < ?2 ORDER BY l.n",
                    "iii", line_key(at->bill, 0), line_key(at->bill + 1, 0), (int64_t)l->note);
  return l->lines ? 1 : -1;
}

static void take(invoice_lines *l) {
  const query *q = l->lines;
  invoice_line *at = &l->at;
  at->number++;
  line_of_row(q, &at->line);
  assert(line_bill(at->line.n) == at->bill);
  line_keep(&at->line, l->arena);
  at->ticket_id = arena_text(l->arena, query_column_text(q, LINE_COLUMN_COUNT));
  at->ticket_x = arena_text(l->arena, query_column_text(q, LINE_COLUMN_COUNT + 1));
  at->tax_name = arena_text(l->arena, query_column_text(q, LINE_COLUMN_COUNT + 2));
  at->credits = l->note ? query_column(q, LINE_COLUMN_COUNT + 3) : 0;
}

bool invoice_lines_next(invoice_lines *l, const invoice_line **out, error *e) {
  int step = l->lines ? query_step(l->lines, e) : 0;
  while (step == 0 && l->bills && (step = next_bill(l, e)) == 1) step = query_step(l->lines, e);
  if (step == 1) take(l);
  else if (step < 0) invoice_lines_close(l);
  else l->bills = l->lines = NULL;  // ended by themselves: others may read them by now
  *out = step == 1 ? &l->at : NULL;
  return step >= 0;
}

bool invoice_lines_read(book *b, int64_t invoice, arena *a, invoice_line **out, size_t *count, error *e) {
  invoice_lines l;
  const invoice_line *at;
  size_t capacity = 0;
  bool ok = invoice_lines_open(&l, b, invoice, a, e);
  *out = NULL;
  *count = 0;
  while (ok && (ok = invoice_lines_next(&l, &at, e)) && at) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = *at;
  }
  return ok;
}
