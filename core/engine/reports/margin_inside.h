// The groups of a margin report: what was billed of each, and what it cost. Only the files of this room use it.
#pragma once
#include "core/engine/reports/reports_inside.h"

// One row. Amounts in minor units of the currency; what has no cost is counted apart.
typedef struct margin_group {
  const char *key, *name, *currency;  // key, name: NULL is a name too
  int exponent;
  int64_t revenue, work_cost, charge_cost, minutes, minutes_no_cost, charges_no_cost;
} margin_group;

typedef struct margin_groups {
  arena *arena;
  margin_group **slots;  // by a hash of key and currency; a power of two
  size_t count, capacity;
} margin_groups;

// The group of a key in a currency, which is made where there is none.
margin_group *margin_group_of(margin_groups *g, const char *key, const char *name, const char *currency);

// Adds to one of its amounts; false with `too_big` past what can be said.
bool margin_add(int64_t *sum, int64_t amount, error *e);

// Appends a record for each group: under its names, those that a form has for key and name (NULL: none). By currency,
// then by key (`by_key`), else the largest revenue first.
bool margin_rows(const margin_groups *g, const report_form *f, bool by_key, value *rows, error *e);
