// Billing periods: boundary n is a closed form of anchor, cadence and n.
#include "core/base/period.h"
#include <string.h>

bool cadence_parse(const char *text, cadence *out) {
  static const struct {
    const char *name;
    cadence every;
  } names[] = {
    { "weekly", { UNIT_DAY, 7 } },      { "biweekly", { UNIT_DAY, 14 } },     { "monthly", { UNIT_MONTH, 1 } },
    { "quarterly", { UNIT_MONTH, 3 } }, { "half-yearly", { UNIT_MONTH, 6 } }, { "yearly", { UNIT_MONTH, 12 } },
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(text, names[i].name) != 0) continue;
    *out = names[i].every;
    return true;
  }
  return false;
}

bool cadence_make(const char *unit, int64_t count, cadence *out) {
  if (count < 1 || count > 10000) return false;
  int n = (int)count;
  if (strcmp(unit, "day") == 0) *out = (cadence){ UNIT_DAY, n };
  else if (strcmp(unit, "week") == 0) *out = (cadence){ UNIT_DAY, n * 7 };
  else if (strcmp(unit, "month") == 0) *out = (cadence){ UNIT_MONTH, n };
  else if (strcmp(unit, "year") == 0) *out = (cadence){ UNIT_MONTH, n * 12 };
  else return false;
  return true;
}

bool period_boundary(const grid *g, int64_t n, day *out) {
  int64_t steps;
  if (__builtin_mul_overflow(n, (int64_t)g->every.count, &steps)) return false;
  if (g->every.unit == UNIT_MONTH) return day_add_months(g->anchor, steps, g->anchor_day, out);
  if (steps > DAY_MAX - DAY_MIN || steps < DAY_MIN - DAY_MAX) return false;
  int64_t d = g->anchor + steps;
  if (d < DAY_MIN || d > DAY_MAX) return false;
  *out = (day)d;
  return true;
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

// By months the guess is at most one too high or too low; boundaries decide.
bool period_index(const grid *g, day d, int64_t *out) {
  if (d < DAY_MIN || d > DAY_MAX) return false;
  if (g->every.unit == UNIT_DAY) {
    *out = floor_div((int64_t)d - g->anchor, g->every.count);
    return true;
  }
  int year, month, dom, anchor_year, anchor_month, anchor_dom;
  day_to_ymd(d, &year, &month, &dom);
  day_to_ymd(g->anchor, &anchor_year, &anchor_month, &anchor_dom);
  int64_t n = floor_div((year - anchor_year) * 12 + month - anchor_month, g->every.count);
  day start;
  if (!period_boundary(g, n, &start)) return false;
  *out = start > d ? n - 1 : n;
  return true;
}

bool period_prorate(const grid *g, int64_t price, day from, day to, rounding mode, int64_t *out) {
  int64_t n, total = 0;
  if (to < from) return false;
  *out = 0;
  if (to == from) return true;
  if (!period_index(g, from, &n)) return false;
  for (day at = from, start, end; at < to; at = end, n++) {
    int64_t part;
    if (!period_boundary(g, n, &start) || !period_boundary(g, n + 1, &end)) return false;
    day until = end < to ? end : to;
    if (!money_muldiv(price, until - at, end - start, mode, &part) || __builtin_add_overflow(total, part, &total))
      return false;
  }
  *out = total;
  return true;
}

bool grid_make(day start, int bill_day, cadence every, grid *out) {
  *out = (grid){ start, 0, every };
  if (bill_day == 0) return true;
  int year, month, dom;
  day first;
  day_to_ymd(start, &year, &month, &dom);
  if (!day_from_ymd(year, month, 1, &first)) return false;
  for (int i = 0; i < 2; i++) {
    if (!day_add_months(first, i, bill_day, &out->anchor)) return false;
    if (out->anchor >= start) break;
  }
  out->anchor_day = bill_day;
  return true;
}
