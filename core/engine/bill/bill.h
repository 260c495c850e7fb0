// Bills: what one contract owes in one batch. A bill is written from a plan as lines, taxes and claims, so that nothing
// is billed twice; it can be read back, and its digest says whether it is still what was written; a release takes it
// back, so that everything it held is due again. Whoever stores or reads lines, taxes and postings of bills does it
// through this header; the sums that verify makes in SQL are its own, on purpose.
#pragma once
#include "core/base/digest.h"
#include "core/engine/plan/planner.h"

// A line as it is stored (table lines). Texts live as long as their arena.
typedef struct line {
  int64_t n;  // line_key of its bill and its number there
  const char *kind;
  day from, until;  // until 0: none; DAY_NEVER: no end
  int64_t ticket;   // 0: none
  day date;         // DAY_NEVER: none
  const char *sku, *category, *description, *quantity, *unit, *price, *discount;
  int64_t amount, tax, tax_row;
  const char *count;             // how many it bills, NULL: it counts nothing
  int days, days_of;             // of a share of a period the days of it, and those of the whole one; 0, 0
  int64_t minutes;               // of work, while it is being written: its quantity shows them
  decimal instead;               // minutes that somebody bills beyond those; likewise
  int64_t off;                   // what came off quantity × price, while it is being written: becomes its discount
  const tax_answer *tax_answer;  // while it is being written; NULL: not taxed
  int64_t *parts;                // its tax by component, where there are several; part_count of them
  size_t part_count;
  int64_t *bases;  // what each component is of, where they are of parts of a line that holds a part of an item; NULL
  const char *tax_name;            // NULL: not taxed
  int64_t terms;                   // while it is being written: of an earlier bill, at which it is billed; 0: today's
  uint32_t item, piece, fragment;  // of the plan, each from 1; 0: none, or several pieces of one price
} line;

// In SQL: whether a row of bill_taxes is one of a line's. Where lines of a bill bear one tax at several rates, or at
// several components, their own rows of line_taxes tell which.
// clang-format off
#define PART_OF_LINE(part, line, tax) \
  part ".line = " line ".n AND " part ".name = " tax ".name AND " part ".rate = " tax ".rate"
#define TAX_OF_LINE(line, tax) \
  "(NOT EXISTS (SELECT 1 FROM line_taxes p WHERE p.line = " line ".n) OR " \
  "EXISTS (SELECT 1 FROM line_taxes p WHERE " PART_OF_LINE("p", line, tax) "))"
#define BASE_OF_LINE(line, tax) \
  "ifnull((SELECT p.base FROM line_taxes p WHERE " PART_OF_LINE("p", line, tax) "), " line ".amount)"
// clang-format on

// ---- Writing

// Writes many bills; opened once per run. NULL with the error where the database fails; NULL may be closed.
typedef struct bill_writer bill_writer;
bill_writer *bills_open(book *b, int64_t batch, error *e);
bool bills_flush(bill_writer *w, error *e);
void bills_close(bill_writer *w);

// Which items of a plan go into a bill.
typedef bool (*item_filter)(const plan_item *item, const void *context);
bool item_picked(const plan_item *item, const void *context);  // due, not excluded, not held

typedef struct bill_terms {
  const char *kind;         // "bill" (or free where nothing is to pay) or "waiver"
  const char *item, *note;  // of a waiver
  bool show;
  item_filter filter;
  const void *context;
} bill_terms;

// Writes one bill of the plan's items that the filter takes: its lines, taxes, claims, postings and digest; moves the
// contract's frontier. *n = 0 where it takes nothing. The rows are in the database after the next flush.
bool bill_write(bill_writer *w, const plan *p, arena *a, const bill_terms *terms, int64_t *n, error *e);

// The lines of the items that the filter takes, in order, at the contract's level of detail. entry_lines[i] says which
// of them (from 1) holds entry i of the plan, item_lines[i] which is the first of item i; 0: none.
bool bill_lines(const plan *p, const bill_terms *terms, arena *a, line **lines, size_t *count, uint32_t *entry_lines,
                uint32_t *item_lines, error *e);

