// What the files of the room share.
#pragma once
#include "core/engine/invoice/invoice.h"
#include "core/engine/prove/prove.h"

// rows.c: the rows that a document's lines took, and what its contracts and counts came from, as of its bills and with
// all that the journal has of them. `lines`: of the document, count of them.
value *prove_rows(book *b, int64_t invoice, const invoice_line *lines, size_t count, arena *a, error *e);

// entries.c: what the log has about a document by its number, with the links on both sides of each entry, and its head.
value *prove_entries(book *b, const char *number, arena *a, error *e);
