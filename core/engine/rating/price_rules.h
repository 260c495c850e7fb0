// Price rules at work: one rule on one number, entries split at edges, amounts of a period.
#pragma once
#include "core/engine/rating/rating_inside.h"

// What an entry's facts are for a rule: `entry` an index into the plan.
rule_facts rules_facts(const rating *r, uint32_t entry, int64_t minutes, const char *category);

// Runs one rule: every application of a rule goes through here. `entry`: whose minutes or price, UINT32_MAX: an amount.
bool rules_run(rating *r, const plugin_rule *rule, uint32_t entry, int64_t number, const rule_facts *facts,
               int64_t *out, error *e);

// Splits the plan's entries at the edges of the rules that have some. Before any of them is gathered.
bool rules_split(rating *r, error *e);

// Rules of the amount stage on the items [first, end), whose pieces have gross amounts; what they take off goes to the
// pieces by largest remainder. A rule of whole periods counts what bills took of the period, and changes only the rest.
bool rules_amounts(rating *r, size_t first, error *e);

// The share of a piece in what a rule changes in a sum: by what it costs. What is given back has none in a sum to be
// paid, nor the other way round.
int64_t rules_weight(int64_t sum, int64_t gross);

// What bills took of the period at hand, by rule: minor units before it and what it added, and minutes. All 0 where
// they took nothing.
typedef struct rule_sum {
  int64_t before, change, minutes;
} rule_sum;
typedef struct rule_sums {
  rule_sum of[RULES_MAX];
} rule_sums;
bool rules_taken(rating *r, rule_sums *sums, error *e);

// Runs the amount stage on the items [first, end), which bills took: gross amounts before it, amounts as they were
// billed.
bool rules_learn(rating *r, size_t first, rule_sums *sums, error *e);