// ---- Reading

// Reads the lines of a bill in order, with their taxes by component; the answers of their taxes are not read.
bool bill_lines_read(book *b, int64_t bill, arena *a, line **lines, size_t *count, error *e);

// For readers of lines with a query of their own: the columns behind an alias, and the line that they say. They stand
// from column 0 on; the texts live until the query's next step.
enum { LINE_COLUMN_COUNT = 19 };
// clang-format off
#define LINE_COLUMNS(l) \
  l ".n, " l ".kind, " l ".from_day, " l ".until_day, " l ".ticket, " l ".day, " l ".sku, " l ".category, " \
  l ".description, " l ".quantity, " l ".unit, " l ".unit_price, " l ".discount, " l ".amount, " l ".tax, " \
  l ".tax_row, " l ".count, " l ".days, " l ".days_of"
// clang-format on
void line_of_row(const query *q, line *out);

// Copies the texts of a line into the arena, but for those of its taxes.
void line_keep(line *l, arena *a);

// ---- Correcting

// Frees the claims of a bill's lines first … last (0 … LINES_MAX: all) for other batches, gives back what they drew of
// prepaid balances, and sends the freed rows home; what was claimed is kept in `released`.
bool bill_release(book *b, int64_t bill, int64_t first, int64_t last, error *e);

// Releases and deletes a bill with its lines: of a draft, a waiver, a free bill.
bool bill_delete(book *b, int64_t bill, error *e);

// Waived items of a batch that are to be printed: each as a line of nothing with a discount of 100 %, after the lines
// of its contract's bill.
bool bills_print_waivers(book *b, int64_t batch, error *e);

// What a credit note takes back of a line: all of it, or a part, which says how much of what.
typedef struct line_part {
  int64_t line;  // lines.n
  bool whole;
  int64_t amount, tax;                     // of the part: as signed as the line's own
  int64_t components[TAX_COMPONENTS_MAX];  // of the tax, where there are several
  size_t component_count;
  const char *description, *price;  // of the part, of which there is one
  day from;                         // the first day that is taken back
} line_part;

// Appends to the credit note's bill `note` the mirror of a line or of a part of it, as its line `number`; the taxes of
// the note's bill from those of the bill that it credits.
bool bill_credit_line(book *b, int64_t note, int64_t number, const line_part *part, bool rebill, error *e);
bool bill_credit_taxes(book *b, int64_t note, int64_t bill, error *e);

// Stores what was rounded anew: amount, tax and its parts of each line, the taxes of the bill, its sums and digest.
bool bill_round_store(book *b, int64_t bill, const line *lines, size_t count, arena *a, error *e);

// Sums of a bill, how many lines it has and its digest, from its lines.
bool bill_sum(book *b, int64_t bill, error *e);

// Marks what open batches other than `batch` show of a contract (0: of every contract that `batch` has a bill of) as
// out of date, because a bill took or freed its rows. Batches look at the mark and rate those contracts again.
bool outdate(book *b, int64_t batch, int64_t contract, error *e);

// The same for every contract, in every open batch: what plugins may look at has changed.
bool outdate_all(book *b, error *e);

// The same for all contracts of the customers that a numbered document bills, which may count what documents billed.
bool outdate_counting(book *b, int64_t invoice, error *e);

// Puts the postings of prepaid balances back to what they were before the action and the first bill, for recomputing
// what was billed then. Inside a transaction that is rolled back.
bool draws_rewind(book *b, int64_t action, int64_t first_bill, error *e);

// ---- Taxes

// Taxes by component of the lines that have several; then sums and shares taxes that are rounded on the document. False
// where an amount is past the largest one.
bool lines_round_documents(line *lines, size_t count, arena *a);

// What a component of a line's tax is of; `before`: the components before it.
int64_t line_tax_base(const line *l, size_t which, int64_t before);

