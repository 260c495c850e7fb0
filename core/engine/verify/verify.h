// Verify: every invariant that has data, proved from the tables alone.
#pragma once
#include "core/engine/facts/facts.h"

// {"checks":[{"name","checked","failed"}],"failures":["name: what…"],"head"}: checked counts the rows that were looked
// at; the first 50 faults of a check are told, and how many more; head is the last link of the audit chain (null in an
// empty log). Reads one state of the database and writes nothing. True also where checks fail; false only where the
// database cannot be read.
bool verify(book *b, arena *a, value **report, error *e);
