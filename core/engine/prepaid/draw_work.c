// How work draws on prepaid balances: sets of work divided into what a balance covers and what is past it.
#include "core/engine/prepaid/prepaid_inside.h"
#include <stdlib.h>
#include <string.h>

enum { RENEWALS_MAX = 10000 };

// Of a period that was billed: work that the bill left out draws what was reserved for it, whole tickets of other work
// wait for the next period that was not billed. Answers the first. What work costs that was held could not be reserved:
// it draws on the money that its own period has left.
static work_set wait_for_next(rating *r, work_set set, bool money, bool waits) {
  uint32_t *entries = arena_array(r->basis.arena, set.count + 1, sizeof *entries);
  size_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    uint32_t group = r->work.entries[set.entries[i]].group;
    work_group *g = &r->work.groups[group];
    bool unknown = money && settled_while_held(r->prepaid, &r->basis, &r->work, group);
    g->left_out = !unknown && settled_without(r->prepaid, &r->basis, &r->work, group);
    if (g->left_out || unknown || !waits) entries[count++] = set.entries[i];
    else g->late = true;
  }
  return (work_set){ entries, NULL, count };
}

// The day on which an entry draws: late work draws first in the period that takes it.
static day draw_day(const rating *r, uint32_t entry) {
  const plan_entry *at = &r->work.entries[entry];
  return at->group < r->work.kept_groups && !r->now.billed ? r->now.from : (day)(at->at / 1440);
}

// A set while it is divided: what is covered fills the arrays from 0, what is past that from `room`.
typedef struct dividing {
  rating *rating;
  const draw_terms *terms;
  uint32_t *entries;
  int32_t *minutes;
  size_t room, covered, over;
  int renewals;
} dividing;

static dividing dividing_open(rating *r, const draw_terms *terms, size_t count) {
  dividing d = { .rating = r, .terms = terms, .room = count };
  d.entries = arena_array(r->basis.arena, count * 2 + 1, sizeof *d.entries);
  d.minutes = arena_array(r->basis.arena, count * 2 + 1, sizeof *d.minutes);
  return d;
}

static void divide_to(dividing *d, bool covered, uint32_t entry, int64_t minutes) {
  size_t at = covered ? d->covered++ : d->room + d->over++;
  d->entries[at] = entry;
  d->minutes[at] = (int32_t)minutes;
}

static void dividing_close(const dividing *d, work_set *covered, work_set *over) {
  *covered = (work_set){ d->entries, d->minutes, d->covered };
  *over = (work_set){ d->entries + d->room, d->minutes + d->room, d->over };
}

static bool renew(dividing *d, day on, error *e) {
  if (++d->renewals > RENEWALS_MAX)
    return error_set(e, ERROR_HELD, "contract %s: work would renew its balance without end",
                     d->rating->basis.contract->id);
  return lots_renew(d->rating, d->terms->unit, d->terms->more, on, e);
}

// Draws `wanted` units for an entry, renewing the balance as often as need be.
static bool draw(dividing *d, uint32_t entry, day on, int64_t wanted, int64_t *got, error *e) {
  rating *r = d->rating;
  drawing what = drawing_of(&r->now, &r->work, entry);
  what.unit = d->terms->unit;
  what.date = on;
  *got = lots_draw(r->prepaid, &what, wanted);
  while (d->terms->more && lots_left(r->prepaid, what.unit, what.part, on) == 0) {
    if (!renew(d, on, e)) return false;
    if (*got < wanted) *got += lots_draw(r->prepaid, &what, wanted - *got);
  }
  return true;
}

