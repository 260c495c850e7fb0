// Values that several answers hold.
#pragma once
#include "core/base/value_json.h"
#include "core/command/answers/answers.h"

// {"start", "end"} of [from, until), both days in it: null where there is none (until 0), end null where it has no end.
value *period_value(arena *a, day from, day until);

// A row of a batch's contract list, NULL without an error where the batch does not have it.
value *contract_answer(db *d, int64_t batch, int64_t contract, arena *a, error *e);

// A row or an item that is locked and says no more waits for the end of its period: says that as its reason.
void lock_says_why(arena *a, value *row);

// Hours with at most four decimals.
const char *hours_text(arena *a, int64_t minutes);

// Adds what an invoice comes to at home: "fx" as it keeps it, "tax_home" and "total_home" at its rate. `kept` NULL:
// nothing.
typedef struct exchanged {
  int64_t tax, total;
  int exponent;  // of its currency
} exchanged;
void put_exchange(arena *a, value *v, const char *kept, const exchanged *amounts);

// Adds what was paid of a final invoice, or of a credit note that names none: "paid", "open", "payment" (none, part,
// paid: nothing is open of it) and "paid_by": {"payment", "date", "amount", "reference"}.
bool put_payments(context *c, value *v, int64_t invoice, int exponent, arena *a, error *e);

// The statements of an invoice or draft: {"contract", "line", "unit", "opening", …, "closing", "movements"}. Those of
// an invoice that was numbered before they were kept are derived where `derive`, from rows as they are now.
value *statements_value(context *c, int64_t invoice, bool derive, arena *a, error *e);
