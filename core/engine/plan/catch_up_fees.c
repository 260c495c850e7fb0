// Catch-ups of fees: a billed period owes what it costs at the terms of its bill, as everything dated is known now;
// what bills took of it is taken off, line by line and to the minor unit.
#include "core/engine/plan/catch_up_inside.h"
#include <assert.h>
#include <string.h>

static bool prorates(const planner *p) {
  const rating *r = &p->rating;
  return r->basis.contract->daily && r->basis.contract->kind != GRID_ON_DEMAND && !r->now.stretch.key &&
         r->claims.count > 0;
}

// The days of the phase at hand that bills have taken, by whichever part, and the first of those bills.
typedef struct billed_days {
  day from, until;
  int64_t bill, terms;
} billed_days;

static billed_days days_billed(const planner *p, bool closes) {
  billed_days d = { .from = DAY_NEVER, .until = DAY_MIN, .bill = INT64_MAX };
  for (size_t i = 0; i < p->rating.claims.count; i++) {
    const fee_claim *c = &p->rating.claims.claims[i];
    if (claim_again(c->row) || fee_row_closes(c->row) != closes || !fee_in_period(p, c)) continue;
    if (c->from < d.from) d.from = c->from;
    if (c->until > d.until) d.until = c->until;
    if (line_bill(c->line) >= d.bill) continue;
    d.bill = line_bill(c->line);
    d.terms = c->terms;
  }
  return d;
}

// Whether a bill left the fee out, by choice or because it was held, or it was given back to be billed again: then it
// is billed as anything is that is not billed yet.
// clang-format off
static const char was_left[] =
    "SELECT EXISTS (SELECT 1 FROM exclusions x JOIN bills w ON w.batch = x.batch WHERE w.n = ?1 AND "
    "x.contract = ?2 AND x.item = ?3) OR EXISTS (SELECT 1 FROM held_items x JOIN bills w ON w.batch = x.batch "
    "WHERE w.n = ?1 AND x.contract = ?2 AND x.item = ?3) OR EXISTS (SELECT 1 FROM released c "
    "WHERE c.contract = ?2 AND c." CLAIM_OF_FEE " "
    "AND c.row = ?4 AND c.at < ?6 AND c.until > ?5 AND " BILL_OF("c.line") " < ?7)";
// clang-format on

static bool is_left(const planner *p, const fee *f, int64_t row, const char *part, int64_t bill, bool *out, error *e) {
  const contract *c = p->rating.basis.contract;
  const plan_item item = {
    .kind = ITEM_PERIOD, .from = f->from, .until = f->until, .row = row, .ordinal = f->ordinal, .part = part
  };
  int64_t left = 0;
  bool ok = db_value(p->book->db, e, &left, 0, was_left, "iitiiii", bill, c->n, plan_item_id(&p->plan, &item, p->arena),
                     row, (int64_t)f->from, (int64_t)f->until, book_bills_until(p->book));
  *out = left != 0;
  return ok;
}

static void keep(fee_list *list, const fee *f, day from, day until) {
  if (from >= until) return;
  fee *kept = &list->fees[list->count++];
  *kept = *f;
  kept->from = from;
  kept->until = until;
}

// Of fees by days, those of billed days go, but for what a bill left.
static bool hold_back(planner *p, const billed_days *billed, error *e) {
  rating *r = &p->rating;
  const fee_list all = r->fees;
  r->fees.capacity = all.count * 2;
  r->fees.fees = arena_array(p->arena, r->fees.capacity, sizeof(fee));
  r->fees.count = 0;
  for (size_t i = 0; i < all.count; i++) {
    const fee *f = &all.fees[i];
    bool whole = f->days == 0;
    if (!whole && !is_left(p, f, fee_row_of(&r->basis, &r->now, f), r->now.part_id, billed->bill, &whole, e))
      return false;
    day from = whole || billed->from > f->until ? f->until : billed->from > f->from ? billed->from : f->from;
    day until = whole || billed->until < f->from ? f->from : billed->until < f->until ? billed->until : f->until;
    keep(&r->fees, f, f->from, from);
    if (!whole) keep(&r->fees, f, until, f->until);
  }
  return true;
}

