// Making items: shared by the files that turn fees, work and charges into what can be billed. Private to the engine.
#pragma once
#include "core/engine/rating/rating_inside.h"

// Adds an item of the current period. It lives in plan.items, which may move with the next call.
plan_item *item_add(rating *r, item_kind kind, day ready_on);

// Adds a piece to the last item, with the defaults of its item's contract.
plan_piece *piece_add(rating *r);

// Finds the tax of a piece for its category and date; `own` is a charge's tax or NULL.
bool piece_tax_find(rating *r, plan_piece *piece, const char *own, day date, error *e);

// A charge's quantity × price less its own discount, as the piece's gross amount.
bool charge_amount(rating *r, const plan_charge *c, plan_piece *piece);

// The days that a fee's quantity stands for, of which a part costs its share: of a fee by days those of the whole
// anchored period, of one that is never prorated those for which it was given. 0: it is not shared out, or counts work.
int fee_days(const rating *r, const fee *f);

// The parts of a fee's item: shared with catch_up.c. `quantity` may differ from the fee's.
void fee_describe(rating *r, const fee *f, decimal quantity, day from, day until, plan_piece *piece);
bool fee_gross(rating *r, const fee *f, decimal quantity, decimal price, day from, day until, int64_t *gross, error *e);
plan_item *fee_item(rating *r, const fee *f, day from, day until, int64_t row, day ready_on);
bool fee_tax(rating *r, const plan_item *item, error *e);
