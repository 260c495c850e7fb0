// Catch-ups of work: what billed work costs more or less now that a rate, or the contract's own price, has changed
// behind it.
#include "core/engine/rating/item.h"
#include "core/base/text.h"
#include "core/engine/plan/plan_inside.h"
#include "core/engine/rating/steps.h"
#include <stdlib.h>
#include <string.h>

// A claim on work of the period. again: of a catch-up, which took `price` an hour for a part of the entry `n`; bill 0:
// its line is gone.
typedef struct work_claim {
  int64_t at, n, row, ticket;
  int again;
  decimal price;
  bool given;  // waived, or credited for good
} work_claim;

// What a bill's work comes to by price: minutes that its lines show, less those that rating it again comes to.
typedef struct price_minutes {
  decimal price;
  int64_t minutes;
} price_minutes;

// Work of a ticket that one price an hour corrects: an item to be.
typedef struct correction {
  int64_t ticket, minutes, tax_row;
  int again;
  decimal billed, price;  // what bills took an hour, and what it costs more
  day date;               // of its first entry
  const char *ticket_id, *category, *sku;
} correction;

typedef struct repricing {
  planner *planner;
  rating *r;
  const plan_period *period;
  int64_t bill;  // at hand; 0: work that no bill holds any more
  work_claim *claims;
  size_t claim_count, claim_capacity;
  correction *corrections;
  size_t count, capacity;
  plan_repriced *parts;  // `item`: the correction
  size_t part_count, part_capacity;
} repricing;

static bool last_price(planner *p, error *e) {
  const int64_t until = p->book->journal_until;
  return p->last_price >= 0 ||
         db_value(p->book->db, e, &p->last_price, 0,
                  "SELECT seq FROM journal WHERE source IN ('rates', 'changes') AND seq <= ? ORDER BY seq DESC "
                  "LIMIT 1",
                  "i", until ? until : INT64_MAX);
}

typedef struct priced_bill {
  int64_t n, journal;
} priced_bill;

// The bills that hold work of the period and that were made before the latest prices, or whose work was caught up
// before; 0 for work that was caught up and is held no more.
static bool bills_read(repricing *k, priced_bill **out, size_t *count, error *e) {
  rating *r = k->r;
  query *q = db_ask(
      r->book->db, e,
      "SELECT m.bill, ifnull(w.journal, 0) FROM (SELECT CASE WHEN " CLAIM_IS_AGAIN(
          "c") " THEN "
               "ifnull((SELECT o.line >> 20 FROM claims o WHERE o.contract = ?1 AND o.kind = 2 AND o.at = c.at "
               "AND o.row = " CLAIM_ENTRY("c") "), 0) ELSE c.line >> 20 END AS bill, max(" CLAIM_IS_AGAIN(
                   "c") ") "
                        "AS again FROM claims c WHERE c.contract = ?1 AND c.kind = 2 AND c.at >= ?2 AND c.at < ?3 GROUP "
                        "BY 1) m LEFT JOIN bills w ON w.n = m.bill WHERE m.again OR w.journal < ?4 ORDER BY m.bill",
      "iiii", r->contract->n, (int64_t)r->period_from * 1440, (int64_t)r->period_until * 1440, k->planner->last_price);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(r->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (priced_bill){ query_column(q, 0), query_column(q, 1) };
  }
  return step == 0;
}

static bool claims_read(repricing *k, error *e) {
  rating *r = k->r;
  query *q = db_ask(
      r->book->db, e,
      "SELECT c.at, " CLAIM_ENTRY(
          "c") " AS n, c.row, c.row >> 52, l.unit_price, EXISTS (SELECT 1 FROM "
               "bills b WHERE b.n = c.line >> 20 AND b.kind = 'waiver') OR EXISTS (SELECT 1 FROM credits d WHERE "
               "d.credited = c.line AND d.line >> 20 < ?4), (SELECT t.ticket FROM time_entries t WHERE "
               "t.contract = c.contract AND t.at = c.at AND t.n = " CLAIM_ENTRY(
                   "c") ") FROM claims c LEFT JOIN "
                        "lines l ON l.n = c.line WHERE c.contract = ?1 AND c.kind = 2 AND c.at >= ?2 AND c.at < ?3 ORDER "
                        "BY c.at, n, c.row",
      "iiii", r->contract->n, (int64_t)r->period_from * 1440, (int64_t)r->period_until * 1440,
      book_bills_until(r->book));
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    k->claims = arena_grow(r->arena, k->claims, k->claim_count, &k->claim_capacity, sizeof *k->claims);
    work_claim *c = &k->claims[k->claim_count++];
    *c = (work_claim){ .at = query_column(q, 0),
                       .n = query_column(q, 1),
                       .row = query_column(q, 2),
                       .again = (int)query_column(q, 3),
                       .given = query_column(q, 5) != 0,
                       .ticket = query_column(q, 6) };
    const char *price = query_column_text(q, 4);
    if (price) (void)decimal_parse(price, strlen(price), &c->price);
  }
  return step == 0;
}

