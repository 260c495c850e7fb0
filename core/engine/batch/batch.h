// Billing batches: Create New Batch, the contract list with its boxes and locks, Batch Details that follow every
// change.
#pragma once
#include "core/engine/plan/planner.h"

typedef struct batch {
  int64_t n;
  const char *name, *state, *files;  // name NULL before it is run
  day as_of;
  int consolidated;  // 1, 0, or -1: as each customer's invoice_per says
  int64_t seen, bills, tickets, minutes;
} batch;

// Batch n, or the newest one in one of the states ("open,run") where n is 0. `not-found` with a hint; `state` where
// batch n is in another.
bool batch_find(book *b, int64_t n, const char *states, arena *a, batch *out, error *e);

// Create New Batch: finds everything due on the as-of date; nothing is selected.
bool batch_new(book *b, day as_of, int64_t *n, error *e);

// Contracts, by id, whose items changed since they were last shown.
typedef struct change_list {
  const char **ids;
  size_t count, capacity;
} change_list;

// Rates again what changed since the last answer (rows, plugins, claims of other batches). Only for open batches.
bool batch_refresh(book *b, batch *batch, arena *a, change_list *changed, error *e);

// White box, black box: one contract. Selecting takes all that is due; `locked`, `held` or `invalid` (nothing due)
// where it cannot be.
bool batch_choose(book *b, batch *batch, const contract *c, bool chosen, error *e);
// All that can be selected, or none.
bool batch_choose_all(book *b, batch *batch, bool chosen, error *e);

// Leaves an item out of this batch, or takes it in again. `item` is its public id.
bool batch_exclude(book *b, batch *batch, const contract *c, const char *item, const char *note, error *e);
bool batch_include(book *b, batch *batch, const contract *c, const char *item, error *e);

// Rates one contract again and stores what it shows, with the details by delta.
bool preview_refresh(book *b, batch *batch, planner *p, const contract *c, bool *differs, error *e);

// Marks what other open batches show of a batch's contracts (contract 0: of all its bills; else of that one) as out of
// date.
bool previews_outdate(book *b, int64_t batch, int64_t contract, error *e);

// Batch Details. After a run they are those of the drafts.
typedef struct batch_sum {
  const char *currency;
  int exponent;
  int64_t amount, tax;
} batch_sum;
typedef struct batch_details {
  int64_t bills, tickets, minutes;
  batch_sum *sums;
  size_t count;
} batch_details;
bool batch_details_read(book *b, const batch *batch, arena *a, batch_details *out, error *e);
