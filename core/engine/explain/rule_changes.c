// Amounts explained on: what price rules on sums and balances of money took off a piece, or added.
#include "core/engine/explain/explain_inside.h"
#include <assert.h>
#include <string.h>

static size_t place_of(const step_change *c, uint32_t piece) {
  for (size_t i = 0; i < c->count; i++)
    if (c->pieces[i] == piece) return i;
  return c->count;
}

// What the rule changes now: of a whole period, less what it changed in what was billed of it before, and never more
// than what is left.
static node *changed(explainer *x, const step_change *c, node *sum) {
  arena *a = x->arena;
  int places = x->exponent;
  const rule_sum *billed = &c->billed;
  if (billed->before) node_add(a, sum, node_leaf(a, EXPLAIN_BILLED, ratio_money(billed->before, places), places));
  node *after = c->by_hand ? explain_by_hand(x, c->by_hand, sum, ratio_money(c->answer, places))
                           : explain_ruled(x, c->rule, "by rule", places, sum, ratio_money(c->answer, places));
  if (c->once) put_bool(a, value_get(after->facts, "rule"), "first", true);
  node *change = node_two(a, "subtract", "what the rule changes", places, after, sum);
  int64_t kept = c->after - c->before - (c->answer - c->before - billed->before - billed->change);
  if (billed->change)
    change = node_two(a, "subtract", "what it changes now", places, change,
                      node_leaf(a, "changed there before", ratio_money(billed->change, places), places));
  if (kept)
    change = node_two(a, "sum", "no more than is left", places, change,
                      node_leaf(a, "billed before and kept", ratio_money(kept, places), places));
  return change;
}

// The rule worked on a sum; what it changed was shared to the pieces by what they cost.
static node *ruled(explainer *x, const step_change *c, size_t at, node *n) {
  arena *a = x->arena;
  node *sum = node_sum(a, c->count > 1 || c->billed.before ? "what the rule works on" : "amount", x->exponent);
  ratio *exact = arena_array(a, c->count + 1, sizeof *exact), whole = ratio_make(0, 1);
  for (size_t i = 0; i < c->count; i++) {
    int64_t gross = c->gross[i];
    node_add(a, sum, i == at ? n : node_leaf(a, "another item", ratio_money(gross, x->exponent), x->exponent));
    whole = ratio_add(whole, ratio_money(rules_weight(c->before, gross), x->exponent));
  }
  node *change = changed(x, c, sum);
  if (c->count > 1) {
    for (size_t i = 0; i < c->count; i++)
      exact[i] =
          ratio_div(ratio_mul(change->value, ratio_money(rules_weight(c->before, c->gross[i]), x->exponent)), whole);
    change = explain_share(x, "its share of what the rule changes", change, exact, c->count, at, c->shares[at]);
  }
  return node_two(a, "sum", "amount after the rule", x->exponent, n, change);
}

// A percentage came off what the amount is exactly, which is rounded once; off the amount where more than percentages
// had changed it.
static node *less_percent(explainer *x, const step_change *c, node *n) {
  arena *a = x->arena;
  char off[DECIMAL_TEXT];
  percent_format(c->rule->off, off);
  node *left =
      node_two(a, "subtract", arena_format(a, "less %s", off), 0, node_leaf(a, "the whole", ratio_make(1, 1), 0),
               node_leaf(a, "discount", ratio_decimal(c->rule->off), 0));
  node *exact = c->exact ? n->inputs[0] : n;
  if (!c->exact) n->shown = node_number(a, n);
  explain_put_rule(x, left, c->rule);  // the next percentage of the exact amount leaves out the rounding of this one
  node *after =
      node_round(a, left->label, x->exponent, node_two(a, "multiply", "amount × what is left", 0, exact, left));
  explain_put_rule(x, after, c->rule);
  return after;
}

// Somebody bills other hours: of what the amount is exactly, where more than percentages had not changed it.
static node *other_hours(explainer *x, const step_change *c, node *n) {
  arena *a = x->arena;
  decimal hours = 0;
  char worked[DECIMAL_TEXT];
  (void)decimal_parse(c->by_hand->hours, strlen(c->by_hand->hours), &hours);
  decimal_format(decimal_ratio(c->answer, 60, 4), 0, worked);
  node *share = node_two(a, "divide", arena_format(a, "%s in place of %s hours", c->by_hand->hours, worked), 0,
                         node_leaf(a, "minutes by hand", ratio_mul(ratio_decimal(hours), ratio_make(60, 1)), 0),
                         node_leaf(a, "minutes to bill that cost something", ratio_make(c->answer, 1), 0));
  node *exact = c->exact ? n->inputs[0] : n;
  if (!c->exact) n->shown = node_number(a, n);
  explain_put_by_hand(x, share, c->by_hand);
  node *after = node_round(a, "other hours", x->exponent, node_two(a, "multiply", "amount × share", 0, exact, share));
  explain_put_by_hand(x, after, c->by_hand);
  return after;
}

static node *drawn(explainer *x, const step_change *c, node *n) {
  arena *a = x->arena;
  assert(c->count == 1);  // a balance pays for one piece at a time
  bool budget = c->mode == MONEY_BUDGET;
  if (c->mode == MONEY_WITH_TAX && c->before != c->gross[0])
    n = node_two(a, "sum", "amount with its tax", x->exponent, n,
                 node_leaf(a, "its tax", ratio_money(c->before - c->gross[0], x->exponent), x->exponent));
  return node_two(a, "subtract", budget ? "within the limit of the project" : "less what the balance pays", x->exponent,
                  n,
                  node_leaf(a, budget ? "past the limit" : "drawn from the balance",
                            ratio_money(c->before - c->after, x->exponent), x->exponent));
}

node *explain_changes(explainer *x, uint32_t piece, node *n) {
  for (size_t i = 0; n && i < x->steps->change_count; i++) {
    const step_change *c = &x->steps->changes[i];
    size_t at = place_of(c, piece);
    if (at < c->count)
      n = !c->rule && !c->by_hand           ? drawn(x, c, n)
          : c->by_hand && c->by_hand->hours ? other_hours(x, c, n)
          : c->rule && c->rule->percent     ? less_percent(x, c, n)
                                            : ruled(x, c, at, n);
  }
  return n;
}
