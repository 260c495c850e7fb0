// FNV-1a, 64 bits (draft-eastlake-fnv, IETF): finds rows and sees damage, at a few instructions a byte; it proves
// nothing (digest.h). Own code, as it is three lines.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define HASH_BEGIN UINT64_C(14695981039346656037)

static inline uint64_t hash_add(uint64_t hash, const void *bytes, size_t length) {
  for (const unsigned char *p = bytes, *end = p + length; p < end; p++) hash = (hash ^ *p) * UINT64_C(1099511628211);
  return hash;
}
