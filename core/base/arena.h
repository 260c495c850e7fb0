// Memory for things that live and die together, such as one contract's plan.
#pragma once
#include <stddef.h>

typedef struct arena arena;

// A new, empty arena. Memory is always given (core/base/memory.h).
arena *arena_new(void);

// A new arena that goes when another one does, or is reset; nobody else frees it.
arena *arena_within(arena *of);

// Frees the arena and everything in it. NULL is allowed.
void arena_free(arena *a);

// Forgets everything but keeps the memory for the next use.
void arena_reset(arena *a);

// `size` zeroed bytes, aligned for any type; lives until reset or free.
void *arena_alloc(arena *a, size_t size);

// Room for `count` elements of `size` bytes, zeroed.
void *arena_array(arena *a, size_t count, size_t size);

// A NUL-terminated copy of `length` bytes.
char *arena_copy(arena *a, const char *text, size_t length);

// A NUL-terminated copy of a C string; NULL stays NULL.
char *arena_text(arena *a, const char *text);

// printf into the arena.
char *arena_format(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

// A copy of "FOLDER/NAME": a tenth of what formatting costs.
char *arena_path(arena *a, const char *folder, const char *name);

// Bytes that were ever taken from the arena, those forgotten since too: a difference tells what something took.
size_t arena_taken(const arena *a);

// A position to go back to: arena_rewind frees what was allocated after arena_mark.
typedef struct arena_position {
  void *block;
  size_t used;
} arena_position;
arena_position arena_mark(arena *a);
void arena_rewind(arena *a, arena_position position);

// Grows an array that lives in the arena: makes room for one more element of `size` bytes (doubling `*capacity`),
// answers the array, which may have moved; the room is not zeroed. `items` is NULL and `*capacity` 0 at first.
void *arena_grow(arena *a, void *items, size_t count, size_t *capacity, size_t size);
