// Which periods a plan looks at, a type's own schedule among them, and when something of it will be ready.
#include "core/engine/plan/plan_inside.h"

static const char *waits_of(arena *a, const plugin_period *own) {
  if (own->waits) return own->waits;
  return arena_format(a, own->ready_on == DAY_NEVER ? "%s is not ready" : "%s is ready then", own->key);
}

static void take_schedule(arena *a, const plugin_period *own, size_t own_count, billing_period **out, size_t *count) {
  *out = arena_array(a, own_count + 1, sizeof **out);
  *count = own_count;
  for (size_t i = 0; i < own_count; i++)
    (*out)[i] = (billing_period){ .from = own[i].from,
                                  .until = own[i].until,
                                  .whole_from = own[i].from,
                                  .whole_until = own[i].until,
                                  .opens_on = own[i].ready_on,
                                  .closes_on = own[i].ready_on,
                                  .index = (int64_t)i,
                                  .key = own[i].key,
                                  .waits = waits_of(a, &own[i]),
                                  .once = own[i].once };
}

// Of the periods behind the frontier only those with something open in them: nothing else of them is ever asked.
static void skip_settled(const planner *p, billing_period *periods, size_t *count) {
  const work *w = &p->rating.work;
  const charge_list *l = &p->charges;
  size_t kept = 0, entry = 0, charge = 0;
  for (size_t i = 0; i < *count; i++) {
    const billing_period *period = &periods[i];
    while (entry < w->entry_count && w->entries[entry].at < (int64_t)period->from * 1440) entry++;
    while (charge < l->count && l->charges[charge].date < period->from) charge++;
    bool holds = (entry < w->entry_count && w->entries[entry].at < (int64_t)period->until * 1440) ||
                 (charge < l->count && l->charges[charge].date < period->until);
    bool settled = period->until <= p->rating.basis.contract->period_from && period->closes_on <= p->as_of;
    if (holds || !settled) periods[kept++] = *period;
  }
  *count = kept;
}

bool plan_periods(planner *p, day from, billing_period **out, size_t *count, error *e) {
  const basis *b = &p->rating.basis;
  plugin_period *own;
  size_t own_count;
  if (!params_in_force_schedule(&p->params, b, &own, &own_count, e)) return false;
  if (!own) {
    if (!periods_of(b->contract, from, p->as_of, p->arena, out, count, e)) return false;
    if (b->contract->kind == GRID_PERIODS) early_close(p, *out, *count);
    if (b->contract->kind == GRID_PERIODS) skip_settled(p, *out, count);
    return true;
  }
  take_schedule(p->arena, own, own_count, out, count);
  return true;
}

day plan_next_ready(const planner *p, const billing_period *periods, size_t count) {
  const contract *c = p->rating.basis.contract;
  const item_list *items = &p->rating.items;
  bool on_grid = c->kind == GRID_PERIODS && (count == 0 || !periods[0].key);
  day next = on_grid ? periods_next_on_grid(c, p->as_of) : DAY_NEVER;
  for (size_t i = 0; i < count && c->kind != GRID_ON_DEMAND; i++) {
    if (periods[i].opens_on > p->as_of) next = day_sooner(next, periods[i].opens_on);
    if (periods[i].closes_on > p->as_of) next = day_sooner(next, periods[i].closes_on);
  }
  for (size_t i = 0; i < items->item_count; i++)
    if (items->items[i].ready_on > p->as_of) next = day_sooner(next, items->items[i].ready_on);
  return next;
}
