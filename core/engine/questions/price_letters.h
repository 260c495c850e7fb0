// What customers are told of prices that go up. Reads only.
#pragma once
#include "core/engine/import/raise.h"

// What one customer is told: {"customer", "customer_name", "date", "from" (null where days differ), "raise", "seller",
// "bill_to", "contracts":[{"contract", "contract_name", "contract_type", "currency", "prices":[{"param", "before",
// "after", "difference", "from"}]}], "rates":[{"rate", "contract_name" (null: of all of its contracts), "currency",
// "before", "after", "difference", "from"}]}.
typedef struct price_letter {
  int64_t customer;
  const char *id, *name;
  day from;  // of all of its prices; DAY_NEVER: they differ
  value *told, *contracts, *rates;
} price_letter;

// A letter to each customer whose price goes up, by name: a rate for all is told to whom work was recorded at it. `by`:
// the raise as it was said; prices as price_raise_run answers them. In the arena.
bool price_letters(book *b, const char *by, const raised *prices, day today, arena *a, price_letter **out,
                   size_t *count, error *e);
