// Billing periods: boundary n is a closed form of anchor, cadence and n, never a step from the one before.
#pragma once
#include "core/base/date.h"
#include "core/base/money.h"

typedef enum period_unit { UNIT_DAY, UNIT_MONTH } period_unit;

// How long a period is. `count` of the unit; weeks are 7 days, years 12 months.
typedef struct cadence {
  period_unit unit;
  int count;
} cadence;

// A grid of boundaries through `anchor`. `anchor_day` 1–31 is what months clamp from (0: the anchor's own day of the
// month).
typedef struct grid {
  day anchor;
  int anchor_day;
  cadence every;
} grid;

// Reads weekly, biweekly, monthly, quarterly, half-yearly, yearly. False for others (on-demand and whole-contract have
// no grid).
bool cadence_parse(const char *text, cadence *out);

// {unit="day"|"week"|"month"|"year", count ≥ 1} as a cadence; false on nonsense.
bool cadence_make(const char *unit, int64_t count, cadence *out);

// The first day of period n, which may be negative. False past the range of dates.
bool period_boundary(const grid *g, int64_t n, day *out);

// The n whose period [boundary(n), boundary(n+1)) holds the day. False past the range of dates.
bool period_index(const grid *g, day d, int64_t *out);

// price × days covered / days of the whole period, for the half-open interval [from, to), rounded once per period that
// it touches. `price` in minor units. False on overflow, or where to < from.
bool period_prorate(const grid *g, int64_t price, day from, day to, rounding mode, int64_t *out);

// The grid of a contract: without `bill_day` (0) through `start`; with it, through the first such day of the month (31
// = its last) on or after `start`, so that a short first period may lie before it. False past the range of dates.
bool grid_make(day start, int bill_day, cadence every, grid *out);
