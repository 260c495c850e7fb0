// What became of each day of a contract's life. Reads only.
#pragma once
#include "core/engine/facts/facts.h"

// [{"contract", "contract_name", "customer_name", "as_of", "held": why it is as a whole, "tiles":[{"part", "from", "to"
// (null: without an end), "state", "invoice"}]}] of contract n, or of all where n is 0, as of the day that `why` takes.
// state: billed (invoice: which, null where it came to nothing), waived, due, held, left out, locked, "before
// bill_from", "no fee" (billed by its work alone, or for nothing), "to come". Tiles of a part follow each other day by
// day from the contract's first to its last. All are a stream, read some contracts at a time while the book is open.
// Values in the arena; NULL with the error.
value *coverage(book *b, day today, int64_t n, arena *a, error *e);
