// Catch-ups of work: what billed work costs more or less now that a rate, or the contract's own price, has changed
// behind it.
#include "core/base/text.h"
#include "core/engine/plan/work_corrections_inside.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

// What a bill's work comes to by price: minutes that its lines show, less those that rating it again comes to.
typedef struct price_minutes {
  decimal price;
  int64_t minutes;
} price_minutes;

typedef struct price_list {
  price_minutes *prices;
  size_t count, capacity;
} price_list;

static bool last_price(planner *p, error *e) {
  const int64_t until = p->book->journal_until;
  return p->past.last_price >= 0 ||
         db_value(p->book->db, e, &p->past.last_price, 0,
                  "SELECT seq FROM journal WHERE source IN ('rates', 'changes') AND seq <= ? ORDER BY seq DESC LIMIT 1",
                  "i", until ? until : INT64_MAX);
}

typedef struct priced_bill {
  int64_t n, journal;
} priced_bill;

// The bills that hold work of the period and that were made before the latest prices, or whose work was caught up
// before; 0 for work that was caught up and is held no more.
// clang-format off
static const char bills_of_work[] =
    "SELECT m.bill, ifnull(w.journal, 0) FROM (SELECT CASE WHEN " CLAIM_IS_AGAIN("c") " THEN "
    "ifnull((SELECT " BILL_OF("o.line") " FROM claims o WHERE o.contract = ?1 AND "
    "o." CLAIM_OF_WORK " AND o.at = c.at AND o.row = " CLAIM_ENTRY("c") "), 0) "
    "ELSE " BILL_OF("c.line") " END AS bill, max(" CLAIM_IS_AGAIN("c") ") AS again FROM claims c "
    "WHERE c.contract = ?1 AND c." CLAIM_OF_WORK " AND c.at >= ?2 AND c.at < ?3 GROUP BY 1) m "
    "LEFT JOIN bills w ON w.n = m.bill WHERE m.again OR w.journal < ?4 ORDER BY m.bill";
// clang-format on

static bool bills_read(const repricing *k, priced_bill **out, size_t *count, error *e) {
  query *q = db_ask(k->basis->book->db, e, bills_of_work, "iiii", k->basis->contract->n, (int64_t)k->now->from * 1440,
                    (int64_t)k->now->until * 1440, k->planner->past.last_price);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(k->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (priced_bill){ query_column(q, 0), query_column(q, 1) };
  }
  return step == 0;
}

// Minutes that the lines of the bill at hand show, by price.
// clang-format off
static const char claims_on_work[] =
    "SELECT c.at, " CLAIM_ENTRY("c") " AS n, c.row, " CLAIM_AGAIN("c") ", l.unit_price, "
    "EXISTS (SELECT 1 FROM bills b WHERE b.n = " BILL_OF("c.line") " AND b.kind = 'waiver') OR "
    "EXISTS (SELECT 1 FROM credits d WHERE d.credited = c.line AND " BILL_OF("d.line") " < ?4), "
    "(SELECT t.ticket FROM time_entries t WHERE t.contract = c.contract AND t.at = c.at AND "
    "t.n = " CLAIM_ENTRY("c") "), (SELECT t.journal FROM lines_then t WHERE t.line = c.line), l.tax_row "
    "FROM claims c LEFT JOIN lines l ON l.n = c.line "
    "WHERE c.contract = ?1 AND c." CLAIM_OF_WORK " AND c.at >= ?2 AND c.at < ?3 "
    "ORDER BY c.at, n, c.row";
// clang-format on

static bool claims_read(repricing *k, error *e) {
  query *q = db_ask(k->basis->book->db, e, claims_on_work, "iiii", k->basis->contract->n, (int64_t)k->now->from * 1440,
                    (int64_t)k->now->until * 1440, book_bills_until(k->basis->book));
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    k->claims = arena_grow(k->arena, k->claims, k->claim_count, &k->claim_capacity, sizeof *k->claims);
    work_claim *c = &k->claims[k->claim_count++];
    *c = (work_claim){ .at = query_column(q, 0),
                       .n = query_column(q, 1),
                       .row = query_column(q, 2),
                       .number = (int)query_column(q, 3),
                       .given = query_column(q, 5) != 0,
                       .ticket = query_column(q, 6),
                       .terms = query_column(q, 7),
                       .tax_row = query_column(q, 8) };
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
  assert(low < k->claim_count);  // what is rated again was found by its claim
  return &k->claims[low];
}

