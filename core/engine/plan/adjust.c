// Amounts that somebody set in a batch: the last rule of amounts, with a note.
#include "core/engine/plan/plan_inside.h"
#include <string.h>

bool adjust_read(planner *p, error *e) {
  if (!p->batch) return true;
  query *q =
      db_ask(p->book->db, e, "SELECT contract, item, amount, percent, note, hours FROM adjustments WHERE batch = ?",
             "i", p->batch);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    p->adjusted = arena_grow(p->own, p->adjusted, p->adjusted_count, &capacity, sizeof *p->adjusted);
    p->adjusted[p->adjusted_count++] = (adjusted_item){
      query_column(q, 0),
      arena_text(p->own, query_column_text(q, 1)),
      { arena_text(p->own, query_column_text(q, 2)), arena_text(p->own, query_column_text(q, 3)),
        arena_text(p->own, query_column_text(q, 4)), arena_text(p->own, query_column_text(q, 5)) },
    };
  }
  return step == 0;
}

static const adjustment *of_item(const planner *p, const plan_item *item) {
  const char *id = NULL;
  if (item->settled || item->repriced || item->held) return NULL;
  for (size_t i = 0; i < p->adjusted_count; i++) {
    if (p->adjusted[i].contract != p->plan.contract->n) continue;
    if (!id) id = plan_item_id(&p->plan, item, p->arena);
    if (strcmp(id, p->adjusted[i].item) == 0) return &p->adjusted[i].by;
  }
  return NULL;
}

bool adjust_items(planner *p, size_t first, error *e) {
  item_list *items = &p->rating.items;
  for (size_t i = first; p->adjusted_count && i < items->item_count; i++) {
    const adjustment *by = of_item(p, &items->items[i]);
    if (by && !amount_adjust(&p->rating.basis, items, i, by, e) &&
        !hold_alone(&p->rating.basis, &items->items[i].held, e))
      return false;
  }
  return true;
}
