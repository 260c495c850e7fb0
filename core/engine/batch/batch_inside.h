// What the files of batch/ share: the row that a contract has in a batch (table previews). Private to the room.
#pragma once
#include "core/engine/batch/batch.h"
#include <string.h>

// ---- did.c: notes what is changed, where somebody asks: a box; those that a query answers; an item, with what more is
// to be known of it (NULL: nobody asks).
void did_box(batch *batch, int64_t contract);
bool did_boxes(batch *batch, query *q, error *e);
cJSON *did_item(batch_did *did, int64_t contract, const char *item, const char *note);

// ---- contract_row.c
// The appender for new rows, and one of them. Its texts are copied into the arena, which must live until the flush.
bulk *contract_rows_open(book *b, error *e);
bool contract_row_append(book *b, bulk *rows, int64_t batch, const plan *p, int64_t seen, int64_t last_bill, arena *a,
                         error *e);

// Sets or clears the box of one contract, and moves Batch Details with it.
bool contract_row_choose(book *b, batch *batch, int64_t contract, bool chosen, error *e);

// Rates one contract again and stores what it shows; *differs: what is due is not what was shown. Batch Details follow
// by delta.
bool contract_row_refresh(book *b, batch *batch, planner *p, const contract *c, bool *differs, error *e);

// Counts Batch Details anew from the rows.
bool batch_details_recount(book *b, batch *batch, error *e);

// Contracts whose rows, or what concerns all, changed since the batch showed them, and those of which it held
// something; or all of them.
bool contracts_outdated(book *b, const batch *batch, bool all, arena *a, int64_t **out, size_t *count, error *e);

// ---- held.c: keeps what is held of a contract as the batch shows it. `a`: for ids of items.
bool held_write(book *b, int64_t batch, const plan *p, arena *a, error *e);
void held_add(held_list *list, arena *a, held_row row);

// ---- documents_ahead.c
// SQL: the contracts p of batch ?1 that make a bill when it is run, with their customers c and payers y; and the
// document that each bill goes on, as ?2 says (engine/invoice/invoice.h).
#define PREVIEWS_AHEAD                                                                                   \
  "previews p JOIN contracts k ON k.n = p.contract JOIN customers c ON c.n = k.customer " DOCUMENT_PAYER \
  " WHERE p.batch = ?1 AND p.chosen = 1 AND p.pick_bill = 1"
#define DOCUMENT_AHEAD "y.n || p.currency || " DOCUMENT_WAY

// Adds to the sums of an open batch what its documents will round: taxes on the document, and totals.
bool documents_ahead_round(book *b, const batch *batch, arena *a, batch_details *out, error *e);

// The sum in a currency; NULL: none.
static inline batch_sum *batch_sum_in(const batch_details *d, const char *currency) {
  for (size_t i = 0; i < d->count; i++)
    if (strcmp(d->sums[i].currency, currency) == 0) return &d->sums[i];
  return NULL;
}

// ---- batch.c: a due item of a contract by its public id; `locked`, `held` or `not-found`. The plan is the planner's.
bool batch_item(planner *p, const contract *c, const char *id, const plan **plan, const plan_item **item, error *e);
