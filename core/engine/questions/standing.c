// Where the book stands today.
#include "core/engine/questions/standing.h"
#include "core/base/money.h"

enum { ENDING_DAYS = 60 };

static bool put_due(book *b, arena *a, value *into, error *e) {
  value *list = value_list(a);
  query *q = db_query(b->db,
                      "SELECT currency, count(*), sum(pick_amount) FROM previews WHERE state = 'ready' AND batch = "
                      "(SELECT max(n) FROM batches WHERE state = 'open') GROUP BY currency ORDER BY currency",
                      e);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    const char *currency = arena_text(a, query_column_text(q, 0));
    put_text(a, v, "currency", currency);
    put_int(a, v, "contracts", query_column(q, 1));
    put_money(a, v, "amount", query_column(q, 2), currency_exponent(currency));
    value_append(a, list, v);
  }
  value_put(a, into, "due", list);
  return step == 0;
}

bool standing_put(book *b, day today, arena *a, value *into, error *e) {
  int64_t generated, ending;
  if (!put_due(b, a, into, e) ||
      !db_value(b->db, e, &generated, 0, "SELECT count(*) FROM batches WHERE state = 'generated'", "") ||
      !db_value(b->db, e, &ending, 0,
                "SELECT count(*) FROM contracts WHERE \"end\" IS NOT NULL AND \"end\" BETWEEN ?1 AND ?2", "ii",
                (int64_t)today, (int64_t)today + ENDING_DAYS))
    return false;
  put_int(a, into, "not_exported", generated);
  put_int(a, into, "ending", ending);
  return true;
}
