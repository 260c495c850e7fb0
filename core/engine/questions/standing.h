// Where the book stands today, in counts that no history makes slower to tell. Reads only.
#pragma once
#include "core/engine/facts/facts.h"

// Adds to the record: "due": of the newest open batch, as it was last shown, [{"currency", "contracts", "amount":
// before tax}]; "not_exported": batches that were generated and not exported; "ending": contracts that end within 60
// days.
bool standing_put(book *b, day today, arena *a, value *into, error *e);
