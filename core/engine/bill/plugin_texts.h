// Which plugin files rated a bill: kept with their texts, so that any past plan can be computed again.
#pragma once
#include "core/engine/plan/planner.h"

typedef struct rulesets rulesets;
rulesets *rulesets_open(book *b);
void rulesets_close(rulesets *r);

// The number of the set of files that made a plan: its contract type, price rules and taxes. Stores what is not stored
// yet.
bool rulesets_of(rulesets *r, const plan *p, int64_t *n, error *e);
