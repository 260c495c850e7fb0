// Items of work: one per ticket and period, with a piece per price.
#include "core/engine/rating/note_steps.h"
#include "core/engine/rating/rating_inside.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *category_of(const basis *b, const work_price *price) {
  if (price->rate && price->rate->category) return price->rate->category;
  return b->contract->category ? b->contract->category : "labor";
}

// Rules of the price stage on the price of an entry's minutes; they work in billionths.
static bool run_rules(const basis *b, const work *w, const work_price *given, decimal *price, error *e) {
  rule_facts facts = rules_facts(b, w, given->entry, given->minutes, category_of(b, given));
  for (size_t i = 0; i < b->rules->count; i++) {
    const plugin_rule *rule = &b->rules->rules[i];
    int64_t answer;
    if (rule->stage != STAGE_PRICE || *price == 0) continue;
    if (*price > INT64_MAX)
      return error_set(e, ERROR_TOO_BIG, "contract %s: a price is too large for price rules", b->contract->id);
    if (!rules_run(b, rule, given->entry, (int64_t)*price, &facts, &answer, e)) return false;
    *price = answer;
  }
  return true;
}

// Most contracts have no rules, and need no facts for them.
static inline bool ruled_price(const basis *b, const work *w, const work_price *given, decimal *price, error *e) {
  *price = given->price;
  return b->rules->count == 0 || run_rules(b, w, given, price, e);
}

bool work_weight(const basis *b, const work *w, uint32_t entry, int64_t minutes, decimal *weight, error *e) {
  const work_price nominal = { .entry = entry, .minutes = minutes, .price = DECIMAL_ONE };
  return ruled_price(b, w, &nominal, weight, e);
}

static bool same_piece(const plan_piece *a, const plan_piece *b) {
  return a->price == b->price && a->tax_row == b->tax_row && a->sku == b->sku && strcmp(a->category, b->category) == 0;
}

// The piece of an item, the last one, at a price; added where it has none such yet. Without a rate of its tax in force
// the item is held.
static bool piece_at(const basis *b, item_list *to, plan_item *item, const work_price *given, decimal price, day date,
                     uint32_t *out, error *e) {
  const rate_row *rate = given->rate;
  plan_piece wanted = { .category = category_of(b, given), .price = price, .unit = "hour", .date = date };
  wanted.sku = rate && rate->sku ? rate->sku : b->contract->sku;
  wanted.description = rate ? rate->description : NULL;
  if (price != 0 && !piece_tax_find(b, &wanted, NULL, date, e) && !hold_alone(b, &item->held, e)) return false;
  uint32_t first = item->first_piece, count = item->piece_count;
  for (*out = first; *out < first + count; (*out)++)
    if (same_piece(&to->pieces[*out], &wanted)) return true;
  *piece_add(b, to) = wanted;
  return true;
}

// Minutes that a price rule fails on hold the item, and have no piece.
static bool fragment_add(const basis *b, const work *w, item_list *to, plan_item *item, const work_price *given,
                         error *e) {
  decimal price;
  uint32_t piece;
  day date = (day)(w->entries[given->entry].at / 1440);
  steps_price(b->steps, given);
  if (!ruled_price(b, w, given, &price, e)) return hold_alone(b, &item->held, e);
  if (!piece_at(b, to, item, given, price, date, &piece, e)) return false;
  to->fragments =
      arena_grow(b->arena, to->fragments, to->fragment_count, &to->fragment_capacity, sizeof(plan_fragment));
  to->fragments[to->fragment_count++] =
      (plan_fragment){ given->entry, piece, given->minutes, given->draw, given->part };
  to->pieces[piece].minutes += given->minutes;
  return true;
}

// A ticket at a price of its own.
static bool ticket_piece(const basis *b, item_list *to, plan_item *item, const work_group *g, error *e) {
  day date = item->date;
  plan_piece *piece = piece_add(b, to);
  piece->quantity = DECIMAL_ONE;
  piece->price = g->price;
  piece->unit = "ticket";
  piece->counted = true;
  piece->date = date;
  piece->category = b->contract->category ? b->contract->category : "labor";
  return piece_tax_find(b, piece, NULL, g->closed_on > date ? g->closed_on : date, e) || hold_alone(b, &item->held, e);
}

static bool work_gross(const basis *b, const char *ticket, plan_piece *piece, error *e) {
  const contract *c = b->contract;
  piece->exact = piece->counted ? piece->quantity : piece->minutes * DECIMAL_ONE;
  piece->num = 1;
  piece->den = piece->counted ? 1 : 60;
  if (piece->counted)
    return piece_gross(piece, c->exponent) ||
           error_set(e, ERROR_TOO_BIG, "contract %s: ticket %s is past the largest amount", c->id, ticket);
  if (!piece_gross(piece, c->exponent))
    return error_set(e, ERROR_TOO_BIG, "contract %s: work on ticket %s is past the largest amount", c->id, ticket);
  (void)money_quantity(piece->exact, 60, piece->price, piece->gross, c->exponent, &piece->quantity);
  return true;
}

