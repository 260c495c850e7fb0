// Work that bills took, and what its price an hour is off by. Private to catch_up_work.c and work_corrections.c.
#pragma once
#include "core/engine/plan/plan_inside.h"

// A claim on work of the period. number: of the catch-up that took `price` an hour for a section of the entry `n`; 0:
// the entry's own.
typedef struct work_claim {
  int64_t at, n, row, ticket;
  int number;
  decimal price;
  int64_t terms;    // of a catch-up: those of the bill that held the work
  int64_t tax_row;  // by which it was taxed; 0: not, or it cost nothing
  bool given;       // waived, or credited for good
} work_claim;

// Work of a ticket that one price an hour corrects: an item to be.
typedef struct correction {
  int64_t ticket, minutes, tax_row, terms;  // terms: at which its work was billed
  int number;                               // of the catch-up
  decimal billed, price;                    // what bills took an hour, and what it costs more
  day date;                                 // of its first entry
  const char *ticket_id, *category, *sku;
} correction;

typedef struct repricing {
  planner *planner;
  arena *arena;
  const basis *basis;
  const at_hand *now;
  const billing_period *period;
  int64_t bill;   // at hand; 0: work that no bill holds any more
  int64_t terms;  // the journal's position of its terms
  work_claim *claims;
  size_t claim_count, claim_capacity;
  correction *corrections;
  size_t count, capacity;
  plan_repriced *entries;  // `item`: the correction
  size_t entry_count, entry_capacity;
} repricing;

// Makes items of the corrections, at the price rules and taxes of the bills that took the work.
bool corrections_price(const repricing *k, item_list *to, error *e);
