// Catch-ups: what a billed period costs more or less now that a price, a count or a device has changed in it.
#include "core/engine/plan/plan_inside.h"

// What a line costs by the day: quantity / (over × days) × price each day.
typedef struct charged {
  decimal quantity, price, value;
  bool mixed;  // lines of different prices add up to the value
} charged;

// What bills took for a day of a line. kept: without what was waived or credited for good.
typedef struct day_billed {
  charged all, kept;
  bool by_line, by_catch_ups;
} day_billed;

// The difference of a day, and in what it is counted.
typedef struct difference {
  decimal quantity, price;
  int64_t over;
  int days;
} difference;

// The count of a billed line for `days`, as a number over `over`: the line shows that of the days it covers, to four
// places or more.
static decimal whole_quantity(const fee_claim *c, int64_t over, int days) {
  int covered = c->until - c->from;
  int128 scale = (int128)over * days;
  const decimal SHOWN = DECIMAL_ONE / 10000;
  if (scale == covered) return c->quantity;
  for (int places = 0; places < 4; places++) {
    decimal guess = decimal_ratio(c->quantity * scale, (int128)covered * DECIMAL_ONE, places);
    decimal off = decimal_ratio(guess * covered, scale * DECIMAL_ONE, 9) - c->quantity;
    if (-SHOWN < off && off < SHOWN) return guess;
  }
  return decimal_ratio(c->quantity * scale, (int128)covered * DECIMAL_ONE, 9);
}

static void charge_add(charged *sum, decimal quantity, decimal price) {
  decimal value = 0;
  (void)decimal_mul(quantity, price, &value);
  sum->value += value;
  if (sum->quantity == 0) sum->price = price;
  else if (sum->price != price) sum->mixed = true;
  sum->quantity += quantity;
}

static void billed_add(day_billed *t, decimal quantity, decimal price, bool given) {
  charge_add(&t->all, quantity, price);
  if (!given) charge_add(&t->kept, quantity, price);
}

static bool of_line(const at_hand *now, const fee_claim *c, int64_t row) {
  return claim_first(c->row) == row && c->from >= now->from && c->from < now->until;
}

static day_billed billed_on(const rating *r, int64_t row, day d, int64_t over, int days) {
  day_billed sum = { 0 };
  for (size_t i = 0; i < r->claims.count; i++) {
    const fee_claim *c = &r->claims.claims[i];
    if (!of_line(&r->now, c, row) || d < c->from || d >= c->until) continue;
    billed_add(&sum, whole_quantity(c, over, days), c->price, c->given);
    if (c->row == row) sum.by_line = true;
    else sum.by_catch_ups = true;
  }
  return sum;
}

static const fee *fee_on(const fee_list *list, int ordinal, day d) {
  for (size_t i = 0; i < list->count; i++)
    if (list->fees[i].ordinal == ordinal && list->fees[i].from <= d && d < list->fees[i].until) return &list->fees[i];
  return NULL;
}

static bool counts_differ(decimal a, decimal b, int64_t over) {
  decimal shown = DECIMAL_ONE / 1000 * over;
  return a - b > shown || b - a > shown;
}

// How many at which price lead from one charge to the other.
static bool leads(const charged *before, const charged *after, difference *d) {
  bool same_price = !before->mixed && (after->price == before->price || after->quantity == 0 || before->quantity == 0);
  d->quantity = after->quantity - before->quantity;
  d->price = after->quantity == 0 ? before->price : after->price;
  if (same_price) return counts_differ(after->quantity, before->quantity, d->over);
  if (after->value == before->value) return false;
  if (d->quantity == 0 && !before->mixed) {
    d->quantity = after->quantity;
    d->price = after->price - before->price;
  } else {
    d->quantity = DECIMAL_ONE * d->over;
    d->price = decimal_ratio(after->value - before->value, d->over * DECIMAL_ONE, 9);
  }
  return true;
}

