// Postings of prepaid balances that a bill made: given back by its release, and what they said before. Nothing is lost:
// a posting that counts no more bears the action that released it, so that the past can still be computed from it.
#include "core/engine/bill/bill_inside.h"

#define NOW "(SELECT max(seq) FROM actions)"
#define OF_LINES "line BETWEEN ?1 AND ?2 AND released IS NULL"

// What later bills took of what this one reserved is theirs from now on; what it took of earlier reserves is reserved
// again.
static bool hand_over(book *b, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements SET line = taken WHERE " OF_LINES " AND taken IS NOT NULL AND "
                "NOT taken BETWEEN ?1 AND ?2",
                "ii", from, to) &&
         db_run(b->db, e, "UPDATE movements SET taken = NULL WHERE taken BETWEEN ?1 AND ?2 AND released IS NULL", "ii",
                from, to);
}

static bool give_back(book *b, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements AS l SET remaining = remaining - (SELECT sum(d.quantity) FROM movements d WHERE "
                "d.lot = l.n AND d.line BETWEEN ?1 AND ?2 AND d.released IS NULL) WHERE l.n IN (SELECT lot FROM "
                "movements WHERE lot IS NOT NULL AND " OF_LINES ")",
                "ii", from, to) &&
         db_run(b->db, e, "UPDATE movements SET released = " NOW " WHERE lot IS NOT NULL AND " OF_LINES, "ii", from,
                to);
}

// A lot of a block that is shared stays granted: its own bills may count on it by now.
static bool release_lots(book *b, int64_t contract, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements SET released = " NOW " WHERE lot IS NULL AND " OF_LINES " AND contract = ?3 AND "
                "NOT EXISTS (SELECT 1 FROM movements d WHERE d.lot = movements.n AND d.released IS NULL)",
                "iii", from, to, contract) &&
         db_run(b->db, e, "UPDATE settled_periods SET released = " NOW " WHERE " OF_LINES, "ii", from, to);
}

// Periods that are open again are planned again, also where another bill took their price.
static bool move_frontier(book *b, int64_t contract, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE frontiers SET period_from = min(period_from, ifnull((SELECT min(s.from_day) FROM "
                "settled_periods s WHERE s.contract = ?3 AND s.key IS NULL AND s.line BETWEEN ?1 AND ?2), "
                "period_from)) WHERE contract = ?3",
                "iii", from, to, contract);
}

// What credited lines drew stays reserved for the rows that were on them, until they are billed again.
// clang-format off
#define FREED(of_kind) \
  "SELECT x.row FROM released x WHERE x.contract = ?3 AND x." of_kind " AND x.action = " NOW " AND " \
  "x.line BETWEEN ?1 AND ?2"
static bool reserve_again(book *b, int64_t contract, int64_t bill, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements SET entry = ifnull(entry, -ticket), taken = NULL WHERE contract = ?3 AND "
                "lot IS NOT NULL AND released IS NULL AND (" BILL_OF("line") " = ?4 OR " BILL_OF("taken") " = ?4) AND "
                "CASE WHEN " DRAW_OF_CHARGE " THEN entry IN (" FREED(CLAIM_OF_CHARGE) ") "
                "WHEN " DRAW_OF_WORK " THEN entry IN (" FREED(CLAIM_OF_WORK) ") OR (ifnull(entry, -1) < 0 AND "
                "ticket IN (SELECT ticket FROM time_entries WHERE n IN (" FREED(CLAIM_OF_WORK) "))) END",
                "iiii", from, to, contract, bill);
}
// clang-format on

// A schedule that bills once bills what was credited once more.
static bool open_again(book *b, int64_t from, int64_t to, error *e) {
  // clang-format off
  return db_run(b->db, e,
                "UPDATE settled_periods SET released = " NOW " WHERE " BILL_OF("line") " = " BILL_OF("?1") " AND "
                "key IS NOT NULL AND released IS NULL AND EXISTS (SELECT 1 FROM released x WHERE "
                "x.contract = settled_periods.contract AND x." CLAIM_OF_WORK " AND NOT " CLAIM_IS_AGAIN("x") " AND "
                "x.action = " NOW " AND x.line BETWEEN ?1 AND ?2)",
                "ii", from, to);
  // clang-format on
}

// Keeps what postings of a bill say.
static bool keep_past(book *b, int64_t bill, error *e) {
  return db_run(b->db, e,
                "INSERT INTO movements_past (movement, action, line, taken, entry, released) "
                "SELECT n, " NOW ", line, taken, entry, released FROM movements WHERE released IS NULL AND "
                "(line BETWEEN ?1 AND ?2 OR taken BETWEEN ?1 AND ?2)",
                "ii", line_key(bill, 0), line_key(bill, LINES_MAX));
}

bool release_draws(book *b, int64_t contract, int64_t bill, int64_t first, int64_t last, error *e) {
  int64_t any = 0, from = line_key(bill, first), to = line_key(bill, last);
  if (!db_value(b->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM movements WHERE line BETWEEN ?1 AND ?2 OR taken BETWEEN ?1 AND ?2) OR "
                "EXISTS (SELECT 1 FROM settled_periods WHERE line BETWEEN ?1 AND ?2)",
                "ii", line_key(bill, 0), line_key(bill, LINES_MAX)))
    return false;
  if (!any) return true;
  if (!keep_past(b, bill, e)) return false;
  if (first > 0) return reserve_again(b, contract, bill, from, to, e) && open_again(b, from, to, e);
  return hand_over(b, from, to, e) && give_back(b, from, to, e) && release_lots(b, contract, from, to, e) &&
         move_frontier(b, contract, from, to, e);
}

// Draws go before the lots that they refer to.
static bool forget_later(book *b, int64_t from, error *e) {
  return db_run(b->db, e, "UPDATE movements SET taken = NULL WHERE taken >= ?", "i", from) &&
         db_run(b->db, e, "DELETE FROM movements WHERE lot IS NOT NULL AND line >= ?", "i", from) &&
         db_run(b->db, e, "DELETE FROM movements WHERE lot IS NULL AND line >= ?", "i", from) &&
         db_run(b->db, e, "DELETE FROM settled_periods WHERE line >= ?", "i", from);
}

bool draws_rewind(book *b, int64_t action, int64_t first_bill, error *e) {
  return db_run(b->db, e,
                "UPDATE movements AS m SET (line, taken, entry, released) = (SELECT p.line, p.taken, p.entry, "
                "p.released FROM movements_past p WHERE p.movement = m.n AND p.action >= ?1 ORDER BY p.n LIMIT 1) "
                "WHERE n IN (SELECT movement FROM movements_past WHERE action >= ?1)",
                "i", action) &&
         db_run(b->db, e, "UPDATE movements SET released = NULL WHERE released >= ?", "i", action) &&
         db_run(b->db, e, "UPDATE settled_periods SET released = NULL WHERE released >= ?", "i", action) &&
         forget_later(b, line_key(first_bill, 0), e) &&
         db_run(b->db, e,
                "UPDATE movements AS l SET remaining = quantity + ifnull((SELECT sum(d.quantity) FROM movements d "
                "WHERE d.lot = l.n AND d.released IS NULL), 0) WHERE lot IS NULL",
                "");
}
