// Prices that go up: the params that a type marks as prices, and rates, of many contracts from a day on, as one change
// of the book that is taken back as one.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/import/import.h"

// What goes up, by how much, from when. A price of nothing, or less, stays.
typedef struct price_raise {
  const char *by;       // as it was said, for the log
  bool is_percent;      // `amount` is a fraction of one; else what is added to each price
  decimal amount;       // above 0; a fraction at most 10
  decimal multiple;     // prices become multiples of it; 0: of the least digit that each has, or its currency
  day from;             // DAY_NEVER: on each contract's anniversary
  day first, last;      // of anniversaries
  int64_t min_age;      // months that a contract has run by then
  const char *type;     // NULL: all
  int64_t customer;     // 0: all
  const char **except;  // ids of contracts that stay
  size_t except_count;
  const char *note;  // NULL: none
  bool dry_run;
} price_raise;

// A price before and after, as decimal texts.
typedef struct raised_price {
  const char *contract, *customer;  // ids; NULL: a rate for all
  const char *param;                // which of the contract's params, lines[desk].params.rate; of a rate its code
  bool is_rate;
  const char *currency;
  const char *before, *after, *difference;
  day from;
} raised_price;

// In the arena. `report` as of an import, its notes too.
typedef struct raised {
  raised_price *prices;
  size_t count;
  import_report report;
} raised;

// The price after a raise, rounded half up to the multiple; one that is nothing or less, or that rounding would lower,
// is the same. `exponent`: digits
// of its currency. False past the range of prices.
bool price_after(const price_raise *how, decimal price, int exponent, decimal *out);

// Writes rows of changes and rates from the day on, or nothing: `frozen` names each contract that was billed past its
// day, whatever else an import refuses.
bool price_raise_run(book *b, const price_raise *how, arena *a, raised *out, error *e);
