// The program's malloc: the C library's, and where that gives nothing, the reserve. So libraries that end a program
// when they get no memory (GLib below Pango, for PDF) get some, and the command answers `memory` like any other. The
// engine as a library leaves malloc to the program around it. Own code, for the C library has no hook for a malloc that
// failed; how to stand before it: "Replacing malloc", The GNU C Library Reference Manual, 3.2.5.
#include "core/base/memory.h"
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Sanitizers have an allocator of their own, which never answers NULL.
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__

#define GIVEN __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

GIVEN void *malloc(size_t size) {
  void *block = __libc_malloc(size);
  return block ? block : memory_spare(size);
}

GIVEN void *calloc(size_t count, size_t size) {
  void *block = __libc_calloc(count, size);
  size_t bytes = memory_bytes(count, size);
  if (block || bytes > PTRDIFF_MAX || !(block = memory_spare(bytes))) return block;
  return memset(block, 0, bytes);
}

GIVEN void free(void *block) {
  int told = errno;  // stays, POSIX.1-2024
  if (!memory_give_spare(block)) __libc_free(block);
  errno = told;
}

GIVEN void *realloc(void *block, size_t size) {
  bool spare = memory_is_spare(block);
  void *grown = spare ? NULL : __libc_realloc(block, size);
  if (grown || (!size && !spare)) return grown;
  if (!(grown = malloc(size ? size : 1))) return NULL;
  size_t held = memory_size(block);
  if (held) memcpy(grown, block, held < size ? held : size);
  free(block);
  return grown;
}

#endif
