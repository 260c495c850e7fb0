// Verify: every invariant that has data, proved from the tables alone.
#pragma once
#include "core/engine/book.h"

// {"checks":[{"name","failed"}],"failures":[text…],"head"}: head is the last link of the audit chain. True also where checks fail; false only
// where the database cannot be read.
bool verify(book *b, arena *a, value **report, error *e);
