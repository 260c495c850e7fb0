// Explanations as lines of text for people. Private to the explain*.c files.
#pragma once
#include "core/engine/explain/parts.h"

// Appends the lines of one explained line: at most about ten, or every node.
void explain_line_text(explainer *x, const explained *l, bool full, value *lines);

// What a node computes, as people write it: 12 × 15.00 × 15 / 30.
const char *explain_formula(arena *a, const node *n);
