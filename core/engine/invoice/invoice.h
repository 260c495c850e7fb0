// Invoices: bills grouped into documents, numbered and frozen, corrected by credit notes and voids.
#pragma once
#include "core/engine/bill/bill.h"

// Run: drafts from everything selected. Every contract is rated again and compared with what was shown: `changed` with
// the ids of the rows that did, `already` where an item was claimed elsewhere. `nothing-selected`.
bool batch_run(book *b, batch *batch, const char *name, error *e);

// Makes the drafts of a batch anew, as its `consolidated` says. Inside the caller's transaction.
bool drafts_group(book *b, const batch *batch, error *e);

// One invoice per customer: 1 on, 0 off. Before or after the run.
bool batch_consolidate(book *b, batch *batch, int on, error *e);

// Deletes drafts by number (invoices.n): their items are due again, their contracts deselected.
bool batch_delete(book *b, batch *batch, const int64_t *drafts, size_t count, error *e);

// Deletes the whole batch; takes it back to selecting with its choices kept. Waivers stay.
bool batch_discard(book *b, batch *batch, error *e);
bool batch_reopen(book *b, batch *batch, error *e);

// Gives an item away for good, and takes that back. The note is required. `show`: print it with a 100 % discount.
bool batch_waive(book *b, batch *batch, const contract *c, const char *item, const char *note, bool show, error *e);
bool batch_unwaive(book *b, const char *item, error *e);

// Numbers and freezes all drafts of a batch on a date: `date-order` where the series has a later one.
bool batch_generate(book *b, batch *batch, day date, error *e);

// All invoices of a generated batch are where they are booked: the batch is exported. `detail` is JSON for the log.
bool batch_exported(book *b, batch *batch, const char *detail, error *e);

// A credit note of lines (none: all that are not credited yet) of a final invoice; `rebill` makes their items due
// again. DAY_MIN as date: the last date of the series. *note_n: the new document. `already` where a line is credited,
// `state` for drafts, voids and credit notes.
bool invoice_credit(book *b, int64_t invoice, const int64_t *lines, size_t count, bool rebill, day date,
                    const char *note, int64_t *out, error *e);

// Voids a final invoice: the number stays, its items are due again.
bool invoice_void(book *b, int64_t invoice, const char *note, error *e);

// The digest of a final document over its header and its bills.
bool invoice_digest(book *b, int64_t invoice, digest *out, error *e);

// Sums of an invoice from its bills.
bool invoice_sum(book *b, int64_t invoice, error *e);

// Shares taxes that are rounded on the document over all its bills.
bool invoice_round(book *b, int64_t invoice, error *e);
