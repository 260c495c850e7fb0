// How work draws on prepaid balances: sets of work parted into what a balance covers and what is past it.
#include "core/engine/prepaid/lots.h"
#include <stdlib.h>
#include <string.h>

enum { RENEWALS_MAX = 10000 };

// Of a period that was billed: work that the bill left out draws what was reserved for it, whole tickets of other work
// wait for the next period that was not billed. Answers the first.
static work_set wait_for_next(rating *r, work_set set, bool waits) {
  uint32_t *entries = arena_array(r->arena, set.count + 1, sizeof *entries);
  size_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    uint32_t group = r->plan.entries[set.entries[i]].group;
    if (ledger_left_out(r, group) || !waits) entries[count++] = set.entries[i];
    else r->groups[group].late = true;
  }
  return (work_set){ entries, NULL, count };
}

// The day on which an entry draws: late work draws first in the period that takes it.
static day draw_day(const rating *r, uint32_t entry) {
  const plan_entry *work = &r->plan.entries[entry];
  return work->group < r->kept_groups && !r->billed ? r->period_from : (day)(work->at / 1440);
}

typedef struct parting {
  rating *r;
  const draw_terms *terms;
  uint32_t *entries;
  int32_t *minutes;
  size_t room, covered, over;
  int renewals;
} parting;

static parting parting_open(rating *r, const draw_terms *terms, size_t count) {
  parting p = { .r = r, .terms = terms, .room = count };
  p.entries = arena_array(r->arena, count * 2 + 1, sizeof *p.entries);
  p.minutes = arena_array(r->arena, count * 2 + 1, sizeof *p.minutes);
  return p;
}

static void part_to(parting *p, bool covered, uint32_t entry, int64_t minutes) {
  size_t at = covered ? p->covered++ : p->room + p->over++;
  p->entries[at] = entry;
  p->minutes[at] = (int32_t)minutes;
}

static void parting_close(const parting *p, work_set *covered, work_set *over) {
  *covered = (work_set){ p->entries, p->minutes, p->covered };
  *over = (work_set){ p->entries + p->room, p->minutes + p->room, p->over };
}

static bool renew(parting *p, day d, error *e) {
  rating *r = p->r;
  if (++p->renewals > RENEWALS_MAX)
    return error_set(e, ERROR_HELD, "contract %s: work would renew its balance without end", r->contract->id);
  return ledger_renew(r, p->terms->unit, p->terms->more, d, e);
}

// Draws `wanted` units for an entry, renewing the balance as often as need be.
static bool draw(parting *p, uint32_t entry, day d, int64_t wanted, int64_t *got, error *e) {
  rating *r = p->r;
  *got = ledger_draw(r, p->terms->unit, d, wanted, entry, UINT32_MAX);
  while (p->terms->more && ledger_left(r, p->terms->unit, d) == 0) {
    if (!renew(p, d, e)) return false;
    if (*got < wanted) *got += ledger_draw(r, p->terms->unit, d, wanted - *got, entry, UINT32_MAX);
  }
  return true;
}

static bool draw_minutes(parting *p, uint32_t entry, int64_t minutes, error *e) {
  decimal weight = DECIMAL_ONE;
  int64_t wanted = minutes, got, covered;
  if (p->terms->weighted && !work_weight(p->r, entry, minutes, &weight, e)) return false;
  if (weight != DECIMAL_ONE && !money_round(minutes * weight, DECIMAL_ONE, ROUND_HALF_UP, &wanted))
    return error_set(e, ERROR_TOO_BIG, "contract %s: work draws more than the largest balance", p->r->contract->id);
  if (!draw(p, entry, draw_day(p->r, entry), wanted, &got, e)) return false;
  covered = got == wanted ? minutes : weight > 0 ? (int64_t)(got * DECIMAL_ONE / weight) : minutes;
  if (covered > 0 || minutes == 0) part_to(p, true, entry, covered);
  if (covered < minutes) part_to(p, false, entry, minutes - covered);
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
  day d = g->closed_on != DAY_MIN ? g->closed_on : (day)(r->plan.entries[g->last].at / 1440);
  if (d < r->period_from) return r->period_from;
  return d < r->period_until ? d : r->period_until - 1;
}

// The ticket of a group in the list: work that waited may belong to a ticket of this period.
static counting *counting_of(const rating *r, counting *list, size_t count, counting **of, uint32_t group) {
  for (size_t i = 0; r->kept_groups && !of[group] && i < count; i++)
    if (list[i].ticket == r->groups[group].ticket) of[group] = &list[i];
  return of[group];
}

// Whether an earlier period or an earlier bill has counted a ticket.
static bool was_counted(rating *r, int64_t ticket, bool *out, error *e) {
  int64_t billed = 0;
  for (size_t i = 0; i < r->counted_count && !billed; i++) billed = r->counted[i] == ticket;
  if (!billed &&
      !db_value(r->book->db, e, &billed, 0,
                "SELECT EXISTS (SELECT 1 FROM time_entries t JOIN claims c ON c.contract = t.contract AND c.kind "
                "= 2 AND c.at = t.at AND c.row = t.n WHERE t.ticket = ?1 AND t.contract = ?2 AND (EXISTS (SELECT "
                "1 FROM movements m WHERE m.line BETWEEN c.line >> 20 << 20 AND c.line | 1048575 AND m.ticket = "
                "?1 AND m.unit = 'tickets' AND m.released IS NULL) OR EXISTS (SELECT 1 FROM lines l WHERE l.n "
                "BETWEEN c.line >> 20 << 20 AND c.line | 1048575 AND l.unit = 'ticket' AND ifnull(l.ticket, ?1) = "
                "?1)))",
                "ii", ticket, r->contract->n))
    return false;
  *out = billed != 0;
  return true;
}

