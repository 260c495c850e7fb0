// What the files of invoice/ share. Private to the room.
#pragma once
#include "core/engine/invoice/invoice.h"

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
