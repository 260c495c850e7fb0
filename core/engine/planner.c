// Planning one contract after another: its periods from the frontier to the as-of date, opened, closed and turned into items.
#include "core/engine/planner_state.h"
#include <string.h>

planner *planner_open(book *b, day as_of, int64_t batch, error *e) {
  int64_t last = 0;
  if (!db_value(b->db, e, &last, DAY_MIN,
                "SELECT as_of FROM batches WHERE state IN ('generated', 'exported') AND n <> ? ORDER BY n DESC LIMIT 1", "i", batch))
    return NULL;
  arena *own = arena_new();
  planner *p = arena_alloc(own, sizeof *p);
  *p = (planner){ .book = b, .own = own, .arena = arena_new(), .as_of = as_of, .last_batch = (day)last, .batch = batch };
  p->rates = rates_open(b);
  p->taxes = taxes_open(b);
  return p;
}

void planner_close(planner *p) {
  if (!p) return;
  terms_forget(p);
  rates_close(p->rates);
  taxes_close(p->taxes);
  arena_free(p->arena);
  arena_free(p->own);
}

void planner_trace(planner *p, struct trace *t) { p->trace = t; }
day planner_as_of(const planner *p) { return p->as_of; }
arena *planner_arena(planner *p) { return p->arena; }
tax_book *planner_taxes(planner *p) { return p->taxes; }

static bool same_fee(const fee *a, const fee *b) {
  const rating_fee *x = &a->terms, *y = &b->terms;
#define SAME(field) (x->field == y->field || (x->field && y->field && strcmp(x->field, y->field) == 0))
  return x->quantity == y->quantity && x->price == y->price && x->whole == y->whole && SAME(description) && SAME(unit) && SAME(category) &&
         SAME(sku);
#undef SAME
}

// A change of params that leaves the price of a period alone does not split it: the lines [from, count) that were just added become longer
// versions of the `size` lines before them where they are the same.
static void join_fees(fee_list *list, size_t before, size_t from) {
  size_t size = list->count - from;
  if (from - before != size) return;
  for (size_t i = 0; i < size; i++)
    if (!same_fee(&list->fees[before + i], &list->fees[from + i])) return;
  for (size_t i = 0; i < size; i++) list->fees[before + i].until = list->fees[from + i].until;
  list->count = from;
}

// Where the piece that starts at `from` ends: at the next change of params where the contract prorates, else with the period.
static day piece_end(const planner *p, day from) {
  const rating *r = &p->rating;
  for (size_t i = 0; r->contract->daily && i < p->term_count; i++)
    if (p->terms[i].from > from && p->terms[i].from < r->period_until) return p->terms[i].from;
  return r->period_until;
}

static void piece_entries(rating *r) {
  r->piece_first = r->period_first;
  while (r->piece_first < r->period_end && r->plan.entries[r->piece_first].at < (int64_t)r->current.from * 1440) r->piece_first++;
  r->piece_end = r->piece_first;
  while (r->piece_end < r->period_end && r->plan.entries[r->piece_end].at < (int64_t)r->current.until * 1440) r->piece_end++;
}

static bool ask(planner *p, rating_phase phase, error *e) {
  rating *r = &p->rating;
  const plugin_host *host = p->book->host;
  size_t before = 0;
  r->fees.count = 0;
  for (day from = r->period_from, until; from < r->period_until; from = until) {
    int handle;
    until = piece_end(p, from);
    r->current.from = from;
    r->current.until = until;
    if (!terms_find(p, from, r->part, &handle, e)) return false;
    size_t added = r->fees.count;
    if (phase == PHASE_CLOSES) piece_entries(r);
    r->phase = phase;
    bool ok = phase == PHASE_OPENS ? host->opens(host->self, handle, r, e) : host->closes(host->self, handle, r, e);
    r->phase = PHASE_NONE;
    if (!ok) return false;
    size_t next = added;
    if (added > 0) join_fees(&r->fees, before, added);
    if (r->fees.count > added) before = next;
  }
  r->current.from = r->period_from;
  r->current.until = r->period_until;
  r->phase = phase;
  return true;
}

static bool rate_part(planner *p, const plan_period *period, bool settled, error *e) {
  rating *r = &p->rating;
  bool ok = true;
  if (!settled) ok = ask(p, PHASE_OPENS, e) && items_of_fees(r, period->opens_on, e);
  if (ok && !(settled && r->period_first == r->period_end)) {
    ok = ask(p, PHASE_CLOSES, e);
    if (ok && !settled) ok = items_of_fees(r, period->closes_on, e);
  }
  r->phase = PHASE_NONE;
  return ok;
}