static void note_costs(planner *p) {
  const rating *r = &p->rating;
  for (size_t i = 0; i < r->fees.count; i++) {
    const fee *f = &r->fees.fees[i];
    if (f->days) owed_add(p->arena, &p->costs, f, fee_row_of(&r->basis, &r->now, f), f->from, f->until);
  }
}

static bool differs(const planner *p) {
  const rating *r = &p->rating;
  const at_hand *now = &r->now;
  const int whole = now->stretch.whole_until - now->stretch.whole_from;
  for (size_t i = 0; i < r->claims.count; i++) {
    const fee_claim *c = &r->claims.claims[i];
    if (fee_row_part(c->row) != now->part_code || fee_row_closes(c->row) != (now->phase == PHASE_CLOSES)) continue;
    if (fee_in_period(p, c) &&
        fee_differs_within(&p->costs, &r->claims, claim_first(c->row), now->from, now->until, whole))
      return true;
  }
  return false;
}

bool fees_beside_bills(planner *p, error *e) {
  bool edited;
  if (!prorates(p) || p->rating.fees.saw_work) return true;
  note_costs(p);
  const billed_days billed = days_billed(p, p->rating.now.phase == PHASE_CLOSES);
  if (billed.bill == INT64_MAX) {
    p->restates = p->restates || differs(p);  // catch-ups that lost their line
    return true;
  }
  if (!terms_edited(p, p->rating.basis.contract, billed.terms, &edited, e)) return false;
  p->restates = p->restates || edited || differs(p);
  return !edited || hold_back(p, &billed, e);
}

// A bill's fees of the period, rated again.
typedef struct restating {
  planner *planner, *then;
  const billing_period *period;
  int64_t bill, terms;
  bool edited;    // since: lines that nobody billed are its own as well
  int64_t *told;  // rows of lines that are compared: by part and phase, ordinal 0; and of those never shared by days
  size_t told_count, told_capacity;
  owed_list owed;
  bool *fresh;  // by fee owed
  size_t fresh_capacity;
  basis quiet;  // of the rater, noting no steps
} restating;

static bool owe(restating *k, const fee *f, int64_t row, day from, day until, bool fresh, error *e) {
  rating *r = &k->then->rating;
  bool closes = r->now.phase == PHASE_CLOSES;
  const fee_due due = {
    .from = from, .until = until, .row = row, .ready_on = closes || !fresh ? k->period->closes_on : k->period->opens_on
  };
  if (from >= until) return true;
  owed_add(k->then->arena, &k->owed, f, row, from, until);
  k->fresh = arena_grow(k->then->arena, k->fresh, k->owed.count - 1, &k->fresh_capacity, sizeof *k->fresh);
  k->fresh[k->owed.count - 1] = fresh;
  k->owed.fees[k->owed.count - 1].item = (uint32_t)r->items.item_count;
  return fee_item(&k->quiet, &r->now, &r->items, f, due, e);
}

static bool is_of(const restating *k, const fee_claim *c) {
  return !claim_again(c->row) && line_bill(c->line) == k->bill && c->terms == k->terms && fee_in_period(k->planner, c);
}

static bool owe_billed(restating *k, const fee *f, int64_t row, error *e) {
  const fee_claims *claims = &k->planner->rating.claims;
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    if (c->row == row && is_of(k, c) &&
        !owe(k, f, row, day_later(f->from, c->from), day_sooner(f->until, c->until), false, e))
      return false;
  }
  return true;
}

