// What the files of a comparison share.
#pragma once
#include "core/engine/questions/compare.h"

// A contract in a batch and in the one it is compared with: their n.
typedef struct compared_pair {
  int64_t contract, now, with;
  planner *open;  // of the batch `now` while it is open; else NULL
} compared_pair;

// Sentences for people, as a list of texts in the arena; none where the book knows no reason.
bool compare_reasons(book *b, const compared_pair *pair, arena *a, value **out, error *e);
