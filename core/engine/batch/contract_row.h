// What each contract of a batch last showed, and Batch Details kept by delta. Private to the engine's batch files.
#pragma once
#include "core/engine/batch/batch.h"

// The appender for new previews, and one row of it. Its texts are copied into the arena, which must live until the
// flush.
bulk *preview_rows(book *b, error *e);
bool preview_append(book *b, bulk *rows, int64_t batch, const plan *p, int64_t seen, int64_t last_bill, arena *a,
                    error *e);

// Sets or clears the box of one contract, and moves the details with it.
bool preview_choose(book *b, batch *batch, int64_t contract, bool chosen, error *e);

// Counts Batch Details anew from the previews.
bool details_recount(book *b, batch *batch, error *e);

// A due item of a contract by its public id; `locked`, `held` or `not-found`. The plan is the planner's.
bool batch_item(book *b, const batch *batch, planner *p, const contract *c, const char *id, const plan **plan,
                const plan_item **item, error *e);