// Days of a fee that no bill has taken, of those that this bill took of others: dated facts brought them.
static bool owe_fresh(restating *k, const fee *f, int64_t row, error *e) {
  const fee_claims *claims = &k->planner->rating.claims;
  const billed_days billed = days_billed(k->planner, fee_row_closes(row));
  bool left;
  day from = day_later(f->from, billed.from), until = day_sooner(f->until, billed.until);
  if (!k->edited || billed.bill != k->bill || from >= until) return true;
  if (!is_left(k->planner, f, row, k->then->rating.now.part_id, k->bill, &left, e)) return false;
  for (day d = from, end; !left && d < until; d = end) {
    bool claimed = false;
    end = until;
    for (size_t i = 0; i < claims->count; i++) {
      const fee_claim *c = &claims->claims[i];
      if (c->row != row) continue;
      if (c->from <= d && d < c->until && (claimed = true)) end = day_sooner(end, c->until);
      if (c->from > d) end = day_sooner(end, c->from);
    }
    if (!claimed && !owe(k, f, row, d, end, true, e)) return false;
  }
  return true;
}

static void tell(restating *k, int64_t row) {
  k->told = arena_grow(k->then->arena, k->told, k->told_count, &k->told_capacity, sizeof *k->told);
  k->told[k->told_count++] = row;
}

static bool is_told(const restating *k, int64_t row) {
  for (size_t i = 0; i < k->told_count; i++)
    if (k->told[i] == row) return true;
  return false;
}

// Whether what a claim took can be compared: its part looked at no work in that phase, or is there no more, and it is
// shared by days.
static bool compares(const restating *k, const fee_claim *c) {
  const params_in_force *params = &k->then->params;
  int64_t phase = fee_row(fee_row_part(c->row), fee_row_closes(c->row), 0);
  bool there = false;
  for (size_t i = 0; i < params->part_count; i++)
    there = there || part_code(params->parts[i].id) == fee_row_part(c->row);
  return (!there || is_told(k, phase)) && !is_told(k, c->row);
}

static bool owe_fees(void *context, planner *then, error *e) {
  restating *k = context;
  const rating *r = &then->rating;
  k->quiet = r->basis;
  k->quiet.steps = NULL;
  tell(k, fee_row(r->now.part_code, r->now.phase == PHASE_CLOSES, 0));
  for (size_t i = 0; i < r->fees.count; i++) {
    const fee *f = &r->fees.fees[i];
    const int64_t row = fee_row_of(&r->basis, &r->now, f);
    if (!f->days) tell(k, row);
    else if (!owe_billed(k, f, row, e) || !owe_fresh(k, f, row, e)) return false;
  }
  return true;
}

// A line that dated facts brought into a period that was billed at terms that were edited since.
static bool add_fresh(restating *k, const owed_fee *owed, error *e) {
  planner *p = k->planner;
  arena *a = p->arena;
  const item_list *from = &k->then->rating.items;
  const plan_item *source = &from->items[owed->item];
  const plan_piece *piece = &from->pieces[source->first_piece];
  plan_item *item = item_add(&p->rating.basis, &p->rating.now, &p->rating.items, ITEM_PERIOD, source->ready_on);
  const uint32_t first = item->first_piece;
  *item = *source;
  item->first_piece = first;
  item->piece_count = 0;
  item->settled = true;
  item->part = arena_text(a, source->part);
  plan_piece *to = piece_add(&p->rating.basis, &p->rating.items);
  *to = *piece;
  to->terms = k->terms;
  to->unit = arena_text(a, piece->unit);
  to->sku = arena_text(a, piece->sku);
  to->count = arena_text(a, piece->count);
  to->category = arena_text(a, piece->category);
  to->description = arena_text(a, piece->description);
  to->tax_answer = taxes_on_line(terms_taxes(p, k->terms), piece->tax_answer);
  to->amount = to->gross;
  to->tax = 0;
  if (p->steps) {
    steps_note_fee(p->steps, &owed->fee, (uint32_t)p->rating.items.item_count - 1, &p->rating.now.stretch, 0);
    steps_note_owed(p->steps, (step_owed){ 0, owed->from, owed->until, to->gross, to->description, to->gross });
  }
  if (!piece_tax_asked(&p->rating.basis, terms_taxes(p, k->terms), to, to->gross, e)) return false;
  return !to->tax_answer || tax_compute(to->tax_answer, to->gross, &to->amount, &to->tax, NULL) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", p->rating.basis.contract->id);
}

