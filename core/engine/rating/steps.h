// The steps by which amounts came about, as a rating noted them because someone asked for an explanation.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/rating/rated.h"

// A line of a plugin's text: the call that gave a price. file NULL: not known.
typedef struct step_place {
  const char *file;
  int line;
} step_place;

// One price rule on the minutes or the price of one entry: `entry` indexes the plan's entries, and is the last of those
// whose minutes were summed.
typedef struct step_rule {
  const plugin_rule *rule;
  uint32_t entry;
  int64_t before, after;
} step_rule;

// How a fragment came to its price, before price rules.
typedef struct step_price {
  decimal price;
  const rate_row *rate;  // NULL: the contract's own
  step_place place;
} step_price;

// How a period's own line came to its amount: quantity × price × days / all.
typedef struct step_fee {
  uint32_t item;
  bool prorated;
  rating_fee terms;
  rating_period period;
  int64_t days, all;
  step_place place;
  uint32_t counts_from, counts_until;  // of the counts
  bool repriced;  // work whose hour was billed before, at `billed`: the price is what it costs more
  decimal billed;
  uint32_t owed_from, owed_until;  // of the shares that make it up, where it is settled
} step_fee;

// A share in what a settled item comes to, in minor units.
typedef struct step_owed {
  int64_t line;      // that bills took, and that is taken off; 0: what is owed
  day from, until;   // the days that `all` stands for
  int64_t share;     // of the item's days
  const char *what;  // the line that owes it; NULL: what is left over to come to the whole line
  int64_t all;
} step_owed;

// Of a period, by a price rule on whole periods: minor units before the rule and what it added, and minutes. All 0
// where there is nothing.
typedef struct rule_sum {
  int64_t before, change, minutes;
} rule_sum;

// What changed the gross amounts of pieces: a price rule on their sum, or a balance that paid for one.
typedef struct step_change {
  const plugin_rule *rule;    // NULL: a balance, or
  const adjustment *by_hand;  // what somebody set; NULL
  int64_t before, after;      // of the sum; of a balance: what the piece costs and what is left to pay
  int64_t answer;             // of the rule
  rule_sum billed;            // of a rule of whole periods: what bills took of the period
  money_mode mode;            // of a balance
  bool exact;                 // of a percentage: it came off before the amount was rounded
  bool once;                  // the rule was told that the item bears what it charges once per ticket
  uint32_t *pieces;
  int64_t *gross, *shares;  // by piece: before the rule, what it adds
  size_t count;
} step_change;

// A count that a period's own line was made from: its meters, and how they stepped.
typedef struct step_count {
  const char *meters;
  const meter_step *steps;
  size_t step_count;
} step_count;

// Each list in the order in which its steps were made.
typedef struct noted_steps {
  arena *arena;
  step_change *changes;
  step_count *counts;
  size_t change_count, change_capacity, count_count, count_capacity;
  uint32_t counts_from, counts_until;  // those of the line given last
  step_rule *rules;
  step_price *prices;  // one for each of the plan's fragments
  step_fee *fees;
  step_owed *owed;
  size_t owed_count, owed_capacity;
  size_t rule_count, rule_capacity, price_count, price_capacity, fee_count, fee_capacity;
} noted_steps;

noted_steps *steps_new(void);
void steps_free(noted_steps *s);  // NULL is allowed
void steps_clear(noted_steps *s);

// The fee that gave an item's piece; NULL where there is none.
const step_fee *steps_fee_of(const noted_steps *s, uint32_t item);

// The share of a piece in what a rule changes in a sum: by what it costs. What is given back has none in a sum to be
// paid, nor the other way round.
int64_t rules_weight(int64_t sum, int64_t gross);
