// A rating for tests of the plugin host: it records what a contract type calls.
#pragma once
#include "core/engine/prepaid/prepaid.h"

typedef struct fake_entry {
  int64_t minutes, start;
  const char *type, *ticket, *x;  // x: the ticket's own columns
} fake_entry;

enum { FAKE_LINES = 8 };

// What was called: a line per fee, the entries of each way of billing as a sum of minutes, and their price.
struct rating {
  contract contract;
  rating_period period;
  const fake_entry *entries;
  size_t entry_count;
  rating_fee fees[FAKE_LINES];
  char texts[FAKE_LINES][64];
  size_t fee_count;
  int64_t included, priced, rated;
  decimal price, granted;
  meter_step step;
  bool refuse;  // rating_line fails with `held`
  uint32_t pool[256];
  size_t pooled;
};
