// Freed rows go home: work and charges that stayed on the contract that had billed them while their ticket moved to
// another. What a bill holds stays where it was billed, or its claims would name rows that are not there; once nothing
// bills a row any more, only the rule says where it lies.
#include "core/engine/bill/bill_inside.h"
#include "core/engine/facts/facts.h"

enum { HOMES_MAX = 256 };

// The rows of a table that were released since released.n = ?1, that no claim holds, and that do not lie at home.
// clang-format off
#define FREED(table, place, claim_kind, home) \
  "FROM released r JOIN " table " x ON x.contract = r.contract AND x." place " = r.at AND x.n = r.row " \
  "LEFT JOIN tickets t ON t.n = x.ticket WHERE r.n > ?1 AND r." claim_kind " AND " home " <> r.contract AND " \
  "NOT EXISTS (SELECT 1 FROM claims m WHERE m.contract = r.contract AND m.kind = r.kind AND m.at = r.at AND " \
  CLAIM_ENTRY("m") " = x.n)"
#define HOMES(table, place, claim_kind, home) \
  "SELECT " home ", min(x." place ") " FREED(table, place, claim_kind, home) " GROUP BY 1"
#define GO_HOME(table, place, claim_kind, home) \
  "UPDATE " table " SET contract = (SELECT " home " FROM " table " x LEFT JOIN tickets t ON t.n = x.ticket " \
  "WHERE x.id = " table ".id) WHERE n IN (SELECT x.n " FREED(table, place, claim_kind, home) ")"
#define WORK "time_entries", "at", CLAIM_OF_WORK, WORK_CONTRACT("x", "t")
#define CHARGES "charges", "day", CLAIM_OF_CHARGE, CHARGE_CONTRACT("x", "t")
#define EXPAND(macro, ...) macro(__VA_ARGS__)
// clang-format on

// Work and charges are freed in the same way; only their tables differ.
typedef struct freed_kind {
  const char *homes, *go_home;
  bool charges;
} freed_kind;
static const freed_kind work = { EXPAND(HOMES, WORK), EXPAND(GO_HOME, WORK), false };
static const freed_kind charges = { EXPAND(HOMES, CHARGES), EXPAND(GO_HOME, CHARGES), true };

typedef struct home {
  int64_t contract, at;  // at: the first minute or day of what goes there
} home;

static bool homes_read(book *b, const freed_kind *kind, int64_t mark, home *homes, size_t *count, error *e) {
  query *q = db_ask(b->db, e, kind->homes, "i", mark);
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

static bool go_home(book *b, const freed_kind *kind, int64_t mark, error *e) {
  home homes[HOMES_MAX];
  size_t count;
  if (!homes_read(b, kind, mark, homes, &count, e)) return false;
  if (count && !db_run(b->db, e, kind->go_home, "i", mark)) return false;
  for (size_t i = 0; i < count; i++) {
    const home *h = &homes[i];
    // Contract 0 is nowhere and has no frontier.
    if (h->contract && !(open_rows_gather(b->db, h->contract, kind->charges ? INT64_MAX : h->at,
                                          kind->charges ? h->at : INT64_MAX, e) &&
                         outdate(b, 0, h->contract, e)))
      return false;
  }
  return true;
}

bool attribution_freed(book *b, int64_t mark, error *e) {
  return go_home(b, &work, mark, e) && go_home(b, &charges, mark, e);
}
