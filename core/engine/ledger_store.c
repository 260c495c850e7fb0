// Movements of prepaid balances: pinned by bills, released with them.
#include "core/engine/ledger_store.h"
#include <stdlib.h>

typedef struct pinning {
  book *book;
  const ledger_pin *pin;
  arena *arena;
  int64_t *numbers, *drawn;  // by lot: its movement; what this bill draws from it
} pinning;

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

static uint32_t item_of(const plan *p, const plan_draw *d) { return d->entry != UINT32_MAX ? p->entries[d->entry].item : d->item; }

static bool is_taken(const ledger_pin *pin, const plan_draw *d) {
  uint32_t item = item_of(pin->plan, d);
  return item != UINT32_MAX && pin->taken[item];
}

static bool is_pinned(const ledger_pin *pin, const plan_draw *d) { return !d->stored && (is_taken(pin, d) || settles(pin, d->period)); }

// A lot is pinned with what draws on it, with the price of its period, and when its period is settled.
static bool lot_is_pinned(const pinning *p, size_t i) {
  const plan *plan = p->pin->plan;
  const plan_lot *lot = plan->lots[i];
  if (lot->n) return false;
  for (size_t k = 0; k < plan->draw_count; k++)
    if (plan->draws[k].lot == lot && is_pinned(p->pin, &plan->draws[k])) return true;
  if (!p->pin->settles) return false;
  for (size_t k = 0; lot->grant_row && k < plan->settled_count; k++)
    if (lot->from < plan->settled[k].until) return true;
  if (lot->grant_row) return false;
  for (size_t k = 0; k < plan->item_count; k++) {
    const plan_item *item = &plan->items[k];
    if (item->kind == ITEM_PERIOD && p->pin->taken[k] && (item->period == lot->period || item->claim_until)) return true;
  }
  return settles(p->pin, lot->period);
}

static int64_t line_of(const pinning *p, uint32_t item) {
  return p->pin->bill << 20 | (item != UINT32_MAX && p->pin->taken[item] ? p->pin->item_lines[item] : 0);
}

static bool write_lot(pinning *p, size_t i, error *e) {
  const plan_lot *lot = p->pin->plan->lots[i];
  if (!db_run(
          p->book->db, e,
          "INSERT INTO movements (contract, part, unit, day, period, ordinal, quantity, remaining, expires, grant_row, line) VALUES (?, "
          "?, ?, ?, ?, ?, ?, ?, nullif(?, ?), nullif(?, 0), ?)",
          "iitiiiiiiiii", p->pin->plan->contract->n, lot->part, lot->unit, (int64_t)lot->from, (int64_t)lot->period, (int64_t)lot->ordinal,
          lot->quantity, lot->quantity, (int64_t)lot->expires, (int64_t)DAY_NEVER, lot->grant_row, p->pin->bill << 20))
    return false;
  p->numbers[i] = db_last_key(p->book->db);
  return true;
}

static bool write_draw(pinning *p, const plan_draw *d, int64_t quantity, error *e) {
  const plan *plan = p->pin->plan;
  size_t lot = lot_index(plan, d->lot);
  uint32_t item = item_of(plan, d);
  bool reserved = !is_taken(p->pin, d) && item != UINT32_MAX;
  int64_t row = !reserved ? 0 : d->entry != UINT32_MAX ? plan->entries[d->entry].n : plan->items[item].row;
  p->drawn[lot] += quantity;
  return db_run(
      p->book->db, e,
      "INSERT INTO movements (contract, part, unit, day, period, ordinal, quantity, lot, ticket, entry, line) VALUES (?, ?, ?, ?, "
      "?, 0, ?, ?, nullif(?, 0), nullif(?, 0), ?)",
      "iitiiiiiii", plan->contract->n, d->lot->part, d->lot->unit, (int64_t)d->date, (int64_t)d->period, -quantity, p->numbers[lot],
      d->ticket, row, line_of(p, item));
}

static bool mergeable(const pinning *p, const plan_draw *a, const plan_draw *b) {
  return a->lot == b->lot && a->ticket == b->ticket && a->kind == b->kind && is_taken(p->pin, a) && is_taken(p->pin, b) &&
         item_of(p->pin->plan, a) == item_of(p->pin->plan, b);
}

