// Price rules of the amount stage: discounts, minimum charges, caps.
#include "core/base/fraction.h"
#include "core/engine/rating/note_steps.h"
#include "core/engine/rating/rating_inside.h"
#include <assert.h>
#include <string.h>

// Pieces that a rule works on: of one item, or of all items [first, end) of a period.
typedef struct scoped {
  const basis *basis;
  noted_steps *steps;  // NULL: nobody asks for an explanation
  item_list *list;
  const plugin_rule *rule;  // NULL: somebody set it
  const adjustment *by_hand;
  uint32_t *pieces;
  size_t count, first_item, end_item;
  const rule_sum *billed;  // what bills took of the period; NULL: of a rule that does not count it
  bool of_bills;           // the items are what bills took
  bool once;               // the rule was told that the item bears what it charges once per ticket
} scoped;

// By rule, what bills took of the period at hand.
typedef struct rule_sums {
  rule_sum of[RULES_MAX];
} rule_sums;

// On what is billed at the terms of an earlier bill the rules of those have worked.
static bool concerns(const plugin_rule *rule, const plan_item *item, const plan_piece *piece) {
  if (item->settled) return false;
  if (item->kind != ITEM_TICKET && !rule->all) return false;
  return !rule->category || strcmp(rule->category, piece->category) == 0;
}

static void gather(scoped *s) {
  const item_list *list = s->list;
  s->count = 0;
  for (size_t i = s->first_item; i < s->end_item; i++) {
    const plan_item *item = &list->items[i];
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++)
      if (list->pieces[k].gross != 0 && concerns(s->rule, item, &list->pieces[k])) s->pieces[s->count++] = k;
  }
}

// A charge's own discount becomes an amount like what rules take off.
static bool own_discount(const basis *b, plan_piece *piece) {
  int64_t base;
  if (!piece->discount || piece->off_own) return true;
  if (!money_amount(piece->quantity, piece->price, b->contract->exponent, ROUND_HALF_UP, &base)) return false;
  piece->off += base - piece->gross;
  piece->off_own = true;
  return true;
}

int64_t rules_weight(int64_t sum, int64_t gross) {
  if (sum > 0 && gross < 0) return 0;
  if (sum < 0) return gross < 0 ? -gross : 0;
  return gross < 0 ? -gross : gross;
}

// Gives each piece its share of the change, by its weight in the sum.
static bool share(scoped *s, int64_t sum, int64_t answer, int64_t change) {
  int64_t *weights = arena_array(s->basis->arena, s->count * 3, sizeof *weights), *shares = weights + s->count,
          *before = shares + s->count;
  for (size_t i = 0; i < s->count; i++) {
    before[i] = s->list->pieces[s->pieces[i]].gross;
    weights[i] = rules_weight(sum, before[i]);
  }
  if (!money_split(change, weights, s->count, shares)) return false;
  steps_change(s->steps, (step_change){ .rule = s->rule,
                                        .by_hand = s->by_hand,
                                        .before = sum,
                                        .after = sum + change,
                                        .answer = answer,
                                        .billed = s->billed ? *s->billed : (rule_sum){ 0 },
                                        .once = s->once,
                                        .pieces = s->pieces,
                                        .gross = before,
                                        .shares = shares,
                                        .count = s->count });
  for (size_t i = 0; i < s->count; i++) {
    plan_piece *piece = &s->list->pieces[s->pieces[i]];
    piece->den = 0;
    if (shares[i] == 0) continue;
    if (!own_discount(s->basis, piece)) return false;
    piece->gross += shares[i];
    piece->off -= shares[i];
  }
  return true;
}

// What a piece costs with a percentage less: of the exact amount, where it is known, so that it is rounded once.
static bool cost_less(const scoped *s, plan_piece *piece, bool *exact) {
  plan_piece less = *piece;
  int exponent = s->basis->contract->exponent;
  *exact = piece->den != 0 && piece_less(&less, s->rule->off);
  if (*exact && piece_gross(&less, exponent)) {
    *piece = less;
    return true;
  }
  *exact = false;
  piece->den = 0;
  return money_muldiv(piece->gross, (int64_t)(DECIMAL_ONE - s->rule->off), (int64_t)DECIMAL_ONE, ROUND_HALF_UP,
                      &piece->gross);
}

