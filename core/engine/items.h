// Making items: shared by the files that turn fees, work and charges into what can be billed. Private to the engine.
#pragma once
#include "core/engine/rating_state.h"

// Adds an item of the current period. It lives in plan.items, which may move with the next call.
plan_item *item_add(rating *r, item_kind kind, day ready_on);

// Adds a piece to the last item, with the defaults of its item's contract.
plan_piece *piece_add(rating *r);

// Finds the tax of a piece for its category and date; `own` is a charge's tax or NULL.
bool piece_tax_find(rating *r, plan_piece *piece, const char *own, day date, error *e);

// Taxes the last item's pieces, whose gross amounts are set, and sums them up; says whether it is due and overdue.
bool item_finish(rating *r, error *e);
