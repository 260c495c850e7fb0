// Checks of claims: what is billed exists, is billed once, and nothing that is not billed is lost behind a frontier.
// Large tables are read in the order of their keys: CROSS JOIN keeps the order in which a query names them.
#include "core/engine/facts/facts.h"
#include "core/engine/verify/verify_inside.h"

// clang-format off
#define CLAIMS "SELECT count(*) FROM claims"
#define CLAIM "k.id || ', kind ' || c.kind || ', row ' || c.row || ', at ' || c.at || ', line ' || " LINE_TEXT("c.line")
#define DATE(day) "date((" day ") * 86400, 'unixepoch')"
// The first opening price of a part: what every period has, so that a gap in it is a period that was not billed.
#define OPENING(claim) claim "." CLAIM_OF_FEE " AND " CLAIM_AGAIN(claim) " = 0 AND " CLAIM_FEE_LINE(claim) " = 1"
// What is claimed by its name lies on the contract's first day, and is looked for whatever the frontier.
#define NAMED(claim) "(" claim ".until = " claim ".at + 1 AND " claim ".at = k.start)"
#define CLAIMING(line) line ".kind <> 'ticket'"
// The first claim on a work entry stands on its ticket's line, which bills more than what is claimed.
#define BESIDE_WORK(claim) "NOT " claim "." CLAIM_OF_WORK " OR " CLAIM_IS_AGAIN(claim)
// The day that ends an item's id.
#define DAY_OF(item) "substr(" item ", length(rtrim(" item ", replace(" item ", ':', ''))) + 1, 10)"
// The contract's terms were changed by an import after journal entry `since`.
#define CHANGED(contract, since) \
  "EXISTS (SELECT 1 FROM journal j WHERE j.source = 'contracts' AND j.old IS NOT NULL AND j.first_n = " contract " " \
  "AND j.seq > " since ")"
#define JOURNAL_OF(line) "(SELECT b.journal FROM bills b WHERE b.n = " BILL_OF(line) ")"
#define NOT_CLAIMED(kind, row, at) \
  "NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = " row ".contract AND c." kind " AND c.at = " at " AND " \
  "c.row = " row ".n)"
// Whether the row is among what is open behind its contract's frontier.
#define NAMED_OPEN(of_kind, row, at_place) \
  "EXISTS (SELECT 1 FROM open_rows o WHERE o.contract = " row ".contract AND o." of_kind " AND o." OPEN_ALL " " \
  "AND o.at = " at_place " AND o.row = " row ".n)"

