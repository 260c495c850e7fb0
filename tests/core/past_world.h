// A book with a recorded bill, and what replay tells of it.
#pragma once
#include "core/engine/past/past.h"
#include "tests/core/billed_world.h"
#include "tests/core/engine_world.h"

// A contract type's functions: a fee of the param `price`, work at the param `rate`.
bool past_fee(rating *r, error *e);
bool past_work(rating *r, error *e);

// A taxed contract with a fee and work on ticket T, to 2026-05-06, billed on invoice 1: 300.00 + 100.00, and 40.00.
void first_bill(world *w);

// What replay tells: differences as "NUMBER/LINE FIELD: STORED, not REPLAYED; …", documents as "NUMBER SUBTOTAL+TAX;
// …".
typedef struct telling {
  world *w;
  const char *differences, *documents;
} telling;
telling replayed_by(world *w, replay_options options);
telling replayed(world *w);

// Nothing differs, and these are the documents.
void replays_as_recorded(world *w, const char *documents);
