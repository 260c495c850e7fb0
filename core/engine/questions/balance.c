// Prepaid balances on a day: the stored movements, and those of a plan for that day.
#include "core/engine/questions/balance_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

// A lot with what was drawn from it up to the day, and before the period.
typedef struct lot {
  int64_t n, part, quantity;
  const char *unit, *what;
  day from, expires;
  int64_t drawn, drawn_before, drawn_pending;
} lot;

typedef struct movement {
  size_t lot;
  int64_t quantity, ticket;
  const char *what, *contract;  // contract: of somebody else's work
  day date;
  prepaid_kind kind;
  bool billed;
} movement;

typedef struct reader {
  book *book;
  const contract *contract;
  arena *arena;
  day as_of, from, until;
  lot *lots;
  size_t lot_count, lot_capacity;
  movement *moves;
  size_t move_count, move_capacity;
} reader;

static lot *add_lot(reader *r, lot one) {
  r->lots = arena_grow(r->arena, r->lots, r->lot_count, &r->lot_capacity, sizeof one);
  r->lots[r->lot_count] = one;
  return &r->lots[r->lot_count++];
}

// Nothing where its lot is not known.
static void add_move(reader *r, movement one) {
  if (one.lot >= r->lot_count || one.date > r->as_of) return;
  lot *l = &r->lots[one.lot];
  l->drawn += one.quantity;
  if (one.date < r->from) l->drawn_before += one.quantity;
  r->moves = arena_grow(r->arena, r->moves, r->move_count, &r->move_capacity, sizeof one);
  r->moves[r->move_count++] = one;
}

static bool stored_lots(reader *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT o.n, o.part, o.quantity, o.unit, o.day, o.expires, " PREPAID_GRANT " FROM movements o "
                    "WHERE o.contract = ? AND o.lot IS NULL AND o.released IS NULL ORDER BY o.day, o.n",
                    "i", r->contract->n);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    add_lot(r, (lot){ .n = query_column(q, 0),
                      .part = query_column(q, 1),
                      .quantity = query_column(q, 2),
                      .unit = arena_text(r->arena, query_column_text(q, 3)),
                      .from = (day)query_column(q, 4),
                      .expires = query_column_null(q, 5) ? DAY_NEVER : (day)query_column(q, 5),
                      .what = arena_text(r->arena, query_column_text(q, 6)) });
  return step == 0;
}

static size_t lot_numbered(const reader *r, int64_t n) {
  for (size_t i = 0; i < r->lot_count; i++)
    if (r->lots[i].n == n) return i;
  return r->lot_count;
}

static bool stored_moves(reader *r, error *e) {
  query *q = db_ask(r->book->db, e,
                    "SELECT m.lot, -m.quantity, m.ticket, m.day, m.ordinal, " PREPAID_WHAT ", " PREPAID_WHO
                    " FROM " PREPAID_DRAWS
                    " WHERE o.contract = ? AND o.lot IS NULL AND m.released IS NULL ORDER BY m.day, m.n",
                    "i", r->contract->n);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    add_move(r, (movement){ .lot = lot_numbered(r, query_column(q, 0)),
                            .quantity = query_column(q, 1),
                            .ticket = query_column(q, 2),
                            .date = (day)query_column(q, 3),
                            .kind = prepaid_kind_of((draw_kind)query_column(q, 4)),
                            .what = arena_text(r->arena, query_column_text(q, 5)),
                            .contract = arena_text(r->arena, query_column_text(q, 6)),
                            .billed = true });
  return step == 0;
}

static size_t lot_planned(reader *r, const plan_lot *planned, size_t *known) {
  if (planned->n) return lot_numbered(r, planned->n);
  if (*known == SIZE_MAX) {
    add_lot(r, (lot){ .part = planned->part,
                      .quantity = planned->quantity,
                      .unit = planned->unit ? arena_text(r->arena, planned->unit) : "",
                      .from = planned->from,
                      .what = arena_text(r->arena, planned->what),
                      .expires = planned->expires });
    *known = r->lot_count - 1;
  }
  return *known;
}

prepaid_kind prepaid_kind_of(draw_kind kind) {
  return kind == DRAW_WORK || kind == DRAW_CHARGE ? PREPAID_USED : kind == DRAW_CAP ? PREPAID_LAPSED : PREPAID_REFUNDED;
}

static const char *ticket_text(reader *r, int64_t n, error *e) {
  const char *out = NULL;
  query *q = n ? db_ask(r->book->db, e, "SELECT id, title FROM tickets WHERE n = ?", "i", n) : NULL;
  if (q && query_step(q, e) == 1) {
    const char *title = query_column_text(q, 1);
    out = arena_format(r->arena, "%s%s%s", query_column_text(q, 0), title && *title ? " " : "", title ? title : "");
  }
  if (q) query_reset(q);
  return out;
}

