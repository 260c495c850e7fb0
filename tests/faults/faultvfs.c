// The shim between SQLite and the default VFS: everything passes through, durable operations are counted and struck.
#include "tests/faults/faultvfs.h"
#include "tests/faults/power.h"

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
  STRIKE_POWER,
  STRIKE_READ,
  STRIKE_AFTER,
  STRIKE_FILE,
  STRIKE_FILE_KILL
} strike;
typedef enum operation {
  OPERATION_WRITE,
  OPERATION_OTHER,
  OPERATION_READ,
  OPERATION_AFTER,
  OPERATION_FILE,
  OPERATIONS
} operation;

typedef struct fault_file {
  sqlite3_file base;
  bool durable, journal, fresh;
  const char *name;
  sqlite3_file *real;  // behind this struct, in the same memory
} fault_file;

static struct {
  strike strike;
  bool sticky;
  int64_t at;
  int64_t counts[OPERATIONS], commits;
  sqlite3_file *book;  // the real file of the last database that was opened
  sqlite3_vfs *real;
  sqlite3_vfs shim;
} state;

static sqlite3_file *real_of(sqlite3_file *file) { return ((fault_file *)file)->real; }

static void die(void) {
  raise(SIGKILL);
  abort();
}

// Writes are counted with the other durable operations.
static operation counted(operation kind) { return kind == OPERATION_WRITE ? OPERATION_OTHER : kind; }

static operation aimed_at(void) {
  switch (state.strike) {
    case STRIKE_READ: return OPERATION_READ;
    case STRIKE_AFTER: return OPERATION_AFTER;
    case STRIKE_FILE:
    case STRIKE_FILE_KILL: return OPERATION_FILE;
    default: return OPERATION_OTHER;
  }
}

// Counts an operation: whether it must fail. Kills right here, unless the write of STRIKE_TORN has its first half still
// to do.
static bool struck(operation kind) {
  int64_t count = ++state.counts[counted(kind)];
  if (state.strike == STRIKE_NONE || counted(kind) != aimed_at()) return false;
  if (count != state.at && !(state.sticky && count > state.at)) return false;
  switch (state.strike) {
    case STRIKE_KILL:
    case STRIKE_FILE_KILL: die(); break;
    case STRIKE_POWER:
      power_fails();
      die();
      break;
    case STRIKE_TORN:
      if (kind != OPERATION_WRITE) die();
      return true;
    case STRIKE_READ:
    case STRIKE_AFTER:
    case STRIKE_FILE:
    case STRIKE_IOERR: return true;
    case STRIKE_FULL: return kind == OPERATION_WRITE;
    default: break;
  }
  return false;
}

bool faultvfs_strikes_file(void) { return struck(OPERATION_FILE); }

static int file_close(sqlite3_file *file) {
  sqlite3_file *real = real_of(file);
  bool fails = ((fault_file *)file)->durable && struck(OPERATION_AFTER);
  if (state.book == real) state.book = NULL;
  int result = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
  return fails ? SQLITE_IOERR_CLOSE : result;
}

static int file_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 at) {
  if (((fault_file *)file)->durable && struck(OPERATION_READ)) return SQLITE_IOERR_READ;
  return real_of(file)->pMethods->xRead(real_of(file), bytes, length, at);
}

static int file_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at) {
  const fault_file *f = (fault_file *)file;
  sqlite3_file *real = f->real;
  if (f->durable) power_wrote(f->name, bytes, length, at);
  if (f->durable && struck(OPERATION_WRITE)) {
    if (state.strike != STRIKE_TORN) return state.strike == STRIKE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    real->pMethods->xWrite(real, bytes, length / 2, at);
    die();
  }
  return real->pMethods->xWrite(real, bytes, length, at);
}

// What the book is after its next commit: into the folder that BILLET_FAULT_STATES names, as 1, 2, …
static void keep_state(void) {
  const char *folder = getenv("BILLET_FAULT_STATES");
  char path[4096], page[4096];
  sqlite3_int64 size = 0;
  if (!folder || !state.book || state.book->pMethods->xFileSize(state.book, &size) != SQLITE_OK) return;
  snprintf(path, sizeof path, "%s/%" PRId64, folder, ++state.commits);
  FILE *out = fopen(path, "wb");
  for (sqlite3_int64 at = 0; out && at < size; at += (sqlite3_int64)sizeof page)
    if (state.book->pMethods->xRead(state.book, page, sizeof page, at) == SQLITE_OK) fwrite(page, 1, sizeof page, out);
  if (out) fclose(out);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  const fault_file *f = (fault_file *)file;
  sqlite3_int64 before = 0;
  if (f->durable) power_truncated(f->name, size);
  if (f->durable && struck(OPERATION_OTHER)) return SQLITE_IOERR_TRUNCATE;
  if (f->journal && size == 0 && state.strike == STRIKE_COUNT) f->real->pMethods->xFileSize(f->real, &before);
  int result = f->real->pMethods->xTruncate(f->real, size);
  if (before > 0 && result == SQLITE_OK) keep_state();
  return result;
}

