// What is billed at the terms of an earlier bill explained: what is owed, less what was billed.
#include "core/engine/explain/explain_inside.h"

static const char *billed_by(explainer *x, int64_t line, error *e) {
  query *q = db_ask(x->book->db, e,
                    "SELECT ifnull('invoice ' || ifnull(i.number, 'D' || i.n), 'batch ' || b.batch) FROM bills b "
                    "LEFT JOIN invoices i ON i.n = b.invoice WHERE b.n = ?",
                    "i", line_bill(line));
  const char *text = q && query_step(q, e) == 1 ? arena_text(x->arena, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  return text;
}

static const char *share_label(explainer *x, const step_owed *o, error *e) {
  arena *a = x->arena;
  char from[DAY_TEXT], last[DAY_TEXT], all[MONEY_TEXT];
  const char *by = o->line ? billed_by(x, o->line, e) : NULL;
  if (o->line && !by) return NULL;
  if (!o->line && !o->what) return "what comes to the whole line, or was given away";
  const char *what = by ? arena_format(a, "less what %s billed", by) : arena_format(a, "owed: %s", o->what);
  money_format(o->all, x->exponent, all);
  return arena_format(a, "%s, %s for %s to %s: its days here", what, all, day_format(o->from, from),
                      day_format(o->until - 1, last));
}

// What is billed at the terms of an earlier bill: shares of what its lines owe now, less shares of what was billed.
node *explain_settled(explainer *x, const step_fee *fee, const plan_piece *piece, error *e) {
  arena *a = x->arena;
  node *sum = node_sum(a, arena_text(a, piece->description), x->exponent);
  for (uint32_t i = fee->owed_from; i < fee->owed_until; i++) {
    const step_owed *o = &x->steps->owed[i];
    const char *label = share_label(x, o, e);
    if (!label) return NULL;
    node *share = node_leaf(a, label, ratio_money(o->share, x->exponent), x->exponent);
    if (i == fee->owed_from && fee->place.file)
      put_text(a, node_facts(a, share), "at", arena_format(a, "%s:%d", fee->place.file, fee->place.line));
    node_add(a, sum, share);
  }
  return sum;
}

bool explain_tell_settled(explainer *x, explained *l, error *e) {
  const step_fee *fee = steps_fee_of(x->steps, l->line->item - 1);
  for (uint32_t i = fee ? fee->owed_from : 0; fee && i < fee->owed_until; i++) {
    const step_owed *o = &x->steps->owed[i];
    char share[MONEY_TEXT];
    const char *label = share_label(x, o, e);
    if (!label) return false;
    money_format(o->share, x->exponent, share);
    explain_say(x, l, arena_format(x->arena, "%s %s", label, share));
  }
  return true;
}

node *explain_piece_tax(explainer *x, const plan_piece *p, node *gross) {
  arena *a = x->arena;
  node *n = explain_tax_of(x, p->tax_answer, p->tax_name, gross);
  const ratio tax = ratio_money(p->tax, x->exponent);
  if (p->tax_answer->of_sale) {
    char net[MONEY_TEXT];
    money_format(p->gross, x->exponent, net);
    put_text(a, node_facts(a, n), "net", arena_text(a, net));
  }
  if (!p->terms || ratio_same(n->value, tax)) return n;
  node *sum = node_sum(a, "tax, as far as it was billed", x->exponent);
  node_add(a, sum, n);
  node_add(a, sum, node_leaf(a, "to the tax that was billed", ratio_sub(tax, n->value), x->exponent));
  return sum;
}
