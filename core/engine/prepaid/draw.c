// Drawing on lots: what is reserved first, then lots in their order.
#include "core/engine/prepaid/prepaid_inside.h"
#include <string.h>

static plan_draw draw_of(const drawing *d) {
  return (plan_draw){
    .ticket = d->ticket, .entry = d->entry, .item = d->item, .date = d->date, .period = d->period, .kind = d->kind
  };
}

static plan_lot *lot_numbered(const prepaid *p, int64_t n) {
  for (size_t i = 0; i < p->lots.lot_count; i++)
    if (p->lots.lots[i]->n == n) return p->lots.lots[i];
  return NULL;
}

// What a bill reserved for a row that it left out. A row that draws less now takes what was its own all the same: a
// draw of nothing.
static int64_t draw_reserved(prepaid *p, const drawing *d, int64_t wanted) {
  int64_t got = 0;
  for (size_t i = 0; i < p->settled.reserved_count; i++) {
    reserved_draw *kept = &p->settled.reserved[i];
    if (!reserved_for(kept, d->kind, d->row, d->ticket) || kept->left == 0) continue;
    int64_t quantity = kept->left < wanted - got ? kept->left : wanted - got;
    if (quantity == 0 && kept->row != d->row) continue;
    kept->left -= quantity;
    got += quantity;
    plan_draw draw = draw_of(d);
    draw.stored = kept->n;
    draw.quantity = quantity;
    draw.lot = lot_numbered(p, kept->lot);
    draw_add(p, draw);
  }
  return got;
}

int64_t lots_draw(prepaid *p, const drawing *d, int64_t wanted) {
  int64_t got = p->settled.reserved_count ? draw_reserved(p, d, wanted) : 0;
  for (size_t i = 0; i < p->lots.lot_count && got < wanted && !d->left_out; i++) {
    plan_lot *lot = p->lots.lots[i];
    if (lot->left == 0 || lot->from > d->date || lot->expires < d->date || !lot_is_open(lot, d->part, d->unit))
      continue;
    plan_draw draw = draw_of(d);
    draw.lot = lot;
    draw.quantity = lot->left < wanted - got ? lot->left : wanted - got;
    lot->left -= draw.quantity;
    got += draw.quantity;
    draw_add(p, draw);
  }
  return got;
}

drawing drawing_of(const at_hand *now, const work *w, uint32_t entry) {
  const work_group *g = &w->groups[w->entries[entry].group];
  return (drawing){ .part = now->part_code,
                    .period = now->from,
                    .kind = DRAW_WORK,
                    .entry = entry,
                    .item = UINT32_MAX,
                    .row = w->entries[entry].n,
                    .ticket = g->ticket,
                    .left_out = g->left_out };
}

// Whether a lot lapses with the period at hand, and somebody paid for it: the contract's own, or one paid elsewhere.
static bool lapses(const rating *r, const plan_lot *lot, const char *unit) {
  const at_hand *now = &r->now;
  bool last = now->until == r->basis.contract->until;
  return (lot->part == now->part_code || lot->paid) && lot_is_for(lot, now->part_code, unit) && lot->left > 0 &&
         lot->from < now->until && (last || lot->expires < now->until);
}

static void refund(prepaid *p, const at_hand *now, plan_lot *lot) {
  draw_add(p, (plan_draw){ .lot = lot,
                           .quantity = lot->left,
                           .entry = UINT32_MAX,
                           .item = UINT32_MAX,
                           .date = lot->expires < now->until ? lot->expires : now->until - 1,
                           .period = now->from,
                           .kind = DRAW_REFUND });
  lot->left = 0;
}

bool rating_unused(rating *r, const char *unit, unused_units *out, error *e) {
  prepaid *p = r->prepaid;
  size_t capacity = 0;
  paid_elsewhere *paid = NULL;
  *out = (unused_units){ .scale = unit_scale(r->basis.contract, unit) };
  if (!grant_rows_adopt(p, &r->basis, unit, e)) return false;
  if (r->basis.contract->drawn_on) {
    error_set(e, ERROR_HELD, "contract %s: what other contracts draw on cannot be refunded", r->basis.contract->id);
    return error_hint(e, "take the refund from its params, or draws_on from the contracts that name it");
  }
  for (size_t i = 0; i < p->lots.lot_count && !r->now.billed; i++) {
    plan_lot *lot = p->lots.lots[i];
    if (!lapses(r, lot, unit)) continue;
    if (lot->part == r->now.part_code) {
      out->amount += lot->left;
    } else {
      paid = arena_grow(r->basis.arena, paid, out->paid_count, &capacity, sizeof *paid);
      paid[out->paid_count++] = (paid_elsewhere){ lot->left, lot->paid };
    }
    refund(p, &r->now, lot);
  }
  out->paid = paid;
  return true;
}
