// How documents are numbered: formats such as INV-{YYYY}-{SEQ:5}, and the years in which numbers may begin anew.
#pragma once
#include "core/base/date.h"
#include "core/base/error.h"
#include "core/base/text.h"

// Whether a format has exactly one {SEQ} or {SEQ:1…12}, and else only {YYYY}, {YY} and {MM}; where numbers begin anew
// each year, one of {YYYY} and {YY}, or the same number would be given twice. `invalid` with a hint.
bool number_format_check(const char *format, bool yearly, error *e);

// Checks the format of credit notes beside that of invoices: two that give the same numbers are `invalid`.
bool number_formats_differ(const char *format, const char *credit_format, bool yearly, error *e);

// Appends the number: {SEQ:5} with leading zeros, {YYYY} and {YY} of the year given, {MM} of the date. A format that
// was not checked stands for itself where it is wrong.
void number_format_write(buffer *out, const char *format, int64_t seq, int year, day date);

// The first day of fiscal years, MM-DD, as month × 100 + day; FISCAL_CALENDAR: the calendar's. `invalid` where no year
// has such a day.
enum { FISCAL_CALENDAR = 101 };
bool fiscal_start_parse(const char *text, int *out, error *e);

// The year in which the fiscal year of a date ends.
int fiscal_year(day date, int fiscal_start);
