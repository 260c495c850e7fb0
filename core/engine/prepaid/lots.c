// Lots and draws of one contract's plan.
#include "core/engine/prepaid/lots.h"
#include "core/engine/rating/item.h"
#include <string.h>

static bool older(const plan_lot *a, const plan_lot *b) {
  if (a->from != b->from) return a->from < b->from;
  if (a->expires != b->expires) return a->expires < b->expires;
  return a->grant_row < b->grant_row;
}

plan_lot *lot_add(rating *r, plan_lot lot) {
  plan *p = &r->plan;
  p->lots = arena_grow(r->arena, p->lots, p->lot_count, &r->lot_capacity, sizeof *p->lots);
  size_t at = p->lot_count++;
  for (; at > 0 && older(&lot, p->lots[at - 1]); at--) p->lots[at] = p->lots[at - 1];
  p->lots[at] = arena_alloc(r->arena, sizeof lot);
  *p->lots[at] = lot;
  return p->lots[at];
}

plan_draw *draw_add(rating *r, plan_draw draw) {
  plan *p = &r->plan;
  p->draws = arena_grow(r->arena, p->draws, p->draw_count, &r->draw_capacity, sizeof *p->draws);
  p->draws[p->draw_count] = draw;
  return &p->draws[p->draw_count++];
}

// What was taken back of a limit is no part of it.
static bool lots_read(rating *r, day from, error *e) {
#define LOT                                                                                                 \
  "SELECT n, part, unit, day, period, ordinal, quantity + CASE unit WHEN 'limit' THEN ifnull((SELECT "      \
  "sum(d.quantity) FROM movements d WHERE d.lot = m.n AND d.ordinal = 1 AND d.released IS NULL), 0) ELSE "  \
  "0 END, remaining, expires, grant_row FROM movements m WHERE contract = ?1 AND lot IS NULL AND released " \
  "IS NULL AND "
  query *q = db_ask(r->book->db, e, LOT "remaining > 0 AND period < ?2 UNION ALL " LOT "period >= ?2 ORDER BY n", "ii",
                    r->contract->n, (int64_t)from);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1)
    lot_add(r, (plan_lot){ .n = query_column(q, 0),
                           .part = query_column(q, 1),
                           .unit = arena_text(r->arena, query_column_text(q, 2)),
                           .from = (day)query_column(q, 3),
                           .period = (day)query_column(q, 4),
                           .ordinal = (int)query_column(q, 5),
                           .quantity = query_column(q, 6),
                           .left = query_column(q, 7),
                           .expires = query_column_null(q, 8) ? DAY_NEVER : (day)query_column(q, 8),
                           .grant_row = query_column(q, 9) });
  return step == 0;
}

// Rows of `grants`: their unit is that of whoever draws them first. Those that a bill has pinned are lots already.
static bool grants_read(rating *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT g.n, g.id, g.date, g.expires, g.quantity, g.price, g.description, EXISTS (SELECT 1 FROM "
                    "movements m WHERE m.contract = g.contract AND m.lot IS NULL AND m.grant_row = g.n AND m.released "
                    "IS NULL), EXISTS (SELECT 1 FROM claims c WHERE c.contract = g.contract AND c.kind = 4 AND c.at = "
                    "g.date AND c.row = g.n) FROM grants g WHERE g.contract = ?1 AND g.date < ?2 ORDER BY g.date, g.n",
                    "ii", r->contract->n, (int64_t)r->plan.horizon);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->grants = arena_grow(r->arena, r->grants, r->grant_count, &r->grant_capacity, sizeof *r->grants);
    plan_grant *g = &r->grants[r->grant_count++];
    *g = (plan_grant){ query_column(q, 0),
                       arena_text(r->arena, query_column_text(q, 1)),
                       (day)query_column(q, 2),
                       query_column_null(q, 3) ? DAY_NEVER : (day)query_column(q, 3),
                       arena_text(r->arena, query_column_text(q, 4)),
                       arena_text(r->arena, query_column_text(q, 5)),
                       arena_text(r->arena, query_column_text(q, 6)),
                       query_column(q, 7) != 0,
                       query_column(q, 8) != 0 };
  }
  return step == 0;
}

