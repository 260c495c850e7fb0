// From SQLite's result codes to billet's errors.
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "core/store/store_inside.h"
#include "core/base/memory.h"

// SQLite says "disk I/O error" of a file that may not grow further.
static const char *file_limit(char text[64]) {
  struct rlimit most;
  *text = '\0';
  if (getrlimit(RLIMIT_FSIZE, &most) == 0 && most.rlim_cur != RLIM_INFINITY)
    snprintf(text, 64, "; files may have %llu KiB here", (unsigned long long)most.rlim_cur / 1024);
  return text;
}

static bool io_error(const db *d, const char *text, error *e) {
  char limit[64];
  int number = sqlite3_system_errno(d->handle);
  if (number) return error_set(e, ERROR_IO, "%s: %s (%s%s)", d->path, text, strerror(number), file_limit(limit));
  return error_set(e, ERROR_IO, "%s: %s%s", d->path, text, file_limit(limit));
}

static bool corrupt_error(const db *d, const char *text, error *e) {
  error_set(e, ERROR_CORRUPT, "%s: %s", d->path, text);
  return error_hint(e, "run `billet verify` to see what is damaged, and restore a backup");
}

static bool constraint_error(int result, const char *text, error *e) {
  bool twice =
      result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY || result == SQLITE_CONSTRAINT_ROWID;
  return error_set(e, twice ? ERROR_DUPLICATE : ERROR_INVALID, "%s", text);
}

bool store_error(const db *d, int result, const char *text, error *e) {
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      if (d->stop && d->stop()) return error_set(e, ERROR_INTERRUPTED, "interrupted");
      error_set(e, ERROR_BUSY, "another billet works on this database");
      return error_hint(e, "nothing was changed: try again when it is done");
    case SQLITE_FULL:
      error_set(e, ERROR_IO, "%s: the disk is full", d->path);
      return error_hint(e, "make room and try again");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      error_set(e, ERROR_IO, "%s cannot be written", d->path);
      return error_hint(e, "the file and its directory must both be writable");
    case SQLITE_NOMEM: memory_missed(); return memory_enough(e);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS: return io_error(d, text, e);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return corrupt_error(d, text, e);
    case SQLITE_CONSTRAINT: return constraint_error(result, text, e);
    case SQLITE_TOOBIG:
      return error_set(e, ERROR_TOO_BIG, "a text is longer than %d MiB", STORE_LENGTH_MAX / (1024 * 1024));
    case SQLITE_INTERRUPT: return error_set(e, ERROR_INTERRUPTED, "interrupted");
    default: break;
  }
  if (strcmp(text, "integer overflow") == 0) return error_set(e, ERROR_TOO_BIG, "a sum is too large");
  return error_set(e, ERROR_STATE, "a statement is wrong (a bug in billet): %s", text);
}

bool store_too_new(const db *d, int64_t found, int version, error *e) {
  error_set(e, ERROR_STATE, "%s was written by a newer billet (version %lld; this one knows %d)", d->path,
            (long long)found, version);
  return error_hint(e, "use the newer billet");
}

bool store_unknown_outcome(const db *d, error *e) {
  char limit[64];
  error_set(e, ERROR_UNKNOWN_OUTCOME, "%s: the commit failed (%s%s): the change may or may not be there", d->path,
            sqlite3_errmsg(d->handle), file_limit(limit));
  return error_hint(e, "run `billet verify`, then look whether the change is there before doing it again");
}

bool store_statement_error(db *d, int result, bool wrote, error *e) {
  int kind = result & 0xff;
  if (wrote && d->depth == 0 && (kind == SQLITE_IOERR || kind == SQLITE_FULL)) return store_unknown_outcome(d, e);
  store_error(d, result, sqlite3_errmsg(d->handle), e);
  if (d->depth > 0 && sqlite3_get_autocommit(d->handle)) d->undone = true;
  return false;
}
