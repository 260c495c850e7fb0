// What was billed before tax: by who pays it, by type of contract, by month.
#include "core/engine/reports/reports_inside.h"

// clang-format off
#define SUMS \
  "sum(i.subtotal * (i.kind = 'invoice')), sum(i.subtotal * (i.kind = 'credit')), sum(i.subtotal), sum(i.tax), " \
  "sum(i.subtotal + i.tax) "
#define SUM_COLUMNS \
  { "billed", REPORT_MONEY }, { "credited", REPORT_MONEY }, { "revenue", REPORT_MONEY }, { "tax", REPORT_MONEY }, \
  { "total", REPORT_MONEY }

// What rounds the totals of documents is in their subtotals, and of no contract.
#define BILLS_AND_ROUNDINGS \
  "(SELECT k.type, i.kind, i.currency, 1 AS bills, x.amount AS subtotal, x.tax FROM invoices i " \
  "JOIN bills x ON x.invoice = i.n JOIN contracts k ON k.n = x.contract WHERE " REPORT_FINAL " UNION ALL " \
  "SELECT 'rounding', i.kind, i.currency, 0, i.rounding, 0 FROM invoices i WHERE " REPORT_FINAL " AND i.rounding <> 0)"

const report_form revenue_forms[] = {
  { .name = "revenue", .by = "customer", .bars = "revenue",
    .columns = { { "customer", REPORT_TEXT }, { "customer_name", REPORT_TEXT }, { "currency", REPORT_TEXT },
                 { "documents", REPORT_COUNT }, SUM_COLUMNS },
    .sql = "SELECT c.id, c.name, i.currency, count(*), " SUMS "FROM invoices i JOIN customers c ON c.n = i.customer "
           "WHERE " REPORT_FINAL " GROUP BY c.n, i.currency ORDER BY i.currency, sum(i.subtotal) DESC, c.name, c.id" },
  { .name = "revenue", .by = "type", .bars = "revenue",
    .columns = { { "contract_type", REPORT_TEXT }, { "currency", REPORT_TEXT }, { "bills", REPORT_COUNT },
                 SUM_COLUMNS },
    .sql = "SELECT i.type, i.currency, sum(i.bills), " SUMS "FROM " BILLS_AND_ROUNDINGS " i "
           "GROUP BY i.type, i.currency ORDER BY i.currency, sum(i.subtotal) DESC, i.type" },
  { .name = "revenue", .by = "month", .bars = "revenue",
    .columns = { { "month", REPORT_TEXT }, { "currency", REPORT_TEXT }, { "documents", REPORT_COUNT }, SUM_COLUMNS },
    .sql = "SELECT strftime('%Y-%m', i.date * 86400, 'unixepoch') AS month, i.currency, count(*), " SUMS
           "FROM invoices i WHERE " REPORT_FINAL " GROUP BY i.currency, month ORDER BY i.currency, month" },
  { 0 },
};
// clang-format on