// What a ticket has reserved is so until all its work that a credit gave back is billed again.
static bool reserved_read(rating *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT n, lot, entry, -quantity, ordinal FROM movements m WHERE contract = ?1 AND entry IS NOT "
                    "NULL AND taken IS NULL AND released IS NULL AND (entry > 0 OR EXISTS (SELECT 1 FROM time_entries "
                    "t JOIN released x ON x.row = t.n WHERE t.ticket = -m.entry AND x.contract = ?1 AND x.kind = 2 "
                    "AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = ?1 AND c.kind = 2 AND c.at = t.at AND "
                    "c.row = t.n))) ORDER BY n",
                    "i", r->contract->n);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->reserved = arena_grow(r->arena, r->reserved, r->reserved_count, &r->reserved_capacity, sizeof *r->reserved);
    r->reserved[r->reserved_count++] = (reserved_draw){ query_column(q, 0), query_column(q, 1), query_column(q, 2),
                                                        query_column(q, 3), query_column(q, 4) == DRAW_CHARGE };
  }
  return step == 0;
}

static bool settled_read(rating *r, day from, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT from_day, key FROM settled_periods WHERE contract = ? AND from_day >= ? AND released IS "
                    "NULL",
                    "ii", r->contract->n, (int64_t)from);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->settled = arena_grow(r->arena, r->settled, r->settled_count, &r->settled_capacity, sizeof *r->settled);
    r->settled[r->settled_count++] =
        (settled_mark){ (day)query_column(q, 0), arena_text(r->arena, query_column_text(q, 1)) };
  }
  return step == 0;
}

// Items that a bill left out as it settled a period.
static bool left_out_read(rating *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT x.item FROM exclusions x WHERE x.contract = ?1 AND EXISTS (SELECT 1 FROM settled_periods "
                    "s JOIN bills w ON w.n = s.line >> 20 WHERE s.contract = ?1 AND s.released IS NULL AND w.batch = "
                    "x.batch)",
                    "i", r->contract->n);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->left_out = arena_grow(r->arena, r->left_out, r->left_out_count, &r->left_out_capacity, sizeof *r->left_out);
    r->left_out[r->left_out_count++] = arena_text(r->arena, query_column_text(q, 0));
  }
  return step == 0;
}

// Rows of credited lines whose period stays settled.
static bool again_read(rating *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT DISTINCT x.row, x.kind FROM released x JOIN settled_periods s ON s.contract = x.contract "
                    "AND s.line >> 20 = x.line >> 20 AND s.released IS NULL WHERE x.contract = ? AND x.kind IN (2, 3)",
                    "i", r->contract->n);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->again = arena_grow(r->arena, r->again, r->again_count, &r->again_capacity, sizeof *r->again);
    r->again[r->again_count++] =
        (reserved_draw){ .entry = query_column(q, 0), .charge = query_column(q, 1) == ITEM_CHARGE };
  }
  return step == 0;
}

bool ledger_used(book *b, bool *out, error *e) {
  int64_t any = 0;
  bool ok = db_value(b->db, e, &any, 0,
                     "SELECT EXISTS (SELECT 1 FROM movements) OR EXISTS (SELECT 1 FROM grants) OR EXISTS (SELECT 1 "
                     "FROM settled_periods)",
                     "");
  *out = any != 0;
  return ok;
}

bool ledger_read(rating *r, day from, error *e) {
  int64_t any = 0;
  if (!db_value(r->book->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM movements WHERE contract = ?1 AND lot IS NULL) OR EXISTS (SELECT 1 "
                "FROM grants WHERE contract = ?1) OR EXISTS (SELECT 1 FROM settled_periods WHERE contract = ?1)",
                "i", r->contract->n))
    return false;
  if (!any) return true;
  return lots_read(r, from, e) && grants_read(r, e) && reserved_read(r, e) && settled_read(r, from, e) &&
         left_out_read(r, e) && again_read(r, e);
}

bool ledger_settled(const rating *r, day from, const char *key) {
  for (size_t i = 0; i < r->settled_count; i++)
    if (r->settled[i].from == from &&
        (key == r->settled[i].key || (key && r->settled[i].key && strcmp(key, r->settled[i].key) == 0)))
      return true;
  return false;
}

bool ledger_is_money(const char *unit) { return strcmp(unit, "money") == 0 || strcmp(unit, "limit") == 0; }

static int64_t unit_scale(const rating *r, const char *unit) {
  int64_t scale = strcmp(unit, "hours") == 0 ? 60 : 1;
  for (int i = 0; ledger_is_money(unit) && i < r->contract->exponent; i++) scale *= 10;
  return scale;
}

