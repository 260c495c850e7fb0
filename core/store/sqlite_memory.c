// SQLite's memory, noted where it gets none: not every function of it tells (json_each and json_valid answer NULL), and
// what it left out must not be taken for what the book says.
#include "core/base/memory.h"
#include "core/store/store_inside.h"
#include <pthread.h>
#include <stdlib.h>

static void *noted(void *block) {
  if (!block) memory_missed();
  return block;
}

static void *take(int size) { return noted(malloc((size_t)size)); }
static void *grow(void *block, int size) { return noted(realloc(block, (size_t)size)); }
static int size_of(void *block) { return (int)memory_size(block); }
static int round_up(int size) { return (size + 7) & ~7; }

static int begin(void *context) {
  (void)context;
  return SQLITE_OK;
}

static void end(void *context) { (void)context; }

// A program around that began SQLite before keeps what it set.
static void set(void) {
  static sqlite3_mem_methods methods = { take, free, grow, size_of, round_up, begin, end, NULL };
  sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

void store_note_memory(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, set);
}
