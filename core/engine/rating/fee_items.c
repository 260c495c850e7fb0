// Items of a period's own lines: the days that no bill has taken yet.
#include "core/engine/rating/note_steps.h"
#include <assert.h>
#include <string.h>

// clang-format off
#define GIVEN_BACK(column) \
  "(SELECT sum(n." column ") FROM credits r JOIN lines n ON n.n = r.line " \
  "WHERE r.credited = c.line AND " BILL_OF("r.line") " < ?3)"
static const char claims_on_fees[] =
    "SELECT c.at, c.until, c.row, c.line, l.quantity, l.unit_price, l.amount, l.tax, l.tax_row, l.category, "
    "l.discount, w.kind = 'waiver', " GIVEN_BACK("amount") ", " GIVEN_BACK("tax") ", w.journal, "
    "(SELECT t.journal FROM lines_then t WHERE t.line = c.line) FROM claims c LEFT JOIN lines l ON l.n = c.line "
    "LEFT JOIN bills w ON w.n = " BILL_OF("c.line") " WHERE c.contract = ?1 AND c." CLAIM_OF_FEE " AND c.at >= ?2";
static const char claimed_days[] =
    "SELECT c.at, c.until, c.row, c.line FROM claims c WHERE c.contract = ?1 AND c." CLAIM_OF_FEE " AND c.at >= ?2";
// clang-format on

// What its line says: of a contract that does not prorate nothing asks for it.
static void claim_line(const basis *b, const query *q, fee_claim *claim) {
  const char *quantity = query_column_text(q, 4), *price = query_column_text(q, 5);
  const bool waived = query_column(q, 11) != 0;
  if (quantity) (void)decimal_parse(quantity, strlen(quantity), &claim->quantity);
  if (price) (void)decimal_parse(price, strlen(price), &claim->price);
  claim->amount = query_column(q, 6);
  claim->tax = query_column(q, 7);
  claim->kept_amount = waived ? 0 : claim->amount + query_column(q, 12);
  claim->kept_tax = waived ? 0 : claim->tax + query_column(q, 13);
  claim->tax_row = query_column(q, 8);
  claim->category = arena_text(b->arena, query_column_text(q, 9));
  claim->off = !query_column_null(q, 10);
  claim->given = waived || !query_column_null(q, 12);
  claim->journal = query_column(q, 14);
  claim->terms = query_column_null(q, 15) ? claim->journal : query_column(q, 15);
}

bool fee_claims_read(const basis *b, fee_claims *claims, day from, error *e) {
  const contract *c = b->contract;
  query *q = c->daily ? db_ask(b->book->db, e, claims_on_fees, "iii", c->n, (int64_t)from, book_bills_until(b->book))
                      : db_ask(b->book->db, e, claimed_days, "ii", c->n, (int64_t)from);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    claims->claims = arena_grow(b->arena, claims->claims, claims->count, &claims->capacity, sizeof(fee_claim));
    fee_claim *claim = &claims->claims[claims->count++];
    *claim = (fee_claim){ .from = (day)query_column(q, 0),
                          .until = (day)query_column(q, 1),
                          .row = query_column(q, 2),
                          .line = query_column(q, 3) };
    if (c->daily) claim_line(b, q, claim);
  }
  return step == 0;
}

// The first days of [from, until) that no claim of the row covers; *claimed says whether others are covered.
static bool unclaimed(const fee_claims *claims, int64_t row, day *from, day *until, bool *claimed) {
  *claimed = false;
  bool moved = true;
  while (moved) {
    moved = false;
    for (size_t i = 0; i < claims->count; i++) {
      const fee_claim *c = &claims->claims[i];
      if (c->row != row || c->until <= *from || c->from >= *until) continue;
      *claimed = true;
      moved = true;
      if (c->from <= *from) *from = c->until;
      else *until = c->from;
    }
  }
  return *from < *until;
}

// How many of the fee's days an item costs its share of; 0: it is not shared.
static int shared_days(const fee *f, const fee_due *due) {
  int days = due->until - due->from;
  return f->days && days != f->days ? days : 0;
}

// How many, with four decimals as other quantities that are no whole numbers.
static const char *count_text(const basis *b, const rating_fee *terms) {
  char text[DECIMAL_TEXT];
  if (!terms->counts) return NULL;
  decimal_format(decimal_ratio(terms->count, terms->over * DECIMAL_ONE, 4), 0, text);
  return arena_text(b->arena, text);
}

// What the piece shows: the days that it covers out of the fee's, and a quantity that multiplies out to its gross
// amount.
static void describe(const basis *b, const fee *f, const fee_due *due, plan_piece *piece) {
  arena *a = b->arena;
  int days = shared_days(f, due);
  decimal quantity = due->free ? 0 : f->terms.quantity;
  int128 product = quantity;
  piece->description = f->terms.description;
  if (days && __builtin_mul_overflow(quantity, (int128)days, &product)) product = quantity;
  int128 over = (int128)f->terms.over * (days ? f->days : 1);
  piece->quantity = product;
  if (over != 1)
    (void)money_quantity(product, over, piece->price, piece->gross, b->contract->exponent, &piece->quantity);
  if (days) piece->description = arena_format(a, "%s (%d of %d days)", f->terms.description, days, f->days);
  piece->count = count_text(b, &f->terms);
  piece->days = days ? days : f->terms.days;
  piece->days_of = days ? f->days : f->terms.days_of;
}

