// The documents that an open batch would make, each with what it rounds once: a tax that is rounded on the document,
// and its total. Batch Details hold the sums of contracts; this is what documents make of them, as the run will.
#include "core/engine/batch/batch_inside.h"
#include "core/base/money.h"
#include "core/engine/invoice/invoice.h"
#include "core/engine/rating/rating.h"
#include <stdlib.h>
#include <string.h>

// A document whose total is rounded.
typedef struct document {
  const char *key, *currency;
  int64_t total, round_to;
} document;

typedef struct documents {
  document *list;  // by key
  size_t count;
} documents;

static bool documents_read(book *b, const batch *batch, arena *a, documents *out, error *e) {
  int64_t rounds = 0;
  size_t capacity = 0;
  int step = -1;
  *out = (documents){ 0 };
  if (!db_value(b->db, e, &rounds, 0, "SELECT EXISTS (SELECT 1 FROM config WHERE key GLOB 'round_to.*')", ""))
    return false;
  if (!rounds) return true;
  // clang-format off
  query *q = db_ask(b->db, e,
                    "SELECT " DOCUMENT_AHEAD " AS document, p.currency, sum(p.pick_amount + p.pick_tax), "
                    DOCUMENT_ROUND_TO("p.currency") " AS round_to FROM " PREVIEWS_AHEAD " AND round_to > 0 "
                    "GROUP BY document ORDER BY document",
                    "ii", batch->n, (int64_t)batch->consolidated);
  // clang-format on
  while (q && (step = query_step(q, e)) == 1) {
    out->list = arena_grow(a, out->list, out->count, &capacity, sizeof *out->list);
    out->list[out->count++] =
        (document){ arena_text(a, query_column_text(q, 0)), arena_text(a, query_column_text(q, 1)), query_column(q, 2),
                    query_column(q, 3) };
  }
  return step == 0;
}

static int by_key(const void *key, const void *one) { return strcmp(key, ((const document *)one)->key); }

// The tax moves by what one rounding on the document makes of it; with an inclusive one the amount moves against it.
static void move(const documents *d, const char *key, batch_sum *sum, int64_t cents, bool inclusive) {
  document *one = d->count ? bsearch(key, d->list, d->count, sizeof *d->list, by_key) : NULL;
  sum->tax += cents;
  if (inclusive) sum->amount -= cents;
  else if (one) one->total += cents;
}

static bool move_cents(query *q, tax_book *taxes, const documents *d, batch_details *out, error *e) {
  int step;
  while ((step = query_step(q, e)) == 1) {
    tax_use use;
    int64_t net, tax;
    batch_sum *sum = batch_sum_in(out, query_column_text(q, 0));
    if (!taxes_answer(taxes, query_column(q, 1), query_column_text(q, 2), &use, e) || !sum ||
        !tax_compute(use.answer, query_column(q, 3), &net, &tax, NULL)) {
      query_reset(q);
      return false;
    }
    move(d, query_column_text(q, 5), sum, tax - query_column(q, 4), use.answer->inclusive);
  }
  return step == 0;
}

// Where merged documents share a tax that is rounded on the document, it is rounded once on their sum.
static bool round_taxes(book *b, const batch *batch, const documents *d, batch_details *out, error *e) {
  int64_t some = 0;  // most books have no such tax, and to prepare the question takes longer than to ask this one
  if (!db_value(b->db, e, &some, 0, "SELECT EXISTS (SELECT 1 FROM preview_bases WHERE batch = ?)", "i", batch->n))
    return false;
  if (!some) return true;
  query *q = db_ask(b->db, e,
                    "SELECT p.currency, d.tax_row, min(d.sample), sum(d.gross), sum(d.tax), " DOCUMENT_AHEAD " AS "
                    "document FROM preview_bases d, " PREVIEWS_AHEAD " AND d.batch = p.batch AND d.contract = "
                    "p.contract GROUP BY document, d.tax_row, d.category HAVING count(*) > 1",
                    "ii", batch->n, (int64_t)batch->consolidated);
  if (!q) return false;
  tax_book *taxes = taxes_open(b, 0);
  bool ok = move_cents(q, taxes, d, out, e);
  taxes_close(taxes);
  return ok;
}

bool documents_ahead_round(book *b, const batch *batch, arena *a, batch_details *out, error *e) {
  documents d;
  if (!documents_read(b, batch, a, &d, e) || (batch->consolidated != 0 && !round_taxes(b, batch, &d, out, e)))
    return false;
  for (size_t i = 0; i < d.count; i++) {
    batch_sum *sum = batch_sum_in(out, d.list[i].currency);
    if (sum) sum->amount += money_to_multiple(d.list[i].total, d.list[i].round_to);
  }
  return true;
}
