// Taxes of final documents, as they were frozen with their bills: where a tax is rounded on the document, each bill
// holds its share of that rounding, so that sums are those of the documents.
#include "core/engine/reports/reports_inside.h"

// clang-format off
// Free of tax: at no rate, for a reason that the invoice says.
#define IS_EXEMPT "(t.reason IS NOT NULL AND trim(t.rate, '0.%') = '')"
#define SUMS \
  "sum(t.base), sum(t.base * " IS_EXEMPT "), sum(t.base * NOT " IS_EXEMPT "), sum(t.amount), " \
  "sum(t.amount * (i.kind = 'credit')) FROM invoices i JOIN bills x ON x.invoice = i.n " \
  "JOIN bill_taxes t ON t.bill = x.n WHERE " REPORT_FINAL " "
#define GROUPS "i.currency, t.jurisdiction, t.name, t.rate, t.reason"
#define GROUP_COLUMNS \
  { "jurisdiction", REPORT_TEXT }, { "tax_name", REPORT_TEXT }, { "rate", REPORT_TEXT }, { "reason", REPORT_TEXT }, \
  { "currency", REPORT_TEXT }
#define SUM_COLUMNS \
  { "gross", REPORT_MONEY }, { "exempt", REPORT_MONEY }, { "base", REPORT_MONEY }, { "tax", REPORT_MONEY }, \
  { "credits", REPORT_MONEY }

const report_form tax_forms[] = {
  { .name = "tax", .by = "jurisdiction", .bars = "tax",
    .columns = { GROUP_COLUMNS, { "documents", REPORT_COUNT }, SUM_COLUMNS },
    .sql = "SELECT t.jurisdiction, t.name, t.rate, t.reason, i.currency, count(DISTINCT i.n), " SUMS
           "GROUP BY " GROUPS " ORDER BY " GROUPS },
  { .name = "tax", .by = "document", .bars = "tax",
    .columns = { GROUP_COLUMNS, { "number", REPORT_TEXT }, { "date", REPORT_DATE }, SUM_COLUMNS },
    .sql = "SELECT t.jurisdiction, t.name, t.rate, t.reason, i.currency, i.number, i.date, " SUMS
           "GROUP BY " GROUPS ", i.n ORDER BY " GROUPS ", i.date, i.n" },
  { 0 },
};
// clang-format on