static const work_claim *claims_of(const repricing *k, const plan_entry *entry) {
  size_t low = 0, high = k->claim_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const work_claim *c = &k->claims[middle];
    if (c->at < entry->at || (c->at == entry->at && c->n < entry->n)) low = middle + 1;
    else high = middle;
  }
  return &k->claims[low];
}

static void note_minutes(repricing *k, price_minutes **list, size_t *count, size_t *capacity, decimal price,
                         int64_t minutes) {
  size_t i = 0;
  while (i < *count && (*list)[i].price != price) i++;
  if (i == *count) {
    *list = arena_grow(k->r->arena, *list, *count, capacity, sizeof **list);
    (*list)[(*count)++] = (price_minutes){ .price = price };
  }
  (*list)[i].minutes += minutes;
}

// Whether work rated again is what the lines of its bill show, hour for hour at each price: else a rule or a plugin was
// edited since.
static bool is_as_billed(repricing *k, const plan *then, bool *same, error *e) {
  const rating *r = k->r;
  price_minutes *list = NULL;
  size_t count = 0, capacity = 0;
  query *q = db_ask(r->book->db, e,
                    "SELECT l.quantity, l.unit_price FROM lines l WHERE l.n > ?1 << 20 AND l.n < (?1 + 1) << 20 AND "
                    "l.kind = 'ticket' AND l.from_day = ?2 AND l.unit = 'hour' AND NOT EXISTS (SELECT 1 FROM credits "
                    "d WHERE d.credited = l.n AND d.rebill = 1 AND d.line >> 20 < ?3)",
                    "iii", k->bill, (int64_t)r->period_from, book_bills_until(r->book));
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const char *quantity = query_column_text(q, 0), *price = query_column_text(q, 1);
    decimal hours, each;
    int64_t minutes;
    if (decimal_parse(quantity, strlen(quantity), &hours) && decimal_parse(price, strlen(price), &each) &&
        money_round(hours * 60, DECIMAL_ONE, ROUND_HALF_UP, &minutes))
      note_minutes(k, &list, &count, &capacity, each, minutes);
  }
  for (size_t i = 0; i < then->fragment_count; i++)
    note_minutes(k, &list, &count, &capacity, then->pieces[then->fragments[i].piece].price,
                 -then->fragments[i].minutes);
  *same = true;
  for (size_t i = 0; i < count; i++) *same = *same && (list[i].price == 0 || list[i].minutes == 0);
  return step == 0;
}

// Whether two ratings of the same work tell the same hours, so that their prices can be compared.
static bool same_hours(const plan *a, const plan *b) {
  if (a->balance || b->balance || a->fragment_count != b->fragment_count) return false;
  for (size_t i = 0; i < a->fragment_count; i++) {
    const plan_fragment *x = &a->fragments[i], *y = &b->fragments[i];
    if (x->entry != y->entry || x->minutes != y->minutes) return false;
  }
  return true;
}

// Rules on amounts that work on whole periods, or on a ticket's work alone, would have to work on the billed amounts
// again.
static bool is_ruled(const rating *r, const char *category) {
  for (size_t i = 0; i < r->rules->count; i++) {
    const plugin_rule *rule = &r->rules->rules[i];
    bool concerns = rule->stage == STAGE_AMOUNT && (!rule->category || strcmp(rule->category, category) == 0);
    if (concerns && (rule->scope == SCOPE_PERIOD || !rule->all)) return true;
  }
  return false;
}