static bool gross_of(const basis *b, const fee *f, const fee_due *due, plan_piece *piece, error *e) {
  int64_t days = shared_days(f, due), all = days ? f->days : 1;
  piece->exact = f->terms.quantity;
  piece->num = days ? days : 1;
  piece->den = all * f->terms.over;
  if (piece_gross(piece, b->contract->exponent)) return true;
  return error_set(e, ERROR_TOO_BIG, "contract %s: %s is past the largest amount", b->contract->id,
                   f->terms.description);
}

// What is billed once in a contract's life, or has a name of its own, is claimed under its first day, whatever its
// dates become.
static bool claimed_by_name(const at_hand *now, const fee *f) { return f->terms.once || now->stretch.key; }

int64_t fee_row_of(const basis *b, const at_hand *now, const fee *f) {
  const char *key = now->stretch.key;
  int64_t code = key ? part_code(arena_format(b->arena, "%s\n%s", now->part_id, key)) : now->part_code;
  return fee_row(code, now->phase == PHASE_CLOSES, f->ordinal);
}

// The day of supply: the first one in advance, else the last one, or the day on which it is ready where that comes
// first.
static day date_of(const basis *b, const fee *f, const fee_due *due) {
  if (f->terms.once || b->contract->advance) return due->from;
  day last = due->until - 1, ready = due->ready_on;
  if (ready == DAY_NEVER) ready = due->until == DAY_NEVER ? b->as_of : last;
  if (ready < due->from) ready = due->from;
  return ready < last ? ready : last;
}

static void add(const basis *b, const at_hand *now, item_list *to, const fee *f, const fee_due *due) {
  const contract *c = b->contract;
  plan_item *item = item_add(b, now, to, ITEM_PERIOD, f->terms.once ? f->from : due->ready_on);
  if (c->kind != GRID_ON_DEMAND || now->stretch.key) {
    item->from = due->from;
    item->until = due->until;
  }
  if (claimed_by_name(now, f)) {
    item->claim_from = c->start;
    item->claim_until = c->start + 1;
  }
  item->row = due->row;
  item->key = now->stretch.key;
  item->silence = f->silence;
  item->ordinal = f->ordinal;
  item->date = date_of(b, f, due);
}

// What an advance contract bills when its period has closed was supplied by its last day.
static day tax_date(const basis *b, const at_hand *now, const plan_item *item) {
  bool closed = b->contract->advance && now->phase != PHASE_OPENS && item->until && item->until != DAY_NEVER;
  return closed ? item->until - 1 : item->date;
}

bool fee_piece(const basis *b, const at_hand *now, item_list *to, const fee *f, fee_due due, error *e) {
  assert(due.from < due.until);
  add(b, now, to, f, &due);
  const char *category = f->terms.category ? f->terms.category : b->contract->category;
  plan_piece *piece = piece_add(b, to);
  piece->price = f->terms.price;
  piece->unit = f->terms.unit;
  piece->counted = true;
  piece->date = due.from;
  piece->category = category ? category : "service";
  if (f->terms.sku) piece->sku = f->terms.sku;
  if (!due.free) {
    steps_fee(b->steps, f, (uint32_t)to->item_count - 1, &now->stretch, shared_days(f, &due));
    if (!gross_of(b, f, &due, piece, e)) return false;
  }
  describe(b, f, &due, piece);
  return true;
}

bool fee_item(const basis *b, const at_hand *now, item_list *to, const fee *f, fee_due due, error *e) {
  if (!fee_piece(b, now, to, f, due, e)) return false;
  plan_item *item = &to->items[to->item_count - 1];
  day supply = tax_date(b, now, item), last = item->until && item->until != DAY_NEVER ? item->until - 1 : supply;
  return service_tax_find(b, &to->pieces[to->piece_count - 1], NULL, supply, last, e) || hold_alone(b, &item->held, e);
}

static bool add_unclaimed(const basis *b, const at_hand *now, const fee_claims *claims, item_list *to, const fee *f,
                          day ready_on, error *e) {
  bool named = claimed_by_name(now, f), claimed;
  day start = b->contract->start;
  fee_due due = { .row = fee_row_of(b, now, f), .ready_on = ready_on };
  due.from = named ? start : f->from;
  due.until = named ? start + 1 : f->until;
  if (!unclaimed(claims, due.row, &due.from, &due.until, &claimed)) return true;
  if (named) {
    due.from = f->from;
    due.until = f->until;
  }
  due.free = claimed && !f->days && !f->terms.whole;
  return fee_item(b, now, to, f, due, e);
}

bool fee_items(const basis *b, const at_hand *now, const fee_list *fees, const fee_claims *claims, item_list *to,
               day ready_on, error *e) {
  for (size_t i = 0; i < fees->count; i++)
    if (!add_unclaimed(b, now, claims, to, &fees->fees[i], ready_on, e)) return false;
  return true;
}