static void add_minutes(arena *a, price_list *list, decimal price, int64_t minutes) {
  size_t i = 0;
  while (i < list->count && list->prices[i].price != price) i++;
  if (i == list->count) {
    list->prices = arena_grow(a, list->prices, list->count, &list->capacity, sizeof *list->prices);
    list->prices[list->count++] = (price_minutes){ .price = price };
  }
  list->prices[i].minutes += minutes;
}

// clang-format off
static const char lines_of_bill[] =
    "SELECT l.quantity, l.unit_price FROM lines l WHERE " LINE_IN("l.n", "?1") " AND "
    "l.kind = 'ticket' AND l.from_day = ?2 AND l.unit = 'hour' AND NOT EXISTS (SELECT 1 FROM credits "
    "d WHERE d.credited = l.n AND d.rebill = 1 AND " BILL_OF("d.line") " < ?3)";
// clang-format on

static bool lines_read(const repricing *k, price_list *list, error *e) {
  query *q = db_ask(k->basis->book->db, e, lines_of_bill, "iii", k->bill, (int64_t)k->now->from,
                    book_bills_until(k->basis->book));
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const char *quantity = query_column_text(q, 0), *price = query_column_text(q, 1);
    decimal hours, each;
    int64_t minutes;
    if (decimal_parse(quantity, strlen(quantity), &hours) && decimal_parse(price, strlen(price), &each) &&
        money_round(hours * 60, DECIMAL_ONE, ROUND_HALF_UP, &minutes))
      add_minutes(k->arena, list, each, minutes);
  }
  return step == 0;
}

// Whether work rated again is what the lines of its bill show, hour for hour at each price: else a rule or a plugin was
// edited since.
static bool is_as_billed(const repricing *k, const item_list *then, bool *same, error *e) {
  price_list list = { 0 };
  if (!lines_read(k, &list, e)) return false;
  for (size_t i = 0; i < then->fragment_count; i++) {
    const plan_fragment *f = &then->fragments[i];
    add_minutes(k->arena, &list, then->pieces[f->piece].price, -f->minutes);
  }
  *same = true;
  for (size_t i = 0; i < list.count; i++) *same = *same && (list.prices[i].price == 0 || list.prices[i].minutes == 0);
  return true;
}

// Whether two ratings of the same work tell the same hours, so that their prices can be compared.
static bool same_hours(const rating *a, const rating *b) {
  const item_list *x = &a->items, *y = &b->items;
  if (prepaid_lots(a->prepaid)->used || prepaid_lots(b->prepaid)->used || x->fragment_count != y->fragment_count)
    return false;
  for (size_t i = 0; i < x->fragment_count; i++)
    if (x->fragments[i].entry != y->fragments[i].entry || x->fragments[i].minutes != y->fragments[i].minutes)
      return false;
  return true;
}

// Rules on amounts that work on whole periods, or on a ticket's work alone, would have to work on the billed amounts
// again.
static bool is_ruled(const plugin_rules *rules, const char *category) {
  for (size_t i = 0; i < rules->count; i++) {
    const plugin_rule *rule = &rules->rules[i];
    bool concerns = rule->stage == STAGE_AMOUNT && (!rule->category || strcmp(rule->category, category) == 0);
    if (concerns && (rule->scope == SCOPE_PERIOD || !rule->all)) return true;
  }
  return false;
}

