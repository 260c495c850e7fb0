// Bills: what a contract owes in a batch, written as lines and claims; and taken back.
#pragma once
#include "core/engine/batch/batch.h"
#include "core/engine/bill/digest_text.h"
#include "core/engine/rating/tax.h"

// A line as it is stored (table lines). Texts live as long as their arena.
typedef struct line {
  int64_t n;  // bill << 20 | line
  const char *kind;
  day from, until;  // until 0: none; DAY_NEVER: no end
  int64_t ticket;   // 0: none
  day date;         // DAY_NEVER: none
  const char *sku, *category, *description, *quantity, *unit, *price, *discount;
  int64_t amount, tax, tax_row;
  int64_t off;                   // what came off quantity × price, while it is being written: becomes its discount
  const tax_answer *tax_answer;  // while it is being written; NULL: not taxed
  const int64_t *parts;          // its tax by component, where there are several; part_count of them
  size_t part_count;
  const char *tax_name;
  uint32_t item, piece, fragment;  // of the plan, each from 1; 0: none, or several pieces of one price
} line;

// Writes many bills; opened once per run.
typedef struct bill_writer bill_writer;
bill_writer *bills_open(book *b, int64_t batch, error *e);
bool bills_flush(bill_writer *w, error *e);
void bills_close(bill_writer *w);

// Which items of a plan go into a bill.
typedef bool (*item_filter)(const plan_item *item, const void *context);
bool item_picked(const plan_item *item, const void *context);  // due and not excluded

typedef struct bill_terms {
  const char *kind;         // "bill" (or free where nothing is to pay) or "waiver"
  const char *item, *note;  // of a waiver
  bool show;
  item_filter filter;
  const void *context;
} bill_terms;

// Writes one bill of the plan's items that the filter takes: its lines, taxes, claims and digest; moves the contract's
// frontier. *n = 0 where it takes nothing.
bool bill_write(bill_writer *w, const plan *p, arena *a, const bill_terms *terms, int64_t *n, error *e);

// Frees the claims of a bill's lines first … last (0 … LINES_MAX: all) for other batches; what was claimed is kept in
// `released`.
bool bill_release(book *b, int64_t bill, int64_t first, int64_t last, error *e);

// Releases and deletes a bill with its lines: of a draft, a waiver, a free bill.
bool bill_delete(book *b, int64_t bill, error *e);

// --- bill_lines.c
// The lines of the items that the filter takes, in order, at the contract's level of detail. lines_of[i] says which of
// them (from 1) holds entry i of the plan, items_of[i] which is the first of item i; 0: none.
bool bill_lines(const plan *p, const bill_terms *terms, arena *a, line **lines, size_t *count, uint32_t *entry_lines,
                uint32_t *item_lines, error *e);

// --- bill_taxes.c
// Taxes by component of the lines that have several; then sums and shares taxes that are rounded on the document.
bool lines_round_documents(line *lines, size_t count, arena *a);

// The components (answer->count of them) of a tax that was booked on an amount, net of an inclusive tax: each rounded
// by itself, the last with what the booked tax differs by. False on overflow.
bool tax_parts(const tax_answer *answer, int64_t amount, int64_t booked, int64_t *parts);

// One row of bill_taxes: a component of a tax over the lines that bear it.
typedef struct tax_sum {
  int64_t tax_row;
  const char *name, *category, *code, *reason;
  decimal rate;
  bool document, compound;
  int64_t base, amount;
} tax_sum;
bool lines_taxes(const line *lines, size_t count, arena *a, tax_sum **sums, size_t *sum_count);

// --- bill_text.c
// The canonical text of a line, of a tax, into the digest of their bill: lines in order, then taxes. line_write appends
// the line to the table lines as well: the row's texts are those that the canon keeps.
void line_digest(canon *c, const line *l);
bool line_write(canon *c, const line *l, bulk *rows, error *e);
void tax_digest(canon *c, const tax_sum *sum);

// The digest of a bill as it is stored.
bool bill_digest(book *b, int64_t bill, digest *out, error *e);

// Reads the lines of a bill, with the answers of their taxes.
bool bill_lines_read(book *b, int64_t bill, arena *a, line **lines, size_t *count, error *e);
