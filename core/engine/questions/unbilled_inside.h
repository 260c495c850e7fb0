// What no batch takes: its amounts, and totals of it.
#pragma once
#include "core/engine/facts/facts.h"

// What a customer has of it in a currency. first: its oldest day. Texts live with the list.
typedef struct unbilled_sum {
  const char *customer, *name, *currency;
  int64_t minutes, entries, charges;
  day first;
  bool priced;     // what it would bill is known:
  int64_t amount;  // in minor units, net of taxes that are not within the price
} unbilled_sum;

// A row of work whose contract bills it once its ticket is closed. minutes: the billable ones. record, sum: where its
// amount goes.
typedef struct unbilled_work {
  int64_t contract, ticket, minutes, found, amount;  // found: minutes that a plan has; amount: of them
  value *record;
  size_t sum;
  bool held;
} unbilled_work;

typedef struct unbilled_sums {
  arena *arena;
  day today;
  unbilled_sum *items;
  size_t count, capacity;
  unbilled_work *work;
  size_t work_count, work_capacity;
} unbilled_sums;

// Adds some of it.
void unbilled_add(unbilled_sums *s, unbilled_sum one);

// The work that was added last may be priced by its contract.
void unbilled_add_work(unbilled_sums *s, int64_t contract, int64_t ticket, value *record);

// Puts into the records of that work, and into the sums, what it would bill were its tickets closed today: by the plans
// of its contracts, at their prices and price rules of today. What these do not find, or hold, stays unknown.
bool unbilled_price(unbilled_sums *s, book *b, error *e);

// [{"customer", "customer_name", "currency", "hours", "entries", "charges", "first", "age": days since then, "amount":
// of what is known (null: nothing is), "unknown": rows whose amount is not}] by name.
value *unbilled_totals(unbilled_sums *s);
