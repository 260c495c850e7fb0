// The periods of a contract's grid, and the single one of a contract that has none.
#include "core/engine/facts/periods.h"
#include <assert.h>

// What lies before bill_from another book has billed.
static day first_day(const contract *c) { return day_later(c->start, c->bill_from); }

bool periods_at(const contract *c, int64_t n, billing_period *out) {
  assert(c->kind == GRID_PERIODS);
  if (!period_boundary(&c->grid, n, &out->whole_from) || !period_boundary(&c->grid, n + 1, &out->whole_until))
    return false;
  out->from = day_later(out->whole_from, first_day(c));
  out->until = day_sooner(out->whole_until, c->until);
  out->opens_on = c->advance ? out->from : out->until;
  out->closes_on = out->until;
  out->index = n;
  out->key = out->waits = NULL;
  out->once = false;
  return true;
}

// The last day of the contract on which the as-of date, or the contract's first day where that is later, can fall.
static day last_day(const contract *c, day as_of) { return day_sooner(day_later(as_of, first_day(c)), c->until - 1); }

day periods_horizon(const contract *c, day as_of) {
  int64_t n;
  billing_period open;
  if (c->kind == GRID_ON_DEMAND) return day_sooner(as_of + 1, c->until);
  if (c->kind == GRID_WHOLE) return c->until == DAY_NEVER ? day_later(as_of + 1, first_day(c)) : c->until;
  if (first_day(c) >= c->until) return c->until;
  if (!period_index(&c->grid, last_day(c, as_of), &n) || !periods_at(c, n, &open)) return c->until;
  return open.until;
}

static void list_one(const contract *c, day as_of, arena *a, billing_period **out, size_t *count) {
  day until = c->kind == GRID_ON_DEMAND ? day_sooner(as_of + 1, c->until) : c->until;
  if (first_day(c) >= until) return;
  const char *waits = until == DAY_NEVER ? "it bills when it has ended, and it has no end" : NULL;
  *out = arena_alloc(a, sizeof **out);
  **out = (billing_period){ .from = first_day(c),
                            .until = until,
                            .whole_from = c->start,
                            .whole_until = until,
                            .closes_on = until,
                            .waits = waits,
                            .opens_on = c->advance ? first_day(c) : until };
  *count = 1;
}

static bool list_grid(const contract *c, day from, day as_of, arena *a, billing_period **out, size_t *count, error *e) {
  int64_t first, last;
  if (first_day(c) >= c->until || from >= c->until) return true;
  if (!period_index(&c->grid, day_later(from, first_day(c)), &first) ||
      !period_index(&c->grid, last_day(c, as_of), &last))
    return error_set(e, ERROR_INVALID, "contract %s: its periods leave the range of dates", c->id);
  if (last < first) return true;
  *out = arena_array(a, (size_t)(last - first + 1), sizeof **out);
  for (int64_t n = first; n <= last; n++)
    if (!periods_at(c, n, &(*out)[(*count)++]))
      return error_set(e, ERROR_INVALID, "contract %s: its periods leave the range of dates", c->id);
  return true;
}

bool periods_of(const contract *c, day from, day as_of, arena *a, billing_period **out, size_t *count, error *e) {
  *out = NULL;
  *count = 0;
  if (c->kind == GRID_PERIODS) return list_grid(c, from, as_of, a, out, count, e);
  list_one(c, as_of, a, out, count);
  return true;
}

day periods_next_on_grid(const contract *c, day as_of) {
  billing_period open, next;
  int64_t n;
  if (first_day(c) >= c->until || as_of >= c->until || !period_index(&c->grid, last_day(c, as_of), &n) ||
      !periods_at(c, n, &open))
    return DAY_NEVER;
  if (as_of < open.opens_on) return open.opens_on;
  if (c->advance && open.whole_until < c->until && periods_at(c, n + 1, &next)) return next.opens_on;
  return open.closes_on > as_of ? open.closes_on : DAY_NEVER;
}
