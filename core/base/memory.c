// Where memory comes from when there is none: a reserve in the program's own image, which takes no room until it is
// used.
#include "core/base/memory.h"
#include <cjson/cJSON.h>
#include <malloc.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
enum { RESERVE_MB = 1 };  // the search for leaks reads all of it as each program ends
#else
enum { RESERVE_MB = 48 };
#endif
enum { RESERVE = RESERVE_MB * 1024 * 1024, ALIGNMENT = alignof(max_align_t), BLOCK_MAX = RESERVE - ALIGNMENT };

static alignas(ALIGNMENT) unsigned char reserve[RESERVE];
static size_t reserve_used, reserve_live;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static _Thread_local struct {
  bool begun, missed;
  jmp_buf *guard;  // of the innermost memory_guard
} work __attribute__((tls_model("initial-exec")));
static atomic_bool missed_beside;  // by a thread that does no work of billet's: one of a library's

// ---- The reserve: blocks one behind another, each behind its size, all free again when none is in use.

bool memory_is_spare(const void *block) {
  uintptr_t at = (uintptr_t)block, first = (uintptr_t)reserve;
  return at >= first && at < first + RESERVE;
}

// Nothing that was not committed stays. The library guards all that it does (billet.c), so that only programs end here.
void memory_leave(void) {
  work.missed = true;
  if (work.guard) longjmp(*work.guard, 1);
  fputs("billet: out of memory, and nothing is left to end in order: what was not done is undone\n", stderr);
  _Exit(1);
}

bool memory_guard(void (*do_work)(void *context), void *context) {
  jmp_buf here, *volatile around = work.guard;
  bool done = setjmp(here) == 0;
  if (done) {
    work.guard = &here;
    do_work(context);
  }
  work.guard = around;
  return done;
}

static void *take_reserve(size_t size) {
  void *block = NULL;
  work.missed = true;
  if (size > BLOCK_MAX) memory_leave();
  size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
  pthread_mutex_lock(&lock);
  if (RESERVE - reserve_used >= ALIGNMENT + size) {
    block = reserve + reserve_used + ALIGNMENT;
    memcpy((char *)block - ALIGNMENT, &size, sizeof size);
    reserve_used += ALIGNMENT + size;
    reserve_live++;
  }
  pthread_mutex_unlock(&lock);
  if (!block) memory_leave();
  return block;
}

static void give_reserve(void) {
  pthread_mutex_lock(&lock);
  if (--reserve_live == 0) reserve_used = 0;
  pthread_mutex_unlock(&lock);
}

// ---- Taking and giving

void *memory_take(size_t size) {
  void *block = malloc(size ? size : 1);
  return block ? block : take_reserve(size ? size : 1);
}

size_t memory_bytes(size_t count, size_t size) {
  size_t bytes;
  return __builtin_mul_overflow(count, size, &bytes) ? SIZE_MAX : bytes;
}

void *memory_zeroed(size_t count, size_t size) {
  void *block = calloc(count ? count : 1, size);
  if (block) return block;
  size_t bytes = memory_bytes(count ? count : 1, size);
  return memset(take_reserve(bytes), 0, bytes);
}

void *memory_grow(void *block, size_t before, size_t size) {
  void *grown = block && memory_is_spare(block) ? NULL : realloc(block, size);
  if (grown) return grown;
  grown = memory_take(size);
  if (block && before) memcpy(grown, block, before < size ? before : size);
  memory_give(block);
  return grown;
}

char *memory_text(const char *text) {
  size_t length = strlen(text) + 1;
  return memcpy(memory_take(length), text, length);
}

void memory_give(void *block) {
  if (!memory_give_spare(block)) free(block);
}

void *memory_spare(size_t size) {
  if (!work.begun) atomic_store(&missed_beside, true);
  work.missed = true;
  return size > BLOCK_MAX ? NULL : take_reserve(size ? size : 1);
}

bool memory_give_spare(void *block) {
  if (!memory_is_spare(block)) return false;
  give_reserve();
  return true;
}

size_t memory_size(void *block) {
  size_t size = 0;
  if (!memory_is_spare(block)) return malloc_usable_size(block);
  memcpy(&size, (char *)block - ALIGNMENT, sizeof size);
  return size;
}

// ---- Streams

// Stands in where no stream can be made: what is written to it goes nowhere. Opened while there is memory.
static FILE *nowhere;

FILE *memory_stream(char **text, size_t *length) {
  *text = NULL;
  *length = 0;
  FILE *file = open_memstream(text, length);
  if (file) return file;
  work.missed = true;
  if (!nowhere) memory_leave();
  return nowhere;
}

char *memory_stream_end(FILE *file, char **text, size_t *length) {
  bool whole = file != nowhere && !ferror(file);
  if (file != nowhere) whole = fclose(file) == 0 && whole;
  if (whole && *text) return *text;
  work.missed = true;
  free(*text);
  *length = 0;
  return *text = memory_text("");
}

// ---- Work

// Outside of billet's work cJSON is told that there is none, as ever: the program around may use it too.
static void *take_json(size_t size) {
  void *block = malloc(size);
  return block || !work.begun ? block : take_reserve(size);
}

static void prepare(void) {
  cJSON_Hooks hooks = { take_json, memory_give };
  cJSON_InitHooks(&hooks);
  nowhere = fopen("/dev/null", "we");
}

void memory_begin(void) {
  pthread_once(&once, prepare);
  work.begun = true;
  work.missed = false;
  atomic_store(&missed_beside, false);
}

void memory_end(void) { work.begun = false; }

void memory_missed(void) { work.missed = true; }

bool memory_short(void) { return work.missed || atomic_load(&missed_beside); }