static int by_item(const void *a, const void *b, void *context) {
  const plan *p = context;
  const plan_draw *x = *(const plan_draw *const *)a, *y = *(const plan_draw *const *)b;
  uint32_t i = item_of(p, x), k = item_of(p, y);
  if (i != k) return i < k ? -1 : 1;
  if (x->lot != y->lot) return lot_index(p, x->lot) < lot_index(p, y->lot) ? -1 : 1;
  return x < y ? -1 : x > y;
}

// What one ticket draws from one lot is one movement.
static bool write_draws(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  const plan_draw **pinned = arena_array(p->arena, plan->draw_count + 1, sizeof *pinned);
  size_t count = 0;
  for (size_t i = 0; i < plan->draw_count; i++)
    if (is_pinned(p->pin, &plan->draws[i])) pinned[count++] = &plan->draws[i];
  if (count) qsort_r(pinned, count, sizeof *pinned, by_item, (void *)plan);
  for (size_t i = 0, next; i < count; i = next) {
    int64_t sum = pinned[i]->quantity;
    for (next = i + 1; next < count && mergeable(p, pinned[i], pinned[next]); next++) sum += pinned[next]->quantity;
    if (!write_draw(p, pinned[i], sum, e)) return false;
  }
  return true;
}

// What an earlier bill reserved and this one takes.
static bool take_reserved(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  for (size_t i = 0; i < plan->draw_count; i++) {
    const plan_draw *d = &plan->draws[i];
    if (!d->stored || !is_taken(p->pin, d)) continue;
    if (!db_run(p->book->db, e, "UPDATE movements SET taken = ? WHERE n = ?", "ii", line_of(p, item_of(plan, d)), d->stored)) return false;
  }
  return true;
}

static bool write_remaining(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  for (size_t i = 0; i < plan->lot_count; i++)
    if (p->drawn[i] &&
        !db_run(p->book->db, e, "UPDATE movements SET remaining = remaining - ? WHERE n = ?", "ii", p->drawn[i], p->numbers[i]))
      return false;
  return true;
}

static bool write_settled(pinning *p, error *e) {
  const plan *plan = p->pin->plan;
  for (size_t i = 0; p->pin->settles && i < plan->settled_count; i++)
    if (!db_run(p->book->db, e, "INSERT INTO settled_periods (contract, from_day, key, line) VALUES (?, ?, ?, ?)", "iiti",
                plan->contract->n, (int64_t)plan->settled[i].from, plan->settled[i].key, p->pin->bill << 20))
      return false;
  return true;
}

bool ledger_write(book *b, const ledger_pin *pin, arena *a, error *e) {
  const plan *plan = pin->plan;
  pinning p = { .book = b, .pin = pin, .arena = a };
  b->ledger = true;
  if (!plan->lot_count) return write_settled(&p, e);
  p.numbers = arena_alloc(a, plan->lot_count * sizeof *p.numbers);
  p.drawn = arena_alloc(a, plan->lot_count * sizeof *p.drawn);
  for (size_t i = 0; i < plan->lot_count; i++) {
    p.numbers[i] = plan->lots[i]->n;
    if (lot_is_pinned(&p, i) && !write_lot(&p, i, e)) return false;
  }
  return write_draws(&p, e) && take_reserved(&p, e) && write_remaining(&p, e) && write_settled(&p, e);
}

#define NOW "(SELECT max(seq) FROM actions)"
#define OF_LINES "line BETWEEN ?1 AND ?2 AND released IS NULL"

// What later bills took of what this one reserved is theirs from now on; what it took of earlier reserves is reserved again.
static bool hand_over(book *b, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements SET line = taken, taken = NULL, entry = NULL WHERE " OF_LINES
                " AND taken IS NOT NULL AND NOT taken BETWEEN ?1 AND ?2",
                "ii", from, to) &&
         db_run(b->db, e, "UPDATE movements SET taken = NULL WHERE taken BETWEEN ?1 AND ?2 AND released IS NULL", "ii", from, to);
}

