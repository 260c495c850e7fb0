// Items of fees and charges, and what all items have in common.
#include "core/engine/items.h"
#include "core/engine/trace.h"
#include <string.h>

int64_t fee_row(int part, rating_phase phase, int ordinal) {
  return ((int64_t)part << 20) | ((int64_t)(phase == PHASE_CLOSES) << 19) | ordinal;
}

plan_item *item_add(rating *r, item_kind kind, day ready_on) {
  plan *p = &r->plan;
  p->items = arena_grow(r->arena, p->items, p->item_count, &r->item_capacity, sizeof(plan_item));
  plan_item *item = &p->items[p->item_count++];
  *item = (plan_item){
    .kind = kind, .ready_on = ready_on, .period = r->period_from, .part = r->part_id, .first_piece = (uint32_t)p->piece_count
  };
  if (r->contract->kind != GRID_ON_DEMAND) {
    item->from = r->period_from;
    item->until = r->period_until;
  }
  return item;
}

plan_piece *piece_add(rating *r) {
  plan *p = &r->plan;
  p->pieces = arena_grow(r->arena, p->pieces, p->piece_count, &r->piece_capacity, sizeof(plan_piece));
  plan_piece *piece = &p->pieces[p->piece_count++];
  *piece = (plan_piece){ .sku = r->contract->sku };
  p->items[p->item_count - 1].piece_count++;
  return piece;
}

bool piece_tax_find(rating *r, plan_piece *piece, const char *own, day date, error *e) {
  tax_use use;
  if (!taxes_find(r->taxes, r->contract, own, date, piece->category, &use, e)) return false;
  piece->tax_row = use.row;
  piece->tax_answer = use.answer;
  piece->tax_name = use.name;
  piece->tax_rule = use.rule;
  return true;
}

static bool overdue(const rating *r, day ready_on) { return ready_on < (r->contract->kind == GRID_PERIODS ? r->boundary : r->last_batch); }

bool item_finish(rating *r, error *e) {
  plan_item *item = &r->plan.items[r->plan.item_count - 1];
  for (uint32_t i = 0; i < item->piece_count; i++) {
    plan_piece *piece = &r->plan.pieces[item->first_piece + i];
    piece->amount = piece->gross;
    piece->tax = 0;
    if (piece->tax_answer && !tax_compute(piece->tax_answer, piece->gross, &piece->amount, &piece->tax, NULL))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", r->contract->id);
    if (__builtin_add_overflow(item->amount, piece->amount, &item->amount) || __builtin_add_overflow(item->tax, piece->tax, &item->tax))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a sum is past the largest amount", r->contract->id);
    item->nonzero = item->nonzero || piece->amount != 0 || piece->tax != 0;
  }
  item->due = item->ready_on <= r->as_of;
  item->overdue = item->due && overdue(r, item->ready_on);
  return true;
}

bool fee_claims_read(rating *r, day from, error *e) {
  query *q = db_ask(r->book->db, e, "SELECT at, until, row FROM claims WHERE contract = ? AND kind = 1 AND at >= ?", "ii", r->contract->n,
                    (int64_t)from);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->claims = arena_grow(r->arena, r->claims, r->claim_count, &r->claim_capacity, sizeof(fee_claim));
    r->claims[r->claim_count++] = (fee_claim){ (day)query_column(q, 0), (day)query_column(q, 1), query_column(q, 2) };
  }
  return step == 0;
}

// The first part of [from, until) that no claim of the row covers; *claimed says whether another part is covered.
static bool unclaimed(const rating *r, int64_t row, day *from, day *until, bool *claimed) {
  *claimed = false;
  bool moved = true;
  while (moved) {
    moved = false;
    for (size_t i = 0; i < r->claim_count; i++) {
      const fee_claim *c = &r->claims[i];
      if (c->row != row || c->until <= *from || c->from >= *until) continue;
      *claimed = true;
      moved = true;
      if (c->from <= *from) *from = c->until;
      else *until = c->from;
    }
  }
  return *from < *until;
}

static void describe_piece(rating *r, const fee *f, day from, day until, bool part, plan_piece *piece) {
  const rating_period *whole = &r->current;
  piece->description = f->terms.description;
  piece->quantity = f->terms.quantity;
  if (!part) return;
  int days = until - from, all = whole->whole_until - whole->whole_from;
  int128 product;
  if (!__builtin_mul_overflow(f->terms.quantity, (int128)days, &product))
    piece->quantity = decimal_ratio(product, (int128)all * DECIMAL_ONE, 4);
  piece->description = arena_format(r->arena, "%s (%d of %d days)", f->terms.description, days, all);
}

// What is left of a fee: prorated by days of the whole period, or, without proration, nothing where its price was billed with another part.
static bool fee_amount(rating *r, const fee *f, day from, day until, bool claimed, plan_piece *piece, error *e) {
  const rating_period *period = &r->current;
  int64_t days = until - from, all = period->whole_until - period->whole_from;
  bool prorated = r->contract->daily && !f->terms.whole && days != all && r->contract->kind == GRID_PERIODS;
  describe_piece(r, f, from, until, prorated, piece);
  if (!prorated) days = all = 1;
  if (!prorated && claimed) days = 0;
  trace_period(r, f, days, all, prorated);
  if (!days) return true;
  if (money_prorated(f->terms.quantity, f->terms.price, days, all, r->contract->exponent, ROUND_HALF_UP, &piece->gross)) return true;
  return error_set(e, ERROR_TOO_BIG, "contract %s: %s is past the largest amount", r->contract->id, f->terms.description);
}

