// Figures about the whole book: who was billed what, what is owed since when, which taxes are due where, what is left.
// Each is a table of rows with totals by currency, read in one snapshot and written nowhere. Only final documents
// count: drafts may still change, and void ones count nowhere; credit notes count by their own dates.
#pragma once
#include "core/engine/facts/facts.h"

// What is asked for. by: how rows are grouped, NULL: as the report's first form does; from, to: dates of documents,
// DAY_MIN and DAY_MAX where there is no end (what is of one day is as of `to`, then of today; `usage` where the report
// takes no such end). chart: bars are wanted.
typedef struct report_wish {
  const char *name, *by;
  day from, to;
  bool chart;
} report_wish;

// {"report", "by", "from", "to", "columns": [{"name", "kind": text, count, money, price (an amount that
// is not added up), quantity, date, percent}], "rows": records of
// these columns, "totals": per currency what can be added up, "bars": the column that bars show, only where they are
// wanted}. A value in the arena; NULL with the error: `usage` where the report has no such form.
value *report_read(book *b, const report_wish *w, arena *a, error *e);
