// Work and charges that no batch takes.
#include "core/engine/unbilled.h"

// Why a row that bills on contract k on a day is never due; NULL where it is or will be.
#define REASON(contract, date)                                                                                                              \
  "CASE WHEN " contract " = 0 THEN 'names no contract, and the customer has no default contract' "                                          \
  "WHEN " date " < k.start THEN 'before its contract starts' WHEN " date " < k.bill_from THEN 'before its contract''s bill_from' "          \
  "WHEN " date " > k.\"end\" THEN 'after its contract has ended' "

static const char *hours(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}

static bool work(book *b, arena *a, value *list, error *e) {
  query *q = db_query(b->db,
                      "SELECT t.id, c.name, k.id, sum(x.minutes), min(x.at / 1440), max(x.at / 1440), " REASON("x.contract", "x.at / 1440") "WHEN t.closed = 0 AND k.work = 'closed' THEN 'its ticket is open' END AS reason "
                      "FROM time_entries x JOIN tickets t ON t.n = x.ticket JOIN customers c ON c.n = t.customer LEFT JOIN contracts k ON k.n = x.contract "
                      "WHERE reason IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = x.contract AND m.kind = 2 AND m.at = x.at AND m.row = x.n) "
                      "GROUP BY t.n, x.contract, reason ORDER BY reason, c.name, t.id",
                      e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_text(a, v, "ticket", arena_text(a, query_column_text(q, 0)));
    put_text(a, v, "customer_name", arena_text(a, query_column_text(q, 1)));
    put_text(a, v, "contract", arena_text(a, query_column_text(q, 2)));
    put_text(a, v, "hours", hours(a, query_column(q, 3)));
    put_day(a, v, "first", (day)query_column(q, 4));
    put_day(a, v, "last", (day)query_column(q, 5));
    put_text(a, v, "reason", arena_text(a, query_column_text(q, 6)));
    value_append(a, list, v);
  }
  return step == 0;
}

static bool charges(book *b, arena *a, value *list, error *e) {
  query *q = db_query(b->db,
                      "SELECT x.id, c.name, k.id, x.day, x.description, " REASON("x.contract", "x.day") "END AS reason FROM charges x JOIN customers c ON c.n = x.customer LEFT JOIN contracts k ON k.n = x.contract "
                      "WHERE reason IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = x.contract AND m.kind = 3 AND m.at = x.day AND m.row = x.n) ORDER BY reason, c.name, x.id",
                      e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_text(a, v, "charge", arena_text(a, query_column_text(q, 0)));
    put_text(a, v, "customer_name", arena_text(a, query_column_text(q, 1)));
    put_text(a, v, "contract", arena_text(a, query_column_text(q, 2)));
    put_day(a, v, "date", (day)query_column(q, 3));
    put_text(a, v, "description", arena_text(a, query_column_text(q, 4)));
    put_text(a, v, "reason", arena_text(a, query_column_text(q, 5)));
    value_append(a, list, v);
  }
  return step == 0;
}

bool unbilled(book *b, arena *a, value **answer, error *e) {
  value *entries = value_list(a), *rows = value_list(a);
  if (!work(b, a, entries, e) || !charges(b, a, rows, e)) return false;
  *answer = value_record(a);
  value_put(a, *answer, "work", entries);
  value_put(a, *answer, "charges", rows);
  return true;
}
