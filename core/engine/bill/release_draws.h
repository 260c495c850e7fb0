// The ledger as it is stored: what a bill pins, and what its release gives back. Table movements: every grant, draw and
// lapse stays.
#pragma once
#include "core/engine/bill/bill.h"

// What of a plan a bill pins: everything that closed periods drew, be it billed or left out, and what the bill's own
// items drew.
typedef struct ledger_pin {
  const plan *plan;
  int64_t bill;
  bool settles;                // a bill: closed periods are settled; a waiver: its items only
  const bool *taken;           // by item
  const uint32_t *item_lines;  // by item: number of its first line, 0: none
} ledger_pin;

// --- ledger_pin.c
// Writes the movements of many bills; opened once per run. NULL with the error where the database fails.
typedef struct ledger_rows ledger_rows;
ledger_rows *ledger_rows_open(book *b, error *e);
bool ledger_rows_flush(ledger_rows *r, error *e);
void ledger_rows_close(ledger_rows *r);

// Pins what a bill takes of its plan's balances. The rows are in the database after the next flush.
bool ledger_write(ledger_rows *r, const ledger_pin *pin, arena *a, error *e);

// --- ledger_store.c
// Gives back what the lines first … last (numbers within the bill; all: 0 … LINES_MAX) drew. With all of them, the lots
// that no other bill drew from go too, and its periods are open again; with some, what they drew stays reserved for the
// same work and charges.
bool ledger_release(book *b, int64_t contract, int64_t bill, int64_t first, int64_t last, error *e);

// Puts the ledger back to what it was before the action and the first bill: for recomputing what was billed then.
// Inside a transaction that is rolled back.
bool ledger_rewind(book *b, int64_t action, int64_t first_bill, error *e);
