// A billed line settled: what it owes by days, less what bills took for it, as items whose sum is exact.
#include "core/engine/plan/catch_up_inside.h"
#include <assert.h>
#include <string.h>

// Days in a row with the same difference: an item to be.
typedef struct difference_run {
  day from, until;
  fee_difference shown;
  int64_t gross;
} difference_run;

typedef struct settlement {
  const settling *of;
  const planner *planner;
  arena *arena;
  int64_t row;
  day from, until;
  bool inclusive, ruled;  // ruled: price rules changed what it costs
  tax_use tax;
  const char *category;
  int64_t gross_left, net_left, tax_left;  // what bills took and did not give back, with the items so far
  difference_run *runs;
  size_t count, capacity;
} settlement;

bool fee_in_period(const planner *p, const fee_claim *c) {
  const at_hand *now = &p->rating.now;
  return c->from >= now->from && (c->from < now->until || now->until == p->rating.basis.contract->until);
}

bool fee_is_orphan(const fee_claims *claims, const fee_claim *c) {
  if (!claim_again(c->row)) return false;
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *line = &claims->claims[i];
    if (line->row == claim_first(c->row) && line->from <= c->from && c->from < line->until) return false;
  }
  return true;
}

// Whether a claim is one of those that took for the line.
static bool is_posted(const settlement *s, const fee_claim *c) {
  if (claim_first(c->row) != s->row || c->from < s->from || c->from >= s->until) return false;
  return !s->of->orphans || fee_is_orphan(&s->planner->rating.claims, c);
}

static int64_t gross_of(const settlement *s, int64_t net, int64_t tax) { return s->inclusive ? net + tax : net; }

// What of an amount that stands for the days [from, until) falls on one of them: shares of days sum up to the amount.
static int64_t share_until(int64_t amount, day from, day until, day d) {
  int64_t share;
  if (d <= from) return 0;
  if (d >= until) return amount;
  return money_round((int128)amount * (d - from), until - from, ROUND_HALF_UP, &share) ? share : 0;
}
static int64_t share_of(int64_t amount, day from, day until, day first, day end) {
  return share_until(amount, from, until, end) - share_until(amount, from, until, first);
}

static const plan_piece *piece_of(const settlement *s, const owed_fee *owed) {
  const item_list *items = &s->of->then->rating.items;
  return &items->pieces[items->items[owed->item].first_piece];
}

static bool is_owed(const settlement *s, const owed_fee *o) {
  return o->row == s->row && o->from >= s->from && o->until <= s->until && o->item != UINT32_MAX;
}

// What is due for the days: what was given away is neither charged after all nor given back.
static int64_t due_on(const settlement *s, day first, day end) {
  const fee_claims *claims = &s->planner->rating.claims;
  int64_t owed = 0, all = 0, kept = 0;
  for (size_t i = 0; i < s->of->owed->count; i++) {
    const owed_fee *o = &s->of->owed->fees[i];
    if (is_owed(s, o)) owed += share_of(piece_of(s, o)->gross, o->from, o->until, first, end);
  }
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    if (!is_posted(s, c)) continue;
    all += share_of(gross_of(s, c->amount, c->tax), c->from, c->until, first, end);
    kept += share_of(gross_of(s, c->kept_amount, c->kept_tax), c->from, c->until, first, end);
  }
  int64_t less = all < kept ? all : kept, more = all < kept ? kept : all;
  return owed <= less ? owed - less : owed >= more ? owed - more : 0;
}

static void run_add(settlement *s, day from, day until, const fee_difference *shown, int64_t gross) {
  s->runs = arena_grow(s->arena, s->runs, s->count, &s->capacity, sizeof *s->runs);
  s->runs[s->count++] = (difference_run){ from, until, *shown, gross };
}

static bool shows(const settlement *s, day d, fee_difference *out) {
  const rating_period *stretch = &s->planner->rating.now.stretch;
  return fee_differs(s->of->owed, &s->planner->rating.claims, s->row, d, stretch->whole_until - stretch->whole_from,
                     out);
}

