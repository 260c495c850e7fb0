// The parts of an explanation. Private to the explain*.c files.
#pragma once
#include "core/engine/explain/node.h"
#include "core/engine/past/past.h"
#include "core/engine/rating/steps.h"

// One line of the invoice as it is explained.
typedef struct explained {
  int64_t number, n;  // as printed; lines.n
  const line *line;   // as computed again; its texts live with the explanation
  node *amount, *tax;
  const char *contract_id, *contract_name;
  value *notes;  // lines of text: what the tree is about
  bool asked;    // someone wants to know
} explained;

typedef struct explainer {
  book *book;
  arena *arena;
  trace *trace;
  const plan *plan;  // while a bill is at hand
  const replayed_bill *bill;
  int64_t invoice, wanted;  // wanted: the line, 0: all
  int exponent;
  explained *lines;  // all lines of the invoice in the order of print
  size_t count, capacity;
  const char *number, *currency;
  int64_t subtotal, tax;  // recorded
  int64_t note;           // the credit note that is asked about, while `invoice` is the one that it credits; 0: none
  const char *credited;   // that invoice's number
  int64_t *credits;       // by line of the note, in the order of print: the line (lines.n) that it takes back
  size_t credit_count;
} explainer;

// --- explain.c: a line by its lines.n; NULL where the invoice has none such.
explained *explain_line(const explainer *x, int64_t n);

// --- explain_credit.c
// Reads what the lines of the credit note take back; then puts them in the place of the invoice's lines.
bool explain_credit_read(explainer *x, error *e);
void explain_credit(explainer *x);

// --- explain_work.c
// Work of a piece: minutes of its entries × price / 60, rounded once. NULL with the error.
node *explain_work(explainer *x, uint32_t piece, error *e);
// A rule's answer to an input.
node *explain_ruled(explainer *x, const plugin_rule *rule, const char *label, int places, node *input, ratio answer);
// --- explain_change.c: what rules on amounts and balances of money then did to a piece. The label of what bills took
// before.
#define EXPLAIN_BILLED "billed of the period before"
node *explain_changes(explainer *x, uint32_t piece, node *n);
// A time entry as it was recorded, as text; NULL with the error.
const char *explain_entry(explainer *x, int64_t at, int64_t n, error *e);
// Minutes of a fragment, those of the whole entry that it is of, the price an hour of a piece of work.
node *explain_all_minutes(explainer *x, uint32_t fragment, error *e);
node *explain_minutes(explainer *x, uint32_t fragment, error *e);
node *explain_price(explainer *x, uint32_t piece);

// --- explain_amount.c: what a line costs, net of a tax that is part of it.
node *explain_amount(explainer *x, const line *l, error *e);
// What a piece costs before an inclusive tax is taken out.
node *explain_gross(explainer *x, uint32_t piece, error *e);
// The item that holds a piece.
const plan_item *explain_item(const explainer *x, uint32_t piece);
// The pieces of a line: `next` from 0; UINT32_MAX at the end.
uint32_t explain_piece(const explainer *x, const line *l, uint32_t next);

// --- explain_tax.c
// The tax of an amount under an answer: a rounding for each component.
node *explain_tax_of(explainer *x, const tax_answer *answer, const char *name, node *gross);
// A line's tax where it is rounded on lines; the index-th of lines whose tax is rounded on the document.
node *explain_tax(explainer *x, const line *l, error *e);
bool explain_document_taxes(explainer *x, error *e);
// One of many parts by largest remainder.
node *explain_share(explainer *x, const char *label, node *total, const ratio *exact, size_t count, size_t index,
                    int64_t share);

// --- explain_notes.c: what people want to know about a line besides its numbers.
bool explain_notes(explainer *x, explained *l, error *e);
void explain_say(explainer *x, explained *l, const char *text);
// " by NAME VERSION" of the rule in a node; "" where there is none.
const char *explain_rule(arena *a, const node *n);

// --- explain_sources.c: the meters that were counted, the grants that were drawn.
void explain_sources(explainer *x, explained *l);
