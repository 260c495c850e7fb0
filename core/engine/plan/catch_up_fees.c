// Catch-ups: what a billed period costs more or less now that a price, a count or a device has changed in it.
#include "core/engine/rating/item.h"

// What a line costs by the day: quantity / (over × days) × price each day.
typedef struct charged {
  decimal quantity, price, value;
  bool mixed;  // lines of different prices add up to the value
} charged;

// What bills took for a day of a line. kept: without what was waived or credited for good.
typedef struct taken {
  charged all, kept;
  bool own, again;  // by the line itself; by catch-ups
} taken;

// The difference of a day, and in what it is counted.
typedef struct difference {
  decimal quantity, price;
  int64_t over;
  int days;
} difference;

// The count of a billed line for `days`, as a number over `over`: the line shows that of the days it covers, to four
// places.
static decimal whole_quantity(const fee_claim *c, int64_t over, int days) {
  int covered = c->until - c->from;
  int128 scale = (int128)over * days;
  if (scale == covered) return c->quantity;
  for (int places = 0; places < 4; places++) {
    decimal guess = decimal_ratio(c->quantity * scale, (int128)covered * DECIMAL_ONE, places);
    if (decimal_ratio(guess * covered, scale * DECIMAL_ONE, 4) == c->quantity) return guess;
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

static void taken_add(taken *t, decimal quantity, decimal price, bool given) {
  charge_add(&t->all, quantity, price);
  if (!given) charge_add(&t->kept, quantity, price);
}

static bool of_line(const rating *r, const fee_claim *c, int64_t row) {
  return claim_first(c->row) == row && c->from >= r->period_from && c->from < r->period_until;
}

static taken taken_on(const rating *r, int64_t row, day d, int64_t over, int days) {
  taken sum = { 0 };
  for (size_t i = 0; i < r->claim_count; i++) {
    const fee_claim *c = &r->claims[i];
    if (!of_line(r, c, row) || d < c->from || d >= c->until) continue;
    taken_add(&sum, whole_quantity(c, over, days), c->price, c->given);
    if (c->row == row) sum.own = true;
    else sum.again = true;
  }
  return sum;
}

static const fee *fee_on(const rating *r, int ordinal, day d) {
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].ordinal == ordinal && r->fees.fees[i].from <= d && d < r->fees.fees[i].until)
      return &r->fees.fees[i];
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
static bool differs(const rating *r, const fee *now, int64_t row, day at, difference *d) {
  charged after = { 0 };
  d->over = now ? now->terms.over : 1;
  d->days = now ? fee_days(r, now) : r->current.whole_until - r->current.whole_from;
  taken t = taken_on(r, row, at, d->over, d->days);
  if (!t.own && !t.again) return false;
  if (now) charge_add(&after, now->terms.quantity, now->terms.price);
  if (now && !t.own) taken_add(&t, now->terms.quantity, now->terms.price, false);
  const charged *less = t.all.value < t.kept.value ? &t.all : &t.kept, *more = less == &t.all ? &t.kept : &t.all;
  if (after.value > less->value && after.value < more->value) return false;
  return leads(after.value <= less->value ? less : more, &after, d);
}

static bool same_difference(const difference *a, const difference *b) {
  return a->quantity == b->quantity && a->price == b->price && a->over == b->over && a->days == b->days;
}

static bool add_item(rating *r, const fee *f, const difference *d, day from, day until, int64_t row, day ready_on,
                     error *e) {
  plan_item *item = fee_item(r, f, from, until, row, ready_on);
  item->catch_up = true;
  plan_piece *piece = &r->plan.pieces[item->first_piece];
  fee own = *f;
  own.terms.over = d->over;
  own.terms.quantity = d->quantity;
  own.terms.price = d->price;
  own.terms.description = arena_format(r->arena, "%s, changed", f->terms.description);
  fee_describe(r, &own, d->quantity, from, until, piece);
  piece->price = d->price;
  return fee_gross(r, &own, d->quantity, d->price, from, until, &piece->gross, e) && fee_tax(r, item, e);
}

// The catch-ups of a line are numbered in the order in which they were billed.
static int64_t next_row(const rating *r, int64_t row) {
  int64_t again = 0;
  for (size_t i = 0; i < r->claim_count; i++)
    if (of_line(r, &r->claims[i], row) && claim_again(r->claims[i].row) > again) again = claim_again(r->claims[i].row);
  return fee_row_again(row, again + 1);
}

// Goes through the billed days of one line; days in a row with the same difference are one item.
static bool line_catch_up(rating *r, const fee *any, day ready_on, error *e) {
  int64_t row = fee_row(r->part_code, r->phase == PHASE_CLOSES, any->ordinal), next = next_row(r, row);
  for (day d = r->period_from, end; d < r->period_until; d = end) {
    end = d + 1;
    const fee *now = fee_on(r, any->ordinal, d);
    difference here, there;
    if (!differs(r, now, row, d, &here)) continue;
    while (end < r->period_until && differs(r, fee_on(r, any->ordinal, end), row, end, &there) &&
           same_difference(&here, &there))
      end++;
    if (!add_item(r, now ? now : any, &here, d, end, next, ready_on, e)) return false;
  }
  return true;
}

// A line that bills took and that the type gives no more.
static bool gone_catch_up(rating *r, int64_t row, day ready_on, error *e) {
  int ordinal = fee_row_ordinal(row);
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].ordinal == ordinal) return true;
  fee gone = { .terms = { .description = "No longer charged", .over = 1 },
               .from = r->period_from,
               .until = r->period_until,
               .ordinal = ordinal };
  return line_catch_up(r, &gone, ready_on, e);
}

static bool is_part(const rating *r, const fee_claim *c) {
  return fee_row_part(c->row) == r->part_code && fee_row_closes(c->row) == (r->phase == PHASE_CLOSES) &&
         c->from >= r->period_from && c->from < r->period_until;
}

bool items_of_catch_up(rating *r, rating_phase phase, day ready_on, error *e) {
  bool any = false;
  r->phase = phase;
  if (!r->contract->daily || r->contract->kind == GRID_ON_DEMAND || r->current.key || r->saw_work) return true;
  for (size_t i = 0; i < r->claim_count; i++) any = any || is_part(r, &r->claims[i]);
  if (!any) return true;
  for (size_t i = 0; i < r->fees.count; i++) {
    const fee *f = &r->fees.fees[i];
    bool first = true;
    for (size_t k = 0; k < i; k++) first = first && r->fees.fees[k].ordinal != f->ordinal;
    if (first && fee_days(r, f) && !line_catch_up(r, f, ready_on, e)) return false;
  }
  for (size_t i = 0; i < r->claim_count; i++)
    if (is_part(r, &r->claims[i]) && !claim_again(r->claims[i].row) && !gone_catch_up(r, r->claims[i].row, ready_on, e))
      return false;
  return true;
}
