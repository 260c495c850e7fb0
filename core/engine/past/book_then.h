// The book as it was when a bill was rated: a book of its own, on a private connection. Nothing of the file changes,
// and who writes to it meanwhile is kept waiting for moments only. Inside header of the room.
#pragma once
#include "core/engine/plan/planner.h"

typedef struct book_then book_then;

// `invoice`: only what concerns that invoice's contracts will be asked for, so that the rest of the journal can be
// passed over; 0: anything. NULL with the error where the file cannot be read. NULL can be closed.
book_then *book_then_open(const book *now, int64_t invoice, error *e);
void book_then_close(book_then *t);

// The book that stands in the past, once it was taken there: everything that reads a book can read it.
book *book_then_book(book_then *t);

// Bills that were made in one go: the first and the last of them, the journal's position at their rating, and the
// action that ended the change in which they were made.
typedef struct then_point {
  int64_t first, last, journal, action;
} then_point;

// Takes source rows and balances back to a point. Points must come from the newest to the oldest. Rows that a bill up
// to the last one held lie where it claimed them. From here on others' commits wait for book_then_rest.
bool book_then_rows(book_then *t, const then_point *to, error *e);

// Takes the claims of a contract back to before its bill, and reads the contract with its frontier of then. Texts live
// in the arena.
bool book_then_contract(book_then *t, int64_t contract_n, int64_t bill, int64_t action, arena *a, contract *out,
                        error *e);

// Between two documents: lets others commit that have waited long enough. *left: one did, and the book stands in the
// present again: book_then_rows takes it back once more, from the file as it is now.
bool book_then_rest(book_then *t, bool *left, error *e);