static bool rate_period(planner *p, const plan_period *period, error *e) {
  rating *r = &p->rating;
  r->period_from = period->from;
  r->period_until = period->until;
  r->current = (rating_period){ period->from, period->until, period->whole_from, period->whole_until, period->index, period->key };
  if (!work_begin(r, e)) return false;
  bool settled = period->until <= r->contract->period_from || r->contract->kind == GRID_ON_DEMAND;
  for (size_t i = 0; i < p->part_count; i++) {
    r->part = (int)i;
    r->part_id = p->parts[i].id;
    if (!rate_part(p, period, settled, e)) return false;
  }
  r->part_id = "";
  return rating_leftovers(r, e) && items_of_work(r, period->closes_on, e) && items_of_charges(r, period->closes_on, e);
}

static day earliest(const planner *p) {
  const rating *r = &p->rating;
  day from = r->contract->period_from;
  if (r->plan.entry_count && r->plan.entries[0].at / 1440 < from) from = (day)(r->plan.entries[0].at / 1440);
  if (r->charge_count && r->charges[0].date < from) from = r->charges[0].date;
  return from;
}

static bool read_rows(planner *p, error *e) {
  rating *r = &p->rating;
  const contract *c = r->contract;
  day first = c->bill_from > c->start ? c->bill_from : c->start;
  int64_t time_from = c->time_from > (int64_t)first * 1440 ? c->time_from : (int64_t)first * 1440;
  day charge_from = c->charge_from > first ? c->charge_from : first;
  r->plan.horizon = periods_horizon(c, p->as_of);
  return work_read(r, time_from, (int64_t)r->plan.horizon * 1440, e) && charges_read(r, charge_from, r->plan.horizon, e);
}

static bool rate_contract(planner *p, error *e) {
  rating *r = &p->rating;
  const plugin_host *host = p->book->host;
  if (!terms_read(p, e) || !host->rules_open(host->self, r->contract->rules, &r->rules, e) || !read_rows(p, e)) return false;
  r->plan.rules = r->rules;
  r->plan.parts = p->parts;
  r->plan.part_count = p->part_count;
  for (size_t i = 0; i < r->rules->count; i++)
    if (r->rules->rules[i].stage == STAGE_SPLIT)
      return error_set(e, ERROR_PLUGIN, "price rule %s: the stage split is not offered yet", r->rules->rules[i].file->name);
  plan_period *periods;
  size_t count;
  if (!periods_list(p, earliest(p), &periods, &count, e) || (count && !fee_claims_read(r, periods[0].from, e))) return false;
  r->plan.open_from = r->plan.horizon;
  for (size_t i = 0; i < count; i++) {
    if (periods[i].closes_on > p->as_of && periods[i].from < r->plan.open_from) r->plan.open_from = periods[i].from;
    if (!rate_period(p, &periods[i], e)) return false;
  }
  r->plan.ready_on = periods_next(p, periods, count);
  return true;
}

static bool grave(error_code code) {
  return code == ERROR_BUSY || code == ERROR_IO || code == ERROR_CORRUPT || code == ERROR_UNKNOWN_OUTCOME || code == ERROR_INTERRUPTED;
}

static void hold(planner *p, error *e) {
  plan *held = &p->rating.plan;
  const char *reason = e->hint[0] ? arena_format(p->arena, "%s (%s)", e->message, e->hint) : arena_text(p->arena, e->message);
  *held = (plan){ .contract = p->rating.contract, .state = PLAN_HELD, .ready_on = DAY_NEVER, .reason = reason, .horizon = held->horizon };
  error_clear(e);
}

static day boundary_before(const contract *c, day as_of) {
  int64_t n;
  day boundary;
  if (c->kind != GRID_PERIODS || !period_index(&c->grid, as_of, &n) || !period_boundary(&c->grid, n, &boundary)) return DAY_MIN;
  return boundary;
}

bool planner_plan(planner *p, const contract *c, const plan **out, error *e) {
  terms_forget(p);
  arena_reset(p->arena);
  rating *r = &p->rating;
  *r = (rating){ .book = p->book,
                 .rates = p->rates,
                 .taxes = p->taxes,
                 .arena = p->arena,
                 .contract = c,
                 .as_of = p->as_of,
                 .last_batch = p->last_batch,
                 .part_id = "",
                 .trace = p->trace };
  r->boundary = boundary_before(c, p->as_of);
  r->plan = (plan){ .contract = c, .state = PLAN_EMPTY, .ready_on = DAY_NEVER };
  *out = &r->plan;
  bool ok = rate_contract(p, e) && exclusions_mark(p, e) && balances_sum(r, e);
  if (!ok) {
    if (grave(e->code)) return false;
    hold(p, e);
    return true;
  }
  bool waits = r->plan.ready_on != DAY_NEVER || (c->kind == GRID_WHOLE && c->until == DAY_NEVER);
  if (r->plan.state == PLAN_EMPTY && waits) r->plan.state = PLAN_LOCKED;
  return true;
}
