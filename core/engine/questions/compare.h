// What a batch bills against what another did, contract by contract. Reads only.
#pragma once
#include "core/engine/batch/batch.h"

// The newest batch before `now` that was run; `not-found` where there is none.
bool batch_before(book *b, const batch *now, arena *a, batch *out, error *e);

// {"batch", "as_of", "with", "with_as_of", "rows":[{"change": new, gone or changed, "customer", "customer_name",
// "contract", "contract_name", "currency", "amount", "amount_before", "difference", "reasons": texts}],
// "totals":[{"currency", "amount", "amount_before", "difference", "new", "gone", "changed", "same"}]}: amounts before
// tax. Of an open batch whatever is due and not left out, selected or not, as it was last shown; of others their bills
// that stand. By customer and contract; contracts that come to the same are only counted. A value in the arena; NULL
// with the error.
value *batches_compared(book *b, const batch *now, const batch *with, arena *a, error *e);
