// Rows of `grants`: what people gave a contract by hand, which becomes a lot when something first draws on its unit.
#include "core/engine/prepaid/prepaid_inside.h"
#include <string.h>

// Those that a bill has posted are lots already.
bool grant_rows_read(prepaid *p, const basis *b, day horizon, error *e) {
  query *q = db_ask(b->book->db, e,
                    "SELECT g.n, g.id, g.date, g.expires, g.quantity, g.price, g.paid, g.description, "
                    "EXISTS (SELECT 1 FROM movements m WHERE m.contract = g.contract AND m.lot IS NULL AND "
                    "m.grant_row = g.n AND m.released IS NULL), EXISTS (SELECT 1 FROM claims c "
                    "WHERE c.contract = g.contract AND c." CLAIM_OF_GRANT " AND c.at = g.date AND c.row = g.n) "
                    "FROM grants g WHERE g.contract = ?1 AND g.date < ?2 ORDER BY g.date, g.n",
                    "ii", b->contract->n, (int64_t)horizon);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    grant_rows *g = &p->grants;
    g->rows = arena_grow(p->arena, g->rows, g->count, &g->capacity, sizeof *g->rows);
    g->rows[g->count++] = (plan_grant){ .n = query_column(q, 0),
                                        .id = arena_text(p->arena, query_column_text(q, 1)),
                                        .date = (day)query_column(q, 2),
                                        .expires = query_column_null(q, 3) ? DAY_NEVER : (day)query_column(q, 3),
                                        .quantity = arena_text(p->arena, query_column_text(q, 4)),
                                        .price = arena_text(p->arena, query_column_text(q, 5)),
                                        .paid = arena_text(p->arena, query_column_text(q, 6)),
                                        .description = arena_text(p->arena, query_column_text(q, 7)),
                                        .posted = query_column(q, 8) != 0,
                                        .claimed = query_column(q, 9) != 0 };
  }
  return step == 0;
}

bool grant_rows_adopt(prepaid *p, const basis *b, const char *unit, error *e) {
  p->lots.used = true;
  if (strcmp(unit, "limit") == 0) return true;
  for (size_t i = 0; i < p->grants.count; i++) {
    plan_grant *g = &p->grants.rows[i];
    decimal quantity;
    int64_t amount = 0;
    if (g->posted) continue;
    if (!decimal_parse(g->quantity, strlen(g->quantity), &quantity))
      return error_set(e, ERROR_CORRUPT, "grant %s: \"%s\" is not a quantity", g->id, g->quantity);
    if (!lot_counted(b->contract, g->id, unit, quantity, &amount, e)) return false;
    g->posted = true;
    if (amount == 0) continue;
    lot_add(p, (plan_lot){ .part = PART_ANY,
                           .unit = unit,
                           .from = g->date,
                           .period = g->date,
                           .quantity = amount,
                           .left = amount,
                           .expires = g->expires,
                           .grant_row = g->n,
                           .paid = g->paid,
                           .what = g->description ? g->description : GRANT_TEXT });
  }
  return true;
}
