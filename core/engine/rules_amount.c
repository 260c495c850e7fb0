// Price rules of the amount stage: discounts, minimum charges, caps.
#include "core/engine/rules.h"
#include "core/engine/trace.h"
#include <string.h>

// Pieces that a rule works on: of one item, or of all items of a period.
typedef struct scoped {
  rating *r;
  const plugin_rule *rule;
  uint32_t *pieces;
  size_t count, first_item, end_item;
} scoped;

// A rule on what a period costs has worked when its fee was billed, and does not a second time on a catch-up.
static bool bears(const plugin_rule *rule, const plan_item *item, const plan_piece *piece) {
  if (item->catch_up && rule->scope == SCOPE_PERIOD) return false;
  if (item->kind != ITEM_TICKET && !rule->all) return false;
  if (rule->category && strcmp(rule->category, piece->category) != 0) return false;
  return piece->gross != 0;
}

static void gather(scoped *s) {
  s->count = 0;
  for (size_t i = s->first_item; i < s->end_item; i++) {
    const plan_item *item = &s->r->plan.items[i];
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++)
      if (bears(s->rule, item, &s->r->plan.pieces[k])) s->pieces[s->count++] = k;
  }
}

// A charge's own discount becomes an amount like what rules take off.
static bool own_discount(rating *r, plan_piece *piece) {
  int64_t base;
  if (!piece->discount || piece->off_own) return true;
  if (!money_amount(piece->quantity, piece->price, r->contract->exponent, ROUND_HALF_UP, &base)) return false;
  piece->off += base - piece->gross;
  piece->off_own = true;
  return true;
}

static bool share(scoped *s, int64_t sum, int64_t change) {
  int64_t *weights = arena_array(s->r->arena, s->count * 3, sizeof *weights), *shares = weights + s->count, *before = shares + s->count;
  for (size_t i = 0; i < s->count; i++) {
    int64_t gross = s->r->plan.pieces[s->pieces[i]].gross;
    before[i] = gross;
    weights[i] = gross < 0 ? -gross : gross;
  }
  if (!money_split(change, weights, s->count, shares)) return false;
  if (s->r->trace)
    trace_note_change(s->r, (trace_change){ .rule = s->rule,
                                            .before = sum,
                                            .after = sum + change,
                                            .pieces = s->pieces,
                                            .gross = before,
                                            .shares = shares,
                                            .count = s->count });
  for (size_t i = 0; i < s->count; i++) {
    plan_piece *piece = &s->r->plan.pieces[s->pieces[i]];
    if (shares[i] == 0) continue;
    if (!own_discount(s->r, piece)) return false;
    piece->gross += shares[i];
    piece->off -= shares[i];
  }
  return true;
}

static bool apply(scoped *s, error *e) {
  rating *r = s->r;
  int64_t sum = 0, answer, minutes = 0;
  gather(s);
  if (!s->count) return true;
  for (size_t i = 0; i < s->count; i++) {
    const plan_piece *piece = &r->plan.pieces[s->pieces[i]];
    if (__builtin_add_overflow(sum, piece->gross, &sum)) return error_set(e, ERROR_TOO_BIG, "a sum is past the largest amount");
    minutes += piece->minutes;
  }
  const plan_item *item = &r->plan.items[s->first_item];
  rule_facts facts = { .at = (int64_t)item->date * 1440,
                       .minutes = minutes,
                       .category = r->plan.pieces[s->pieces[0]].category,
                       .exponent = r->contract->exponent,
                       .contract_x = r->contract->x,
                       .customer_x = r->contract->customer_x };
  if (s->end_item == s->first_item + 1) facts.ticket_x = item->x;
  if (!rules_run(r, s->rule, UINT32_MAX, sum, &facts, &answer, e)) return false;
  if (answer == sum) return true;
  return share(s, sum, answer - sum) || error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", r->contract->id);
}

static bool apply_rule(rating *r, const plugin_rule *rule, size_t first, uint32_t *pieces, error *e) {
  scoped s = { .r = r, .rule = rule, .pieces = pieces, .first_item = first, .end_item = r->plan.item_count };
  if (rule->scope == SCOPE_PERIOD) return apply(&s, e);
  for (size_t i = first; i < r->plan.item_count; i++) {
    s.first_item = i;
    s.end_item = i + 1;
    if (!apply(&s, e)) return false;
  }
  return true;
}

bool rules_amounts(rating *r, size_t first, error *e) {
  uint32_t *pieces = NULL;
  for (size_t i = 0; i < r->rules->count && first < r->plan.item_count; i++) {
    if (r->rules->rules[i].stage != STAGE_AMOUNT) continue;
    if (!pieces) pieces = arena_array(r->arena, r->plan.piece_count + 1, sizeof *pieces);
    if (!apply_rule(r, &r->rules->rules[i], first, pieces, e)) return false;
  }
  return true;
}
