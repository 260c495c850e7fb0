// Explain: an invoice, or one line of it, derived again as a tree.
#include "core/engine/explain/explain_inside.h"
#include "core/engine/bill/rules_versions.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

static bool header_read(explainer *x, error *e) {
  query *q = db_ask(x->book->db, e,
                    "SELECT ifnull(i.number, 'D' || i.n), i.currency, i.subtotal, i.tax, i.credits, o.number FROM "
                    "invoices i LEFT JOIN invoices o ON o.n = i.credits WHERE i.n = ?",
                    "i", x->invoice);
  if (!q || query_step(q, e) != 1) return e->code ? false : error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  x->number = arena_text(x->arena, query_column_text(q, 0));
  x->currency = arena_text(x->arena, query_column_text(q, 1));
  x->exponent = currency_exponent(x->currency);
  x->subtotal = query_column(q, 2);
  x->tax = query_column(q, 3);
  if (!query_column_null(q, 4)) {
    x->credit_note = x->invoice;
    x->invoice = query_column(q, 4);
    x->credited = arena_text(x->arena, query_column_text(q, 5));
  }
  query_reset(q);
  return !x->credit_note || explain_credit_note_read(x, e);
}

// The lines as the invoice prints them.
static bool lines_read(explainer *x, error *e) {
  invoice_line *lines;
  if (!invoice_lines_read(x->book, x->invoice, x->arena, &lines, &x->count, e)) return false;
  x->lines = arena_alloc(x->arena, (x->count + 1) * sizeof *x->lines);
  for (size_t i = 0; i < x->count; i++)
    x->lines[i] = (explained){ .number = lines[i].number,
                               .n = lines[i].line.n,
                               .recorded_amount = lines[i].line.amount,
                               .recorded_tax = lines[i].line.tax,
                               .contract_id = lines[i].contract_id,
                               .contract_name = lines[i].contract_name };
  int64_t rules = rules_version();
  if (!db_value(x->book->db, e, &rules, rules, "SELECT min(rules_version) FROM bills WHERE invoice = ?", "i",
                x->invoice))
    return false;
  x->rules = (int)rules;
  return true;
}

// Marks the lines that are asked about.
static bool ask(explainer *x, error *e) {
  size_t count = x->credit_note ? x->credit_count : x->count;
  if (x->wanted < 0 || x->wanted > (int64_t)count) {
    error_set(e, ERROR_NOT_FOUND, "%s %s has no line %lld", x->credit_note ? "credit note" : "invoice", x->number,
              (long long)x->wanted);
    return error_hint(
        e, count == 1 ? "it has one line" : "its lines are 1 to %zu, in the order in which it prints them", count);
  }
  for (size_t i = 0; i < count; i++) {
    explained *l = x->credit_note ? explain_line(x, x->credits[i]) : &x->lines[i];
    if (!l)
      return error_set(e, ERROR_CORRUPT, "credit note %s takes back a line that invoice %s does not have", x->number,
                       x->credited);
    l->asked = l->asked || !x->wanted || x->wanted == (int64_t)i + 1;
  }
  return true;
}

static bool differs(const explainer *x, error *e) {
  const char *number = x->credit_note ? x->credited : x->number;
  if (x->rules < rules_version())
    return error_set(e, ERROR_STATE, "invoice %s was made with older rules: by those of today it has other lines",
                     number);
  error_set(e, ERROR_CORRUPT, "invoice %s is not what its book comes to: its lines differ from what is recorded",
            number);
  return error_hint(e, "billet replay --invoice %s tells where", number);
}

// While the plan of a bill is there: what each of its lines costs, before taxes that are rounded on the document.
static bool take_bill(void *context, const plan *p, const replayed_bill *b, const replayed_document *d, error *e) {
  explainer *x = context;
  x->book = d->then;
  x->plan = p;
  if (b->held) return error_set(e, ERROR_HELD, "contract %s cannot be rated again: %s", b->contract_id, b->held);
  for (size_t i = 0; i < b->count; i++) {
    explained *l = explain_line(x, b->lines[i].n);
    if (!l) return differs(x, e);
    l->line = &b->lines[i];
    if (!l->asked) continue;
    if (!(l->amount = explain_amount(x, l->line, e)) || !(l->tax = explain_tax(x, l->line, e)) ||
        !explain_remarks(x, l, e))
      return false;
  }
  return true;
}

static bool take_document(void *context, const replayed_document *d, arena *a, error *e) {
  explainer *x = context;
  (void)a;
  for (size_t i = 0; i < d->bill_count; i++)
    for (size_t k = 0; k < d->bills[i].count; k++)
      explain_line(x, d->bills[i].lines[k].n)->line = &d->bills[i].lines[k];
  if (!explain_total_rounding(x, d)) return differs(x, e);
  for (size_t i = 0; i < x->count; i++)
    if (!x->lines[i].line) return differs(x, e);
  explain_document_taxes(x);
  for (size_t i = 0; i < x->count; i++) {
    const explained *l = &x->lines[i];
    if (!l->amount) continue;
    if (!ratio_same(l->amount->value, ratio_money(l->line->amount, x->exponent)) ||
        !ratio_same(l->tax->value, ratio_money(l->line->tax, x->exponent)))
      return error_set(e, ERROR_CORRUPT, "the steps of line %lld do not lead to its amount", (long long)l->number);
  }
  return true;
}

