// The inside of a raise of prices.
#pragma once
#include "core/engine/import/import_inside.h"
#include "core/engine/import/raise.h"

// The help of a contract type, read once.
typedef struct raise_type {
  const char *name;
  const value *params;
  struct raise_type *next;
} raise_type;

// A contract whose prices go up.
typedef struct raise_contract {
  int64_t n;
  const char *id, *customer, *type, *currency;
  int exponent;
  day from, last;  // from when its prices are others; its own last day
} raise_contract;

typedef struct raise_run {
  const price_raise *how;
  import *im;
  raised *out;
  size_t capacity;
  raise_type *types;
  raise_contract *contracts;  // by n
  size_t contract_count, contract_capacity;
  day later;       // the first day on which nothing that is raised was billed
  uint64_t place;  // of the row at hand
} raise_run;

// Adds a price; false where the raised one is past the range. *after NULL: it stays.
bool raise_price(raise_run *run, raised_price price, int exponent, const char **after, error *e);

// What a row of changes has to say so that the contract's params, as they are on its day, have the raised prices; NULL:
// no price goes up. The caller deletes it. False where that cannot be said.
bool raise_params(raise_run *run, const raise_contract *k, const char *params, cJSON **change, error *e);

// The rows of rates of the contracts, and where nothing tells contracts apart those for customers and all.
bool raise_rates(raise_run *run, error *e);
