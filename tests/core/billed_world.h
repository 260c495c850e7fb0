// A book with a history, made by billet itself with the plugins that ship: batches 1 and 2 generated, with a waiver, a
// free bill, a credit note and a void; batch 3 run; batch 4 open with choices.
#pragma once
#include "core/engine/batch/batch.h"
#include "core/engine/invoice/invoice.h"
#include "tests/core/import_world.h"

// cmocka's setup and teardown: `*state` is a world.
int billed_open(void **state);
int billed_close(void **state);

// The days of its batches.
enum { MAY_7 = 20580, JUNE_7 = 20611, JULY_7 = 20641 };

// Steps of a batch that must succeed. `choose`: contract ids separated by spaces.
void batch_begin(world *w, day as_of, const char *choose, batch *out);
contract contract_of(world *w, const char *id);
