// Periods that a batch takes before they end: for it they end on its date. What comes into them later is late work.
#include "core/engine/plan/plan_inside.h"

bool early_read(planner *p, error *e) {
  if (!p->batch) return true;
  query *q =
      db_ask(p->book->db, e, "SELECT contract, from_day, note FROM early_periods WHERE batch = ?", "i", p->batch);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    p->early = arena_grow(p->own, p->early, p->early_count, &capacity, sizeof *p->early);
    p->early[p->early_count++] =
        (early_period){ query_column(q, 0), (day)query_column(q, 1), arena_text(p->own, query_column_text(q, 2)) };
  }
  return step == 0;
}

const early_period *early_find(const planner *p, day from) {
  for (size_t i = 0; i < p->early_count; i++)
    if (p->early[i].contract == p->rating.basis.contract->n && p->early[i].from == from) return &p->early[i];
  return NULL;
}

void early_close(const planner *p, billing_period *periods, size_t count) {
  for (size_t i = 0; p->early_count && i < count; i++) {
    if (periods[i].closes_on <= p->as_of || !early_find(p, periods[i].from)) continue;
    periods[i].closes_on = p->as_of;
    periods[i].opens_on = day_sooner(periods[i].opens_on, p->as_of);
  }
}