static bool draw_minutes(dividing *d, uint32_t entry, int64_t minutes, error *e) {
  rating *r = d->rating;
  decimal weight = DECIMAL_ONE;
  int64_t wanted = minutes, got, covered;
  if (d->terms->weighted && !work_weight(&r->basis, &r->work, entry, minutes, &weight, e)) {
    if (!hold_alone(&r->basis, &r->work.entries[entry].held, e)) return false;
    weight = DECIMAL_ONE;
  }
  if (weight != DECIMAL_ONE && !money_round(minutes * weight, DECIMAL_ONE, ROUND_HALF_UP, &wanted))
    return error_set(e, ERROR_TOO_BIG, "contract %s: work draws more than the largest balance", r->basis.contract->id);
  if (!draw(d, entry, draw_day(r, entry), wanted, &got, e)) return false;
  covered = got == wanted ? minutes : weight > 0 ? (int64_t)(got * DECIMAL_ONE / weight) : minutes;
  if (covered > 0 || minutes == 0) divide_to(d, true, entry, covered);
  if (covered < minutes) divide_to(d, false, entry, minutes - covered);
  return true;
}

// A ticket in a set: when it counts, and whether the balance covers it.
typedef struct counting {
  int64_t ticket;
  uint32_t entry;  // its first
  day on;
  bool covered;
} counting;

static int by_day(const void *a, const void *b) {
  const counting *x = *(counting *const *)a, *y = *(counting *const *)b;
  if (x->on != y->on) return x->on < y->on ? -1 : 1;
  return x->entry < y->entry ? -1 : x->entry > y->entry;
}

// A ticket counts when it was closed, or where nobody told when, with its last work; within the period that counts it.
static day counts_on(const rating *r, const work_group *g) {
  day d = g->closed_on != DAY_MIN ? g->closed_on : (day)(r->work.entries[g->last].at / 1440);
  if (d < r->now.from) return r->now.from;
  return d < r->now.until ? d : r->now.until - 1;
}

// The ticket of a group in the list: work that waited may belong to a ticket of this period.
static counting *counting_of(const work *w, counting *list, size_t count, counting **of, uint32_t group) {
  for (size_t i = 0; w->kept_groups && !of[group] && i < count; i++)
    if (list[i].ticket == w->groups[group].ticket) of[group] = &list[i];
  return of[group];
}

// Whether an earlier period of this plan, or an earlier bill, has counted a ticket.
// clang-format off
static const char ticket_was_counted[] =
    "SELECT EXISTS (SELECT 1 FROM time_entries t JOIN claims c ON c.contract = t.contract AND "
    "c." CLAIM_OF_WORK " AND c.at = t.at AND c.row = t.n WHERE t.ticket = ?1 AND t.contract = ?2 AND "
    "(EXISTS (SELECT 1 FROM movements m WHERE " NAMES_BILL("m.line", BILL_OF("c.line")) " AND "
    "m.ticket = ?1 AND m.unit = 'tickets' AND m.released IS NULL) OR EXISTS (SELECT 1 FROM lines l "
    "WHERE " NAMES_BILL("l.n", BILL_OF("c.line")) " AND l.unit = 'ticket' AND ifnull(l.ticket, ?1) = ?1)))";
// clang-format on

static bool was_counted(const prepaid *p, const basis *b, int64_t ticket, bool *out, error *e) {
  int64_t billed = 0;
  for (size_t i = 0; i < p->counted.count && !billed; i++) billed = p->counted.tickets[i] == ticket;
  if (!billed && !db_value(b->book->db, e, &billed, 0, ticket_was_counted, "ii", ticket, b->contract->n)) return false;
  *out = billed != 0;
  return true;
}

static bool count_ticket(dividing *d, counting *c, error *e) {
  const rating *r = d->rating;
  prepaid *p = r->prepaid;
  int64_t got = 0;
  bool left_out = r->work.groups[r->work.entries[c->entry].group].left_out;
  if (!was_counted(p, &r->basis, c->ticket, &c->covered, e) ||
      ((left_out || !c->covered) && !draw(d, c->entry, c->on, 1, &got, e)))
    return false;
  c->covered = c->covered || got;
  counted_tickets *all = &p->counted;
  all->tickets = arena_grow(p->arena, all->tickets, all->count, &all->capacity, sizeof *all->tickets);
  all->tickets[all->count++] = c->ticket;
  return true;
}

