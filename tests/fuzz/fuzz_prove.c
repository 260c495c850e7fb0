// Fuzzes proofs of somebody else's: as an archive, and as files that need none: each after a line `=== NAME`.
#include "core/archive/archive_inside.h"
#include "core/engine/prove/prove.h"
#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static const char mark[] = "=== ";

static void add_file(proof_files *f, const char *at, const char *end) {
  const char *feed = memchr(at, '\n', (size_t)(end - at));
  if (!feed) return;
  proof_add(f, arena_copy(f->arena, at, (size_t)(feed - at)), feed + 1, (size_t)(end - feed - 1));
}

static void split(proof_files *f, const char *at, const char *end) {
  while (at < end) {
    const char *next = memmem(at, (size_t)(end - at), mark, sizeof mark - 1), *stop = next ? next : end;
    add_file(f, at, stop);
    at = stop + (next ? sizeof mark - 1 : 0);
  }
}

static void check(const archive_file *files, size_t count, arena *a) {
  error e = { 0 };
  value *report = NULL;
  if (prove_check(files, count, a, &report, &e)) assert(value_get(report, "checks")->as.list.count > 1);
  else assert(e.code == ERROR_INVALID);
  error_clear(&e);
}

static bool stays_inside(const char *name) {
  return *name != '/' && strncmp(name, "../", 3) != 0 && !strstr(name, "/../") && !strchr(name, '\\');
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  arena *a = arena_new();
  error e = { 0 };
  archive_file *files = NULL;
  size_t count = 0;
  proof_files own = { .arena = a };
  if (length >= 2 && memcmp(bytes, "PK", 2) == 0) {
    if (archive_read(bytes, length, a, &files, &count, &e)) check(files, count, a);
    else assert(e.code == ERROR_INVALID || e.code == ERROR_TOO_BIG || e.code == ERROR_CORRUPT);
    for (size_t i = 0; i < count; i++) assert(stays_inside(files[i].name));
  } else {
    split(&own, (const char *)bytes, (const char *)bytes + length);
    check(own.list, own.count, a);
  }
  error_clear(&e);
  arena_free(a);
  return 0;
}
