// Lots and draws of one contract's plan: in which order they stand, and how their units are counted.
#include "core/engine/prepaid/prepaid_inside.h"
#include <string.h>

// What is shared is drawn before what is the contract's own; of each what expires soonest, so that nothing is lost
// while what lasts is used up; then what is oldest.
static bool before(const plan_lot *a, const plan_lot *b) {
  if (!a->owner != !b->owner) return a->owner != 0;
  if (a->expires != b->expires) return a->expires < b->expires;
  if (a->from != b->from) return a->from < b->from;
  return a->grant_row < b->grant_row;
}

plan_lot *lot_add(prepaid *p, plan_lot lot) {
  lot_list *l = &p->lots;
  l->lots = arena_grow(p->arena, l->lots, l->lot_count, &l->lot_capacity, sizeof *l->lots);
  size_t at = l->lot_count++;
  for (; at > 0 && before(&lot, l->lots[at - 1]); at--) l->lots[at] = l->lots[at - 1];
  l->lots[at] = arena_alloc(p->arena, sizeof lot);
  *l->lots[at] = lot;
  l->pays = l->pays || strcmp(lot.unit, "hours") != 0;
  return l->lots[at];
}

void draw_add(prepaid *p, plan_draw draw) {
  lot_list *l = &p->lots;
  l->draws = arena_grow(p->arena, l->draws, l->draw_count, &l->draw_capacity, sizeof *l->draws);
  l->draws[l->draw_count++] = draw;
}

// On the day: what can be drawn, and what was granted of that.
static bool of_balance(const plan_lot *l, const plan_lot *of, day on) {
  return !l->owner && l->from <= on && l->expires >= on && strcmp(l->unit, of->unit) == 0 &&
         (l->part == of->part || l->part == PART_ANY || of->part == PART_ANY);
}

size_t lots_low(const lot_list *l, day on) {
  enum { LOW_PARTS = 5 };
  size_t low = 0, balances = 0;
  for (size_t i = 0; i < l->lot_count; i++) {
    int128 left = 0, granted = 0;
    bool first = true;
    if (l->lots[i]->owner) return 0;  // what it draws on is another's
    if (!of_balance(l->lots[i], l->lots[i], on)) continue;
    for (size_t k = 0; first && k < l->lot_count; k++) {
      if (!of_balance(l->lots[k], l->lots[i], on)) continue;
      first = k >= i;
      left += l->lots[k]->left;
      granted += l->lots[k]->quantity;
    }
    balances += first;
    low += first && left * LOW_PARTS < granted;
  }
  return l->used && !balances ? 1 : low;  // lots that are used up are read no more
}

// What was taken back of a limit is no part of it.
bool lots_read(prepaid *p, const basis *b, day from, error *e) {
#define LOT                                                                                     \
  "SELECT n, part, unit, day, period, ordinal, quantity + CASE unit WHEN 'limit' THEN "         \
  "ifnull((SELECT sum(d.quantity) FROM movements d WHERE d.lot = m.n AND d." DRAW_OF_CAP " "    \
  "AND d.released IS NULL), 0) ELSE 0 END, remaining, expires, grant_row, (SELECT g.paid FROM " \
  "grants g WHERE g.n = m.grant_row) FROM movements m "                                         \
  "INDEXED BY "
#define OF_CONTRACT " WHERE contract = ?1 AND lot IS NULL AND released IS NULL AND "
  query *q = db_ask(b->book->db, e,
                    LOT "lots_left" OF_CONTRACT "remaining > 0 AND period < ?2 UNION ALL " LOT
                        "lots_of_contract" OF_CONTRACT "period >= ?2 ORDER BY n",
                    "ii", b->contract->n, (int64_t)from);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1)
    lot_add(p, (plan_lot){ .n = query_column(q, 0),
                           .part = query_column(q, 1),
                           .unit = arena_text(p->arena, query_column_text(q, 2)),
                           .from = (day)query_column(q, 3),
                           .period = (day)query_column(q, 4),
                           .ordinal = (int)query_column(q, 5),
                           .quantity = query_column(q, 6),
                           .left = query_column(q, 7),
                           .expires = query_column_null(q, 8) ? DAY_NEVER : (day)query_column(q, 8),
                           .grant_row = query_column(q, 9),
                           .paid = arena_text(p->arena, query_column_text(q, 10)) });
  return step == 0;
}

bool lot_is_for(const plan_lot *lot, int64_t part, const char *unit) {
  return !lot->owner && (lot->part == part || lot->part == PART_ANY) && strcmp(lot->unit, unit) == 0;
}

bool lot_is_open(const plan_lot *lot, int64_t part, const char *unit) {
  return lot->owner ? strcmp(lot->unit, unit) == 0 : lot_is_for(lot, part, unit);
}

int64_t lots_left(const prepaid *p, const char *unit, int64_t part, day d) {
  int64_t left = 0;
  for (size_t i = 0; i < p->lots.lot_count; i++) {
    const plan_lot *lot = p->lots.lots[i];
    if (lot_is_open(lot, part, unit) && lot->from <= d && lot->expires >= d) left += lot->left;
  }
  return left;
}

bool prepaid_is_money(const char *unit) { return strcmp(unit, "money") == 0 || strcmp(unit, "limit") == 0; }

int64_t unit_scale(const contract *c, const char *unit) {
  int64_t scale = strcmp(unit, "hours") == 0 ? 60 : 1;
  for (int i = 0; prepaid_is_money(unit) && i < c->exponent; i++) scale *= 10;
  return scale;
}

bool lot_counted(const contract *c, const char *grant, const char *unit, decimal quantity, int64_t *out, error *e) {
  int128 all = quantity * unit_scale(c, unit);
  if (all % DECIMAL_ONE == 0 && all / DECIMAL_ONE <= MONEY_MAX && all >= 0) {
    *out = (int64_t)(all / DECIMAL_ONE);
    return true;
  }
  char text[DECIMAL_TEXT];
  decimal_format(quantity, 0, text);
  const char *of = strcmp(unit, "hours") == 0     ? "hours is not a whole number of minutes"
                   : strcmp(unit, "tickets") == 0 ? "is not a whole number of tickets"
                                                  : "has more decimals than its currency";
  return error_set(e, ERROR_HELD, "%s %s: a grant of %s %s, 0 or more", grant ? "grant" : "contract",
                   grant ? grant : c->id, text, of);
}
