// What a contract may draw of another's block: what is left of it after the block's own work and that of the contracts
// that draw before it.
//
// Whatever of these contracts is billed, chosen or left out, what they would draw today is kept for them: so a batch
// shows what it bills, in whatever order its bills are made. A bill keeps what it was handed (table shared_lots).
#include "core/engine/plan/plan_inside.h"
#include <string.h>

static bool settles(const plan *p, day period) {
  for (size_t i = 0; i < p->settled_count; i++)
    if (p->settled[i].from == period) return true;
  return false;
}

// Whether the contract's next bill posts a draw.
static bool is_kept(const plan *p, const plan_draw *d) {
  if (d->stored || !d->lot || p->state != PLAN_READY) return false;
  uint32_t index = d->entry != UINT32_MAX ? p->entries[d->entry].item : d->item;
  return (index != UINT32_MAX && p->items[index].due && !p->items[index].held) || settles(p, d->period);
}

// A limit is nothing to draw, and what the block's own work will renew is not there yet.
static bool is_shared(const plan_lot *lot) {
  bool renewed = !lot->n && lot->period == PERIOD_ONCE && lot->ordinal > 1;
  return strcmp(lot->unit, "limit") != 0 && !renewed;
}

static void keep_texts(arena *a, plan_lot *lot) {
  lot->unit = arena_text(a, lot->unit);
  lot->what = arena_text(a, lot->what);
  lot->paid = arena_text(a, lot->paid);
}

// The block's own lots, less what its work draws of them by its next bill.
static void list_block(const plan *p, arena *a, lot_group *to) {
  to->lots = arena_array(a, p->lot_count + 1, sizeof *to->lots);
  for (size_t i = 0; i < p->lot_count; i++) {
    if (!is_shared(p->lots[i])) continue;
    plan_lot *lot = &to->lots[to->count++];
    *lot = *p->lots[i];
    lot->owner = p->contract->n;
    keep_texts(a, lot);
    for (size_t k = 0; k < p->draw_count; k++)
      if (p->draws[k].lot == p->lots[i] && !p->draws[k].stored && !is_kept(p, &p->draws[k]))
        lot->left += p->draws[k].quantity;
  }
}

static void take_drawn(const plan *p, lot_group *from) {
  for (size_t i = 0; i < p->draw_count; i++) {
    const plan_draw *d = &p->draws[i];
    if (is_kept(p, d) && d->lot->owner) from->lots[d->lot->place].left -= d->quantity;
  }
}

static bool plan_block(planner *p, const contract *c, lot_group *to, error *e) {
  contract block;
  const plan *plan;
  if (!contract_read(p->book->db, p->arena, c->draws_on, &block, e) || !planner_plan(p->sharer, &block, &plan, e))
    return false;
  if (plan_fails(plan))
    return error_set(e, ERROR_HELD, "contract %s draws on contract %s, which is held: %s", c->id, block.id,
                     plan->reason);
  if (plan->item_count && !plan->balance && !plan->lot_count)
    return error_set(e, ERROR_HELD, "contract %s draws on contract %s, which grants nothing", c->id, block.id);
  if (strcmp(block.currency, c->currency) != 0)
    return error_set(e, ERROR_HELD, "contract %s draws on contract %s, which bills in %s", c->id, block.id,
                     block.currency);
  list_block(plan, p->arena, to);
  return true;
}

static bool list_before(planner *p, const contract *c, int64_t **out, size_t *count, error *e) {
  query *q = db_ask(p->book->db, e, "SELECT n FROM contracts WHERE draws_on = ? AND n < ? ORDER BY n", "ii",
                    c->draws_on, c->n);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(p->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

static bool plan_before(planner *p, const contract *c, lot_group *left, error *e) {
  int64_t *before = NULL;
  size_t count = 0;
  bool ok = list_before(p, c, &before, &count, e);
  p->sharer->handed = left;
  for (size_t i = 0; ok && i < count; i++) {
    contract other;
    const plan *plan;
    ok = contract_read(p->book->db, p->arena, before[i], &other, e) && planner_plan(p->sharer, &other, &plan, e);
    if (ok) take_drawn(plan, left);
  }
  p->sharer->handed = NULL;
  return ok;
}

// As a bill was handed it.
static bool read_then(planner *p, lot_group *to, error *e) {
  query *q = db_ask(p->book->db, e,
                    "SELECT ifnull(lot, 0), part, unit, day, period, ordinal, quantity, remaining, expires, grant_row, "
                    "contract FROM shared_lots WHERE bill = ? ORDER BY ord",
                    "i", p->book->bills_until);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    to->lots = arena_grow(p->arena, to->lots, to->count, &capacity, sizeof *to->lots);
    to->lots[to->count++] = (plan_lot){ .n = query_column(q, 0),
                                        .part = query_column(q, 1),
                                        .unit = arena_text(p->arena, query_column_text(q, 2)),
                                        .from = (day)query_column(q, 3),
                                        .period = (day)query_column(q, 4),
                                        .ordinal = (int)query_column(q, 5),
                                        .quantity = query_column(q, 6),
                                        .left = query_column(q, 7),
                                        .expires = query_column_null(q, 8) ? DAY_NEVER : (day)query_column(q, 8),
                                        .grant_row = query_column(q, 9),
                                        .owner = query_column(q, 10) };
  }
  return step == 0;
}

bool shared_lots_read(planner *p, error *e) {
  const contract *c = p->rating.basis.contract;
  lot_group left = { 0 };
  if (!c->draws_on) return true;
  if (p->handed) {
    left = *p->handed;
  } else if (p->book->bills_until) {
    if (!read_then(p, &left, e)) return false;
  } else {
    if (!p->sharer && !(p->sharer = planner_open(p->book, p->as_of, p->batch, e))) return false;
    if (!plan_block(p, c, &left, e) || !plan_before(p, c, &left, e)) return false;
  }
  prepaid_hand_over(p->rating.prepaid, left.lots, left.count);
  return true;
}
