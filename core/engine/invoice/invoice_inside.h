// What the files of invoice/ share. Private to the room.
#pragma once
#include "core/base/text.h"
#include "core/engine/invoice/invoice.h"

// ---- series.c: series of numbers, as one transaction sees them.
enum { SERIES_FOR_EVER = 0 };
typedef struct series {
  int64_t n, first, next;
  bool credit;              // of credit notes
  int year;                 // in which its fiscal year ends; SERIES_FOR_EVER: it does not begin anew
  day last_date;            // of its documents that are not void; DAY_MIN: none
  char chain[DIGEST_TEXT];  // of its last document; "" before the first
  bool used;                // a number was taken: series_close stores it
  int asked_year;           // whether it has numbers of this year is known:
  bool numbered;
} series;

typedef struct series_book series_book;
series_book *series_open(book *b, error *e);
// Stores what was taken, if all is well so far, and frees it.
bool series_close(series_book *s, bool ok, error *e);

// Whether credit notes have series of their own; the last date of a kind that is not void, DAY_MIN: none.
bool series_has_credits(const series_book *s);
day series_last_date(const series_book *s, bool credit);

// The series that gives a document of a date its number, begun where there is none yet; until the next call. NULL with
// `date-order` where it has a later date.
series *series_at(series_book *s, bool credit, day date, error *e);

// What its next number reads, in the arena.
const char *series_number(const series_book *s, const series *one, day date, arena *a);

// The next number of invoices, in the latest year that has any where they begin anew; sets it higher, for the numbers
// after a gap that people want. `invalid` where it would go back.
bool series_next(series_book *s, int64_t *next, error *e);
bool series_set_next(series_book *s, int64_t number, error *e);

// Dates look past an invoice that has become void.
bool series_void(book *b, int64_t invoice, error *e);

// ---- invoice_bills.c
// As they are now, in the order of n; `own`: with the own columns of their tickets, which reads lines. Then in the
// order of print; and the copy that a document freezes of them, JSON in the buffer: a list of {"bill": n, "lines": how
// many, "contract": id, "name", "x", "tickets", "site"}, the last three where there are any.
bool invoice_bills_now(book *b, int64_t invoice, bool own, arena *a, invoice_bill **out, size_t *count, error *e);
void invoice_bills_sort(invoice_bill *bills, size_t count);
const char *invoice_bills_copy(const invoice_bill *bills, size_t count, buffer *out);

// Whether any ticket of the book has own columns.
bool tickets_have_own(book *b, bool *out, error *e);

// ---- numbers.c: drafts become final documents, one after another, gapless per series.
// Reads the series and the seller once. Inside the caller's transaction; numbering_close writes the counters and frees
// it.
typedef struct numbering numbering;
numbering *numbering_open(book *b, error *e);
bool numbering_close(numbering *n, bool ok, error *e);

// Numbers and freezes a draft: seller and buyer, postings, digest and chain. `date-order` where its series has a later
// date, `duplicate` where its number was given before.
bool numbering_take(numbering *n, int64_t invoice, day date, error *e);

// The date of a credit note that names none: the last one of its series, and never before what it credits.
bool numbering_last_date(numbering *n, int64_t credited, day *out, error *e);

// ---- sums.c: what is kept of sums. Inside the caller's transaction. All documents of a batch were numbered.
bool sums_generated(book *b, int64_t batch, error *e);
// One was numbered by itself (final), or voided.
bool sums_one(book *b, int64_t invoice, bool final, error *e);

// ---- looks.c: what of a look is kept with the document.
typedef struct kept_look {
  int64_t n;         // looks.n; 0: the host knows no documents
  const char *text;  // for the document's digest; NULL as well
} kept_look;
typedef struct looks looks;
looks *looks_open(book *b, arena *a);
bool looks_keep(looks *l, const look_wish *wish, kept_look *out, error *e);

// What the host is asked for a wish: the seller's settings, and the customer's over them.
bool look_wanted(book *b, const look_wish *wish, arena *a, template_call *out, error *e);

// ---- merged_taxes.c: shares taxes that are rounded on the document over all its bills.
bool merged_taxes_round(book *b, int64_t invoice, error *e);

// ---- drafts.c: sums of an invoice from its bills. The total is rounded anew where the invoice has a multiple for it;
// of a credit note what it takes back of a rounding is added.
bool invoice_sum(book *b, int64_t invoice, error *e);

// ---- credit_lines.c: what a credit note takes back of which lines of an invoice, in the order of the terms.
typedef struct credit_part {
  const invoice_line *of;
  line_part part;
} credit_part;

// The line of a rounding is taken back whole, once, and is in no bill: *rounding is what of it is (0: nothing), as the
// note has it.
bool credit_parts(book *b, int64_t invoice, const credit_terms *terms, const invoice_line *lines, size_t line_count,
                  int exponent, arena *a, credit_part **out, size_t *count, int64_t *rounding, error *e);

// ---- counts_before.c: what the same lines of a contract counted on its last final invoice before a bill. It is told
// once, when the bill's document is numbered, and kept with it: what becomes of that invoice later changes nothing.
// An object of [count, first day] by the numbers of the bill's lines, JSON in the arena; NULL where nothing is told.
bool counts_before(book *b, int64_t bill, int64_t contract, arena *a, const char **out, error *e);

// ---- line_taxes.c: taxes of the lines of a bill, from rows that stay as they are once it is final. They live as long
// as the arena.
typedef struct bill_tax_rows bill_tax_rows;
bool bill_tax_rows_read(book *b, int64_t bill, arena *a, bill_tax_rows **out, error *e);

// The taxes of a line of the bill; lines are asked for in their order.
void line_taxes_of(bill_tax_rows *t, const line *l, arena *a, const line_tax **out, size_t *out_count);
