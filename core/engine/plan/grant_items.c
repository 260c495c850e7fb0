// Items of the rows of `grants` that have a price: what was prepaid is billed on its day.
#include "core/engine/plan/plan_inside.h"
#include <string.h>

static bool add_item(const basis *b, const at_hand *now, item_list *to, const plan_grant *g, error *e) {
  const contract *c = b->contract;
  plan_item *item = item_add(b, now, to, ITEM_GRANT, g->date);
  decimal price, quantity;
  if (!decimal_parse(g->price, strlen(g->price), &price) || !decimal_parse(g->quantity, strlen(g->quantity), &quantity))
    return error_set(e, ERROR_CORRUPT, "grant %s: %s at %s cannot be billed", g->id, g->quantity, g->price);
  item->from = item->until = 0;
  item->row = g->n;
  item->key = g->id;
  item->date = g->date;
  plan_piece *piece = piece_add(b, to);
  piece->description = g->description ? g->description : GRANT_TEXT;
  piece->counted = true;
  piece->quantity = quantity;
  piece->price = price;
  piece->date = g->date;
  piece->category = c->category ? c->category : "service";
  if (!money_amount(quantity, price, c->exponent, ROUND_HALF_UP, &piece->gross))
    return error_set(e, ERROR_TOO_BIG, "grant %s: %s × %s is past the largest amount", g->id, g->quantity, g->price);
  return piece_tax_find(b, piece, NULL, g->date, e) || hold_alone(b, &item->held, e);
}

bool grant_items(const basis *b, const at_hand *now, const prepaid *balances, item_list *to, error *e) {
  const contract *c = b->contract;
  size_t count;
  const plan_grant *grants = prepaid_grants(balances, &count);
  for (size_t i = 0; i < count; i++) {
    const plan_grant *g = &grants[i];
    bool free = !g->price || strspn(g->price, "0.") == strlen(g->price);
    if (g->claimed || free || g->date < c->start || g->date >= c->until || g->date < c->bill_from) continue;
    if (!add_item(b, now, to, g, e)) return false;
  }
  return true;
}
