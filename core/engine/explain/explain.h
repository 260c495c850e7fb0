// Explain promises to account for every cent of an invoice: as a tree in which each number follows from those below it,
// down to what the MSP recorded and what a plugin answered, and whose root is what the invoice says. It is derived
// again from the book and the plugins of the bill's time; where that does not lead to the recorded cents, it says so.
#pragma once
#include "core/engine/facts/facts.h"

// {"invoice", "line", "currency", "matches", "tree", "lines"}: the tree of nodes, and what it says in lines of text.
// `line` from 1 as the invoice prints them, 0: the whole invoice. `full`: the text tells every node, else at most about
// ten lines a line. *out in the arena. `not-found` for a line that is not there, `held` where the bill cannot be rated
// again.
bool explain(book *b, int64_t invoice, int64_t line, bool full, arena *a, value **out, error *e);
