// Catch-ups: what a billed period costs more or less now that a price, a count or a device has changed in it.
#include "core/engine/items.h"

#define AGAIN_SHIFT 52
#define ROW_MASK ((INT64_C(1) << AGAIN_SHIFT) - 1)

// What is charged for a line on some days: quantity × price, of the fee and of everything billed.
typedef struct charged {
  decimal quantity, price, value;
  bool mixed;  // lines of different prices add up to the value
} charged;

// The count of a billed line for the whole period: lines show that of the days they cover, to four places.
static decimal whole_quantity(const rating *r, const fee_claim *c) {
  int days = c->until - c->from, all = r->current.whole_until - r->current.whole_from;
  if (days == all) return c->quantity;
  for (int places = 0; places < 4; places++) {
    decimal guess = decimal_ratio(c->quantity * all, (int128)days * DECIMAL_ONE, places);
    if (decimal_ratio(guess * days, (int128)all * DECIMAL_ONE, 4) == c->quantity) return guess;
  }
  return decimal_ratio(c->quantity * all, (int128)days * DECIMAL_ONE, 4);
}

static void charge_add(charged *sum, decimal quantity, decimal price) {
  decimal value = 0;
  (void)decimal_mul(quantity, price, &value);
  sum->value += value;
  if (sum->quantity == 0) sum->price = price;
  else if (sum->price != price) sum->mixed = true;
  sum->quantity += quantity;
}

static charged billed_on(const rating *r, int64_t row, day d, int *again) {
  charged sum = { 0 };
  for (size_t i = 0; i < r->claim_count; i++) {
    const fee_claim *c = &r->claims[i];
    if ((c->row & ROW_MASK) != row || c->from < r->period_from || c->from >= r->period_until) continue;
    if ((int)(c->row >> AGAIN_SHIFT) > *again) *again = (int)(c->row >> AGAIN_SHIFT);
    if (c->from <= d && d < c->until) charge_add(&sum, whole_quantity(r, c), c->price);
  }
  return sum;
}

static const fee *fee_on(const rating *r, int ordinal, day d) {
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].ordinal == ordinal && r->fees.fees[i].from <= d && d < r->fees.fees[i].until) return &r->fees.fees[i];
  return NULL;
}

static bool claimed_on(const rating *r, int64_t row, day d) {
  for (size_t i = 0; i < r->claim_count; i++)
    if (r->claims[i].row == row && r->claims[i].from <= d && d < r->claims[i].until) return true;
  return false;
}

// The difference of one day: whether there is one, and how many at which price.
static bool differs(const fee *now, const charged *before, decimal *quantity, decimal *price) {
  charged after = { 0 };
  if (now)
    charge_add(&after, now->terms.over > 1 ? decimal_ratio(now->terms.quantity, now->terms.over * DECIMAL_ONE, 4) : now->terms.quantity,
               now->terms.price);
  decimal shown = after.quantity - before->quantity;
  bool same_price = !before->mixed && (after.price == before->price || after.quantity == 0 || before->quantity == 0);
  *price = after.quantity == 0 ? before->price : after.price;
  *quantity = shown;
  if (same_price) return shown > DECIMAL_ONE / 1000 || shown < -DECIMAL_ONE / 1000;
  if (after.value == before->value) return false;
  if (shown == 0 && !before->mixed) {
    *quantity = after.quantity;
    *price = after.price - before->price;
  } else {
    *quantity = DECIMAL_ONE;
    *price = after.value - before->value;
  }
  return true;
}

static bool add_item(rating *r, const fee *f, decimal quantity, decimal price, day from, day until, int64_t row, day ready_on, error *e) {
  const plan_item *item = fee_item(r, f, from, until, row, ready_on);
  plan_piece *piece = &r->plan.pieces[item->first_piece];
  fee own = *f;
  own.terms.over = 1;
  own.terms.quantity = quantity;
  own.terms.price = price;
  own.terms.description = arena_format(r->arena, "%s, changed", f->terms.description);
  fee_describe(r, &own, quantity, from, until, piece);
  piece->price = price;
  return fee_gross(r, &own, quantity, price, from, until, &piece->gross, e) && fee_tax(r, item, e);
}

// Goes through the billed days of one line; days in a row with the same difference are one item.
static bool line_catch_up(rating *r, const fee *any, day ready_on, error *e) {
  int64_t row = fee_row(r->part_code, r->phase, any->ordinal);
  int again = 0;
  for (day d = r->period_from, end; d < r->period_until; d = end) {
    end = d + 1;
    const fee *now = fee_on(r, any->ordinal, d);
    decimal quantity, price, next_quantity, next_price;
    charged before = billed_on(r, row, d, &again);
    if (!claimed_on(r, row, d) || (!now && r->phase == PHASE_CLOSES) || !differs(now, &before, &quantity, &price)) continue;
    for (; end < r->period_until && claimed_on(r, row, end); end++) {
      charged then = billed_on(r, row, end, &again);
      if (!differs(fee_on(r, any->ordinal, end), &then, &next_quantity, &next_price)) break;
      if (next_quantity != quantity || next_price != price) break;
    }
    if (!add_item(r, now ? now : any, quantity, price, d, end, row | (int64_t)(again + 1) << AGAIN_SHIFT, ready_on, e)) return false;
  }
  return true;
}

// A line that bills took and that the type gives no more.
static bool gone_catch_up(rating *r, int64_t row, day ready_on, error *e) {
  int ordinal = (int)(row & 0x7ffff);
  for (size_t i = 0; i < r->fees.count; i++)
    if (r->fees.fees[i].ordinal == ordinal) return true;
  fee gone = {
    .terms = { .description = "No longer charged", .over = 1 }, .from = r->period_from, .until = r->period_until, .ordinal = ordinal
  };
  return line_catch_up(r, &gone, ready_on, e);
}

static bool is_part(const rating *r, const fee_claim *c) {
  return (c->row >> 20) == r->part_code && (c->row >> 19 & 1) == (r->phase == PHASE_CLOSES) && c->from >= r->period_from &&
         c->from < r->period_until;
}

bool items_of_catch_up(rating *r, rating_phase phase, day ready_on, error *e) {
  bool any = false;
  if (!r->contract->daily || r->contract->kind != GRID_PERIODS || r->current.key) return true;
  r->phase = phase;
  for (size_t i = 0; i < r->claim_count; i++) any = any || is_part(r, &r->claims[i]);
  if (!any) return true;
  for (size_t i = 0; i < r->fees.count; i++) {
    const fee *f = &r->fees.fees[i];
    bool first = true;
    for (size_t k = 0; k < i; k++) first = first && r->fees.fees[k].ordinal != f->ordinal;
    if (first && fee_prorated(r, f) && !line_catch_up(r, f, ready_on, e)) return false;
  }
  for (size_t i = 0; phase == PHASE_OPENS && i < r->claim_count; i++)
    if (is_part(r, &r->claims[i]) && !(r->claims[i].row >> AGAIN_SHIFT) && !gone_catch_up(r, r->claims[i].row, ready_on, e)) return false;
  return true;
}
