// Balances of money: what they pay of a period's work and charges, in the order of the work.
#include "core/engine/rating/item.h"
#include "core/engine/prepaid/lots.h"
#include "core/engine/rating/steps.h"
#include <stdlib.h>

// A fragment of work, or a charge, that draws on money.
typedef struct drawing {
  int64_t at, share;  // local minute; minor units, with tax where the balance covers it
  uint32_t item, piece, entry;
  money_mode mode;
  int64_t part;
} drawing;

typedef struct drawings {
  drawing *all;
  size_t count, capacity;
} drawings;

static int by_time(const void *a, const void *b) {
  const drawing *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  return x->piece < y->piece ? -1 : x->piece > y->piece ? 1 : x->entry < y->entry ? -1 : x->entry > y->entry;
}

// What the piece costs in units of the balance.
static bool piece_cost(const plan_piece *piece, money_mode mode, int64_t *cost) {
  int64_t net, tax;
  *cost = piece->gross;
  if (mode != MONEY_WITH_TAX || !piece->tax_answer) return true;
  return tax_compute(piece->tax_answer, piece->gross, &net, &tax, NULL) && !__builtin_add_overflow(net, tax, cost);
}

static void add(rating *r, drawings *d, drawing one) {
  d->all = arena_grow(r->arena, d->all, d->count, &d->capacity, sizeof one);
  d->all[d->count++] = one;
}

// The fragments of a piece share its cost by minutes, each the growth of the rounded sum.
static bool add_piece(rating *r, drawings *d, uint32_t item, uint32_t index, const plan_fragment *first,
                      const plan_fragment *end) {
  const plan_piece *piece = &r->plan.pieces[index];
  int64_t minutes = 0, given = 0, cost = 0, sum;
  for (const plan_fragment *f = first; f < end; f++) {
    if (f->piece != index || f->draw == MONEY_NONE) continue;
    if (!minutes && !piece_cost(piece, f->draw, &cost)) return false;
    minutes += f->minutes;
    if (!money_muldiv(cost, minutes, piece->minutes ? piece->minutes : 1, ROUND_HALF_UP, &sum)) return false;
    add(r, d, (drawing){ r->plan.entries[f->entry].at, sum - given, item, index, f->entry, f->draw, f->part });
    given = sum;
  }
  return true;
}

static bool gather(rating *r, size_t first, drawings *d) {
  const plan *p = &r->plan;
  size_t fragment = 0;
  for (size_t i = first; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    uint32_t end = item->first_piece + item->piece_count;
    if (item->kind == ITEM_CHARGE && r->charge_draw != MONEY_NONE) {
      int64_t cost;
      if (!piece_cost(&p->pieces[item->first_piece], r->charge_draw, &cost)) return false;
      if (cost > 0)
        add(r, d,
            (drawing){ (int64_t)item->date * 1440, cost, (uint32_t)i, item->first_piece, UINT32_MAX, r->charge_draw,
                       r->charge_part });
    }
    if (item->kind != ITEM_TICKET) continue;
    while (fragment < p->fragment_count && p->fragments[fragment].piece < item->first_piece) fragment++;
    size_t from = fragment;
    while (fragment < p->fragment_count && p->fragments[fragment].piece < end) fragment++;
    for (uint32_t k = item->first_piece; k < end; k++)
      if (!add_piece(r, d, (uint32_t)i, k, p->fragments + from, p->fragments + fragment)) return false;
  }
  return true;
}

// With the tax in the balance, what is past it holds its tax.
static void note(rating *r, plan_piece *piece, money_mode mode, int64_t cost, int64_t left) {
  uint32_t index = (uint32_t)(piece - r->plan.pieces);
  int64_t change = left - cost;
  if (r->trace)
    trace_note_change(r, (trace_change){ .before = cost,
                                         .after = left,
                                         .mode = mode,
                                         .pieces = &index,
                                         .gross = &piece->gross,
                                         .shares = &change,
                                         .count = 1 });
}

static bool settle(rating *r, plan_piece *piece, money_mode mode, int64_t drawn) {
  int64_t cost;
  if (mode == MONEY_BUDGET) {
    note(r, piece, mode, piece->gross, drawn);
    piece->off += piece->gross - drawn;
    piece->gross = drawn;
    return true;
  }
  if (!piece_cost(piece, mode, &cost)) return false;
  note(r, piece, mode, cost, cost - drawn);
  if (mode == MONEY_WITH_TAX && piece->tax_answer && !piece->tax_answer->inclusive) {
    piece->tax_answer = taxes_within(r->taxes, piece->tax_answer);
  }
  piece->off += drawn;
  piece->gross = cost - drawn;
  return true;
}

bool money_draws(rating *r, size_t first, error *e) {
  drawings d = { 0 };
  bool any = r->charge_draw != MONEY_NONE;
  for (size_t i = 0; i < r->price_count && !any; i++) any = r->prices[i].draw != MONEY_NONE;
  if (!any) return true;
  bool ok = gather(r, first, &d);
  int64_t *drawn = arena_alloc(r->arena, (r->plan.piece_count + 1) * sizeof *drawn), whole = r->part_code;
  money_mode *modes = arena_alloc(r->arena, (r->plan.piece_count + 1) * sizeof *modes);
  if (d.count) qsort(d.all, d.count, sizeof *d.all, by_time);
  for (size_t i = 0; ok && i < d.count; i++) {
    day date = (day)(d.all[i].at / 1440);
    r->part_code = d.all[i].part;
    if (date < r->period_from) date = r->period_from;
    const char *unit = d.all[i].mode == MONEY_BUDGET ? "limit" : "money";
    if (d.all[i].share >= 0)
      drawn[d.all[i].piece] += ledger_draw(r, unit, date, d.all[i].share, d.all[i].entry, d.all[i].item);
    modes[d.all[i].piece] = d.all[i].mode;
  }
  r->part_code = whole;
  for (size_t i = 0; ok && i < r->plan.piece_count; i++)
    if (modes[i] != MONEY_NONE) ok = settle(r, &r->plan.pieces[i], modes[i], drawn[i]);
  r->charge_draw = MONEY_NONE;
  return ok || error_set(e, ERROR_TOO_BIG, "contract %s: work is past the largest amount", r->contract->id);
}
