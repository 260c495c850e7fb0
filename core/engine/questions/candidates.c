// Which rows the beginning of an id may mean, for who types it. Each statement reads by the order of ids and ends after
// so many rows, so that it takes as long with many rows as with few.
#include "core/engine/questions/questions.h"

#define BEGINS(id) "(" id " >= ?1 AND " id " < ?1 || char(1114111))"
#define ROW_STATE "iif(p.chosen AND p.state <> 'held', 'selected', p.state)"
#define IN_BATCH                                                                      \
  "SELECT k.id, c.name, iif(p.state = 'held', NULL, p.total), p.currency, " ROW_STATE \
  " FROM contracts k CROSS JOIN previews p ON "                                       \
  "p.batch = ?2 AND p.contract = k.n CROSS JOIN customers c ON c.n = k.customer WHERE " BEGINS("k.id")
#define DOCUMENT(id) \
  "SELECT " id ", c.name, i.total, i.currency, iif(i.kind = 'credit', 'credit note', i.state) FROM invoices i "

static const char *const statements[] = {
  [CANDIDATES_CONTRACT] = "SELECT k.id, c.name, NULL, NULL, k.type FROM contracts k CROSS JOIN customers c ON c.n = "
                          "k.customer WHERE " BEGINS("k.id") " AND ?2 IS ?2 ORDER BY k.id LIMIT ?3",
  [CANDIDATES_SHOWN] = IN_BATCH " ORDER BY k.id LIMIT ?3",
  [CANDIDATES_READY] = IN_BATCH " AND p.state = 'ready' AND p.chosen = 0 ORDER BY k.id LIMIT ?3",
  [CANDIDATES_SELECTED] = IN_BATCH " AND p.chosen = 1 ORDER BY k.id LIMIT ?3",
  [CANDIDATES_EXCLUDED] = IN_BATCH " AND EXISTS (SELECT 1 FROM exclusions x WHERE x.batch = ?2 AND x.contract = k.n) "
                                   "ORDER BY k.id LIMIT ?3",
  [CANDIDATES_WAIVED] = "SELECT x.item, c.name, x.amount, x.currency, x.note FROM bills x JOIN contracts k ON k.n = "
                        "x.contract JOIN customers c ON c.n = k.customer WHERE x.kind = 'waiver' AND " BEGINS(
                            "x.item") " AND ?2 IS ?2 ORDER BY x.item LIMIT ?3",
  [CANDIDATES_INVOICE] = DOCUMENT("i.number") "JOIN customers c ON c.n = i.customer WHERE " BEGINS(
      "i.number") " AND ?2 IS ?2 ORDER BY i.number LIMIT ?3",
  [CANDIDATES_FINAL] = DOCUMENT("i.number") "JOIN customers c ON c.n = i.customer WHERE " BEGINS(
      "i.number") " AND i.state = 'final' AND ?2 IS ?2 ORDER BY i.number LIMIT ?3",
  [CANDIDATES_DRAFT] = DOCUMENT("'D' || i.n") "JOIN customers c ON c.n = i.customer WHERE i.state = 'draft' AND "
                                              "i.batch = ?2 AND " BEGINS("'D' || i.n") " ORDER BY i.n LIMIT ?3",
  [CANDIDATES_CUSTOMER] =
      "SELECT id, name, NULL, NULL, NULL FROM customers WHERE " BEGINS("id") " AND ?2 IS ?2 ORDER BY id LIMIT ?3",
  [CANDIDATES_TICKET] = "SELECT t.id, c.name, NULL, NULL, t.title FROM tickets t CROSS JOIN customers c ON c.n = "
                        "t.customer WHERE " BEGINS("t.id") " AND ?2 IS ?2 ORDER BY t.id LIMIT ?3",
  [CANDIDATES_BATCH] = "SELECT CAST(n AS TEXT), name, NULL, NULL, state FROM batches WHERE " BEGINS(
      "CAST(n AS TEXT)") " AND ?2 IS ?2 ORDER BY n DESC LIMIT ?3",
};

// Where few of many contracts are selected they are found without looking at the others.
static const char few_selected[] =
    "SELECT k.id, c.name, p.total, p.currency, " ROW_STATE
    " FROM previews p CROSS JOIN contracts k ON k.n = p.contract "
    "CROSS JOIN customers c ON c.n = k.customer WHERE p.batch = ?2 AND p.chosen = 1 AND " BEGINS(
        "k.id") " ORDER BY k.id LIMIT ?3";

static const char *statement_of(book *b, candidate_kind kind, int64_t batch, error *e) {
  enum { FEW = 2000 };
  int64_t selected = 0;
  if (kind == CANDIDATES_SELECTED &&
      db_value(b->db, e, &selected, 0, "SELECT ifnull(sum(contracts), 0) FROM batch_totals WHERE batch = ?", "i",
               batch) &&
      selected < FEW)
    return few_selected;
  return statements[kind];
}

bool candidates_find(book *b, candidate_kind kind, int64_t batch, const char *beginning, size_t most, arena *a,
                     candidate_list *out, error *e) {
  enum { COUNTED = 2000 };
  size_t capacity = 0;
  *out = (candidate_list){ 0 };
  query *q = db_ask(b->db, e, statement_of(b, kind, batch, e), "tii", beginning, batch, (int64_t)COUNTED);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    if (out->all++ >= most) continue;
    out->rows = arena_grow(a, out->rows, out->count, &capacity, sizeof *out->rows);
    out->rows[out->count++] = (candidate){ .id = arena_text(a, query_column_text(q, 0)),
                                           .name = arena_text(a, query_column_text(q, 1)),
                                           .priced = !query_column_null(q, 2),
                                           .amount = query_column(q, 2),
                                           .currency = arena_text(a, query_column_text(q, 3)),
                                           .state = arena_text(a, query_column_text(q, 4)) };
  }
  out->cut = out->all == COUNTED;
  return step == 0;
}
