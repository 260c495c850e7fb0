// One period of a contract rated: the items of its parts' fees, and of work.
#include "core/engine/plan/plan_inside.h"
#include <assert.h>

static bool take_fees(planner *p, rating_phase phase, day ready_on, error *e) {
  rating *r = &p->rating;
  return ask_part(p, phase, e) && fees_beside_bills(p, e) &&
         fee_items(&r->basis, &r->now, &r->fees, &r->claims, &r->items, ready_on, e);
}

// Where the fees of the period are settled, only what work and charges there are can tell something new.
static bool rate_part(planner *p, const billing_period *period, bool fees, error *e) {
  rating *r = &p->rating;
  const work *w = &r->work;
  bool cut = period->key && period->opens_on < r->basis.contract->bill_from;  // it was due before this book bills
  if (fees)
    return (cut || take_fees(p, PHASE_OPENS, period->opens_on, e)) && take_fees(p, PHASE_CLOSES, period->closes_on, e);
  bool idle = w->period_first == w->period_end && w->kept_groups == 0 && !charges_wait(&p->charges, &r->now);
  return idle || ask_part(p, PHASE_CLOSES, e);
}

static bool rate_parts(planner *p, const billing_period *period, bool fees, error *e) {
  const work *w = &p->rating.work;
  at_hand *now = &p->rating.now;
  for (size_t i = 0; i < p->params.part_count; i++) {
    ask_next_part(p, i);
    if (!rate_part(p, period, fees, e)) return false;
  }
  for (size_t i = 0; i < p->params.part_count && (w->group_count || w->kept_groups); i++) {
    ask_next_part(p, i);
    if (!ask_part(p, PHASE_REST, e)) return false;
  }
  now->phase = PHASE_NONE;
  now->part_id = "";
  now->part_code = 0;
  return true;
}

static bool rate(planner *p, const billing_period *period, bool fees, error *e) {
  rating *r = &p->rating;
  return work_begin(&r->basis, &r->now, &r->work, e) && rate_parts(p, period, fees, e) &&
         (!fees || fee_catch_ups(p, period, e)) && work_leftovers(r, e) &&
         work_items(&r->basis, &r->now, &r->work, &r->items, period->closes_on, e);
}

bool rate_period(planner *p, const billing_period *period, bool billed, bool waits, error *e) {
  const contract *c = p->rating.basis.contract;
  bool settled = !period->key && c->kind != GRID_ON_DEMAND && period->until <= c->period_from;
  p->rating.now = at_hand_in(c, period, billed, waits);
  return rate(p, period, !settled, e);
}

bool rate_billed_work(planner *p, const contract *c, const billing_period *period, int64_t bill, error *e) {
  rating *r = &p->rating;
  if (!planner_begin(p, c, e)) return false;
  r->now = at_hand_in(c, period, false, false);
  return work_read_billed(&r->basis, &r->work, bill, (int64_t)period->from * 1440, (int64_t)period->until * 1440, e) &&
         rate(p, period, false, e) && all_priced(&r->items, e);
}
