// Taxes explained: a rounding for each component of a line's, one for the whole document's and its shares.
#include "core/engine/explain/parts.h"
#include "core/base/text.h"
#include "core/engine/bill/bill.h"
#include <string.h>

static const char *rate_text(arena *a, decimal rate) {
  char out[DECIMAL_TEXT];
  percent_format(rate, out);
  return arena_text(a, out);
}

static node *rate_leaf(explainer *x, const tax_component *component) {
  arena *a = x->arena;
  const char *rate = rate_text(a, component->rate), *more = component->compound ? ", on top of those before" : "";
  node *n = node_leaf(a, arena_format(a, "%s %s%s", component->name, rate, more), ratio_decimal(component->rate), 0);
  n->shown = rate;
  return n;
}

// All rates as one, compound ones on top of those before them.
static node *rate_whole(explainer *x, const tax_answer *answer) {
  arena *a = x->arena;
  node *sum = node_sum(a, "all rates", 0);
  for (size_t i = 0; i < answer->count; i++) {
    node *rate = rate_leaf(x, &answer->components[i]);
    if (answer->components[i].compound && sum->count) {
      node *whole = node_two(a, "sum", "one and the rates before", 0, node_leaf(a, "one", ratio_make(1, 1), 0),
                             node_leaf(a, "the rates before", sum->value, 0));
      rate =
          node_round(a, "compound rate", 9, node_two(a, "multiply", "rate × one and the rates before", 0, rate, whole));
      rate->places = 0;
    }
    node_add(a, sum, rate);
  }
  return sum;
}

static node *inclusive(explainer *x, const tax_answer *answer, node *gross) {
  arena *a = x->arena;
  node *rate = rate_whole(x, answer);
  node *whole = node_two(a, "sum", "one and all rates", 0, node_leaf(a, "one", ratio_make(1, 1), 0), rate);
  node *exact =
      node_two(a, "divide", "the tax in it", 0, node_two(a, "multiply", "amount × rates", 0, gross, rate), whole);
  return node_round(a, "tax", x->exponent, exact);
}

static node *exclusive(explainer *x, const tax_answer *answer, node *gross) {
  arena *a = x->arena;
  node *sum = node_sum(a, "tax", x->exponent);
  for (size_t i = 0; i < answer->count; i++) {
    node *rate = rate_leaf(x, &answer->components[i]), *base = gross;
    if (answer->components[i].compound && sum->count) {
      base = node_sum(a, "amount and the taxes before", x->exponent);
      node_add(a, base, gross);
      for (size_t k = 0; k < sum->count; k++) node_add(a, base, sum->inputs[k]);
    }
    node_add(a, sum,
             node_round(a, arena_text(a, answer->components[i].name), x->exponent,
                        node_two(a, "multiply", "base × rate", 0, base, rate)));
  }
  return sum->count == 1 ? sum->inputs[0] : sum;
}

node *explain_tax_of(explainer *x, const tax_answer *answer, const char *name, node *gross) {
  arena *a = x->arena;
  node *base = node_leaf(a, "base", gross->value, x->exponent);
  node *n = answer->inclusive ? inclusive(x, answer, base) : exclusive(x, answer, base);
  value *v = value_record(a);
  put_text(a, v, "name", arena_text(a, name));
  put_text(a, v, "category", arena_text(a, answer->category));
  put_text(a, v, "rounding", answer->document ? "document" : "line");
  if (answer->inclusive) put_bool(a, v, "inclusive", true);
  if (answer->reason) put_text(a, v, "reason", arena_text(a, answer->reason));
  value_put(a, node_facts(a, n), "tax", v);
  return n;
}

static bool together(const line *a, const line *b) {
  return b && b->tax_answer && b->tax_answer->document && a->tax_row == b->tax_row &&
         text_equal(a->tax_answer->category, b->tax_answer->category);
}

