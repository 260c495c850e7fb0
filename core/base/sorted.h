// Rows that lie by a key: an array of structs of one type, each of which begins with an int64_t, sorted by that.
#pragma once
#include <stddef.h>
#include <stdint.h>

// How many of the rows have the key, which stand together, and *first, the place of the first of them: of none, where
// it would be. size: of one row.
size_t sorted_find(const void *rows, size_t count, size_t size, int64_t key, size_t *first);
