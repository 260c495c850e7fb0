// Why something is or is not in the batch.
#pragma once
#include "core/engine/facts/facts.h"

// `what` is the id of a contract, a ticket, a charge, or an item (which begins with its contract's id and a colon); an
// exact match wins, else it may be shortened as far as it is unique among all of them.
// {"what","kind","as_of","reasons":[text…]}: `what` in full; sentences for people, as of the newest open batch's date,
// else the newest batch's, else `today`. `ambiguous` with the candidates as rows; `not-found` with a suggestion. Reads
// only.
bool why(book *b, day today, const char *what, arena *a, value **answer, error *e);
