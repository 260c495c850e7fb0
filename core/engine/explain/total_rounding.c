// What rounds the total of an invoice, explained: the total before, the multiple of then, and the difference.
#include "core/engine/explain/explain_inside.h"
#include "core/engine/invoice/invoice.h"

static node *money_leaf(explainer *x, const char *label, int64_t minor) {
  return node_leaf(x->arena, label, ratio_money(minor, x->exponent), x->exponent);
}

static node *rounding_node(explainer *x, const replayed_document *d) {
  arena *a = x->arena;
  node *lines = money_leaf(x, "amounts of the lines", d->replayed_subtotal - d->replayed_rounding),
       *before = node_two(a, "sum", "total before", x->exponent, lines, money_leaf(x, "their taxes", d->replayed_tax)),
       *multiple = money_leaf(x, "multiple", d->round_to);
  put_text(a, node_facts(a, multiple), "setting", arena_format(a, "round_to.%s", x->currency));
  node *times = node_round(a, "times", 0, node_two(a, "divide", "over the multiple", x->exponent, before, multiple));
  node *total = node_two(a, "multiply", "total", x->exponent, times, multiple);
  return node_two(a, "subtract", "rounding", x->exponent, total, before);
}

bool explain_total_rounding(explainer *x, const replayed_document *d) {
  arena *a = x->arena;
  explained *l = explain_line(x, 0);
  if (!l) return d->replayed_rounding == 0;
  line *again = arena_alloc(a, sizeof *again);
  *again =
      (line){ .kind = LINE_ROUNDING, .date = DAY_NEVER, .description = "Rounding", .amount = d->replayed_rounding };
  l->line = again;
  if (!l->asked) return true;
  l->amount = rounding_node(x, d);
  l->tax = money_leaf(x, "not taxed", 0);
  l->remarks = value_list(a);
  const node *total = l->amount->inputs[0], *before = l->amount->inputs[1];
  explain_say(x, l,
              arena_format(a, "total before %s, to the nearest multiple of %s: %s", node_number(a, before),
                           node_number(a, total->inputs[1]), node_number(a, total)));
  return true;
}
