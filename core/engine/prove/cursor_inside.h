// The text that a digest is over, read value by value: each ends with a unit separator. A value is compared with what
// it should be, never looked for: it may hold a separator itself.
#pragma once
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct cursor {
  const char *at, *end;
} cursor;

// Whether the next value is this text; only then it goes on.
static inline bool cursor_takes(cursor *c, const char *text) {
  const size_t length = strlen(text);
  if ((size_t)(c->end - c->at) <= length || memcmp(c->at, text, length) != 0 || c->at[length] != '\x1f') return false;
  c->at += length + 1;
  return true;
}

static inline bool cursor_takes_int(cursor *c, int64_t number) {
  char text[24];
  snprintf(text, sizeof text, "%" PRId64, number);
  return cursor_takes(c, text);
}

// The next value where it is known to hold no separator: numbers, JSON. NULL at the end.
static inline const char *cursor_next(cursor *c, size_t *length) {
  const char *from = c->at, *to = from < c->end ? memchr(from, '\x1f', (size_t)(c->end - from)) : NULL;
  if (!to) return NULL;
  *length = (size_t)(to - from);
  c->at = to + 1;
  return from;
}

static inline bool cursor_skip(cursor *c) {
  size_t ignored;
  return cursor_next(c, &ignored) != NULL;
}
