// What customers owe on a day, by how long it is overdue; less what they paid on account.
#include "core/engine/invoice/invoice.h"
#include "core/engine/reports/reports_inside.h"

// clang-format off
#define LATE(first, last) "sum(o.open * (o.late BETWEEN " first " AND " last ")), "

const report_form aging_forms[] = {
  { .name = "aging", .bars = "open", .span = REPORT_ONE_DAY,
    .columns = { { "customer", REPORT_TEXT }, { "customer_name", REPORT_TEXT }, { "currency", REPORT_TEXT },
                 { "documents", REPORT_COUNT }, { "not_due", REPORT_MONEY }, { "days_1_30", REPORT_MONEY },
                 { "days_31_60", REPORT_MONEY }, { "days_61_90", REPORT_MONEY }, { "over_90", REPORT_MONEY },
                 { "open", REPORT_MONEY }, { "on_account", REPORT_MONEY }, { "balance", REPORT_MONEY } },
    .sql = "SELECT c.id, c.name, o.currency, sum(o.open <> 0), sum(o.open * (o.late < 1)), " LATE("1", "30")
           LATE("31", "60") LATE("61", "90") "sum(o.open * (o.late > 90)), sum(o.open), "
           "sum(o.rest), sum(o.open - o.rest) "
           "FROM (SELECT i.customer, i.currency, ?2 - ifnull(i.due_date, i.date) AS late, " INVOICE_OPEN("i", "?2")
           " AS open, 0 AS rest FROM invoices i WHERE " REPORT_FINAL " AND i.credits IS NULL UNION ALL "
           "SELECT p.customer, p.currency, 0, 0, " PAYMENT_REST("?2") " FROM payments p WHERE p.date <= ?2) o "
           "JOIN customers c ON c.n = o.customer WHERE o.open <> 0 OR o.rest <> 0 GROUP BY c.n, o.currency "
           "ORDER BY o.currency, sum(o.open - o.rest) DESC, c.name, c.id" },
  { 0 },
};
// clang-format on
