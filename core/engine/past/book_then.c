// The book as it was when a bill was rated.
#include "core/engine/past/book_then.h"
#include "core/engine/bill/bill.h"
#include "core/engine/past/journal_undo.h"
#include <assert.h>
#include <string.h>

struct book_then {
  arena *own;
  book book;                 // on a private connection
  int64_t invoice, journal;  // journal: the position that the rows stand at
  bool away;                 // the book was taken out of the present, inside a transaction
  int disturbed;             // how often somebody else has committed before it stood anywhere
  bool released, moved;      // moved: rows whose claims were released lie elsewhere now (temp.moved_rows)
  int64_t added[TABLES];     // the first rows that came after that position; 0: none
};

book_then *book_then_open(const book *now, int64_t invoice, error *e) {
  db *d;
  if (!db_open_private(now->db, &d, e)) return NULL;
  arena *own = arena_new();
  book_then *t = arena_alloc(own, sizeof *t);
  *t = (book_then){ .own = own, .invoice = invoice };
  if (book_open(&t->book, d, now->host, e)) return t;
  db_close(d);
  arena_free(own);
  return NULL;
}

book *book_then_book(book_then *t) { return &t->book; }

// Everything that was undone, indexed and listed is forgotten with the transaction.
static void leave(book_then *t) {
  if (t->away) db_rollback(t->book.db);
  t->away = false;
  t->book.rows_until = t->book.journal_until = t->book.bills_until = t->book.actions_until = 0;
  memset(t->added, 0, sizeof t->added);
}

void book_then_close(book_then *t) {
  if (!t) return;
  db *d = t->book.db;
  leave(t);
  book_close(&t->book);
  db_close(d);
  arena_free(t->own);
}

// Claims that were released are looked for by contract: an index for as long as the transaction lasts.
static bool index_released(book_then *t, error *e) {
  int64_t any = 0;
  if (!db_value(t->book.db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM released)", "")) return false;
  t->released = any != 0;
  return !any || db_run(t->book.db, e, "CREATE INDEX released_of_contract ON released (contract, action)", "");
}

// Work and charges that were released and went on to another contract.
static bool list_moved(book_then *t, error *e) {
  db *d = t->book.db;
  int64_t any = 0;
  t->moved = false;
  if (!t->released) return true;
  if (!db_run(
          d, e,
          "CREATE TEMP TABLE moved_rows AS SELECT DISTINCT kind, row FROM released r WHERE (r." CLAIM_OF_WORK
          " AND NOT " CLAIM_IS_AGAIN("r") " AND NOT EXISTS (SELECT 1 FROM time_entries t WHERE t.contract = "
                                          "r.contract AND t.at = r.at AND t.n = r.row)) OR (r." CLAIM_OF_CHARGE
                                          " AND NOT EXISTS (SELECT 1 FROM "
                                          "charges g WHERE g.contract = r.contract AND g.day = r.at AND g.n = r.row))",
          "") ||
      !db_value(d, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM temp.moved_rows)", ""))
    return false;
  t->moved = any != 0;
  return !any || (db_run(d, e, "CREATE INDEX time_entries_n ON time_entries (n)", "") &&
                  db_run(d, e, "CREATE INDEX charges_n ON charges (n)", ""));
}

// Commits that come faster than a long journal can be undone would keep the question from its answer for ever.
enum { DISTURBED_MAX = 3 };

// Out of the present: from here on the file stays as it is until the transaction ends.
static bool set_out(book_then *t, error *e) {
  if (t->away) return true;
  t->away = db_begin(t->book.db, e);
  return t->away && (t->disturbed != DISTURBED_MAX || db_read_copy(t->book.db, e)) &&
         book_position(&t->book, &t->journal, e) && index_released(t, e) && list_moved(t, e);
}

bool book_then_rest(book_then *t, bool *left, error *e) {
  bool ok = db_rest(t->book.db, left, e);
  if (!ok || *left) leave(t);
  return ok;
}

// Batches that were run at the action or later were open: what they leave out was not left out yet.
static bool open_batches(book_then *t, int64_t action, error *e) {
  return db_run(t->book.db, e,
                "UPDATE batches SET state = 'open' WHERE state IN ('run', 'generated', 'exported') AND n IN "
                "(SELECT batch FROM actions WHERE seq >= ? AND command = 'batch run')",
                "i", action);
}

typedef struct place {
  int64_t kind, contract, at, row;
} place;

// Where the claims of bills up to the point's were that were released since, the latest release first.
static bool places_read(book_then *t, const then_point *to, arena *a, place **out, size_t *count, error *e) {
  query *q = db_ask(t->book.db, e,
                    "SELECT r.kind, r.contract, r.at, r.row FROM released r JOIN temp.moved_rows m ON m.kind = r.kind "
                    "AND m.row = r.row WHERE r.action >= ? AND r.line < ? ORDER BY r.n DESC",
                    "ii", to->action, line_key(to->last + 1, 0));
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (place){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3) };
  }
  return step == 0;
}

