// Planning one contract after another: its periods from the frontier to the as-of date, opened, closed and turned into
// items.
#include "core/engine/facts/facts.h"
#include "core/engine/rating/item.h"
#include "core/engine/prepaid/lots.h"
#include "core/engine/plan/plan_inside.h"
#include "core/engine/rating/steps.h"
#include <string.h>

planner *planner_open(book *b, day as_of, int64_t batch, error *e) {
  int64_t last = 0;
  if (!db_value(b->db, e, &last, DAY_MIN,
                "SELECT as_of FROM batches WHERE state IN ('generated', 'exported') AND n <> ? ORDER BY n DESC "
                "LIMIT 1",
                "i", batch))
    return NULL;
  arena *own = arena_new();
  planner *p = arena_alloc(own, sizeof *p);
  *p = (planner){ .book = b,
                  .own = own,
                  .arena = arena_new(),
                  .as_of = as_of,
                  .last_batch = (day)last,
                  .batch = batch,
                  .last_price = -1 };
  if (!calendars_open(b, &p->calendars, e) || !ledger_used(b, &b->ledger, e)) {
    arena_free(p->arena);
    arena_free(own);
    return NULL;
  }
  p->rates = rates_open(b, 0);
  p->taxes = taxes_open(b);
  return p;
}

void planner_close(planner *p) {
  if (!p) return;
  planner_close(p->then);
  planner_close(p->now);
  terms_forget(p);
  rates_close(p->rates);
  taxes_close(p->taxes);
  arena_free(p->arena);
  arena_free(p->own);
}

void planner_count_open(planner *p) { p->count_open = true; }

bool planner_uncaught(const planner *p) { return p->rating.plan.uncaught; }

const char *planner_part(const planner *p, int64_t code) {
  for (size_t i = 0; i < p->part_count; i++)
    if (part_code(p->parts[i].id) == code) return p->parts[i].id;
  return NULL;
}

bool planner_counted(const planner *p, const char *meter) { return meters_counted(&p->rating, meter); }
void planner_trace(planner *p, struct trace *t) { p->trace = t; }
day planner_as_of(const planner *p) { return p->as_of; }
arena *planner_arena(planner *p) { return p->arena; }
tax_book *planner_taxes(planner *p) { return p->taxes; }

static bool same_fee(const fee *a, const fee *b) {
  const rating_fee *x = &a->terms, *y = &b->terms;
#define SAME(field) (x->field == y->field || (x->field && y->field && strcmp(x->field, y->field) == 0))
  return x->quantity == y->quantity && x->price == y->price && x->over == y->over && x->whole == y->whole &&
         SAME(description) && SAME(unit) && SAME(category) && SAME(sku);
#undef SAME
}

// A change of params that leaves the price of a period alone does not split it: the lines [from, count) that were just
// added become longer versions of the `size` lines before them where they are the same.
static void join_fees(fee_list *list, size_t before, size_t from) {
  size_t size = list->count - from;
  if (from - before != size) return;
  for (size_t i = 0; i < size; i++)
    if (!same_fee(&list->fees[before + i], &list->fees[from + i]) ||
        list->fees[before + i].until != list->fees[from + i].from)
      return;
  for (size_t i = 0; i < size; i++) list->fees[before + i].until = list->fees[from + i].until;
  list->count = from;
}

// Where the piece that starts at `from` ends: at the next change of params where the contract prorates or has no
// periods, else with the period.
static day piece_end(const planner *p, day from) {
  const rating *r = &p->rating;
  bool split = !r->current.key && (r->contract->daily || r->contract->kind == GRID_ON_DEMAND);
  for (size_t i = 0; split && i < p->term_count; i++)
    if (p->terms[i].from > from && p->terms[i].from < r->period_until) return p->terms[i].from;
  return r->period_until;
}

static void piece_entries(rating *r) {
  r->piece_first = r->period_first;
  while (r->piece_first < r->period_end && r->plan.entries[r->piece_first].at < (int64_t)r->current.from * 1440)
    r->piece_first++;
  r->piece_end = r->piece_first;
  while (r->piece_end < r->period_end && r->plan.entries[r->piece_end].at < (int64_t)r->current.until * 1440)
    r->piece_end++;
}

static bool call(const planner *p, rating_phase phase, int handle, error *e) {
  const plugin_host *host = p->book->host;
  rating *r = (rating *)&p->rating;
  if (phase == PHASE_OPENS) return host->opens(host->self, handle, r, e);
  if (phase == PHASE_CLOSES) return host->closes(host->self, handle, r, e);
  return host->rest(host->self, handle, r, e);
}