// What bills took an hour for a part of an entry, to compare with its price of now: what was given away is neither
// charged after all nor given back.
static decimal billed_price(const work_claim *c, const work_claim *end, int part, decimal then, decimal now) {
  decimal all = then, kept = then;
  for (const work_claim *first = c; c < end && c->at == first->at && c->n == first->n; c++) {
    if (!c->again || work_row_split(c->row) != part) continue;
    all += c->price;
    if (!c->given) kept += c->price;
  }
  decimal less = all < kept ? all : kept, more = all < kept ? kept : all;
  return now <= less ? less : now >= more ? more : now;
}

// The first number that no catch-up of the ticket in the period has.
static int free_number(const repricing *k, int64_t ticket) {
  int again = 1;
  for (bool taken = true; taken; again += taken) {
    taken = false;
    for (size_t i = 0; i < k->claim_count; i++)
      taken = taken || (k->claims[i].ticket == ticket && k->claims[i].again == again);
    for (size_t i = 0; i < k->count; i++)
      taken = taken || (k->corrections[i].ticket == ticket && k->corrections[i].again == again);
  }
  return again;
}

static size_t correction_of(repricing *k, const plan_item *item, const plan_entry *entry, const plan_piece *piece,
                            decimal billed, decimal price) {
  arena *a = k->r->arena;
  size_t i = 0;
  for (; i < k->count; i++) {
    const correction *c = &k->corrections[i];
    if (c->ticket == item->ticket && c->billed == billed && c->price == price && c->tax_row == piece->tax_row &&
        text_equal(c->category, piece->category) && text_equal(c->sku, piece->sku))
      return i;
  }
  int again = free_number(k, item->ticket);
  k->corrections = arena_grow(a, k->corrections, k->count, &k->capacity, sizeof *k->corrections);
  k->corrections[k->count++] = (correction){ .ticket = item->ticket,
                                             .tax_row = piece->tax_row,
                                             .again = again,
                                             .billed = billed,
                                             .price = price,
                                             .date = (day)(entry->at / 1440),
                                             .ticket_id = arena_text(a, item->ticket_id),
                                             .category = arena_text(a, piece->category),
                                             .sku = arena_text(a, piece->sku) };
  return i;
}

static bool correct(repricing *k, const plan *then, const plan *now, const plan_item *item, size_t i, int part) {
  const plan_fragment *f = &now->fragments[i];
  const plan_piece *before = &then->pieces[then->fragments[i].piece], *after = &now->pieces[f->piece];
  const plan_entry *entry = &now->entries[f->entry];
  const work_claim *c = claims_of(k, entry);
  if (k->bill && (before->price == 0 || c->given)) return true;
  decimal costs = k->bill ? after->price : 0;
  decimal billed = billed_price(c, k->claims + k->claim_count, part, k->bill ? before->price : 0, costs);
  const plan_piece *taxed = after->price ? after : before;
  if (costs == billed || f->minutes == 0) return true;
  if (is_ruled(k->r, taxed->category) || part > CLAIM_SPLIT_MAX) return false;
  size_t at = correction_of(k, item, entry, taxed, billed, costs - billed);
  correction *to = &k->corrections[at];
  if (to->again > CLAIM_AGAIN_MAX) return false;
  to->minutes += f->minutes;
  k->parts = arena_grow(k->r->arena, k->parts, k->part_count, &k->part_capacity, sizeof *k->parts);
  k->parts[k->part_count++] = (plan_repriced){ entry->at, work_row(entry->n, part, to->again), (uint32_t)at };
  return true;
}

// Goes through the parts of entries in their order, which is that of their tickets. False where a price cannot be
// corrected.
static bool correct_all(repricing *k, const plan *then, const plan *now) {
  const plan_item *item = now->items;
  int part = 0;
  bool all = true;
  for (size_t i = 0; i < now->fragment_count; i++) {
    const plan_entry *entry = &now->entries[now->fragments[i].entry];
    while (now->fragments[i].piece >= item->first_piece + item->piece_count) item++;
    bool same = i > 0 && now->entries[now->fragments[i - 1].entry].n == entry->n;
    part = same ? part + 1 : 0;
    all = correct(k, then, now, item, i, part) && all;
  }
  return all;
}

static planner *rater(repricing *k, planner **kept, int64_t journal, error *e) {
  if (*kept && (*kept)->journal != journal) {
    planner_close(*kept);
    *kept = NULL;
  }
  if (!*kept) *kept = planner_again(k->r->book, k->planner->as_of, journal, e);
  return *kept;
}

