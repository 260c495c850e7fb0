// Taxes that are rounded on a document's sum: one rounding per tax and category, shared out to the lines.
#pragma once
#include "core/engine/rating/rating.h"

// The tax of `count` gross amounts as one sum, shared to each by largest remainder of its exact tax (ties to the lower
// index); `net` is what remains of each without an inclusive tax. `parts` takes answer->count component sums (may be
// NULL). False on overflow.
bool tax_document(const tax_answer *answer, const int64_t *gross, size_t count, arena *a, int64_t *net, int64_t *tax,
                  int64_t *parts);

// One component of a tax, rounded on the sum and shared to the amounts in the same way. False on overflow.
bool tax_component_document(const tax_answer *answer, size_t which, const int64_t *gross, size_t count, arena *a,
                            int64_t *tax);
