// Meters that are counted though nobody reads them, and meters that are read though nobody counts them. Only the files
// of this room use it.
#pragma once
#include "core/engine/facts/facts.h"

// Appends to a list {"customer","customer_name","contract","meter","rows","first","last","reason"}, of a contract and
// what concerns it, or of all (0): first meters that a contract counts in a period that begins by the day and is not
// billed or not over, and of which there is no reading and no device in it; then readings and devices (`rows`) that no
// contract of their customer counts, with what may have been meant. Reads only.
bool unread_meters(book *b, day as_of, int64_t contract, arena *a, value *list, error *e);