// What a day costs more or less than bills took. What was given away is neither charged after all nor given back:
// between what was taken with it and without it nothing is due. Where the line itself is not billed, or not any more,
// it bills anew: catch-ups on it are too much.
static bool differs(const rating *r, int ordinal, int64_t row, day at, difference *d) {
  const fee *now = fee_on(&r->fees, ordinal, at);
  charged after = { 0 };
  d->over = now ? now->terms.over : 1;
  d->days = now ? now->days : r->now.stretch.whole_until - r->now.stretch.whole_from;
  day_billed t = billed_on(r, row, at, d->over, d->days);
  if (!t.by_line && !t.by_catch_ups) return false;
  if (now) charge_add(&after, now->terms.quantity, now->terms.price);
  if (now && !t.by_line) billed_add(&t, now->terms.quantity, now->terms.price, false);
  const charged *less = t.all.value < t.kept.value ? &t.all : &t.kept, *more = less == &t.all ? &t.kept : &t.all;
  if (after.value > less->value && after.value < more->value) return false;
  return leads(after.value <= less->value ? less : more, &after, d);
}

static bool same_difference(const difference *a, const difference *b) {
  return a->quantity == b->quantity && a->price == b->price && a->over == b->over && a->days == b->days;
}

static fee fee_of(arena *a, const fee *f, const difference *d) {
  fee own = *f;
  own.terms.over = d->over;
  own.terms.quantity = d->quantity;
  own.terms.price = d->price;
  own.terms.description = arena_format(a, "%s, changed", f->terms.description);
  return own;
}

// The catch-ups of a line are numbered in the order in which they were billed.
static int64_t next_row(const rating *r, int64_t row) {
  int64_t last = 0;
  for (size_t i = 0; i < r->claims.count; i++) {
    const fee_claim *c = &r->claims.claims[i];
    if (of_line(&r->now, c, row) && claim_again(c->row) > last) last = claim_again(c->row);
  }
  return fee_row_again(row, last + 1);
}

// Goes through the billed days of one line; days in a row with the same difference are one item. `any`: one of the
// line's fees, for days on which it has none.
static bool catch_up_line(const rating *r, item_list *to, const fee *any, day ready_on, error *e) {
  const at_hand *now = &r->now;
  int64_t row = fee_row(now->part_code, now->phase == PHASE_CLOSES, any->ordinal);
  fee_due due = { .ready_on = ready_on, .row = next_row(r, row), .catch_up = true };
  for (day d = now->from, end; d < now->until; d = end) {
    end = d + 1;
    difference here, there;
    if (!differs(r, any->ordinal, row, d, &here)) continue;
    while (end < now->until && differs(r, any->ordinal, row, end, &there) && same_difference(&here, &there)) end++;
    const fee *given = fee_on(&r->fees, any->ordinal, d), own = fee_of(r->basis.arena, given ? given : any, &here);
    due.from = d;
    due.until = end;
    if (!fee_item(&r->basis, now, to, &own, due, e)) return false;
  }
  return true;
}

// A line that bills took and that the type gives no more.
static bool catch_up_gone(const rating *r, item_list *to, int64_t row, day ready_on, error *e) {
  const rating_period *whole = &r->now.stretch;
  int ordinal = fee_row_ordinal(row);
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].ordinal == ordinal) return true;
  const fee gone = { .terms = { .description = "No longer charged", .over = 1 },
                     .from = r->now.from,
                     .until = r->now.until,
                     .ordinal = ordinal,
                     .days = whole->whole_until - whole->whole_from };
  return catch_up_line(r, to, &gone, ready_on, e);
}

// Whether a claim is on a line of the part and phase at hand, in its period.
static bool is_at_hand(const at_hand *now, const fee_claim *c) {
  return fee_row_part(c->row) == now->part_code && fee_row_closes(c->row) == (now->phase == PHASE_CLOSES) &&
         c->from >= now->from && c->from < now->until;
}

static bool is_first_of_line(const fee_list *list, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (list->fees[k].ordinal == list->fees[i].ordinal) return false;
  return true;
}

bool fee_catch_ups(const rating *r, item_list *to, day ready_on, error *e) {
  const fee_claims *claims = &r->claims;
  const contract *c = r->basis.contract;
  bool any = false;
  if (!c->daily || c->kind == GRID_ON_DEMAND || r->now.stretch.key || r->fees.saw_work) return true;
  for (size_t i = 0; i < claims->count; i++) any = any || is_at_hand(&r->now, &claims->claims[i]);
  if (!any) return true;
  for (size_t i = 0; i < r->fees.count; i++) {
    const fee *f = &r->fees.fees[i];
    if (f->days && is_first_of_line(&r->fees, i) && !catch_up_line(r, to, f, ready_on, e)) return false;
  }
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *claim = &claims->claims[i];
    if (is_at_hand(&r->now, claim) && !claim_again(claim->row) && !catch_up_gone(r, to, claim->row, ready_on, e))
      return false;
  }
  return true;
}
