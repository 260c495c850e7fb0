// Where the book stands, for `status`.
#pragma once
#include "core/engine/facts/facts.h"

// Puts into a record what is in the book and what is to be done, each from what is counted as it comes about, so that
// history is never read: how many rows there are, "final_invoices", "drafts", "batch": the state of the newest;
// "due": [{"currency","contracts","amount"}] of the newest open batch; "drafted", "to_export" (final documents of
// batches that were not exported), "open" and "overdue": [{"currency","documents","amount"}]; "not_exported": batches;
// "ending": contracts that end within 60 days; "low": balances of which less than a fifth was left, as the newest batch
// showed them; and "steps": [{"step","command"}], what is sensible to do, the next one first. held: how much is.
bool standing_put(book *b, day today, int64_t held, arena *a, value *into, error *e);
