// Generate: all drafts of a batch numbered and frozen, or none.
#include "core/engine/invoice/numbers.h"
#include <stdio.h>
#include <string.h>

static bool drafts_in_order(book *b, const batch *batch, arena *a, int64_t **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.n FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.batch = ? AND i.state = "
                    "'draft' ORDER BY c.name, c.id, (SELECT min(k.name || char(31) || k.id) FROM bills x JOIN "
                    "contracts k ON k.n = x.contract WHERE x.invoice = i.n), i.n",
                    "i", batch->n);
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

static bool generate(book *b, const batch *batch, day date, arena *a, error *e) {
  int64_t *drafts;
  size_t count;
  if (!drafts_in_order(b, batch, a, &drafts, &count, e)) return false;
  numbering *n = numbering_open(b, e);
  bool ok = n != NULL;
  for (size_t i = 0; ok && i < count; i++) {
    if (i % 100 == 0) book_progress(b, "Generating invoices", (int64_t)i, (int64_t)count);
    ok = numbering_take(n, drafts[i], date, e);
  }
  return numbering_close(n, ok, e);
}

bool batch_generate(book *b, batch *batch, day date, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[64], text[DAY_TEXT];
  int64_t fits = 0;
  arena *a = arena_new();
  snprintf(detail, sizeof detail, "{\"date\":\"%s\"}", day_format(date, text));
  bool ok = db_value(b->db, e, &fits, 0, "SELECT count(*) FROM batches WHERE n = ? AND state = 'run'", "i", batch->n);
  if (ok && !fits) ok = error_set(e, ERROR_STATE, "batch %lld is not run any more", (long long)batch->n);
  ok = ok && generate(b, batch, date, a, e) &&
       db_run(b->db, e, "UPDATE batches SET state = 'generated' WHERE n = ?", "i", batch->n) &&
       book_log(b, "batch generate", batch->n, detail, e) &&
       db_run(b->db, e, "UPDATE batches SET seen = -1, files = '' WHERE state = 'open'", "") && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  if (ok) batch->state = "generated";
  arena_free(a);
  return ok;
}