// A release moved rows to the contract that their tickets name by then: they lie where they were claimed again.
static bool move_back(book_then *t, const then_point *to, error *e) {
  arena *a = arena_new();
  place *places = NULL;
  size_t count = 0;
  bool ok = !t->moved || places_read(t, to, a, &places, &count, e);
  for (size_t i = 0; ok && i < count; i++) {
    const place *p = &places[i];
    ok = db_run(t->book.db, e,
                p->kind == ITEM_TICKET
                    ? "UPDATE time_entries SET contract = ?1, at = ?2 WHERE n = ?3 AND (contract, at) <> (?1, ?2)"
                    : "UPDATE charges SET contract = ?1, day = ?2 WHERE n = ?3 AND (contract, day) <> (?1, ?2)",
                "iii", p->contract, p->at, p->row);
  }
  arena_free(a);
  return ok;
}

static bool take_back(book_then *t, const then_point *to, bool *left, error *e) {
  const journal_span span = { t->journal, to->journal, to->last + 1, to->action, t->invoice, t->released, t->added };
  if (to->journal < t->journal) t->journal = to->journal;
  t->book.journal_until = t->journal;
  t->book.actions_until = to->action;
  if (!move_back(t, to, e) || (span.to < span.from && !journal_undo(&t->book, &span, left, e))) return false;
  return *left || (open_batches(t, to->action, e) && draws_rewind(&t->book, to->action, to->first, e));
}

bool book_then_rows(book_then *t, const then_point *to, error *e) {
  for (bool left = true; left;) {
    left = false;
    if (!set_out(t, e) || !take_back(t, to, &left, e)) return false;
    if (!left) continue;
    leave(t);
    t->disturbed++;
  }
  return true;
}

typedef struct least {
  day period, charge;
  int64_t time;
} least;

// The least claims of a contract's bills from the first to the last.
static bool least_read(book_then *t, int64_t contract_n, int64_t first, int64_t last, least *out, error *e) {
  query *q = db_ask(t->book.db, e,
                    "SELECT min(period_from), min(time_from), min(charge_from) FROM bills WHERE contract = ? AND n "
                    "BETWEEN ? AND ?",
                    "iii", contract_n, first, last);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = (least){ (day)query_column(q, 0), (day)query_column(q, 2), query_column(q, 1) };
  if (q) query_reset(q);
  return step == 1;
}

// Released claims were held by bills that may be gone with their bounds.
static bool unbounded(book_then *t, int64_t contract_n, least *from, error *e) {
  int64_t any = 0;
  if (t->released &&
      !db_value(t->book.db, e, &any, 0, "SELECT EXISTS (SELECT 1 FROM released WHERE contract = ?)", "i", contract_n))
    return false;
  if (any) *from = (least){ DAY_MIN, DAY_MIN, (int64_t)DAY_MIN * 1440 };
  return true;
}

static bool claims_back(book_then *t, int64_t contract_n, int64_t bill, int64_t action, error *e) {
  least from;
  db *d = t->book.db;
  int64_t line = line_key(bill, 0);
  if (!least_read(t, contract_n, bill, INT64_MAX, &from, e) || !unbounded(t, contract_n, &from, e)) return false;
  if (!db_run(d, e,
              "DELETE FROM claims WHERE contract = ?1 AND ((" CLAIM_OF_FEE " AND at >= ?2) OR (" CLAIM_OF_WORK
              " AND at >= ?3) OR (" CLAIM_OF_DAY " AND at >= ?4)) AND line >= ?5",
              "iiiii", contract_n, (int64_t)from.period, from.time, (int64_t)from.charge, line))
    return false;
  return !t->released ||
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

// What was open behind it then lies on or after the first of that which took part, among what was claimed by then: read
// from there, the table is not needed.
static bool set_frontier(book_then *t, contract *c, int64_t bill, const least *from, error *e) {
  query *q = db_ask(t->book.db, e,
                    "SELECT frontier_period, min(frontier_time, ifnull(behind_time, frontier_time)), "
                    "min(frontier_charge, ifnull(behind_charge, frontier_charge)) FROM bills WHERE n = ?",
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
  c->behind = false;
  return step == 1;
}

bool book_then_contract(book_then *t, int64_t contract_n, int64_t bill, int64_t action, arena *a, contract *out,
                        error *e) {
  least own;
  assert(t->away);
  t->book.bills_until = bill;
  if (!claims_back(t, contract_n, bill, action, e) || !contract_read(t->book.db, a, contract_n, out, e) ||
      !least_read(t, contract_n, bill, bill, &own, e))
    return false;
  return set_frontier(t, out, bill, &own, e);
}
