// The parts of a report. Only the files of this room use it.
#pragma once
#include "core/engine/reports/reports.h"

typedef enum report_kind {
  REPORT_TEXT,
  REPORT_COUNT,
  REPORT_MONEY,
  REPORT_PRICE,
  REPORT_QUANTITY,
  REPORT_DATE,
  REPORT_PERCENT  // what `margin` is of `revenue`, of totals too
} report_kind;

typedef struct report_column {
  const char *name;  // NULL ends a list
  report_kind kind;  // amounts stand after the column `currency`, of which they are
} report_column;

enum { REPORT_COLUMNS = 14 };

// What a report is of: documents between two dates, a day (the last one), or the book as it is now.
typedef enum report_span { REPORT_DATES, REPORT_ONE_DAY, REPORT_NOW } report_span;

// A report in one form. sql gives the columns in their order, by ?1 and ?2, the first and the last day; where `read` is
// given, it appends records of these columns to the rows, in a snapshot of its own.
typedef struct report_form report_form;
struct report_form {
  const char *name, *by, *bars;  // by: NULL, it has one form only
  report_span span;
  report_column columns[REPORT_COLUMNS];
  const char *sql;
  bool (*read)(book *b, const report_form *f, day from, day to, arena *a, value *rows, error *e);
};

// Forms, each list ending with a NULL name: revenue.c, owed_by_age.c, taxes_due.c, left_over.c, hourly_rates.c,
// margin.c.
extern const report_form revenue_forms[], aging_forms[], tax_forms[], left_over_forms[], rate_forms[], margin_forms[];

// Puts a record's "percent": its margin of its revenue; null where the one is not known or the other not above zero.
void report_put_percent(arena *a, value *record);

// Documents i that count, by their dates.
#define REPORT_FINAL "i.state = 'final' AND i.date BETWEEN ?1 AND ?2"
