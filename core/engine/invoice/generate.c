// Generate: all drafts of a batch numbered and frozen, or none.
#include "core/engine/invoice/invoice_inside.h"

static bool drafts_in_order(book *b, int64_t batch, arena *a, int64_t **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.n FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.batch = ? AND i.state = "
                    "'draft' ORDER BY c.name, c.id, (SELECT min(k.name || char(31) || k.id) FROM bills x JOIN "
                    "contracts k ON k.n = x.contract WHERE x.invoice = i.n), i.n",
                    "i", batch);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *out = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

// Taxes that go by the date of the invoice were taken at that of the batch: between the two their rates may not change,
// or the documents would say what nobody has seen. Only rows of such a tax move with the invoice.
static bool taxes_hold(book *b, int64_t batch, day date, error *e) {
  char text[DAY_TEXT], as_of[DAY_TEXT];
  query *q = db_ask(b->db, e,
                    "SELECT r.name, x.as_of FROM batches x JOIN bills b ON b.batch = x.n JOIN bill_taxes t ON t.bill = "
                    "b.n JOIN taxes u ON u.n = t.tax_row JOIN taxes r ON r.name = u.name AND r.point = 'invoice' AND "
                    "r.\"from\" > min(x.as_of, ?2) AND r.\"from\" <= max(x.as_of, ?2) WHERE x.n = ?1 LIMIT 1",
                    "ii", batch, (int64_t)date);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    error_set(e, ERROR_CHANGED, "the tax \"%s\" is another on %s than on %s, the date for which the drafts were made",
              query_column_text(q, 0), day_format(date, text), day_format((day)query_column(q, 1), as_of));
    error_hint(e, "billet batch discard, then billet batch new --as-of %s", text);
  }
  if (q) query_reset(q);
  return step == 0;
}

bool drafts_generate(book *b, int64_t batch, day date, error *e) {
  int64_t *drafts;
  size_t count;
  arena *a = arena_new();
  numbering *n = NULL;
  bool ok =
      taxes_hold(b, batch, date, e) && drafts_in_order(b, batch, a, &drafts, &count, e) && (n = numbering_open(b, e));
  for (size_t i = 0; ok && i < count; i++) {
    if (i % 100 == 0) book_progress(b, "Generating invoices", (int64_t)i, (int64_t)count);
    ok = numbering_take(n, drafts[i], date, e);
  }
  ok = numbering_close(n, ok, e) && sums_generated(b, batch, e);
  arena_free(a);
  return ok;
}
