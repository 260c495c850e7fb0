// What bills pin of prepaid balances: lots, draws and settled periods, written many at a time.
#include "core/engine/plan/planner.h"
#include "core/engine/bill/release_draws.h"
#include <stdlib.h>

struct ledger_rows {
  book *book;
  bulk *movements, *settled;
  arena *movement_texts, *settled_texts;  // of rows that wait to be written
  int64_t last;                           // movement
};

typedef struct pinning {
  ledger_rows *rows;
  const ledger_pin *pin;
  arena *arena;
  const plan_draw **draws;  // those to pin, by item
  size_t draw_count;
  int64_t *numbers, *drawn;  // by lot: its movement; what this bill draws from it
} pinning;

ledger_rows *ledger_rows_open(book *b, error *e) {
  ledger_rows *r = calloc(1, sizeof *r);
  if (!r) abort();
  *r = (ledger_rows){ .book = b, .movement_texts = arena_new(), .settled_texts = arena_new() };
  bool ok = db_value(b->db, e, &r->last, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'movements'", "") &&
            (r->movements = bulk_open(
                 b->db,
                 "movements(n, contract, part, unit, day, period, ordinal, quantity, remaining, lot, expires, "
                 "grant_row, ticket, entry, line, taken)",
                 16, e)) &&
            (r->settled = bulk_open(b->db, "settled_periods(contract, from_day, key, line)", 4, e));
  if (ok) return r;
  ledger_rows_close(r);
  return NULL;
}

bool ledger_rows_flush(ledger_rows *r, error *e) { return bulk_flush(r->movements, e) && bulk_flush(r->settled, e); }

void ledger_rows_close(ledger_rows *r) {
  if (!r) return;
  bulk_close(r->movements);
  bulk_close(r->settled);
  arena_free(r->movement_texts);
  arena_free(r->settled_texts);
  free(r);
}

static size_t lot_index(const plan *p, const plan_lot *lot) {
  for (size_t i = 0; i < p->lot_count; i++)
    if (p->lots[i] == lot) return i;
  return p->lot_count;
}

static bool settles(const ledger_pin *pin, day period) {
  for (size_t i = 0; pin->settles && i < pin->plan->settled_count; i++)
    if (pin->plan->settled[i].from == period) return true;
  return false;
}

static uint32_t item_of(const plan *p, const plan_draw *d) {
  return d->entry != UINT32_MAX ? p->entries[d->entry].item : d->item;
}

static bool is_taken(const ledger_pin *pin, const plan_draw *d) {
  uint32_t item = item_of(pin->plan, d);
  return item != UINT32_MAX && pin->taken[item];
}

static bool is_pinned(const ledger_pin *pin, const plan_draw *d) {
  return !d->stored && (is_taken(pin, d) || settles(pin, d->period));
}

// A lot is pinned with what draws on it, with the price of its period, and when its period is settled.
static bool lot_is_pinned(const pinning *p, size_t i) {
  const plan *plan = p->pin->plan;
  const plan_lot *lot = plan->lots[i];
  if (lot->n) return false;
  for (size_t k = 0; k < plan->draw_count; k++)
    if (plan->draws[k].lot == lot && is_pinned(p->pin, &plan->draws[k])) return true;
  if (!p->pin->settles) return false;
  for (size_t k = 0; lot->period != PERIOD_ONCE && k < plan->settled_count; k++)
    if (lot->from < plan->settled[k].until && (lot->grant_row || lot->from >= plan->settled[k].from)) return true;
  if (lot->grant_row) return false;
  for (size_t k = 0; k < plan->item_count; k++) {
    const plan_item *item = &plan->items[k];
    if (item->kind == ITEM_PERIOD && p->pin->taken[k] && (item->period == lot->period || item->claim_until))
      return true;
  }
  return false;
}

static int64_t line_of(const pinning *p, uint32_t item) {
  return p->pin->bill << 20 | (item != UINT32_MAX && p->pin->taken[item] ? p->pin->item_lines[item] : 0);
}

static void number_or_null(bulk *rows, int64_t value) {
  if (value) bulk_int(rows, value);
  else bulk_null(rows);
}

// What a lot and a draw from one have in common; the rest of the row follows.
static bulk *row_begin(const pinning *p, const plan_lot *lot, day d, day period, int ordinal, int64_t quantity) {
  ledger_rows *r = p->rows;
  bulk *rows = r->movements;
  if (bulk_full(rows)) arena_reset(r->movement_texts);
  bulk_int(rows, ++r->last);
  bulk_int(rows, p->pin->plan->contract->n);
  bulk_int(rows, lot->part);
  bulk_text(rows, arena_text(r->movement_texts, lot->unit));
  bulk_int(rows, d);
  bulk_int(rows, period);
  bulk_int(rows, ordinal);
  bulk_int(rows, quantity);
  return rows;
}

static bool write_lot(pinning *p, size_t i, error *e) {
  const plan_lot *lot = p->pin->plan->lots[i];
  bulk *rows = row_begin(p, lot, lot->from, lot->period, lot->ordinal, lot->quantity);
  p->numbers[i] = p->rows->last;
  bulk_int(rows, lot->quantity - p->drawn[i]);
  bulk_null(rows);
  number_or_null(rows, lot->expires == DAY_NEVER ? 0 : lot->expires);
  number_or_null(rows, lot->grant_row);
  bulk_null(rows);
  bulk_null(rows);
  bulk_int(rows, p->pin->bill << 20);
  bulk_null(rows);
  return bulk_row(rows, e);
}

// Draws of an item that costs something are told apart by entry, so that any of its lines can be credited; others are
// one per ticket.
static bool by_row(const pinning *p, uint32_t item) {
  return item != UINT32_MAX && (!p->pin->taken[item] || p->pin->plan->items[item].amount);
}

static int64_t row_of(const plan *p, const plan_draw *d) {
  return d->entry != UINT32_MAX ? p->entries[d->entry].n : p->items[d->item].row;
}

static bool write_draw(pinning *p, const plan_draw *d, int64_t quantity, error *e) {
  const plan *plan = p->pin->plan;
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
  number_or_null(rows, row && is_taken(p->pin, d) ? line : 0);
  return bulk_row(rows, e);
}

static bool mergeable(const pinning *p, const plan_draw *a, const plan_draw *b) {
  uint32_t item = item_of(p->pin->plan, a);
  if (a->lot != b->lot || a->ticket != b->ticket || a->kind != b->kind || item != item_of(p->pin->plan, b))
    return false;
  return by_row(p, item) ? row_of(p->pin->plan, a) == row_of(p->pin->plan, b) : item != UINT32_MAX;
}

static int by_item(const void *a, const void *b, void *context) {
  const plan *p = context;
  const plan_draw *x = *(const plan_draw *const *)a, *y = *(const plan_draw *const *)b;
  uint32_t i = item_of(p, x), k = item_of(p, y);
  if (i != k) return i < k ? -1 : 1;
  if (x->lot != y->lot) return lot_index(p, x->lot) < lot_index(p, y->lot) ? -1 : 1;
  return x < y ? -1 : x > y;
}

static void gather_draws(pinning *p) {
  const plan *plan = p->pin->plan;
  p->draws = arena_array(p->arena, plan->draw_count + 1, sizeof *p->draws);
  for (size_t i = 0; i < plan->draw_count; i++) {
    const plan_draw *d = &plan->draws[i];
    if (!is_pinned(p->pin, d)) continue;
    p->draws[p->draw_count++] = d;
    p->drawn[lot_index(plan, d->lot)] += d->quantity;
  }
  if (p->draw_count) qsort_r(p->draws, p->draw_count, sizeof *p->draws, by_item, (void *)plan);
}

static bool write_draws(pinning *p, error *e) {
  for (size_t i = 0, next; i < p->draw_count; i = next) {
    int64_t sum = p->draws[i]->quantity;
    for (next = i + 1; next < p->draw_count && mergeable(p, p->draws[i], p->draws[next]); next++)
      sum += p->draws[next]->quantity;
    if (!write_draw(p, p->draws[i], sum, e)) return false;
  }
  return true;
}

// What an earlier bill reserved and this one takes.
static bool take_reserved(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  for (size_t i = 0; i < plan->draw_count; i++) {
    const plan_draw *d = &plan->draws[i];
    if (!d->stored || !is_taken(p->pin, d)) continue;
    if (!db_run(p->rows->book->db, e, "UPDATE movements SET taken = ? WHERE n = ?", "ii", line_of(p, item_of(plan, d)),
                d->stored))
      return false;
  }
  return true;
}

// What lots of earlier bills have left.
static bool write_remaining(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  for (size_t i = 0; i < plan->lot_count; i++)
    if (plan->lots[i]->n && p->drawn[i] &&
        !db_run(p->rows->book->db, e, "UPDATE movements SET remaining = remaining - ? WHERE n = ?", "ii", p->drawn[i],
                plan->lots[i]->n))
      return false;
  return true;
}

static bool write_settled(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  bulk *rows = p->rows->settled;
  for (size_t i = 0; p->pin->settles && i < plan->settled_count; i++) {
    if (bulk_full(rows)) arena_reset(p->rows->settled_texts);
    bulk_int(rows, plan->contract->n);
    bulk_int(rows, plan->settled[i].from);
    bulk_text(rows, arena_text(p->rows->settled_texts, plan->settled[i].key));
    bulk_int(rows, p->pin->bill << 20);
    if (!bulk_row(rows, e)) return false;
  }
  return true;
}

bool ledger_write(ledger_rows *r, const ledger_pin *pin, arena *a, error *e) {
  const plan *plan = pin->plan;
  pinning p = { .rows = r, .pin = pin, .arena = a };
  r->book->ledger = true;
  if (!plan->lot_count) return write_settled(&p, e);
  p.numbers = arena_alloc(a, plan->lot_count * sizeof *p.numbers);
  p.drawn = arena_alloc(a, plan->lot_count * sizeof *p.drawn);
  gather_draws(&p);
  for (size_t i = 0; i < plan->lot_count; i++) {
    p.numbers[i] = plan->lots[i]->n;
    if (lot_is_pinned(&p, i) && !write_lot(&p, i, e)) return false;
  }
  return write_draws(&p, e) && take_reserved(&p, e) && write_remaining(&p, e) && write_settled(&p, e);
}
