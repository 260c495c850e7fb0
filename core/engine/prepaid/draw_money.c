// Balances of money: what they pay of a period's work and charges, in the order of the work.
#include "core/engine/prepaid/prepaid_inside.h"
#include "core/engine/rating/note_steps.h"
#include <stdlib.h>

// A fragment of work, or a charge, that draws on money.
typedef struct payable {
  int64_t at, cost;  // local minute; minor units, with tax where the balance covers it
  uint32_t piece;
  money_mode mode;
  drawing drawing;
} payable;

// What draws on money of the period at hand, and where it is found.
typedef struct payables {
  const prepaid *prepaid;
  const at_hand *now;
  const work *work;
  const item_list *items;
  payable *all;
  size_t count, capacity;
} payables;

static int by_time(const void *a, const void *b) {
  const payable *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  if (x->piece != y->piece) return x->piece < y->piece ? -1 : 1;
  return x->drawing.entry < y->drawing.entry ? -1 : x->drawing.entry > y->drawing.entry;
}

// What the piece costs in units of the balance.
static bool piece_cost(const plan_piece *piece, money_mode mode, int64_t *cost) {
  int64_t net, tax;
  *cost = piece->gross;
  if (mode != MONEY_WITH_TAX || !piece->tax_answer) return true;
  if (piece->tax_answer->of_sale) return false;
  return tax_compute(piece->tax_answer, piece->gross, &net, &tax, NULL) && !__builtin_add_overflow(net, tax, cost);
}

static void add(payables *p, payable one) {
  day from = one.drawing.period, on = (day)(one.at / 1440);
  one.drawing.unit = one.mode == MONEY_BUDGET ? "limit" : "money";
  one.drawing.date = on < from ? from : on;  // work that waited draws where it is taken
  p->all = arena_grow(p->prepaid->arena, p->all, p->count, &p->capacity, sizeof one);
  p->all[p->count++] = one;
}

// The fragments [first, end) of a piece share its cost by minutes, each the growth of the rounded sum.
static bool add_piece(payables *p, uint32_t item, uint32_t index, const plan_fragment *first,
                      const plan_fragment *end) {
  const plan_piece *piece = &p->items->pieces[index];
  int64_t minutes = 0, given = 0, cost = 0, sum;
  for (const plan_fragment *f = first; f < end; f++) {
    if (f->piece != index || f->draw == MONEY_NONE) continue;
    if (!minutes && !piece_cost(piece, f->draw, &cost)) return false;
    minutes += f->minutes;
    if (!money_muldiv(cost, minutes, piece->minutes ? piece->minutes : 1, ROUND_HALF_UP, &sum)) return false;
    payable one = { .at = p->work->entries[f->entry].at, .cost = sum - given, .piece = index, .mode = f->draw };
    one.drawing = drawing_of(p->now, p->work, f->entry);
    one.drawing.item = item;
    one.drawing.part = f->part;
    add(p, one);
    given = sum;
  }
  return true;
}

static bool add_charge(payables *p, uint32_t index) {
  const plan_item *item = &p->items->items[index];
  const money_mode mode = p->prepaid->charges;
  int64_t cost;
  if (!piece_cost(&p->items->pieces[item->first_piece], mode, &cost)) return false;
  if (cost <= 0) return true;
  const drawing what = { .part = p->prepaid->charges_part,
                         .period = p->now->from,
                         .kind = DRAW_CHARGE,
                         .entry = UINT32_MAX,
                         .item = index,
                         .row = item->row,
                         .ticket = item->ticket,
                         .left_out = item->left_out };
  add(p, (payable){ (int64_t)item->date * 1440, cost, item->first_piece, mode, what });
  return true;
}