static const check checks[] = {
  { "claims belong to a contract", proof_by_query, CLAIMS,
    "SELECT 'row ' || c.row || ' at ' || c.at || ' of contract ' || c.contract FROM claims c WHERE NOT EXISTS "
    "(SELECT 1 FROM contracts k WHERE k.n = c.contract)" },

  { "claims belong to a bill of their contract", proof_by_query, CLAIMS,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract WHERE NOT EXISTS (SELECT 1 FROM bills b "
    "WHERE b.n = " BILL_OF("c.line") " AND b.contract = c.contract AND "
    "(b.kind = 'bill' OR b.kind = 'free' OR b.kind = 'waiver'))" },

  { "claims name a line of their bill", proof_by_query, CLAIMS,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract WHERE " NUMBER_OF("c.line") " <> 0 "
    "AND NOT EXISTS (SELECT 1 FROM lines l WHERE l.n = c.line)" },

  { "what lines bill is claimed", proof_by_query, "SELECT count(*) FROM lines l WHERE " CLAIMING("l"),
    "SELECT k.id || ', line ' || " LINE_TEXT("l.n") " FROM lines l JOIN bills b ON b.n = " BILL_OF("l.n") " "
    "JOIN contracts k ON k.n = b.contract WHERE " CLAIMING("l") " AND b.kind IN ('bill', 'waiver') "
    "AND NOT (l.amount = 0 AND ifnull(l.discount, '') = '100%') "
    "AND l.n NOT IN (SELECT c.line FROM claims c WHERE " BESIDE_WORK("c") ") "
    "AND l.n NOT IN (SELECT c.line FROM released c WHERE " BESIDE_WORK("c") ")" },

  // What costs nothing in itself may stand on a line of its ticket.
  { "claims stand on lines of what they claim", proof_by_query, CLAIMS,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract JOIN lines l ON l.n = c.line WHERE CASE "
    "WHEN c." CLAIM_OF_FEE " THEN l.kind <> 'period' OR (l.from_day = c.at AND c.until IS NOT NULL "
    "AND l.until_day IS NOT NULL AND c.until <> l.until_day AND c.until <> c.at + 1) "
    "WHEN c." CLAIM_OF_WORK " THEN CASE WHEN " CLAIM_IS_AGAIN("c") " THEN l.kind <> 'period' ELSE l.kind <> 'ticket' "
    "END OR l.ticket <> (SELECT t.ticket FROM time_entries t WHERE t.contract = c.contract AND t.at = c.at "
    "AND t.n = c.row) "
    "WHEN c." CLAIM_OF_CHARGE " THEN l.kind <> 'charge' OR l.day <> c.at ELSE l.kind <> 'grant' OR l.day <> c.at END" },

  { "bills know where their claims begin", proof_by_query, CLAIMS,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract JOIN bills b ON b.n = " BILL_OF("c.line") " "
    "WHERE c.at < CASE WHEN c." CLAIM_OF_FEE " THEN b.period_from WHEN c." CLAIM_OF_WORK " THEN b.time_from "
    "ELSE b.charge_from END" },

  { "claimed time entries exist", proof_by_query, CLAIMS " WHERE " CLAIM_OF_WORK,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract WHERE c." CLAIM_OF_WORK " AND NOT EXISTS "
    "(SELECT 1 FROM time_entries t WHERE t.contract = c.contract AND t.at = c.at AND t.n = " CLAIM_ENTRY("c") ")" },

  { "claimed charges exist", proof_by_query, CLAIMS " WHERE " CLAIM_OF_CHARGE,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract WHERE c." CLAIM_OF_CHARGE " AND NOT EXISTS "
    "(SELECT 1 FROM charges g WHERE g.contract = c.contract AND g.day = c.at AND g.n = c.row)" },

  { "claimed grants exist", proof_by_query, CLAIMS " WHERE " CLAIM_OF_GRANT,
    "SELECT " CLAIM " FROM claims c JOIN contracts k ON k.n = c.contract WHERE c." CLAIM_OF_GRANT " AND NOT EXISTS "
    "(SELECT 1 FROM grants g WHERE g.n = c.row AND g.contract = c.contract AND g.date = c.at)" },

  // The index on (ticket) leads to its few entries.
  { "what is charged once per ticket stands on a bill that holds work of the ticket", proof_by_query,
    "SELECT count(*) FROM charged_once WHERE released IS NULL",
    "SELECT ifnull(k.id, o.contract) || ', ' || o.rule || ' of ticket ' || ifnull(t.id, o.ticket) || ', line ' || "
    LINE_TEXT("o.line") " FROM charged_once o LEFT JOIN contracts k ON k.n = o.contract "
    "LEFT JOIN tickets t ON t.n = o.ticket WHERE o.released IS NULL AND (NOT EXISTS (SELECT 1 FROM time_entries w "
    "CROSS JOIN claims c ON c.contract = w.contract AND c." CLAIM_OF_WORK " AND c.at = w.at AND c.row = w.n "
    "WHERE w.ticket = o.ticket AND c.contract = o.contract AND " BILL_OF("c.line") " = " BILL_OF("o.line") ") "
    "OR (" NUMBER_OF("o.line") " <> 0 AND NOT EXISTS (SELECT 1 FROM lines l WHERE l.n = o.line)))" },

  { "no row is billed twice", proof_by_query, CLAIMS " WHERE " CLAIM_OF_ROW,
    "SELECT 'row ' || row || ', by bills ' || min(" BILL_OF("line") ") || ' and ' || max(" BILL_OF("line") ") "
    "FROM claims WHERE " CLAIM_OF_ROW " GROUP BY row HAVING count(*) > 1" },

  { "no part of a period is billed twice", proof_by_query, CLAIMS " WHERE " CLAIM_OF_FEE,
    "SELECT k.id || ', row ' || x.row || ', from ' || " DATE("x.at") " FROM (SELECT contract, row, at, max(until) OVER "
    "(PARTITION BY contract, row ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM claims "
    "WHERE " CLAIM_OF_FEE ") x JOIN contracts k ON k.n = x.contract WHERE x.at < x.before" },

  // An end that was moved after the billing leaves billed days past it, and what is given back of them.
  { "periods are billed within their contract's life", proof_by_query, CLAIMS " WHERE " CLAIM_OF_FEE,
    "SELECT k.id || ', row ' || c.row || ', from ' || " DATE("c.at") " FROM claims c JOIN contracts k "
    "ON k.n = c.contract WHERE c." CLAIM_OF_FEE " AND (c.at < k.start OR ifnull(c.until, c.at) <= c.at OR "
    "(c.until > k.\"end\" + 1 AND NOT " CLAIM_IS_AGAIN("c") " AND NOT " CHANGED("k.n", JOURNAL_OF("c.line")) "))" },

  // A type may bill nothing for a period; what a batch left out of one was due.
  { "billed periods tile their contract's life", proof_by_query, "SELECT count(*) FROM claims c WHERE " OPENING("c"),
    "SELECT k.id || ', row ' || x.row || ', from ' || " DATE("x.before") " || ' to ' || " DATE("x.at - 1") " "
    "FROM (SELECT c.contract, c.row, c.at, max(c.until) OVER (PARTITION BY c.contract, c.row ORDER BY c.at ROWS "
    "BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM claims c WHERE " OPENING("c") ") x "
    "JOIN contracts k ON k.n = x.contract JOIN frontiers f ON f.contract = x.contract "
    "WHERE x.at > x.before AND x.before < f.period_from AND EXISTS (SELECT 1 FROM exclusions o JOIN batches b "
    "ON b.n = o.batch WHERE o.contract = k.n AND b.state IN ('generated', 'exported') "
    "AND " DAY_OF("o.item") " >= " DATE("x.before") " AND " DAY_OF("o.item") " < " DATE("x.at") ")" },

  { "periods that were released are billed again or due", proof_by_query,
    "SELECT count(*) FROM released c WHERE " OPENING("c"),
    "SELECT DISTINCT k.id || ', row ' || x.row || ', from ' || " DATE("x.first") " FROM (SELECT c.contract, c.row, "
    "c.until, max(c.at, k.start, ifnull(k.bill_from, k.start)) AS first FROM released c JOIN contracts k "
    "ON k.n = c.contract WHERE " OPENING("c") " AND NOT " NAMED("c") ") x JOIN contracts k ON k.n = x.contract "
    "JOIN frontiers f ON f.contract = k.n WHERE x.first < x.until AND x.first <= ifnull(k.\"end\", x.first) "
    "AND x.first < f.period_from AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = x.contract "
    "AND c." CLAIM_OF_FEE " AND c.row = x.row AND c.at <= x.first AND c.until > x.first) "
    "AND NOT " CHANGED("k.n", "0") },

  { "released claims are not held by the same line", proof_by_query, "SELECT count(*) FROM released",
    "SELECT " CLAIM " FROM released c JOIN claims m ON m.contract = c.contract AND m.kind = c.kind AND m.at = c.at "
    "AND m.row = c.row AND m.line = c.line JOIN contracts k ON k.n = c.contract" },

  { "void documents hold no claims", proof_by_query, "SELECT count(*) FROM invoices WHERE state = 'void'",
    "SELECT i.number || ': ' || " CLAIM " FROM invoices i JOIN bills b ON b.invoice = i.n JOIN contracts k "
    "ON k.n = b.contract JOIN claims c ON c.contract = b.contract AND " NAMES_BILL("c.line", "b.n") " "
    "WHERE i.state = 'void'" },

  { "work that is not billed lies on or after its frontier, or is named as open", proof_by_query,
    "SELECT count(*) FROM time_entries WHERE contract <> 0",
    "SELECT 'entry ' || t.id || ' of ' || k.id || ', ' || " DATE("t.at / 1440") " FROM frontiers f CROSS JOIN "
    "contracts k ON k.n = f.contract CROSS JOIN time_entries t ON t.contract = f.contract AND t.at < f.time_from "
    "AND t.at >= " FIRST_DAY("k") " * 1440 WHERE " NOT_CLAIMED(CLAIM_OF_WORK, "t", "t.at") " "
    "AND NOT " NAMED_OPEN(CLAIM_OF_WORK, "t", "t.at") },

  { "charges that are not billed lie on or after their frontier, or are named as open", proof_by_query,
    "SELECT count(*) FROM charges WHERE contract <> 0",
    "SELECT 'charge ' || t.id || ' of ' || k.id || ', ' || " DATE("t.day") " FROM frontiers f CROSS JOIN contracts k "
    "ON k.n = f.contract CROSS JOIN charges t ON t.contract = f.contract AND t.day < f.charge_from "
    "AND t.day >= " FIRST_DAY("k") " WHERE " NOT_CLAIMED(CLAIM_OF_CHARGE, "t", "t.day") " "
    "AND NOT " NAMED_OPEN(CLAIM_OF_CHARGE, "t", "t.day") },

  { "what is named as open lies behind its frontier, is there and is not billed", proof_by_query,
    "SELECT count(*) FROM open_rows",
    "SELECT 'row ' || o.row || ' of ' || k.id FROM open_rows o JOIN contracts k ON k.n = o.contract "
    "LEFT JOIN frontiers f "
    "ON f.contract = o.contract WHERE CASE o.kind WHEN 2 THEN o.at >= f.time_from OR o.at < " FIRST_DAY("k") " * 1440 "
    "OR NOT EXISTS (SELECT 1 FROM time_entries x WHERE " ROW_OF_OPEN("at") ") "
    "ELSE o.at >= f.charge_from OR o.at < " FIRST_DAY("k") " OR NOT EXISTS (SELECT 1 FROM charges x "
    "WHERE " ROW_OF_OPEN("day") ") END OR EXISTS (SELECT 1 FROM claims c WHERE c.contract = o.contract "
    "AND c.kind = o.kind AND c.at = o.at AND c.row = o.row)" },

  { "of what is named as open, work on open tickets sleeps", proof_by_query, "SELECT count(*) FROM open_rows",
    "SELECT 'row ' || o.row || ' of contract ' || o.contract FROM open_rows o LEFT JOIN time_entries x "
    "ON o.kind = 2 AND " ROW_OF_OPEN("at") " LEFT JOIN tickets t ON t.n = x.ticket "
    "WHERE o.asleep <> ifnull(t.closed = 0, 0)" },

  { "work bills on the contract that it names", proof_by_query, "SELECT count(*) FROM time_entries",
    "SELECT 'entry ' || t.id FROM time_entries t JOIN tickets k ON k.n = t.ticket WHERE t.contract <> "
    "" WORK_CONTRACT("t", "k") " AND " NOT_CLAIMED(CLAIM_OF_WORK, "t", "t.at") },

  { "charges bill on the contract that they name", proof_by_query, "SELECT count(*) FROM charges",
    "SELECT 'charge ' || t.id FROM charges t LEFT JOIN tickets k ON k.n = t.ticket WHERE t.contract "
    "<> " CHARGE_CONTRACT("t", "k") " AND " NOT_CLAIMED(CLAIM_OF_CHARGE, "t", "t.day") },

  { "work bills on no stranger's contract", proof_by_query, "SELECT count(*) FROM time_entries",
    "SELECT 'entry ' || t.id || ' on ' || c.id FROM time_entries t JOIN tickets k ON k.n = t.ticket "
    "JOIN contracts c ON c.n = t.contract WHERE c.customer <> k.customer "
    "AND " STRANGERS("k.customer", "c.customer") " AND " NOT_CLAIMED(CLAIM_OF_WORK, "t", "t.at") },

  { "charges bill on no stranger's contract", proof_by_query, "SELECT count(*) FROM charges",
    "SELECT 'charge ' || t.id || ' on ' || c.id FROM charges t JOIN contracts c ON c.n = t.contract "
    "WHERE c.customer <> t.customer AND " STRANGERS("t.customer", "c.customer") " "
    "AND " NOT_CLAIMED(CLAIM_OF_CHARGE, "t", "t.day") },

  { "nobody pays for itself in a ring of bill_to", proof_by_query, "SELECT count(*) FROM customers",
    "WITH RECURSIVE up (first, n) AS (SELECT n, bill_to FROM customers WHERE bill_to IS NOT NULL UNION "
    "SELECT up.first, c.bill_to FROM up JOIN customers c ON c.n = up.n WHERE up.n <> up.first "
    "AND c.bill_to IS NOT NULL) SELECT c.id FROM up JOIN customers c ON c.n = up.first WHERE up.n = up.first" },

  // Bills of which nothing was released: what was may have changed since.
  { "a bill's hours are those of the work that it took", proof_by_query,
    "SELECT count(*) FROM bills WHERE kind <> 'credit'",
    "SELECT 'bill ' || x.bill || ' of ' || k.id || ': ' || b.minutes || ' minutes, took ' || (b.minutes + x.more) "
    "FROM (SELECT bill, sum(minutes) AS more FROM (SELECT " BILL_OF("c.line") " AS bill, t.minutes FROM claims c "
    "JOIN time_entries t ON t.contract = c.contract AND t.at = c.at AND t.n = c.row WHERE c." CLAIM_OF_WORK " "
    "UNION ALL SELECT n, -minutes FROM bills WHERE kind <> 'credit') GROUP BY bill HAVING sum(minutes) <> 0) x "
    "CROSS JOIN bills b ON b.n = x.bill CROSS JOIN contracts k ON k.n = b.contract "
    "WHERE b.n NOT IN (SELECT " BILL_OF("line") " FROM released)" },
};
// clang-format on

const check_list claim_checks = { checks, sizeof checks / sizeof *checks };
