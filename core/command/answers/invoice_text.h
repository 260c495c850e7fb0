// An invoice as a text document of 80 columns.
#pragma once
#include "core/base/value.h"

// From an invoice value (the public form) to text in the arena, ending with a line feed.
const char *invoice_text(const value *invoice, arena *a);

// Plain digits with a separator between thousands: -1234.50 → -1,234.50.
const char *money_for_people(arena *a, const char *plain);
