// Numbering: drafts become final documents, one after another, gapless per series. Private to the engine's invoice
// files.
#pragma once
#include "core/engine/invoice/invoice.h"

typedef struct numbering numbering;

// Reads the series and the seller once. Inside the caller's transaction; numbering_close writes the counters and frees
// it.
numbering *numbering_open(book *b, error *e);
bool numbering_close(numbering *n, bool ok, error *e);

// Numbers and freezes a draft: seller and buyer, postings, digest and chain. date DAY_MIN: the last date of its series.
// `date-order` where the series has a later one.
bool numbering_take(numbering *n, int64_t invoice, day date, error *e);
