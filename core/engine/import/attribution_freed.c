// Freed rows go home: work and charges that stayed on the contract that had billed them, while their ticket moved to
// another.
#include "core/engine/import/attribution_freed.h"
#include "core/engine/batch/batch.h"
#include "core/engine/facts/claim_row.h"

enum { HOMES_MAX = 256 };

#define HOME                                                                              \
  "coalesce(x.own_contract, t.contract, (SELECT d.n FROM contracts d WHERE d.customer = " \
  "ifnull(t.customer, c.customer) AND d.\"default\" = 1), 0)"
#define FREED(kind, place)                                                                                  \
  "FROM released r JOIN " kind " x ON x.contract = r.contract AND x." place " = r.at AND x.n = r.row JOIN " \
  "contracts c ON c.n = r.contract LEFT JOIN tickets t ON t.n = x.ticket WHERE r.n > ?1 AND r.kind = ?2 "   \
  "AND " HOME " <> r.contract AND NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = r.contract AND "    \
  "m.kind = r.kind AND m.at = r.at AND " CLAIM_ENTRY("m") " = x.n)"

typedef struct home {
  int64_t n, at;
} home;

static bool homes_read(book *b, const char *sql, int64_t mark, int64_t kind, home *homes, size_t *count, error *e) {
  query *q = db_ask(b->db, e, sql, "ii", mark, kind);
  int step = -1;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    if (*count == HOMES_MAX) {
      query_reset(q);
      return error_set(e, ERROR_TOO_BIG, "work goes back to more than %d contracts at once", HOMES_MAX);
    }
    homes[(*count)++] = (home){ query_column(q, 0), query_column(q, 1) };
  }
  return step == 0;
}

// A contract that gets rows is looked at from them on.
static bool open_home(book *b, const home *h, bool work, error *e) {
  if (!h->n) return true;
  bool ok = work ? db_run(b->db, e, "UPDATE frontiers SET time_from = min(time_from, ?) WHERE contract = ?", "ii",
                          h->at, h->n)
                 : db_run(b->db, e, "UPDATE frontiers SET charge_from = min(charge_from, ?) WHERE contract = ?", "ii",
                          h->at, h->n);
  return ok && previews_outdate(b, 0, h->n, e);
}

static bool go_home(book *b, int64_t mark, bool work, error *e) {
  home homes[HOMES_MAX];
  size_t count;
  const char *find = work ? "SELECT " HOME ", min(x.at) " FREED("time_entries", "at") " GROUP BY 1"
                          : "SELECT " HOME ", min(x.day) " FREED("charges", "day") " GROUP BY 1";
  if (!homes_read(b, find, mark, work ? 2 : 3, homes, &count, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!open_home(b, &homes[i], work, e)) return false;
  if (!count) return true;
  return work
             ? db_run(b->db, e,
                      "UPDATE time_entries SET contract = (SELECT " HOME " FROM time_entries x JOIN contracts c ON c.n "
                      "= x.contract LEFT JOIN tickets t ON t.n = x.ticket WHERE x.id = time_entries.id) WHERE n IN "
                      "(SELECT x.n " FREED("time_entries", "at") ")",
                      "ii", mark, (int64_t)2)
             : db_run(
                   b->db, e,
                   "UPDATE charges SET contract = (SELECT " HOME " FROM charges x JOIN contracts c ON c.n = "
                   "x.contract LEFT JOIN tickets t ON t.n = x.ticket WHERE x.id = charges.id) WHERE n IN (SELECT x.n " FREED(
                       "charges", "day") ")",
                   "ii", mark, (int64_t)3);
}

bool reattribute_released(book *b, int64_t mark, error *e) {
  return go_home(b, mark, true, e) && go_home(b, mark, false, e);
}
