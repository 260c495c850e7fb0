// What a check that was run says of itself, alike for a book and for a proof: a row of its report.
#pragma once
#include "core/base/value.h"

enum { FAULTS_TOLD = 50 };  // of one check: a damaged table breaks its check once for each of its rows

// Appends {"name", "checked", "failed"} to the list; where more failed than are told, appends to the failures how many.
void checked_row_put(arena *a, value *list, value *failures, const char *name, int64_t checked, int64_t failed);
