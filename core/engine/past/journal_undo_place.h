// Where work lay at an earlier position of the journal. Private to the journal_undo*.c files.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/past/journal_undo.h"

// A charge without a ticket whose contract must be found again.
typedef struct charge_place {
  int64_t contract, day, n;
} charge_place;

typedef struct undo {
  book *book;
  db *db;                     // the book's
  arena *own, *scratch;       // scratch: of one row
  const char **closed_words;  // statuses that count as closed
  size_t closed_word_count;
  const journal_span *span;
  bool left;  // somebody committed: all of this is of no use any more
  int64_t *tickets, *customers;
  charge_place *charges;
  size_t ticket_count, ticket_capacity, customer_count, customer_capacity, charge_count, charge_capacity;
} undo;

// Notes what has to be placed again once all rows are back.
void undo_ticket_later(undo *u, int64_t ticket);
void undo_customer_later(undo *u, int64_t customer);
void undo_charge_later(undo *u, int64_t contract, int64_t day, int64_t n);

// Places it.
bool undo_places(undo *u, error *e);

// The day of a ticket's `closed_at` on its customer's clock.
bool undo_closed_day(const char *closed_at, const customer_home *of, day *out, error *e);

// Between two rows: lets others commit; u->left becomes whether one did.
bool undo_rest(undo *u, error *e);
