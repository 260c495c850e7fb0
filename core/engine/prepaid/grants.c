// What periods grant: their shares, pools and caps, when lots expire, and top-ups.
#include "core/engine/facts/facts.h"
#include "core/engine/prepaid/prepaid_inside.h"
#include <assert.h>
#include <string.h>

// A grant as the contract type makes it, in the period at hand. amount: of a whole period.
typedef struct granting {
  prepaid *prepaid;
  const basis *basis;
  const at_hand *now;
  const fee_claims *claims;
  const rating_lot *terms;
  const char *unit;
  int64_t amount;
  int ordinal;
  day expires;
} granting;

static bool is_of(const granting *g, const plan_lot *lot, day period) {
  return !lot->owner && lot->part == g->now->part_code && lot->period == period && lot->ordinal == g->ordinal &&
         strcmp(lot->unit, g->unit) == 0;
}

static int64_t granted_for(const granting *g, day period) {
  const lot_list *l = &g->prepaid->lots;
  int64_t sum = 0;
  for (size_t i = 0; i < l->lot_count; i++)
    if (is_of(g, l->lots[i], period)) sum += l->lots[i]->quantity;
  return sum;
}

static void grant(const granting *g, day period, int64_t amount) {
  if (amount <= 0) return;
  (void)lot_add(g->prepaid, (plan_lot){ .part = g->now->part_code,
                                        .unit = g->unit,
                                        .from = g->now->stretch.from,
                                        .period = period,
                                        .ordinal = g->ordinal,
                                        .quantity = amount,
                                        .left = amount,
                                        .expires = g->expires });
}

static void take(const granting *g, plan_lot *lot, int64_t quantity, day date) {
  assert(quantity > 0 && quantity <= lot->left);
  lot->left -= quantity;
  draw_add(g->prepaid, (plan_draw){ .lot = lot,
                                    .quantity = quantity,
                                    .entry = UINT32_MAX,
                                    .item = UINT32_MAX,
                                    .date = date > lot->from ? date : lot->from,
                                    .period = g->now->from,
                                    .kind = DRAW_CAP });
}

// A period that turns out to grant less takes back what is left of the rest.
static void take_back(const granting *g, day period, int64_t amount) {
  const lot_list *l = &g->prepaid->lots;
  for (size_t i = l->lot_count; i-- > 0 && amount > 0;) {
    plan_lot *lot = l->lots[i];
    int64_t quantity = lot->left < amount ? lot->left : amount;
    if (!is_of(g, lot, period) || quantity == 0) continue;
    take(g, lot, quantity, g->now->stretch.from);
    amount -= quantity;
  }
}

static bool is_carried(const granting *g, const plan_lot *lot) {
  const day from = g->now->from;
  return lot_is_for(lot, g->now->part_code, g->unit) && lot->from < from && lot->expires >= from;
}

// What other contracts drew on a lot since the period began was carried into it as well.
static bool add_drawn_since(const granting *g, const plan_lot *lot, int64_t *carried, error *e) {
  int64_t drawn = 0;
  if (!g->basis->contract->drawn_on || !lot->n) return true;
  if (!db_value(g->basis->book->db, e, &drawn, 0,
                "SELECT -sum(quantity) FROM movements WHERE lot = ?1 AND released IS NULL AND contract <> ?2 AND "
                "day >= ?3",
                "iii", lot->n, g->basis->contract->n, (int64_t)g->now->from))
    return false;
  *carried += drawn;
  return true;
}

// What is carried into a period past the cap is lost, oldest first.
static bool cap_carried(const granting *g, int64_t cap, error *e) {
  const lot_list *l = &g->prepaid->lots;
  int64_t carried = 0;
  for (size_t i = 0; i < l->lot_count; i++) {
    if (!is_carried(g, l->lots[i])) continue;
    carried += l->lots[i]->left;
    if (!add_drawn_since(g, l->lots[i], &carried, e)) return false;
  }
  for (size_t i = 0; i < l->lot_count && carried > cap; i++) {
    plan_lot *lot = l->lots[i];
    int64_t lost = carried - cap < lot->left ? carried - cap : lot->left;
    if (!is_carried(g, lot) || lost == 0) continue;
    take(g, lot, lost, g->now->from);
    carried -= lost;
  }
  return true;
}

