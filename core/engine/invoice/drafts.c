// Drafts: the bills of a batch grouped into documents.
#include "core/engine/invoice/invoice_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

bool invoice_sum(book *b, int64_t invoice, error *e) {
  return db_run(b->db, e,
                "UPDATE invoices SET (subtotal, tax, total, kind) = (SELECT sum(amount), sum(tax), sum(amount) + "
                "sum(tax), CASE WHEN sum(amount) + sum(tax) < 0 OR invoices.credits IS NOT NULL THEN 'credit' "
                "ELSE 'invoice' END FROM bills WHERE invoice = ?1) WHERE n = ?1",
                "i", invoice);
}

typedef struct member {
  int64_t bill, payer, amount, tax;
  const char *key, *currency, *po;
} member;

// Bills by the document that they go on: their own; their payer's in one currency; that and the PO number.
static bool members_read(book *b, int64_t batch, int consolidated, arena *a, member **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT x.n, y.n, x.currency, coalesce(k.po_number, c.po_number), " DOCUMENT_WAY " AS way, "
                    "x.amount, x.tax FROM bills x JOIN contracts k ON k.n = x.contract JOIN customers c ON c.n = "
                    "k.customer " DOCUMENT_PAYER " WHERE x.batch = ?1 AND x.kind = 'bill' ORDER BY y.n, x.currency, "
                    "way, c.name, k.name, k.id, x.n",
                    "ii", batch, (int64_t)consolidated);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *out = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (member){ query_column(q, 0),
                                   query_column(q, 1),
                                   query_column(q, 5),
                                   query_column(q, 6),
                                   arena_text(a, query_column_text(q, 4)),
                                   arena_text(a, query_column_text(q, 2)),
                                   arena_text(a, query_column_text(q, 3)) };
  }
  return step == 0;
}

static bool together(const member *a, const member *b) {
  return a->payer == b->payer && strcmp(a->currency, b->currency) == 0 && strcmp(a->key, b->key) == 0;
}

// The members of one document.
typedef struct group {
  const member *members;
  size_t count;
  int64_t invoice;
} group;

static bool group_sums(const group *g, int64_t *amount, int64_t *tax, int64_t *total, bool *one_po, error *e) {
  assert(g->count > 0);
  *one_po = true;
  *amount = *tax = 0;
  for (size_t i = 0; i < g->count; i++) {
    *one_po = *one_po && text_equal(g->members[0].po, g->members[i].po);
    if (__builtin_add_overflow(*amount, g->members[i].amount, amount) ||
        __builtin_add_overflow(*tax, g->members[i].tax, tax))
      return error_set(e, ERROR_TOO_BIG, "an invoice is past the largest amount");
  }
  return !__builtin_add_overflow(*amount, *tax, total) ||
         error_set(e, ERROR_TOO_BIG, "an invoice is past the largest amount");
}

static bool draft_row(bulk *rows, int64_t batch, const group *g, error *e) {
  int64_t amount, tax, total = 0;
  bool one_po;
  if (!group_sums(g, &amount, &tax, &total, &one_po, e)) return false;
  bulk_int(rows, g->invoice);
  bulk_int(rows, batch);
  bulk_text(rows, total < 0 ? "credit" : "invoice");
  bulk_text(rows, "draft");
  bulk_int(rows, g->members[0].payer);
  bulk_text(rows, g->members[0].currency);
  bulk_int(rows, amount);
  bulk_int(rows, tax);
  bulk_int(rows, total);
  bulk_text(rows, one_po ? g->members[0].po : NULL);
  return bulk_row(rows, e);
}

// Ids of drafts go on from the last one ever given.
static bool drafts_insert(book *b, int64_t batch, group *groups, size_t count, error *e) {
  int64_t last = 0;
  bulk *rows =
      bulk_open(b->db, "invoices(n, batch, kind, state, customer, currency, subtotal, tax, total, po_number)", 10, e);
  bool ok = rows && db_value(b->db, e, &last, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'invoices'", "");
  for (size_t i = 0; ok && i < count; i++) {
    groups[i].invoice = last + 1 + (int64_t)i;
    ok = draft_row(rows, batch, &groups[i], e);
  }
  ok = ok && bulk_flush(rows, e);
  bulk_close(rows);
  return ok;
}

static bool draft_fill(book *b, const group *g, bool document, error *e) {
  for (size_t i = 0; i < g->count; i++)
    if (!db_run(b->db, e, "UPDATE bills SET invoice = ? WHERE n = ?", "ii", g->invoice, g->members[i].bill))
      return false;
  return !document || (merged_taxes_round(b, g->invoice, e) && invoice_sum(b, g->invoice, e));
}

static bool drafts_write(book *b, int64_t batch, arena *a, const member *members, size_t count, bool document,
                         error *e) {
  group *groups = arena_array(a, count + 1, sizeof *groups);
  size_t made = 0;
  for (size_t first = 0, last; first < count; first = last) {
    for (last = first + 1; last < count && together(&members[first], &members[last]);) last++;
    groups[made++] = (group){ members + first, last - first, 0 };
  }
  bool ok = drafts_insert(b, batch, groups, made, e);
  for (size_t i = 0; ok && i < made; i++) ok = draft_fill(b, &groups[i], document, e);
  return ok;
}

bool drafts_group(book *b, int64_t batch, int consolidated, error *e) {
  member *members;
  size_t count;
  int64_t document = 0;
  arena *a = arena_new();
  bool ok =
      db_value(b->db, e, &document, 0,
               "SELECT EXISTS (SELECT 1 FROM bills x JOIN bill_taxes t ON t.bill = x.n WHERE x.batch = ? AND "
               "t.rounding = 'document')",
               "i", batch) &&
      db_run(b->db, e, "UPDATE bills SET invoice = NULL WHERE batch = ? AND kind = 'bill' AND invoice IS NOT NULL", "i",
             batch) &&
      db_run(b->db, e, "DELETE FROM invoices WHERE batch = ? AND state = 'draft'", "i", batch) &&
      members_read(b, batch, consolidated, a, &members, &count, e) &&
      drafts_write(b, batch, a, members, count, document != 0, e);
  arena_free(a);
  return ok;
}