// The exact part of the tax that stands behind one amount of the sum.
static ratio exact_of(const tax_answer *answer, ratio gross) {
  decimal rate = 0, part;
  for (size_t i = 0; i < answer->count; i++)
    if (decimal_mul(answer->components[i].rate, answer->components[i].compound ? DECIMAL_ONE + rate : DECIMAL_ONE,
                    &part))
      rate += part;
  ratio tax = ratio_mul(gross, ratio_decimal(rate));
  return answer->inclusive ? ratio_div(tax, ratio_decimal(DECIMAL_ONE + rate)) : tax;
}

// The exact part of one component behind an amount.
static ratio exact_part(const tax_answer *answer, size_t which, ratio gross) {
  decimal before = 0, part = 0;
  for (size_t i = 0; i <= which; i++) {
    before += part;
    if (!decimal_mul(answer->components[i].rate, answer->components[i].compound ? DECIMAL_ONE + before : DECIMAL_ONE,
                     &part))
      part = 0;
  }
  return ratio_mul(gross, ratio_decimal(part));
}

// Several components on top of prices are each rounded and shared by themselves.
static node *share_components(explainer *x, const line *l, node *total, const ratio *bases, size_t count,
                              size_t place) {
  node *sum = node_sum(x->arena, "shares of the document's taxes", x->exponent);
  ratio *exact = arena_array(x->arena, count, sizeof *exact);
  for (size_t k = 0; k < l->part_count; k++) {
    for (size_t i = 0; i < count; i++) exact[i] = exact_part(l->tax_answer, k, bases[i]);
    node_add(x->arena, sum,
             explain_share(x, arena_text(x->arena, l->tax_answer->components[k].name), total->inputs[k], exact, count,
                           place, l->parts[k]));
  }
  return sum;
}

// The lines from `first` on that share a tax: lie in the order of their bills, as they were rounded.
static void share_document(explainer *x, explained **order, size_t first) {
  arena *a = x->arena;
  const line *l = order[first]->line;
  const tax_answer *answer = l->tax_answer;
  node *gross = node_sum(a, "what the document taxes together", x->exponent);
  ratio *exact = arena_array(a, x->count * 2, sizeof *exact), *bases = exact + x->count;
  size_t count = 0, place = 0;
  for (size_t i = first; i < x->count; i++) {
    if (!together(l, order[i]->line)) continue;
    const line *one = order[i]->line;
    ratio base = ratio_money(answer->inclusive ? one->amount + one->tax : one->amount, x->exponent);
    node_add(a, gross, node_leaf(a, arena_format(a, "line %lld", (long long)order[i]->number), base, x->exponent));
    bases[count] = base;
    exact[count++] = exact_of(answer, base);
  }
  for (size_t i = first; i < x->count; i++) {
    if (!together(l, order[i]->line)) continue;
    node *total = explain_tax_of(x, answer, l->tax_name, gross);
    node *tax = order[i]->line->part_count && !answer->inclusive
                    ? share_components(x, order[i]->line, total, bases, count, place)
                    : explain_share(x, "share of the document's tax", total, exact, count, place, order[i]->line->tax);
    place++;
    if (answer->inclusive && order[i]->amount) {
      node *whole = order[i]->amount;
      if (!ratio_same(whole->value, ratio_money(order[i]->line->amount + order[i]->line->tax, x->exponent)))
        whole = node_two(a, "sum", "amount with its tax", x->exponent, whole, order[i]->tax);
      order[i]->amount = node_two(a, "subtract", "without the tax in it", x->exponent, whole, tax);
    }
    order[i]->tax = tax;
  }
}

bool explain_document_taxes(explainer *x, error *e) {
  explained **order = arena_array(x->arena, x->count + 1, sizeof *order);
  (void)e;
  for (size_t i = 0; i < x->count; i++) {
    size_t k = i;
    for (; k > 0 && order[k - 1]->n > x->lines[i].n; k--) order[k] = order[k - 1];
    order[k] = &x->lines[i];
  }
  for (size_t i = 0; i < x->count; i++) {
    const line *l = order[i]->line;
    bool first = l && l->tax_answer && l->tax_answer->document;
    for (size_t k = 0; k < i && first; k++) first = !together(l, order[k]->line);
    if (first) share_document(x, order, i);
  }
  return true;
}
