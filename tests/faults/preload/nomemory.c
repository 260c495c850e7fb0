// Put before a program by LD_PRELOAD: the allocation whose number NO_MEMORY names gets nothing, with a + behind it
// every one from there on too. NO_MEMORY_COUNT names a file that the number of all allocations is written to at the
// end.
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((visibility("default"))) void *__libc_malloc(size_t size);
__attribute__((visibility("default"))) void *__libc_calloc(size_t count, size_t size);
__attribute__((visibility("default"))) void *__libc_realloc(void *block, size_t size);

static atomic_long made;
static long fails_at = -1;
static int for_ever;

// The dynamic loader asks before the environment can be read.
static void read_wish(void) {
  const char *wish = getenv("NO_MEMORY");
  fails_at = wish ? atol(wish) : 0;
  for_ever = wish && strchr(wish, '+');
}

static int refused(void) {
  long number = atomic_fetch_add(&made, 1) + 1;
  if (fails_at < 0) read_wish();
  if (!fails_at || (number != fails_at && !(for_ever && number > fails_at))) return 0;
  errno = ENOMEM;
  return 1;
}

// The program stands before malloc itself (core/cli/given.c), and asks these.
void *__libc_malloc(size_t size) {
  void *(*real)(size_t) = dlsym(RTLD_NEXT, "__libc_malloc");
  return refused() ? NULL : real(size);
}

void *__libc_calloc(size_t count, size_t size) {
  void *(*real)(size_t, size_t) = dlsym(RTLD_NEXT, "__libc_calloc");
  return refused() ? NULL : real(count, size);
}

void *__libc_realloc(void *block, size_t size) {
  void *(*real)(void *, size_t) = dlsym(RTLD_NEXT, "__libc_realloc");
  return refused() ? NULL : real(block, size);
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("NO_MEMORY_COUNT");
  long all = made;
  fails_at = 0;
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", all);
  fclose(file);
}
