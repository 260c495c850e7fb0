// The periods of a contract: where each begins and ends, how much of it lies within the contract, and when it opens and
// closes for billing. They follow from the contract alone; only a type's own schedule is made elsewhere (plan/).
#pragma once
#include "core/base/arena.h"
#include "core/engine/facts/contract.h"

// [from, until) within the contract, the whole anchored period around it, and when it opens and closes for billing.
typedef struct billing_period {
  day from, until, whole_from, whole_until, opens_on, closes_on;
  int64_t index;      // its number on the grid; of a schedule its place, from 0
  const char *key;    // of a schedule: what names the period for ever; NULL: it is no schedule's
  const char *waits;  // what it waits for until it closes, in words, where that is not its last day; NULL
  bool once;          // work that comes after it was billed is never due
} billing_period;

// Period n of the contract's grid: false past the range of dates. Empty (until <= from) outside the contract.
bool periods_at(const contract *c, int64_t n, billing_period *out);

// The day before which rows matter on a day: the end of the period that holds it.
day periods_horizon(const contract *c, day as_of);

// The contract's periods from the one that holds `from` to the one that is open on `as_of`, in the arena: those of its
// grid, or the single one of a contract that has none. `invalid` past the range of dates.
bool periods_of(const contract *c, day from, day as_of, arena *a, billing_period **out, size_t *count, error *e);

// When the next period of the grid opens or closes after a day; DAY_NEVER: none does.
day periods_next_on_grid(const contract *c, day as_of);