static int file_sync(sqlite3_file *file, int flags) {
  const fault_file *f = (fault_file *)file;
  if (f->durable && struck(OPERATION_OTHER)) return SQLITE_IOERR_FSYNC;
  int result = f->real->pMethods->xSync(f->real, flags);
  if (f->durable && result == SQLITE_OK) power_synced(f->name);
  if (f->journal && f->fresh && result == SQLITE_OK) power_folder_synced();  // as SQLite does with a new journal
  return result;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int file_lock(sqlite3_file *file, int level) { return real_of(file)->pMethods->xLock(real_of(file), level); }

static int file_unlock(sqlite3_file *file, int level) {
  int result = real_of(file)->pMethods->xUnlock(real_of(file), level);
  return ((fault_file *)file)->durable && struck(OPERATION_AFTER) ? SQLITE_IOERR_UNLOCK : result;
}

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
  *f = (fault_file){ .name = name, .real = (sqlite3_file *)(f + 1) };
  f->journal = (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0;
  f->durable = f->journal || flags & SQLITE_OPEN_MAIN_DB;
  f->fresh = flags & SQLITE_OPEN_CREATE && is_new(name);
  if (f->durable) power_opened(name);
  if (f->durable && f->fresh && struck(OPERATION_OTHER)) return SQLITE_CANTOPEN;
  int result = state.real->xOpen(state.real, name, f->real, flags, got);
  if (f->real->pMethods) f->base.pMethods = &methods;
  if (flags & SQLITE_OPEN_MAIN_DB) state.book = f->real;
  return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
  (void)vfs;
  power_deletes(name);
  if (struck(OPERATION_OTHER) || struck(OPERATION_AFTER)) return SQLITE_IOERR_DELETE;
  int result = state.real->xDelete(state.real, name, sync_directory);
  if (sync_directory && result == SQLITE_OK) power_folder_synced();
  return result;
}

// The time that BILLET_FAULT_CLOCK says, in seconds since 1970, so that a command says the same whenever it runs.
static int fixed_time(sqlite3_vfs *vfs, sqlite3_int64 *out) {
  (void)vfs;
  *out = (INT64_C(24405875) * 8640 + atoll(getenv("BILLET_FAULT_CLOCK"))) * 1000;
  return SQLITE_OK;
}

static void write_counts(void) {
  const char *path = getenv("BILLET_FAULT_LOG");
  FILE *log = path ? fopen(path, "w") : NULL;
  if (!log) return;
  for (int i = OPERATION_OTHER; i < OPERATIONS; i++) fprintf(log, "%" PRId64 "\n", state.counts[i]);
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
    { "read:", STRIKE_READ, false },   { "read+:", STRIKE_READ, true }, { "after:", STRIKE_AFTER, false },
    { "power:", STRIKE_POWER, false }, { "file:", STRIKE_FILE, false }, { "file-kill:", STRIKE_FILE_KILL, false },
  };
  if (strcmp(order, "count") == 0) {
    state.strike = STRIKE_COUNT;
    return atexit(write_counts) == 0;
  }
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    size_t length = strlen(orders[i].word);
    if (strncmp(order, orders[i].word, length) != 0) continue;
    char *end;
    state.at = strtoll(order + length, &end, 10);
    state.strike = orders[i].strike;
    state.sticky = orders[i].sticky;
    if (state.strike == STRIKE_POWER && *end == ':') power_begin(strtoull(end + 1, &end, 10));
    if (state.strike == STRIKE_POWER && state.at == 0) return atexit(power_fails) == 0 && !*end;
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
            "BILLET_FAULT=%s: not count, kill:N, torn:N, ioerr:N, ioerr+:N, full:N, full+:N, read:N, read+:N, "
            "after:N, power:N:SEED, file:N or file-kill:N\n",
            order);
    exit(2);
  }
  state.shim = *state.real;
  state.shim.zName = "fault";
  state.shim.pNext = NULL;
  state.shim.szOsFile = (int)sizeof(fault_file) + state.real->szOsFile;
  state.shim.xOpen = vfs_open;
  state.shim.xDelete = vfs_delete;
  if (getenv("BILLET_FAULT_CLOCK")) state.shim.xCurrentTimeInt64 = fixed_time;
  return sqlite3_vfs_register(&state.shim, 0);
}
