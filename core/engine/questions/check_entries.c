// The time entries that checks are shown: those that are not billed, and those that a batch bills. There are many of
// them, so that only what somebody asks for is read.
#include "core/engine/questions/checks_inside.h"
#include <string.h>

// clang-format off
// The columns of check_forms[CHECK_ENTRY] by number; those of the contract are filled in once for all of its entries.
enum { CONTRACT = 2, STARTS = 13, ENDS = 14, AT = 15, N = 16, TICKET_N = 17 };
// Those that are most often all that is asked for have a query of their own: what one asks of each row whether it is
// wanted takes longer than to read it.
enum { FEW = 1 | 1 << CONTRACT | 1 << 4 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << STARTS | 1 << ENDS | CHECK_BEFORE };
#define WANTED(column, what) "CASE WHEN ?4 & (1 << " #column ") THEN " what " END"
#define UNWANTED(column, what) "NULL"

#define ENTRY_FIELDS(if_wanted) \
  "x.contract, x.at, x.n, x.id, x.ticket, x.minutes, x.billable, x.technician, " if_wanted(7, "x.bill_minutes") \
  " AS bill_minutes, " if_wanted(10, "x.rate") " AS rate, " if_wanted(11, "x.work_type") " AS work_type, " \
  if_wanted(12, "x.note") " AS note"
#define ENTRY_COLUMNS(x, if_wanted) \
  x ".id, " if_wanted(1, "(SELECT t.id FROM tickets t WHERE t.n = " x ".ticket)") ", " x ".contract, " \
  if_wanted(3, "(SELECT c.id FROM tickets t JOIN customers c ON c.n = t.customer WHERE t.n = " x ".ticket)") ", " \
  x ".at / 1440, " if_wanted(5, x ".at % 1440") ", " x ".minutes, " if_wanted(7, x ".bill_minutes") ", " \
  x ".billable, " x ".technician, " if_wanted(10, x ".rate") ", " if_wanted(11, x ".work_type") ", " \
  if_wanted(12, x ".note") ", NULL, NULL"
// After the columns where the row lies: its place, and its ticket there.
#define ENTRY_ROWS(if_wanted) "SELECT " ENTRY_COLUMNS("x", if_wanted) ", x.at, x.n, x.ticket "

// Of contracts ?1 … ?2 up to day ?3; ?4: what is wanted.
#define DUE_ROWS(if_wanted) \
  ENTRY_ROWS(if_wanted) "FROM " WORK_NOT_BILLED(ENTRY_FIELDS(if_wanted)) " x WHERE x.at < (?3 + 1) * 1440 AND ?4 <> 0"
static const char due_rows[] = DUE_ROWS(WANTED), due_few[] = DUE_ROWS(UNWANTED);

// Of batch ?1; ?2 and ?3 are not looked at.
static const char billed_rows[] =
  ENTRY_ROWS(WANTED) "FROM bills b CROSS JOIN claims m ON m.contract = b.contract AND m." CLAIM_OF_WORK " AND m.at >= "
  "b.time_from "
  "AND m.line BETWEEN b.n << 20 AND ((b.n + 1) << 20) - 1 CROSS JOIN time_entries x ON x.contract = m.contract AND "
  "x.at = m.at AND x.n = m.row WHERE b.batch = ?1 AND b.kind = 'bill' AND ?2 = ?3";

// The last of those that were there before entry ?3 at the same place, of the same ticket ?5.
static const char before_row[] =
  "SELECT " ENTRY_COLUMNS("o", WANTED) " FROM time_entries o WHERE o.contract = ?1 AND o.at = ?2 AND o.n < ?3 AND "
  "+o.ticket = ?5 ORDER BY o.n DESC LIMIT 1";
// clang-format on

// The contract of the entries at hand; they come contract by contract, and in the order of their places.
typedef struct at_hand {
  int64_t contract;
  check_cell id, starts, ends;
  int64_t whole_from;      // from this minute on all of its entries come, for no bill has taken any
  int64_t at, tickets[8];  // of those that came at the place of the last one
  size_t ticket_count;
} at_hand;

static check_cell day_cell(const query *q, int column) {
  return (check_cell){ .there = !query_column_null(q, column), .number = query_column(q, column) };
}

// clang-format off
static const char contract_row[] =
  "SELECT k.id, k.start, k.\"end\", f.time_from, EXISTS (SELECT 1 FROM claims m WHERE m.contract = k.n AND m."
  CLAIM_OF_WORK " AND m.at >= f.time_from) FROM contracts k LEFT JOIN frontiers f ON f.contract = k.n WHERE k.n = ?";
// clang-format on

