// The shim between SQLite and the default VFS: everything passes through, durable operations are counted and struck.
#include "tests/faults/faultvfs.h"

#include <inttypes.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum strike {
  STRIKE_NONE,
  STRIKE_COUNT,
  STRIKE_KILL,
  STRIKE_TORN,
  STRIKE_IOERR,
  STRIKE_FULL,
  STRIKE_READ
} strike;
typedef enum operation { OPERATION_WRITE, OPERATION_OTHER, OPERATION_READ } operation;

typedef struct fault_file {
  sqlite3_file base;
  bool durable;
  sqlite3_file *real;  // behind this struct, in the same memory
} fault_file;

static struct {
  strike strike;
  bool sticky;
  int64_t at;
  int64_t count;
  sqlite3_vfs *real;
  sqlite3_vfs shim;
} state;

static sqlite3_file *real_of(sqlite3_file *file) { return ((fault_file *)file)->real; }

static void die(void) {
  raise(SIGKILL);
  abort();
}

// Counts an operation: whether it must fail. Kills right here, unless the write of STRIKE_TORN has its first half still
// to do.
static bool struck(operation kind) {
  if (state.strike == STRIKE_NONE || (state.strike == STRIKE_READ) != (kind == OPERATION_READ)) return false;
  state.count++;
  if (state.count != state.at && !(state.sticky && state.count > state.at)) return false;
  switch (state.strike) {
    case STRIKE_KILL: die(); break;
    case STRIKE_TORN:
      if (kind != OPERATION_WRITE) die();
      return true;
    case STRIKE_READ:
    case STRIKE_IOERR: return true;
    case STRIKE_FULL: return kind == OPERATION_WRITE;
    default: break;
  }
  return false;
}

static int file_close(sqlite3_file *file) {
  sqlite3_file *real = real_of(file);
  return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 at) {
  if (((fault_file *)file)->durable && struck(OPERATION_READ)) return SQLITE_IOERR_READ;
  return real_of(file)->pMethods->xRead(real_of(file), bytes, length, at);
}

static int file_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at) {
  sqlite3_file *real = real_of(file);
  if (((fault_file *)file)->durable && struck(OPERATION_WRITE)) {
    if (state.strike != STRIKE_TORN) return state.strike == STRIKE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    real->pMethods->xWrite(real, bytes, length / 2, at);
    die();
  }
  return real->pMethods->xWrite(real, bytes, length, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  if (((fault_file *)file)->durable && struck(OPERATION_OTHER)) return SQLITE_IOERR_TRUNCATE;
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
  if (((fault_file *)file)->durable && struck(OPERATION_OTHER)) return SQLITE_IOERR_FSYNC;
  return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int file_lock(sqlite3_file *file, int level) { return real_of(file)->pMethods->xLock(real_of(file), level); }

static int file_unlock(sqlite3_file *file, int level) { return real_of(file)->pMethods->xUnlock(real_of(file), level); }

static int file_check_lock(sqlite3_file *file, int *held) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}

static int file_control(sqlite3_file *file, int what, void *data) {
  return real_of(file)->pMethods->xFileControl(real_of(file), what, data);
}

static int file_sector(sqlite3_file *file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }

static int file_device(sqlite3_file *file) { return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file)); }

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_check_lock,
  .xFileControl = file_control,
  .xSectorSize = file_sector,
  .xDeviceCharacteristics = file_device,
};

static bool is_new(const char *name) {
  int there = 0;
  return name && state.real->xAccess(state.real, name, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK && !there;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got) {
  fault_file *f = (fault_file *)file;
  (void)vfs;
  f->base.pMethods = NULL;
  f->durable = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  f->real = (sqlite3_file *)(f + 1);
  if (f->durable && flags & SQLITE_OPEN_CREATE && is_new(name) && struck(OPERATION_OTHER)) return SQLITE_CANTOPEN;
  int result = state.real->xOpen(state.real, name, f->real, flags, got);
  if (f->real->pMethods) f->base.pMethods = &methods;
  return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
  (void)vfs;
  if (struck(OPERATION_OTHER)) return SQLITE_IOERR_DELETE;
  return state.real->xDelete(state.real, name, sync_directory);
}

static void write_count(void) {
  const char *path = getenv("BILLET_FAULT_LOG");
  FILE *log = path ? fopen(path, "w") : NULL;
  if (!log) return;
  fprintf(log, "%" PRId64 "\n", state.count);
  fclose(log);
}

static bool read_order(const char *order) {
  static const struct {
    const char *word;
    strike strike;
    bool sticky;
  } orders[] = {
    { "kill:", STRIKE_KILL, false },   { "torn:", STRIKE_TORN, false }, { "ioerr:", STRIKE_IOERR, false },
    { "ioerr+:", STRIKE_IOERR, true }, { "full:", STRIKE_FULL, false }, { "full+:", STRIKE_FULL, true },
    { "read:", STRIKE_READ, false },   { "read+:", STRIKE_READ, true },
  };
  if (strcmp(order, "count") == 0) {
    state.strike = STRIKE_COUNT;
    return atexit(write_count) == 0;
  }
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    size_t length = strlen(orders[i].word);
    if (strncmp(order, orders[i].word, length) != 0) continue;
    char *end;
    state.at = strtoll(order + length, &end, 10);
    state.strike = orders[i].strike;
    state.sticky = orders[i].sticky;
    return state.at > 0 && !*end;
  }
  return false;
}

int faultvfs_register(void) {
  if (state.real) return SQLITE_OK;
  state.real = sqlite3_vfs_find(NULL);
  if (!state.real) return SQLITE_ERROR;
  const char *order = getenv("BILLET_FAULT");
  if (order && !read_order(order)) {
    fprintf(stderr,
            "BILLET_FAULT=%s: not count, kill:N, torn:N, ioerr:N, ioerr+:N, full:N, full+:N, read:N or read+:N\n",
            order);
    exit(2);
  }
  state.shim = *state.real;
  state.shim.zName = "fault";
  state.shim.pNext = NULL;
  state.shim.szOsFile = (int)sizeof(fault_file) + state.real->szOsFile;
  state.shim.xOpen = vfs_open;
  state.shim.xDelete = vfs_delete;
  return sqlite3_vfs_register(&state.shim, 0);
}
