// Items of work: one per ticket and period, with a piece per price.
#include "core/engine/rating/item.h"
#include "core/engine/rating/price_rules.h"
#include "core/engine/rating/steps.h"
#include <stdlib.h>
#include <string.h>

static const char *work_category(const rating *r, const work_price *price) {
  if (price->rate && price->rate->category) return price->rate->category;
  return r->contract->category ? r->contract->category : "labor";
}

// Rules of the price stage work on each entry, in billionths.
static bool apply_price_rules(rating *r, work_price *price, error *e) {
  rule_facts facts = rules_facts(r, price->entry, price->minutes, work_category(r, price));
  for (size_t i = 0; i < r->rules->count; i++) {
    const plugin_rule *rule = &r->rules->rules[i];
    int64_t answer;
    if (rule->stage != STAGE_PRICE || price->price == 0) continue;
    if (price->price > INT64_MAX)
      return error_set(e, ERROR_TOO_BIG, "contract %s: a price is too large for price rules", r->contract->id);
    if (!rules_run(r, rule, price->entry, (int64_t)price->price, &facts, &answer, e)) return false;
    price->price = answer;
  }
  return true;
}

static bool same_piece(const plan_piece *a, const plan_piece *b) {
  return a->price == b->price && a->tax_row == b->tax_row && a->sku == b->sku && strcmp(a->category, b->category) == 0;
}

static bool piece_of(rating *r, const plan_item *item, const work_price *price, uint32_t *out, error *e) {
  day date = (day)(r->plan.entries[price->entry].at / 1440);
  plan_piece wanted = { .category = work_category(r, price), .price = price->price, .unit = "hour", .date = date };
  wanted.sku = price->rate && price->rate->sku ? price->rate->sku : r->contract->sku;
  wanted.description = price->rate ? price->rate->description : NULL;
  if (price->price != 0 && !piece_tax_find(r, &wanted, NULL, date, e)) return false;
  uint32_t first = item->first_piece, count = item->piece_count;
  for (*out = first; *out < first + count; (*out)++)
    if (same_piece(&r->plan.pieces[*out], &wanted)) return true;
  *piece_add(r) = wanted;
  return true;
}

static bool fragment_add(rating *r, plan_item *item, work_price *price, error *e) {
  plan *p = &r->plan;
  uint32_t index;
  trace_fragment(r, price);
  if (!apply_price_rules(r, price, e) || !piece_of(r, item, price, &index, e)) return false;
  p->fragments = arena_grow(r->arena, p->fragments, p->fragment_count, &r->fragment_capacity, sizeof(plan_fragment));
  p->fragments[p->fragment_count++] = (plan_fragment){ price->entry, index, price->minutes, price->draw, price->part };
  p->pieces[index].minutes += price->minutes;
  return true;
}

bool work_weight(rating *r, uint32_t entry, int64_t minutes, decimal *weight, error *e) {
  work_price nominal = { .entry = entry, .minutes = minutes, .price = DECIMAL_ONE };
  if (!apply_price_rules(r, &nominal, e)) return false;
  *weight = nominal.price;
  return true;
}

// A ticket at a price of its own.
static bool ticket_piece(rating *r, const plan_item *item, const work_group *g, error *e) {
  plan_piece *piece = piece_add(r);
  piece->quantity = DECIMAL_ONE;
  piece->price = g->price;
  piece->unit = "ticket";
  piece->counted = true;
  piece->date = item->date;
  piece->category = r->contract->category ? r->contract->category : "labor";
  return piece_tax_find(r, piece, NULL, g->closed_on > item->date ? g->closed_on : item->date, e);
}

