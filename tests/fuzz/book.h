// What fuzzers with a book share.
#pragma once
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/billet.h"

#define WORDS(words) words, sizeof words / sizeof *words

enum { FOLDER_ROOM = 220, PATH_ROOM = 240 };

static inline void check(bool good) {
  if (!good) abort();
}

// A folder of its own in $TMPDIR, which whoever runs the fuzzers removes.
static inline void make_folder(char out[FOLDER_ROOM]) {
  const char *place = getenv("TMPDIR");
  snprintf(out, FOLDER_ROOM, "%.200s/fuzz-XXXXXX", place ? place : "/tmp");
  check(mkdtemp(out));
}

static inline void copy_file(const char *from, const char *to) {
  static char bytes[1 << 22];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  check(in && out);
  for (size_t n; (n = fread(bytes, 1, sizeof bytes, in));) check(fwrite(bytes, 1, n, out) == n);
  fclose(in);
  check(fclose(out) == 0);
}

// With the journal that it may have.
static inline void remove_book(const char *path) {
  char journal[PATH_ROOM + 16];
  snprintf(journal, sizeof journal, "%s-journal", path);
  unlink(journal);
  unlink(path);
}

// A command, whatever becomes of it; its answer is the caller's to free.
static inline int run(billet *b, const char *const *words, int count, char **json) {
  int status = billet_command(b, count, words, json);
  check(*json != NULL && status >= 0 && status <= 7);
  return status;
}

// A command that has to be done.
static inline void must_run(billet *b, const char *const *words, int count) {
  char *json;
  int status = run(b, words, count, &json);
  if (status != 0) dprintf(STDERR_FILENO, "%s\n", json);
  check(status == 0);
  billet_free(json);
}
