// Halves the rows until the first with the key is found; bsearch would find any of them.
#include "core/base/sorted.h"

static int64_t key_of(const void *rows, size_t size, size_t i) {
  return *(const int64_t *)(const void *)((const char *)rows + i * size);
}

size_t sorted_find(const void *rows, size_t count, size_t size, int64_t key, size_t *first) {
  size_t low = 0, high = count, until;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (key_of(rows, size, middle) < key) low = middle + 1;
    else high = middle;
  }
  for (until = low; until < count && key_of(rows, size, until) == key;) ++until;
  *first = low;
  return until - low;
}
