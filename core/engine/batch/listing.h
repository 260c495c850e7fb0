// The list of a batch in its order, for whoever looks at a part of it: which contracts fit a filter, what they sum up
// to, and those of one window. Names, types and order are kept with the open book and read again only where the journal
// has gone on; boxes and balances only where something was written since: so that no window reads everything.
#pragma once
#include "core/engine/batch/batch.h"

typedef enum listing_periods { PERIODS_ALL, PERIODS_READY, PERIODS_LOCKED, PERIODS_HELD } listing_periods;
typedef enum listing_order { BY_CUSTOMER, BY_CONTRACT, BY_TYPE, BY_TOTAL, BY_SELECTED } listing_order;
typedef enum listing_either { EITHER, ONLY_NO, ONLY_YES } listing_either;

// Which contracts: all zero lets all pass. Periods: ready, selected or not; locked; of which something is held.
typedef struct listing_filter {
  const char *type, *text;  // text: each of its words is in ids or names of contract or customer, or in the type
  int64_t customer;         // 0: any
  listing_either taxable, chosen;
  listing_periods periods;
  listing_order order;  // ties in the order of the page: customer name, contract name, id. Balances by currency
  bool descending;
} listing_filter;

// In one currency: Total Balance, and Selected Balance.
typedef struct listing_sum {
  const char *currency;
  int exponent;
  int64_t total, selected;
} listing_sum;
typedef struct listing_sums {
  listing_sum *list;  // by code
  size_t count;
} listing_sums;

typedef struct listing_counts {
  int64_t contracts, ready, locked, selected;  // ready: can be selected, or are
} listing_counts;

// What fits, and of it the rows from `from` on, contracts.n in their order.
typedef struct listing_window {
  listing_counts all, matching;
  listing_sums all_sums, matching_sums;
  int64_t *contracts;
  size_t count;
} listing_window;

// Everything in the arena. `too-big` where a sum leaves what amounts may be. Inside a transaction that only reads, or
// none.
bool listing_read(book *b, int64_t batch, const listing_filter *f, int64_t from, int64_t count, arena *a,
                  listing_window *out, error *e);

// Selects every contract that fits and is ready, or deselects all that fit; batch->did, where somebody asks, is told
// how many fit and how many of them are locked. That nothing fits is no error. Inside the caller's transaction.
bool listing_choose(book *b, batch *batch, const listing_filter *f, bool chosen, arena *a, error *e);