// Goes through the days; what is due on days that show no difference (cents of other roundings, shares of an amount
// that a rule changed) goes with the last item, so that the line comes to what it owes.
static void runs_find(settlement *s) {
  int64_t beside = 0;
  for (day d = s->from, end; d < s->until; d = end) {
    fee_difference here, there;
    bool differs = shows(s, d, &here);
    int64_t gross = due_on(s, d, d + 1);
    for (end = d + 1; end < s->until && shows(s, end, &there) == differs; end++) {
      if (differs && !fee_difference_same(&here, &there)) break;
      gross += due_on(s, end, end + 1);
    }
    if (differs) run_add(s, d, end, &here, gross);
    else beside += gross;
  }
  const fee_difference once = { .quantity = DECIMAL_ONE, .over = 1, .days = s->until - s->from, .lump = true };
  if (!s->count && s->ruled && beside) run_add(s, s->from, s->until, &once, 0);
  if (s->count) s->runs[s->count - 1].gross += beside;
}

// What bills took: never more than that is given back.
static void posted_sum(settlement *s) {
  const fee_claims *claims = &s->planner->rating.claims;
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    if (!is_posted(s, c)) continue;
    s->net_left += c->kept_amount;
    s->tax_left += c->kept_tax;
    s->ruled = s->ruled || c->off;
  }
  s->gross_left = gross_of(s, s->net_left, s->tax_left);
  for (size_t i = 0; i < s->of->owed->count; i++)
    if (is_owed(s, &s->of->owed->fees[i])) s->ruled = s->ruled || piece_of(s, &s->of->owed->fees[i])->off != 0;
}

static int64_t at_least(int64_t one, int64_t least) { return one < least ? least : one; }

// The item's amounts, within what is left: the last of a line takes its tax along.
static bool price(settlement *s, plan_piece *piece, int64_t gross) {
  if (s->gross_left >= 0) gross = at_least(gross, -s->gross_left);
  piece->gross = piece->amount = gross;
  piece->tax = 0;
  if (piece->tax_answer && !tax_compute(piece->tax_answer, gross, &piece->amount, &piece->tax, NULL)) return false;
  s->gross_left += gross;
  if (s->gross_left == 0) piece->tax = -s->tax_left;
  if (s->tax_left >= 0) piece->tax = at_least(piece->tax, -s->tax_left);
  if (s->inclusive) {
    if (s->net_left >= 0 && gross - piece->tax < -s->net_left) piece->tax = gross + s->net_left;
    piece->amount = gross - piece->tax;
  }
  s->tax_left += piece->tax;
  s->net_left += piece->amount;
  return true;
}

// The catch-ups of a line are numbered in the order in which they were billed.
static int64_t next_row(const settlement *s) {
  const fee_claims *claims = &s->planner->rating.claims;
  int64_t last = 0;
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    bool own = claim_first(c->row) == s->row && c->from >= s->planner->rating.now.from;
    if (own && claim_again(c->row) > last) last = claim_again(c->row);
  }
  return fee_row_again(s->row, last + 1);
}

static const char *part_id(const planner *p, int64_t code) {
  for (size_t i = 0; p && i < p->params.part_count; i++)
    if (part_code(p->params.parts[i].id) == code) return p->params.parts[i].id;
  return NULL;
}

// Any fee of the row: its text and unit; of one that is charged no more nothing is left of them.
static const fee *fee_named(const settlement *s) {
  for (size_t i = 0; i < s->of->owed->count; i++)
    if (s->of->owed->fees[i].row == s->row) return &s->of->owed->fees[i].fee;
  return NULL;
}

static fee fee_shown(const settlement *s, const difference_run *run) {
  const owed_fee *owed = owed_on(s->of->owed, s->row, run->from);
  const fee *named = owed ? &owed->fee : fee_named(s);
  fee f = { .terms = { .description = "No longer charged", .over = 1 } };
  if (named) {
    f = *named;
    f.terms.description = arena_format(s->arena, "%s, changed", named->terms.description);
    f.terms.unit = arena_text(s->arena, named->terms.unit);
    f.terms.sku = arena_text(s->arena, named->terms.sku);
  }
  f.terms.counts = f.terms.counts && f.terms.count == f.terms.quantity && !run->shown.lump;
  f.terms.count = run->shown.quantity;
  f.terms.days = f.terms.days_of = 0;
  f.terms.category = s->category;
  f.terms.quantity = run->shown.quantity;
  f.terms.price = run->shown.price;
  f.terms.over = run->shown.over;
  f.days = run->shown.days;
  f.from = run->from;
  f.until = run->until;
  f.ordinal = fee_row_ordinal(s->row);
  return f;
}

