// Rows of payments and allocations on their way into the import. Only the files of this room use it.
#pragma once
#include "core/base/json.h"
#include "core/engine/import/import.h"

// What is to become of which rows. Zeroed but for the arena it is empty.
typedef struct payment_rows {
  arena *arena;
  cJSON *payments, *allocations;  // rows to come, in import form
  import_removal *removals;       // rows to go
  size_t removal_count, removal_capacity;
} payment_rows;

// A payment; texts are copied, NULL: not told.
typedef struct payment_row {
  const char *id, *customer, *date, *amount, *currency, *reference;
} payment_row;
void payment_rows_put(payment_rows *rows, const payment_row *one);

// What it gives to an invoice, in minor units of a currency with `exponent` decimals.
void payment_rows_give(payment_rows *rows, const char *payment, const char *invoice, int64_t minor, int exponent);

// An allocation that goes; a payment that goes, with all that it gives.
void payment_rows_drop(payment_rows *rows, const char *payment, const char *invoice);
bool payment_rows_drop_all(payment_rows *rows, db *d, const char *payment, error *e);

// Imports them under a name, all or none, and frees what the rows hold; also where there are none. `command`: as the
// log and undo call it.
bool payment_rows_import(payment_rows *rows, book *b, const char *command, const char *name, error *e);

// A currency's amount as plain text, in the arena.
const char *payment_text(arena *a, int64_t minor, int exponent);
