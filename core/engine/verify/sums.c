// Checks of sums: lines make bills, bills make documents, documents post to zero, Batch Details say what is selected.
#include "core/engine/bill/bill.h"
#include "core/engine/verify/verify_inside.h"

// clang-format off
#define NUMBER(invoice) "ifnull(" invoice ".number, 'D' || " invoice ".n)"
#define OPEN_BATCHES "SELECT count(*) FROM batches WHERE state = 'open'"

// What credit notes before bill b took back of line y.
#define BACK(column) \
  "ifnull((SELECT sum(n." column ") FROM credits r JOIN lines n ON n.n = r.line WHERE r.credited = y.n " \
  "AND " BILL_OF("r.line") " < b.n), 0)"

static const check checks[] = {
  { "lines belong to a bill", proof_by_query, "SELECT count(*) FROM lines",
    "SELECT 'line ' || " LINE_TEXT("n") " FROM lines WHERE NOT EXISTS "
    "(SELECT 1 FROM bills b WHERE b.n = " BILL_OF("lines.n") ")" },

  { "lines sum to their bill", proof_by_query, "SELECT count(*) FROM bills",
    "SELECT 'bill ' || b.n FROM bills b WHERE (b.amount, b.tax, b.lines) <> (SELECT ifnull(sum(l.amount), 0), "
    "ifnull(sum(l.tax), 0), count(*) FROM lines l WHERE " LINE_IN("l.n", "b.n") ")" },

  { "taxes sum to their bill", proof_by_query, "SELECT count(*) FROM bills",
    "SELECT 'bill ' || b.n FROM bills b WHERE b.tax <> (SELECT ifnull(sum(t.amount), 0) FROM bill_taxes t "
    "WHERE t.bill = b.n)" },

  { "the components of a tax sum to it", proof_by_query, "SELECT count(*) FROM line_taxes",
    "SELECT 'line ' || " LINE_TEXT("l.n") " FROM (SELECT line, sum(amount) AS tax FROM line_taxes GROUP BY line) p "
    "JOIN lines l ON l.n = p.line WHERE p.tax <> l.tax" },

  { "the components of a tax are among those of its bill", proof_by_query, "SELECT count(*) FROM line_taxes",
    "SELECT 'line ' || " LINE_TEXT("p.line") " || ', ' || p.name FROM line_taxes p WHERE NOT EXISTS (SELECT 1 "
    "FROM bill_taxes b WHERE b.bill = " BILL_OF("p.line") " AND b.name = p.name AND b.rate = p.rate)" },

  // A line belongs to the rows of its tax that name its category, else to those that name none.
  { "each tax of a bill is that of its lines", proof_by_query, "SELECT count(*) FROM bill_taxes",
    "SELECT 'bill ' || b.bill || ', ' || b.name FROM bill_taxes b WHERE (b.base, b.amount) IS NOT "
    "(SELECT sum(" BASE_OF_LINE("l", "b") " + CASE b.compound WHEN 1 THEN ifnull((SELECT sum(p.amount) "
    "FROM line_taxes p JOIN line_taxes o ON o.line = l.n AND o.name = b.name AND p.ord < o.ord "
    "WHERE p.line = l.n), 0) ELSE 0 END), "
    "sum(ifnull((SELECT p.amount FROM line_taxes p WHERE " PART_OF_LINE("p", "l", "b") "), "
    "l.tax)) FROM lines l WHERE " LINE_IN("l.n", "b.bill") " AND ifnull(l.tax_row, 0) = b.tax_row "
    "AND (b.category = l.category OR (b.category IS NULL AND NOT EXISTS (SELECT 1 FROM bill_taxes o "
    "WHERE o.bill = b.bill AND o.tax_row = l.tax_row AND o.category = l.category))) AND " TAX_OF_LINE("l", "b") ")" },

  // What was caught up of a line's days, with what credit notes had taken back before it. Bills of before the rules
  // that see to it are left alone.
  { "catch-ups give back no more than was billed", proof_by_query,
    "SELECT count(*) FROM claims c WHERE c." CLAIM_OF_FEE " AND " CLAIM_IS_AGAIN("c"),
    "SELECT k.id || ', line ' || " LINE_TEXT("c.line") " FROM claims c JOIN lines l ON l.n = c.line AND l.amount < 0 "
    "JOIN bills b ON b.n = " BILL_OF("c.line") " AND b.rules_version >= 2 JOIN contracts k ON k.n = c.contract "
    "JOIN claims o ON o.contract = c.contract AND o." CLAIM_OF_FEE " AND o.row = " CLAIM_FIRST("c") " AND o.at <= c.at "
    "AND o.until > c.at AND o.line < c.line JOIN lines f ON f.n = o.line AND f.amount >= 0 AND f.tax >= 0 "
    "WHERE EXISTS "
    "(SELECT sum(y.amount) FROM claims x JOIN lines y ON y.n = x.line WHERE x.contract = c.contract "
    "AND x." CLAIM_OF_FEE " "
    "AND " CLAIM_FIRST("x") " = o.row AND x.at >= o.at AND x.at < o.until AND " BILL_OF("x.line") " <= b.n "
    "HAVING sum(y.amount + " BACK("amount") ") < 0 OR sum(y.tax + " BACK("tax") ") < 0)" },

  { "bills sum to their document", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT " NUMBER("i") " FROM invoices i WHERE i.total <> i.subtotal + i.tax "
    "OR (i.subtotal - i.rounding, i.tax) IS NOT (SELECT ifnull(sum(b.amount), 0), ifnull(sum(b.tax), 0) FROM bills b "
    "WHERE b.invoice = i.n HAVING count(*) > 0 OR (i.credits IS NOT NULL AND i.rounding <> 0))" },

  // To the nearest multiple; of two as near to the one away from zero.
  { "totals are rounded to what was set when they were made", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT " NUMBER("i") " FROM invoices i WHERE i.credits IS NULL "
    "AND CASE WHEN i.round_to IS NULL THEN i.rounding <> 0 ELSE i.total % i.round_to <> 0 "
    "OR abs(i.rounding) * 2 > i.round_to "
    "OR (abs(i.rounding) * 2 = i.round_to AND (i.rounding > 0) <> (i.total > 0)) END" },

  { "a rounding is taken back whole and once", proof_by_query,
    "SELECT count(*) FROM invoices WHERE credits IS NOT NULL",
    "SELECT " NUMBER("o") " FROM invoices i JOIN invoices o ON o.n = i.credits GROUP BY o.n "
    "HAVING max(i.round_to) IS NOT NULL OR sum(i.rounding) NOT IN (0, -o.rounding) "
    "OR sum(abs(i.rounding)) <> abs(sum(i.rounding))" },

  { "a bill has the currency of its document", proof_by_query, "SELECT count(*) FROM bills WHERE invoice IS NOT NULL",
    "SELECT 'bill ' || b.n || ', ' || " NUMBER("i") " FROM bills b JOIN invoices i ON i.n = b.invoice "
    "WHERE b.currency <> i.currency" },

  { "a bill is in the batch of its document", proof_by_query, "SELECT count(*) FROM bills WHERE invoice IS NOT NULL",
    "SELECT 'bill ' || b.n || ', ' || " NUMBER("i") " FROM bills b JOIN invoices i ON i.n = b.invoice "
    "WHERE b.batch <> i.batch" },

  { "bills and credits are on a document, free bills and waivers on none", proof_by_query, "SELECT count(*) FROM bills",
    "SELECT 'bill ' || n || ', ' || kind FROM bills WHERE (kind = 'bill' OR kind = 'credit') <> "
    "(invoice IS NOT NULL)" },

  { "free bills cost nothing", proof_by_query, "SELECT count(*) FROM bills WHERE kind = 'free'",
    "SELECT 'bill ' || n FROM bills WHERE kind = 'free' AND (amount <> 0 OR tax <> 0)" },

  { "open and deleted batches hold nothing but waivers", proof_by_query,
    "SELECT count(*) FROM batches WHERE state = 'open' OR state = 'deleted'",
    "SELECT 'bill ' || b.n || ' in batch ' || b.batch FROM batches x JOIN bills b ON b.batch = x.n "
    "WHERE (x.state = 'open' OR x.state = 'deleted') AND b.kind <> 'waiver'" },

  { "postings sum to zero", proof_by_query, "SELECT count(*) FROM postings",
    "SELECT " NUMBER("i") " FROM invoices i WHERE (SELECT sum(p.amount) FROM postings p WHERE p.invoice = i.n) <> 0" },

  // A void keeps what it posted and posts the mirror of it: each account comes to nothing.
  { "postings say what their document says", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT " NUMBER("i") " FROM invoices i LEFT JOIN (SELECT invoice, count(*) AS rows, "
    "sum(amount) FILTER (WHERE account = 'receivable') AS receivable, "
    "sum(amount) FILTER (WHERE account = 'revenue') AS revenue, "
    "sum(amount) FILTER (WHERE account = 'tax') AS tax FROM postings GROUP BY invoice) p ON p.invoice = i.n "
    "WHERE CASE i.state WHEN 'draft' THEN p.rows IS NOT NULL "
    "WHEN 'void' THEN (p.rows, p.receivable, p.revenue, p.tax) IS NOT (6, 0, 0, 0) "
    "ELSE (p.rows, p.receivable, p.revenue, p.tax) IS NOT (3, i.total, -i.subtotal, -i.tax) END" },

  { "Batch Details count what is selected", proof_by_query, OPEN_BATCHES,
    "SELECT 'batch ' || b.n FROM batches b WHERE b.state = 'open' AND (b.bills, b.tickets, b.minutes) <> "
    "(SELECT ifnull(sum(pick_bill), 0), ifnull(sum(pick_tickets), 0), ifnull(sum(pick_minutes), 0) "
    "FROM previews p WHERE p.batch = b.n AND p.chosen = 1)" },

  { "Batch Details sum what is selected", proof_by_query, OPEN_BATCHES,
    "SELECT 'batch ' || n || ', ' || currency FROM (SELECT t.batch AS n, t.currency, t.contracts, t.amount, t.tax "
    "FROM batch_totals t JOIN batches b ON b.n = t.batch WHERE b.state = 'open' "
    "UNION ALL SELECT p.batch, p.currency, -1, -p.pick_amount, -p.pick_tax FROM previews p JOIN batches b "
    "ON b.n = p.batch WHERE b.state = 'open' AND p.chosen = 1) GROUP BY n, currency "
    "HAVING sum(contracts) <> 0 OR sum(amount) <> 0 OR sum(tax) <> 0" },

  { "only what is ready is selected", proof_by_query, "SELECT count(*) FROM previews WHERE chosen = 1",
    "SELECT 'batch ' || p.batch || ', ' || k.id FROM batches b JOIN previews p ON p.batch = b.n JOIN contracts k "
    "ON k.n = p.contract WHERE b.state = 'open' AND p.chosen = 1 AND p.state <> 'ready'" },
};
// clang-format on

const check_list sum_checks = { checks, sizeof checks / sizeof *checks };
