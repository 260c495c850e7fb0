// Corrections of billed work as items: priced by the rules of its bill, taxed as it was, and never more than was taken.
#include "core/engine/plan/work_corrections_inside.h"
#include "core/engine/rating/note_steps.h"

// What bills took for the ticket's work of the period and did not give back, by all lines that show it. Lines of
// several tickets count whole.
// clang-format off
#define KEPT(column) \
  "sum(CASE WHEN b.kind = 'waiver' THEN 0 ELSE l." column " + ifnull((SELECT sum(n." column ") FROM credits r " \
  "JOIN lines n ON n.n = r.line WHERE r.credited = l.n AND " BILL_OF("r.line") " < ?5), 0) END)"
static const char posted_for_ticket[] =
    "WITH took AS (SELECT c.line, " CLAIM_AGAIN("c") " AS again FROM time_entries t JOIN claims c ON "
    "c.contract = t.contract AND c." CLAIM_OF_WORK " AND c.at = t.at AND " CLAIM_ENTRY("c") " = t.n "
    "WHERE t.ticket = ?2 AND t.contract = ?1 AND t.at >= ?3 AND t.at < ?4) "
    "SELECT " KEPT("amount") ", " KEPT("tax") " FROM lines l JOIN bills b ON b.n = " BILL_OF("l.n") " "
    "WHERE l.n IN (SELECT line FROM took WHERE again) OR (l.kind = 'ticket' AND ifnull(l.ticket, ?2) = ?2 AND "
    "l.from_day = ?3 / 1440 AND " BILL_OF("l.n") " IN (SELECT " BILL_OF("line") " FROM took WHERE NOT again))";
// clang-format on

typedef struct posted {
  int64_t amount, tax;
} posted;

static bool posted_read(const repricing *k, int64_t ticket, posted *out, error *e) {
  query *q = db_ask(k->basis->book->db, e, posted_for_ticket, "iiiii", k->basis->contract->n, ticket,
                    (int64_t)k->now->from * 1440, (int64_t)k->now->until * 1440, book_bills_until(k->basis->book));
  int step = q ? query_step(q, e) : -1;
  if (step == 1) *out = (posted){ query_column(q, 0), query_column(q, 1) };
  if (q) query_reset(q);
  return step >= 0;
}

static bool add_piece(const repricing *k, item_list *to, const basis *then, const correction *c, int64_t gross,
                      error *e) {
  arena *a = k->arena;
  plan_piece *piece = piece_add(then, to);
  piece->description = arena_format(a, "Work on %s, changed", c->ticket_id);
  piece->quantity = decimal_ratio(c->minutes, 60, 4);
  piece->price = c->price;
  piece->unit = "hour";
  piece->counted = true;
  piece->date = c->date;
  piece->category = c->category;
  piece->sku = c->sku;
  piece->gross = gross;
  piece->terms = c->terms;
  tax_use use = { 0 };
  if (c->tax_row && !taxes_answer(terms_taxes(k->planner, c->terms), c->tax_row, c->category, &use, e)) return false;
  piece_taxed(piece, &use);
  return true;
}

// The entries whose price a correction changes are claimed by the last item.
static void add_entries(const repricing *k, item_list *to, size_t at) {
  for (size_t i = 0; i < k->entry_count; i++) {
    if (k->entries[i].item != at) continue;
    to->repriced = arena_grow(k->arena, to->repriced, to->repriced_count, &to->repriced_capacity, sizeof *to->repriced);
    to->repriced[to->repriced_count++] =
        (plan_repriced){ k->entries[i].at, k->entries[i].row, (uint32_t)(to->item_count - 1) };
  }
}

// What comes to nothing is no item.
static bool add_item(const repricing *k, item_list *to, const basis *then, size_t at, error *e) {
  const contract *contract = k->basis->contract;
  const correction *c = &k->corrections[at];
  int64_t gross;
  if (!money_prorated(c->minutes * DECIMAL_ONE, c->price, 1, 60, contract->exponent, ROUND_HALF_UP, &gross))
    return error_set(e, ERROR_TOO_BIG, "contract %s: work on ticket %s is past the largest amount", contract->id,
                     c->ticket_id);
  plan_item *item = item_add(then, k->now, to, ITEM_PERIOD, k->period->closes_on);
  item->catch_up = item->repriced = true;
  item->row = fee_row_again(0, c->number);
  item->ticket_id = c->ticket_id;
  item->date = c->date;
  return add_piece(k, to, then, c, gross, e);
}

