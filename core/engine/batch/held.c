// What is held of a batch: due, and not to be priced. It is kept as it was shown.
#include "core/engine/batch/batch_inside.h"

// A contract that fails as a whole has no items: '' stands for it.
static bool write_one(book *b, int64_t batch, const plan *p, const char *item, int64_t ticket, const char *reason,
                      error *e) {
  return db_run(b->db, e, "INSERT INTO held_items (batch, contract, item, ticket, reason) VALUES (?, ?, ?, ?, ?)",
                "iitkt", batch, p->contract->n, item, ticket, reason);
}

bool held_write(book *b, int64_t batch, const plan *p, arena *a, error *e) {
  if (plan_fails(p)) return write_one(b, batch, p, "", 0, p->reason, e);
  for (size_t i = 0; p->held_count && i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    if (item->due && item->held && !write_one(b, batch, p, plan_item_id(p, item, a), item->ticket, item->held, e))
      return false;
  }
  return true;
}

void held_add(held_list *list, arena *a, held_row row) {
  list->rows = arena_grow(a, list->rows, list->count, &list->capacity, sizeof row);
  list->rows[list->count++] = row;
}

bool batch_held(book *b, int64_t batch, arena *a, held_list *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT k.id, nullif(h.item, ''), t.id, h.reason FROM held_items h JOIN contracts k "
                    "ON k.n = h.contract JOIN customers c ON c.n = k.customer LEFT JOIN tickets t ON t.n = h.ticket "
                    "WHERE h.batch = ? ORDER BY c.name, k.name, k.id, h.item",
                    "i", batch);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    held_add(out, a,
             (held_row){ arena_text(a, query_column_text(q, 0)), arena_text(a, query_column_text(q, 1)),
                         arena_text(a, query_column_text(q, 2)), arena_text(a, query_column_text(q, 3)) });
  return step == 0;
}