bool lot_counted(const rating *r, const char *grant, const char *unit, decimal quantity, int64_t *out, error *e) {
  int128 all = quantity * unit_scale(r, unit);
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
                   grant ? grant : r->contract->id, text, of);
}

bool ledger_adopt(rating *r, const char *unit, error *e) {
  r->plan.balance = true;
  if (strcmp(unit, "limit") == 0) return true;
  for (size_t i = 0; i < r->grant_count; i++) {
    plan_grant *g = &r->grants[i];
    decimal quantity;
    int64_t amount = 0;
    if (g->pinned) continue;
    if (!decimal_parse(g->quantity, strlen(g->quantity), &quantity))
      return error_set(e, ERROR_CORRUPT, "grant %s: \"%s\" is not a quantity", g->id, g->quantity);
    if (!lot_counted(r, g->id, unit, quantity, &amount, e)) return false;
    g->pinned = true;
    if (amount == 0) continue;
    lot_add(r, (plan_lot){ .part = PART_ANY,
                           .unit = unit,
                           .from = g->date,
                           .period = g->date,
                           .quantity = amount,
                           .left = amount,
                           .expires = g->expires,
                           .grant_row = g->n,
                           .what = g->description ? g->description : GRANT_TEXT });
  }
  return true;
}

bool lot_mine(const rating *r, const plan_lot *lot, const char *unit) {
  return (lot->part == r->part_code || lot->part == PART_ANY) && strcmp(lot->unit, unit) == 0;
}

int64_t ledger_left(const rating *r, const char *unit, day d) {
  int64_t left = 0;
  for (size_t i = 0; i < r->plan.lot_count; i++) {
    const plan_lot *lot = r->plan.lots[i];
    if (lot_mine(r, lot, unit) && lot->from <= d && lot->expires >= d) left += lot->left;
  }
  return left;
}

// Of a row, or (negative) of all the work on a ticket whose line was credited.
static bool reserved_for(const reserved_draw *kept, draw_kind kind, int64_t n, int64_t ticket) {
  if (kind == DRAW_CHARGE || kept->charge) return kind == DRAW_CHARGE && kept->charge && kept->entry == n;
  return kept->entry == n || (ticket && kept->entry == -ticket);
}

// What a bill reserved for a row that it left out. A row that draws less now takes what was its own all the same: a
// draw of nothing.
static int64_t draw_reserved(rating *r, day d, int64_t wanted, int64_t n, plan_draw draw) {
  int64_t got = 0;
  for (size_t i = 0; i < r->reserved_count; i++) {
    reserved_draw *kept = &r->reserved[i];
    if (!reserved_for(kept, draw.kind, n, draw.ticket) || kept->left == 0) continue;
    int64_t part = kept->left < wanted - got ? kept->left : wanted - got;
    if (part == 0 && kept->entry != n) continue;
    kept->left -= part;
    got += part;
    draw.stored = kept->n;
    draw.quantity = part;
    draw.date = d;
    for (size_t k = 0; k < r->plan.lot_count; k++)
      if (r->plan.lots[k]->n == kept->lot) draw.lot = r->plan.lots[k];
    draw_add(r, draw);
  }
  return got;
}

// Whether what a row draws was settled before: it is reserved, or a bill had taken the row and was credited.
static bool is_known(const rating *r, draw_kind kind, int64_t n, int64_t ticket) {
  for (size_t i = 0; i < r->reserved_count; i++)
    if (reserved_for(&r->reserved[i], kind, n, ticket)) return true;
  for (size_t i = 0; i < r->again_count; i++)
    if (reserved_for(&r->again[i], kind, n, 0)) return true;
  return false;
}

static bool has_known(const rating *r, const work_group *g, uint32_t group) {
  for (uint32_t i = g->first; (r->reserved_count || r->again_count) && i <= g->last; i++)
    if (r->plan.entries[i].group == group && is_known(r, DRAW_WORK, r->plan.entries[i].n, g->ticket)) return true;
  return false;
}

static bool is_listed(const rating *r, const char *item) {
  for (size_t i = 0; i < r->left_out_count; i++)
    if (strcmp(r->left_out[i], item) == 0) return true;
  return false;
}

bool ledger_left_out(rating *r, uint32_t group) {
  work_group *g = &r->groups[group];
  char from[DAY_TEXT];
  const char *id = arena_format(r->arena, r->contract->kind == GRID_ON_DEMAND ? "%s:%s" : "%s:%s:%s", r->contract->id,
                                g->id, day_format(g->from, from));
  g->left_out = has_known(r, g, group);
  g->left_out = g->left_out || is_listed(r, id);
  return g->left_out;
}

