// What a contract may draw of another's block: what is left of it after the block's own work and that of the contracts
// that draw before it.
//
// Whatever of these contracts is billed, chosen or left out, what they would draw today is kept for them: so a batch
// shows what it bills, in whatever order its bills are made. A bill keeps what it was handed (table shared_lots).
#include "core/engine/plan/plan_inside.h"
#include <assert.h>
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
    if (!is_kept(p, d) || !d->lot->owner) continue;
    assert(from->lots);  // whose lots it has
    from->lots[d->lot->place].left -= d->quantity;
  }
}

static bool plan_block(planner *p, const contract *c, error *e) {
  contract block;
  const plan *plan;
  if (!contract_read(p->book->db, p->shared, c->draws_on, &block, e) || !plan_contract(p->sharer, &block, &plan, e))
    return false;
  if (plan_fails(plan))
    return error_set(e, ERROR_HELD, "contract %s draws on contract %s, which is held: %s", c->id, block.id,
                     plan->reason);
  if (plan->item_count && !plan->balance && !plan->lot_count)
    return error_set(e, ERROR_HELD, "contract %s draws on contract %s, which grants nothing", c->id, block.id);
  if (strcmp(block.currency, c->currency) != 0)
    return error_set(e, ERROR_HELD, "contract %s draws on contract %s, which bills in %s", c->id, block.id,
                     block.currency);
  list_block(plan, p->shared, &p->handed);
  return true;
}

static bool plan_before(planner *p, const contract *c, error *e) {
  int64_t *before;
  size_t count;
  bool ok = contract_drawers(p->book->db, c->draws_on, c->n, p->shared, &before, &count, e);
  for (size_t i = 0; ok && i < count; i++) {
    contract other;
    const plan *plan;
    p->sharer->handed = p->handed;
    ok = contract_read(p->book->db, p->shared, before[i], &other, e) && plan_contract(p->sharer, &other, &plan, e);
    if (ok) take_drawn(plan, &p->handed);
  }
  if (ok) p->sharer->handed = (lot_group){ 0 };
  return ok;
}

// As a bill was handed it.
static bool read_then(planner *p, error *e) {
  query *q = db_ask(p->book->db, e,
                    "SELECT ifnull(lot, 0), part, unit, day, period, ordinal, quantity, remaining, expires, grant_row, "
                    "contract FROM shared_lots WHERE bill = ? ORDER BY ord",
                    "i", p->book->bills_until);
  lot_group *to = &p->handed;
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    to->lots = arena_grow(p->shared, to->lots, to->count, &capacity, sizeof *to->lots);
    to->lots[to->count++] = (plan_lot){ .n = query_column(q, 0),
                                        .part = query_column(q, 1),
                                        .unit = arena_text(p->shared, query_column_text(q, 2)),
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

static bool ask_block(planner *p, const contract *c, error *e) {
  if (p->book->bills_until) return read_then(p, e);
  if (!p->sharer && !(p->sharer = planner_open(p->book, p->as_of, p->batch, e))) return false;
  return plan_block(p, c, e) && plan_before(p, c, e);
}

bool planner_plan(planner *p, const contract *c, const plan **out, error *e) {
  p->handed = (lot_group){ 0 };
  p->withheld = NULL;
  if (!c->draws_on) return plan_contract(p, c, out, e);
  if (p->shared) arena_reset(p->shared);
  else p->shared = arena_new();
  if (!ask_block(p, c, e)) {
    if (error_ends_planning(e->code)) return false;
    p->withheld = failure_text(e, p->shared);
    error_clear(e);
  }
  return plan_contract(p, c, out, e);
}

bool planner_fees(planner *p, contract *c, day on, const plan **out, error *e) {
  day held_by = on < c->until ? on : c->until - 1;
  if (held_by < c->period_from) c->period_from = held_by;
  c->charge_from = DAY_NEVER;
  c->time_from = (int64_t)DAY_NEVER * 1440;
  c->behind = false;
  return planner_plan(p, c, out, e);
}