static bool gather(payables *p, size_t first) {
  const item_list *items = p->items;
  const plan_fragment *f = items->fragments, *end = f + items->fragment_count;
  for (size_t i = first; i < items->item_count; i++) {
    const plan_item *item = &items->items[i];
    uint32_t last = item->first_piece + item->piece_count;
    if (item->kind == ITEM_CHARGE && p->prepaid->charges != MONEY_NONE && !add_charge(p, (uint32_t)i)) return false;
    if (item->kind != ITEM_TICKET) continue;
    while (f < end && f->piece < item->first_piece) f++;
    const plan_fragment *from = f;
    while (f < end && f->piece < last) f++;
    for (uint32_t k = item->first_piece; k < last; k++)
      if (!add_piece(p, (uint32_t)i, k, from, f)) return false;
  }
  return true;
}

static void note(noted_steps *s, const plan_piece *piece, uint32_t index, money_mode mode, int64_t cost, int64_t left) {
  int64_t change = left - cost, gross = piece->gross;
  steps_change(s, (step_change){ .before = cost,
                                 .after = left,
                                 .mode = mode,
                                 .pieces = &index,
                                 .gross = &gross,
                                 .shares = &change,
                                 .count = 1 });
}

// Takes what was drawn off the piece. Of a budget, what is past it is what nobody pays. With the tax in the balance,
// what is past it holds its tax.
static bool settle(const basis *b, item_list *items, uint32_t index, money_mode mode, int64_t drawn) {
  plan_piece *piece = &items->pieces[index];
  int64_t cost;
  if (mode == MONEY_BUDGET) {
    note(b->steps, piece, index, mode, piece->gross, drawn);
    piece->off += piece->gross - drawn;
    piece->gross = drawn;
    return true;
  }
  if (!piece_cost(piece, mode, &cost)) return false;
  note(b->steps, piece, index, mode, cost, cost - drawn);
  if (mode == MONEY_WITH_TAX && piece->tax_answer && !piece->tax_answer->inclusive)
    piece->tax_answer = taxes_within(b->taxes, piece->tax_answer);
  piece->off += drawn;
  piece->gross = cost - drawn;
  return true;
}

static bool draws(const prepaid *p, const work *w) {
  bool any = p->charges != MONEY_NONE;
  for (size_t i = 0; i < w->price_count && !any; i++) any = w->prices[i].draw != MONEY_NONE;
  return any;
}

// What was drawn for a piece, and how; mode MONEY_NONE: it does not draw.
typedef struct paid {
  int64_t drawn;
  money_mode mode;
} paid;

static void pay(prepaid *p, const payables *all, paid *pieces) {
  if (all->count) qsort(all->all, all->count, sizeof *all->all, by_time);
  for (size_t i = 0; i < all->count; i++) {
    const payable *one = &all->all[i];
    if (one->cost >= 0) pieces[one->piece].drawn += lots_draw(p, &one->drawing, one->cost);
    pieces[one->piece].mode = one->mode;
  }
}

bool prepaid_draws_charges(const prepaid *p) { return p->charges != MONEY_NONE; }

// Whether any tax is known only once it is known what is left to pay.
static bool pays_of_sale(const item_list *items, size_t first) {
  for (size_t i = first < items->item_count ? items->items[first].first_piece : items->piece_count;
       i < items->piece_count; i++)
    if (items->pieces[i].tax_answer && items->pieces[i].tax_answer->of_sale) return true;
  return false;
}

bool draw_money(prepaid *p, const basis *b, const at_hand *now, const work *w, item_list *items, size_t first,
                error *e) {
  if (!draws(p, w)) return true;
  payables all = { .prepaid = p, .now = now, .work = w, .items = items };
  bool ok = gather(&all, first);
  paid *pieces = arena_alloc(b->arena, (items->piece_count + 1) * sizeof *pieces);
  if (ok) pay(p, &all, pieces);
  for (uint32_t i = 0; ok && i < items->piece_count; i++)
    if (pieces[i].mode != MONEY_NONE) ok = settle(b, items, i, pieces[i].mode, pieces[i].drawn);
  p->charges = MONEY_NONE;
  if (!ok && pays_of_sale(items, first))
    return error_set(e, ERROR_INVALID,
                     "contract %s: a balance that pays the tax as well pays none whose rule looks at "
                     "the sale",
                     b->contract->id);
  return ok || error_set(e, ERROR_TOO_BIG, "contract %s: work is past the largest amount", b->contract->id);
}