static bool ask(planner *p, rating_phase phase, error *e) {
  rating *r = &p->rating;
  size_t before = 0;
  r->fees.count = 0;
  for (day from = r->period_from, until; from < r->period_until; from = until) {
    int handle;
    until = piece_end(p, from);
    r->current.from = from;
    r->current.until = until;
    if (!terms_find(p, from, r->part, &handle, e)) return false;
    if (handle == TERMS_NONE) continue;
    size_t added = r->fees.count;
    if (phase != PHASE_OPENS) piece_entries(r);
    r->phase = phase;
    r->grants_made = 0;
    trace_asks(r);
    bool ok = call(p, phase, handle, e);
    r->phase = PHASE_NONE;
    if (!ok) return false;
    if (added > 0) join_fees(&r->fees, before, added);
    if (r->fees.count > added) before = added;
  }
  r->current.from = r->period_from;
  r->current.until = r->period_until;
  r->phase = phase;
  return true;
}

// Fees of a phase, and what billed ones cost more or less by now; a catch-up in a period that is still open goes with
// its close.
static bool take_fees(planner *p, const plan_period *period, rating_phase phase, day ready_on, error *e) {
  rating *r = &p->rating;
  r->saw_work = false;
  if (!ask(p, phase, e)) return false;
  return items_of_fees(r, ready_on, e) && items_of_catch_up(r, phase, period->closes_on, e);
}

static bool rate_part(planner *p, const plan_period *period, bool settled, error *e) {
  rating *r = &p->rating;
  bool cut = period->key && period->opens_on < r->contract->bill_from;  // it was due before this book bills
  bool ok = true, idle = settled && r->period_first == r->period_end && r->kept_groups == 0 && !charges_wait(r);
  if (!settled && !cut) ok = take_fees(p, period, PHASE_OPENS, period->opens_on, e);
  if (ok && !settled) ok = take_fees(p, period, PHASE_CLOSES, period->closes_on, e);
  else if (ok && !idle) ok = ask(p, PHASE_CLOSES, e);
  r->phase = PHASE_NONE;
  return ok;
}

static void set_part(planner *p, size_t i) {
  rating *r = &p->rating;
  r->part = (int)i;
  r->part_id = p->parts[i].id;
  r->part_code = part_code(r->part_id);
}

static bool rate_parts(planner *p, const plan_period *period, bool settled, error *e) {
  rating *r = &p->rating;
  for (size_t i = 0; i < p->part_count; i++) {
    set_part(p, i);
    if (!rate_part(p, period, settled, e)) return false;
  }
  for (size_t i = 0; i < p->part_count && (r->group_count || r->kept_groups); i++) {
    set_part(p, i);
    if (!ask(p, PHASE_REST, e)) return false;
  }
  r->phase = PHASE_NONE;
  r->part_id = "";
  r->part_code = 0;
  return true;
}

static void set_period(rating *r, const plan_period *period) {
  r->period_from = period->from;
  r->period_until = period->until;
  r->current = (rating_period){
    period->from, period->until, period->whole_from, period->whole_until, period->index, period->index, -1, period->key
  };
  int64_t first, last;
  if (r->contract->kind != GRID_PERIODS || period->key) return;
  if (period_index(&r->contract->grid, r->contract->start, &first)) r->current.number = period->index - first;
  if (r->contract->until != DAY_NEVER && period_index(&r->contract->grid, r->contract->until - 1, &last))
    r->current.left = last - period->index + 1;
}

static bool is_billed(const rating *r, const plan_period *period) {
  if (r->contract->kind == GRID_ON_DEMAND && !period->key) return false;
  return (!period->key && period->until <= r->contract->period_from) || ledger_settled(r, period->from, period->key);
}

static bool rate_period(planner *p, const plan_period *period, error *e) {
  rating *r = &p->rating;
  size_t first = r->plan.item_count;
  set_period(r, period);
  r->billed = is_billed(r, period);
  if (r->billed && period->once) return true;
  if (!work_begin(r, e)) return false;
  bool settled = !period->key && r->contract->kind != GRID_ON_DEMAND && period->until <= r->contract->period_from;
  return rate_parts(p, period, settled, e) && rating_leftovers(r, e) && items_of_work(r, period->closes_on, e) &&
         items_of_charges(r, period->closes_on, e) && items_of_repriced(p, period, e) && items_finish(r, first, e);
}

// Late work that no later period can take: it draws on what is left, and is due.
static bool rate_late(planner *p, const plan_period *last, error *e) {
  rating *r = &p->rating;
  bool any = false;
  size_t first = r->plan.item_count;
  for (size_t i = 0; i < r->group_count; i++) any = any || r->groups[i].late;
  if (!any) return true;
  plan_period none = *last;
  set_period(r, &none);
  r->billed = false;
  r->waits = false;
  r->period_from = r->period_until;
  if (!work_begin(r, e)) return false;
  set_period(r, &none);
  r->billed = true;
  r->piece_first = r->piece_end = 0;
  return rate_parts(p, &none, true, e) && rating_leftovers(r, e) && items_of_work(r, last->closes_on, e) &&
         items_finish(r, first, e);
}

