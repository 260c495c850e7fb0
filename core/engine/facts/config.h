// What people set of a book after it was made: texts by key (table config).
#pragma once
#include "core/engine/facts/book.h"

// The text of a key, in the arena; NULL where it was never set.
bool config_read(book *b, const char *key, arena *a, const char **out, error *e);

// Sets a key, or with NULL goes back to its default, and logs what it was and is. Inside the caller's transaction.
bool config_write(book *b, const char *key, const char *value, error *e);
