// Batch Details as people see them.
#include "core/engine/batch/batch_inside.h"
#include "core/base/money.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

static bool count_documents(book *b, const batch *batch, int64_t *bills, error *e) {
  return db_value(b->db, e, bills, 0, "SELECT count(DISTINCT " DOCUMENT_AHEAD ") FROM " PREVIEWS_AHEAD, "ii", batch->n,
                  (int64_t)batch->consolidated);
}

static bool read_counts(book *b, const batch *batch, batch_details *out, error *e) {
  int64_t shared = 0, together = batch->consolidated == 1;
  query *q = db_ask(b->db, e, "SELECT bills, tickets, minutes FROM batches WHERE n = ?", "i", batch->n);
  if (!q || query_step(q, e) != 1) return false;
  *out = (batch_details){ .bills = query_column(q, 0), .tickets = query_column(q, 1), .minutes = query_column(q, 2) };
  query_reset(q);
  if (batch->consolidated < 0 &&
      !db_value(b->db, e, &together, 0, "SELECT EXISTS (SELECT 1 FROM customers WHERE invoice_per <> 'contract')", ""))
    return false;
  if (together && !count_documents(b, batch, &out->bills, e)) return false;
  if (!db_value(b->db, e, &shared, 0,
                "SELECT count(DISTINCT t.ticket) FROM batch_tickets t JOIN previews p ON p.batch = t.batch AND "
                "p.contract = t.contract WHERE t.batch = ? AND p.chosen = 1",
                "i", batch->n))
    return false;
  out->tickets += shared;
  return true;
}

// Bills that count after a run: what a void invoice billed is due again, and owed by nobody.
#define BILLS_THAT_STAND                                     \
  "bills WHERE batch = ?1 AND kind IN ('bill', 'free') AND " \
  "(invoice IS NULL OR invoice NOT IN (SELECT n FROM invoices WHERE batch = ?1 AND state = 'void'))"

static bool count_drafts(book *b, const batch *batch, batch_details *out, error *e) {
  int64_t shared = 0;
  query *q = db_ask(b->db, e,
                    "SELECT (SELECT count(*) FROM invoices WHERE batch = ?1 AND credits IS NULL AND state <> 'void'), "
                    "ifnull(sum(tickets), 0), ifnull(sum(minutes), 0) FROM " BILLS_THAT_STAND,
                    "i", batch->n);
  if (!q || query_step(q, e) != 1) return false;
  *out = (batch_details){ .bills = query_column(q, 0), .tickets = query_column(q, 1), .minutes = query_column(q, 2) };
  query_reset(q);
  if (!db_value(b->db, e, &shared, 0,
                "SELECT count(DISTINCT t.ticket) FROM batch_tickets t WHERE t.batch = ?1 AND t.contract IN "
                "(SELECT contract FROM " BILLS_THAT_STAND ")",
                "i", batch->n))
    return false;
  out->tickets += shared;
  return true;
}

static bool read_sums(book *b, query *q, arena *a, batch_details *out, error *e) {
  size_t capacity = 0;
  int step;
  while ((step = query_step(q, e)) == 1) {
    out->sums = arena_grow(a, out->sums, out->count, &capacity, sizeof *out->sums);
    const char *currency = arena_text(a, query_column_text(q, 0));
    out->sums[out->count++] =
        (batch_sum){ currency, currency_exponent(currency), query_column(q, 1), query_column(q, 2) };
  }
  if (step < 0 || out->count) return step == 0;
  out->sums = arena_alloc(a, sizeof *out->sums);
  out->sums[out->count++] = (batch_sum){ b->currency, b->exponent, 0, 0 };
  return true;
}

// What rounds the totals of the documents that were made.
static bool add_roundings(book *b, const batch *batch, batch_details *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT currency, sum(rounding) FROM invoices WHERE batch = ? AND credits IS NULL AND "
                    "state <> 'void' GROUP BY currency HAVING sum(rounding) <> 0",
                    "i", batch->n);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    batch_sum *sum = batch_sum_in(out, query_column_text(q, 0));
    if (sum) sum->amount += query_column(q, 1);
  }
  return step == 0;
}

bool batch_details_read(book *b, const batch *batch, arena *a, batch_details *out, error *e) {
  bool open = strcmp(batch->state, "open") == 0;
  if (!(open ? read_counts(b, batch, out, e) : count_drafts(b, batch, out, e))) return false;
  query *q = open ? db_ask(b->db, e,
                           "SELECT currency, amount, tax FROM batch_totals WHERE batch = ? AND contracts > 0 "
                           "ORDER BY currency",
                           "i", batch->n)
                  : db_ask(b->db, e,
                           "SELECT currency, sum(amount), sum(tax) FROM " BILLS_THAT_STAND
                           " GROUP BY currency ORDER BY currency",
                           "i", batch->n);
  return q && read_sums(b, q, a, out, e) &&
         (open ? documents_ahead_round(b, batch, a, out, e) : add_roundings(b, batch, out, e));
}
