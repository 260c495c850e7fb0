// Where a book uses its rules, and whether each use fits its rule.
#pragma once
#include "core/engine/facts/book.h"

// How many contracts name a price rule, or how many rows of taxes a tax rule. Parts of a contract are not looked into.
bool rule_uses(book *b, plugin_kind kind, const char *rule, int64_t *count, error *e);

// What was looked at, and a text for each use that does not fit ("contract k1: rules[2]: …", "taxes GST from
// 2026-01-01: …") in a list.
typedef struct rule_report {
  int64_t contracts, taxes;  // rows with rules; rows of taxes
  const char **faults;
  size_t count, capacity;
} rule_report;

// Holds every contract's rules and every row of taxes against their rules. `site`: a fault of the rules of all
// contracts, which is told once and not with each contract; NULL. False only where the database cannot be read.
bool rules_check(book *b, const char *site, arena *a, rule_report *report, error *e);
