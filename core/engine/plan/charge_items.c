// Items of charges: products, expenses and the like that were recorded on a day, billed with the period that holds it.
#include "core/engine/plan/plan_inside.h"

static void charge_read(charge_list *list, arena *a, const query *q) {
  list->charges = arena_grow(a, list->charges, list->count, &list->capacity, sizeof(plan_charge));
  const char *text[10];
  for (int i = 0; i < 10; i++) text[i] = arena_text(a, query_column_text(q, 3 + i));
  list->charges[list->count++] = (plan_charge){ .n = query_column(q, 1),
                                                .ticket = query_column(q, 2),
                                                .date = (day)query_column(q, 0),
                                                .item = UINT32_MAX,
                                                .id = text[0],
                                                .ticket_id = text[1],
                                                .description = text[2],
                                                .quantity = text[3],
                                                .price = text[4],
                                                .kind = text[5],
                                                .sku = text[6],
                                                .discount = text[7],
                                                .category = text[8],
                                                .tax = text[9],
                                                .shared = query_column(q, 13) != 0 };
}

// clang-format off
#define CHARGE \
  "SELECT x.day, x.n, x.ticket, x.id, t.id, x.description, x.quantity, x.unit_price, x.kind, x.sku, x.discount, " \
  "x.category, x.tax, t.shared "
static const char open_behind[] =
    CHARGE "FROM open_rows o CROSS JOIN charges x ON " ROW_OF_OPEN("day") " LEFT JOIN tickets t ON t.n = x.ticket "
    "WHERE o.contract = ?1 AND o." CLAIM_OF_CHARGE " AND o." OPEN_AWAKE " AND o.at >= ?2 AND o.at < ?3 "
    "ORDER BY o.at, o.row";
static const char from_frontier[] =
    CHARGE "FROM charges x LEFT JOIN tickets t ON t.n = x.ticket WHERE x.contract = ?1 AND x.day >= ?2 "
    "AND x.day < ?3 AND NOT " ROW_CLAIMED(CLAIM_OF_CHARGE, "day") " ORDER BY x.day, x.n";
// clang-format on

static bool read_all(charge_list *list, const basis *b, const char *sql, day from, day until, error *e) {
  query *q = db_ask(b->book->db, e, sql, "iii", b->contract->n, (int64_t)from, (int64_t)until);
  if (!q) return false;
  const int64_t later = b->book->rows_until;
  int step;
  while ((step = query_step(q, e)) == 1)
    if (!later || query_column(q, 1) < later) charge_read(list, b->arena, q);
  return step == 0;
}

bool charges_read(charge_list *list, const basis *b, day first, day until, error *e) {
  const contract *c = b->contract;
  return (!c->behind || read_all(list, b, open_behind, first, until, e)) &&
         read_all(list, b, from_frontier, day_later(c->charge_from, first), until, e);
}

// `left_out`: a bill settled its period without it.
static bool add_item(const basis *b, const at_hand *now, item_list *to, plan_charge *c, bool left_out, day ready_on,
                     error *e) {
  c->item = (uint32_t)to->item_count;
  plan_item *item = item_add(b, now, to, ITEM_CHARGE, b->contract->kind == GRID_ON_DEMAND ? c->date : ready_on);
  if (item->until) {
    item->from = c->from;
    item->until = c->until;
  }
  item->period = c->from;
  item->left_out = left_out;
  item->row = c->n;
  item->key = c->id;
  item->ticket = c->ticket;
  item->ticket_id = c->ticket_id;
  item->shared = c->shared;
  item->date = c->date;
  plan_piece *piece = piece_add(b, to);
  piece->description = c->description;
  piece->discount = c->discount;
  piece->counted = true;
  piece->date = c->date;
  piece->category = c->category ? c->category : c->kind;
  if (c->sku) piece->sku = c->sku;
  if (!charge_gross(b, c->quantity, c->price, c->discount, piece)) {
    piece->gross = 0;
    error_set(e, ERROR_TOO_BIG, "charge %s: %s × %s cannot be billed", c->id, c->quantity, c->price);
    return hold_alone(b, &item->held, e);
  }
  return piece_tax_find(b, piece, c->tax, c->date, e) || hold_alone(b, &item->held, e);
}

bool charges_wait(charge_list *list, const at_hand *now) {
  while (list->next < list->count && list->charges[list->next].date < now->from) list->next++;
  return list->late_count || (list->next < list->count && list->charges[list->next].date < now->until);
}

// Charges that waited for this period come first.
static bool add_late(charge_list *list, const basis *b, const at_hand *now, item_list *to, day ready_on, error *e) {
  if (now->billed && now->waits) return true;
  for (size_t i = 0; i < list->late_count; i++)
    if (!add_item(b, now, to, &list->charges[list->late[i]], false, ready_on, e)) return false;
  list->late_count = 0;
  return true;
}

// Of a period that was billed, a charge that a bill left out draws what was reserved for it; others that a balance
// covers wait.
bool charge_items(charge_list *list, const basis *b, const at_hand *now, const prepaid *balances, item_list *to,
                  day ready_on, error *e) {
  if (!charges_wait(list, now)) return true;
  if (!add_late(list, b, now, to, ready_on, e)) return false;
  for (; list->next < list->count && list->charges[list->next].date < now->until; list->next++) {
    plan_charge *c = &list->charges[list->next];
    bool left_out = now->billed && prepaid_charge_left_out(balances, b, c->n, c->id);
    c->from = now->from;
    c->until = now->until;
    if (now->billed && now->waits && prepaid_draws_charges(balances) && !left_out) {
      list->late = arena_grow(b->arena, list->late, list->late_count, &list->late_capacity, sizeof *list->late);
      list->late[list->late_count++] = list->next;
    } else if (!add_item(b, now, to, c, left_out, ready_on, e)) {
      return false;
    }
  }
  return true;
}