// The bill's work at the prices of its time, and at those of now. *rated: both could be had.
static bool rate_both(repricing *k, const priced_bill *bill, bool *rated, error *e) {
  planner *p = k->planner, *then = rater(k, &p->then, bill->journal, e), *now = rater(k, &p->now, 0, e);
  if (!then || !now) return false;
  *rated = planner_rate_again(then, k->r->contract, k->period, bill->n, e) &&
           planner_rate_again(now, k->r->contract, k->period, bill->n, e);
  if (*rated) return true;
  if (planner_grave(e->code)) return false;
  error_clear(e);
  return true;
}

static bool reprice(repricing *k, const priced_bill *bill, error *e) {
  bool usable;
  k->bill = bill->n;
  if (!rate_both(k, bill, &usable, e)) return false;
  const plan *then = &k->planner->then->rating.plan, *now = &k->planner->now->rating.plan;
  usable = usable && same_hours(then, now);
  if (usable && bill->n && !is_as_billed(k, then, &usable, e)) return false;
  usable = usable && correct_all(k, then, now);
  k->r->plan.uncaught = k->r->plan.uncaught || !usable;
  return true;
}

static bool fill(rating *r, const plan_item *item, const correction *c, int64_t gross, error *e) {
  plan_piece *piece = &r->plan.pieces[item->first_piece];
  const fee shown = { .terms = { .quantity = c->minutes * DECIMAL_ONE, .price = c->price, .over = 60 } };
  piece->description = arena_format(r->arena, "Work on %s, changed", c->ticket_id);
  piece->quantity = decimal_ratio(c->minutes, 60, 4);
  piece->price = c->price;
  piece->unit = "hour";
  piece->counted = true;
  piece->date = c->date;
  piece->category = c->category;
  piece->sku = c->sku;
  piece->gross = gross;
  trace_period(r, &shown, 1, 1, false);
  trace_repriced(r, c->billed);
  return piece_tax_find(r, piece, NULL, c->date, e);
}

// What comes to nothing is no item.
static bool add_item(repricing *k, size_t at, error *e) {
  rating *r = k->r;
  const correction *c = &k->corrections[at];
  int64_t gross;
  if (!money_prorated(c->minutes * DECIMAL_ONE, c->price, 1, 60, r->contract->exponent, ROUND_HALF_UP, &gross))
    return error_set(e, ERROR_TOO_BIG, "contract %s: work on ticket %s is past the largest amount", r->contract->id,
                     c->ticket_id);
  if (gross == 0) return true;
  plan_item *item = item_add(r, ITEM_PERIOD, k->period->closes_on);
  item->catch_up = item->repriced = true;
  item->row = (int64_t)c->again << CLAIM_AGAIN_SHIFT;
  item->ticket_id = c->ticket_id;
  item->date = c->date;
  piece_add(r);
  for (size_t i = 0; i < k->part_count; i++) {
    if (k->parts[i].item != at) continue;
    plan *p = &r->plan;
    p->repriced = arena_grow(r->arena, p->repriced, p->repriced_count, &r->repriced_capacity, sizeof *p->repriced);
    p->repriced[p->repriced_count++] =
        (plan_repriced){ k->parts[i].at, k->parts[i].row, (uint32_t)(p->item_count - 1) };
  }
  return fill(r, item, c, gross, e);
}

static bool any_billed(const rating *r, int64_t *any, error *e) {
  return db_value(r->book->db, e, any, 0,
                  "SELECT EXISTS (SELECT 1 FROM claims WHERE contract = ? AND kind = 2 AND at >= ? AND at < ?)",
                  // primary key
                  "iii", r->contract->n, (int64_t)r->period_from * 1440, (int64_t)r->period_until * 1440);
}

bool items_of_repriced(planner *p, const plan_period *period, error *e) {
  rating *r = &p->rating;
  repricing k = { .planner = p, .r = r, .period = period };
  priced_bill *bills;
  size_t count;
  int64_t any = 0;
  if (!r->contract->daily || r->contract->kind != GRID_PERIODS || period->key ||
      period->until <= r->contract->period_from)
    return true;
  if (!any_billed(r, &any, e)) return false;
  if (!any) return true;
  if (!last_price(p, e) || !bills_read(&k, &bills, &count, e)) return false;
  if (count && !claims_read(&k, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!reprice(&k, &bills[i], e)) return false;
  for (size_t i = 0; i < k.count; i++)
    if (!add_item(&k, i, e)) return false;
  return true;
}
