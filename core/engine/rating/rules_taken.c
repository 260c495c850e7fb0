// What bills took of a period, for price rules that work on whole periods: a cap holds however its period is billed.
#include "core/engine/rating/item.h"
#include "core/engine/rating/price_rules.h"
#include <string.h>

// Amounts as the rules found them: with the tax inside, and with what rules took off.
static bool piece_fill(rating *r, plan_piece *piece, int64_t amount, int64_t tax, int64_t tax_row, const char *discount,
                       error *e) {
  tax_use use = { 0 };
  int64_t off = 0;
  if (tax_row && !taxes_answer(r->taxes, tax_row, piece->category, &use, e)) return false;
  piece->amount = use.answer && use.answer->inclusive ? amount + tax : amount;
  if (discount && !strchr(discount, '%') && !money_parse(discount, strlen(discount), r->contract->exponent, &off))
    return false;
  piece->gross = piece->amount + off;
  return true;
}

// A line of a fee or a charge as an item of its own.
static bool line_item(rating *r, const query *q, error *e) {
  bool charge = !query_column_null(q, 6);
  plan_item *item = item_add(r, charge ? ITEM_CHARGE : ITEM_PERIOD, r->as_of);
  item->date = (day)query_column(q, 5);
  plan_piece *piece = piece_add(r);
  piece->category = arena_text(r->arena, query_column_text(q, 0));
  if (!piece_fill(r, piece, query_column(q, 2), query_column(q, 3), query_column(q, 4), query_column_text(q, 1), e))
    return false;
  const plan_charge source = { .quantity = arena_text(r->arena, query_column_text(q, 6)),
                               .price = arena_text(r->arena, query_column_text(q, 7)),
                               .discount = arena_text(r->arena, query_column_text(q, 8)) };
  return !charge || charge_amount(r, &source, piece);
}

static bool lines_read(rating *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT l.category, l.discount, l.amount, l.tax, l.tax_row, ifnull(l.day, l.from_day), "
                    "h.quantity, h.unit_price, h.discount FROM claims c JOIN lines l ON l.n = c.line LEFT JOIN "
                    "charges h ON c.kind = 3 AND h.contract = c.contract AND h.day = c.at AND h.n = c.row WHERE "
                    "c.contract = ?1 AND c.kind IN (1, 3) AND c.at >= ?2 AND c.at < ?3 GROUP BY l.n",  // primary keys
                    "iii", r->contract->n, (int64_t)r->period_from, (int64_t)r->period_until);
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1 && line_item(r, q, e)) continue;
  if (step == 1) query_reset(q);
  return step == 0;
}

// A ticket's lines are one item, as its work was.
static bool ticket_line(rating *r, const query *q, int64_t *bill, int64_t *ticket, error *e) {
  if (*bill != query_column(q, 0) || *ticket != query_column(q, 1)) {
    plan_item *item = item_add(r, ITEM_TICKET, r->as_of);
    *bill = query_column(q, 0);
    item->ticket = *ticket = query_column(q, 1);
    item->date = (day)query_column(q, 7);
    item->x = arena_text(r->arena, query_column_text(q, 9));
  }
  plan_piece *piece = piece_add(r);
  const char *quantity = query_column_text(q, 8);
  decimal hours;
  piece->category = arena_text(r->arena, query_column_text(q, 2));
  if (quantity && decimal_parse(quantity, strlen(quantity), &hours) &&
      !money_round(hours * 60, DECIMAL_ONE, ROUND_HALF_UP, &piece->minutes))
    return false;
  return piece_fill(r, piece, query_column(q, 4), query_column(q, 5), query_column(q, 6), query_column_text(q, 3), e);
}

// Work is claimed by one of a ticket's lines, which stands for all of them.
static bool work_lines_read(rating *r, error *e) {
  query *q = db_ask(
      r->book->db, e,
      "SELECT b.bill, ifnull(l.ticket, 0), l.category, l.discount, l.amount, l.tax, l.tax_row, "
      "ifnull(l.day, l.from_day), CASE l.unit WHEN 'hour' THEN l.quantity END, t.x FROM (SELECT "
      "DISTINCT line >> 20 AS bill FROM claims WHERE contract = ?1 AND kind = 2 AND at >= ?2 AND at < "
      "?3) b JOIN lines l ON l.n > b.bill << 20 AND l.n < (b.bill + 1) << 20 LEFT JOIN tickets t ON t.n "
      "= l.ticket WHERE l.kind = 'ticket' AND l.from_day = ?4 AND (b.bill, ifnull(l.ticket, 0)) IN "
      "(SELECT o.n >> 20, ifnull(o.ticket, 0) FROM claims c JOIN lines o ON o.n = c.line WHERE "
      "c.contract = ?1 AND c.kind = 2 AND c.at >= ?2 AND c.at < ?3) ORDER BY b.bill, 2, l.n",  // primary keys
      "iiii", r->contract->n, (int64_t)r->period_from * 1440, (int64_t)r->period_until * 1440, (int64_t)r->period_from);
  int64_t bill = 0, ticket = 0;
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1 && ticket_line(r, q, &bill, &ticket, e)) continue;
  if (step == 1) query_reset(q);
  return step == 0;
}

// Where amounts are known as they ended only: balances of money paid of them, or they are sums to which rules of items
// came one by one.
static void settle_known(rating *r, size_t first, bool items_ruled) {
  bool paid = false;
  for (size_t i = 0; i < r->plan.lot_count; i++) paid = paid || strcmp(r->plan.lots[i]->unit, "hours") != 0;
  for (size_t i = first; i < r->plan.item_count; i++) {
    const plan_item *item = &r->plan.items[i];
    bool merged = item->kind == ITEM_TICKET && !item->ticket && items_ruled;
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++) {
      plan_piece *piece = &r->plan.pieces[k];
      if (merged) piece->gross = piece->amount;
      else if (paid) piece->amount = piece->gross;
    }
  }
}

bool rules_taken(rating *r, rule_sums *sums, error *e) {
  size_t items = r->plan.item_count, pieces = r->plan.piece_count;
  struct trace *trace = r->trace;
  bool period = false, items_ruled = false;
  memset(sums, 0, sizeof *sums);
  for (size_t i = 0; i < r->rules->count; i++) {
    const plugin_rule *rule = &r->rules->rules[i];
    period = period || (rule->stage == STAGE_AMOUNT && rule->scope == SCOPE_PERIOD);
    items_ruled = items_ruled || (rule->stage == STAGE_AMOUNT && rule->scope != SCOPE_PERIOD);
  }
  if (!period || r->contract->kind == GRID_ON_DEMAND || r->current.key) return true;
  r->trace = NULL;
  bool ok = lines_read(r, e) && work_lines_read(r, e);
  settle_known(r, items, items_ruled);
  ok = ok && rules_learn(r, items, sums, e);
  r->trace = trace;
  r->plan.item_count = items;
  r->plan.piece_count = pieces;
  return ok;
}