// A percentage comes off each piece by itself.
static bool apply_percent(scoped *s, error *e) {
  gather(s);
  for (size_t i = 0; i < s->count; i++) {
    plan_piece *piece = &s->list->pieces[s->pieces[i]];
    int64_t before = piece->gross, change;
    bool exact;
    if (!own_discount(s->basis, piece) || !cost_less(s, piece, &exact))
      return error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", s->basis->contract->id);
    change = piece->gross - before;
    piece->off -= change;
    steps_change(s->steps, (step_change){ .rule = s->rule,
                                          .before = before,
                                          .after = piece->gross,
                                          .answer = piece->gross,
                                          .exact = exact,
                                          .pieces = &s->pieces[i],
                                          .gross = &before,
                                          .shares = &change,
                                          .count = 1 });
  }
  return true;
}

// What is past the rule's answer comes off the rest, never more than all of it: what bills took stays as it is.
static int64_t change_of(const scoped *s, int64_t sum, int64_t answer) {
  if (!s->billed) return answer - sum;
  int64_t change = answer - sum - s->billed->before - s->billed->change;
  return sum > 0 && change < -sum ? -sum : change;
}

static bool is_first(void *item, bool *out, error *e) {
  scoped *s = item;
  if (!once_first(s->basis, s->list, (uint32_t)s->first_item, s->rule, s->of_bills, out, e)) return false;
  s->once = *out;
  return true;
}

static rule_facts facts_of(scoped *s, int64_t minutes) {
  const contract *c = s->basis->contract;
  const plan_item *item = &s->list->items[s->first_item];
  rule_facts facts = { .at = (int64_t)item->date * 1440,
                       .minutes = minutes,
                       .category = s->list->pieces[s->pieces[0]].category,
                       .exponent = c->exponent,
                       .contract_x = c->x,
                       .customer_x = c->customer_x };
  if (s->rule->scope == SCOPE_PERIOD) return facts;
  facts.ticket_x = item->x;
  facts.ticket = item->ticket_id;
  facts.title = item->kind == ITEM_TICKET ? item->title : NULL;
  facts.first = is_first;
  facts.item = s;
  return facts;
}

// Runs the rule on the sum of its pieces. `out`, where not NULL: what it found and changed.
static bool apply(scoped *s, rule_sum *out, error *e) {
  int64_t sum = 0, whole = s->billed ? s->billed->before : 0, minutes = s->billed ? s->billed->minutes : 0, answer;
  gather(s);
  if (!s->count) return true;
  for (size_t i = 0; i < s->count; i++) {
    const plan_piece *piece = &s->list->pieces[s->pieces[i]];
    if (__builtin_add_overflow(sum, piece->gross, &sum))
      return error_set(e, ERROR_TOO_BIG, "a sum is past the largest amount");
    minutes += piece->minutes;
  }
  if (__builtin_add_overflow(whole, sum, &whole))
    return error_set(e, ERROR_TOO_BIG, "a sum is past the largest amount");
  rule_facts facts = facts_of(s, minutes);
  if (!rules_run(s->basis, s->rule, UINT32_MAX, whole, &facts, &answer, e)) return false;
  int64_t change = change_of(s, sum, answer);
  if (out) *out = (rule_sum){ sum, change, minutes };
  return change == 0 || share(s, sum, answer, change) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", s->basis->contract->id);
}

// Of what was billed, a line of several tickets stays out: to each of them the rule came alone.
static bool apply_items(const scoped *all, error *e) {
  for (size_t i = all->first_item; i < all->end_item; i++) {
    const plan_item *item = &all->list->items[i];
    if (all->of_bills && item->kind == ITEM_TICKET && !item->ticket) continue;
    scoped one = *all;
    one.first_item = i;
    one.end_item = i + 1;
    bool ok = all->rule->percent ? apply_percent(&one, e) : apply(&one, NULL, e);
    if (!ok && (all->of_bills || !hold_alone(all->basis, &all->list->items[i].held, e))) return false;
  }
  return true;
}

