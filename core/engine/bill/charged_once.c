// What price rules charge once per ticket, whichever bill: kept with the line that bears it, and given back with it.
#include "core/engine/bill/bill_inside.h"

bool post_once(book *b, const once_charge *charge, error *e) {
  return db_run(b->db, e, "INSERT INTO charged_once (contract, ticket, rule, line) VALUES (?, ?, ?, ?)", "iiti",
                charge->contract, charge->ticket, charge->rule, charge->line);
}

// What an item bears is given back once nothing of the item is billed there any more: what is left of it has paid its
// share.
// clang-format off
#define STILL_BILLED \
  "EXISTS (SELECT 1 FROM lines l, time_entries t CROSS JOIN claims c ON c.contract = t.contract AND " \
  "c." CLAIM_OF_WORK " AND c.at = t.at AND c.row = t.n WHERE l.n = o.line AND t.ticket = o.ticket AND " \
  "c.contract = o.contract AND c.line BETWEEN ?2 AND ?3 AND (l.until_day IS NULL OR " \
  "(c.at >= l.from_day * 1440 AND c.at < l.until_day * 1440)))"
// clang-format on

bool release_once(book *b, int64_t contract, int64_t bill, error *e) {
  return db_run(b->db, e,
                "UPDATE charged_once AS o SET released = (SELECT max(seq) FROM actions) WHERE contract = ?1 AND "
                "released IS NULL AND line BETWEEN ?2 AND ?3 AND NOT " STILL_BILLED,
                "iii", contract, line_key(bill, 0), line_key(bill, LINES_MAX));
}
