// What customers paid: a payment and what it gives, what was given to an invoice, what is on account.
#include "core/engine/invoice/invoice.h"
#include "core/engine/questions/questions.h"

// Columns of payments p with their customers c, in the order of payment_of_row.
// clang-format off
#define PAYMENT_COLUMNS(rest) "p.id, c.id, c.name, p.currency, p.reference, p.date, p.amount, " rest
// clang-format on

static payment payment_of_row(const query *q, arena *a) {
  return (payment){ .id = arena_text(a, query_column_text(q, 0)),
                    .customer = arena_text(a, query_column_text(q, 1)),
                    .customer_name = arena_text(a, query_column_text(q, 2)),
                    .currency = arena_text(a, query_column_text(q, 3)),
                    .reference = arena_text(a, query_column_text(q, 4)),
                    .date = (day)query_column(q, 5),
                    .amount = query_column(q, 6),
                    .rest = query_column(q, 7) };
}

// Rows of (from, invoice, reference, invoices.n, amount, date).
static bool allocations_read(query *q, arena *a, allocation **out, size_t *count, error *e) {
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (allocation){ .from = arena_text(a, query_column_text(q, 0)),
                                       .invoice = arena_text(a, query_column_text(q, 1)),
                                       .reference = arena_text(a, query_column_text(q, 2)),
                                       .invoice_n = query_column(q, 3),
                                       .amount = query_column(q, 4),
                                       .date = (day)query_column(q, 5) };
  }
  return step == 0;
}

bool payment_read_one(book *b, const char *id, arena *a, payment *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT " PAYMENT_COLUMNS(
                        PAYMENT_REST("2932896")) " FROM payments p JOIN customers c ON c.n = p.customer WHERE p.id = ?",
                    "t", id);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no payment \"%s\"", id);
  *out = payment_of_row(q, a);
  query_reset(q);
  return allocations_read(
      db_ask(b->db, e,
             "SELECT a.payment, a.invoice, NULL, i.n, a.amount, p.date FROM allocations a JOIN "
             "payments p ON p.id = a.payment JOIN invoices i ON i.number = a.invoice WHERE a.payment "
             "= ? ORDER BY a.n",
             "t", id),
      a, &out->gives, &out->give_count, e);
}

bool payments_of_invoice(book *b, int64_t invoice, arena *a, allocation **out, size_t *count, error *e) {
  return allocations_read(
      db_ask(b->db, e,
             "SELECT a.payment, a.invoice, (SELECT p.reference FROM payments p WHERE p.id = a.payment), i.n, a.amount, "
             "" ALLOCATION_DAY("a") " AS day FROM invoices i JOIN allocations a ON a.invoice = i.number WHERE i.n = ? "
                                    "ORDER BY day, a.n",
             "i", invoice),
      a, out, count, e);
}

bool payments_unsettled(book *b, int64_t customer, day as_of, arena *a, payment **out, size_t *count, error *e) {
  // clang-format off
  query *q = db_ask(b->db, e,
                    "SELECT " PAYMENT_COLUMNS(PAYMENT_REST("?2") " AS rest") " FROM payments p JOIN customers c "
                    "ON c.n = p.customer WHERE p.customer = ?1 AND p.date <= ?2 AND (rest <> 0 OR EXISTS (SELECT 1 "
                    "FROM allocations g JOIN invoices i ON i.number = g.invoice WHERE g.payment = p.id "
                    "AND i.date <= ?2 AND " INVOICE_OPEN("i", "?2") " <> 0)) ORDER BY p.currency, p.date, p.n",
                    "ii", customer, (int64_t)as_of);
  // clang-format on
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = payment_of_row(q, a);
  }
  return step == 0;
}