// Runs every rule of the stage on the items from `first` on, which are all of the period. Of items that bills took,
// `learned` takes what rules of whole periods found; of others `billed` is what they count.
static bool run(const basis *b, item_list *list, size_t first, const rule_sums *billed, rule_sums *learned, error *e) {
  uint32_t *pieces = NULL;
  for (size_t i = 0; i < b->rules->count && first < list->item_count; i++) {
    const plugin_rule *rule = &b->rules->rules[i];
    if (rule->stage != STAGE_AMOUNT) continue;
    if (!pieces) pieces = arena_array(b->arena, list->piece_count + 1, sizeof *pieces);
    scoped s = { .basis = b, .list = list, .rule = rule, .pieces = pieces, .first_item = first };
    s.end_item = list->item_count;
    s.of_bills = learned != NULL;
    s.steps = learned ? NULL : b->steps;
    if (rule->scope == SCOPE_PERIOD && billed) s.billed = &billed->of[i];
    if (rule->scope != SCOPE_PERIOD ? !apply_items(&s, e) : !apply(&s, learned ? &learned->of[i] : NULL, e))
      return false;
  }
  return true;
}

static bool is_of_periods(const plugin_rule *rule) {
  return rule->stage == STAGE_AMOUNT && rule->scope == SCOPE_PERIOD;
}

// The last rule of whole periods; -1: there is none.
static int last_of_periods(const plugin_rules *rules) {
  int last = (int)rules->count - 1;
  while (last >= 0 && !is_of_periods(&rules->rules[last])) last--;
  return last;
}

static bool any_percent(const plugin_rules *rules) {
  for (size_t i = 0; i < rules->count; i++)
    if (rules->rules[i].percent) return true;
  return false;
}

// What was billed otherwise than it would be alone was rated beside what is left now: the last rule of whole periods
// did that. But for the cents of percentages, which were rounded with their lines: those it found.
static bool learn_rest(const plugin_rules *rules, const item_list *list, const plugin_rule *rule, rule_sum *sum) {
  int64_t alone = 0, billed = 0, rest, pieces = 0;
  for (size_t i = 0; i < list->item_count; i++) {
    const plan_item *item = &list->items[i];
    for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++) {
      const plan_piece *piece = &list->pieces[k];
      if (!concerns(rule, item, piece)) continue;
      pieces++;
      if (__builtin_add_overflow(alone, piece->gross, &alone) || __builtin_add_overflow(billed, piece->amount, &billed))
        return false;
    }
  }
  rest = billed - alone;
  if (any_percent(rules) && rest <= pieces && -rest <= pieces) {
    sum->before += rest;
    return true;
  }
  if (alone && !money_muldiv(rest, sum->before + sum->change, alone, ROUND_HALF_UP, &rest)) return false;
  sum->change += rest;
  return true;
}

// Runs the rules once more on what bills took of the period, to learn what they found then. Without a grid, and on
// periods of a schedule, a rule sees what is left alone.
static bool learn(const basis *b, const at_hand *now, bool paid, rule_sums *sums, error *e) {
  int last = last_of_periods(b->rules);
  item_list billed = { 0 };
  if (last < 0 || b->contract->kind == GRID_ON_DEMAND || now->stretch.key) return true;
  if (!billed_items(b, now, &billed, paid, e) || !run(b, &billed, 0, NULL, sums, e)) return false;
  return learn_rest(b->rules, &billed, &b->rules->rules[last], &sums->of[last]) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", b->contract->id);
}

bool rules_amounts(const basis *b, const at_hand *now, item_list *items, size_t first, bool paid, error *e) {
  assert(first <= items->item_count);
  rule_sums billed = { 0 };
  return learn(b, now, paid, &billed, e) && run(b, items, first, &billed, NULL, e);
}