// Whether a line that is asked about is not what it was by the rules that made it.
static bool made_otherwise(const explainer *x) {
  bool other = false;
  for (size_t i = 0; i < x->count; i++) {
    const explained *l = &x->lines[i];
    other = other || (l->asked && (l->line->amount != l->recorded_amount || l->line->tax != l->recorded_tax));
  }
  return other && x->rules < rules_version();
}

static void say_otherwise(explainer *x, value *out, value *lines) {
  arena *a = x->arena;
  value *changes = rules_since(x->rules, a);
  value_put(a, out, "older_rules", changes);
  value_append(a, lines,
               value_text(a, "It was made with older rules; by those of today it would be another. Since then:"));
  for (size_t i = 0; i < changes->as.list.count; i++)
    value_append(a, lines, value_text(a, arena_format(a, "  %s", value_plain(a, changes->as.list.items[i]))));
}

static node *line_node(explainer *x, const explained *l) {
  arena *a = x->arena;
  node *n = node_two(a, "sum", arena_format(a, "line %lld: %s", (long long)l->number, l->line->description),
                     x->exponent, l->amount, l->tax);
  put_int(a, node_facts(a, n), "line", l->number);
  put_text(a, n->facts, "contract", l->contract_id);
  put_text(a, n->facts, "kind", l->line->kind);
  return n;
}

static node *invoice_node(explainer *x) {
  arena *a = x->arena;
  node *amounts = node_sum(a, "subtotal", x->exponent), *taxes = node_sum(a, "tax", x->exponent);
  for (size_t i = 0; x->lines && i < x->count; i++) {
    node_add(a, amounts, x->lines[i].amount);
    node_add(a, taxes, x->lines[i].tax);
  }
  return node_two(a, "sum", arena_format(a, "%s %s", x->credit_note ? "credit note" : "invoice", x->number),
                  x->exponent, amounts, taxes);
}

// Rows that a bill was made of, changed by another program than billet.
static void say_unlike(explainer *x, value *lines) {
  char amount[MONEY_TEXT], tax[MONEY_TEXT];
  money_format(x->subtotal, x->exponent, amount);
  money_format(x->tax, x->exponent, tax);
  value_append(
      x->arena, lines,
      value_text(x->arena, arena_format(x->arena,
                                        "The document says %s + tax %s: the rows below are not those that it was "
                                        "made of (billet replay, billet verify)",
                                        amount, tax)));
}

static value *answer(explainer *x, bool full) {
  arena *a = x->arena;
  value *out = value_record(a), *lines = value_list(a);
  const explained *only = x->wanted ? &x->lines[x->wanted - 1] : NULL;
  node *root = only ? line_node(x, only) : invoice_node(x);
  ratio recorded = ratio_add(ratio_money(x->subtotal, x->exponent), ratio_money(x->tax, x->exponent));
  put_text(a, out, "invoice", x->number);
  if (x->credit_note) put_text(a, out, "credits", x->credited);
  if (only) put_int(a, out, "line", x->wanted);
  put_text(a, out, "currency", x->currency);
  if (!only) {
    put_bool(a, out, "matches", ratio_same(root->value, recorded));
    value_append(a, lines,
                 value_text(a, arena_format(a, "%s %s: %s + tax %s = %s %s", x->credit_note ? "Credit note" : "Invoice",
                                            x->number, node_number(a, root->inputs[0]), node_number(a, root->inputs[1]),
                                            node_number(a, root), x->currency)));
    if (!x->otherwise && !ratio_same(root->value, recorded)) say_unlike(x, lines);
  }
  if (x->otherwise) say_otherwise(x, out, lines);
  for (size_t i = 0; x->lines && i < x->count; i++)
    if (x->lines[i].amount) explain_line_text(x, &x->lines[i], full, lines);
  value_put(a, out, "tree", node_value(a, root));
  value_put(a, out, "lines", lines);
  return out;
}

// The answer is made while the lines' texts live, then only points into its own arena.
typedef struct answering {
  explainer *x;
  bool full;
  value *out;
} answering;

static bool bill_of(void *context, const plan *p, const replayed_bill *b, const replayed_document *d, error *e) {
  return take_bill(((answering *)context)->x, p, b, d, e);
}

static bool document_of(void *context, const replayed_document *d, arena *a, error *e) {
  answering *w = context;
  if (!take_document(w->x, d, a, e)) return false;
  for (size_t i = 0; i < w->x->count; i++) {
    line *kept = arena_alloc(w->x->arena, sizeof *kept);
    *kept = *w->x->lines[i].line;
    kept->description = arena_text(w->x->arena, kept->description);
    kept->kind = arena_text(w->x->arena, kept->kind);
    w->x->lines[i].line = kept;
  }
  w->x->otherwise = made_otherwise(w->x);
  if (w->x->credit_note) explain_credit_note(w->x);
  w->out = answer(w->x, w->full);
  return true;
}

bool explain(book *b, int64_t invoice, int64_t wanted, bool full, arena *a, value **out, error *e) {
  explainer x = { .book = b, .arena = a, .invoice = invoice, .wanted = wanted };
  answering w = { &x, full, NULL };
  if (!header_read(&x, e) || !lines_read(&x, e) || !ask(&x, e)) return false;
  x.steps = steps_new();
  const replay_options options = { .invoice = x.invoice, .since = DAY_MIN, .trace = x.steps };
  const replay_listener listener = { &w, bill_of, document_of };
  bool ok = replay_run(b, &options, &listener, e);
  steps_free(x.steps);
  if (ok && !w.out) ok = differs(&x, e);
  *out = w.out;
  return ok;
}
