// Freed rows go home.
#pragma once
#include "core/engine/facts/book.h"

// Moves the work and charges that were released since released.n = mark to the contracts that their tickets name now.
// Inside the caller's transaction.
bool reattribute_released(book *b, int64_t mark, error *e);
