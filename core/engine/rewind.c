// The book as it was when a bill was rated.
#include "core/engine/rewind.h"
#include "core/engine/import_undo.h"
#include "core/engine/ledger_store.h"
#include <stdlib.h>

struct rewinder {
  book *book;
  int64_t invoice, journal;  // journal: the position that the rows stand at
  bool released;
};

// Claims that were released are looked for by contract: an index for as long as the transaction lasts.
static bool index_released(rewinder *r, error *e) {
  int64_t any = 0;
  if (!db_value(r->book->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM released)", "")) return false;
  r->released = any != 0;
  return !any || db_run(r->book->db, e, "CREATE INDEX IF NOT EXISTS released_of_contract ON released (contract, action)", "");
}

// Documents print their contracts by the names of now, also while these are taken back.
static bool keep_names(rewinder *r, error *e) {
  return db_run(r->book->db, e,
                "CREATE TEMP TABLE contract_names AS SELECT n, name, id FROM contracts WHERE ?1 = 0 OR n IN (SELECT contract FROM bills "
                "WHERE invoice = ?1)",
                "i", r->invoice) &&
         db_run(r->book->db, e, "CREATE UNIQUE INDEX temp.contract_names_n ON contract_names (n)", "");
}

rewinder *rewind_open(book *b, int64_t invoice, error *e) {
  rewinder *r = calloc(1, sizeof *r);
  if (!r) abort();
  *r = (rewinder){ .book = b, .invoice = invoice };
  // Parents go before their children while rows are taken back, and looking for children would read whole tables.
  bool ok = db_run(b->db, e, "PRAGMA foreign_keys=OFF", "") && db_begin(b->db, e);
  if (ok && book_position(b, &r->journal, e) && index_released(r, e) && keep_names(r, e)) return r;
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
  r->book->rows_until = 0;
  db_rollback(r->book->db);
  db_run(r->book->db, &ignored, "PRAGMA foreign_keys=ON", "");
  error_clear(&ignored);
  free(r);
}

bool rewind_rows(rewinder *r, const rewind_point *to, error *e) {
  const journal_span span = { r->journal, to->journal, to->last + 1, to->action, r->invoice, r->released };
  if (to->journal < r->journal) r->journal = to->journal;
  return (span.to >= span.from || journal_undo(r->book, &span, e)) && ledger_rewind(r->book, to->action, to->first, e);
}

typedef struct least {
  day period, charge;
  int64_t time;
} least;

// The least claims of a contract's bills from the first to the last.
static bool least_read(rewinder *r, int64_t contract_n, int64_t first, int64_t last, least *out, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT min(period_from), min(time_from), min(charge_from) FROM bills WHERE contract = ? AND n BETWEEN ? AND ?", "iii",
                    contract_n, first, last);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = (least){ (day)query_column(q, 0), (day)query_column(q, 2), query_column(q, 1) };
  if (q) query_reset(q);
  return step == 1;
}

// Released claims were held by bills that may be gone with their bounds.
static bool unbounded(rewinder *r, int64_t contract_n, least *from, error *e) {
  int64_t any = 0;
  if (r->released && !db_value(r->book->db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM released WHERE contract = ?)", "i", contract_n))
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
              "DELETE FROM claims WHERE contract = ?1 AND ((kind = 1 AND at >= ?2) OR (kind = 2 AND at >= ?3) OR (kind >= 3 AND at >= ?4)) "
              "AND line >= ?5",
              "iiiii", contract_n, (int64_t)from.period, from.time, (int64_t)from.charge, line))
    return false;
  return !r->released || db_run(d, e,
                                "INSERT OR IGNORE INTO claims SELECT contract, kind, at, row, until, line FROM released WHERE contract = ? "
                                "AND action >= ? AND line < ?",
                                "iii", contract_n, action, line);
}

// Where the period begins that holds the least claim: no price before it takes part in the bill.
static void set_frontier(contract *c, const least *from) {
  day first = c->bill_from > c->start ? c->bill_from : c->start, start = from->period < from->charge ? from->period : from->charge;
  int64_t n;
  if (from->time / 1440 < start) start = (day)(from->time / 1440);
  if (c->kind != GRID_PERIODS || start >= DAY_NEVER || !period_index(&c->grid, start, &n) || !period_boundary(&c->grid, n, &start))
    start = first;
  if (start < first) start = first;
  c->period_from = c->charge_from = start;
  c->time_from = (int64_t)start * 1440;
}

static bool read_earlier_charges(rewinder *r, contract *c, error *e) {
  int64_t from = c->charge_from;
  bool ok = db_value(
      r->book->db, e, &from, from,
      "SELECT ifnull(min(t.day), ?2) FROM charges t WHERE t.contract = ?1 AND t.day < ?2 AND EXISTS (SELECT 1 FROM settled_periods s "
      "WHERE s.contract = ?1) AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = ?1 AND c.kind = 3 AND c.at = t.day AND "
      "c.row = t.n)",
      "ii", c->n, from);
  c->charge_from = (day)from;
  return ok;
}

// A period before it that a credit had opened again was open.
static bool open_earlier(rewinder *r, contract *c, error *e) {
  day first = c->bill_from > c->start ? c->bill_from : c->start, from = (day)(c->time_from / 1440), start;
  int64_t n, settled = 1;
  if (from >= c->period_from || c->kind != GRID_PERIODS || !period_index(&c->grid, from > first ? from : first, &n)) return true;
  for (; settled && period_boundary(&c->grid, n, &start) && start < c->period_from; n++) {
    if (start < first) start = first;
    if (!db_value(r->book->db, e, &settled, 0,
                  "SELECT EXISTS (SELECT 1 FROM settled_periods WHERE contract = ? AND from_day = ? AND released IS NULL)", "ii", c->n,
                  (int64_t)start))
      return false;
    if (!settled) c->period_from = start;
  }
  return true;
}

// Work and charges before it that nobody had billed draw on balances first.
static bool read_earlier(rewinder *r, contract *c, error *e) {
  return db_value(
             r->book->db, e, &c->time_from, c->time_from,
             "SELECT ifnull(min(t.at), ?2) FROM time_entries t WHERE t.contract = ?1 AND t.at < ?2 AND t.billable = 1 AND EXISTS (SELECT 1 "
             "FROM "
             "settled_periods s WHERE s.contract = ?1) AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = ?1 AND c.kind = 2 AND "
             "c.at = t.at AND c.row = t.n)",
             "ii", c->n, c->time_from) &&
         read_earlier_charges(r, c, e) && open_earlier(r, c, e);
}

bool rewind_contract(rewinder *r, int64_t contract_n, int64_t bill, int64_t action, arena *a, contract *out, error *e) {
  least own;
  if (!claims_back(r, contract_n, bill, action, e) || !contract_read(r->book->db, a, contract_n, out, e) ||
      !least_read(r, contract_n, bill, bill, &own, e))
    return false;
  set_frontier(out, &own);
  return read_earlier(r, out, e);
}
