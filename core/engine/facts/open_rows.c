// The table of what stays open behind frontiers: the only place that writes it, and the frontiers' two minutes.
#include "core/engine/facts/open_rows.h"

// clang-format off
#define INTO "INSERT OR IGNORE INTO open_rows (contract, kind, asleep, at, row) "
#define WORK_ROW "SELECT x.contract, 2, t.closed = 0, x.at, x.n "
#define CHARGE_ROW "SELECT x.contract, 3, 0, x.day, x.n "

static const char gather_work[] =
    INTO WORK_ROW "FROM contracts k JOIN frontiers f ON f.contract = k.n "
    "CROSS JOIN time_entries x ON x.contract = k.n AND x.at >= max(?2, " FIRST_DAY("k") " * 1440) "
    "AND x.at < f.time_from CROSS JOIN tickets t ON t.n = x.ticket WHERE k.n = ?1 "
    "AND NOT " ROW_CLAIMED(CLAIM_OF_WORK, "at");
static const char gather_charges[] =
    INTO CHARGE_ROW "FROM contracts k JOIN frontiers f ON f.contract = k.n "
    "CROSS JOIN charges x ON x.contract = k.n AND x.day >= max(?2, " FIRST_DAY("k") ") AND x.day < f.charge_from "
    "WHERE k.n = ?1 AND NOT " ROW_CLAIMED(CLAIM_OF_CHARGE, "day");

static const char freed_work[] =
    INTO WORK_ROW "FROM released r CROSS JOIN contracts k ON k.n = r.contract CROSS JOIN frontiers f "
    "ON f.contract = k.n CROSS JOIN time_entries x ON x.contract = r.contract AND x.at = r.at AND x.n = r.row "
    "CROSS JOIN tickets t ON t.n = x.ticket WHERE r.n > ?1 AND r." CLAIM_OF_WORK " AND x.at < f.time_from "
    "AND x.at >= " FIRST_DAY("k") " * 1440 AND NOT " ROW_CLAIMED(CLAIM_OF_WORK, "at");
static const char freed_charges[] =
    INTO CHARGE_ROW "FROM released r CROSS JOIN contracts k ON k.n = r.contract CROSS JOIN frontiers f "
    "ON f.contract = k.n CROSS JOIN charges x ON x.contract = r.contract AND x.day = r.at AND x.n = r.row "
    "WHERE r.n > ?1 AND r." CLAIM_OF_CHARGE " AND x.day < f.charge_from AND x.day >= " FIRST_DAY("k") " "
    "AND NOT " ROW_CLAIMED(CLAIM_OF_CHARGE, "day");
// clang-format on

bool open_rows_gather(db *d, int64_t contract, int64_t time_from, int64_t charge_from, error *e) {
  return db_run(d, e, gather_work, "ii", contract, time_from) &&
         db_run(d, e, gather_charges, "ii", contract, charge_from);
}

bool open_rows_freed(db *d, int64_t mark, error *e) {
  return db_run(d, e, freed_work, "i", mark) && db_run(d, e, freed_charges, "i", mark);
}

bool open_rows_keep(db *d, item_kind kind, int64_t contract, int64_t at, int64_t row, int64_t ticket, error *e) {
  if (kind == ITEM_CHARGE) return db_run(d, e, INTO "VALUES (?, 3, 0, ?, ?)", "iii", contract, at, row);
  return db_run(d, e, INTO "SELECT ?1, 2, closed = 0, ?2, ?3 FROM tickets WHERE n = ?4", "iiii", contract, at, row,
                ticket);
}

bool open_rows_drop(db *d, item_kind kind, int64_t contract, int64_t at, int64_t row, error *e) {
  return db_run(d, e, "DELETE FROM open_rows WHERE contract = ? AND kind = ? AND " OPEN_ALL " AND at = ? AND row = ?",
                "iiii", contract, (int64_t)kind, at, row);
}

bool open_rows_ticket(db *d, int64_t ticket, error *e) {
  int64_t closed;
  return db_value(d, e, &closed, 0, "SELECT closed FROM tickets WHERE n = ?", "i", ticket) &&
         db_run(d, e,
                "UPDATE open_rows SET asleep = ?1 WHERE (contract, kind, asleep, at, row) IN (SELECT contract, 2, "
                "1 - ?1, at, n FROM time_entries WHERE ticket = ?2)",
                "ii", (int64_t)!closed, ticket);
}

bool frontier_move(db *d, int64_t contract, int64_t period_from, int64_t time_from, int64_t charge_from, error *e) {
  return db_run(d, e,
                "UPDATE frontiers SET period_from = ?, time_from = max(time_from, ?), "
                "charge_from = max(charge_from, ?) WHERE contract = ?",
                "iiii", period_from, time_from, charge_from, contract);
}

#define BEFORE_NO_MORE(of_kind, frontier)                                                 \
  "DELETE FROM open_rows WHERE contract = ?1 AND " of_kind " AND " OPEN_ALL " AND at >= " \
  "(SELECT " frontier " FROM frontiers WHERE contract = ?1)"

bool frontier_lower(db *d, int64_t contract, int64_t period_from, int64_t time_from, int64_t charge_from, error *e) {
  return db_run(d, e,
                "UPDATE frontiers SET period_from = min(period_from, ?), time_from = min(time_from, ?), "
                "charge_from = min(charge_from, ?) WHERE contract = ?",
                "iiii", period_from, time_from, charge_from, contract) &&
         db_run(d, e, BEFORE_NO_MORE(CLAIM_OF_WORK, "time_from"), "i", contract) &&
         db_run(d, e, BEFORE_NO_MORE(CLAIM_OF_CHARGE, "charge_from"), "i", contract);
}

bool frontier_restart(db *d, int64_t contract, int64_t first_day, bool billed, error *e) {
  if (!db_run(d, e, "DELETE FROM open_rows WHERE contract = ?", "i", contract)) return false;
  if (!billed)
    return db_run(d, e, "UPDATE frontiers SET period_from = ?, time_from = ?, charge_from = ? WHERE contract = ?",
                  "iiii", first_day, first_day * 1440, first_day, contract);
  return db_run(d, e, "UPDATE frontiers SET period_from = min(period_from, ?) WHERE contract = ?", "ii", first_day,
                contract) &&
         open_rows_gather(d, contract, INT64_MIN, INT64_MIN, e);
}
