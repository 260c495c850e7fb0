// Reasons in words: a contract as a whole.
#include "core/engine/questions/late_facts_inside.h"
#include "core/engine/questions/reasons_inside.h"
#include "core/engine/questions/unread_meters.h"
#include <string.h>

enum { ITEMS_TOLD = 20 };

// Whether an item waits for something else than the end of its period, and than what the contract was said to wait for;
// or takes back what was billed already.
static bool is_told(const plan *p, const plan_item *item) {
  if (item->due || item->kind != ITEM_PERIOD) return false;
  return item->catch_up || (item->waits && !(p->reason && strcmp(item->waits, p->reason) == 0));
}

static bool waiting(asking *w) {
  const plan *p = w->plan;
  const char *state;
  for (size_t i = 0, told = 0; i < p->item_count && told < ITEMS_TOLD; i++) {
    const plan_item *item = &p->items[i];
    if (!is_told(p, item)) continue;
    told++;
    if (!why_item_state(w, item, &state)) return false;
    why_say(w, "%s, %s: %s", plan_item_id(p, item, w->arena), why_money(w, item->amount), state);
  }
  return true;
}

static bool due(asking *w) {
  const plan *p = w->plan;
  const char *state;
  size_t items = 0, overdue = 0;
  for (size_t i = 0; i < p->item_count; i++) {
    if (!p->items[i].due || p->items[i].held) continue;
    items++;
    overdue += p->items[i].overdue;
  }
  const char *late = !overdue           ? ""
                     : overdue == items ? ", overdue"
                                        : arena_format(w->arena, ", %zu of them overdue", overdue);
  why_say(w, "contract %s is ready: %s due on %s (%zu %s%s)", w->contract.id, why_money(w, p->total),
          why_date(w, w->as_of), items, items == 1 ? "item" : "items", late);
  for (size_t i = 0; i < p->item_count; i++) {
    if (!p->items[i].excluded || p->items[i].held) continue;
    if (!why_item_state(w, &p->items[i], &state)) return false;
    why_say(w, "%s, %s: %s", plan_item_id(p, &p->items[i], w->arena), why_money(w, p->items[i].amount), state);
  }
  return true;
}

static bool chosen(asking *w) {
  int64_t picked = 0;
  if (!w->batch) why_say(w, "no batch was made yet: billet batch new makes one");
  else if (!w->open) why_say(w, "batch %lld did not take it, the next one can", (long long)w->batch);
  else if (!db_value(w->book->db, w->e, &picked, 0, "SELECT chosen FROM previews WHERE batch = ? AND contract = ?",
                     "ii", w->batch, w->contract.n))
    return false;
  else why_say(w, "it is %s in batch %lld", picked ? "selected" : "not selected", (long long)w->batch);
  return true;
}

// The period that holds the as-of date, or the first one; false without a grid.
static bool open_period(const asking *w, day *from, day *until) {
  const contract *c = &w->contract;
  day first = c->bill_from > c->start ? c->bill_from : c->start;
  int64_t n;
  if (c->kind != GRID_PERIODS || !period_index(&c->grid, w->as_of > first ? w->as_of : first, &n)) return false;
  if (!period_boundary(&c->grid, n, from) || !period_boundary(&c->grid, n + 1, until)) return false;
  if (*from < first) *from = first;
  if (*until > c->until) *until = c->until;
  return true;
}

static void locked(asking *w) {
  const contract *c = &w->contract;
  day ready = w->plan->ready_on, from, until;
  const char *reason = w->plan->reason;
  if (ready == DAY_NEVER) why_say(w, "contract %s is locked: %s", c->id, reason ? reason : "no day is known");
  else if (reason) why_say(w, "contract %s is locked until %s: %s", c->id, why_date(w, ready), reason);
  else if (open_period(w, &from, &until) && ready == until && from <= w->as_of)
    why_say(w, "contract %s is locked until %s: it is still in an open contract period, %s", c->id, why_date(w, ready),
            why_period(w, from, until));
  else why_say(w, "contract %s is locked until %s: nothing is due before", c->id, why_date(w, ready));
}

static void begins(asking *w) {
  const contract *c = &w->contract;
  if (c->start > w->as_of) why_say(w, "it starts on %s", why_date(w, c->start));
  else if (c->bill_from > w->as_of) why_say(w, "it bills from %s", why_date(w, c->bill_from));
}

// What is left of each prepaid unit: where nothing is due, that is why.
static void left(asking *w) {
  const plan *p = w->plan;
  for (size_t i = 0; i < p->lot_count; i++) {
    const char *unit = p->lots[i]->unit;
    int64_t sum = 0;
    bool told = !unit;
    for (size_t k = 0; k < p->lot_count && !told; k++) {
      const plan_lot *lot = p->lots[k];
      if (!lot->unit || strcmp(lot->unit, unit) != 0) continue;
      told = k < i;
      if (lot->from <= w->as_of && lot->expires >= w->as_of) sum += lot->left;
    }
    if (!told && sum > 0)
      why_say(w, "its balance has %s %s left", prepaid_text(w->contract.exponent, unit, sum, w->arena),
              prepaid_is_money(unit) ? w->contract.currency : unit);
  }
}

static void empty(asking *w) {
  const contract *c = &w->contract;
  if (c->until <= w->as_of)
    why_say(w, "contract %s is empty: it ended on %s, and nothing that is unbilled is due", c->id,
            why_date(w, c->until - 1));
  else
    why_say(w, "contract %s is empty: nothing is due%s%s", c->id, w->plan->reason ? "; " : " and nothing is to come",
            w->plan->reason ? w->plan->reason : "");
  if (c->until > w->as_of) begins(w), left(w);
}

