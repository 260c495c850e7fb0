// The book as it was when a bill was rated, inside a transaction that is always rolled back: nothing of the file changes.
#pragma once
#include "core/engine/plan.h"

typedef struct rewinder rewinder;

// Begins. `invoice`: only what concerns that invoice's contracts will be asked for, so that the rest of the journal can be passed over; 0:
// anything. NULL with `busy` where another program writes. rewind_close rolls everything back; NULL is allowed.
rewinder *rewind_open(book *b, int64_t invoice, error *e);
void rewind_close(rewinder *r);

// A bill as it was made: the journal's position at its rating, and the action that ended the change in which it was made.
typedef struct rewind_point {
  int64_t bill, journal, action;
} rewind_point;

// Takes the source rows back to a point. Points must come from the newest to the oldest. Rows that a bill before `bill` held lie where it
// claimed them.
bool rewind_rows(rewinder *r, const rewind_point *to, error *e);

// Takes a contract's claims back to the point and reads it, its frontier at the start of the period that holds the least of what the bill
// claimed. Texts live in the arena.
bool rewind_contract(rewinder *r, const rewind_point *to, int64_t contract_n, arena *a, contract *out, error *e);
