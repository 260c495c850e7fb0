// The parts of an explanation. Only the files of this room use it.
#pragma once
#include "core/engine/explain/explain.h"
#include "core/engine/facts/facts.h"
#include "core/engine/explain/node_inside.h"
#include "core/engine/past/past.h"
#include "core/engine/rating/steps.h"

// One line of the invoice as it is explained.
typedef struct explained {
  int64_t number, n;  // as printed; lines.n
  const line *line;   // as computed again; its texts live with the explanation
  int64_t recorded_amount, recorded_tax;
  node *amount, *tax;
  const char *contract_id, *contract_name;
  value *remarks;  // lines of text: what the tree is about
  bool asked;      // someone wants to know
} explained;

typedef struct explainer {
  book *book;
  arena *arena;
  noted_steps *steps;
  const plan *plan;         // while a bill is at hand
  int64_t invoice, wanted;  // wanted: the line, 0: all
  int exponent;
  explained *lines;  // all lines of the invoice in the order of print
  size_t count;
  const char *number, *currency;
  int64_t subtotal, tax;  // recorded
  int rules;              // version of the rules in C that made the invoice, the oldest of its bills
  bool otherwise;         // they are older ones, and what is asked about comes to something else by those of today
  int64_t credit_note;    // the one that is asked about, while `invoice` is the one that it credits; 0: none
  const char *credited;   // that invoice's number
  int64_t *credits;       // by line of the note, in the order of print: the line (lines.n) that it takes back
  line_part *parts;       // what of it, likewise
  size_t credit_count;
} explainer;

// --- parts.c
// A line by its lines.n; NULL where the invoice has none such.
explained *explain_line(const explainer *x, int64_t n);
// The item of the plan that holds a piece.
const plan_item *explain_item(const explainer *x, uint32_t piece);
// One of `count` parts by largest remainder: the index-th share of a total, whose exact shares are given.
node *explain_share(explainer *x, const char *label, node *total, const ratio *exact, size_t count, size_t index,
                    int64_t share);
// A price rule's answer to an input.
node *explain_ruled(explainer *x, const plugin_rule *rule, const char *label, int places, node *input, ratio answer);
// The same of what somebody set.
// What somebody set, as a fact of a step.
void explain_put_by_hand(explainer *x, node *n, const adjustment *by);
node *explain_by_hand(explainer *x, const adjustment *by, node *input, ratio answer);
void explain_put_rule(explainer *x, node *n, const plugin_rule *rule);  // which rule made the node
// " by NAME VERSION" of the rule that made a node, "" where none did; " → 67 by NAME VERSION → 75 by …" of all those
// that changed a number on its way to a node.
const char *explain_by_rule(arena *a, const node *n);
const char *explain_by_rules(arena *a, const node *n);
// The label of what bills took of a period before, as an input of a rule.
#define EXPLAIN_BILLED "billed of the period before"
// Adds a remark to a line.
void explain_say(explainer *x, explained *l, const char *text);

// --- tax_steps.c
// The tax of an amount under an answer: a rounding for each component.
node *explain_tax_of(explainer *x, const tax_answer *answer, const char *name, node *gross);
// Replaces the taxes of lines whose tax is rounded on the document by their shares of it.
void explain_document_taxes(explainer *x);

// --- total_rounding.c: what the document's total is rounded by, in the place of its line. False where it is to have
// such a line and has none.
bool explain_total_rounding(explainer *x, const replayed_document *d);

// --- rule_changes.c: what rules on amounts and balances of money then did to a piece; NULL stays NULL.
node *explain_changes(explainer *x, uint32_t piece, node *n);

// --- work_steps.c
// Work of a piece: minutes of its entries × price / 60, rounded once. NULL with the error.
node *explain_work(explainer *x, uint32_t piece, error *e);
// A time entry as it was recorded, as text; NULL with the error.
const char *explain_entry(explainer *x, int64_t at, int64_t n, error *e);
// Minutes of the whole entry that a fragment is of, after its rules (NULL with the error); the price an hour of a piece
// of work.
node *explain_entry_minutes(explainer *x, uint32_t fragment, error *e);
node *explain_price(explainer *x, uint32_t piece);

// --- amount.c: what a line costs, net of a tax that is part of it; its tax where that is rounded on lines. NULL with
// the error, `corrupt` where the steps do not lead to what the engine came to.
node *explain_amount(explainer *x, const line *l, error *e);
node *explain_tax(explainer *x, const line *l, error *e);
// The first of the pieces of a line from `next` on, which begins at 0; UINT32_MAX at the end.
uint32_t explain_piece(const explainer *x, const line *l, uint32_t next);

// --- settled.c
// What is billed at the terms of an earlier bill: shares of what its lines owe now, less shares of what was billed.
node *explain_settled(explainer *x, const step_fee *fee, const plan_piece *piece, error *e);
// Remarks on those shares: what is owed, and which invoices it is taken from.
bool explain_tell_settled(explainer *x, explained *l, error *e);
// The tax of a piece; of a catch-up no more than was billed.
node *explain_piece_tax(explainer *x, const plan_piece *p, node *gross);

// --- sources.c: remarks on the meters that were counted, the grants that were drawn.
void explain_sources(explainer *x, explained *l);

// --- remarks.c: what people want to know about a line besides its numbers.
bool explain_remarks(explainer *x, explained *l, error *e);

// --- credit_note.c: reads what the lines of the credit note take back; then puts them in the place of the invoice's
// lines.
bool explain_credit_note_read(explainer *x, error *e);
void explain_credit_note(explainer *x);

// --- text.c: appends the lines of one explained line, as people read it: at most about ten, or every node.
void explain_line_text(explainer *x, const explained *l, bool full, value *lines);
