// Price rules of the amount stage: discounts, minimum charges, caps.
#include "core/engine/rating/price_rules.h"
#include "core/engine/rating/steps.h"
#include <string.h>

// Pieces that a rule works on: of one item, or of all items of a period. `taken`: what bills took of that, NULL: of one
// item.
typedef struct scoped {
  rating *r;
  const plugin_rule *rule;
  uint32_t *pieces;
  size_t count, first_item, end_item;
  const rule_sum *taken;
} scoped;

// A rule on what a period costs has worked when its fee was billed, and does not a second time on a catch-up.
static bool concerns(const plugin_rule *rule, const plan_item *item, const plan_piece *piece) {
  if (item->catch_up && rule->scope == SCOPE_PERIOD) return false;
  if (item->kind != ITEM_TICKET && !rule->all) return false;
  return !rule->category || strcmp(rule->category, piece->category) == 0;
}

static void gather(scoped *s) {
  s->count = 0;
  for (size_t i = s->first_item; i < s->end_item; i++) {
    const plan_item *item = &s->r->plan.items[i];
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++)
      if (s->r->plan.pieces[k].gross != 0 && concerns(s->rule, item, &s->r->plan.pieces[k])) s->pieces[s->count++] = k;
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

int64_t rules_weight(int64_t sum, int64_t gross) {
  if (sum > 0 && gross < 0) return 0;
  if (sum < 0) return gross < 0 ? -gross : 0;
  return gross < 0 ? -gross : gross;
}

static bool share(scoped *s, int64_t sum, int64_t answer, int64_t change) {
  int64_t *weights = arena_array(s->r->arena, s->count * 3, sizeof *weights), *shares = weights + s->count,
          *before = shares + s->count;
  for (size_t i = 0; i < s->count; i++) {
    int64_t gross = s->r->plan.pieces[s->pieces[i]].gross;
    before[i] = gross;
    weights[i] = rules_weight(sum, gross);
  }
  if (!money_split(change, weights, s->count, shares)) return false;
  if (s->r->trace)
    trace_note_change(s->r, (trace_change){ .rule = s->rule,
                                            .before = sum,
                                            .after = sum + change,
                                            .answer = answer,
                                            .taken = s->taken ? *s->taken : (rule_sum){ 0 },
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

// What is past the rule's answer comes off the rest, never more than all of it: what bills took stays as it is.
static int64_t change_of(const scoped *s, int64_t sum, int64_t answer) {
  if (!s->taken) return answer - sum;
  int64_t change = answer - sum - s->taken->before - s->taken->change;
  return sum > 0 && change < -sum ? -sum : change;
}

static bool apply(scoped *s, rule_sum *out, error *e) {
  rating *r = s->r;
  int64_t sum = 0, whole = s->taken ? s->taken->before : 0, minutes = s->taken ? s->taken->minutes : 0, answer;
  gather(s);
  if (!s->count) return true;
  for (size_t i = 0; i < s->count; i++) {
    const plan_piece *piece = &r->plan.pieces[s->pieces[i]];
    if (__builtin_add_overflow(sum, piece->gross, &sum))
      return error_set(e, ERROR_TOO_BIG, "a sum is past the largest amount");
    minutes += piece->minutes;
  }
  if (__builtin_add_overflow(whole, sum, &whole))
    return error_set(e, ERROR_TOO_BIG, "a sum is past the largest amount");
  const plan_item *item = &r->plan.items[s->first_item];
  rule_facts facts = { .at = (int64_t)item->date * 1440,
                       .minutes = minutes,
                       .category = r->plan.pieces[s->pieces[0]].category,
                       .exponent = r->contract->exponent,
                       .contract_x = r->contract->x,
                       .customer_x = r->contract->customer_x };
  if (s->rule->scope != SCOPE_PERIOD) facts.ticket_x = item->x;
  if (!rules_run(r, s->rule, UINT32_MAX, whole, &facts, &answer, e)) return false;
  int64_t change = change_of(s, sum, answer);
  if (out) *out = (rule_sum){ sum, change, minutes };
  if (change == 0) return true;
  return share(s, sum, answer, change) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", r->contract->id);
}

static bool apply_items(scoped *s, bool learning, error *e) {
  size_t first = s->first_item, end = s->end_item;
  for (size_t i = first; i < end; i++) {
    const plan_item *item = &s->r->plan.items[i];
    if (learning && item->kind == ITEM_TICKET && !item->ticket) continue;  // a line of several tickets
    s->first_item = i;
    s->end_item = i + 1;
    if (!apply(s, NULL, e)) return false;
  }
  return true;
}

static bool run(rating *r, size_t first, rule_sums *sums, bool learning, error *e) {
  uint32_t *pieces = NULL;
  for (size_t i = 0; i < r->rules->count && first < r->plan.item_count; i++) {
    const plugin_rule *rule = &r->rules->rules[i];
    scoped s = { .r = r, .rule = rule, .first_item = first, .end_item = r->plan.item_count };
    if (rule->stage != STAGE_AMOUNT) continue;
    if (!pieces) pieces = arena_array(r->arena, r->plan.piece_count + 1, sizeof *pieces);
    s.pieces = pieces;
    if (rule->scope == SCOPE_PERIOD && !learning) s.taken = &sums->of[i];
    if (rule->scope != SCOPE_PERIOD ? !apply_items(&s, learning, e) : !apply(&s, learning ? &sums->of[i] : NULL, e))
      return false;
  }
  return true;
}

// What was billed otherwise than it would be alone was rated beside what is left now: the last rule of whole periods
// did that.
static bool learn_rest(const rating *r, size_t first, rule_sums *sums) {
  size_t last = r->rules->count;
  int64_t alone = 0, billed = 0, rest;
  while (last-- > 0 && (r->rules->rules[last].stage != STAGE_AMOUNT || r->rules->rules[last].scope != SCOPE_PERIOD))
    continue;
  for (size_t i = first; i < r->plan.item_count; i++) {
    const plan_item *item = &r->plan.items[i];
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++) {
      const plan_piece *piece = &r->plan.pieces[k];
      if (!concerns(&r->rules->rules[last], item, piece)) continue;
      if (__builtin_add_overflow(alone, piece->gross, &alone) || __builtin_add_overflow(billed, piece->amount, &billed))
        return false;
    }
  }
  rest = billed - alone;
  if (alone && !money_muldiv(rest, sums->of[last].before + sums->of[last].change, alone, ROUND_HALF_UP, &rest))
    return false;
  sums->of[last].change += rest;
  return true;
}

bool rules_learn(rating *r, size_t first, rule_sums *sums, error *e) {
  if (!run(r, first, sums, true, e)) return false;
  return learn_rest(r, first, sums) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", r->contract->id);
}

bool rules_amounts(rating *r, size_t first, error *e) {
  rule_sums sums;
  return rules_taken(r, &sums, e) && run(r, first, &sums, false, e);
}