// Who draws, as people know it: the ticket, or what was charged.
static const char *drawn_by(reader *r, const plan *p, const plan_draw *d, error *e) {
  if (d->ticket) return ticket_text(r, d->ticket, e);
  if (d->kind != DRAW_CHARGE || !p->items[d->item].piece_count) return NULL;
  return arena_text(r->arena, p->pieces[p->items[d->item].first_piece].description);
}

// A planned lot that is among those that are known.
static size_t lot_like(const reader *r, const plan_lot *l) {
  size_t at = l->n ? lot_numbered(r, l->n) : 0;
  for (; !l->n && at < r->lot_count; at++)
    if (!r->lots[at].n && r->lots[at].from == l->from && r->lots[at].part == l->part &&
        r->lots[at].quantity == l->quantity && strcmp(r->lots[at].unit, l->unit) == 0)
      break;
  return at;
}

// What a plan adds: lots that no bill has pinned, and their draws. `pending`: what the draws of open tickets add.
static bool planned(reader *r, const plan *p, bool pending, error *e) {
  size_t *known = arena_array(r->arena, p->lot_count + 1, sizeof *known);
  for (size_t i = 0; i < p->lot_count; i++) {
    known[i] = SIZE_MAX;
    if (!pending && !p->lots[i]->owner) (void)lot_planned(r, p->lots[i], &known[i]);
  }
  for (size_t i = 0; i < p->draw_count; i++) {
    const plan_draw *d = &p->draws[i];
    size_t index = 0;
    if (d->stored || d->date > r->as_of || d->lot->owner) continue;
    while (index < p->lot_count && p->lots[index] != d->lot) index++;
    assert(index < p->lot_count);  // a plan draws on its own lots only
    if (pending) {
      size_t at = lot_like(r, d->lot);
      if (at < r->lot_count) r->lots[at].drawn_pending += d->quantity;
    } else {
      add_move(r, (movement){ lot_planned(r, d->lot, &known[index]), d->quantity, d->ticket, drawn_by(r, p, d, e), NULL,
                              d->date, prepaid_kind_of(d->kind), false });
    }
  }
  return e->code == ERROR_NONE;
}

// What the work of a contract that shares the block would draw of it, as far as the block's own work leaves it.
static bool drawn_by_other(reader *r, const contract *c, const plan *p, error *e) {
  const char *id = arena_text(r->arena, c->id);
  for (size_t i = 0; i < p->draw_count; i++) {
    const plan_draw *d = &p->draws[i];
    if (d->stored || !d->lot || d->lot->owner != r->contract->n || d->date > r->as_of) continue;
    size_t at = lot_like(r, d->lot);
    int64_t left = at < r->lot_count ? r->lots[at].quantity - r->lots[at].drawn : 0;
    int64_t quantity = d->quantity < left ? d->quantity : left;
    if (quantity > 0)
      add_move(
          r, (movement){ at, quantity, d->ticket, drawn_by(r, p, d, e), id, d->date, prepaid_kind_of(d->kind), false });
  }
  return e->code == ERROR_NONE;
}

static bool drawn_by_others(reader *r, planner *p, error *e) {
  int64_t *others;
  size_t count;
  bool ok = contract_drawers(r->book->db, r->contract->n, INT64_MAX, r->arena, &others, &count, e);
  for (size_t i = 0; ok && i < count; i++) {
    contract c;
    const plan *plan;
    ok = contract_read(r->book->db, r->arena, others[i], &c, e) && planner_plan(p, &c, &plan, e) &&
         drawn_by_other(r, &c, plan, e);
  }
  return ok;
}

static void set_period(reader *r) {
  const contract *c = r->contract;
  int64_t n;
  day from, until;
  r->from = c->start;
  r->until = c->until;
  if (c->kind != GRID_PERIODS || r->as_of < c->start) return;
  if (!period_index(&c->grid, r->as_of, &n) || !period_boundary(&c->grid, n, &from) ||
      !period_boundary(&c->grid, n + 1, &until))
    return;
  r->from = from > c->start ? from : c->start;
  r->until = until;
}

// What one ticket uses is one movement, and so is what is granted on one day.
static bool belongs(const prepaid_event *old, const prepaid_event *one) {
  if (old->kind != one->kind || old->billed != one->billed || old->ticket != one->ticket ||
      !text_equal(old->contract, one->contract))
    return false;
  return one->kind == PREPAID_USED ? one->ticket != 0
                                   : one->kind == PREPAID_GRANTED && old->date == one->date && !old->what && !one->what;
}

void prepaid_add(prepaid *p, size_t *capacity, prepaid_event one, arena *a) {
  for (size_t i = 0; i < p->event_count; i++) {
    if (!belongs(&p->events[i], &one)) continue;
    p->events[i].quantity += one.quantity;
    return;
  }
  p->events = arena_grow(a, p->events, p->event_count, capacity, sizeof one);
  size_t at = p->event_count++;
  for (; at > 0 && p->events[at - 1].date > one.date; at--) p->events[at] = p->events[at - 1];
  p->events[at] = one;
}