static bool release_draws(book *b, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements AS l SET remaining = remaining - (SELECT sum(d.quantity) FROM movements d WHERE d.lot = l.n AND d.line "
                "BETWEEN ?1 AND ?2 AND d.released IS NULL) WHERE l.n IN (SELECT lot FROM movements WHERE lot IS NOT NULL AND " OF_LINES ")",
                "ii", from, to) &&
         db_run(b->db, e, "UPDATE movements SET released = " NOW " WHERE lot IS NOT NULL AND " OF_LINES, "ii", from, to);
}

static bool release_lots(book *b, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "UPDATE movements SET released = " NOW " WHERE lot IS NULL AND " OF_LINES
                " AND NOT EXISTS (SELECT 1 FROM movements d WHERE d.lot = movements.n AND d.released IS NULL)",
                "ii", from, to) &&
         db_run(b->db, e, "UPDATE settled_periods SET released = " NOW " WHERE " OF_LINES, "ii", from, to);
}

// Keeps what movements of a bill say.
static bool keep_past(book *b, int64_t bill, error *e) {
  return db_run(b->db, e,
                "INSERT INTO movements_past (movement, action, line, taken, entry, released) SELECT n, " NOW
                ", line, taken, entry, released FROM movements WHERE released IS NULL AND (line BETWEEN ?1 AND ?2 OR taken BETWEEN ?1 AND "
                "?2)",
                "ii", bill << 20, bill << 20 | LINES_MAX);
}

bool ledger_release(book *b, int64_t contract, int64_t bill, int64_t first, int64_t last, error *e) {
  int64_t any = 0, from = bill << 20 | first, to = bill << 20 | last;
  if (!db_value(b->db, e, &any, 0,
                "SELECT EXISTS (SELECT 1 FROM movements WHERE line BETWEEN ?1 AND ?2 OR taken BETWEEN ?1 AND ?2) OR EXISTS (SELECT 1 FROM "
                "settled_periods WHERE line BETWEEN ?1 AND ?2)",
                "ii", bill << 20, bill << 20 | LINES_MAX))
    return false;
  if (!any) return true;
  if (!keep_past(b, bill, e)) return false;
  if (first > 0)
    return db_run(
        b->db, e,
        "UPDATE movements SET entry = ifnull(entry, -ticket), taken = NULL WHERE contract = ?3 AND released IS NULL AND ticket IN "
        "(SELECT ticket FROM lines WHERE n BETWEEN ?1 AND ?2) AND (line >> 20 = ?4 OR taken >> 20 = ?4) AND lot IS NOT NULL",
        "iiii", from, to, contract, bill);
  return hand_over(b, from, to, e) && release_draws(b, from, to, e) && release_lots(b, from, to, e);
}

bool ledger_rewind(book *b, int64_t action, int64_t first_bill, error *e) {
  int64_t from = first_bill << 20;
  return db_run(
             b->db, e,
             "UPDATE movements AS m SET (line, taken, entry, released) = (SELECT p.line, p.taken, p.entry, p.released FROM movements_past "
             "p WHERE p.movement = m.n AND p.action >= ?1 ORDER BY p.n LIMIT 1) WHERE n IN (SELECT movement FROM movements_past WHERE "
             "action >= ?1)",
             "i", action) &&
         db_run(b->db, e, "UPDATE movements SET released = NULL WHERE released >= ?", "i", action) &&
         db_run(b->db, e, "UPDATE settled_periods SET released = NULL WHERE released >= ?", "i", action) &&
         db_run(b->db, e, "UPDATE movements SET taken = NULL WHERE taken >= ?", "i", from) &&
         db_run(b->db, e, "DELETE FROM movements WHERE lot IS NOT NULL AND line >= ?", "i", from) &&
         db_run(b->db, e, "DELETE FROM movements WHERE lot IS NULL AND line >= ?", "i", from) &&
         db_run(b->db, e, "DELETE FROM settled_periods WHERE line >= ?", "i", from) &&
         db_run(b->db, e,
                "UPDATE movements AS l SET remaining = quantity + ifnull((SELECT sum(d.quantity) FROM movements d WHERE d.lot = l.n AND "
                "d.released IS NULL), 0) WHERE lot IS NULL",
                "");
}
