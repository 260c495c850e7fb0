// What the linker puts in the place of some functions (-Wl,--wrap): a clock and a chance that are the same in each run,
// files outside of the database that cannot be written, and an engine whose log lags behind.
#include "core/engine/facts/facts.h"
#include "tests/faults/faultvfs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

time_t __real_time(time_t *out);
time_t __wrap_time(time_t *out);
void __real_chance_bytes(void *out, size_t length);
void __wrap_chance_bytes(void *out, size_t length);
bool __real_book_log(book *b, const char *command, int64_t batch, const char *detail, error *e);
bool __wrap_book_log(book *b, const char *command, int64_t batch, const char *detail, error *e);
bool __real_book_log_json(book *b, const char *command, int64_t batch, cJSON *detail, error *e);
bool __wrap_book_log_json(book *b, const char *command, int64_t batch, cJSON *detail, error *e);
int __real_fsync(int file);
int __wrap_fsync(int file);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);

time_t __wrap_time(time_t *out) {
  const char *fixed = getenv("BILLET_FAULT_CLOCK");
  if (!fixed) return __real_time(out);
  time_t now = (time_t)atoll(fixed);
  if (out) *out = now;
  return now;
}

void __wrap_chance_bytes(void *out, size_t length) {
  static unsigned char next;
  if (!getenv("BILLET_FAULT_CLOCK")) {
    __real_chance_bytes(out, length);
    return;
  }
  for (size_t i = 0; i < length; i++) ((unsigned char *)out)[i] = next++;
}

// BILLET_MUTANT=split-log: what a command did and its entry in the log are two transactions. No sweep may miss that.
static bool split(book *b, error *e) {
  const char *mutant = getenv("BILLET_MUTANT");
  return !mutant || strcmp(mutant, "split-log") != 0 ||
         (db_run(b->db, e, "COMMIT", "") && db_run(b->db, e, "BEGIN IMMEDIATE", ""));
}

bool __wrap_book_log(book *b, const char *command, int64_t batch, const char *detail, error *e) {
  return split(b, e) && __real_book_log(b, command, batch, detail, e) && split(b, e);
}

bool __wrap_book_log_json(book *b, const char *command, int64_t batch, cJSON *detail, error *e) {
  return split(b, e) && __real_book_log_json(b, command, batch, detail, e) && split(b, e);
}

static bool struck(void) {
  bool fails = faultvfs_strikes_file();
  if (fails) errno = EIO;
  return fails;
}

int __wrap_fsync(int file) { return struck() ? -1 : __real_fsync(file); }

int __wrap_rename(const char *from, const char *to) { return struck() ? -1 : __real_rename(from, to); }
