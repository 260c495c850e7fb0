// Verify promises that the book does not contradict itself: each invariant that has data is proved from the tables
// alone, without planning or rating anything again.
#pragma once
#include "core/engine/facts/facts.h"

// {"checks":[{"name","checked","failed"}],"failures":["name: what…"],"head"}: checked counts the rows that were looked
// at; the first 50 faults of a check are told, and how many more; head is the last link of the audit chain (null in an
// empty log). Reads one state of the database and writes nothing. True also where checks fail; false only where the
// database cannot be read.
bool verify(book *b, arena *a, value **report, error *e);