static bool work_amounts(rating *r, const plan_item *item, error *e) {
  for (uint32_t i = 0; i < item->piece_count; i++) {
    plan_piece *piece = &r->plan.pieces[item->first_piece + i];
    if (piece->counted) {
      if (!money_amount(piece->quantity, piece->price, r->contract->exponent, ROUND_HALF_UP, &piece->gross))
        return error_set(e, ERROR_TOO_BIG, "contract %s: ticket %s is past the largest amount", r->contract->id,
                         item->ticket_id);
      continue;
    }
    piece->quantity = decimal_ratio(piece->minutes, 60, 4);
    if (!money_prorated(piece->minutes * DECIMAL_ONE, piece->price, 1, 60, r->contract->exponent, ROUND_HALF_UP,
                        &piece->gross))
      return error_set(e, ERROR_TOO_BIG, "contract %s: work on ticket %s is past the largest amount", r->contract->id,
                       item->ticket_id);
  }
  return true;
}

static day ticket_ready(const rating *r, const work_group *g, day ready_on) {
  day ready = r->contract->kind == GRID_ON_DEMAND ? (day)(r->plan.entries[g->last].at / 1440) : ready_on;
  return !r->contract->any_work && g->closed_on > ready ? g->closed_on : ready;
}

static bool item_of_group(rating *r, const work_group *g, work_price *const *prices, size_t count, day ready_on,
                          error *e) {
  plan_item *item = item_add(r, ITEM_TICKET, ticket_ready(r, g, ready_on));
  if (r->contract->kind != GRID_ON_DEMAND) {
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
  item->date = (day)(r->plan.entries[g->first].at / 1440);
  for (size_t i = 0; i < count; i++)
    if (!fragment_add(r, item, prices[i], e)) return false;
  if (g->priced && !ticket_piece(r, item, g, e)) return false;
  return work_amounts(r, item, e);
}

static int by_entry(const void *a, const void *b) {
  const work_price *x = *(work_price *const *)a, *y = *(work_price *const *)b;
  return x->entry < y->entry ? -1 : x->entry > y->entry;
}

// Prices by group, by a counting sort; within a group by entry.
static work_price **prices_by_group(rating *r, size_t *starts) {
  work_price **sorted = arena_array(r->arena, r->price_count + 1, sizeof *sorted);
  for (size_t i = 0; i < r->price_count; i++) starts[r->plan.entries[r->prices[i].entry].group + 1]++;
  for (size_t i = 0; i < r->group_count; i++) starts[i + 1] += starts[i];
  size_t *next = arena_array(r->arena, r->group_count + 1, sizeof *next);
  memcpy(next, starts, (r->group_count + 1) * sizeof *next);
  bool ordered = true;
  for (size_t i = 0; i < r->price_count; i++) {
    sorted[next[r->plan.entries[r->prices[i].entry].group]++] = &r->prices[i];
    ordered = ordered && (i == 0 || r->prices[i - 1].entry < r->prices[i].entry);
  }
  for (size_t i = 0; !ordered && i < r->group_count; i++)
    qsort(sorted + starts[i], starts[i + 1] - starts[i], sizeof *sorted, by_entry);
  return sorted;
}

bool items_of_work(rating *r, day ready_on, error *e) {
  if (r->group_count == 0) return true;
  size_t *starts = arena_alloc(r->arena, (r->group_count + 1) * sizeof *starts);
  work_price **sorted = prices_by_group(r, starts);
  uint32_t *items = arena_array(r->arena, r->group_count, sizeof *items);
  for (size_t i = 0; i < r->group_count; i++) {
    const work_group *g = &r->groups[i];
    items[i] = UINT32_MAX;
    if (g->open || g->late) continue;
    items[i] = (uint32_t)r->plan.item_count;
    if (!item_of_group(r, g, sorted + starts[i], starts[i + 1] - starts[i], ready_on, e)) return false;
  }
  for (uint32_t g = 0; g < r->kept_groups; g++)
    for (uint32_t i = r->groups[g].first; i <= r->groups[g].last; i++)
      if (r->plan.entries[i].group == g) r->plan.entries[i].item = items[g];
  for (uint32_t i = r->period_first; i < r->period_end; i++)
    if (r->plan.entries[i].item == UINT32_MAX && r->plan.entries[i].group != UINT32_MAX)
      r->plan.entries[i].item = items[r->plan.entries[i].group];
  return true;
}
