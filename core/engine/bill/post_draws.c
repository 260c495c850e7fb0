// What bills post of prepaid balances: lots, draws and settled periods, written many at a time.
#include "core/engine/bill/bill_inside.h"
#include "core/base/memory.h"
#include <assert.h>
#include <stdlib.h>

struct posting_writer {
  book *book;
  bulk *postings, *settled;
  arena *posting_texts, *settled_texts;  // of rows that wait to be written
  int64_t last;                          // posting
};

typedef struct posting {
  posting_writer *writer;
  const bill_draws *from;
  arena *arena;
  const plan_draw **draws;  // those to post, by item
  size_t draw_count;
  int64_t *numbers, *drawn;  // by lot: its posting; what this bill draws from it
} posting;

posting_writer *postings_open(book *b, error *e) {
  posting_writer *w = memory_zeroed(1, sizeof *w);
  *w = (posting_writer){ .book = b, .posting_texts = arena_new(), .settled_texts = arena_new() };
  bool ok = db_value(b->db, e, &w->last, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'movements'", "") &&
            (w->postings = bulk_open(
                 b->db,
                 "movements(n, contract, part, unit, day, period, ordinal, quantity, remaining, lot, expires, "
                 "grant_row, ticket, entry, line, taken)",
                 16, e)) &&
            (w->settled = bulk_open(b->db, "settled_periods(contract, from_day, key, line)", 4, e));
  if (ok) return w;
  postings_close(w);
  return NULL;
}

bool postings_flush(posting_writer *w, error *e) { return bulk_flush(w->postings, e) && bulk_flush(w->settled, e); }

void postings_close(posting_writer *w) {
  if (!w) return;
  bulk_close(w->postings);
  bulk_close(w->settled);
  arena_free(w->posting_texts);
  arena_free(w->settled_texts);
  memory_give(w);
}

static size_t lot_index(const plan *p, const plan_lot *lot) {
  for (size_t i = 0; i < p->lot_count; i++)
    if (p->lots[i] == lot) return i;
  return p->lot_count;
}

static bool settles(const bill_draws *from, day period) {
  for (size_t i = 0; i < from->settled_count; i++)
    if (from->settled[i].from == period) return true;
  return false;
}

static uint32_t item_of(const plan *p, const plan_draw *d) {
  return d->entry != UINT32_MAX ? p->entries[d->entry].item : d->item;
}

static bool is_taken(const bill_draws *from, const plan_draw *d) {
  uint32_t item = item_of(from->plan, d);
  return item != UINT32_MAX && from->taken[item];
}

static bool is_posted(const bill_draws *from, const plan_draw *d) {
  return !d->stored && (is_taken(from, d) || settles(from, d->period));
}

// A lot is posted with what draws on it, with the price of its period, and when its period is settled.
static bool lot_is_posted(const posting *p, size_t i) {
  const plan *plan = p->from->plan;
  const plan_lot *lot = plan->lots[i];
  if (lot->n) return false;
  for (size_t k = 0; k < plan->draw_count; k++)
    if (plan->draws[k].lot == lot && is_posted(p->from, &plan->draws[k])) return true;
  if (!p->from->settles || lot->owner) return false;
  for (size_t k = 0; lot->period != PERIOD_ONCE && k < p->from->settled_count; k++) {
    const plan_settled *period = &p->from->settled[k];
    if (lot->from < period->until && (lot->grant_row || lot->from >= period->from)) return true;
  }
  if (lot->grant_row) return false;
  for (size_t k = 0; k < plan->item_count; k++) {
    const plan_item *item = &plan->items[k];
    if (item->kind == ITEM_PERIOD && p->from->taken[k] && (item->period == lot->period || item->claim_until))
      return true;
  }
  return false;
}

static int64_t line_of(const posting *p, uint32_t item) {
  return line_key(p->from->bill, item != UINT32_MAX && p->from->taken[item] ? p->from->item_lines[item] : 0);
}

static void number_or_null(bulk *rows, int64_t value) {
  if (value) bulk_int(rows, value);
  else bulk_null(rows);
}

// What a lot and a draw from one have in common; the rest of the row follows.
static bulk *row_begin(const posting *p, const plan_lot *lot, day d, day period, int ordinal, int64_t quantity) {
  posting_writer *w = p->writer;
  int64_t own = p->from->plan->contract->n;
  bulk *rows = w->postings;
  if (bulk_full(rows)) arena_reset(w->posting_texts);
  bulk_int(rows, ++w->last);
  bulk_int(rows, quantity > 0 && lot->owner ? lot->owner : own);
  bulk_int(rows, lot->part);
  bulk_text(rows, arena_text(w->posting_texts, lot->unit));
  bulk_int(rows, d);
  bulk_int(rows, period);
  bulk_int(rows, ordinal);
  bulk_int(rows, quantity);
  return rows;
}

static bool write_lot(posting *p, size_t i, error *e) {
  const plan_lot *lot = p->from->plan->lots[i];
  bulk *rows = row_begin(p, lot, lot->from, lot->period, lot->ordinal, lot->quantity);
  p->numbers[i] = p->writer->last;
  bulk_int(rows, lot->quantity - p->drawn[i]);
  bulk_null(rows);
  number_or_null(rows, lot->expires == DAY_NEVER ? 0 : lot->expires);
  number_or_null(rows, lot->grant_row);
  bulk_null(rows);
  bulk_null(rows);
  bulk_int(rows, line_key(p->from->bill, 0));
  bulk_null(rows);
  return bulk_row(rows, e);
}

// Draws of an item that costs something are told apart by entry, so that any of its lines can be credited; others are
// one per ticket.
static bool by_row(const posting *p, uint32_t item) {
  return item != UINT32_MAX && (!p->from->taken[item] || p->from->plan->items[item].amount);
}

static int64_t row_of(const plan *p, const plan_draw *d) {
  return d->entry != UINT32_MAX ? p->entries[d->entry].n : p->items[d->item].row;
}

static bool write_draw(posting *p, const plan_draw *d, int64_t quantity, error *e) {
  const plan *plan = p->from->plan;
  uint32_t item = item_of(plan, d);
  int64_t row = by_row(p, item) ? row_of(plan, d) : 0, line = line_of(p, item);
  bulk *rows = row_begin(p, d->lot, d->date, d->period, (int)d->kind, -quantity);
  bulk_int(rows, 0);
  bulk_int(rows, p->numbers[lot_index(plan, d->lot)]);
  bulk_null(rows);
  bulk_null(rows);
  number_or_null(rows, d->ticket);
  number_or_null(rows, row);
  bulk_int(rows, line);
  number_or_null(rows, row && is_taken(p->from, d) ? line : 0);
  return bulk_row(rows, e);
}

static bool mergeable(const posting *p, const plan_draw *a, const plan_draw *b) {
  uint32_t item = item_of(p->from->plan, a);
  if (a->lot != b->lot || a->ticket != b->ticket || a->kind != b->kind || item != item_of(p->from->plan, b))
    return false;
  return by_row(p, item) ? row_of(p->from->plan, a) == row_of(p->from->plan, b) : item != UINT32_MAX;
}

static int by_item(const void *a, const void *b, void *context) {
  const plan *p = ((const posting *)context)->from->plan;
  const plan_draw *x = *(const plan_draw *const *)a, *y = *(const plan_draw *const *)b;
  uint32_t i = item_of(p, x), k = item_of(p, y);
  if (i != k) return i < k ? -1 : 1;
  if (x->lot != y->lot) return lot_index(p, x->lot) < lot_index(p, y->lot) ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void gather_draws(posting *p) {
  const plan *plan = p->from->plan;
  p->draws = arena_array(p->arena, plan->draw_count + 1, sizeof *p->draws);
  for (size_t i = 0; i < plan->draw_count; i++) {
    const plan_draw *d = &plan->draws[i];
    if (!is_posted(p->from, d)) continue;
    p->draws[p->draw_count++] = d;
    p->drawn[lot_index(plan, d->lot)] += d->quantity;
  }
  if (p->draw_count) qsort_r(p->draws, p->draw_count, sizeof *p->draws, by_item, p);
}

static bool write_draws(posting *p, error *e) {
  for (size_t i = 0, next; i < p->draw_count; i = next) {
    int64_t sum = p->draws[i]->quantity;
    for (next = i + 1; next < p->draw_count && mergeable(p, p->draws[i], p->draws[next]); next++)
      sum += p->draws[next]->quantity;
    if (!write_draw(p, p->draws[i], sum, e)) return false;
  }
  return true;
}

// What an earlier bill reserved and this one takes.
static bool take_reserved(posting *p, error *e) {
  const plan *plan = p->from->plan;
  for (size_t i = 0; i < plan->draw_count; i++) {
    const plan_draw *d = &plan->draws[i];
    if (!d->stored || !is_taken(p->from, d)) continue;
    if (!db_run(p->writer->book->db, e, "UPDATE movements SET taken = ? WHERE n = ?", "ii",
                line_of(p, item_of(plan, d)), d->stored))
      return false;
  }
  return true;
}

// What lots of earlier bills have left.
static bool write_remaining(posting *p, error *e) {
  const plan *plan = p->from->plan;
  for (size_t i = 0; i < plan->lot_count; i++)
    if (plan->lots[i]->n && p->drawn[i] &&
        !db_run(p->writer->book->db, e, "UPDATE movements SET remaining = remaining - ? WHERE n = ?", "ii", p->drawn[i],
                plan->lots[i]->n))
      return false;
  return true;
}

// What the block of another contract had for this bill.
static bool keep_handed(posting *p, error *e) {
  const plan *plan = p->from->plan;
  for (size_t i = 0; i < plan->lot_count; i++) {
    const plan_lot *lot = plan->lots[i];
    if (!lot->owner) continue;
    if (!db_run(p->writer->book->db, e,
                "INSERT INTO shared_lots (bill, ord, contract, part, unit, day, period, ordinal, quantity, remaining, "
                "lot, expires, grant_row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, ?), "
                "nullif(?, 0))",
                "iiiitiiiiiiiii", p->from->bill, (int64_t)i + 1, lot->owner, lot->part, lot->unit, (int64_t)lot->from,
                (int64_t)lot->period, (int64_t)lot->ordinal, lot->quantity, lot->handed, p->numbers[i],
                (int64_t)lot->expires, (int64_t)DAY_NEVER, lot->grant_row))
      return false;
  }
  return true;
}

static bool write_settled(posting *p, error *e) {
  bulk *rows = p->writer->settled;
  for (size_t i = 0; i < p->from->settled_count; i++) {
    if (bulk_full(rows)) arena_reset(p->writer->settled_texts);
    bulk_int(rows, p->from->plan->contract->n);
    bulk_int(rows, p->from->settled[i].from);
    bulk_text(rows, arena_text(p->writer->settled_texts, p->from->settled[i].key));
    bulk_int(rows, line_key(p->from->bill, 0));
    if (!bulk_row(rows, e)) return false;
  }
  return true;
}

bool post_draws(posting_writer *w, const bill_draws *from, arena *a, error *e) {
  const plan *plan = from->plan;
  assert(from->settles || !from->settled_count);
  posting p = { .writer = w, .from = from, .arena = a };
  w->book->ledger = true;
  if (!plan->lot_count) return write_settled(&p, e);
  p.numbers = arena_alloc(a, plan->lot_count * sizeof *p.numbers);
  p.drawn = arena_alloc(a, plan->lot_count * sizeof *p.drawn);
  gather_draws(&p);
  for (size_t i = 0; i < plan->lot_count; i++) {
    p.numbers[i] = plan->lots[i]->n;
    if (lot_is_posted(&p, i) && !write_lot(&p, i, e)) return false;
  }
  return write_draws(&p, e) && take_reserved(&p, e) && write_remaining(&p, e) && keep_handed(&p, e) &&
         write_settled(&p, e);
}
