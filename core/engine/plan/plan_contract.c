// Planning a contract: its periods from the frontier to the as-of date, one after another, to items, and their sums.
#include "core/engine/plan/plan_inside.h"
#include <assert.h>

static bool is_billed(const planner *p, const billing_period *period) {
  const contract *c = p->rating.basis.contract;
  if (c->kind == GRID_ON_DEMAND && !period->key) return false;
  return (!period->key && period->until <= c->period_from) ||
         prepaid_settled(p->rating.prepaid, period->from, period->key);
}

static bool plan_period(planner *p, const billing_period *period, bool waits, error *e) {
  rating *r = &p->rating;
  bool billed = is_billed(p, period);
  size_t first = r->items.item_count;
  if (billed && period->once) return true;
  p->restates = false;
  p->costs = (owed_list){ 0 };
  bool ok = rate_period(p, period, billed, waits, e) &&
            charge_items(&p->charges, &r->basis, &r->now, r->prepaid, &r->items, period->closes_on, e) &&
            work_catch_ups(p, period, e) && finish_items(p, first, e);
  const early_period *early = early_find(p, period->from);
  for (size_t i = first; ok && i < r->items.item_count; i++) {
    plan_item *item = &r->items.items[i];
    if (item->ready_on == period->closes_on) item->waits = period->waits;
    if (early && item->ready_on == p->as_of) item->note = early->note;
  }
  return ok;
}

// Late work waits for the last period that no bill has settled: that one takes all of it, so that after it none waits.
static bool plan_all(planner *p, const billing_period *periods, size_t count, error *e) {
  size_t open = count;
  for (size_t i = 0; i < count; i++)
    if (!is_billed(p, &periods[i])) open = i;
  p->plan.open_from = p->plan.horizon;
  for (size_t i = 0; i < count; i++) {
    bool waits = open < count && open > i;
    if (periods[i].closes_on > p->as_of && periods[i].from < p->plan.open_from) p->plan.open_from = periods[i].from;
    if (!plan_period(p, &periods[i], waits, e)) return false;
  }
  for (size_t i = 0; i < p->rating.work.group_count; i++) assert(!p->rating.work.groups[i].late);
  assert(p->charges.late_count == 0);
  return true;
}

// The closed periods that a bill of this plan settles, where later work must know: of balances, and of schedules that
// bill once.
static void list_settled(planner *p, const billing_period *periods, size_t count) {
  plan *plan = &p->plan;
  bool on_demand = p->rating.basis.contract->kind == GRID_ON_DEMAND;
  const lot_list *lots = prepaid_lots(p->rating.prepaid);
  plan->settled = arena_array(p->arena, count + 1, sizeof *plan->settled);
  for (size_t i = 0; i < count; i++) {
    const billing_period *period = &periods[i];
    if (period->closes_on > p->as_of || is_billed(p, period) || (on_demand && !period->key)) continue;
    if (lots->used || lots->lot_count || period->once)
      plan->settled[plan->settled_count++] = (plan_settled){ period->from, period->until, period->key, period->once };
  }
}

// The first day on which the contract has something that no bill has taken.
static day earliest(const planner *p) {
  const work *w = &p->rating.work;
  day from = p->rating.basis.contract->period_from;
  if (w->entry_count && w->entries[0].at / 1440 < from) from = (day)(w->entries[0].at / 1440);
  if (p->charges.count && p->charges.charges[0].date < from) from = p->charges.charges[0].date;
  return from;
}

static bool read_rows(planner *p, error *e) {
  const basis *b = &p->rating.basis;
  const contract *c = b->contract;
  day first = c->bill_from > c->start ? c->bill_from : c->start;
  int64_t from = (int64_t)first * 1440, time_from = c->time_from > from ? c->time_from : from;
  p->plan.horizon = periods_horizon(c, p->as_of);
  int64_t until = (int64_t)p->plan.horizon * 1440;
  return (!c->behind || work_read_open(b, &p->rating.work, from, until, e)) &&
         work_read(b, &p->rating.work, time_from, until, e) && charges_read(&p->charges, b, first, p->plan.horizon, e);
}

// What bills took and settled of the periods, and what is left of balances.
static bool read_billed(planner *p, const billing_period *periods, size_t count, error *e) {
  const basis *b = &p->rating.basis;
  bool named = b->contract->kind == GRID_ON_DEMAND || (count && periods[0].key);
  day from = count && !named ? periods[0].from : b->contract->start;
  return (!count || fee_claims_read(b, &p->rating.claims, from, e)) &&
         (!p->book->ledger || prepaid_read_stored(p->rating.prepaid, b, from, p->plan.horizon, e));
}

