// Explanations as lines of text.
#include "core/engine/explain/explain_inside.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

enum { TERMS_WRITTEN = 4 };

static bool is(const node *n, const char *op) { return strcmp(n->op, op) == 0; }

static const char *formula_of(arena *a, const node *n);

// What takes steps of its own inside of a product is its number there; so are long sums.
static const char *term(arena *a, const node *n, bool inside) {
  bool sum = is(n, "sum") || is(n, "subtract"), leaf = n->count == 0 || n->count > TERMS_WRITTEN;
  if (n->shown) return n->shown;
  if (leaf || is(n, "rule") || is(n, "share") || is(n, "round") || (sum && inside && n->value.den == 1))
    return node_number(a, n);
  if (n->count == 1) return term(a, n->inputs[0], inside);
  return sum && inside ? arena_format(a, "(%s)", formula_of(a, n)) : formula_of(a, n);
}

// What a node computes, as people write it: 12 × 15.00 × 15 / 30.
static const char *formula_of(arena *a, const node *n) {
  const char *sign = is(n, "sum") ? " + " : is(n, "subtract") ? " − " : is(n, "multiply") ? " × " : " / ";
  bool product = is(n, "multiply") || is(n, "divide");
  if (is(n, "negate")) return arena_format(a, "−(%s)", formula_of(a, n->inputs[0]));
  if (n->count == 1 && !is(n, "share")) return formula_of(a, n->inputs[0]);
  if (!n->count || n->count > TERMS_WRITTEN || is(n, "share")) return node_number(a, n);
  const char *text = term(a, n->inputs[0], product);
  for (size_t i = 1; i < n->count; i++) text = arena_format(a, "%s%s%s", text, sign, term(a, n->inputs[i], product));
  return text;
}

// Fractions without an end are cut for people.
static const char *exact_text(arena *a, const node *n) {
  const char *text = node_number(a, n);
  return strchr(text, '/') ? arena_format(a, "%s…", ratio_text(a, ratio_round(n->value, 6, ROUND_HALF_UP), 0)) : text;
}

// The formula, its exact value where that is another, the value.
static const char *steps(arena *a, const node *n) {
  const node *round = is(n, "round") ? n : NULL;
  const char *formula = formula_of(a, n), *number = node_number(a, n);
  if (round && !ratio_same(round->value, round->inputs[0]->value))
    return arena_format(a, "%s = %s, rounded to %s", formula, exact_text(a, round->inputs[0]), number);
  return strcmp(formula, number) == 0 ? number : arena_format(a, "%s = %s", formula, number);
}

// "less 22.50 by discount 1.0.0": how much a step changed the amount, and what did.
static const char *change_text(arena *a, const node *n) {
  const node *change = n->inputs[1];
  bool rule = strcmp(n->label, "amount after the rule") == 0,
       less = is(n, "subtract") ? change->value.num >= 0 : change->value.num < 0;
  const char *number = node_number(a, change),
             *what = rule ? explain_by_rule(a, change) : arena_format(a, ", %s", change->label);
  return arena_format(a, "%s %s%s: %s", less ? "less" : "plus", *number == '-' ? number + 1 : number, what,
                      node_number(a, n));
}

// ", less 10% by discount 1.0.0" of each percentage that came off before the one rounding, likewise of other hours;
// *from: what they came off.
static const char *percents_text(arena *a, const node *product, const node **from) {
  const node *left = product->count == 2 ? product->inputs[1] : NULL;
  *from = product;
  if (!left || !left->facts || !value_get(left->facts, "rule") || (!is(left, "subtract") && !is(left, "divide")))
    return "";
  const char *before = percents_text(a, product->inputs[0], from);
  return arena_format(a, "%s, %s%s", before, left->label, explain_by_rule(a, left));
}

// ", changed by discount 1.0.0, by cap 1.0.0" of the rules on amounts that worked on what a node sums up.
static const char *rules_within(arena *a, const node *n, const char *so_far) {
  const value *rule = n->facts ? value_get(n->facts, "rule") : NULL;
  const char *by = rule && strcmp(value_get(rule, "stage")->as.text, "amount") == 0 ? explain_by_rule(a, n) : "";
  for (size_t i = 0; i < n->count; i++) so_far = rules_within(a, n->inputs[i], so_far);
  return *by && !strstr(so_far, by) ? arena_format(a, "%s%s%s", so_far, *so_far ? "," : ", changed", by) : so_far;
}

// From the amount down to what was computed first: each step that changed it is a line.
static void tell_amount(explainer *x, const node *n, value *lines) {
  arena *a = x->arena;
  bool share = is(n, "share") || is(n, "negate"), changed = (is(n, "subtract") && n->count == 2) ||
                                                            strcmp(n->label, "amount with its tax") == 0 ||
                                                            strcmp(n->label, "amount after the rule") == 0;
  if (!share && !changed) {
    const node *from = NULL;
    const char *by = is(n, "round") ? percents_text(a, n->inputs[0], &from)
                     : is(n, "sum") ? rules_within(a, n, "")
                                    : "";
    if (*by && from && !is(from, "multiply") && !is(from, "divide")) tell_amount(x, from, lines);  // no exact amount
    value_append(a, lines, value_text(a, arena_format(a, "  %s%s", steps(a, n), by)));
    return;
  }
  tell_amount(x, n->inputs[0], lines);
  if (changed && n->inputs[1]->value.num == 0) return;
  const char *text = changed ? change_text(a, n) : arena_format(a, "%s: %s", n->label, node_number(a, n));
  value_append(a, lines, value_text(a, arena_format(a, "  %s", text)));
}

// " VAT" of the tax in a node; "" where there is no one name.
static const char *tax_name(arena *a, const node *n) {
  const value *tax = n->facts ? value_get(n->facts, "tax") : NULL, *name = tax ? value_get(tax, "name") : NULL;
  return name ? arena_format(a, " %s", value_plain(a, name)) : "";
}

static const char *tax_text(explainer *x, const node *n) {
  arena *a = x->arena;
  if (is(n, "negate")) return arena_format(a, "%s, %s: %s", tax_text(x, n->inputs[0]), n->label, node_number(a, n));
  if (!is(n, "share")) return arena_format(a, "tax%s: %s", tax_name(a, n), steps(a, n));
  const node *whole = n->inputs[0];
  return arena_format(a, "tax%s: %s of %s (%s), %s", tax_name(a, whole), node_number(a, n), node_number(a, whole),
                      formula_of(a, whole), n->label);
}

void explain_line_text(explainer *x, const explained *l, bool full, value *lines) {
  arena *a = x->arena;
  const char *of = l->contract_name ? arena_format(a, ", %s", l->contract_name) : "";
  value_append(a, lines,
               value_text(a, arena_format(a, "Line %lld%s: %s: %s %s", (long long)l->number, of, l->line->description,
                                          node_number(a, l->amount), x->currency)));
  if (!line_rounds_total(l->line)) tell_amount(x, l->amount, lines);
  for (size_t i = 0; l->remarks && i < l->remarks->as.list.count; i++)
    value_append(a, lines, value_text(a, arena_format(a, "  %s", l->remarks->as.list.items[i]->as.text)));
  if (l->line->tax_answer) value_append(a, lines, value_text(a, arena_format(a, "  %s", tax_text(x, l->tax))));
  if (!full) return;
  node_text(a, l->amount, 2, lines);
  if (l->line->tax_answer) node_text(a, l->tax, 2, lines);
}
