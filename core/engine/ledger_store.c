// Movements of prepaid balances: pinned by bills, released with them.
#include "core/engine/ledger_store.h"
#include "core/engine/ledger.h"
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
  for (size_t k = 0; lot->period != PERIOD_ONCE && k < plan->settled_count; k++)
    if (lot->from < plan->settled[k].until && (lot->grant_row || lot->from >= plan->settled[k].from)) return true;
  if (lot->grant_row) return false;
  for (size_t k = 0; k < plan->item_count; k++) {
    const plan_item *item = &plan->items[k];
    if (item->kind == ITEM_PERIOD && p->pin->taken[k] && (item->period == lot->period || item->claim_until)) return true;
  }
  return false;
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

// Draws of an item that costs something are told apart by entry, so that any of its lines can be credited; others are one per ticket.
static bool by_row(const pinning *p, uint32_t item) {
  return item != UINT32_MAX && (!p->pin->taken[item] || p->pin->plan->items[item].amount);
}

static int64_t row_of(const plan *p, const plan_draw *d) { return d->entry != UINT32_MAX ? p->entries[d->entry].n : p->items[d->item].row; }

static bool write_draw(pinning *p, const plan_draw *d, int64_t quantity, error *e) {
  const plan *plan = p->pin->plan;
  size_t lot = lot_index(plan, d->lot);
  uint32_t item = item_of(plan, d);
  int64_t row = by_row(p, item) ? row_of(plan, d) : 0, line = line_of(p, item);
  p->drawn[lot] += quantity;
  return db_run(
      p->book->db, e,
      "INSERT INTO movements (contract, part, unit, day, period, ordinal, quantity, lot, ticket, entry, line, taken) VALUES (?, ?, "
      "?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?, nullif(?, 0))",
      "iitiiiiiiiii", plan->contract->n, d->lot->part, d->lot->unit, (int64_t)d->date, (int64_t)d->period, (int64_t)d->kind, -quantity,
      p->numbers[lot], d->ticket, row, line, row && is_taken(p->pin, d) ? line : 0);
}

static bool mergeable(const pinning *p, const plan_draw *a, const plan_draw *b) {
  uint32_t item = item_of(p->pin->plan, a);
  if (a->lot != b->lot || a->ticket != b->ticket || a->kind != b->kind || item != item_of(p->pin->plan, b)) return false;
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
  return db_run(b->db, e, "UPDATE movements SET line = taken WHERE " OF_LINES " AND taken IS NOT NULL AND NOT taken BETWEEN ?1 AND ?2",
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

// Periods that are open again are planned again, also where another bill took their price.
static bool move_frontier(book *b, int64_t contract, int64_t from, int64_t to, error *e) {
  return db_run(
      b->db, e,
      "UPDATE frontiers SET period_from = min(period_from, ifnull((SELECT min(s.from_day) FROM settled_periods s WHERE s.contract = "
      "?3 AND s.key IS NULL AND s.line BETWEEN ?1 AND ?2), period_from)) WHERE contract = ?3",
      "iii", from, to, contract);
}

// What credited lines drew stays reserved for the rows that were on them, until they are billed again.
static bool reserve_again(book *b, int64_t contract, int64_t bill, int64_t from, int64_t to, error *e) {
#define FREED(kind)                                                                                                                        \
  "SELECT x.row FROM released x WHERE x.contract = ?3 AND x.kind = " kind " AND x.action = " NOW " AND x.line BETWEEN ?1 AND ?2"
  return db_run(b->db, e,
                "UPDATE movements SET entry = ifnull(entry, -ticket), taken = NULL WHERE contract = ?3 AND lot IS NOT NULL AND released IS "
                "NULL AND (line >> 20 = ?4 OR taken >> 20 = ?4) AND CASE ordinal WHEN 3 THEN entry IN (" FREED(
                    "3") ") WHEN 0 THEN entry IN "
                         "(" FREED("2") ") OR (ifnull(entry, -1) < 0 AND ticket IN (SELECT ticket FROM time_entries WHERE n IN (" FREED(
                             "2") "))) END",
                "iiii", from, to, contract, bill);
#undef FREED
}

// A schedule that bills once bills what was credited once more.
static bool open_again(book *b, int64_t from, int64_t to, error *e) {
  return db_run(
      b->db, e,
      "UPDATE settled_periods SET released = " NOW " WHERE line >> 20 = ?1 >> 20 AND key IS NOT NULL AND released IS NULL AND EXISTS "
      "(SELECT 1 FROM released x WHERE x.contract = settled_periods.contract AND x.kind = 2 AND x.row >> 52 = 0 AND x.action = " NOW
      " AND x.line BETWEEN ?1 AND ?2)",
      "ii", from, to);
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
  if (first > 0) return reserve_again(b, contract, bill, from, to, e) && open_again(b, from, to, e);
  return hand_over(b, from, to, e) && release_draws(b, from, to, e) && release_lots(b, from, to, e) &&
         move_frontier(b, contract, from, to, e);
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