// How the item came about, for those who ask: shares of what the line owes, and of what bills took.
static void note(const settlement *s, const difference_run *run, int64_t gross) {
  const fee_claims *claims = &s->planner->rating.claims;
  noted_steps *to = s->planner->steps;
  int64_t left = gross, share;
  if (!to) return;
  for (size_t i = 0; i < s->of->owed->count; i++) {
    const owed_fee *o = &s->of->owed->fees[i];
    if (!is_owed(s, o)) continue;
    share = share_of(piece_of(s, o)->gross, o->from, o->until, run->from, run->until);
    left -= share;
    if (share)
      steps_note_owed(to,
                      (step_owed){ 0, o->from, o->until, share, piece_of(s, o)->description, piece_of(s, o)->gross });
  }
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    if (!is_posted(s, c)) continue;
    const int64_t all = gross_of(s, c->amount, c->tax);
    share = share_of(all, c->from, c->until, run->from, run->until);
    left += share;
    if (share) steps_note_owed(to, (step_owed){ c->line, c->from, c->until, -share, NULL, all });
  }
  if (left) steps_note_owed(to, (step_owed){ 0, run->from, run->until, left, NULL, left });
}

static bool add_item(settlement *s, const difference_run *run, error *e) {
  planner *p = s->of->planner;
  rating *r = &p->rating;
  const fee f = fee_shown(s, run);
  const fee_due due = { .from = run->from, .until = run->until, .row = next_row(s), .ready_on = s->of->ready_on };
  const char *part = part_id(p, fee_row_part(s->row));
  if (run->gross == 0) return true;
  if (!fee_piece(&r->basis, &r->now, &r->items, &f, due, e)) return false;
  plan_item *item = &r->items.items[r->items.item_count - 1];
  plan_piece *piece = &r->items.pieces[r->items.piece_count - 1];
  int64_t base = piece->gross;
  if (!part && s->of->then) part = part_id(s->of->then, fee_row_part(s->row));
  if (part) item->part = arena_text(s->arena, part);
  item->catch_up = item->settled = true;
  piece->terms = s->of->of->terms;
  piece_taxed(piece, &s->tax);
  if (!piece_tax_asked(&r->basis, terms_taxes(p, piece->terms), piece, run->gross, e)) return false;
  if (!price(s, piece, run->gross))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", r->basis.contract->id);
  if (s->ruled) piece->off = base - piece->gross;
  note(s, run, piece->gross);
  return true;
}

// What cost nothing has no line: it is taxed as its bill would have taxed it.
static void tax_owed(settlement *s) {
  for (size_t i = 0; i < s->of->owed->count; i++) {
    const owed_fee *o = &s->of->owed->fees[i];
    if (!is_owed(s, o)) continue;
    const plan_piece *piece = piece_of(s, o);
    s->category = arena_text(s->arena, piece->category);
    s->tax =
        (tax_use){ .row = piece->tax_row, .name = piece->tax_name, .rule = piece->tax_rule, .date = piece->tax_date };
    s->tax.answer = taxes_on_line(terms_taxes(s->of->planner, s->of->of->terms), piece->tax_answer);
    return;
  }
}

// By which tax the line was billed.
static bool tax_find(settlement *s, error *e) {
  const fee_claim *c = s->of->of;
  tax_book *taxes = terms_taxes(s->of->planner, c->terms);
  s->tax.row = c->tax_row;
  s->category = c->category;
  if (line_number(c->line) == 0) tax_owed(s);
  else if (c->tax_row) {
    if (!taxes_answer(taxes, c->tax_row, c->category, &s->tax, e)) return false;
    s->tax.answer = taxes_on_line(taxes, s->tax.answer);
  }
  s->inclusive = s->tax.answer && s->tax.answer->inclusive;
  return true;
}

// The days of orphans of the row.
static void orphan_days(settlement *s) {
  const fee_claims *claims = &s->planner->rating.claims;
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    if (claim_first(c->row) != s->row || !fee_in_period(s->planner, c) || !fee_is_orphan(claims, c)) continue;
    if (c->from < s->from) s->from = c->from;
    if (c->until > s->until) s->until = c->until;
  }
}

bool fee_settle(const settling *of, error *e) {
  settlement s = { .of = of,
                   .planner = of->planner,
                   .arena = of->planner->arena,
                   .row = claim_first(of->of->row),
                   .from = of->of->from,
                   .until = of->of->until };
  if (of->orphans) orphan_days(&s);
  if (!tax_find(&s, e)) return false;
  posted_sum(&s);
  runs_find(&s);
  for (size_t i = 0; i < s.count; i++)
    if (!add_item(&s, &s.runs[i], e)) return false;
  return true;
}
