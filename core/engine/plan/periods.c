// Which periods a plan looks at, and when they are ready.
#include "core/engine/plan/plan_inside.h"

static day later(day a, day b) { return a > b ? a : b; }
static day sooner(day a, day b) { return a < b ? a : b; }
static day first_day(const contract *c) { return later(c->start, c->bill_from); }

bool periods_at(const contract *c, int64_t n, plan_period *out) {
  if (!period_boundary(&c->grid, n, &out->whole_from) || !period_boundary(&c->grid, n + 1, &out->whole_until))
    return false;
  out->from = later(out->whole_from, first_day(c));
  out->until = sooner(out->whole_until, c->until);
  out->opens_on = c->advance ? out->from : out->until;
  out->closes_on = out->until;
  out->index = n;
  out->key = NULL;
  out->once = false;
  return true;
}

// The last day of the contract on which the as-of date, or the contract's first day where that is later, can fall.
static day last_day(const contract *c, day as_of) { return sooner(later(as_of, first_day(c)), c->until - 1); }

day periods_horizon(const contract *c, day as_of) {
  int64_t n;
  plan_period open;
  if (c->kind == GRID_ON_DEMAND) return sooner(as_of + 1, c->until);
  if (c->kind == GRID_WHOLE) return c->until == DAY_NEVER ? later(as_of + 1, first_day(c)) : c->until;
  if (first_day(c) >= c->until) return c->until;
  if (!period_index(&c->grid, last_day(c, as_of), &n) || !periods_at(c, n, &open)) return c->until;
  return open.until;
}

static bool list_one(planner *p, plan_period **out, size_t *count) {
  const contract *c = p->rating.contract;
  day until = c->kind == GRID_ON_DEMAND ? sooner(p->as_of + 1, c->until) : c->until;
  *count = 0;
  if (first_day(c) >= until) return true;
  *out = arena_alloc(p->arena, sizeof **out);
  **out = (plan_period){ .from = first_day(c),
                         .until = until,
                         .whole_from = c->start,
                         .whole_until = until,
                         .closes_on = until,
                         .opens_on = c->advance ? first_day(c) : until };
  *count = 1;
  return true;
}

static bool list_grid(planner *p, day from, plan_period **out, size_t *count, error *e) {
  const contract *c = p->rating.contract;
  int64_t first, last;
  *count = 0;
  if (first_day(c) >= c->until || from >= c->until) return true;
  if (!period_index(&c->grid, later(from, first_day(c)), &first) ||
      !period_index(&c->grid, last_day(c, p->as_of), &last))
    return error_set(e, ERROR_INVALID, "contract %s: its periods leave the range of dates", c->id);
  if (last < first) return true;
  *out = arena_array(p->arena, (size_t)(last - first + 1), sizeof **out);
  for (int64_t n = first; n <= last; n++)
    if (!periods_at(c, n, &(*out)[(*count)++]))
      return error_set(e, ERROR_INVALID, "contract %s: its periods leave the range of dates", c->id);
  return true;
}

static void take_schedule(planner *p, const plugin_period *own, size_t own_count, plan_period **out, size_t *count) {
  *out = arena_array(p->arena, own_count + 1, sizeof **out);
  *count = own_count;
  for (size_t i = 0; i < own_count; i++)
    (*out)[i] = (plan_period){ own[i].from,     own[i].until, own[i].from, own[i].until, own[i].ready_on,
                               own[i].ready_on, (int64_t)i,   own[i].key,  own[i].once };
}

bool periods_list(planner *p, day from, plan_period **out, size_t *count, error *e) {
  plugin_period *own;
  size_t own_count;
  *out = NULL;
  if (!terms_periods(p, &own, &own_count, e)) return false;
  if (own) {
    take_schedule(p, own, own_count, out, count);
    return true;
  }
  return p->rating.contract->kind == GRID_PERIODS ? list_grid(p, from, out, count, e) : list_one(p, out, count);
}

static day next_of_grid(const planner *p) {
  const contract *c = p->rating.contract;
  plan_period open, next;
  int64_t n;
  if (first_day(c) >= c->until || p->as_of >= c->until || !period_index(&c->grid, last_day(c, p->as_of), &n) ||
      !periods_at(c, n, &open))
    return DAY_NEVER;
  if (p->as_of < open.opens_on) return open.opens_on;
  if (c->advance && open.whole_until < c->until && periods_at(c, n + 1, &next)) return next.opens_on;
  return open.closes_on > p->as_of ? open.closes_on : DAY_NEVER;
}

day periods_next(const planner *p, const plan_period *periods, size_t count) {
  const contract *c = p->rating.contract;
  const plan *plan = &p->rating.plan;
  day next = c->kind == GRID_PERIODS && (count == 0 || !periods[0].key) ? next_of_grid(p) : DAY_NEVER;
  for (size_t i = 0; i < count && c->kind != GRID_ON_DEMAND; i++) {
    if (periods[i].opens_on > p->as_of) next = sooner(next, periods[i].opens_on);
    if (periods[i].closes_on > p->as_of) next = sooner(next, periods[i].closes_on);
  }
  for (size_t i = 0; i < plan->item_count; i++)
    if (plan->items[i].ready_on > p->as_of) next = sooner(next, plan->items[i].ready_on);
  return next;
}
