// What a day of a fee costs more or less than bills took, counted in what a line shows: so many more, or
// so much dearer.
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

void owed_add(arena *a, owed_list *list, const fee *f, int64_t row, day from, day until) {
  list->fees = arena_grow(a, list->fees, list->count, &list->capacity, sizeof *list->fees);
  list->fees[list->count++] = (owed_fee){ .fee = *f, .row = row, .from = from, .until = until, .item = UINT32_MAX };
}

const owed_fee *owed_on(const owed_list *list, int64_t row, day d) {
  for (size_t i = 0; i < list->count; i++)
    if (list->fees[i].row == row && list->fees[i].from <= d && d < list->fees[i].until) return &list->fees[i];
  return NULL;
}

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

static day_billed billed_on(const fee_claims *claims, int64_t row, day d, int64_t over, int days) {
  day_billed sum = { 0 };
  for (size_t i = 0; i < claims->count; i++) {
    const fee_claim *c = &claims->claims[i];
    if (claim_first(c->row) != row || d < c->from || d >= c->until) continue;
    decimal quantity = whole_quantity(c, over, days);
    charge_add(&sum.all, quantity, c->price);
    if (!c->given) charge_add(&sum.kept, quantity, c->price);
    if (c->row == row) sum.by_line = true;
    else sum.by_catch_ups = true;
  }
  return sum;
}

static bool counts_differ(decimal a, decimal b, int64_t over) {
  decimal shown = DECIMAL_ONE / 1000 * over;
  return a - b > shown || b - a > shown;
}

// How many at which price lead from one charge to the other.
static bool leads(const charged *before, const charged *after, fee_difference *d) {
  bool same_price = !before->mixed && (after->price == before->price || after->quantity == 0 || before->quantity == 0);
  d->quantity = after->quantity - before->quantity;
  d->price = after->quantity == 0 ? before->price : after->price;
  d->lump = false;
  if (same_price) return counts_differ(after->quantity, before->quantity, d->over);
  if (after->value == before->value) return false;
  if (d->quantity == 0 && !before->mixed) {
    d->quantity = after->quantity;
    d->price = after->price - before->price;
  } else {
    d->lump = true;
    d->quantity = DECIMAL_ONE * d->over;
    d->price = decimal_ratio(after->value - before->value, d->over * DECIMAL_ONE, 9);
  }
  return true;
}

// What was given away is neither charged after all nor given back: between what was taken with it and without it
// nothing is due. Where the line itself is not billed, or not any more, it bills anew: catch-ups on it are too much.
bool fee_differs(const owed_list *owed, const fee_claims *claims, int64_t row, day d, int whole, fee_difference *out) {
  const owed_fee *now = owed_on(owed, row, d);
  charged after = { 0 };
  out->over = now ? now->fee.terms.over : 1;
  out->days = now ? now->fee.days : whole;
  day_billed t = billed_on(claims, row, d, out->over, out->days);
  if (!t.by_line && !t.by_catch_ups) return false;
  if (now) charge_add(&after, now->fee.terms.quantity, now->fee.terms.price);
  if (now && !t.by_line) {
    charge_add(&t.all, now->fee.terms.quantity, now->fee.terms.price);
    charge_add(&t.kept, now->fee.terms.quantity, now->fee.terms.price);
  }
  const charged *less = t.all.value < t.kept.value ? &t.all : &t.kept, *more = less == &t.all ? &t.kept : &t.all;
  if (after.value > less->value && after.value < more->value) return false;
  return leads(after.value <= less->value ? less : more, &after, out);
}

bool fee_difference_same(const fee_difference *a, const fee_difference *b) {
  return a->quantity == b->quantity && a->price == b->price && a->over == b->over && a->days == b->days;
}

static void sooner(day *until, day from, day d) {
  if (d > from && d < *until) *until = d;
}

// Where after a day something else is owed or was billed.
static day next_edge(const owed_list *owed, const fee_claims *claims, int64_t row, day d, day until) {
  for (size_t i = 0; i < owed->count; i++) {
    if (owed->fees[i].row != row) continue;
    sooner(&until, d, owed->fees[i].from);
    sooner(&until, d, owed->fees[i].until);
  }
  for (size_t i = 0; i < claims->count; i++) {
    if (claim_first(claims->claims[i].row) != row) continue;
    sooner(&until, d, claims->claims[i].from);
    sooner(&until, d, claims->claims[i].until);
  }
  return until;
}

bool fee_differs_within(const owed_list *owed, const fee_claims *claims, int64_t row, day from, day until, int whole) {
  fee_difference ignored;
  for (day d = from; d < until; d = next_edge(owed, claims, row, d, until))
    if (fee_differs(owed, claims, row, d, whole, &ignored)) return true;
  return false;
}