static bool of_balance(const prepaid *p, const lot *l, int64_t part) {
  return l->part == part && strcmp(l->unit, p->unit) == 0;
}

// A lot's share in the statement: what was there before, granted in the period, and lapsed in it.
static void count_lot(reader *r, prepaid *p, size_t *capacity, const lot *l) {
  if (l->from > r->as_of) return;
  int64_t left = l->quantity - l->drawn;
  if (l->from < r->from && l->expires >= r->from) p->opening += l->quantity - l->drawn_before;
  if (l->from >= r->from) {
    p->granted += l->quantity;
    prepaid_add(p, capacity, (prepaid_event){ PREPAID_GRANTED, l->from, l->quantity, 0, l->what, l->n != 0, NULL },
                r->arena);
  }
  if (l->expires < r->as_of && l->expires >= r->from && left) {
    p->lapsed += left;
    prepaid_add(p, capacity, (prepaid_event){ PREPAID_LAPSED, l->expires, -left, 0, NULL, true, NULL }, r->arena);
  } else if (l->expires >= r->as_of) {
    p->left += left;
    p->pending += l->drawn_pending - l->drawn;
    if (left && l->expires < p->expires) p->expires = l->expires;
  }
}

static void count_moves(reader *r, prepaid *p, size_t *capacity, int64_t part) {
  for (size_t i = 0; i < r->move_count; i++) {
    const movement *m = &r->moves[i];
    if (m->date < r->from || !of_balance(p, &r->lots[m->lot], part)) continue;
    if (m->kind == PREPAID_USED) p->used += m->quantity;
    else p->lapsed += m->quantity;
    prepaid_add(p, capacity,
                (prepaid_event){ m->kind, m->date, -m->quantity, m->ticket, m->what, m->billed, m->contract },
                r->arena);
  }
}

static const char *part_name(planner *p, int64_t code) {
  const char *name = planner_part(p, code);
  return name ? name : "";
}

static void sum_up(reader *r, planner *planner, prepaid **balances, size_t *count) {
  size_t capacity = 0;
  *balances = NULL;
  *count = 0;
  for (size_t i = 0; i < r->lot_count; i++) {
    bool known = !*r->lots[i].unit;
    for (size_t k = 0; k < i && !known; k++)
      known = r->lots[k].part == r->lots[i].part && strcmp(r->lots[k].unit, r->lots[i].unit) == 0;
    if (known) continue;
    *balances = arena_grow(r->arena, *balances, *count, &capacity, sizeof **balances);
    prepaid *p = &(*balances)[(*count)++];
    size_t events = 0;
    int64_t part = r->lots[i].part;
    *p = (prepaid){ .part = arena_text(r->arena, part_name(planner, part)),
                    .unit = r->lots[i].unit,
                    .from = r->from,
                    .until = r->until,
                    .expires = DAY_NEVER };
    for (size_t k = 0; k < r->lot_count; k++)
      if (of_balance(p, &r->lots[k], part)) count_lot(r, p, &events, &r->lots[k]);
    count_moves(r, p, &events, part);
    p->available = p->left + p->used;
  }
}

// Rows of `grants` belong to whoever draws their unit: where one part does, to it.
static void adopt_any(reader *r) {
  for (size_t i = 0; i < r->lot_count; i++)
    for (size_t k = 0; r->lots[i].part == PART_ANY && k < r->lot_count; k++)
      if (r->lots[k].part != PART_ANY && strcmp(r->lots[k].unit, r->lots[i].unit) == 0)
        r->lots[i].part = r->lots[k].part;
}

bool prepaid_read(book *b, const contract *c, day as_of, arena *a, prepaid **balances, size_t *count, error *e) {
  reader r = { .book = b, .contract = c, .arena = a, .as_of = as_of };
  const plan *plan;
  planner *p = planner_open(b, as_of, 0, e);
  set_period(&r);
  bool ok = p && stored_lots(&r, e) && stored_moves(&r, e) && planner_plan(p, c, &plan, e);
  if (ok && plan_fails(plan)) ok = error_set(e, ERROR_HELD, "contract %s is held: %s", c->id, plan->reason);
  if (ok) {
    ok = planned(&r, plan, false, e) && (!c->drawn_on || drawn_by_others(&r, p, e));
    for (size_t i = 0; i < r.lot_count; i++) r.lots[i].drawn_pending = 0;
    for (size_t i = 0; i < r.move_count; i++)
      if (r.moves[i].billed || r.moves[i].contract) r.lots[r.moves[i].lot].drawn_pending += r.moves[i].quantity;
    planner_count_open(p);
    ok = ok && planner_plan(p, c, &plan, e) && planned(&r, plan, true, e);
  }
  if (ok) adopt_any(&r);
  if (ok) sum_up(&r, p, balances, count);
  planner_close(p);
  return ok;
}