// Periods on a grid may share what they grant; others stand alone.
static bool on_grid(const granting *g) { return g->basis->contract->kind == GRID_PERIODS && !g->now->stretch.key; }
static int64_t pool_first(const granting *g) { return on_grid(g) ? g->now->stretch.number % g->terms->pool : 0; }

static day expiry(const granting *g) {
  const at_hand *now = g->now;
  day boundary;
  int64_t after = g->terms->periods;
  if (after < 0) return DAY_NEVER;
  if (!on_grid(g)) return now->until == DAY_NEVER ? DAY_NEVER : now->until - 1;
  int64_t end = now->stretch.index - pool_first(g) + g->terms->pool;
  if (after > 100000 || !period_boundary(&g->basis->contract->grid, end + after, &boundary)) return DAY_NEVER;
  return boundary - 1;
}

// What the days [from, until) of a whole period grant.
static int64_t share(const granting *g, day from, day until, day whole_from, day whole_until) {
  int64_t days = until - from, all = whole_until - whole_from, out;
  if (!g->basis->contract->daily || !on_grid(g) || days == all) return g->amount;
  return money_round((int128)g->amount * days, all, ROUND_HALF_UP, &out) ? out : g->amount;
}

// Where nothing is caught up, what was paid for stays as it was bought.
static bool is_sold(const granting *g) {
  const at_hand *now = g->now;
  if (g->basis->contract->daily && on_grid(g)) return false;
  for (size_t i = 0; i < g->claims->count; i++) {
    const fee_claim *c = &g->claims->claims[i];
    bool own = !claim_again(c->row) && fee_row_part(c->row) == now->part_code;
    if (own && c->from < now->until && c->until > now->from) return true;
  }
  return false;
}

// Brings what the period at hand has granted to what its stretches so far come to: an earlier bill, or the first period
// of a pool, may have granted it on other terms.
static bool grant_own(const granting *g, error *e) {
  const at_hand *now = g->now;
  const rating_period *s = &now->stretch;
  int64_t *wanted = &g->prepaid->granted.amounts[g->ordinal - 1], before = granted_for(g, now->from);
  if (__builtin_add_overflow(*wanted, share(g, s->from, s->until, s->whole_from, s->whole_until), wanted))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a grant is past the largest balance", g->basis->contract->id);
  if (before && is_sold(g)) return true;
  if (*wanted > before) grant(g, now->from, *wanted - before);
  else if (s->until == now->until && !now->billed) take_back(g, now->from, before - *wanted);
  return true;
}

// The later periods of a pool share what they grant from now on.
static void grant_ahead(const granting *g) {
  for (int64_t i = 1; on_grid(g) && i < g->terms->pool - pool_first(g); i++) {
    billing_period next;
    if (!periods_at(g->basis->contract, g->now->stretch.index + i, &next) || next.from >= next.until) return;
    if (!granted_for(g, next.from))
      grant(g, next.from, share(g, next.from, next.until, next.whole_from, next.whole_until));
  }
}

// A limit is what the terms of the day say; other balances are granted once.
static void grant_once(granting *g) {
  g->expires = DAY_NEVER;
  int64_t before = granted_for(g, PERIOD_ONCE);
  bool limit = strcmp(g->unit, "limit") == 0;
  if (!before || (limit && g->amount > before)) grant(g, PERIOD_ONCE, g->amount - before);
  else if (limit && !g->now->billed) take_back(g, PERIOD_ONCE, before - g->amount);
}