static size_t list_tickets(const rating *r, work_set set, counting *list, counting **of) {
  const work *w = &r->work;
  size_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    uint32_t group = w->entries[set.entries[i]].group;
    const work_group *g = &w->groups[group];
    counting *known = counting_of(w, list, count, of, group);
    day on = counts_on(r, g);
    if (!known) {
      list[count] = (counting){ g->ticket, set.entries[i], on, false };
      known = of[group] = &list[count++];
    }
    if (on > known->on) known->on = on;
  }
  return count;
}

// Tickets count once in a contract's life, in the order in which they were closed; what is worked on them later is
// theirs.
static bool draw_tickets(dividing *d, work_set set, error *e) {
  const rating *r = d->rating;
  arena *a = r->basis.arena;
  counting *list = arena_array(a, set.count + 1, sizeof *list);
  counting **of = arena_alloc(a, (r->work.group_count + 1) * sizeof(counting *));
  size_t count = list_tickets(r, set, list, of);
  counting **order = arena_array(a, count + 1, sizeof(counting *));
  for (size_t i = 0; i < count; i++) order[i] = &list[i];
  if (count) qsort(order, count, sizeof(counting *), by_day);
  for (size_t i = 0; i < count; i++)
    if (!count_ticket(d, order[i], e)) return false;
  for (size_t i = 0; i < set.count; i++)
    divide_to(d, of[r->work.entries[set.entries[i]].group]->covered, set.entries[i], work_slice(r, set, i));
  return true;
}

// Tickets that were closed after the period count in the one in which they were.
static work_set closed_within(rating *r, work_set set) {
  uint32_t *entries = arena_array(r->basis.arena, set.count + 1, sizeof *entries);
  size_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    work_group *g = &r->work.groups[r->work.entries[set.entries[i]].group];
    if (r->now.waits && !g->left_out && g->closed_on >= r->now.until) g->late = true;
    else entries[count++] = set.entries[i];
  }
  return (work_set){ entries, NULL, count };
}

static bool may_draw(const rating *r, const draw_terms *terms, error *e) {
  const contract *c = r->basis.contract;
  if (r->now.phase != PHASE_CLOSES) return error_set(e, ERROR_PLUGIN, "work draws on a balance in closes only");
  if (!terms->more || c->kind == GRID_ON_DEMAND) return true;
  error_set(e, ERROR_HELD, "contract %s: a balance that is topped up has no periods", c->id);
  return error_hint(e, "give the contract the period on-demand");
}

bool rating_draw(rating *r, work_set set, const draw_terms *terms, work_set *covered, work_set *over, error *e) {
  bool tickets = strcmp(terms->unit, "tickets") == 0;
  *covered = *over = (work_set){ NULL, NULL, 0 };
  if (!may_draw(r, terms, e) || !grant_rows_adopt(r->prepaid, &r->basis, terms->unit, e)) return false;
  if (r->now.billed) set = wait_for_next(r, set, false, r->now.waits && !terms->own_period);
  if (tickets) set = closed_within(r, set);
  if (terms->more) lots_renewed(r, terms->unit, terms->more);
  dividing d = dividing_open(r, terms, set.count);
  if (tickets && !draw_tickets(&d, set, e)) return false;
  for (size_t i = 0; !tickets && i < set.count; i++)
    if (!draw_minutes(&d, set.entries[i], work_slice(r, set, i), e)) return false;
  dividing_close(&d, covered, over);
  return true;
}

bool rating_draw_money(rating *r, work_set set, const decimal *price, money_mode mode, error *e) {
  if (mode != MONEY_BUDGET && !grant_rows_adopt(r->prepaid, &r->basis, "money", e)) return false;
  if (r->now.billed && mode != MONEY_BUDGET) set = wait_for_next(r, set, true, r->now.waits);
  size_t first = r->work.price_count;
  if (!rating_rates(r, set, price, e)) return false;
  for (size_t i = first; i < r->work.price_count; i++) r->work.prices[i].draw = mode;
  return true;
}

bool rating_draw_charges(rating *r, money_mode mode, error *e) {
  prepaid *p = r->prepaid;
  if (p->charges == MONEY_NONE) {
    p->charges = mode;
    p->charges_part = r->now.part_code;
  }
  return grant_rows_adopt(p, &r->basis, "money", e);
}
