// Credit notes explained: each line takes back one of the invoice that the note credits, and is explained by it.
#include "core/engine/explain/explain_inside.h"
#include "core/engine/invoice/invoice.h"
#include <assert.h>

bool explain_credit_note_read(explainer *x, error *e) {
  invoice_line *lines;
  if (!invoice_lines_read(x->book, x->credit_note, x->arena, &lines, &x->credit_count, e)) return false;
  x->credits = arena_alloc(x->arena, (x->credit_count + 1) * sizeof *x->credits);
  for (size_t i = 0; i < x->credit_count; i++) x->credits[i] = lines[i].credits;
  return true;
}

static node *taken_back(explainer *x, node *n) {
  return node_over(x->arena, "negate", "taken back", x->exponent, &n, 1);
}

static explained credited(explainer *x, const explained *original, int64_t number) {
  arena *a = x->arena;
  explained out = *original;
  out.number = number;
  out.amount = taken_back(x, original->amount);
  out.tax = taken_back(x, original->tax);
  out.remarks = value_list(a);
  value *v = value_record(a);
  put_text(a, v, "invoice", x->credited);
  put_int(a, v, "line", original->number);
  value_put(a, node_facts(a, out.amount), "credits", v);
  explain_say(x, &out, arena_format(a, "takes back line %lld of invoice %s", (long long)original->number, x->credited));
  for (size_t i = 0; i < original->remarks->as.list.count; i++)
    value_append(a, out.remarks, original->remarks->as.list.items[i]);
  return out;
}

void explain_credit_note(explainer *x) {
  explained *lines = arena_alloc(x->arena, (x->credit_count + 1) * sizeof *lines);
  for (size_t i = 0; i < x->credit_count; i++) {
    const explained *original = explain_line(x, x->credits[i]);
    assert(original);  // it was looked for before anything was rated
    if (original->asked) lines[i] = credited(x, original, (int64_t)i + 1);
  }
  x->lines = lines;
  x->count = x->credit_count;
}