// The tax on a block that is sold with its tax inside.
static bool add_tax(const basis *b, const at_hand *now, int64_t *amount, error *e) {
  plan_piece piece = { .category = b->contract->category ? b->contract->category : "service" };
  int64_t net, tax;
  day date = b->contract->advance ? now->from : now->until - 1;
  if (!service_tax_find(b, &piece, NULL, date, now->until - 1, e)) return false;
  if (!piece.tax_answer) return true;
  piece.date = date;
  if (!piece_tax_asked(b, b->taxes, &piece, *amount, e)) return false;
  if (!tax_compute(piece.tax_answer, *amount, &net, &tax, NULL))
    return error_set(e, ERROR_TOO_BIG, "a tax is past the largest amount");
  *amount = net + tax;
  return true;
}

void prepaid_asks_part(prepaid *p) { p->granted.known = 0; }

void prepaid_asks(prepaid *p) { p->granted.count = 0; }

static int next_ordinal(prepaid *p) {
  granted *g = &p->granted;
  g->amounts = arena_grow(p->arena, g->amounts, (size_t)g->count, &g->capacity, sizeof *g->amounts);
  if (g->count == g->known) g->amounts[g->known++] = 0;
  return ++g->count;
}

bool rating_grant(rating *r, const rating_lot *lot, error *e) {
  enum { GRANTS_MAX = 10000 };
  const basis *b = &r->basis;
  const at_hand *now = &r->now;
  granting g = { .prepaid = r->prepaid, .basis = b, .now = now, .claims = &r->claims, .terms = lot };
  int64_t cap = 0;
  if (now->phase == PHASE_NONE) return error_set(e, ERROR_PLUGIN, "a grant was made outside opens and closes");
  g.unit = arena_text(b->arena, lot->unit);
  if (!lot_counted(b->contract, NULL, g.unit, lot->quantity, &g.amount, e) ||
      !grant_rows_adopt(r->prepaid, b, g.unit, e))
    return false;
  if (lot->capped && !lot_counted(b->contract, NULL, g.unit, lot->cap, &cap, e)) return false;
  if (lot->with_tax && !add_tax(b, now, &g.amount, e)) return false;
  g.ordinal = next_ordinal(r->prepaid);
  if (g.ordinal > GRANTS_MAX) return error_set(e, ERROR_TOO_BIG, "a period has more than %d grants", GRANTS_MAX);
  if (lot->once) {
    grant_once(&g);
    return true;
  }
  g.expires = expiry(&g);
  if (lot->capped && pool_first(&g) == 0 && !now->billed && !cap_carried(&g, cap, e)) return false;
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

void lots_renewed(rating *r, const char *unit, const rating_fee *terms) {
  const lot_list *l = &r->prepaid->lots;
  const rating_period *stretch = &r->now.stretch;
  for (size_t i = 0; i < l->lot_count; i++) {
    const plan_lot *lot = l->lots[i];
    bool here = lot->from >= stretch->from && lot->from < stretch->until;
    if (here && lot_is_for(lot, r->now.part_code, unit) && lot->n && lot->period == PERIOD_ONCE && lot->ordinal > 1)
      fee_of_renewal(r, terms, lot);
  }
}

bool lots_renew(rating *r, const char *unit, const rating_fee *terms, day d, error *e) {
  prepaid *p = r->prepaid;
  const contract *c = r->basis.contract;
  int last = 1;
  int64_t amount = 0;
  if (!lot_counted(c, NULL, unit, terms->quantity, &amount, e)) return false;
  if (amount == 0) return error_set(e, ERROR_HELD, "contract %s: a balance cannot be renewed by nothing", c->id);
  for (size_t i = 0; i < p->lots.lot_count; i++) {
    const plan_lot *lot = p->lots.lots[i];
    if (lot_is_for(lot, r->now.part_code, unit) && lot->period == PERIOD_ONCE && lot->ordinal > last)
      last = lot->ordinal;
  }
  fee_of_renewal(r, terms,
                 lot_add(p, (plan_lot){ .part = r->now.part_code,
                                        .unit = arena_text(p->arena, unit),
                                        .from = d,
                                        .period = PERIOD_ONCE,
                                        .ordinal = last + 1,
                                        .quantity = amount,
                                        .left = amount,
                                        .expires = DAY_NEVER }));
  return true;
}
