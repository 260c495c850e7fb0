// Credit notes explained: each line takes back one of the invoice that the note credits, and is explained by it.
#include "core/engine/explain/explain_inside.h"
#include "core/engine/invoice/invoice.h"
#include <assert.h>

static const line *line_of(const invoice_line *lines, size_t count, int64_t n) {
  for (size_t i = 0; i < count; i++)
    if (lines[i].line.n == n) return &lines[i].line;
  return NULL;
}

bool explain_credit_note_read(explainer *x, error *e) {
  invoice_line *lines, *originals;
  size_t count;
  if (!invoice_lines_read(x->book, x->credit_note, x->arena, &lines, &x->credit_count, e) ||
      !invoice_lines_read(x->book, x->invoice, x->arena, &originals, &count, e))
    return false;
  x->credits = arena_alloc(x->arena, (x->credit_count + 1) * sizeof *x->credits);
  x->parts = arena_alloc(x->arena, (x->credit_count + 1) * sizeof *x->parts);
  for (size_t i = 0; i < x->credit_count; i++) {
    x->credits[i] = lines[i].credits;
    const line *original = line_of(originals, count, lines[i].credits);
    if (original && !credit_part_again(x->book, &lines[i].line, original, x->exponent, x->arena, &x->parts[i], e))
      return false;
  }
  return true;
}

static node *money_leaf(explainer *x, const char *label, int64_t minor) {
  return node_leaf(x->arena, label, ratio_money(minor, x->exponent), x->exponent);
}

// An amount × what is taken back / of how much, rounded once.
static node *in_proportion(explainer *x, node *whole, node *taken, node *of, const char *label) {
  arena *a = x->arena;
  node *product = node_over(a, "multiply", "times what is taken back", x->exponent, (node *[]){ whole, taken }, 2);
  return node_round(a, label, x->exponent,
                    node_over(a, "divide", "of how much", x->exponent, (node *[]){ product, of }, 2));
}

// The days that are taken back, and those of the whole line; else the amount, and that of the whole line.
static void shares(explainer *x, const explained *original, const line_part *part, node **taken, node **of) {
  const line *l = original->line;
  if (part->from != l->from) {
    *taken = node_leaf(x->arena, "days taken back", ratio_make(l->until - part->from, 1), 0);
    *of = node_leaf(x->arena, "days of the period", ratio_make(l->until - l->from, 1), 0);
  } else {
    *taken = money_leaf(x, "amount taken back", part->amount);
    *of = money_leaf(x, "amount of the line", l->amount);
  }
}

// An amount that someone asked for is the line less what is not taken back: the tree still leads to what made the line.
static node *part_amount(explainer *x, const explained *original, const line_part *part) {
  if (part->from != original->line->from) {
    node *taken, *of;
    shares(x, original, part, &taken, &of);
    return in_proportion(x, original->amount, taken, of, "days taken back");
  }
  node *rest = money_leaf(x, "not taken back", original->line->amount - part->amount);
  return node_over(x->arena, "subtract", "part of the line", x->exponent, (node *[]){ original->amount, rest }, 2);
}

// In proportion; of the last part what is left; of several taxes the sum of what is taken of each.
static node *part_tax(explainer *x, const explained *original, const line_part *part) {
  node *taken, *of;
  shares(x, original, part, &taken, &of);
  node *share = in_proportion(x, original->tax, taken, of, "tax in proportion");
  if (ratio_same(share->value, ratio_money(part->tax, x->exponent))) return share;
  node *before = money_leaf(x, "tax taken back before, and left", original->line->tax - part->tax);
  return node_over(x->arena, "subtract", "tax of this part", x->exponent, (node *[]){ original->tax, before }, 2);
}

static node *taken_back(explainer *x, node *n) {
  return node_over(x->arena, "negate", "taken back", x->exponent, &n, 1);
}

static explained credited(explainer *x, const explained *original, const line_part *part, int64_t number) {
  arena *a = x->arena;
  explained out = *original;
  out.number = number;
  out.amount = taken_back(x, part->whole ? original->amount : part_amount(x, original, part));
  out.tax = taken_back(x, part->whole ? original->tax : part_tax(x, original, part));
  out.remarks = value_list(a);
  value *v = value_record(a);
  put_text(a, v, "invoice", x->credited);
  put_int(a, v, "line", original->number);
  value_put(a, node_facts(a, out.amount), "credits", v);
  explain_say(x, &out,
              arena_format(a, "takes back %sline %lld of invoice %s", part->whole ? "" : "a part of ",
                           (long long)original->number, x->credited));
  for (size_t i = 0; i < original->remarks->as.list.count; i++)
    value_append(a, out.remarks, original->remarks->as.list.items[i]);
  return out;
}

void explain_credit_note(explainer *x) {
  explained *lines = arena_alloc(x->arena, (x->credit_count + 1) * sizeof *lines);
  for (size_t i = 0; i < x->credit_count; i++) {
    const explained *original = explain_line(x, x->credits[i]);
    assert(original);  // it was looked for before anything was rated
    if (original->asked) lines[i] = credited(x, original, &x->parts[i], (int64_t)i + 1);
  }
  x->lines = lines;
  x->count = x->credit_count;
}
