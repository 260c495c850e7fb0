// What periods grant: their shares, pools and caps, when lots expire, and top-ups.
#include "core/engine/rating/item.h"
#include "core/engine/prepaid/lots.h"
#include "core/engine/plan/plan_inside.h"
#include <string.h>

// A grant as the contract type makes it, in the period at hand. amount: of a whole period.
typedef struct granting {
  rating *r;
  const rating_lot *terms;
  const char *unit;
  int64_t amount;
  int ordinal;
  day expires;
} granting;

static bool is_of(const granting *g, const plan_lot *lot, day period) {
  return lot->part == g->r->part_code && lot->period == period && lot->ordinal == g->ordinal &&
         strcmp(lot->unit, g->unit) == 0;
}

static int64_t granted_for(const granting *g, day period) {
  int64_t sum = 0;
  for (size_t i = 0; i < g->r->plan.lot_count; i++)
    if (is_of(g, g->r->plan.lots[i], period)) sum += g->r->plan.lots[i]->quantity;
  return sum;
}

static void grant(const granting *g, day period, int64_t amount) {
  if (amount <= 0) return;
  (void)lot_add(g->r, (plan_lot){ .part = g->r->part_code,
                                  .unit = g->unit,
                                  .from = g->r->current.from,
                                  .period = period,
                                  .ordinal = g->ordinal,
                                  .quantity = amount,
                                  .left = amount,
                                  .expires = g->expires });
}

static void take(rating *r, plan_lot *lot, int64_t quantity, day date) {
  lot->left -= quantity;
  draw_add(r, (plan_draw){ .lot = lot,
                           .quantity = quantity,
                           .entry = UINT32_MAX,
                           .item = UINT32_MAX,
                           .date = date > lot->from ? date : lot->from,
                           .period = r->period_from,
                           .kind = DRAW_CAP });
}

// A period that turns out to grant less takes back what is left of the rest.
static void take_back(const granting *g, day period, int64_t amount) {
  rating *r = g->r;
  for (size_t i = r->plan.lot_count; i-- > 0 && amount > 0;) {
    plan_lot *lot = r->plan.lots[i];
    int64_t part = lot->left < amount ? lot->left : amount;
    if (!is_of(g, lot, period) || part == 0) continue;
    take(r, lot, part, r->current.from);
    amount -= part;
  }
}

// What is carried into a period past the cap is lost, oldest first.
static void cap_carried(const granting *g, int64_t cap) {
  rating *r = g->r;
  int64_t carried = 0;
  for (size_t i = 0; i < r->plan.lot_count; i++) {
    const plan_lot *lot = r->plan.lots[i];
    if (lot_mine(r, lot, g->unit) && lot->from < r->period_from && lot->expires >= r->period_from) carried += lot->left;
  }
  for (size_t i = 0; i < r->plan.lot_count && carried > cap; i++) {
    plan_lot *lot = r->plan.lots[i];
    int64_t lost = carried - cap < lot->left ? carried - cap : lot->left;
    if (!lot_mine(r, lot, g->unit) || lot->from >= r->period_from || lot->expires < r->period_from || lost == 0)
      continue;
    take(r, lot, lost, r->period_from);
    carried -= lost;
  }
}

// Periods on a grid may share what they grant; others stand alone.
static bool on_grid(const rating *r) { return r->contract->kind == GRID_PERIODS && !r->current.key; }
static int64_t pool_first(const granting *g) { return on_grid(g->r) ? g->r->current.number % g->terms->pool : 0; }

static day expiry(const granting *g) {
  const rating *r = g->r;
  day boundary;
  int64_t after = g->terms->periods;
  if (after < 0) return DAY_NEVER;
  if (!on_grid(r)) return r->period_until == DAY_NEVER ? DAY_NEVER : r->period_until - 1;
  int64_t end = r->current.index - pool_first(g) + g->terms->pool;
  if (after > 100000 || !period_boundary(&r->contract->grid, end + after, &boundary)) return DAY_NEVER;
  return boundary - 1;
}

// What the days [from, until) of a whole period grant.
static int64_t share(const granting *g, day from, day until, day whole_from, day whole_until) {
  int64_t days = until - from, all = whole_until - whole_from, out;
  if (!g->r->contract->daily || !on_grid(g->r) || days == all) return g->amount;
  return money_round((int128)g->amount * days, all, ROUND_HALF_UP, &out) ? out : g->amount;
}

// Where nothing is caught up, what was paid for stays as it was bought.
static bool is_sold(const rating *r) {
  if (r->contract->daily && on_grid(r)) return false;
  for (size_t i = 0; i < r->claim_count; i++) {
    const fee_claim *c = &r->claims[i];
    if (c->row >> FEE_PART_SHIFT == r->part_code && c->from < r->period_until && c->until > r->period_from) return true;
  }
  return false;
}

