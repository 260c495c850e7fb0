// Civil dates of the proleptic Gregorian calendar as day numbers.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t day;  // days since 1970-01-01; dates run from 0001-01-01 to 9999-12-31

#define DAY_MIN ((day)-719162)
#define DAY_MAX ((day)2932896)
#define DAY_NEVER (DAY_MAX + 1)  // the end of a half-open interval that has none
enum { DAY_TEXT = 11 };          // "2026-04-07" with its NUL

// The day of year, month 1–12 and day of the month; false where there is no such date.
bool day_from_ymd(int year, int month, int dom, day *out);
void day_to_ymd(day d, int *year, int *month, int *dom);

// Of two days.
static inline day day_later(day a, day b) { return a > b ? a : b; }
static inline day day_sooner(day a, day b) { return a < b ? a : b; }

// Reads exactly YYYY-MM-DD; false where it is not a date.
bool day_parse(const char *text, size_t length, day *out);

// Writes YYYY-MM-DD; answers `out`.
const char *day_format(day d, char out[DAY_TEXT]);

// The day `months` on (may be negative), clamped to that month's end, from `anchor_day` 1–31 (0: the day's own day of
// the month). False past the range of dates.
bool day_add_months(day d, int64_t months, int anchor_day, day *out);

// 1 = Monday … 7 = Sunday (ISO 8601).
int day_weekday(day d);
