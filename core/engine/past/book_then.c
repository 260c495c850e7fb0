// The book as it was when a bill was rated.
#include "core/engine/past/book_then.h"
#include "core/engine/past/journal_undo.h"
#include "core/engine/bill/bill.h"
#include <stdlib.h>

struct rewinder {
  book *book;
  int64_t invoice, journal;  // journal: the position that the rows stand at
  bool released, moved;      // moved: rows whose claims were released lie elsewhere now (temp.moved_rows)
};

// Claims that were released are looked for by contract: an index for as long as the transaction lasts.
static bool index_released(rewinder *r, error *e) {
  int64_t any = 0;
  if (!db_value(r->book->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM released)", "")) return false;
  r->released = any != 0;
  return !any ||
         db_run(r->book->db, e, "CREATE INDEX IF NOT EXISTS released_of_contract ON released (contract, action)", "");
}

// Work and charges that were released and went on to another contract.
static bool list_moved(rewinder *r, error *e) {
  db *d = r->book->db;
  int64_t any = 0;
  if (!r->released) return true;
  if (!db_run(d, e,
              "CREATE TEMP TABLE moved_rows AS SELECT DISTINCT kind, row FROM released r WHERE (kind = 2 AND "
              "row >> 52 = 0 AND NOT EXISTS (SELECT 1 FROM time_entries t WHERE t.contract = r.contract AND "
              "t.at = r.at AND t.n = r.row)) OR (kind = 3 AND NOT EXISTS (SELECT 1 FROM charges g WHERE "
              "g.contract = r.contract AND g.day = r.at AND g.n = r.row))",
              "") ||
      !db_value(d, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM temp.moved_rows)", ""))
    return false;
  r->moved = any != 0;
  return !any || (db_run(d, e, "CREATE INDEX IF NOT EXISTS time_entries_n ON time_entries (n)", "") &&
                  db_run(d, e, "CREATE INDEX IF NOT EXISTS charges_n ON charges (n)", ""));
}

// Documents print their contracts by the names of now, also while these are taken back.
static bool keep_names(rewinder *r, error *e) {
  return db_run(r->book->db, e,
                "CREATE TEMP TABLE contract_names AS SELECT n, name, id FROM contracts WHERE ?1 = 0 OR n IN "
                "(SELECT contract FROM bills WHERE invoice = ?1)",
                "i", r->invoice) &&
         db_run(r->book->db, e, "CREATE UNIQUE INDEX temp.contract_names_n ON contract_names (n)", "");
}

rewinder *rewind_open(book *b, int64_t invoice, error *e) {
  rewinder *r = calloc(1, sizeof *r);
  if (!r) abort();
  *r = (rewinder){ .book = b, .invoice = invoice };
  // Parents go before their children while rows are taken back, and looking for children would read whole tables.
  bool ok = db_run(b->db, e, "PRAGMA foreign_keys=OFF", "") && db_begin(b->db, e);
  if (ok && book_position(b, &r->journal, e) && index_released(r, e) && list_moved(r, e) && keep_names(r, e)) return r;
  if (ok) rewind_close(r);
  else {
    error ignored = { 0 };
    db_run(b->db, &ignored, "PRAGMA foreign_keys=ON", "");
    error_clear(&ignored);
    free(r);
  }
  return NULL;
}

void rewind_close(rewinder *r) {
  if (!r) return;
  error ignored = { 0 };
  r->book->rows_until = r->book->journal_until = r->book->bills_until = 0;
  db_rollback(r->book->db);
  db_run(r->book->db, &ignored, "PRAGMA foreign_keys=ON", "");
  error_clear(&ignored);
  free(r);
}

// Batches that were run at the action or later were open: what they leave out was not left out yet.
static bool open_batches(rewinder *r, int64_t action, error *e) {
  return db_run(r->book->db, e,
                "UPDATE batches SET state = 'open' WHERE state IN ('run', 'generated', 'exported') AND n IN "
                "(SELECT batch FROM actions WHERE seq >= ? AND command = 'batch run')",
                "i", action);
}

typedef struct place {
  int64_t kind, contract, at, row;
} place;

// Where the claims of bills up to the point's were that were released since, the latest release first.
static bool places_read(rewinder *r, const rewind_point *to, arena *a, place **out, size_t *count, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT r.kind, r.contract, r.at, r.row FROM released r JOIN temp.moved_rows m ON m.kind = r.kind "
                    "AND m.row = r.row WHERE r.action >= ? AND r.line < ? ORDER BY r.n DESC",
                    "ii", to->action, (to->last + 1) << 20);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (place){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3) };
  }
  return step == 0;
}

