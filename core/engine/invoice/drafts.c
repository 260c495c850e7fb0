// Drafts: bills grouped into documents, grouped anew, deleted.
#include "core/engine/invoice/invoice.h"
#include "core/base/text.h"
#include "core/engine/batch/contract_row.h"
#include <stdio.h>
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
static bool members_read(book *b, const batch *batch, arena *a, member **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT x.n, ifnull(c.bill_to, c.n), x.currency, coalesce(k.po_number, c.po_number), CASE CASE ?2 "
                    "WHEN 1 THEN 'customer' WHEN 0 THEN 'contract' ELSE c.invoice_per END WHEN 'customer' THEN 'c' "
                    "WHEN 'po' THEN 'p' || coalesce(k.po_number, c.po_number, '') ELSE 'k' || k.n END AS way, "
                    "x.amount, x.tax FROM bills x JOIN contracts k ON k.n = x.contract JOIN customers c ON c.n = "
                    "k.customer WHERE x.batch = ?1 AND x.kind = 'bill' ORDER BY ifnull(c.bill_to, c.n), x.currency, "
                    "way, c.name, k.name, k.id, x.n",
                    "ii", batch->n, (int64_t)batch->consolidated);
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

static bool draft_row(bulk *rows, const batch *batch, const group *g, error *e) {
  int64_t amount, tax, total = 0;
  bool one_po;
  if (!group_sums(g, &amount, &tax, &total, &one_po, e)) return false;
  bulk_int(rows, g->invoice);
  bulk_int(rows, batch->n);
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
static bool drafts_insert(book *b, const batch *batch, group *groups, size_t count, error *e) {
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
  return !document || (invoice_round(b, g->invoice, e) && invoice_sum(b, g->invoice, e));
}

static bool drafts_write(book *b, const batch *batch, arena *a, const member *members, size_t count, bool document,
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

bool drafts_group(book *b, const batch *batch, error *e) {
  member *members;
  size_t count;
  int64_t document = 0;
  arena *a = arena_new();
  bool ok =
      db_value(b->db, e, &document, 0,
               "SELECT EXISTS (SELECT 1 FROM bills x JOIN bill_taxes t ON t.bill = x.n WHERE x.batch = ? AND "
               "t.rounding = 'document')",
               "i", batch->n) &&
      db_run(b->db, e, "UPDATE bills SET invoice = NULL WHERE batch = ? AND kind = 'bill' AND invoice IS NOT NULL", "i",
             batch->n) &&
      db_run(b->db, e, "DELETE FROM invoices WHERE batch = ? AND state = 'draft'", "i", batch->n) &&
      members_read(b, batch, a, &members, &count, e) && drafts_write(b, batch, a, members, count, document != 0, e);
  arena_free(a);
  return ok;
}

// Every change of a batch: one transaction that checks the state it relies on.
typedef bool (*change)(book *b, batch *batch, const void *context, error *e);

static bool in_transaction(book *b, batch *batch, const char *command, const char *state, const char *detail,
                           change work, const void *context, error *e) {
  if (!db_begin(b->db, e)) return false;
  int64_t fits = 0;
  bool ok = db_value(b->db, e, &fits, 0, "SELECT count(*) FROM batches WHERE n = ? AND instr(?, state) > 0", "it",
                     batch->n, state);
  if (ok && !fits) ok = error_set(e, ERROR_STATE, "batch %lld is not %s any more", (long long)batch->n, state);
  ok = ok && book_log(b, command, batch->n, detail, e) && work(b, batch, context, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}

static bool set_consolidated(book *b, batch *batch, const void *context, error *e) {
  batch->consolidated = *(const int *)context;
  if (!db_run(b->db, e, "UPDATE batches SET consolidated = ? WHERE n = ?", "ii", (int64_t)batch->consolidated,
              batch->n))
    return false;
  return strcmp(batch->state, "run") != 0 || drafts_group(b, batch, e);
}

bool batch_consolidate(book *b, batch *batch, int on, error *e) {
  return in_transaction(b, batch, "batch consolidate", "open,run", on ? "{\"on\":true}" : "{\"on\":false}",
                        set_consolidated, &on, e);
}

typedef bool (*bill_work)(book *b, int64_t bill, int64_t contract, error *e);

// Does something to each bill that the query answers as (bill, contract).
static bool each_bill(book *b, query *q, bill_work work, error *e) {
  int64_t *bills = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  arena *a = arena_new();
  while (q && (step = query_step(q, e)) == 1) {
    bills = arena_grow(a, bills, count, &capacity, 2 * sizeof *bills);
    bills[count * 2] = query_column(q, 0);
    bills[count++ * 2 + 1] = query_column(q, 1);
  }
  bool ok = step == 0;
  for (size_t i = 0; ok && i < count; i++) ok = work(b, bills[i * 2], bills[i * 2 + 1], e);
  arena_free(a);
  return ok;
}

static bool delete_one(book *b, int64_t bill, int64_t contract, error *e) {
  (void)contract;
  return bill_delete(b, bill, e);
}

static bool delete_and_deselect(book *b, int64_t bill, int64_t contract, error *e) {
  return db_run(b->db, e,
                "UPDATE previews SET chosen = 0 WHERE batch = (SELECT batch FROM bills WHERE n = ?) AND contract "
                "= ?",
                "ii", bill, contract) &&
         bill_delete(b, bill, e);
}

typedef struct drafts {
  const int64_t *numbers;
  size_t count;
} drafts;

static bool delete_drafts(book *b, batch *batch, const void *context, error *e) {
  const drafts *list = context;
  for (size_t i = 0; i < list->count; i++) {
    int64_t fits = 0;
    if (!db_value(b->db, e, &fits, 0, "SELECT count(*) FROM invoices WHERE n = ? AND batch = ? AND state = 'draft'",
                  "ii", list->numbers[i], batch->n))
      return false;
    if (!fits)
      return error_set(e, ERROR_NOT_FOUND, "batch %lld has no draft D%lld", (long long)batch->n,
                       (long long)list->numbers[i]);
    if (!each_bill(b, db_ask(b->db, e, "SELECT n, contract FROM bills WHERE invoice = ?", "i", list->numbers[i]),
                   delete_and_deselect, e))
      return false;
    if (!db_run(b->db, e, "DELETE FROM invoices WHERE n = ?", "i", list->numbers[i])) return false;
  }
  return true;
}

bool batch_delete(book *b, batch *batch, const int64_t *numbers, size_t count, error *e) {
  const drafts list = { numbers, count };
  char detail[512] = "{\"drafts\":[";
  size_t length = strlen(detail);
  for (size_t i = 0; i < count && length < sizeof detail - 40; i++)
    length += (size_t)snprintf(detail + length, sizeof detail - length, "%s%lld", i ? "," : "", (long long)numbers[i]);
  snprintf(detail + length, sizeof detail - length, "]}");
  return in_transaction(b, batch, "batch delete", "run", detail, delete_drafts, &list, e);
}

static bool release_all(book *b, const batch *batch, error *e) {
  query *q =
      db_ask(b->db, e, "SELECT n, contract FROM bills WHERE batch = ? AND kind IN ('bill', 'free')", "i", batch->n);
  return each_bill(b, q, delete_one, e) &&
         db_run(b->db, e, "DELETE FROM invoices WHERE batch = ? AND state = 'draft'", "i", batch->n);
}

static bool discard(book *b, batch *batch, const void *context, error *e) {
  (void)context;
  batch->state = "deleted";
  return release_all(b, batch, e) &&
         db_run(b->db, e, "UPDATE previews SET chosen = 0 WHERE batch = ?", "i", batch->n) &&
         db_run(b->db, e, "DELETE FROM batch_totals WHERE batch = ?", "i", batch->n) &&
         db_run(b->db, e, "UPDATE batches SET state = 'deleted', bills = 0, tickets = 0, minutes = 0 WHERE n = ?", "i",
                batch->n);
}

bool batch_discard(book *b, batch *batch, error *e) {
  return in_transaction(b, batch, "batch discard", "open,run", "{}", discard, NULL, e);
}

static bool reopen(book *b, batch *batch, const void *context, error *e) {
  (void)context;
  batch->state = "open";
  batch->seen = -1;
  return release_all(b, batch, e) &&
         db_run(b->db, e, "UPDATE batches SET state = 'open', seen = -1 WHERE n = ?", "i", batch->n) &&
         db_run(b->db, e, "UPDATE previews SET seen = -1 WHERE batch = ?", "i", batch->n) &&
         details_recount(b, batch, e);
}

bool batch_reopen(book *b, batch *batch, error *e) {
  return in_transaction(b, batch, "batch reopen", "run", "{}", reopen, NULL, e);
}

static bool mark_exported(book *b, batch *batch, const void *context, error *e) {
  (void)context;
  return db_run(b->db, e, "UPDATE batches SET state = 'exported' WHERE n = ?", "i", batch->n);
}

bool batch_exported(book *b, batch *batch, const char *detail, error *e) {
  return in_transaction(b, batch, "export", "generated,exported", detail, mark_exported, NULL, e);
}
