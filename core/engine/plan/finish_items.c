// Finishing items: what price rules and balances of money leave of their gross amounts, their taxes, and when they are
// due.
#include "core/engine/plan/plan_inside.h"

static bool sum_up(const basis *b, plan_piece *pieces, plan_item *item, error *e) {
  const char *contract = b->contract->id;
  for (uint32_t i = 0; i < item->piece_count; i++) {
    plan_piece *piece = &pieces[item->first_piece + i];
    if (!item->settled) {
      piece->amount = piece->gross;
      piece->tax = 0;
    }
    if (!item->settled && !piece_tax_asked(b, b->taxes, piece, piece->gross, e)) return false;
    if (!item->settled && piece->tax_answer &&
        !tax_compute(piece->tax_answer, piece->gross, &piece->amount, &piece->tax, NULL))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", contract);
    if (__builtin_add_overflow(item->amount, piece->amount, &item->amount) ||
        __builtin_add_overflow(item->tax, piece->tax, &item->tax))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a sum is past the largest amount", contract);
    item->nonzero = item->nonzero || piece->amount != 0 || piece->tax != 0;
  }
  return true;
}

static bool finish(const basis *b, plan_piece *pieces, plan_item *item, error *e) {
  item->due = item->ready_on <= b->as_of;
  return sum_up(b, pieces, item, e) || hold_alone(b, &item->held, e);
}

// The day before which what is due is overdue: on a grid the period before was the time to bill it, else the last
// batch.
static day overdue_before(const planner *p) {
  bool on_grid = p->rating.basis.contract->kind == GRID_PERIODS && !p->rating.now.stretch.key;
  return on_grid ? p->boundary : p->last_batch;
}

bool finish_items(planner *p, size_t first, error *e) {
  rating *r = &p->rating;
  const basis *b = &r->basis;
  item_list *items = &r->items;
  const day late = overdue_before(p);
  if (!rules_amounts(b, &r->now, items, first, prepaid_lots(r->prepaid)->pays, e) || !adjust_items(p, first, e) ||
      !draw_money(r->prepaid, b, &r->now, &r->work, items, first, e))
    return false;
  for (size_t i = first; i < items->item_count; i++) {
    plan_item *item = &items->items[i];
    if (!finish(b, items->pieces, item, e)) return false;
    item->overdue = item->due && item->ready_on < late;
  }
  return true;
}
