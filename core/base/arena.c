// Memory for things that live and die together: a chain of blocks, kept for the next use by a reset.
#include "core/base/arena.h"
#include "core/base/memory.h"
#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024, ALIGNMENT = alignof(max_align_t) };

typedef struct block {
  struct block *next;
  size_t size, used;
  alignas(max_align_t) unsigned char bytes[];
} block;

struct arena {
  block *first, *current;
  size_t taken;
  arena *within, *next;  // arenas that go with it; the next one of those beside it
};

static block *block_new(size_t size) {
  block *b = memory_take(sizeof *b + size);
  *b = (block){ .size = size };
  return b;
}

arena *arena_new(void) {
  arena *a = memory_zeroed(1, sizeof *a);
  a->first = a->current = block_new(BLOCK_SIZE);
  return a;
}

arena *arena_within(arena *of) {
  arena *a = arena_new();
  a->next = of->within;
  of->within = a;
  return a;
}

static void free_within(arena *a) {
  for (arena *one = a->within, *next; one; one = next) {
    next = one->next;
    arena_free(one);
  }
  a->within = NULL;
}

void arena_free(arena *a) {
  if (!a) return;
  free_within(a);
  for (block *b = a->first, *next; b; b = next) {
    next = b->next;
    memory_give(b);
  }
  memory_give(a);
}

void arena_reset(arena *a) {
  if (a->within) free_within(a);
  a->current = a->first;
  a->first->used = 0;
}

// The next block that has the room: one kept from before, else a new one put between.
static void next_block(arena *a, size_t size) {
  block *next = a->current->next;
  if (!next || next->size < size) {
    size_t grown = a->current->size < (size_t)1 << 24 ? a->current->size * 2 : a->current->size;
    block *made = block_new(size > grown ? size : grown);
    made->next = next;
    a->current->next = made;
    next = made;
  }
  next->used = 0;
  a->current = next;
}

static void *take(arena *a, size_t size) {
  if (size > SIZE_MAX - BLOCK_SIZE) return memory_take(SIZE_MAX);
  size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  if (a->current->size - a->current->used < size) next_block(a, size);
  void *memory = a->current->bytes + a->current->used;
  a->current->used += size;
  a->taken += size;
  return memory;
}

void *arena_alloc(arena *a, size_t size) { return memset(take(a, size), 0, size); }

void *arena_array(arena *a, size_t count, size_t size) { return arena_alloc(a, memory_bytes(count, size)); }

char *arena_copy(arena *a, const char *text, size_t length) {
  char *copy = take(a, length + 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

char *arena_text(arena *a, const char *text) { return text ? arena_copy(a, text, strlen(text)) : NULL; }

char *arena_path(arena *a, const char *folder, const char *name) {
  char *path = take(a, strlen(folder) + 1 + strlen(name) + 1), *end = stpcpy(path, folder);
  *end = '/';
  strcpy(end + 1, name);
  return path;
}

char *arena_format(arena *a, const char *format, ...) {
  va_list arguments, copy;
  va_start(arguments, format);
  va_copy(copy, arguments);
  char probe[1];
  int length = vsnprintf(probe, 1, format ? format : "", arguments);
  va_end(arguments);
  char *text = take(a, (size_t)(length < 0 ? 0 : length) + 1);
  vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, copy);
  va_end(copy);
  return text;
}

size_t arena_taken(const arena *a) { return a->taken; }

arena_position arena_mark(arena *a) { return (arena_position){ a->current, a->current->used }; }

void arena_rewind(arena *a, arena_position position) {
  a->current = position.block;
  assert(position.used <= a->current->size);
  a->current->used = position.used;
}

void *arena_grow(arena *a, void *items, size_t count, size_t *capacity, size_t size) {
  if (count < *capacity) return items;
  size_t wanted = *capacity ? *capacity * 2 : 16;
  void *grown = take(a, memory_bytes(wanted, size));
#ifdef BILLET_FAULTS
  memset(grown, 0xA5, wanted * size);  // whoever reads what nobody wrote is seen by tests
#endif
  if (count) memcpy(grown, items, count * size);
  *capacity = wanted;
  return grown;
}
