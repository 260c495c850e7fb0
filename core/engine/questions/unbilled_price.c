// What work on open tickets would bill, were they closed today.
#include "core/base/money.h"
#include "core/engine/plan/planner.h"
#include "core/engine/questions/unbilled_inside.h"
#include <stdlib.h>

void unbilled_add_work(unbilled_sums *s, int64_t contract, int64_t ticket, value *record) {
  s->work = arena_grow(s->arena, s->work, s->work_count, &s->work_capacity, sizeof *s->work);
  s->work[s->work_count++] = (unbilled_work){ .contract = contract,
                                              .ticket = ticket,
                                              .minutes = s->items[s->count - 1].minutes,
                                              .record = record,
                                              .sum = s->count - 1 };
}

static int by_ticket(const void *left, const void *right) {
  const unbilled_work *a = left, *b = right;
  if (a->contract != b->contract) return a->contract < b->contract ? -1 : 1;
  return a->ticket < b->ticket ? -1 : a->ticket > b->ticket;
}

static unbilled_work *row_of(unbilled_work *rows, size_t count, const plan_item *item) {
  if (item->kind != ITEM_TICKET || item->repriced || !count) return NULL;
  const unbilled_work wanted = { .contract = rows->contract, .ticket = item->ticket };
  return bsearch(&wanted, rows, count, sizeof *rows, by_ticket);
}

// Rows of one contract, with its plan.
static void take_plan(unbilled_work *rows, size_t count, const plan *p) {
  for (size_t i = 0; i < p->item_count; i++) {
    unbilled_work *row = row_of(rows, count, &p->items[i]);
    if (!row) continue;
    row->amount += p->items[i].amount;
    row->held = row->held || p->items[i].held;
  }
  for (size_t i = 0; i < p->entry_count; i++) {
    const plan_entry *entry = &p->entries[i];
    unbilled_work *row = entry->item == UINT32_MAX ? NULL : row_of(rows, count, &p->items[entry->item]);
    if (row && entry->billable) row->found += entry->minutes;
  }
}

static void put_amounts(unbilled_sums *s, const unbilled_work *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    unbilled_sum *sum = &s->items[rows[i].sum];
    if (rows[i].held || rows[i].found != rows[i].minutes) continue;
    sum->priced = true;
    sum->amount = rows[i].amount;
    *value_get(rows[i].record, "amount") = *value_money(s->arena, sum->amount, currency_exponent(sum->currency));
  }
}

static bool price(unbilled_sums *s, book *b, planner *planner, arena *scratch, error *e) {
  for (size_t i = 0, next; i < s->work_count; i = next) {
    contract c;
    const plan *p;
    for (next = i + 1; next < s->work_count && s->work[next].contract == s->work[i].contract;) next++;
    arena_reset(scratch);
    book_progress(b, "Pricing", (int64_t)i, (int64_t)s->work_count);
    if (!contract_read(b->db, scratch, s->work[i].contract, &c, e) || !planner_plan(planner, &c, &p, e)) return false;
    take_plan(s->work + i, next - i, p);
    put_amounts(s, s->work + i, next - i);
    if (!db_rest(b->db, NULL, e)) return false;
  }
  return true;
}

bool unbilled_price(unbilled_sums *s, book *b, error *e) {
  if (!s->work_count) return true;
  qsort(s->work, s->work_count, sizeof *s->work, by_ticket);
  planner *planner = planner_open(b, s->today, 0, e);
  arena *scratch = arena_new();
  if (planner) planner_count_open(planner);
  bool ok = planner && price(s, b, planner, scratch, e);
  arena_free(scratch);
  planner_close(planner);
  return ok;
}