static bool read_contract(checking *k, int64_t n, at_hand *c, error *e) {
  *c = (at_hand){ .contract = n, .whole_from = INT64_MAX, .at = INT64_MIN };
  query *q = db_ask(k->book->db, e, contract_row, "i", n);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    c->id = (check_cell){ .there = true, .text = arena_text(k->arena, query_column_text(q, 0)) };
    c->starts = day_cell(q, 1);
    c->ends = day_cell(q, 2);
    if (!query_column_null(q, 3) && !query_column(q, 4)) c->whole_from = query_column(q, 3);
  }
  if (q) query_reset(q);
  return step >= 0;
}

static void put_contract(check_cell *cells, const at_hand *c) {
  cells[CONTRACT] = c->id;
  cells[STARTS] = c->starts;
  cells[ENDS] = c->ends;
}

// Whether one of the same ticket may have been there before: where all entries of the place come, only one that came.
static bool may_have_before(at_hand *c, int64_t at, int64_t ticket) {
  enum { MOST = sizeof c->tickets / sizeof *c->tickets };
  if (at != c->at) c->ticket_count = 0;
  c->at = at;
  for (size_t i = 0; i < c->ticket_count; i++)
    if (c->tickets[i] == ticket) return true;
  if (c->ticket_count < MOST) c->tickets[c->ticket_count++] = ticket;
  return at < c->whole_from || c->ticket_count == MOST;
}

static bool read_before(checking *k, const query *row, at_hand *c, const check_cell **out, error *e) {
  const int64_t at = query_column(row, AT), ticket = query_column(row, TICKET_N);
  *out = NULL;
  if (!(k->wanted & CHECK_BEFORE) || !may_have_before(c, at, ticket)) return true;
  query *q =
      db_ask(k->book->db, e, before_row, "iiiii", c->contract, at, query_column(row, N), (int64_t)k->wanted, ticket);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    check_cell *cells = check_cells_read(k, q, 0, NULL);
    put_contract(cells, c);
    *out = cells;
  }
  if (q) query_reset(q);
  return step >= 0;
}

static bool take_entry(checking *k, const query *q, at_hand *c, error *e) {
  const int64_t contract = query_column(q, CONTRACT);
  if (contract != c->contract && !read_contract(k, contract, c, e)) return false;
  k->make_room(k);
  check_row row = { 0 };
  check_cell *cells = check_cells_read(k, q, 0, NULL);
  put_contract(cells, c);
  row.cells = cells;
  if (!read_before(k, q, c, &row.before, e)) return false;
  checking_take(k, row);
  return true;
}

static bool take_entries(checking *k, query *q, at_hand *c, error *e) {
  int step = -1;
  bool ok = true;
  while (ok && q && (step = query_step(q, e)) == 1) ok = take_entry(k, q, c, e);
  if (step == 1) query_reset(q);
  return ok && step == 0;
}

// What is filled in for all entries of a contract is not read of each.
static void leave_out_contract(checking *k) {
  size_t count = 0;
  for (size_t i = 0; i < k->column_count; i++) {
    const int column = k->columns[i];
    if (column != CONTRACT && column != STARTS && column != ENDS) k->columns[count++] = column;
  }
  k->column_count = count;
}

// A few contracts at a time, so that nobody waits for all of them.
bool check_entries_read(checking *k, error *e) {
  enum { CONTRACTS_AT_ONCE = 100 };
  const batch *b = k->request->batch;
  const int64_t wanted = (int64_t)k->wanted;
  const char *sql = wanted & ~(int64_t)FEW ? due_rows : due_few;
  at_hand c = { .contract = -1 };
  int64_t last = 0;
  leave_out_contract(k);
  bool ok = db_value(k->book->db, e, &last, 0, "SELECT max(n) FROM contracts", "");
  for (int64_t from = 0; ok && from <= last; from += CONTRACTS_AT_ONCE)
    ok = take_entries(
        k, db_ask(k->book->db, e, sql, "iiii", from, from + CONTRACTS_AT_ONCE - 1, (int64_t)b->as_of, wanted), &c, e);
  if (!ok || strcmp(b->state, "open") == 0) return ok;
  c.contract = -1;
  return take_entries(k, db_ask(k->book->db, e, billed_rows, "iiii", b->n, (int64_t)0, (int64_t)0, wanted), &c, e);
}

const char *check_entry_ticket(checking *k, const char *entry) {
  error cause = { 0 };
  query *q = db_ask(k->book->db, &cause,
                    "SELECT t.id FROM time_entries e JOIN tickets t ON t.n = e.ticket WHERE e.id = ?", "t", entry);
  const char *ticket = q && query_step(q, &cause) == 1 ? arena_text(k->arena, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  error_clear(&cause);
  return ticket ? ticket : "";
}
