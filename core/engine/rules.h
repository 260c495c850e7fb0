// Price rules at work: one rule on one number, entries split at edges, amounts of a period.
#pragma once
#include "core/engine/rating_state.h"

// What an entry's facts are for a rule: `entry` an index into the plan.
rule_facts rules_facts(const rating *r, uint32_t entry, int64_t minutes, const char *category);

// Runs one rule: every application of a rule goes through here. `entry`: whose minutes or price, UINT32_MAX: an amount.
bool rules_run(rating *r, const plugin_rule *rule, uint32_t entry, int64_t number, const rule_facts *facts, int64_t *out, error *e);

// Splits the plan's entries at the edges of the rules that have some. Before any of them is gathered.
bool rules_split(rating *r, error *e);

// Rules of the amount stage on the items [first, end), whose pieces have gross amounts; what they take off goes to the pieces by largest
// remainder.
bool rules_amounts(rating *r, size_t first, error *e);