// Its amounts: never more is given back than bills took for the ticket.
static bool settle(const repricing *k, plan_piece *piece, const correction *c, error *e) {
  posted left = { 0 };
  if (!posted_read(k, c->ticket, &left, e)) return false;
  piece->tax_answer = taxes_on_line(terms_taxes(k->planner, c->terms), piece->tax_answer);
  bool inclusive = piece->tax_answer && piece->tax_answer->inclusive;
  int64_t least = inclusive ? -left.amount - left.tax : -left.amount, before = piece->gross;
  if (least <= 0 && piece->gross < least) piece->gross = least;
  piece->off += before - piece->gross;
  piece->amount = piece->gross;
  piece->tax = 0;
  if (!piece_tax_asked(k->basis, terms_taxes(k->planner, c->terms), piece, piece->gross, e)) return false;
  if (piece->tax_answer && !tax_compute(piece->tax_answer, piece->gross, &piece->amount, &piece->tax, NULL))
    return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", k->basis->contract->id);
  if (left.tax >= 0 && piece->tax < -left.tax) piece->tax = -left.tax;
  if (inclusive) piece->amount = piece->gross - piece->tax;
  return true;
}

static void note(const repricing *k, const item_list *to, const correction *c) {
  const plan_piece *piece = &to->pieces[to->piece_count - 1];
  const fee shown = { .terms = { .quantity = c->minutes * DECIMAL_ONE, .price = c->price, .over = 60 } };
  const int64_t product = piece->gross + piece->off;
  noted_steps *steps = k->basis->steps;
  steps_fee(steps, &shown, (uint32_t)to->item_count - 1, &k->now->stretch, 0);
  steps_repriced(steps, c->billed);
  if (!steps || !piece->off) return;
  steps_note_owed(steps, (step_owed){ 0, k->now->from, k->now->until, product, piece->description, product });
  steps_note_owed(steps,
                  (step_owed){ 0, k->now->from, k->now->until, -piece->off, "price rules of its bill", -piece->off });
}

static bool take_item(const repricing *k, item_list *to, const item_list *from, size_t i, size_t at, error *e) {
  const correction *c = &k->corrections[at];
  plan_piece piece = from->pieces[from->items[i].first_piece];
  if (!settle(k, &piece, c, e)) return false;
  if (piece.gross == 0) return true;
  plan_item *item = item_add(k->basis, k->now, to, ITEM_PERIOD, k->period->closes_on);
  const uint32_t first = item->first_piece;
  *item = from->items[i];
  item->first_piece = first;
  item->piece_count = 0;
  item->part = "";
  *piece_add(k->basis, to) = piece;
  add_entries(k, to, at);
  note(k, to, c);
  return true;
}

// Corrections of work that was billed at the same terms go through the price rules of those.
static bool add_items_of(const repricing *k, item_list *to, int64_t terms, error *e) {
  planner *then = terms_rater(k->planner, terms, false, e);
  contract *c = arena_alloc(k->arena, sizeof *c);
  if (!then || !terms_then(k->planner, k->basis->contract, terms, k->arena, c, e) || !planner_begin(then, c, e))
    return false;
  rating *r = &then->rating;
  r->now = *k->now;
  for (size_t i = 0; i < k->count; i++)
    if (k->corrections[i].terms == terms && !add_item(k, &r->items, &r->basis, i, e)) return false;
  if (!rules_amounts(&r->basis, &r->now, &r->items, 0, prepaid_lots(k->planner->rating.prepaid)->pays, e)) return false;
  for (size_t i = 0, at = 0; i < k->count; i++) {
    if (k->corrections[i].terms != terms) continue;
    r->items.items[at].settled = true;
    if (!take_item(k, to, &r->items, at++, i, e)) return false;
  }
  return true;
}

bool corrections_price(const repricing *k, item_list *to, error *e) {
  for (size_t i = 0; i < k->count; i++) {
    bool first = true;
    for (size_t before = 0; before < i; before++)
      first = first && k->corrections[before].terms != k->corrections[i].terms;
    if (first && !add_items_of(k, to, k->corrections[i].terms, e)) return false;
  }
  return true;
}