// Brings what the period at hand has granted to what its pieces so far come to: an earlier bill, or the first period of
// a pool, may have granted it on other terms.
static bool grant_own(const granting *g, error *e) {
  rating *r = g->r;
  int64_t *wanted = &r->granted[g->ordinal - 1], before = granted_for(g, r->period_from);
  if (__builtin_add_overflow(
          *wanted, share(g, r->current.from, r->current.until, r->current.whole_from, r->current.whole_until), wanted))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a grant is past the largest balance", r->contract->id);
  if (before && is_sold(r)) return true;
  if (*wanted > before) grant(g, r->period_from, *wanted - before);
  else if (r->current.until == r->period_until && !r->billed) take_back(g, r->period_from, before - *wanted);
  return true;
}

// The later periods of a pool share what they grant from now on.
static void grant_ahead(const granting *g) {
  const rating_period *now = &g->r->current;
  for (int64_t i = 1; on_grid(g->r) && i < g->terms->pool - pool_first(g); i++) {
    plan_period next;
    if (!periods_at(g->r->contract, now->index + i, &next) || next.from >= next.until) return;
    if (!granted_for(g, next.from))
      grant(g, next.from, share(g, next.from, next.until, next.whole_from, next.whole_until));
  }
}

// A limit is what the terms of the day say; other balances are granted once.
static void grant_once(granting *g) {
  rating *r = g->r;
  g->expires = DAY_NEVER;
  int64_t before = granted_for(g, PERIOD_ONCE);
  bool limit = strcmp(g->unit, "limit") == 0;
  if (!before || (limit && g->amount > before)) grant(g, PERIOD_ONCE, g->amount - before);
  else if (limit && !r->billed) take_back(g, PERIOD_ONCE, before - g->amount);
}

// The tax on a block that is sold with its tax inside.
static bool add_tax(rating *r, int64_t *amount, error *e) {
  plan_piece piece = { .category = r->contract->category ? r->contract->category : "service" };
  int64_t net, tax;
  day date = r->contract->advance ? r->period_from : r->period_until - 1;
  if (!piece_tax_find(r, &piece, NULL, date, e)) return false;
  if (!piece.tax_answer) return true;
  if (!tax_compute(piece.tax_answer, *amount, &net, &tax, NULL))
    return error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  *amount = net + tax;
  return true;
}

static int next_ordinal(rating *r) {
  r->granted = arena_grow(r->arena, r->granted, (size_t)r->grants_made, &r->granted_capacity, sizeof *r->granted);
  if (r->current.from == r->period_from) r->granted[r->grants_made] = 0;
  return ++r->grants_made;
}

bool rating_grant(rating *r, const rating_lot *lot, error *e) {
  granting g = { .r = r, .terms = lot, .unit = arena_text(r->arena, lot->unit) };
  int64_t cap = 0;
  if (r->phase == PHASE_NONE) return error_set(e, ERROR_PLUGIN, "a grant was made outside opens and closes");
  if (!lot_counted(r, NULL, lot->unit, lot->quantity, &g.amount, e) || !ledger_adopt(r, lot->unit, e)) return false;
  if (lot->capped && !lot_counted(r, NULL, lot->unit, lot->cap, &cap, e)) return false;
  if (lot->with_tax && !add_tax(r, &g.amount, e)) return false;
  g.ordinal = next_ordinal(r);
  if (lot->once) {
    grant_once(&g);
    return true;
  }
  g.expires = expiry(&g);
  if (lot->capped && pool_first(&g) == 0 && !r->billed) cap_carried(&g, cap);
  if (!grant_own(&g, e)) return false;
  grant_ahead(&g);
  return true;
}

static void fee_of_renewal(rating *r, const rating_fee *terms, const plan_lot *lot) {
  rating_fee own = *terms;
  own.once = true;
  fee *f = fee_add(r, &own, lot->from, lot->from + 1);
  f->ordinal = lot->ordinal;
}

// A renewal stands as a line from then on, claimed or not, at the price of its day.
bool ledger_renewals(rating *r, const char *unit, const rating_fee *terms) {
  for (size_t i = 0; i < r->plan.lot_count; i++) {
    const plan_lot *lot = r->plan.lots[i];
    bool now = lot->from >= r->current.from && lot->from < r->current.until;
    if (now && lot_mine(r, lot, unit) && lot->n && lot->period == PERIOD_ONCE && lot->ordinal > 1)
      fee_of_renewal(r, terms, lot);
  }
  return true;
}

bool ledger_renew(rating *r, const char *unit, const rating_fee *terms, day d, error *e) {
  int last = 1;
  int64_t amount = 0;
  if (!lot_counted(r, NULL, unit, terms->quantity, &amount, e)) return false;
  if (amount == 0)
    return error_set(e, ERROR_HELD, "contract %s: a balance cannot be renewed by nothing", r->contract->id);
  for (size_t i = 0; i < r->plan.lot_count; i++)
    if (lot_mine(r, r->plan.lots[i], unit) && r->plan.lots[i]->period == PERIOD_ONCE && r->plan.lots[i]->ordinal > last)
      last = r->plan.lots[i]->ordinal;
  fee_of_renewal(r, terms,
                 lot_add(r, (plan_lot){ .part = r->part_code,
                                        .unit = arena_text(r->arena, unit),
                                        .from = d,
                                        .period = PERIOD_ONCE,
                                        .ordinal = last + 1,
                                        .quantity = amount,
                                        .left = amount,
                                        .expires = DAY_NEVER }));
  return true;
}