// The components (answer->count of them) of a tax that was booked on an amount, net of an inclusive tax: each rounded
// by itself, the last with what the booked tax differs by. False on overflow.
bool tax_parts(const tax_answer *answer, int64_t amount, int64_t booked, int64_t *parts);

// One row of bill_taxes: a component of a tax over the lines that bear it.
typedef struct tax_sum {
  int64_t tax_row;  // 0: of a tax from which the customer is exempt; its lines have none
  const char *name, *category, *code, *reason, *jurisdiction;
  decimal rate;
  bool document, compound;
  int64_t base, amount;  // base: what the rate is of, of a compound one with the taxes before it
} tax_sum;

// What decides which rows there are. Whatever a taxable contract does not tax has one, too, at a rate of nothing and
// with its reason, where there is any: what its rule, or a category of it, does not tax, and what an exemption frees.
// Contracts that are not taxable at all have none.
typedef struct tax_terms {
  int form;                     // of the bill: before FORM_TARGETS only what a rule gives a reason for has such a row
  const char *exempt, *reason;  // the tax from which the bill's customer is exempt, and why; NULL: from none
} tax_terms;
tax_terms tax_terms_of(const contract *c, int form);

// The rows of a bill's lines. False on overflow.
bool lines_taxes(const line *lines, size_t count, const tax_terms *terms, arena *a, tax_sum **sums, size_t *sum_count);

// The tax of `count` gross amounts as one sum, rounded once, shared to each by largest remainder of its exact tax (ties
// to the lower index); `net` is what remains of each without an inclusive tax. `parts` takes answer->count component
// sums (may be NULL). False on overflow.
bool document_round(const tax_answer *answer, const int64_t *gross, size_t count, arena *a, int64_t *net, int64_t *tax,
                    int64_t *parts);

// One component of a tax, rounded on the sum and shared to the amounts in the same way. False on overflow.
bool document_round_component(const tax_answer *answer, size_t which, const int64_t *gross, size_t count, arena *a,
                              int64_t *tax);

// ---- Plugin files, which stay as they were when they took part in something that is final (table plugin_files)

// Keeps the text of a file, once.
bool plugin_text_keep(book *b, const plugin_file *file, error *e);

// What the table calls a kind (PLUGIN_KINDS: the site's rules), and the kind of such a name.
const char *plugin_text_kind_name(plugin_kind kind);
plugin_kind plugin_text_kind(const char *name);

// ---- Digests

// The digest of a bill as it is stored.
bool bill_digest(book *b, int64_t bill, digest *out, error *e);

// What the text of a digest holds, kept with each: form 1 is that of before; 2 also has of a bill how its taxes were
// rounded and the version of its rules, of a document all that is frozen; 3 also has of a document how its total was
// rounded; 4 how it looks; 5 what its buyer wants it to name and its rate of exchange, and of a line how many it counts
// and of which days. What is made now has the last one.
enum { FORM_FIRST = 1, FORM_FROZEN = 2, FORM_ROUNDED = 3, FORM_LOOKS = 4, FORM_TARGETS = 5, FORM_LAST = FORM_TARGETS };

// The form that a bill has, and the version of the rules in C that made it.
bool bill_form(book *b, int64_t bill, int *form, int *rules, error *e);

// A bill as it is stored: its form, the version of its rules in C, its lines and taxes, in the order of the digest.
typedef struct stored_bill {
  int form, rules;
  const line *lines;
  size_t count;
  const tax_sum *sums;
  size_t sum_count;
} stored_bill;
bool bill_read(book *b, int64_t bill, arena *a, stored_bill *out, error *e);

// Its digest, and the text that it is over, added to `text` (NULL: nobody asks): each value ended by a unit separator.
void bill_text(const stored_bill *b, buffer *text, digest *out);

// The digest that a bill of these lines and taxes has, in a form, made by a version of the rules in C.
void bill_digest_of(const line *lines, size_t count, const tax_sum *sums, size_t sum_count, int form, int rules,
                    digest *out);