// *rated: whether the period could be rated at the terms of the bill.
static bool rate_again(restating *k, bool *rated, error *e) {
  planner *p = k->planner;
  contract *c = arena_alloc(p->arena, sizeof *c);
  k->then = terms_rater(p, k->terms, false, e);
  if (!k->then || !terms_then(p, p->rating.basis.contract, k->terms, p->arena, c, e) ||
      !terms_edited(p, c, k->terms, &k->edited, e))
    return false;
  planner_note_steps(k->then, p->steps);
  rating *r = &k->then->rating;
  *rated = rate_billed_fees(k->then, c, k->period, owe_fees, k, e);
  r->now.again = k->bill;
  *rated = *rated && rules_amounts(&k->quiet, &r->now, &r->items, 0, prepaid_lots(p->rating.prepaid)->pays, e) &&
           all_priced(&r->items, e);
  planner_note_steps(k->then, NULL);
  if (*rated) return true;
  if (error_ends_planning(e->code)) return false;
  error_clear(e);
  p->plan.fees_uncaught = true;
  return true;
}

static bool restate(planner *p, const billing_period *period, const fee_claim *first, error *e) {
  restating k = { .planner = p, .period = period, .bill = line_bill(first->line), .terms = first->terms };
  const fee_claims *claims = &p->rating.claims;
  bool rated;
  if (!rate_again(&k, &rated, e)) return false;
  for (size_t i = 0; rated && i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    const settling s = { .planner = p, .then = k.then, .owed = &k.owed, .of = c, .ready_on = period->closes_on };
    if (is_of(&k, c) && compares(&k, c) && !fee_settle(&s, e)) return false;
  }
  for (size_t i = 0; rated && i < k.owed.count; i++)
    if (k.fresh[i] && !add_fresh(&k, &k.owed.fees[i], e)) return false;
  return true;
}

static bool is_first_of_bill(const planner *p, size_t at) {
  const fee_claim *claims = p->rating.claims.claims, *c = &claims[at];
  if (claim_again(c->row) || !fee_in_period(p, c)) return false;
  for (size_t i = 0; i < at; i++)
    if (!claim_again(claims[i].row) && fee_in_period(p, &claims[i]) &&
        line_bill(claims[i].line) == line_bill(c->line) && claims[i].terms == c->terms)
      return false;
  return true;
}

// The first catch-up of a row whose line is billed no more, or not yet again.
static bool is_first_orphan(const planner *p, size_t at) {
  const fee_claim *claims = p->rating.claims.claims, *c = &claims[at];
  if (!fee_in_period(p, c) || !fee_is_orphan(&p->rating.claims, c)) return false;
  for (size_t i = 0; i < at; i++)
    if (claim_first(claims[i].row) == claim_first(c->row) && fee_in_period(p, &claims[i]) &&
        fee_is_orphan(&p->rating.claims, &claims[i]))
      return false;
  return true;
}

// Whether bills took days past the contract's end.
static bool is_cut_short(const planner *p) {
  const fee_claims *claims = &p->rating.claims;
  for (size_t i = 0; i < claims->count; i++)
    if (fee_in_period(p, &claims->claims[i]) && claims->claims[i].until > p->rating.now.until) return true;
  return false;
}

bool fee_catch_ups(planner *p, const billing_period *period, error *e) {
  const contract *c = p->rating.basis.contract;
  const fee_claims *claims = &p->rating.claims;
  if (!prorates(p) || period->until <= c->period_from || (!p->restates && !is_cut_short(p))) return true;
  for (size_t i = 0; i < claims->count; i++)
    if (is_first_of_bill(p, i) && !restate(p, period, &claims->claims[i], e)) return false;
  for (size_t i = 0; i < claims->count; i++) {
    const settling s = {
      .planner = p, .owed = &p->costs, .of = &claims->claims[i], .orphans = true, .ready_on = period->closes_on
    };
    if (is_first_orphan(p, i) && !fee_settle(&s, e)) return false;
  }
  return true;
}