// A release moved rows to the contract that their tickets name by then: they lie where they were claimed again.
static bool move_back(rewinder *r, const rewind_point *to, error *e) {
  arena *a = arena_new();
  place *places = NULL;
  size_t count = 0;
  bool ok = !r->moved || places_read(r, to, a, &places, &count, e);
  for (size_t i = 0; ok && i < count; i++) {
    const place *p = &places[i];
    ok = db_run(r->book->db, e,
                p->kind == 2
                    ? "UPDATE time_entries SET contract = ?1, at = ?2 WHERE n = ?3 AND (contract, at) <> (?1, ?2)"
                    : "UPDATE charges SET contract = ?1, day = ?2 WHERE n = ?3 AND (contract, day) <> (?1, ?2)",
                "iii", p->contract, p->at, p->row);
  }
  arena_free(a);
  return ok;
}

bool rewind_rows(rewinder *r, const rewind_point *to, error *e) {
  const journal_span span = { r->journal, to->journal, to->last + 1, to->action, r->invoice, r->released };
  if (to->journal < r->journal) r->journal = to->journal;
  r->book->journal_until = r->journal;
  return move_back(r, to, e) && (span.to >= span.from || journal_undo(r->book, &span, e)) &&
         open_batches(r, to->action, e) && draws_rewind(r->book, to->action, to->first, e);
}

typedef struct least {
  day period, charge;
  int64_t time;
} least;

// The least claims of a contract's bills from the first to the last.
static bool least_read(rewinder *r, int64_t contract_n, int64_t first, int64_t last, least *out, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT min(period_from), min(time_from), min(charge_from) FROM bills WHERE contract = ? AND n "
                    "BETWEEN ? AND ?",
                    "iii", contract_n, first, last);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = (least){ (day)query_column(q, 0), (day)query_column(q, 2), query_column(q, 1) };
  if (q) query_reset(q);
  return step == 1;
}

// Released claims were held by bills that may be gone with their bounds.
static bool unbounded(rewinder *r, int64_t contract_n, least *from, error *e) {
  int64_t any = 0;
  if (r->released &&
      !db_value(r->book->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM released WHERE contract = ?)", "i", contract_n))
    return false;
  if (any) *from = (least){ DAY_MIN, DAY_MIN, (int64_t)DAY_MIN * 1440 };
  return true;
}

static bool claims_back(rewinder *r, int64_t contract_n, int64_t bill, int64_t action, error *e) {
  least from;
  db *d = r->book->db;
  int64_t line = bill << 20;
  if (!least_read(r, contract_n, bill, INT64_MAX, &from, e) || !unbounded(r, contract_n, &from, e)) return false;
  if (!db_run(d, e,
              "DELETE FROM claims WHERE contract = ?1 AND ((kind = 1 AND at >= ?2) OR (kind = 2 AND at >= ?3) "
              "OR (kind >= 3 AND at >= ?4)) AND line >= ?5",
              "iiiii", contract_n, (int64_t)from.period, from.time, (int64_t)from.charge, line))
    return false;
  return !r->released ||
         db_run(d, e,
                "INSERT OR IGNORE INTO claims SELECT contract, kind, at, row, until, line FROM released WHERE "
                "contract = ? AND action >= ? AND line < ?",
                "iii", contract_n, action, line);
}

// Of bills that do not tell it: where the period begins that holds the least claim. Nothing before it takes part in the
// bill.
static void guess_frontier(contract *c, const least *from) {
  day first = c->bill_from > c->start ? c->bill_from : c->start,
      start = from->period < from->charge ? from->period : from->charge;
  int64_t n;
  if (from->time / 1440 < start) start = (day)(from->time / 1440);
  if (c->kind != GRID_PERIODS || start >= DAY_NEVER || !period_index(&c->grid, start, &n) ||
      !period_boundary(&c->grid, n, &start))
    start = first;
  if (start < first) start = first;
  c->period_from = c->charge_from = start;
  c->time_from = (int64_t)start * 1440;
}

static bool set_frontier(rewinder *r, contract *c, int64_t bill, const least *from, error *e) {
  query *q = db_ask(r->book->db, e, "SELECT frontier_period, frontier_time, frontier_charge FROM bills WHERE n = ?",
                    "i", bill);
  int step = q ? query_step(q, e) : -1;
  bool told = step == 1 && !query_column_null(q, 0);
  if (told) {
    c->period_from = (day)query_column(q, 0);
    c->time_from = query_column(q, 1);
    c->charge_from = (day)query_column(q, 2);
  }
  if (q) query_reset(q);
  if (step == 1 && !told) guess_frontier(c, from);
  return step == 1;
}

bool rewind_contract(rewinder *r, int64_t contract_n, int64_t bill, int64_t action, arena *a, contract *out, error *e) {
  least own;
  r->book->bills_until = bill;
  if (!claims_back(r, contract_n, bill, action, e) || !contract_read(r->book->db, a, contract_n, out, e) ||
      !least_read(r, contract_n, bill, bill, &own, e))
    return false;
  return set_frontier(r, out, bill, &own, e);
}