// Work of the contract that its plan leaves out.
static bool left_out(asking *w) {
  const contract *c = &w->contract;
  query *q = db_ask(w->book->db, w->e,
                    "SELECT count(*) FILTER (WHERE x.at >= ?3 AND x.at < ?4 AND ?5 = 0 "
                    "AND (t.closed = 0 OR t.closed_on > ?6)), count(*) FILTER (WHERE x.at >= ?4) "
                    "FROM " WORK_NOT_BILLED("x.at, x.ticket") " x CROSS JOIN tickets t ON t.n = x.ticket",
                    "iiiiii", c->n, c->n, (int64_t)(c->bill_from > c->start ? c->bill_from : c->start) * 1440,
                    (int64_t)c->until * 1440, (int64_t)c->any_work, (int64_t)w->as_of);
  if (!q || query_step(q, w->e) != 1) return false;
  long long waiting = query_column(q, 0), after = query_column(q, 1);
  query_reset(q);
  if (waiting)
    why_say(w, "%lld time %s for open tickets: work bills when its ticket is closed", waiting,
            waiting == 1 ? "entry waits" : "entries wait");
  if (after)
    why_say(w, "%lld time %s after its end on %s and never bills", after, after == 1 ? "entry lies" : "entries lie",
            why_date(w, c->until - 1));
  return true;
}

static bool last_billed(asking *w) {
  query *q = db_ask(w->book->db, w->e,
                    "SELECT i.number, i.date, b.batch, i.n FROM bills b JOIN invoices i ON i.n = b.invoice WHERE "
                    "b.contract = ? AND b.kind = 'bill' AND i.state <> 'void' ORDER BY b.n DESC LIMIT 1",
                    "i", w->contract.n);
  int step = q ? query_step(q, w->e) : -1;
  if (step == 1 && !query_column_null(q, 0))
    why_say(w, "it was last billed on invoice %s (%s)", query_column_text(q, 0), why_date(w, (day)query_column(q, 1)));
  else if (step == 1)
    why_say(w, "it is on draft D%lld of batch %lld", (long long)query_column(q, 3), (long long)query_column(q, 2));
  if (q) query_reset(q);
  return step >= 0;
}

// A tax that its customer has and that it does not bill: nobody would miss it before the tax office does.
static bool untaxed(asking *w) {
  const contract *c = &w->contract;
  int64_t charges = 0;
  if (c->taxable || c->tax_exempt) return true;
  if (c->tax) why_say(w, "it bills no tax: it is not taxable, though the tax %s is set for it or its customer", c->tax);
  if (!db_value(w->book->db, w->e, &charges, 0,
                "SELECT count(*) FROM charges x WHERE x.contract = ?1 AND x.tax IS NOT NULL AND NOT EXISTS (SELECT 1 "
                "FROM claims m WHERE m.contract = ?1 AND m." CLAIM_OF_CHARGE " AND m.at = x.day AND m.row = x.n)",
                "i", c->n))
    return false;
  if (charges)
    why_say(w, "%lld %s a tax and %s none: the contract is not taxable", (long long)charges,
            charges == 1 ? "charge names" : "charges name", charges == 1 ? "bills" : "bill");
  return true;
}

static bool ended(asking *w) {
  value *ends = value_list(w->arena);
  if (!ends_within_billed(w->book, w->arena, w->contract.n, ends, w->e)) return false;
  for (size_t i = 0; i < ends->as.list.count; i++)
    why_say(w, "%s", value_get(ends->as.list.items[i], "reason")->as.text);
  return true;
}

// A plan that knows no items fails; else all that is due in it is held, item by item.
static const char *held_as_a_whole(const asking *w) {
  return plan_fails(w->plan) ? w->plan->reason : "nothing of it that is due can be priced";
}

static bool held(asking *w) {
  const plan *p = w->plan;
  const char *state;
  for (size_t i = 0; i < p->item_count; i++) {
    if (!p->items[i].held) continue;
    if (!why_item_state(w, &p->items[i], &state)) return false;
    why_say(w, "%s: %s", plan_item_id(p, &p->items[i], w->arena), state);
  }
  return true;
}

static bool meters(asking *w) {
  value *list = value_list(w->arena);
  if (!unread_meters(w->book, w->as_of, w->contract.n, w->arena, list, w->e)) return false;
  for (size_t i = 0; i < list->as.list.count; i++) {
    const value *row = list->as.list.items[i];
    const char *reason = value_get(row, "reason")->as.text;
    int64_t rows = value_get(row, "rows")->as.integer;
    const char *meter = value_get(row, "meter")->as.text;
    if (!rows) why_say(w, "%s: %s", meter, reason);
    else why_say(w, "meter %s is read (%lld %s): %s", meter, (long long)rows, rows == 1 ? "row" : "rows", reason);
  }
  return true;
}

bool why_contract(asking *w, int64_t n) {
  if (!why_plan(w, n)) return false;
  if (w->plan->state == PLAN_HELD) why_say(w, "contract %s is held: %s", w->contract.id, held_as_a_whole(w));
  else if (w->plan->state == PLAN_LOCKED) locked(w), begins(w);
  else if (w->plan->state == PLAN_EMPTY) empty(w);
  else if (!due(w) || !chosen(w)) return false;
  if (!held(w) || !untaxed(w)) return false;
  return (w->plan->state == PLAN_HELD || waiting(w)) && ended(w) && meters(w) && left_out(w) && last_billed(w);
}