// What bills took an hour for a section of an entry, whose claims begin at `c`, to compare with its price of now: what
// was given away is neither charged after all nor given back.
static decimal billed_price(const work_claim *c, const work_claim *end, int section, decimal then, decimal now) {
  decimal all = then, kept = then;
  for (const work_claim *first = c; c < end && c->at == first->at && c->n == first->n; c++) {
    if (!c->number || work_row_split(c->row) != section) continue;
    all += c->price;
    if (!c->given) kept += c->price;
  }
  decimal less = all < kept ? all : kept, more = all < kept ? kept : all;
  return now <= less ? less : now >= more ? more : now;
}

// The first number that no catch-up of the ticket in the period has.
static int free_number(const repricing *k, int64_t ticket) {
  int number = 1;
  for (bool used = true; used; number += used) {
    used = false;
    for (size_t i = 0; i < k->claim_count; i++)
      used = used || (k->claims[i].ticket == ticket && k->claims[i].number == number);
    for (size_t i = 0; i < k->count; i++)
      used = used || (k->corrections[i].ticket == ticket && k->corrections[i].number == number);
  }
  return number;
}

// The correction of a ticket's work from one price to another, added where there is none such yet.
static size_t correction_of(repricing *k, const correction *wanted) {
  size_t i = 0;
  for (; i < k->count; i++) {
    const correction *c = &k->corrections[i];
    if (c->ticket == wanted->ticket && c->billed == wanted->billed && c->price == wanted->price &&
        c->tax_row == wanted->tax_row && c->terms == wanted->terms && text_equal(c->category, wanted->category) &&
        text_equal(c->sku, wanted->sku))
      return i;
  }
  correction own = *wanted;
  own.number = free_number(k, wanted->ticket);
  own.ticket_id = arena_text(k->arena, wanted->ticket_id);
  own.category = arena_text(k->arena, wanted->category);
  own.sku = arena_text(k->arena, wanted->sku);
  k->corrections = arena_grow(k->arena, k->corrections, k->count, &k->capacity, sizeof own);
  k->corrections[k->count++] = own;
  return i;
}

// The i-th fragment: a section of an entry, which was billed at one price and costs another now.
static bool correct(repricing *k, const item_list *then, const rating *now, const plan_item *item, size_t i,
                    int section) {
  const plan_fragment *f = &now->items.fragments[i];
  const plan_piece *before = &then->pieces[then->fragments[i].piece], *after = &now->items.pieces[f->piece];
  const plan_entry *entry = &now->work.entries[f->entry];
  const work_claim *c = claims_of(k, entry);
  if (k->bill && c->given) return true;
  if (k->bill && before->price == 0) return after->price == 0;  // free of charge or covered: nobody billed an hour
  decimal costs = k->bill ? after->price : 0;
  decimal billed = billed_price(c, k->claims + k->claim_count, section, k->bill ? before->price : 0, costs);
  const plan_piece *taxed = after->price ? after : before;
  if (costs == billed || f->minutes == 0) return true;
  if (is_ruled(now->basis.rules, taxed->category) || section > CLAIM_SPLIT_MAX) return false;
  const correction wanted = { .ticket = item->ticket,
                              .tax_row = c->tax_row ? c->tax_row : taxed->tax_row,
                              .terms = k->bill ? k->terms : c->terms,
                              .billed = billed,
                              .price = costs - billed,
                              .date = (day)(entry->at / 1440),
                              .ticket_id = item->ticket_id,
                              .category = taxed->category,
                              .sku = taxed->sku };
  size_t at = correction_of(k, &wanted);
  correction *to = &k->corrections[at];
  if (to->number > CLAIM_AGAIN_MAX) return false;
  to->minutes += f->minutes;
  k->entries = arena_grow(k->arena, k->entries, k->entry_count, &k->entry_capacity, sizeof *k->entries);
  k->entries[k->entry_count++] = (plan_repriced){ entry->at, work_row(entry->n, section, to->number), (uint32_t)at };
  return true;
}

static void note_rate(arena *a, plan_rates *to, const char *code) {
  if (plan_rates_have(to, code ? code : "")) return;
  to->codes = arena_grow(a, to->codes, to->count, &to->capacity, sizeof *to->codes);
  to->codes[to->count++] = code ? arena_text(a, code) : "";
}

