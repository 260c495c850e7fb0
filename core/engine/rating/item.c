// Items of fees and charges, and what all items have in common.
#include "core/engine/rating/item.h"
#include "core/engine/prepaid/lots.h"
#include "core/engine/rating/price_rules.h"
#include "core/engine/rating/steps.h"
#include <string.h>

plan_item *item_add(rating *r, item_kind kind, day ready_on) {
  plan *p = &r->plan;
  p->items = arena_grow(r->arena, p->items, p->item_count, &r->item_capacity, sizeof(plan_item));
  plan_item *item = &p->items[p->item_count++];
  *item = (plan_item){ .kind = kind,
                       .ready_on = ready_on,
                       .period = r->period_from,
                       .part = r->part_id,
                       .first_piece = (uint32_t)p->piece_count };
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

static bool overdue(const rating *r, day ready_on) {
  return ready_on < (r->contract->kind == GRID_PERIODS && !r->current.key ? r->boundary : r->last_batch);
}

static bool item_finish(rating *r, plan_item *item, error *e) {
  for (uint32_t i = 0; i < item->piece_count; i++) {
    plan_piece *piece = &r->plan.pieces[item->first_piece + i];
    piece->amount = piece->gross;
    piece->tax = 0;
    if (piece->tax_answer && !tax_compute(piece->tax_answer, piece->gross, &piece->amount, &piece->tax, NULL))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a tax is past the largest amount", r->contract->id);
    if (__builtin_add_overflow(item->amount, piece->amount, &item->amount) ||
        __builtin_add_overflow(item->tax, piece->tax, &item->tax))
      return error_set(e, ERROR_TOO_BIG, "contract %s: a sum is past the largest amount", r->contract->id);
    item->nonzero = item->nonzero || piece->amount != 0 || piece->tax != 0;
  }
  item->due = item->ready_on <= r->as_of;
  item->overdue = item->due && overdue(r, item->ready_on);
  return true;
}

bool items_finish(rating *r, size_t first, error *e) {
  if (!rules_amounts(r, first, e) || !money_draws(r, first, e)) return false;
  for (size_t i = first; i < r->plan.item_count; i++)
    if (!item_finish(r, &r->plan.items[i], e)) return false;
  return true;
}

bool fee_claims_read(rating *r, day from, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT c.at, c.until, c.row, l.quantity, l.unit_price, ?3 AND (EXISTS (SELECT 1 FROM bills b "
                    "WHERE b.n = c.line >> 20 AND b.kind = 'waiver') OR EXISTS (SELECT 1 FROM credits r WHERE "
                    "r.credited = c.line AND r.line >> 20 < ?4)) FROM claims c LEFT JOIN lines l ON ?3 AND l.n = "
                    "c.line WHERE c.contract = ?1 AND c.kind = 1 AND c.at >= ?2",
                    "iiii", r->contract->n, (int64_t)from, (int64_t)r->contract->daily, book_bills_until(r->book));
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    r->claims = arena_grow(r->arena, r->claims, r->claim_count, &r->claim_capacity, sizeof(fee_claim));
    fee_claim *c = &r->claims[r->claim_count++];
    *c = (fee_claim){ .from = (day)query_column(q, 0),
                      .until = (day)query_column(q, 1),
                      .row = query_column(q, 2),
                      .given = query_column(q, 5) != 0 };
    const char *quantity = query_column_text(q, 3), *price = query_column_text(q, 4);
    if (quantity) (void)decimal_parse(quantity, strlen(quantity), &c->quantity);
    if (price) (void)decimal_parse(price, strlen(price), &c->price);
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

// What a piece of a fee shows: the part of the fee's days that it covers.
void fee_describe(rating *r, const fee *f, decimal quantity, day from, day until, plan_piece *piece) {
  int days = until - from, all = fee_days(r, f);
  bool part = all && days != all;
  int128 product = quantity;
  piece->description = f->terms.description;
  if (part && __builtin_mul_overflow(quantity, (int128)days, &product)) product = quantity;
  int128 over = (int128)f->terms.over * (part ? all : 1);
  piece->quantity = over == 1 ? product : decimal_ratio(product, over * DECIMAL_ONE, 4);
  if (part) piece->description = arena_format(r->arena, "%s (%d of %d days)", f->terms.description, days, all);
}

int fee_days(const rating *r, const fee *f) {
  if (f->terms.once || r->contract->kind == GRID_ON_DEMAND || r->current.key) return 0;
  if (f->terms.whole) return r->saw_work ? 0 : f->until - f->from;
  return r->contract->daily ? r->current.whole_until - r->current.whole_from : 0;
}

bool fee_gross(rating *r, const fee *f, decimal quantity, decimal price, day from, day until, int64_t *gross,
               error *e) {
  int64_t days = until - from, all = fee_days(r, f);
  bool part = all && days != all;
  if (!part) days = all = 1;
  trace_period(r, f, days, all, part);
  if (money_prorated(quantity, price, days, all * f->terms.over, r->contract->exponent, ROUND_HALF_UP, gross))
    return true;
  return error_set(e, ERROR_TOO_BIG, "contract %s: %s is past the largest amount", r->contract->id,
                   f->terms.description);
}

// What is billed once in a contract's life, or has a name of its own, is claimed under its first day, whatever its
// dates become.
static bool claimed_by_name(const rating *r, const fee *f) { return f->terms.once || r->current.key; }

static int64_t row_of(const rating *r, const fee *f) {
  int64_t code =
      r->current.key ? part_code(arena_format(r->arena, "%s\n%s", r->part_id, r->current.key)) : r->part_code;
  return fee_row(code, r->phase == PHASE_CLOSES, f->ordinal);
}

// The day of supply: the first one in advance, else the last one, or the day on which it is ready where that comes
// first.
static day fee_date(const rating *r, const fee *f, day from, day until, day ready_on) {
  if (f->terms.once || r->contract->advance) return from;
  day last = until - 1, ready = ready_on != DAY_NEVER ? ready_on : until == DAY_NEVER ? r->as_of : last;
  if (ready < from) ready = from;
  return ready < last ? ready : last;
}

plan_item *fee_item(rating *r, const fee *f, day from, day until, int64_t row, day ready_on) {
  plan_item *item = item_add(r, ITEM_PERIOD, f->terms.once ? f->from : ready_on);
  if (r->contract->kind != GRID_ON_DEMAND || r->current.key) {
    item->from = from;
    item->until = until;
  }
  if (claimed_by_name(r, f)) {
    item->claim_from = r->contract->start;
    item->claim_until = r->contract->start + 1;
  }
  item->row = row;
  item->key = r->current.key;
  item->ordinal = f->ordinal;
  item->date = fee_date(r, f, from, until, ready_on);
  plan_piece *piece = piece_add(r);
  piece->price = f->terms.price;
  piece->unit = f->terms.unit;
  piece->counted = true;
  piece->date = from;
  piece->category = f->terms.category ? f->terms.category : r->contract->category ? r->contract->category : "service";
  if (f->terms.sku) piece->sku = f->terms.sku;
  return item;
}

// What an advance contract bills when its period has closed was supplied by its last day.
bool fee_tax(rating *r, const plan_item *item, error *e) {
  bool closed = r->contract->advance && r->phase != PHASE_OPENS && item->until && item->until != DAY_NEVER;
  day date = closed ? item->until - 1 : item->date;
  return piece_tax_find(r, &r->plan.pieces[item->first_piece], NULL, date, e);
}

static bool item_of_fee(rating *r, const fee *f, day ready_on, error *e) {
  bool named = claimed_by_name(r, f), claimed;
  day from = named ? r->contract->start : f->from, until = named ? from + 1 : f->until;
  int64_t row = row_of(r, f);
  if (!unclaimed(r, row, &from, &until, &claimed)) return true;
  if (named) {
    from = f->from;
    until = f->until;
  }
  const plan_item *item = fee_item(r, f, from, until, row, ready_on);
  plan_piece *piece = &r->plan.pieces[item->first_piece];
  bool free = claimed && !fee_days(r, f) && !f->terms.whole;  // its price was billed with another part
  fee_describe(r, f, free ? 0 : f->terms.quantity, from, until, piece);
  if (!free && !fee_gross(r, f, f->terms.quantity, f->terms.price, from, until, &piece->gross, e)) return false;
  return fee_tax(r, item, e);
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
  r->charges[r->charge_count++] = (plan_charge){ .n = query_column(q, 1),
                                                 .ticket = query_column(q, 2),
                                                 .date = (day)query_column(q, 0),
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

bool charges_read(rating *r, day from, day until, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT c.day, c.n, c.ticket, c.id, t.id, c.description, c.quantity, c.unit_price, c.kind, c.sku, "
                    "c.discount, c.category, c.tax, t.shared FROM charges c LEFT JOIN tickets t ON t.n = c.ticket "
                    "WHERE c.contract = ?1 AND c.day >= ?2 AND c.day < ?3 AND NOT EXISTS (SELECT 1 FROM claims k "
                    "WHERE k.contract = ?1 AND k.kind = 3 AND k.at = c.day AND k.row = c.n) ORDER BY c.day, c.n",
                    "iii", r->contract->n, (int64_t)from, (int64_t)until);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1)
    if (!r->book->rows_until || query_column(q, 1) < r->book->rows_until) charge_read(r, q);
  return step == 0;
}

// quantity × price less a percentage, rounded once; or less an amount.
bool charge_amount(rating *r, const plan_charge *c, plan_piece *piece) {
  decimal off = 0;
  int64_t minor = 0;
  bool percent = c->discount && strchr(c->discount, '%');
  if (!decimal_parse(c->quantity, strlen(c->quantity), &piece->quantity) ||
      !decimal_parse(c->price, strlen(c->price), &piece->price))
    return false;
  if (percent && !percent_parse(c->discount, strlen(c->discount), &off)) return false;
  if (c->discount && !percent && !money_parse(c->discount, strlen(c->discount), r->contract->exponent, &minor))
    return false;
  if (!money_prorated(piece->quantity, piece->price, (int64_t)(DECIMAL_ONE - off), (int64_t)DECIMAL_ONE,
                      r->contract->exponent, ROUND_HALF_UP, &piece->gross))
    return false;
  return !__builtin_sub_overflow(piece->gross, minor, &piece->gross);
}

static bool item_of_charge(rating *r, const plan_charge *c, bool left_out, day ready_on, error *e) {
  plan_item *item = item_add(r, ITEM_CHARGE, r->contract->kind == GRID_ON_DEMAND ? c->date : ready_on);
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
  plan_piece *piece = piece_add(r);
  piece->description = c->description;
  piece->discount = c->discount;
  piece->counted = true;
  piece->date = c->date;
  piece->category = c->category ? c->category : c->kind;
  if (c->sku) piece->sku = c->sku;
  if (!charge_amount(r, c, piece))
    return error_set(e, ERROR_TOO_BIG, "charge %s: %s × %s cannot be billed", c->id, c->quantity, c->price);
  return piece_tax_find(r, piece, c->tax, c->date, e);
}

bool charges_wait(rating *r) {
  while (r->charge_next < r->charge_count && r->charges[r->charge_next].date < r->period_from) r->charge_next++;
  return r->late_count || (r->charge_next < r->charge_count && r->charges[r->charge_next].date < r->period_until);
}

// Charges that waited for this period come first.
static bool items_of_late(rating *r, day ready_on, error *e) {
  if (r->billed && r->waits) return true;
  for (size_t i = 0; i < r->late_count; i++)
    if (!item_of_charge(r, &r->charges[r->late[i]], false, ready_on, e)) return false;
  r->late_count = 0;
  return true;
}

// Of a period that was billed, a charge that a bill left out draws what was reserved for it; others that a balance
// covers wait.
bool items_of_charges(rating *r, day ready_on, error *e) {
  if (!charges_wait(r)) return true;
  if (!items_of_late(r, ready_on, e)) return false;
  for (; r->charge_next < r->charge_count && r->charges[r->charge_next].date < r->period_until; r->charge_next++) {
    plan_charge *c = &r->charges[r->charge_next];
    bool left_out = r->billed && ledger_charge_left_out(r, c);
    c->from = r->period_from;
    c->until = r->period_until;
    if (r->billed && r->waits && r->charge_draw != MONEY_NONE && !left_out) {
      r->late = arena_grow(r->arena, r->late, r->late_count, &r->late_capacity, sizeof *r->late);
      r->late[r->late_count++] = r->charge_next;
    } else if (!item_of_charge(r, c, left_out, ready_on, e)) {
      return false;
    }
  }
  return true;
}
