// What the files of fees' catch-ups share. Private to them.
#pragma once
#include "core/engine/plan/plan_inside.h"
#include "core/engine/rating/note_steps.h"

// A line that bills took, and what it owes.
typedef struct settling {
  planner *planner, *then;  // then: what rated it again
  const owed_list *owed;    // fees that no item costs owe nothing: they say how the line is called
  const fee_claim *of;      // its claim; of orphans the first
  bool orphans;             // catch-ups of the row whose line is billed no more: they are given back
  day ready_on;
} settling;

// Adds items of what the line owes less what bills took for it, over the days on which they differ.
bool fee_settle(const settling *s, error *e);

// Whether a claim is of days of the period at hand, or past the contract's end in its last one.
bool fee_in_period(const planner *p, const fee_claim *c);

// Whether a catch-up's line is billed no more.
bool fee_is_orphan(const fee_claims *claims, const fee_claim *c);
