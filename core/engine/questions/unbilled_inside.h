// Totals of what no batch takes.
#pragma once
#include "core/engine/facts/facts.h"

// What a customer has of it in a currency. first: its oldest day. Texts live with the list.
typedef struct unbilled_sum {
  const char *customer, *name, *currency;
  int64_t minutes, entries, charges;
  day first;
} unbilled_sum;

typedef struct unbilled_sums {
  arena *arena;
  day today;
  unbilled_sum *items;
  size_t count, capacity;
} unbilled_sums;

// Adds some of it.
void unbilled_add(unbilled_sums *s, unbilled_sum one);

// [{"customer", "customer_name", "currency", "hours", "entries", "charges", "first", "age": days since then}] by name.
value *unbilled_totals(unbilled_sums *s);