// What the contract waits for where nothing of it is due, in words; NULL: the end of a period of its grid, its start,
// or nothing.
static const char *waits_for(const planner *p, const billing_period *periods, size_t count) {
  const contract *c = p->rating.basis.contract;
  const billing_period *next = NULL;
  char text[DAY_TEXT];
  for (size_t i = 0; i < count; i++)
    if (periods[i].closes_on > p->as_of && !is_billed(p, &periods[i]) &&
        (!next || periods[i].closes_on < next->closes_on))
      next = &periods[i];
  if (next && next->waits && next->closes_on == p->plan.ready_on) return next->waits;
  if (c->until <= p->as_of) return NULL;
  if (c->kind == GRID_ON_DEMAND) return "it bills on demand, as soon as something is due";
  if (c->kind != GRID_WHOLE || c->until != p->plan.ready_on) return NULL;
  return arena_format(p->arena, "it bills when it has ended, on %s", day_format(c->until - 1, text));
}

// What was rated in two ways is not rated in a third.
static bool is_believed(planner *p, const contract *c, error *e) {
  const char *why = NULL;
  if (!p->doubts) return true;
  return doubt_read(p->book, c, p->arena, &why, e) && (!why || error_set(e, ERROR_PLUGIN, "%s", why));
}

// A grid's open period is still being worked in, and its rows arrive until it ends; where nothing says so, today's do.
static day seen_until(const planner *p, bool on_grid) {
  return day_sooner(p->plan.horizon, on_grid ? p->plan.open_from : p->as_of + 1);
}

static bool make_items(planner *p, const contract *c, error *e) {
  rating *r = &p->rating;
  billing_period *periods;
  size_t count;
  if (!planner_begin(p, c, e) || !is_believed(p, c, e)) return false;
  if (p->withheld) return error_set(e, ERROR_HELD, "%s", p->withheld);
  prepaid_hand_over(r->prepaid, p->handed.lots, p->handed.count);
  if (!read_rows(p, e) || !plan_periods(p, earliest(p), &periods, &count, e) || !read_billed(p, periods, count, e) ||
      !plan_all(p, periods, count, e))
    return false;
  size_t first = r->items.item_count;
  if (!grant_items(&r->basis, &r->now, r->prepaid, &r->items, e)) return false;
  if (first != r->items.item_count && !finish_items(p, first, e)) return false;
  list_settled(p, periods, count);
  p->plan.ready_on = plan_next_ready(p, periods, count);
  p->plan.reason = waits_for(p, periods, count);
  p->plan.seen_until = seen_until(p, c->kind == GRID_PERIODS && (!count || !periods[0].key));
  return true;
}

// Hands over to the plan what was made.
static void fill(planner *p) {
  const item_list *i = &p->rating.items;
  const lot_list *l = prepaid_lots(p->rating.prepaid);
  const contract *c = p->rating.basis.contract;
  plan *to = &p->plan;
  to->items = i->items, to->item_count = i->item_count;
  to->pieces = i->pieces, to->piece_count = i->piece_count;
  to->fragments = i->fragments, to->fragment_count = i->fragment_count;
  to->repriced = i->repriced, to->repriced_count = i->repriced_count;
  to->once = i->once, to->once_count = i->once_count;
  to->entries = p->rating.work.entries, to->entry_count = p->rating.work.entry_count;
  to->charges = p->charges.charges, to->charge_count = p->charges.count;
  to->lots = l->lots, to->lot_count = l->lot_count;
  to->draws = l->draws, to->draw_count = l->draw_count;
  to->balance = l->used;
  to->low = c->active && c->start <= p->as_of && p->as_of < c->until ? lots_low(l, p->as_of) : 0;
  to->rules = p->rating.basis.rules;
  to->parts = p->params.parts, to->part_count = p->params.part_count;
}

static void hold(planner *p, error *e) {
  const char *reason = failure_text(e, p->arena);
  p->plan = (plan){ .contract = p->rating.basis.contract,
                    .state = PLAN_HELD,
                    .ready_on = DAY_NEVER,
                    .reason = reason,
                    .horizon = p->plan.horizon };
  error_clear(e);
}

// Whether something of the contract waits, though nothing is due.
static bool is_locked(const plan *p) {
  bool waits = p->ready_on != DAY_NEVER || (p->contract->kind == GRID_WHOLE && p->contract->until == DAY_NEVER);
  for (size_t i = 0; i < p->item_count; i++) waits = waits || !p->items[i].due;
  return waits;
}

// What is due that nobody has read; NULL where all was.
static const char *silence_of(const plan *p) {
  for (size_t i = 0; i < p->item_count; i++)
    if (p->items[i].due && p->items[i].silence) return p->items[i].silence;
  return NULL;
}

bool plan_contract(planner *p, const contract *c, const plan **out, error *e) {
  *out = &p->plan;
  bool ok = make_items(p, c, e);
  if (ok) fill(p);
  if (!ok || !exclusions_mark(p, e) || !plan_sums(&p->plan, e)) {
    if (error_ends_planning(e->code)) return false;
    hold(p, e);
    return true;
  }
  if (p->plan.state == PLAN_READY) p->plan.reason = silence_of(&p->plan);
  else if (p->plan.state == PLAN_EMPTY && is_locked(&p->plan)) p->plan.state = PLAN_LOCKED;
  return true;
}
