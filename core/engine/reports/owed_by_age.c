// What customers owe on a day, by how long it is overdue.
#include "core/engine/invoice/invoice.h"
#include "core/engine/reports/reports_inside.h"

// clang-format off
#define LATE(first, last) "sum(o.open * (o.late BETWEEN " first " AND " last ")), "

const report_form aging_forms[] = {
  { .name = "aging", .bars = "open", .as_of = true,
    .columns = { { "customer", REPORT_TEXT }, { "customer_name", REPORT_TEXT }, { "currency", REPORT_TEXT },
                 { "documents", REPORT_COUNT }, { "not_due", REPORT_MONEY }, { "days_1_30", REPORT_MONEY },
                 { "days_31_60", REPORT_MONEY }, { "days_61_90", REPORT_MONEY }, { "over_90", REPORT_MONEY },
                 { "open", REPORT_MONEY } },
    .sql = "SELECT c.id, c.name, o.currency, count(*), sum(o.open * (o.late < 1)), " LATE("1", "30")
           LATE("31", "60") LATE("61", "90") "sum(o.open * (o.late > 90)), sum(o.open) "
           "FROM (SELECT i.customer, i.currency, ?2 - ifnull(i.due_date, i.date) AS late, " INVOICE_OPEN("i", "?2")
           " AS open FROM invoices i WHERE " REPORT_FINAL " AND i.credits IS NULL) o "
           "JOIN customers c ON c.n = o.customer WHERE o.open <> 0 GROUP BY c.n, o.currency "
           "ORDER BY o.currency, sum(o.open) DESC, c.name, c.id" },
  { 0 },
};
// clang-format on
