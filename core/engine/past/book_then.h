// The book as it was when a bill was rated, inside a transaction that is always rolled back: nothing of the file
// changes.
#pragma once
#include "core/engine/plan/planner.h"

typedef struct rewinder rewinder;

// Begins. `invoice`: only what concerns that invoice's contracts will be asked for, so that the rest of the journal can
// be passed over; 0: anything. The names of contracts as they are now stay in the table temp.contract_names (n, name,
// id). NULL with `busy` where another program writes. rewind_close rolls everything back; NULL is allowed.
rewinder *rewind_open(book *b, int64_t invoice, error *e);
void rewind_close(rewinder *r);

// Bills that were made in one go: the first and the last of them, the journal's position at their rating, and the
// action that ended the change in which they were made.
typedef struct rewind_point {
  int64_t first, last, journal, action;
} rewind_point;

// Takes source rows and balances back to a point. Points must come from the newest to the oldest. Rows that a bill up
// to the last one held lie where it claimed them.
bool rewind_rows(rewinder *r, const rewind_point *to, error *e);

// Takes the claims of a contract back to before its bill, and reads the contract with its frontier of then. Texts live
// in the arena.
bool rewind_contract(rewinder *r, int64_t contract_n, int64_t bill, int64_t action, arena *a, contract *out, error *e);