static bool item_of_fee(rating *r, const fee *f, day ready_on, error *e) {
  day from = f->from, until = f->until;
  bool claimed;
  int64_t row = fee_row(r->part, r->phase, f->ordinal);
  if (!unclaimed(r, row, &from, &until, &claimed)) return true;
  plan_item *item = item_add(r, ITEM_PERIOD, ready_on);
  if (r->contract->kind != GRID_ON_DEMAND || r->current.key) {
    item->from = from;
    item->until = until;
  }
  item->row = row;
  item->key = r->current.key;
  item->ordinal = f->ordinal;
  item->date = r->contract->advance ? from : until - 1;
  plan_piece *piece = piece_add(r);
  piece->price = f->terms.price;
  piece->unit = f->terms.unit;
  piece->counted = true;
  piece->date = from;
  piece->category = f->terms.category ? f->terms.category : r->contract->category ? r->contract->category : "service";
  if (f->terms.sku) piece->sku = f->terms.sku;
  if (!fee_amount(r, f, from, until, claimed, piece, e)) return false;
  return piece_tax_find(r, piece, NULL, r->contract->advance && r->phase == PHASE_OPENS ? from : until - 1, e) && item_finish(r, e);
}

bool items_of_fees(rating *r, day ready_on, error *e) {
  for (size_t i = 0; i < r->fees.count; i++)
    if (!item_of_fee(r, &r->fees.fees[i], ready_on, e)) return false;
  return true;
}

static void charge_read(rating *r, const query *q) {
  r->charges = arena_grow(r->arena, r->charges, r->charge_count, &r->charge_capacity, sizeof(plan_charge));
  const char *text[10];
  for (int i = 0; i < 10; i++) text[i] = arena_text(r->arena, query_column_text(q, 3 + i));
  r->charges[r->charge_count++] = (plan_charge){ query_column(q, 1),
                                                 query_column(q, 2),
                                                 (day)query_column(q, 0),
                                                 text[0],
                                                 text[1],
                                                 text[2],
                                                 text[3],
                                                 text[4],
                                                 text[5],
                                                 text[6],
                                                 text[7],
                                                 text[8],
                                                 text[9],
                                                 query_column(q, 13) != 0 };
}

bool charges_read(rating *r, day from, day until, error *e) {
  query *q = db_ask(
      r->book->db, e,
      "SELECT c.day, c.n, c.ticket, c.id, t.id, c.description, c.quantity, c.unit_price, c.kind, c.sku, c.discount, c.category, c.tax, "
      "t.shared "
      "FROM charges c LEFT JOIN tickets t ON t.n = c.ticket WHERE c.contract = ?1 AND c.day >= ?2 AND c.day < ?3 "
      "AND NOT EXISTS (SELECT 1 FROM claims k WHERE k.contract = ?1 AND k.kind = 3 AND k.at = c.day AND k.row = c.n) ORDER BY c.day, c.n",
      "iii", r->contract->n, (int64_t)from, (int64_t)until);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1)
    if (!r->book->rows_until || query_column(q, 1) < r->book->rows_until) charge_read(r, q);
  return step == 0;
}

// quantity × price less a percentage, rounded once; or less an amount.
static bool charge_amount(rating *r, const plan_charge *c, plan_piece *piece) {
  decimal off = 0;
  int64_t minor = 0;
  bool percent = c->discount && strchr(c->discount, '%');
  if (!decimal_parse(c->quantity, strlen(c->quantity), &piece->quantity) || !decimal_parse(c->price, strlen(c->price), &piece->price))
    return false;
  if (percent && !percent_parse(c->discount, strlen(c->discount), &off)) return false;
  if (c->discount && !percent && !money_parse(c->discount, strlen(c->discount), r->contract->exponent, &minor)) return false;
  if (!money_prorated(piece->quantity, piece->price, (int64_t)(DECIMAL_ONE - off), (int64_t)DECIMAL_ONE, r->contract->exponent,
                      ROUND_HALF_UP, &piece->gross))
    return false;
  return !__builtin_sub_overflow(piece->gross, minor, &piece->gross);
}

static bool item_of_charge(rating *r, const plan_charge *c, day ready_on, error *e) {
  plan_item *item = item_add(r, ITEM_CHARGE, r->contract->kind == GRID_ON_DEMAND ? c->date : ready_on);
  item->row = c->n;
  item->key = c->id;
  item->ticket = c->ticket;
  item->ticket_id = c->ticket_id;
  item->shared = c->shared;
  item->date = c->date;
  plan_piece *piece = piece_add(r);
  piece->description = c->description;
  piece->discount = c->discount;
  piece->counted = true;
  piece->date = c->date;
  piece->category = c->category ? c->category : c->kind;
  if (c->sku) piece->sku = c->sku;
  if (!charge_amount(r, c, piece)) return error_set(e, ERROR_TOO_BIG, "charge %s: %s × %s cannot be billed", c->id, c->quantity, c->price);
  return piece_tax_find(r, piece, c->tax, c->date, e) && item_finish(r, e);
}

bool items_of_charges(rating *r, day ready_on, error *e) {
  while (r->charge_next < r->charge_count && r->charges[r->charge_next].date < r->period_from) r->charge_next++;
  for (; r->charge_next < r->charge_count && r->charges[r->charge_next].date < r->period_until; r->charge_next++)
    if (!item_of_charge(r, &r->charges[r->charge_next], ready_on, e)) return false;
  return true;
}
