// Where work lay at an earlier position of the journal. Private to the import_undo*.c files.
#pragma once
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include "core/engine/past/journal_undo.h"

// A charge without a ticket whose contract must be found again.
typedef struct charge_place {
  int64_t contract, day, n;
} charge_place;

typedef struct undo {
import im; // what the import's own readers and writers need
  const journal_span *span;
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
