// One period of a contract rated: whose turn it is, what its parts are asked, and the items of their fees and of work.
#include "core/engine/plan/plan_inside.h"
#include "core/engine/rating/note_steps.h"
#include <assert.h>

static at_hand at_hand_in(const contract *c, const billing_period *period, bool billed, bool waits) {
  at_hand now = { .from = period->from, .until = period->until, .billed = billed, .waits = waits, .part_id = "" };
  now.stretch = (rating_period){ .from = period->from,
                                 .until = period->until,
                                 .whole_from = period->whole_from,
                                 .whole_until = period->whole_until,
                                 .index = period->index,
                                 .number = period->index,
                                 .left = -1,
                                 .key = period->key };
  int64_t first, last;
  if (c->kind != GRID_PERIODS || period->key) return now;
  if (period_index(&c->grid, c->start, &first)) now.stretch.number = period->index - first;
  if (c->until != DAY_NEVER && period_index(&c->grid, c->until - 1, &last)) now.stretch.left = last - period->index + 1;
  return now;
}

// Where the stretch that starts at `from` ends: at the next change of params where the contract prorates or has no
// periods, else with the period.
static day stretch_end(const planner *p, day from) {
  const at_hand *now = &p->rating.now;
  const contract *c = p->rating.basis.contract;
  bool split = !now->stretch.key && (c->daily || c->kind == GRID_ON_DEMAND);
  return split ? params_in_force_until(&p->params, from, now->until) : now->until;
}

static bool call(planner *p, int handle, error *e) {
  const plugin_host *host = p->book->host;
  rating *r = &p->rating;
  switch (r->now.phase) {
    case PHASE_OPENS: return host->opens(host->self, handle, r, e);
    case PHASE_CLOSES: return host->closes(host->self, handle, r, e);
    default: return host->rest(host->self, handle, r, e);
  }
}

// Asks the part at hand about the stretch at hand.
static bool ask_stretch(planner *p, error *e) {
  rating *r = &p->rating;
  int handle;
  if (!params_in_force_find(&p->params, &r->basis, r->now.stretch.from, r->now.part, &handle, e)) return false;
  if (handle == PARAMS_NONE) return true;
  if (r->now.phase != PHASE_OPENS) work_stretch(&r->now, &r->work);
  prepaid_asks(r->prepaid);
  steps_asks(r->basis.steps);
  return call(p, handle, e);
}

// Asks the part at hand about a phase of the period, stretch by stretch.
static bool ask(planner *p, rating_phase phase, error *e) {
  rating *r = &p->rating;
  at_hand *now = &r->now;
  size_t before = 0;
  r->fees.count = 0;
  r->fees.saw_work = false;
  now->phase = phase;
  for (day from = now->from; from < now->until; from = now->stretch.until) {
    size_t added = r->fees.count;
    now->stretch.from = from;
    now->stretch.until = stretch_end(p, from);
    if (!ask_stretch(p, e)) return false;
    if (added > 0) fees_join(&r->fees, before, added);
    if (r->fees.count > added) before = added;
  }
  now->stretch.from = now->from;
  now->stretch.until = now->until;
  fees_end(&r->basis, now, &r->fees);
  return true;
}

// Fees of a phase, and what billed ones cost more or less by now; a catch-up in a period that is still open goes with
// its close.
static bool take_fees(planner *p, const billing_period *period, rating_phase phase, day ready_on, error *e) {
  rating *r = &p->rating;
  if (!ask(p, phase, e)) return false;
  return fee_items(&r->basis, &r->now, &r->fees, &r->claims, &r->items, ready_on, e) &&
         fee_catch_ups(r, &r->items, period->closes_on, e);
}

// Where the fees of the period are settled, only what work and charges there are can tell something new.
static bool rate_part(planner *p, const billing_period *period, bool fees, error *e) {
  rating *r = &p->rating;
  const work *w = &r->work;
  bool cut = period->key && period->opens_on < r->basis.contract->bill_from;  // it was due before this book bills
  if (fees)
    return (cut || take_fees(p, period, PHASE_OPENS, period->opens_on, e)) &&
           take_fees(p, period, PHASE_CLOSES, period->closes_on, e);
  bool idle = w->period_first == w->period_end && w->kept_groups == 0 && !charges_wait(&p->charges, &r->now);
  return idle || ask(p, PHASE_CLOSES, e);
}

static void set_part(planner *p, size_t i) {
  at_hand *now = &p->rating.now;
  assert(i < p->params.part_count);
  now->part = (int)i;
  now->part_id = p->params.parts[i].id;
  now->part_code = part_code(now->part_id);
}

static bool rate_parts(planner *p, const billing_period *period, bool fees, error *e) {
  const work *w = &p->rating.work;
  at_hand *now = &p->rating.now;
  for (size_t i = 0; i < p->params.part_count; i++) {
    set_part(p, i);
    if (!rate_part(p, period, fees, e)) return false;
  }
  for (size_t i = 0; i < p->params.part_count && (w->group_count || w->kept_groups); i++) {
    set_part(p, i);
    if (!ask(p, PHASE_REST, e)) return false;
  }
  now->phase = PHASE_NONE;
  now->part_id = "";
  now->part_code = 0;
  return true;
}

static bool rate(planner *p, const billing_period *period, bool fees, error *e) {
  rating *r = &p->rating;
  return work_begin(&r->basis, &r->now, &r->work, e) && rate_parts(p, period, fees, e) && work_leftovers(r, e) &&
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
         rate(p, period, false, e);
}