static bool count_ticket(parting *p, counting *c, error *e) {
  rating *r = p->r;
  int64_t got = 0;
  bool left_out = r->groups[r->plan.entries[c->entry].group].left_out;
  if (!was_counted(r, c->ticket, &c->covered, e) ||
      ((left_out || !c->covered) && !draw(p, c->entry, c->on, 1, &got, e)))
    return false;
  c->covered = c->covered || got;
  r->counted = arena_grow(r->arena, r->counted, r->counted_count, &r->counted_capacity, sizeof *r->counted);
  r->counted[r->counted_count++] = c->ticket;
  return true;
}

static size_t list_tickets(const rating *r, work_set set, counting *list, counting **of) {
  size_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    uint32_t group = r->plan.entries[set.entries[i]].group;
    const work_group *g = &r->groups[group];
    counting *known = counting_of(r, list, count, of, group);
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
static bool draw_tickets(parting *p, work_set set, error *e) {
  rating *r = p->r;
  counting *list = arena_array(r->arena, set.count + 1, sizeof *list);
  counting **of = arena_alloc(r->arena, (r->group_count + 1) * sizeof(counting *));
  size_t count = list_tickets(r, set, list, of);
  counting **order = arena_array(r->arena, count + 1, sizeof(counting *));
  for (size_t i = 0; i < count; i++) order[i] = &list[i];
  if (count) qsort(order, count, sizeof(counting *), by_day);
  for (size_t i = 0; i < count; i++)
    if (!count_ticket(p, order[i], e)) return false;
  for (size_t i = 0; i < set.count; i++)
    part_to(p, of[r->plan.entries[set.entries[i]].group]->covered, set.entries[i], work_slice(r, set, i));
  return true;
}

// Tickets that were closed after the period count in the one in which they were.
static work_set closed_within(rating *r, work_set set) {
  uint32_t *entries = arena_array(r->arena, set.count + 1, sizeof *entries);
  size_t count = 0;
  for (size_t i = 0; i < set.count; i++) {
    work_group *g = &r->groups[r->plan.entries[set.entries[i]].group];
    if (r->waits && !g->left_out && g->closed_on >= r->period_until) g->late = true;
    else entries[count++] = set.entries[i];
  }
  return (work_set){ entries, NULL, count };
}

bool rating_draw(rating *r, work_set set, const draw_terms *terms, work_set *covered, work_set *over, error *e) {
  bool tickets = strcmp(terms->unit, "tickets") == 0, waits = r->billed && r->waits && !terms->own_period;
  *covered = *over = (work_set){ NULL, NULL, 0 };
  if (r->phase != PHASE_CLOSES) return error_set(e, ERROR_PLUGIN, "work draws on a balance in closes only");
  if (terms->more && r->contract->kind != GRID_ON_DEMAND) {
    error_set(e, ERROR_HELD, "contract %s: a balance that is topped up has no periods", r->contract->id);
    return error_hint(e, "give the contract the period on-demand");
  }
  if (!ledger_adopt(r, terms->unit, e)) return false;
  if (r->billed) set = wait_for_next(r, set, waits);
  if (tickets) set = closed_within(r, set);
  if (terms->more && !ledger_renewals(r, terms->unit, terms->more)) return false;
  parting p = parting_open(r, terms, set.count);
  if (tickets && !draw_tickets(&p, set, e)) return false;
  for (size_t i = 0; !tickets && i < set.count; i++)
    if (!draw_minutes(&p, set.entries[i], work_slice(r, set, i), e)) return false;
  parting_close(&p, covered, over);
  return true;
}

bool rating_draw_money(rating *r, work_set set, const decimal *price, money_mode mode, error *e) {
  if (mode != MONEY_BUDGET && !ledger_adopt(r, "money", e)) return false;
  if (r->billed && mode != MONEY_BUDGET) set = wait_for_next(r, set, r->waits);
  size_t first = r->price_count;
  if (!rating_rates(r, set, price, e)) return false;
  for (size_t i = first; i < r->price_count; i++) r->prices[i].draw = mode;
  return true;
}

bool rating_draw_charges(rating *r, money_mode mode, error *e) {
  if (r->charge_draw == MONEY_NONE) r->charge_part = r->part_code;
  if (r->charge_draw == MONEY_NONE) r->charge_draw = mode;
  return ledger_adopt(r, "money", e);
}

// Whether work on the ticket in another period has its price.
static bool is_priced(const rating *r, const work_group *g) {
  for (size_t i = 0; r->kept_groups && i < r->group_count; i++)
    if (r->groups[i].ticket == g->ticket && r->groups[i].priced) return true;
  return false;
}

bool rating_tickets(rating *r, work_set set, decimal price, error *e) {
  if (!rating_include(r, set, e)) return false;
  for (size_t i = set.count; i-- > 0;) {
    work_group *g = &r->groups[r->plan.entries[set.entries[i]].group];
    if (g->priced || is_priced(r, g)) continue;
    g->priced = true;
    g->price = price;
  }
  return true;
}
