// What bills took of a period, as items: for price rules that work on whole periods, so that a cap holds however its
// period is billed.
#include "core/engine/rating/rating_inside.h"
#include <string.h>

// Lines show amounts as they ended; rules found them with the tax inside, and before a discount was taken off.
static bool fill(const basis *b, plan_piece *piece, int64_t amount, int64_t tax, int64_t tax_row, const char *discount,
                 error *e) {
  tax_use use = { 0 };
  int64_t off = 0;
  if (tax_row && !taxes_answer(b->taxes, tax_row, piece->category, &use, e)) return false;
  piece->amount = use.answer && use.answer->inclusive ? amount + tax : amount;
  if (discount && !strchr(discount, '%') && !money_parse(discount, strlen(discount), b->contract->exponent, &off))
    return false;
  piece->gross = piece->amount + off;
  return true;
}

// A line of a fee or a charge as an item of its own.
static bool line_item(const basis *b, const at_hand *now, item_list *to, const query *q, error *e) {
  bool charge = !query_column_null(q, 6);
  item_add(b, now, to, charge ? ITEM_CHARGE : ITEM_PERIOD, b->as_of)->date = (day)query_column(q, 5);
  plan_piece *piece = piece_add(b, to);
  piece->category = arena_text(b->arena, query_column_text(q, 0));
  if (!fill(b, piece, query_column(q, 2), query_column(q, 3), query_column(q, 4), query_column_text(q, 1), e))
    return false;
  return !charge || charge_gross(b, query_column_text(q, 6), query_column_text(q, 7), query_column_text(q, 8), piece);
}

// A fee that the bill ?4 took, or what was caught up of it.
// clang-format off
#define IS_OF_BILL \
  "c." CLAIM_OF_FEE " AND EXISTS (SELECT 1 FROM claims o WHERE o.contract = c.contract AND o." CLAIM_OF_FEE " AND " \
  "o.row = " CLAIM_FIRST("c") " AND o.at <= c.at AND o.until > c.at AND " BILL_OF("o.line") " = ?4)"
// clang-format on

static bool lines_read(const basis *b, const at_hand *now, item_list *to, error *e) {
  query *q = db_ask(b->book->db, e,
                    "SELECT l.category, l.discount, l.amount, l.tax, l.tax_row, ifnull(l.day, l.from_day), "
                    "h.quantity, h.unit_price, h.discount FROM claims c JOIN lines l ON l.n = c.line "
                    "LEFT JOIN charges h ON c." CLAIM_OF_CHARGE " AND h.contract = c.contract AND h.day = c.at AND "
                    "h.n = c.row WHERE c.contract = ?1 AND (c." CLAIM_OF_FEE " OR c." CLAIM_OF_CHARGE ") "
                    "AND c.at >= ?2 AND c.at < ?3 AND NOT (?4 AND " IS_OF_BILL ") GROUP BY l.n",  // primary keys
                    "iiii", b->contract->n, (int64_t)now->from, (int64_t)now->until, now->again);
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1 && line_item(b, now, to, q, e)) continue;
  if (step == 1) query_reset(q);
  return step == 0;
}

// A ticket's lines are one item, as its work was: begins it where the line is another bill's or ticket's than the last.
static void ticket_item(const basis *b, const at_hand *now, item_list *to, const query *q, int64_t *bill) {
  const int64_t ticket = query_column(q, 1);
  if (*bill == query_column(q, 0) && to->items[to->item_count - 1].ticket == ticket) return;
  plan_item *item = item_add(b, now, to, ITEM_TICKET, b->as_of);
  *bill = query_column(q, 0);
  item->ticket = ticket;
  item->row = query_column(q, 12);
  item->date = (day)query_column(q, 7);
  item->x = arena_text(b->arena, query_column_text(q, 9));
  item->ticket_id = arena_text(b->arena, query_column_text(q, 10));
  item->title = arena_text(b->arena, query_column_text(q, 11));
}

static bool ticket_piece(const basis *b, item_list *to, const query *q, error *e) {
  plan_piece *piece = piece_add(b, to);
  const char *quantity = query_column_text(q, 8);
  decimal hours;
  piece->category = arena_text(b->arena, query_column_text(q, 2));
  if (quantity && decimal_parse(quantity, strlen(quantity), &hours) &&
      !money_round(hours * 60, DECIMAL_ONE, ROUND_HALF_UP, &piece->minutes))
    return false;
  return fill(b, piece, query_column(q, 4), query_column(q, 5), query_column(q, 6), query_column_text(q, 3), e);
}

// Work is claimed by one of a ticket's lines, which stands for all of them.
// clang-format off
static const char lines_of_work[] =
    "SELECT b.bill, ifnull(l.ticket, 0), l.category, l.discount, l.amount, l.tax, l.tax_row, "
    "ifnull(l.day, l.from_day), CASE l.unit WHEN 'hour' THEN l.quantity END, t.x, t.id, t.title, l.n "
    "FROM (SELECT DISTINCT " BILL_OF("line") " AS bill FROM claims WHERE contract = ?1 AND " CLAIM_OF_WORK " "
    "AND at >= ?2 AND at < ?3) b JOIN lines l ON " LINE_IN("l.n", "b.bill") " LEFT JOIN tickets t ON t.n = l.ticket "
    "WHERE l.kind = 'ticket' AND l.from_day = ?4 AND (b.bill, ifnull(l.ticket, 0)) IN "
    "(SELECT " BILL_OF("o.n") ", ifnull(o.ticket, 0) FROM claims c JOIN lines o ON o.n = c.line "
    "WHERE c.contract = ?1 AND c." CLAIM_OF_WORK " AND c.at >= ?2 AND c.at < ?3) ORDER BY b.bill, 2, l.n";
// clang-format on

static bool work_lines_read(const basis *b, const at_hand *now, item_list *to, error *e) {
  query *q = db_ask(b->book->db, e, lines_of_work, "iiii", b->contract->n, (int64_t)now->from * 1440,
                    (int64_t)now->until * 1440, (int64_t)now->from);
  int64_t bill = 0;
  int step = q ? 0 : -1;
  while (q && (step = query_step(q, e)) == 1) {
    ticket_item(b, now, to, q, &bill);
    if (!ticket_piece(b, to, q, e)) break;
  }
  if (step == 1) query_reset(q);
  return step == 0;
}

static bool has_rules_of_items(const basis *b) {
  for (size_t i = 0; i < b->rules->count; i++)
    if (b->rules->rules[i].stage == STAGE_AMOUNT && b->rules->rules[i].scope != SCOPE_PERIOD) return true;
  return false;
}

// Where amounts are known as they ended only: balances paid of them, or they are sums of several tickets to which rules
// of items came one by one.
static void settle_known(item_list *list, bool paid, bool items_ruled) {
  for (size_t i = 0; i < list->item_count; i++) {
    const plan_item *item = &list->items[i];
    bool merged = item->kind == ITEM_TICKET && !item->ticket && items_ruled;
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++) {
      plan_piece *piece = &list->pieces[k];
      if (merged) piece->gross = piece->amount;
      else if (paid) piece->amount = piece->gross;
    }
  }
}

bool billed_items(const basis *b, const at_hand *now, item_list *to, bool paid, error *e) {
  if (!lines_read(b, now, to, e) || !work_lines_read(b, now, to, e)) return false;
  settle_known(to, paid, has_rules_of_items(b));
  return true;
}
