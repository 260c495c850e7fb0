// Checks of payments: what is given is there, and no more of it than there is.
#include "core/engine/invoice/invoice.h"
#include "core/engine/verify/verify_inside.h"

// clang-format off
// A credit note of that number, which a payment of the same id hides.
#define IS_NOTE(note, allocation) \
  note ".number = " allocation ".payment AND " note ".kind = 'credit' AND NOT EXISTS " \
  "(SELECT 1 FROM payments h WHERE h.id = " allocation ".payment)"
#define GIVEN_TO(invoice) "(SELECT ifnull(sum(g.amount), 0) FROM allocations g WHERE g.invoice = " invoice ".number)"
// A note that takes a line below zero back adds to what is owed.
#define OWED_AGAIN(invoice) \
  "(SELECT ifnull(sum(c.total), 0) FROM invoices c WHERE c.credits = " invoice ".n AND c.state = 'final' " \
  "AND c.total > 0)"
// Of a document i that stands by itself; else 0.
#define OF_OPEN(what) "iif(i.state = 'final' AND i.credits IS NULL, " what ", 0)"

static const check checks[] = {
  { "payments give no more than they have", proof_by_query, "SELECT count(*) FROM payments",
    "SELECT 'payment ' || p.id FROM payments p WHERE p.amount < "
    "(SELECT ifnull(sum(a.amount), 0) FROM allocations a WHERE a.payment = p.id)" },

  { "what pays an invoice is a payment or a credit note in its currency", proof_by_query,
    "SELECT count(*) FROM allocations",
    "SELECT a.payment || ', ' || a.invoice FROM allocations a WHERE NOT EXISTS (SELECT 1 FROM invoices i "
    "WHERE i.number = a.invoice AND (i.currency IN (SELECT p.currency FROM payments p WHERE p.id = a.payment) "
    "OR EXISTS (SELECT 1 FROM invoices n WHERE " IS_NOTE("n", "a") " AND n.state = 'final' "
    "AND n.currency = i.currency AND n.credits IS NOT i.n)))" },

  { "what is paid is a final invoice, and at most its total", proof_by_query,
    "SELECT count(DISTINCT invoice) FROM allocations",
    "SELECT i.number FROM invoices i WHERE i.number IN (SELECT invoice FROM allocations) "
    "AND (i.state <> 'final' OR i.kind <> 'invoice' OR " GIVEN_TO("i") " > i.total + " OWED_AGAIN("i") ")" },

  // Of a note that names an invoice only what was not owed of that any more.
  { "credit notes give no more than is left of them", proof_by_query,
    "SELECT count(*) FROM invoices WHERE kind = 'credit' AND number IN (SELECT payment FROM allocations)",
    "SELECT 'credit note ' || n.number FROM invoices n JOIN allocations a ON " IS_NOTE("n", "a") " GROUP BY n.n "
    "HAVING sum(a.amount) > -n.total UNION ALL "
    "SELECT 'credit notes of ' || i.number FROM invoices i JOIN invoices n ON n.credits = i.n JOIN allocations a "
    "ON " IS_NOTE("n", "a") " GROUP BY i.n HAVING sum(a.amount) > " GIVEN_TO("i") " - i.total "
    "- (SELECT sum(c.total) FROM invoices c WHERE c.credits = i.n AND c.state = 'final')" },

  { "what is open no more is what was credited and paid", proof_by_query, "SELECT count(*) FROM open_less",
    "SELECT ifnull(i.number, 'D' || i.n) FROM invoices i LEFT JOIN open_less l ON l.invoice = i.n "
    "WHERE ifnull(l.amount, 0) <> " OF_OPEN("i.total - " INVOICE_OPEN("i", "4000000")) },

  { "what is open sums up by the days on which it is due", proof_by_query, "SELECT count(*) FROM open_by_due",
    "SELECT currency || ', ' || date(due * 86400, 'unixepoch') FROM (SELECT * FROM open_by_due "
    "UNION ALL SELECT currency, due, -(open > 0), -max(open, 0), -min(open, 0) FROM (SELECT i.currency, "
    "ifnull(i.due_date, i.date) AS due, " OF_OPEN(INVOICE_OPEN("i", "4000000")) " AS open FROM invoices i)) "
    "GROUP BY currency, due HAVING sum(documents) <> 0 OR sum(owed) <> 0 OR sum(on_account) <> 0" },

  { "documents sum up, and those to be exported", proof_by_query, "SELECT count(*) FROM document_sums",
    "SELECT currency FROM (SELECT * FROM document_sums UNION ALL SELECT i.currency, -1, -i.total, "
    "-(b.state = 'generated'), -i.total * (b.state = 'generated') FROM invoices i JOIN batches b ON b.n = i.batch "
    "WHERE i.state = 'final') GROUP BY currency HAVING sum(documents) <> 0 OR sum(amount) <> 0 "
    "OR sum(to_export) <> 0 OR sum(export_amount) <> 0" },
};
// clang-format on

const check_list payment_checks = { checks, sizeof checks / sizeof *checks };