bool ledger_charge_left_out(const rating *r, const plan_charge *c) {
  return is_known(r, DRAW_CHARGE, c->n, 0) ||
         is_listed(r, arena_format(r->arena, "%s:charge:%s", r->contract->id, c->id));
}

int64_t ledger_draw(rating *r, const char *unit, day d, int64_t wanted, uint32_t entry, uint32_t item) {
  bool work = entry != UINT32_MAX;
  plan_draw draw = {
    .entry = entry, .item = item, .date = d, .period = r->period_from, .kind = work ? DRAW_WORK : DRAW_CHARGE
  };
  int64_t n = work ? r->plan.entries[entry].n : r->plan.items[item].row, got = 0;
  draw.ticket = work ? r->groups[r->plan.entries[entry].group].ticket : r->plan.items[item].ticket;
  bool left_out = work ? r->groups[r->plan.entries[entry].group].left_out : r->plan.items[item].left_out;
  if (r->reserved_count) got = draw_reserved(r, d, wanted, n, draw);
  if (left_out) return got;
  for (size_t i = 0; i < r->plan.lot_count && got < wanted; i++) {
    plan_lot *lot = r->plan.lots[i];
    if (lot->left == 0 || lot->from > d || lot->expires < d || !lot_mine(r, lot, unit)) continue;
    draw.lot = lot;
    draw.quantity = lot->left < wanted - got ? lot->left : wanted - got;
    lot->left -= draw.quantity;
    got += draw.quantity;
    draw_add(r, draw);
  }
  return got;
}

bool rating_unused(rating *r, const char *unit, int64_t *amount, int64_t *scale, error *e) {
  *amount = 0;
  *scale = unit_scale(r, unit);
  if (!ledger_adopt(r, unit, e)) return false;
  bool last = r->period_until == r->contract->until;
  for (size_t i = 0; i < r->plan.lot_count && !r->billed; i++) {
    plan_lot *lot = r->plan.lots[i];
    if (lot->part != r->part_code || strcmp(lot->unit, unit) != 0 || lot->left == 0 || lot->from >= r->period_until)
      continue;
    if (!last && lot->expires >= r->period_until) continue;
    *amount += lot->left;
    draw_add(r, (plan_draw){ .lot = lot,
                             .quantity = lot->left,
                             .entry = UINT32_MAX,
                             .item = UINT32_MAX,
                             .date = lot->expires < r->period_until ? lot->expires : r->period_until - 1,
                             .period = r->period_from,
                             .kind = DRAW_REFUND });
    lot->left = 0;
  }
  return true;
}

static bool item_of_grant(rating *r, const plan_grant *g, error *e) {
  plan_item *item = item_add(r, ITEM_GRANT, g->date);
  decimal price, quantity;
  if (!decimal_parse(g->price, strlen(g->price), &price) || !decimal_parse(g->quantity, strlen(g->quantity), &quantity))
    return error_set(e, ERROR_CORRUPT, "grant %s: %s at %s cannot be billed", g->id, g->quantity, g->price);
  item->from = item->until = 0;
  item->row = g->n;
  item->key = g->id;
  item->date = g->date;
  plan_piece *piece = piece_add(r);
  piece->description = g->description ? g->description : GRANT_TEXT;
  piece->counted = true;
  piece->quantity = quantity;
  piece->price = price;
  piece->date = g->date;
  piece->category = r->contract->category ? r->contract->category : "service";
  if (!money_amount(quantity, price, r->contract->exponent, ROUND_HALF_UP, &piece->gross))
    return error_set(e, ERROR_TOO_BIG, "grant %s: %s × %s is past the largest amount", g->id, g->quantity, g->price);
  return piece_tax_find(r, piece, NULL, g->date, e);
}

bool items_of_grants(rating *r, error *e) {
  size_t first = r->plan.item_count;
  const contract *c = r->contract;
  for (size_t i = 0; i < r->grant_count; i++) {
    const plan_grant *g = &r->grants[i];
    bool free = !g->price || strspn(g->price, "0.") == strlen(g->price);
    if (g->claimed || free || g->date < c->start || g->date >= c->until || g->date < c->bill_from) continue;
    if (!item_of_grant(r, g, e)) return false;
  }
  return first == r->plan.item_count || items_finish(r, first, e);
}
