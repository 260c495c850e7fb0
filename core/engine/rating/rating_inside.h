// What only the rating's own files call: one price rule on one number, entries split at the edges of rules, and what
// bills took of a period.
#pragma once
#include "core/engine/rating/rating_for_plans.h"

// --- price_rules.c
// What an entry's facts are for a rule.
rule_facts rules_facts(const basis *b, const work *w, uint32_t entry, int64_t minutes, const char *category);
// Runs one rule: every application of a rule goes through here. `entry`: whose minutes or price, UINT32_MAX: an amount.
bool rules_run(const basis *b, const plugin_rule *rule, uint32_t entry, int64_t number, const rule_facts *facts,
               int64_t *out, error *e);
// Splits the contract's entries at the edges of the rules that have some. Before any of them is gathered.
bool rules_split(const basis *b, work *w, error *e);

// --- bill_minutes.c: minutes to bill of the period's work, by the rules of the minutes stage.
bool rules_minutes(const basis *b, work *w, error *e);

// --- once.c
// Whether the item bears what the rule charges once per ticket: it is work, and neither a bill nor an item before it
// bears that for its ticket. Then it is noted in the list. billed: the item is what a bill took, and did or did not.
bool once_first(const basis *b, item_list *list, uint32_t item, const plugin_rule *rule, bool billed, bool *out,
                error *e);

// --- billed_items.c
// Adds what bills took of the period at hand as items: pieces with the amount that was billed, and as gross what it was
// before rules changed it. paid: as for rules_amounts.
bool billed_items(const basis *b, const at_hand *now, item_list *to, bool paid, error *e);
