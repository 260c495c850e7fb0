// Credit notes of a document that was computed again: they take back what their lines come to then.
#include "core/engine/facts/claim_row.h"
#include "core/engine/past/past.h"
#include <string.h>

// A line computed again in the place of a recorded one: the same line of the bill, about the same work or period.
static const line *line_again(const replayed_document *d, int64_t n, const char *kind, int64_t ticket, day from) {
  for (size_t i = 0; i < d->bill_count; i++) {
    const replayed_bill *b = &d->bills[i];
    if (b->n != line_bill(n)) continue;
    for (size_t k = 0; k < b->count; k++)
      if (b->lines[k].n == n && strcmp(b->lines[k].kind, kind) == 0 && b->lines[k].ticket == ticket &&
          b->lines[k].from == from)
        return &b->lines[k];
  }
  return NULL;
}

// A note that takes back everything takes back everything there is then.
static bool takes_all(const book *b, int64_t note, int64_t invoice, bool *all, error *e) {
  int64_t left = 0;
  bool ok = db_value(b->db, e, &left, 0,
                     "SELECT count(*) FROM bills x JOIN lines l ON " LINE_IN(
                         "l.n", "x.n") " WHERE x.invoice = ?1 "
                                       "AND NOT EXISTS (SELECT 1 FROM credits r JOIN bills c ON c.n = " BILL_OF(
                                           "r.line") " WHERE "
                                                     "r.credited = l.n AND c.invoice = ?2)",
                     "ii", invoice, note);
  *all = left == 0;
  return ok;
}

static bool sum_lines(const replayed_document *d, int64_t note, int64_t *sum, error *e) {
  query *q = db_ask(d->then->db, e,
                    "SELECT o.n, o.kind, ifnull(o.ticket, 0), ifnull(o.from_day, 0), o.amount + o.tax FROM bills x "
                    "JOIN credits r ON " LINE_IN("r.line", "x.n") " JOIN lines o ON o.n = r.credited WHERE "
                                                                  "x.invoice = ?",
                    "i", note);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const line *again =
        line_again(d, query_column(q, 0), query_column_text(q, 1), query_column(q, 2), (day)query_column(q, 3));
    *sum -= again ? again->amount + again->tax : query_column(q, 4);
  }
  return step == 0;
}

static bool notes_read(const book *b, int64_t invoice, arena *a, replayed_note **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e, "SELECT n, number, date, total FROM invoices WHERE credits = ? ORDER BY n", "i", invoice);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (replayed_note){ query_column(q, 0), arena_text(a, query_column_text(q, 1)),
                                          (day)query_column(q, 2), query_column(q, 3), 0 };
  }
  return step == 0;
}

bool credit_notes_again(const replayed_document *d, arena *a, replayed_note **out, size_t *count, error *e) {
  *out = NULL;
  *count = 0;
  bool ok = !d->n || notes_read(d->then, d->n, a, out, count, e);
  for (size_t i = 0; ok && i < *count; i++) {
    replayed_note *note = &(*out)[i];
    bool all;
    ok = takes_all(d->then, note->n, d->n, &all, e) && (all || sum_lines(d, note->n, &note->replayed, e));
    if (ok && all) note->replayed = -(d->replayed_subtotal + d->replayed_tax);
  }
  return ok;
}
