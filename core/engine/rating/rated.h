// What is rated, and what comes of it: periods and their fees; work, entry by entry; items, which are what can be
// billed, and their pieces, which are what invoices print. Amounts are minor units, days half-open intervals; texts
// live in the arena of the plan.
#pragma once
#include "core/engine/facts/facts.h"

// The period at hand. [from, until) may be a stretch of the whole period [whole_from, whole_until): a stub, or the days
// of a period on which its params were the same. Without a grid whole = stretch.
typedef struct rating_period {
  day from, until, whole_from, whole_until;
  int64_t index;    // n on the grid, 0 for the first of other schedules
  int64_t number;   // periods of the contract before it
  int64_t left;     // periods of the contract from it on; negative: no end
  const char *key;  // of a type's own schedule; NULL
} rating_period;

// A line that a period itself costs. Texts are copied. Lines of one text in one period and phase are the same line.
typedef struct rating_fee {
  const char *description;
  decimal quantity, price;
  int64_t over;                       // the quantity is quantity / over, such as device-days over days; at least 1
  const char *unit, *category, *sku;  // NULL: none, the contract's, the contract's
  bool whole;                         // true: never prorated, whatever the contract says
  bool once;                          // once in the contract's life, not each period
  bool counts;                        // says how many:
  decimal count;                      // over `over` as well
  int days, days_of;                  // of the period that it covers, where it shares out its price by itself; 0, 0
  day from, until;                    // the days of the period that it covers; 0, 0: the stretch at hand
} rating_fee;

// What a meter showed from a day on, until the next step.
typedef struct meter_step {
  day from;
  decimal count;
} meter_step;

// Meters that a plan looked at, read once, the last one first.
typedef struct meter_memory {
  const char *name;  // one meter; of several each with a newline after it
  const meter_step *steps;
  size_t count;
  day from, until;
  const char *silence;  // in words, where there was no reading and no device to count; NULL
  struct meter_memory *next;
} meter_memory;

// A line of a period that says how many, and the meters that it was made from: a name as of meter_memory; where it was
// made from several counts theirs one after the other. The last one given comes first.
typedef struct counted_line {
  const char *description, *meters;
  day from, until;
  decimal count;  // over `over`
  int64_t over;
  struct counted_line *next;
} counted_line;

// How work draws on a balance of money: not at all, without its tax, with it, or only what is past a budget is billed.
typedef enum money_mode { MONEY_NONE, MONEY_NET, MONEY_WITH_TAX, MONEY_BUDGET } money_mode;

// A time entry of the contract that no bill has taken.
typedef struct plan_entry {
  int64_t at, n, ticket;    // at: local minute on which it starts
  int64_t utc;              // the same, in seconds since 1970 UTC
  int32_t minutes, billed;  // real; to bill, after bill_minutes and rules
  int32_t priced;           // of those to bill, by lines
  uint32_t group;           // its ticket's group within the period
  uint32_t item;            // the item that holds it; UINT32_MAX: none (its ticket is open)
  bool billable;
  bool has_price;    // a line has given it one, if only to no minutes
  bool continued;    // it goes on with the entry before it, where a rule has split the two
  int64_t begins;    // local minute on which it starts, by the clock of that moment
  const char *held;  // why it cannot be priced; NULL: it can
  const char *rate, *type, *note, *x, *technician;  // x, technician: where a rule looks at them
} plan_entry;

// Minutes of one entry at one price. An entry may be in several, where a block ran out in it.
typedef struct plan_fragment {
  uint32_t entry, piece;
  int64_t minutes;
  money_mode draw;  // on a balance of money, of the part
  int64_t part;     // its code
} plan_fragment;

// What an item costs at one price under one tax: rounded once. Lines are made of pieces.
typedef struct plan_piece {
  decimal quantity, price;
  const char *unit, *discount, *description, *category, *sku;
  int64_t amount, tax;           // amount is net of an inclusive tax
  int64_t gross;                 // before an inclusive tax was taken out; else = amount
  int64_t off;                   // what rules and draws took off quantity × price
  bool off_own;                  // a charge's own discount is in `off`
  decimal exact;                 // gross is exact × price × num / den, rounded once, while nothing but percentages
  int64_t num, den;              // came off; den 0: something else did
  int64_t tax_row;               // taxes.n, 0: not taxed
  const tax_answer *tax_answer;  // NULL: not taxed
  const char *tax_name, *tax_rule;
  day tax_date;       // by which the tax is in force; DAY_NEVER: not asked by date
  int64_t minutes;    // of work
  decimal instead;    // minutes that somebody bills beyond those, below zero less
  bool counted;       // quantity is a count of its own, not minutes
  const char *count;  // how many of a fee, in words of its type: 11.8; NULL: it does not say
  int days, days_of;  // of a share of a period the days of it, and those of the whole one; 0, 0
  day date;           // of its first entry, its charge; the period's first day
  int64_t terms;      // of a settled item: the journal's position of the terms at which it is taxed
} plan_piece;

// The smallest thing that can be billed. Its pieces are pieces[first_piece … + piece_count).
typedef struct plan_item {
  item_kind kind;
  day from, until;              // its period; until 0 with from 0: none (on demand)
  day period;                   // first day of the whole period within the contract
  day claim_from, claim_until;  // of a fee in claims, where not its dates: what is billed once; until 0: its dates
  int64_t row;     // claims.row: fee code, charge n; of tickets the ticket's n, of what bills took their first line
  int64_t ticket;  // tickets.n, 0: none
  const char *ticket_id, *title, *key;  // key: the charge's id, the schedule's key; NULL
  const char *part;                     // id of the part of the contract, "" for the only one
  const char *waits;                    // for what its period waits, in words, where not for its last day; NULL
  const char *silence;                  // of the meters that a fee was counted by, where nothing was read; NULL
  int ordinal;                          // of a fee within its period and phase, from 1
  day date, ready_on;                   // ready_on DAY_NEVER: not known
  int64_t minutes;                      // real ones
  int64_t amount, tax;
  uint32_t first_piece, piece_count;
  bool due, overdue, excluded, nonzero;
  bool shared;       // its ticket bills on other contracts too
  bool catch_up;     // what a billed fee, or billed work, costs more or less by now
  bool settled;      // its amounts are final: they came about at the terms of an earlier bill
  bool repriced;     // of work: it claims entries (plan.repriced), no days
  bool left_out;     // of a charge: a bill settled its period without it
  const char *held;  // why it cannot be priced: no bill takes it, and its amounts are those of what can be; NULL
  const char *note;  // of the exclusion, or of what is taken before its period ends
  const char *x;     // of its ticket or charge, where a rule looks at it
} plan_item;

// An entry whose price an item corrects: `row` of a claim beside the entry's own (claims.row).
typedef struct plan_repriced {
  int64_t at, row;
  uint32_t item;
} plan_repriced;

// An item that bears what a price rule charges once per ticket, whichever bill. rule: its name, of the host.
typedef struct plan_once {
  uint32_t item;
  const char *rule;
} plan_once;

// What somebody set of an item, after all price rules: one of the three. Texts live as long as the plan.
typedef struct adjustment {
  const char *amount;   // decimal text in the contract's currency, an inclusive tax in it
  const char *percent;  // decimal text: what is added, below zero what is taken off
  const char *note;
  const char *hours;  // decimal text: that are billed in place of those to bill, at the same prices
} adjustment;
