// The code that names a part of a contract in the keys of its claims and postings.
#include "core/engine/facts/claim_row.h"

// FNV-1a, 64 bits. The codes are stored in claims.row: another hash would lose every fee that was ever billed.
int64_t part_code(const char *id) {
  uint64_t hash = 1469598103934665603u;
  if (!*id) return 0;
  for (; *id; id++) hash = (hash ^ (unsigned char)*id) * 1099511628211u;
  return (int64_t)(hash >> 34) | 1;
}
