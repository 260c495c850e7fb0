// Why something is or is not in the batch.
#pragma once
#include "core/engine/book.h"

// `what` is the id of a contract, a ticket, a charge, or an item (which begins with its contract's id). {"what","kind","as_of","reasons":[…]}: sentences for people, as of
// the newest batch's date, else today. `not-found` where there is nothing of that id.
bool why(book *b, day today, const char *what, arena *a, value **answer, error *e);