static day ticket_ready(const basis *b, const work *w, const work_group *g, day ready_on) {
  day ready = b->contract->kind == GRID_ON_DEMAND ? (day)(w->entries[g->last].at / 1440) : ready_on;
  return !b->contract->any_work && g->closed_on > ready ? g->closed_on : ready;
}

static void item_of(const basis *b, const at_hand *now, const work *w, item_list *to, const work_group *g,
                    day ready_on) {
  plan_item *item = item_add(b, now, to, ITEM_TICKET, ticket_ready(b, w, g, ready_on));
  if (b->contract->kind != GRID_ON_DEMAND) {
    item->from = g->from;
    item->until = g->until;
  }
  item->period = g->from;
  item->row = item->ticket = g->ticket;
  item->ticket_id = g->id;
  item->title = g->title;
  item->x = g->x;
  item->shared = g->shared;
  item->minutes = g->minutes;
  item->date = (day)(w->entries[g->first].at / 1440);
  for (uint32_t i = g->first, group = w->entries[i].group; i <= g->last && !item->held; i++)
    if (w->entries[i].group == group) item->held = w->entries[i].held;
}

// `prices`: those of the item's work, in order of its entries.
static bool pieces_of(const basis *b, const work *w, item_list *to, const work_group *g, work_price *const *prices,
                      size_t count, error *e) {
  plan_item *item = &to->items[to->item_count - 1];
  for (size_t i = 0; i < count; i++)
    if (!fragment_add(b, w, to, item, prices[i], e)) return false;
  if (g->priced && !ticket_piece(b, to, item, g, e)) return false;
  for (uint32_t i = 0; i < item->piece_count; i++)
    if (!work_gross(b, g->id, &to->pieces[item->first_piece + i], e) && !hold_alone(b, &item->held, e)) return false;
  return true;
}

static int by_entry(const void *a, const void *b) {
  const work_price *x = *(work_price *const *)a, *y = *(work_price *const *)b;
  return x->entry < y->entry ? -1 : x->entry > y->entry;
}

// Prices by group, by a counting sort; within a group by entry.
static work_price **prices_by_group(arena *a, const work *w, size_t *starts) {
  work_price **sorted = arena_array(a, w->price_count + 1, sizeof *sorted);
  for (size_t i = 0; i < w->price_count; i++) starts[w->entries[w->prices[i].entry].group + 1]++;
  for (size_t i = 0; i < w->group_count; i++) starts[i + 1] += starts[i];
  size_t *next = arena_array(a, w->group_count + 1, sizeof *next);
  memcpy(next, starts, (w->group_count + 1) * sizeof *next);
  bool ordered = true;
  for (size_t i = 0; i < w->price_count; i++) {
    sorted[next[w->entries[w->prices[i].entry].group]++] = &w->prices[i];
    ordered = ordered && (i == 0 || w->prices[i - 1].entry < w->prices[i].entry);
  }
  for (size_t i = 0; !ordered && i < w->group_count; i++)
    qsort(sorted + starts[i], starts[i + 1] - starts[i], sizeof *sorted, by_entry);
  return sorted;
}

// Tells each entry of the period, and of late groups, which item holds it. `items` by group.
static void tell_entries(work *w, const uint32_t *items) {
  for (uint32_t g = 0; g < w->kept_groups; g++)
    for (uint32_t i = w->groups[g].first; i <= w->groups[g].last; i++)
      if (w->entries[i].group == g) w->entries[i].item = items[g];
  for (uint32_t i = w->period_first; i < w->period_end; i++)
    if (w->entries[i].item == UINT32_MAX && w->entries[i].group != UINT32_MAX)
      w->entries[i].item = items[w->entries[i].group];
}

bool work_items(const basis *b, const at_hand *now, work *w, item_list *to, day ready_on, error *e) {
  if (w->group_count == 0) return true;
  size_t *starts = arena_alloc(b->arena, (w->group_count + 1) * sizeof *starts);
  work_price **sorted = prices_by_group(b->arena, w, starts);
  uint32_t *items = arena_array(b->arena, w->group_count, sizeof *items);
  for (size_t i = 0; i < w->group_count; i++) {
    const work_group *g = &w->groups[i];
    items[i] = UINT32_MAX;
    if (g->open || g->late) continue;
    items[i] = (uint32_t)to->item_count;
    item_of(b, now, w, to, g, ready_on);
    if (!pieces_of(b, w, to, g, sorted + starts[i], starts[i + 1] - starts[i], e)) return false;
  }
  tell_entries(w, items);
  return true;
}
