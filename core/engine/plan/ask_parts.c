// A contract's parts asked about a period: whose turn it is, and what each says phase by phase.
#include "core/engine/plan/plan_inside.h"
#include "core/engine/rating/note_steps.h"
#include <assert.h>

at_hand at_hand_in(const contract *c, const billing_period *period, bool billed, bool waits) {
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
  meters_asks(r);
  return call(p, handle, e);
}

bool ask_part(planner *p, rating_phase phase, error *e) {
  rating *r = &p->rating;
  at_hand *now = &r->now;
  size_t before = 0;
  prepaid_asks_part(r->prepaid);
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

void ask_next_part(planner *p, size_t i) {
  at_hand *now = &p->rating.now;
  assert(i < p->params.part_count);
  now->part = (int)i;
  now->part_id = p->params.parts[i].id;
  now->part_code = part_code(now->part_id);
}

static bool rate_fees_of_part(planner *p, fees_taker take, void *context, error *e) {
  static const rating_phase phases[] = { PHASE_OPENS, PHASE_CLOSES };
  for (size_t i = 0; i < 2; i++)
    if (!ask_part(p, phases[i], e) || (!p->rating.fees.saw_work && !take(context, p, e))) return false;
  return true;
}

bool rate_billed_fees(planner *p, const contract *c, const billing_period *period, fees_taker take, void *context,
                      error *e) {
  if (!planner_begin(p, c, e)) return false;
  p->rating.now = at_hand_in(c, period, false, false);
  if (!work_begin(&p->rating.basis, &p->rating.now, &p->rating.work, e)) return false;
  for (size_t i = 0; i < p->params.part_count; i++) {
    ask_next_part(p, i);
    if (!rate_fees_of_part(p, take, context, e)) return false;
  }
  return true;
}
