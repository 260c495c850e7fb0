// Prices of work by rate code (table rates).
#pragma once
#include "core/engine/facts/book.h"

// A price in force from a day on.
typedef struct rate_row {
  day from;
  decimal price;
  const char *category, *sku, *description;  // NULL: the contract's
  const char *scope;                         // contract, customer or all
  bool costs;                                // cost: what an hour costs the MSP is known, in the price's currency
  decimal cost;
} rate_row;

typedef struct rate_book rate_book;
// `journal`: prices as they were after that journal entry; 0: as they are.
rate_book *rates_open(book *b, int64_t journal);
void rates_close(rate_book *r);

// The price of a code for a contract on a day: a row for the contract, else for its customer, else for all, in the
// contract's currency. NULL with `held` where none is in force, with another code on a database error. Lives as long as
// the rate book.
const rate_row *rates_find(rate_book *r, const contract *c, const char *code, day d, error *e);

// What an hour at a code costs: of the same rows the nearest that says it. *known false: none does. False on a database
// error.
bool rates_cost(rate_book *r, const contract *c, const char *code, day d, decimal *cost, bool *known, error *e);
