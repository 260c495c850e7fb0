// The statements of an invoice: what moved in the prepaid balances that its bills drew on, frozen with them.
#pragma once
#include "core/engine/questions/balance.h"

// One balance of one bill. The bill's window begins after the contract's last bill that stands on an invoice and was
// not taken back, so that one statement opens where the one before closed: left = opening + granted - used - lapsed.
// `from`, `until`, `pending` and `expires` of the balance are unset.
typedef struct statement {
  const char *contract, *contract_name;  // id, name
  int exponent;                          // of the currency
  prepaid balance;
} statement;

// The statements of an invoice or draft, in the order of its contracts; none for a credit note. What was released later
// (a void, a deleted draft) still counts: a final invoice's statement stays as it was. In the caller's arena.
bool statements_read(book *b, int64_t invoice, arena *a, statement **list, size_t *count, error *e);
