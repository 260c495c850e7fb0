// Checks of prepaid balances: nothing is drawn that was not granted, and what is left is what was not drawn.
#include "core/engine/facts/facts.h"
#include "core/engine/verify/verify_inside.h"

// clang-format off
#define LOTS "SELECT count(*) FROM movements WHERE lot IS NULL"
#define DRAWS "SELECT count(*) FROM movements WHERE lot IS NOT NULL"
#define MOVEMENT "'movement ' || m.n || ' of contract ' || k.id"

static const check checks[] = {
  { "balances are what was granted less what was drawn", proof_by_query, LOTS,
    "SELECT " MOVEMENT " || ': ' || m.remaining || ' left' FROM movements m JOIN contracts k ON k.n = m.contract "
    "WHERE m.lot IS NULL AND m.remaining <> m.quantity + ifnull((SELECT sum(d.quantity) FROM movements d "
    "WHERE d.lot = m.n AND d.released IS NULL), 0)" },

  { "work draws on lots of its contract, or of a block that it was handed, of the same unit, while they last",
    proof_by_query, DRAWS,
    "SELECT " MOVEMENT " FROM movements m JOIN contracts k ON k.n = m.contract JOIN movements l ON l.n = m.lot "
    "WHERE l.lot IS NOT NULL OR (l.contract <> m.contract AND NOT EXISTS (SELECT 1 FROM contracts o "
    "WHERE o.n = l.contract AND o.customer = k.customer)) OR l.unit <> m.unit OR m.day < l.day "
    "OR m.day > ifnull(l.expires, m.day)" },

  { "contracts draw on a block of their customer, which draws on none", proof_by_query,
    "SELECT count(*) FROM contracts WHERE draws_on IS NOT NULL",
    "SELECT 'contract ' || k.id FROM contracts k JOIN contracts o ON o.n = k.draws_on "
    "WHERE o.customer <> k.customer OR o.draws_on IS NOT NULL" },

  { "a lot that is drawn is not released", proof_by_query, DRAWS,
    "SELECT " MOVEMENT " FROM movements m JOIN contracts k ON k.n = m.contract JOIN movements l ON l.n = m.lot "
    "WHERE m.released IS NULL AND l.released IS NOT NULL" },

  { "what is drawn is pinned to a bill of its contract", proof_by_query, DRAWS,
    "SELECT " MOVEMENT " FROM movements m JOIN contracts k ON k.n = m.contract "
    "WHERE m.lot IS NOT NULL AND m.released IS NULL AND NOT EXISTS (SELECT 1 FROM bills b "
    "WHERE b.n = " BILL_OF("ifnull(m.taken, m.line)") " AND b.contract = m.contract)" },

  { "what is drawn stands on a line of its ticket, and is of its lot's part", proof_by_query, DRAWS,
    "SELECT " MOVEMENT " FROM movements m JOIN contracts k ON k.n = m.contract JOIN movements l ON l.n = m.lot "
    "LEFT JOIN lines b ON b.n = m.line WHERE m.released IS NULL AND (m.part <> l.part "
    "OR (" NUMBER_OF("m.line") " <> 0 AND b.n IS NULL) OR (b.kind = 'ticket' AND b.ticket <> m.ticket) "
    "OR (" NUMBER_OF("m.taken") " <> 0 AND NOT EXISTS (SELECT 1 FROM lines t WHERE t.n = m.taken)))" },

  { "what is reserved for work is not billed yet", proof_by_query, "SELECT count(*) FROM movements WHERE entry > 0",
    "SELECT " MOVEMENT " FROM movements m JOIN contracts k ON k.n = m.contract "
    "WHERE m.entry > 0 AND m.taken IS NULL AND m.released IS NULL AND EXISTS ("
    "SELECT 1 FROM time_entries t JOIN claims c ON c.contract = t.contract AND c." CLAIM_OF_WORK " AND c.at = t.at "
    "AND c.row = t.n WHERE m." DRAW_OF_WORK " AND t.n = m.entry AND t.contract = m.contract UNION ALL "
    "SELECT 1 FROM charges t JOIN claims c ON c.contract = t.contract AND c." CLAIM_OF_CHARGE " AND c.at = t.day "
    "AND c.row = t.n WHERE m." DRAW_OF_CHARGE " AND t.n = m.entry AND t.contract = m.contract)" },

  { "settled periods belong to a bill", proof_by_query, "SELECT count(*) FROM settled_periods",
    "SELECT 'period of contract ' || k.id || ' from ' || date(s.from_day * 86400, 'unixepoch') FROM settled_periods s "
    "JOIN contracts k ON k.n = s.contract WHERE s.released IS NULL AND NOT EXISTS (SELECT 1 FROM bills b "
    "WHERE b.n = " BILL_OF("s.line") " AND b.contract = s.contract)" },
};
// clang-format on

const check_list prepaid_checks = { checks, sizeof checks / sizeof *checks };
