// Work, charges and late facts that no batch takes.
#include "core/engine/questions/questions.h"
#include "core/engine/facts/facts.h"
#include "core/engine/questions/late_facts_inside.h"

// clang-format off
// Why a row that bills on contract k on a day is never due; NULL where it is or will be. The caller ends the CASE.
#define REASON(contract, date, customer) \
  "CASE WHEN " contract " = 0 THEN 'names no contract, and customer ' || " customer " || ' has no default contract' " \
  "WHEN " date " < k.start THEN 'before its contract starts on ' || date(k.start * 86400, 'unixepoch') " \
  "WHEN " date " > k.\"end\" THEN 'after its contract ended on ' || date(k.\"end\" * 86400, 'unixepoch') " \
  "WHEN " date " < k.bill_from THEN 'before ' || date(k.bill_from * 86400, 'unixepoch') " \
  "|| ', from which its contract bills' "
#define BILLED_ONCE \
  "WHEN EXISTS (SELECT 1 FROM settled_periods s WHERE s.contract = x.contract AND s.key IS NOT NULL " \
  "AND s.released IS NULL AND s.from_day <= x.at / 1440) THEN 'its contract bills its work once, and has' "
#define NOT_CLAIMED(kind, at) \
  "NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = x.contract AND m." kind " AND m.at = " at " AND m.row = x.n)"

static const char work_rows[] =
  "SELECT t.id, c.id, c.name, k.id, sum(x.minutes), count(*), min(x.at / 1440), max(x.at / 1440), "
  REASON("x.contract", "x.at / 1440", "c.id") BILLED_ONCE
  "WHEN t.closed = 0 AND k.work = 'closed' THEN 'its ticket is not closed' END AS reason "
  "FROM time_entries x JOIN tickets t ON t.n = x.ticket JOIN customers c ON c.n = t.customer "
  "LEFT JOIN contracts k ON k.n = x.contract "
  "WHERE x.billable = 1 AND reason IS NOT NULL AND " NOT_CLAIMED(CLAIM_OF_WORK, "x.at") " "
  "GROUP BY t.n, x.contract, reason "
  "ORDER BY reason = 'its ticket is not closed', c.name, c.id, t.id, k.id, reason";

static const char charge_rows[] =
  "SELECT x.id, c.id, c.name, k.id, x.day, x.description, " REASON("x.contract", "x.day", "c.id") "END AS reason "
  "FROM charges x JOIN customers c ON c.n = x.customer LEFT JOIN contracts k ON k.n = x.contract "
  "WHERE reason IS NOT NULL AND " NOT_CLAIMED(CLAIM_OF_CHARGE, "x.day") " ORDER BY c.name, c.id, x.day, x.id";

// Bought hours, money and tickets on days on which their contract does not bill.
static const char grant_rows[] =
  "SELECT k.id, x.date, 'grant ' || x.id || ' is ' || (" REASON("x.contract", "x.date", "''") "END) AS reason "
  "FROM grants x JOIN contracts k ON k.n = x.contract "
  "WHERE reason IS NOT NULL AND trim(ifnull(x.price, ''), '0.') <> '' AND " NOT_CLAIMED(CLAIM_OF_GRANT, "x.date") " "
  "ORDER BY k.id, x.date, x.id";
// clang-format on

static const char *hours(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}

// Texts of the row, in order, under their names.
static void put_texts(arena *a, value *v, const query *q, int at, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++) put_text(a, v, names[i], arena_text(a, query_column_text(q, at + (int)i)));
}

static bool work(book *b, arena *a, value *list, error *e) {
  static const char *const names[] = { "ticket", "customer", "customer_name", "contract" };
  query *q = db_query(b->db, work_rows, e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_texts(a, v, q, 0, names, 4);
    put_text(a, v, "hours", hours(a, query_column(q, 4)));
    put_int(a, v, "entries", query_column(q, 5));
    put_day(a, v, "first", (day)query_column(q, 6));
    put_day(a, v, "last", (day)query_column(q, 7));
    put_text(a, v, "reason", arena_text(a, query_column_text(q, 8)));
    value_append(a, list, v);
  }
  return step == 0;
}

static bool charges(book *b, arena *a, value *list, error *e) {
  static const char *const names[] = { "charge", "customer", "customer_name", "contract" }, *const rest[] = {
    "description", "reason"
  };
  query *q = db_query(b->db, charge_rows, e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_texts(a, v, q, 0, names, 4);
    put_day(a, v, "date", (day)query_column(q, 4));
    put_texts(a, v, q, 5, rest, 2);
    value_append(a, list, v);
  }
  return step == 0;
}

static bool grants(book *b, arena *a, value *list, error *e) {
  static const char *const names[] = { "contract" }, *const rest[] = { "reason" };
  query *q = db_query(b->db, grant_rows, e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_text(a, v, "table", "grants");
    put_texts(a, v, q, 0, names, 1);
    put_day(a, v, "date", (day)query_column(q, 1));
    put_texts(a, v, q, 2, rest, 1);
    value_append(a, list, v);
  }
  return step == 0;
}

bool unbilled(book *b, arena *a, value **answer, error *e) {
  value *entries = value_list(a), *rows = value_list(a), *late = value_list(a);
  if (!db_begin_read(b->db, e)) return false;
  bool ok = work(b, a, entries, e) && charges(b, a, rows, e) && late_facts(b, a, late, e) &&
            ends_within_billed(b, a, 0, late, e) && grants(b, a, late, e);
  db_rollback(b->db);
  if (!ok) return false;
  *answer = value_record(a);
  value_put(a, *answer, "work", entries);
  value_put(a, *answer, "charges", rows);
  value_put(a, *answer, "facts", late);
  return true;
}
