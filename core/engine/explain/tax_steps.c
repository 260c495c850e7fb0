// Taxes explained: a rounding for each component of a line's, one for the whole document's and its shares.
#include "core/engine/explain/explain_inside.h"
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
  return node_round_in(a, "tax", x->exponent, exact, answer->mode);
}

static node *exclusive(explainer *x, const tax_answer *answer, node *gross) {
  arena *a = x->arena;
  node *sum = node_sum(a, "tax", x->exponent);
  for (size_t i = 0; i < answer->count; i++) {
    node *rate = rate_leaf(x, &answer->components[i]), *base = gross;
    if (answer->components[i].partly) {
      base = node_leaf(a, "part of the base", ratio_money(answer->components[i].base, x->exponent), x->exponent);
    } else if (answer->components[i].compound && sum->count) {
      base = node_sum(a, "amount and the taxes before", x->exponent);
      node_add(a, base, gross);
      for (size_t k = 0; k < sum->count; k++) node_add(a, base, sum->inputs[k]);
    }
    node_add(a, sum,
             node_round_in(a, arena_text(a, answer->components[i].name), x->exponent,
                           node_two(a, "multiply", "base × rate", 0, base, rate), answer->mode));
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

// The exact share of the tax that stands behind one amount of the sum.
static ratio exact_of(const tax_answer *answer, ratio gross) {
  decimal rate = 0, own;
  for (size_t i = 0; i < answer->count; i++)
    if (decimal_mul(answer->components[i].rate, answer->components[i].compound ? DECIMAL_ONE + rate : DECIMAL_ONE,
                    &own))
      rate += own;
  ratio tax = ratio_mul(gross, ratio_decimal(rate));
  return answer->inclusive ? ratio_div(tax, ratio_decimal(DECIMAL_ONE + rate)) : tax;
}

// The exact share of one component behind an amount.
static ratio exact_of_component(const tax_answer *answer, size_t which, ratio gross) {
  decimal before = 0, own = 0;
  for (size_t i = 0; i <= which; i++) {
    before += own;
    if (!decimal_mul(answer->components[i].rate, answer->components[i].compound ? DECIMAL_ONE + before : DECIMAL_ONE,
                     &own))
      own = 0;
  }
  return ratio_mul(gross, ratio_decimal(own));
}

// Several components on top of prices are each rounded and shared by themselves.
static node *share_components(explainer *x, const line *l, node *total, const ratio *bases, size_t count,
                              size_t place) {
  node *sum = node_sum(x->arena, "shares of the document's taxes", x->exponent);
  ratio *exact = arena_array(x->arena, count, sizeof *exact);
  for (size_t k = 0; k < l->part_count; k++) {
    for (size_t i = 0; i < count; i++) exact[i] = exact_of_component(l->tax_answer, k, bases[i]);
    node_add(x->arena, sum,
             explain_share(x, arena_text(x->arena, l->tax_answer->components[k].name), total->inputs[k], exact, count,
                           place, l->parts[k]));
  }
  return sum;
}

// Lines whose tax is rounded together on the document, in the order of their bills, as they were rounded.
typedef struct taxed_together {
  explained **lines;
  ratio *bases, *exact;  // by line: what is taxed; its exact share of the tax
  size_t count;
  node *gross;
} taxed_together;

// Those that share the tax of line `first`, from there on.
static taxed_together gather(explainer *x, explained **order, size_t first) {
  arena *a = x->arena;
  const line *l = order[first]->line;
  taxed_together out = { .lines = arena_array(a, x->count, sizeof *out.lines),
                         .bases = arena_array(a, x->count, sizeof *out.bases),
                         .exact = arena_array(a, x->count, sizeof *out.exact),
                         .gross = node_sum(a, "what the document taxes together", x->exponent) };
  for (size_t i = first; i < x->count; i++) {
    const line *one = order[i]->line;
    if (!together(l, one)) continue;
    ratio base = ratio_money(l->tax_answer->inclusive ? one->amount + one->tax : one->amount, x->exponent);
    node_add(a, out.gross, node_leaf(a, arena_format(a, "line %lld", (long long)order[i]->number), base, x->exponent));
    out.lines[out.count] = order[i];
    out.bases[out.count] = base;
    out.exact[out.count++] = exact_of(l->tax_answer, base);
  }
  return out;
}

// A line's amount without its share of the document's tax. The line of one entry is without its own tax already: that
// is put back first.
static node *without_tax(explainer *x, const explained *l, node *tax) {
  arena *a = x->arena;
  node *whole = l->amount;
  if (!ratio_same(whole->value, ratio_money(l->line->amount + l->line->tax, x->exponent)))
    whole = node_two(a, "sum", "amount with its tax", x->exponent, whole, l->tax);
  return node_two(a, "subtract", "without the tax in it", x->exponent, whole, tax);
}

// A tax of one component is shared whole, though its part may be noted on the line.
static void share_document(explainer *x, const taxed_together *t) {
  const tax_answer *answer = t->lines[0]->line->tax_answer;
  for (size_t i = 0; i < t->count; i++) {
    explained *l = t->lines[i];
    node *total = explain_tax_of(x, answer, t->lines[0]->line->tax_name, t->gross);
    node *tax = answer->count > 1 && l->line->part_count && !answer->inclusive
                    ? share_components(x, l->line, total, t->bases, t->count, i)
                    : explain_share(x, "share of the document's tax", total, t->exact, t->count, i, l->line->tax);
    if (answer->inclusive && l->amount) l->amount = without_tax(x, l, tax);
    l->tax = tax;
  }
}

void explain_document_taxes(explainer *x) {
  explained **order = arena_array(x->arena, x->count + 1, sizeof *order);
  for (size_t i = 0; i < x->count; i++) {
    size_t k = i;
    for (; k > 0 && order[k - 1]->n > x->lines[i].n; k--) order[k] = order[k - 1];
    order[k] = &x->lines[i];
  }
  for (size_t i = 0; i < x->count; i++) {
    const line *l = order[i]->line;
    bool first = l && l->tax_answer && l->tax_answer->document;
    for (size_t k = 0; k < i && first; k++) first = !together(l, order[k]->line);
    if (!first) continue;
    const taxed_together lines = gather(x, order, i);
    share_document(x, &lines);
  }
}