static bool adjusted(const basis *b, int64_t sum, const adjustment *by, int64_t *out) {
  decimal percent;
  if (by->amount) return money_parse(by->amount, strlen(by->amount), b->contract->exponent, out);
  return decimal_parse(by->percent, strlen(by->percent), &percent) &&
         money_muldiv(sum, (int64_t)(100 * DECIMAL_ONE + percent), (int64_t)(100 * DECIMAL_ONE), ROUND_HALF_UP, out);
}

// The minutes of the item that cost something by the hour.
static int64_t costly_minutes(const item_list *list, const plan_item *item) {
  int64_t sum = 0;
  for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++)
    if (list->pieces[k].gross != 0 && !list->pieces[k].counted) sum += list->pieces[k].minutes;
  return sum;
}

// A piece costs its share of the hours, of `all` minutes, as it would have from the first: rounded once where only
// percentages came off.
static bool bill_hours(const basis *b, plan_piece *piece, decimal minutes, int64_t all) {
  const int exponent = b->contract->exponent;
  int128 num = (int128)piece->num * piece->minutes, den = (int128)piece->den * all;
  int64_t before = piece->gross, full;
  fraction_reduce(&num, &den);
  if (num > INT64_MAX || den > INT64_MAX) return false;
  piece->instead = minutes * piece->minutes / all - piece->minutes * DECIMAL_ONE;
  piece->exact = minutes;
  piece->num = (int64_t)num;
  piece->den = (int64_t)den;
  if (den ? !piece_gross(piece, exponent)
          : !money_prorated(minutes, (decimal)before * DECIMAL_ONE, 1, all, 0, ROUND_HALF_UP, &piece->gross))
    return false;
  if (!money_prorated(minutes, piece->price, piece->minutes, all * 60, exponent, ROUND_HALF_UP, &full)) return false;
  if (piece->off) piece->off = full - piece->gross;
  return true;
}

static bool hours_adjust(const basis *b, item_list *list, size_t at, const adjustment *by, error *e) {
  const plan_item *item = &list->items[at];
  const int64_t all = costly_minutes(list, item);
  decimal hours;
  if (!all) return error_set(e, ERROR_INVALID, "it has no hours that cost something");
  bool ok = decimal_parse(by->hours, strlen(by->hours), &hours);
  for (uint32_t k = item->first_piece; ok && k < item->first_piece + item->piece_count; k++) {
    plan_piece *piece = &list->pieces[k];
    int64_t before = piece->gross, change;
    const bool exact = piece->den != 0;
    if (!before || piece->counted) continue;
    ok = bill_hours(b, piece, hours * 60, all);
    change = piece->gross - before;
    steps_change(b->steps, (step_change){ .by_hand = by,
                                          .before = before,
                                          .after = piece->gross,
                                          .answer = all,
                                          .exact = exact,
                                          .pieces = &k,
                                          .gross = &before,
                                          .shares = &change,
                                          .count = 1 });
  }
  return ok || error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", b->contract->id);
}

bool amount_adjust(const basis *b, item_list *list, size_t at, const adjustment *by, error *e) {
  if (by->hours) return hours_adjust(b, list, at, by, e);
  const plan_item *item = &list->items[at];
  scoped s = { .basis = b, .steps = b->steps, .list = list, .by_hand = by };
  int64_t sum = 0, answer = 0;
  s.pieces = arena_array(b->arena, item->piece_count + 1, sizeof *s.pieces);
  for (uint32_t k = item->first_piece; k < item->first_piece + item->piece_count; k++) {
    if (list->pieces[k].gross == 0) continue;
    s.pieces[s.count++] = k;
    if (__builtin_add_overflow(sum, list->pieces[k].gross, &sum)) s.count = 0;
  }
  if (!s.count || !sum)
    return error_set(e, ERROR_INVALID, "contract %s: what costs nothing cannot be adjusted", b->contract->id);
  return (adjusted(b, sum, by, &answer) && (answer == sum || share(&s, sum, answer, answer - sum))) ||
         error_set(e, ERROR_TOO_BIG, "contract %s: an amount is past the largest", b->contract->id);
}
