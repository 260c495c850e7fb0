// Drafts: the bills of a batch grouped into documents.
#include "core/engine/invoice/invoice_inside.h"
#include "core/base/money.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

bool invoice_sum(book *b, int64_t invoice, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT ifnull(sum(x.amount), 0), ifnull(sum(x.tax), 0), ifnull(i.round_to, 0), i.rounding "
                    "FROM invoices i LEFT JOIN bills x ON x.invoice = i.n WHERE i.n = ?",
                    "i", invoice);
  if (!q || query_step(q, e) != 1) return false;
  int64_t amount = query_column(q, 0), tax = query_column(q, 1), round_to = query_column(q, 2),
          rounding = query_column(q, 3);
  query_reset(q);
  if (round_to) rounding = money_to_multiple(amount + tax, round_to);
  return db_run(b->db, e,
                "UPDATE invoices SET subtotal = ?2, tax = ?3, total = ?2 + ?3, rounding = ?4, kind = CASE WHEN "
                "?2 + ?3 < 0 OR credits IS NOT NULL THEN 'credit' ELSE 'invoice' END WHERE n = ?1",
                "iiii", invoice, amount + rounding, tax, rounding);
}

typedef struct member {
  int64_t bill, payer, amount, tax, round_to;
  const char *key, *currency, *po;
} member;

// Bills by the document that they go on: their own; their payer's in one currency; that and the PO number.
static bool members_read(book *b, int64_t batch, int consolidated, arena *a, member **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT x.n, y.n, x.currency, " CONTRACT_PO ", " DOCUMENT_WAY " AS way, "
                    "x.amount, x.tax, " DOCUMENT_ROUND_TO(
                        "x.currency") " FROM bills x JOIN contracts k ON k.n = x.contract JOIN customers c ON c.n = "
                                      "k.customer " DOCUMENT_PAYER
                                      " WHERE x.batch = ?1 AND x.kind = 'bill' ORDER BY y.n, x.currency, "
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
                                   query_column(q, 7),
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

// What a document comes to; the subtotal holds the rounding.
typedef struct sums {
  int64_t subtotal, tax, rounding, total;
} sums;

static bool within(int64_t amount) { return amount >= -MONEY_MAX && amount <= MONEY_MAX; }

// The limit of amounts holds for documents as for lines: past it no sum, export or payment could be written.
static bool document_total(sums *s, int64_t round_to) {
  if (!within(s->subtotal) || !within(s->tax)) return false;
  if (round_to) s->rounding = money_to_multiple(s->subtotal + s->tax, round_to);
  s->subtotal += s->rounding;
  s->total = s->subtotal + s->tax;
  return within(s->subtotal) && within(s->total);
}

static bool too_big(book *b, const group *g, error *e) {
  error ignored = { 0 };
  char limit[MONEY_TEXT];
  money_format(MONEY_MAX, currency_exponent(g->members[0].currency), limit);
  query *q = db_ask(b->db, e, "SELECT id, name FROM customers WHERE n = ?", "i", g->members[0].payer);
  if (!q || query_step(q, e) != 1) return false;
  error_set(e, ERROR_TOO_BIG, "the invoice of customer %s (%s) is past the largest amount, %s %s",
            query_column_text(q, 0), query_column_text(q, 1), g->members[0].currency, limit);
  query_reset(q);
  for (size_t i = 0; i < g->count; i++) {
    q = db_ask(b->db, &ignored, "SELECT k.id FROM bills x JOIN contracts k ON k.n = x.contract WHERE x.n = ?", "i",
               g->members[i].bill);
    if (q && query_step(q, &ignored) == 1) error_row(e, "contract %s", query_column_text(q, 0));
    if (q) query_reset(q);
  }
  error_clear(&ignored);
  return error_hint(e, g->count > 1 ? "billet batch consolidate off gives each contract an invoice of its own"
                                    : "billet batch exclude ITEM leaves some of it for a later batch");
}

static bool group_sums(book *b, const group *g, sums *out, bool *one_po, error *e) {
  assert(g->count > 0);
  *one_po = true;
  *out = (sums){ 0 };
  for (size_t i = 0; i < g->count; i++) {
    *one_po = *one_po && text_equal(g->members[0].po, g->members[i].po);
    if (__builtin_add_overflow(out->subtotal, g->members[i].amount, &out->subtotal) ||
        __builtin_add_overflow(out->tax, g->members[i].tax, &out->tax))
      return too_big(b, g, e);
  }
  return document_total(out, g->members[0].round_to) || too_big(b, g, e);
}

static bool draft_row(book *b, bulk *rows, int64_t batch, const group *g, error *e) {
  sums s;
  bool one_po;
  if (!group_sums(b, g, &s, &one_po, e)) return false;
  bulk_int(rows, g->invoice);
  bulk_int(rows, batch);
  bulk_text(rows, s.total < 0 ? "credit" : "invoice");
  bulk_text(rows, "draft");
  bulk_int(rows, g->members[0].payer);
  bulk_text(rows, g->members[0].currency);
  bulk_int(rows, s.subtotal);
  bulk_int(rows, s.tax);
  bulk_int(rows, s.total);
  bulk_text(rows, one_po ? g->members[0].po : NULL);
  if (g->members[0].round_to) bulk_int(rows, g->members[0].round_to);
  else bulk_null(rows);
  bulk_int(rows, s.rounding);
  return bulk_row(rows, e);
}

// Ids of drafts go on from the last one ever given.
static bool drafts_insert(book *b, int64_t batch, group *groups, size_t count, error *e) {
  int64_t last = 0;
  bulk *rows = bulk_open(b->db,
                         "invoices(n, batch, kind, state, customer, currency, subtotal, tax, total, po_number, "
                         "round_to, rounding)",
                         12, e);
  bool ok = rows && db_value(b->db, e, &last, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'invoices'", "");
  for (size_t i = 0; ok && i < count; i++) {
    groups[i].invoice = last + 1 + (int64_t)i;
    ok = draft_row(b, rows, batch, &groups[i], e);
  }
  ok = ok && bulk_flush(rows, e);
  bulk_close(rows);
  return ok;
}

// A tax that is rounded on the document may have moved by a cent.
static bool still_fits(book *b, const group *g, error *e) {
  int64_t past = 0;
  if (!db_value(b->db, e, &past, 0, "SELECT max(abs(subtotal), abs(tax), abs(total)) > ?2 FROM invoices WHERE n = ?1",
                "ii", g->invoice, MONEY_MAX))
    return false;
  return !past || too_big(b, g, e);
}

static bool draft_fill(book *b, const group *g, bool document, error *e) {
  for (size_t i = 0; i < g->count; i++)
    if (!db_run(b->db, e, "UPDATE bills SET invoice = ? WHERE n = ?", "ii", g->invoice, g->members[i].bill))
      return false;
  return !document || (merged_taxes_round(b, g->invoice, e) && invoice_sum(b, g->invoice, e) && still_fits(b, g, e));
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