// The closed periods that a bill of this plan settles, where later work must know: of balances, and of schedules that
// bill once.
static void list_settled(planner *p, const plan_period *periods, size_t count) {
  rating *r = &p->rating;
  plan *plan = &r->plan;
  plan->settled = arena_array(p->arena, count + 1, sizeof *plan->settled);
  for (size_t i = 0; i < count; i++) {
    const plan_period *period = &periods[i];
    if (period->closes_on > p->as_of || is_billed(r, period) || (r->contract->kind == GRID_ON_DEMAND && !period->key))
      continue;
    if (plan->balance || plan->lot_count || period->once)
      plan->settled[plan->settled_count++] = (plan_settled){ period->from, period->until, period->key, period->once };
  }
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
  return work_read(r, time_from, (int64_t)r->plan.horizon * 1440, e) &&
         charges_read(r, charge_from, r->plan.horizon, e);
}

static bool rate_contract(planner *p, error *e) {
  rating *r = &p->rating;
  const plugin_host *host = p->book->host;
  if (!terms_read(p, e) || !host->rules_open(host->self, r->contract->rules, &p->calendars, &r->rules, e) ||
      !read_rows(p, e))
    return false;
  r->plan.rules = r->rules;
  r->plan.parts = p->parts;
  r->plan.part_count = p->part_count;
  plan_period *periods;
  size_t count;
  if (!periods_list(p, earliest(p), &periods, &count, e)) return false;
  bool named = r->contract->kind == GRID_ON_DEMAND || (count && periods[0].key);
  day from = count && !named ? periods[0].from : r->contract->start;
  if ((count && !fee_claims_read(r, from, e)) || (p->book->ledger && !ledger_read(r, from, e))) return false;
  r->plan.open_from = r->plan.horizon;
  size_t open = count;
  for (size_t i = 0; i < count; i++)
    if (!is_billed(r, &periods[i])) open = i;
  for (size_t i = 0; i < count; i++) {
    if (periods[i].closes_on > p->as_of && periods[i].from < r->plan.open_from) r->plan.open_from = periods[i].from;
    r->waits = open < count && open > i;
    if (!rate_period(p, &periods[i], e)) return false;
  }
  if (count && !rate_late(p, &periods[count - 1], e)) return false;
  if (!items_of_grants(r, e)) return false;
  list_settled(p, periods, count);
  r->plan.ready_on = periods_next(p, periods, count);
  return true;
}

bool planner_grave(error_code code) {
  return code == ERROR_BUSY || code == ERROR_IO || code == ERROR_CORRUPT || code == ERROR_UNKNOWN_OUTCOME ||
         code == ERROR_INTERRUPTED;
}

static void hold(planner *p, error *e) {
  plan *held = &p->rating.plan;
  const char *reason =
      e->hint[0] ? arena_format(p->arena, "%s (%s)", e->message, e->hint) : arena_text(p->arena, e->message);
  *held = (plan){ .contract = p->rating.contract,
                  .state = PLAN_HELD,
                  .ready_on = DAY_NEVER,
                  .reason = reason,
                  .horizon = held->horizon };
  error_clear(e);
}

static day boundary_before(const contract *c, day as_of) {
  int64_t n;
  day boundary;
  if (c->kind != GRID_PERIODS || !period_index(&c->grid, as_of, &n) || !period_boundary(&c->grid, n, &boundary))
    return DAY_MIN;
  return boundary;
}

static void start(planner *p, const contract *c) {
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
                 .count_open = p->count_open,
                 .part_id = "",
                 .trace = p->trace };
  r->boundary = boundary_before(c, p->as_of);
  r->plan = (plan){ .contract = c, .state = PLAN_EMPTY, .ready_on = DAY_NEVER };
}

planner *planner_again(book *b, day as_of, int64_t journal, error *e) {
  planner *p = planner_open(b, as_of, 0, e);
  if (!p) return NULL;
  p->journal = journal;
  p->count_open = true;  // tickets that were opened again
  rates_close(p->rates);
  p->rates = rates_open(b, journal);
  return p;
}

bool planner_rate_again(planner *p, const contract *c, const plan_period *period, int64_t bill, error *e) {
  rating *r = &p->rating;
  const plugin_host *host = p->book->host;
  start(p, c);
  if (!terms_read(p, e) || !host->rules_open(host->self, c->rules, &p->calendars, &r->rules, e)) return false;
  set_period(r, period);
  return work_read_again(r, bill, (int64_t)period->from * 1440, (int64_t)period->until * 1440, e) && work_begin(r, e) &&
         rate_parts(p, period, true, e) && rating_leftovers(r, e) && items_of_work(r, period->closes_on, e);
}

bool planner_plan(planner *p, const contract *c, const plan **out, error *e) {
  rating *r = &p->rating;
  start(p, c);
  *out = &r->plan;
  bool ok = rate_contract(p, e) && exclusions_mark(p, e) && balances_sum(r, e);
  if (!ok) {
    if (planner_grave(e->code)) return false;
    hold(p, e);
    return true;
  }
  bool waits = r->plan.ready_on != DAY_NEVER || (c->kind == GRID_WHOLE && c->until == DAY_NEVER);
  for (size_t i = 0; i < r->plan.item_count; i++) waits = waits || !r->plan.items[i].due;
  if (r->plan.state == PLAN_EMPTY && waits) r->plan.state = PLAN_LOCKED;
  return true;
}