// Goes through the fragments in the order of their entries, which is that of their tickets, and notes the rates whose
// prices are corrected, or cannot be.
static void correct_all(repricing *k, const item_list *then, const rating *now) {
  const item_list *items = &now->items;
  const plan_entry *entries = now->work.entries;
  const plan_item *item = items->items;
  plan *plan = &k->planner->plan;
  int section = 0;
  for (size_t i = 0; i < items->fragment_count; i++) {
    const plan_fragment *f = &items->fragments[i];
    while (f->piece >= item->first_piece + item->piece_count) item++;
    bool same = i > 0 && entries[f[-1].entry].n == entries[f->entry].n;
    section = same ? section + 1 : 0;
    size_t corrected = k->entry_count;
    const char *code = entries[f->entry].rate;
    if (!correct(k, then, now, item, i, section)) note_rate(k->arena, &plan->uncaught, code);
    else if (k->entry_count > corrected) note_rate(k->arena, &plan->corrected, code);
  }
}

// The bill's work at the prices of its time, and at those of now, both at its terms. *rated: both could be had.
static bool rate_both(repricing *k, const priced_bill *bill, bool *rated, error *e) {
  planner *then = terms_rater(k->planner, bill->journal, true, e),
          *now = then ? terms_rater(k->planner, bill->journal, false, e) : NULL;
  contract *c = arena_alloc(k->arena, sizeof *c);
  if (!now || !terms_then(k->planner, k->basis->contract, bill->journal, k->arena, c, e)) return false;
  *rated = rate_billed_work(then, c, k->period, bill->n, e) && rate_billed_work(now, c, k->period, bill->n, e);
  if (*rated) return true;
  if (error_ends_planning(e->code)) return false;
  error_clear(e);
  return true;
}

// Bills that were made at the same terms are corrected together: those of now, where nothing was edited since the
// first.
static bool terms_find(repricing *k, const priced_bill *bill, error *e) {
  bool edited = true;
  if (bill->n && k->terms && k->terms < bill->journal &&
      !terms_edited(k->planner, k->basis->contract, k->terms, &edited, e))
    return false;
  if (edited) k->terms = bill->journal;
  return true;
}

static bool reprice(repricing *k, const priced_bill *bill, error *e) {
  bool usable;
  k->bill = bill->n;
  if (!terms_find(k, bill, e)) return false;
  if (!rate_both(k, bill, &usable, e)) return false;
  const rating *then = &k->planner->past.then->rating, *now = &k->planner->past.now->rating;
  usable = usable && same_hours(then, now);
  if (usable && bill->n && !is_as_billed(k, &then->items, &usable, e)) return false;
  if (usable) correct_all(k, &then->items, now);
  else k->planner->plan.uncaught.all = true;
  return true;
}

static bool any_billed(const repricing *k, int64_t *any, error *e) {
  return db_value(k->basis->book->db, e, any, 0,
                  "SELECT EXISTS (SELECT 1 FROM claims "
                  "WHERE contract = ? AND " CLAIM_OF_WORK " AND at >= ? AND at < ?)",
                  // primary key
                  "iii", k->basis->contract->n, (int64_t)k->now->from * 1440, (int64_t)k->now->until * 1440);
}

bool work_catch_ups(planner *p, const billing_period *period, error *e) {
  rating *r = &p->rating;
  const contract *c = r->basis.contract;
  repricing k = { .planner = p, .arena = p->arena, .basis = &r->basis, .now = &r->now, .period = period };
  priced_bill *bills;
  size_t count;
  int64_t any = 0;
  if (!c->daily || c->kind != GRID_PERIODS || period->key || period->until <= c->period_from) return true;
  if (!any_billed(&k, &any, e)) return false;
  if (!any) return true;
  if (!last_price(p, e) || !bills_read(&k, &bills, &count, e)) return false;
  if (count && !claims_read(&k, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!reprice(&k, &bills[i], e)) return false;
  return corrections_price(&k, &r->items, e);
}
