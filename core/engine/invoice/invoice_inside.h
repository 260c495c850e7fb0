// What the files of invoice/ share. Private to the room.
#pragma once
#include "core/base/text.h"
#include "core/engine/invoice/invoice.h"

// ---- invoice_bills.c
// As they are now, in the order of n; `own`: with the own columns of their tickets, which reads lines. Then in the
// order of print; and the copy that a document freezes of them, JSON in the buffer: a list of {"bill": n, "lines": how
// many, "contract": id, "name", "x", "tickets"}, the last two where there are any.
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

// Numbers and freezes a draft: seller and buyer, postings, digest and chain. date DAY_MIN: the last date of its series.
// `date-order` where the series has a later one.
bool numbering_take(numbering *n, int64_t invoice, day date, error *e);

// ---- merged_taxes.c: shares taxes that are rounded on the document over all its bills.
bool merged_taxes_round(book *b, int64_t invoice, error *e);

// ---- drafts.c: sums of an invoice from its bills.
bool invoice_sum(book *b, int64_t invoice, error *e);
