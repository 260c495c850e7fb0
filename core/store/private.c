// A private connection: what it changes stays in memory, and nobody has to wait for it long.
//
// A layer below SQLite opens the book for reading only, whatever SQLite asks for, so that not even a mistake could
// write. Of the locks it takes the shared one, which keeps the file as it is while a transaction lasts; the locks of
// writers, which would keep others from beginning theirs, it grants without asking, since what they guard never comes:
// the changed pages stay in SQLite's cache until they are rolled back.
//
// Where others commit so often that a long question would never come to its end, it goes on with a copy of the file,
// which takes one look at it and no locks any more.
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/store/store_inside.h"

enum {
  POLL = 1000000,  // nanoseconds between two looks at another program's lock
  VERSION_AT = 24,
  COPY_BYTES = 1 << 20,  // bytes that are copied at once
  VERSION_BYTES = 16,    // the bytes by which SQLite itself sees that others have changed a file
};

typedef struct private_file {
  sqlite3_file base;
  sqlite3_file *real;
  int level;      // the lock that SQLite believes to hold
  int64_t since;  // when the shared lock was taken, in milliseconds of the monotonic clock
  char version[VERSION_BYTES];
  int copy;            // descriptor of the copy that is read instead, a file without a name; -1: none
  sqlite3_int64 size;  // of the copy
} private_file;

static private_file *of(sqlite3_file *file) { return (private_file *)file; }
static sqlite3_file *real(sqlite3_file *file) { return of(file)->real; }

static int lock_shared(private_file *f, char version[VERSION_BYTES]) {
  if (f->copy >= 0) return SQLITE_OK;
  int result = f->real->pMethods->xLock(f->real, SQLITE_LOCK_SHARED);
  if (result != SQLITE_OK) return result;
  f->since = store_clock();
  memset(version, 0, VERSION_BYTES);
  result = f->real->pMethods->xRead(f->real, version, VERSION_BYTES, VERSION_AT);
  return result == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : result;
}

// Exclusive is for a commit, or for mending a commit of another program that was cut off, which plain connections do.
static int file_lock(sqlite3_file *file, int level) {
  if (level == SQLITE_LOCK_EXCLUSIVE) return SQLITE_BUSY;
  int result = of(file)->level == SQLITE_LOCK_NONE ? lock_shared(of(file), of(file)->version) : SQLITE_OK;
  if (result == SQLITE_OK) of(file)->level = level;
  return result;
}

static int file_unlock(sqlite3_file *file, int level) {
  of(file)->level = level;
  return level == SQLITE_LOCK_NONE ? real(file)->pMethods->xUnlock(real(file), level) : SQLITE_OK;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
  (void)file, (void)bytes, (void)count, (void)at;
  return SQLITE_READONLY;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  (void)file, (void)size;
  return SQLITE_READONLY;
}

static int file_sync(sqlite3_file *file, int flags) {
  (void)file, (void)flags;
  return SQLITE_READONLY;
}

static int file_control(sqlite3_file *file, int what, void *value) {
  (void)file, (void)what, (void)value;
  return SQLITE_NOTFOUND;
}

static int file_close(sqlite3_file *file) {
  if (of(file)->copy >= 0) close(of(file)->copy);
  return real(file)->pMethods->xClose(real(file));
}

// Past the end there are zeroes, as SQLite expects them.
static int read_copy(const private_file *f, char *out, int count, sqlite3_int64 at) {
  ssize_t got = pread(f->copy, out, (size_t)count, at);
  if (got < 0) return SQLITE_IOERR_READ;
  memset(out + got, 0, (size_t)(count - got));
  return got < count ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *out, int count, sqlite3_int64 at) {
  return of(file)->copy >= 0 ? read_copy(of(file), out, count, at)
                             : real(file)->pMethods->xRead(real(file), out, count, at);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *out) {
  *out = of(file)->size;
  return of(file)->copy >= 0 ? SQLITE_OK : real(file)->pMethods->xFileSize(real(file), out);
}

// Whoever writes to the file is alive as far as a copy is concerned: it has no journal that were left to play back.
static int file_reserved(sqlite3_file *file, int *out) {
  *out = 1;
  return of(file)->copy >= 0 ? SQLITE_OK : real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int file_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int file_device(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }

static const sqlite3_io_methods methods = {
  .iVersion = 1,  // without shared memory and without mapping the file
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_reserved,
  .xFileControl = file_control,
  .xSectorSize = file_sector,
  .xDeviceCharacteristics = file_device,
};

static sqlite3_vfs *below(sqlite3_vfs *v) { return v->pAppData; }

// The book itself; other files, such as a journal that another program left beside it, are what they are.
static int layer_open(sqlite3_vfs *v, sqlite3_filename name, sqlite3_file *file, int flags, int *got) {
  if (!(flags & SQLITE_OPEN_MAIN_DB)) return below(v)->xOpen(below(v), name, file, flags, got);
  int reading = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  private_file *f = of(file);
  *f = (private_file){ .real = (sqlite3_file *)(f + 1), .copy = -1 };
  int result = below(v)->xOpen(below(v), name, f->real, reading, NULL);
  if (result == SQLITE_OK) f->base.pMethods = &methods;
  if (got) *got = flags;
  return result;
}

static int layer_delete(sqlite3_vfs *v, const char *name, int sync) {
  (void)v, (void)name, (void)sync;
  return SQLITE_READONLY;
}

static int layer_access(sqlite3_vfs *v, const char *name, int flags, int *out) {
  return below(v)->xAccess(below(v), name, flags, out);
}

static int layer_path(sqlite3_vfs *v, const char *name, int size, char *out) {
  return below(v)->xFullPathname(below(v), name, size, out);
}

static int layer_random(sqlite3_vfs *v, int count, char *out) { return below(v)->xRandomness(below(v), count, out); }

static int layer_sleep(sqlite3_vfs *v, int microseconds) { return below(v)->xSleep(below(v), microseconds); }

static int layer_time(sqlite3_vfs *v, double *out) { return below(v)->xCurrentTime(below(v), out); }

static int layer_error(sqlite3_vfs *v, int size, char *out) { return below(v)->xGetLastError(below(v), size, out); }

static const char *const layer_name = "billet-private";

// Registered when first needed; again changes nothing.
static bool register_layer(void) {
  static sqlite3_vfs layer;
  sqlite3_vfs *under = sqlite3_vfs_find(store_vfs());
  if (!under) return false;
  if (layer.pAppData == under) return true;
  layer = (sqlite3_vfs){
    .iVersion = 1,
    .szOsFile = (int)sizeof(private_file) + under->szOsFile,
    .mxPathname = under->mxPathname,
    .zName = layer_name,
    .pAppData = under,
    .xOpen = layer_open,
    .xDelete = layer_delete,
    .xAccess = layer_access,
    .xFullPathname = layer_path,
    .xRandomness = layer_random,
    .xSleep = layer_sleep,
    .xCurrentTime = layer_time,
    .xGetLastError = layer_error,
  };
  return sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
}

static bool set_up(db *d, error *e) {
  static const char *const pragmas[][2] = {
    { "PRAGMA journal_mode=MEMORY", "memory" },  // with it a transaction can be rolled back, without a file
    { "PRAGMA cache_spill=OFF", NULL },          // a page that was changed has nowhere to go
    { "PRAGMA temp_store=MEMORY", NULL },
    { "PRAGMA trusted_schema=OFF", NULL },
    { "PRAGMA foreign_keys=OFF", NULL },  // parents may go before their children
    { "PRAGMA cell_size_check=ON", NULL },
    { "PRAGMA cache_size=-65536", NULL },  // of which rows that were taken back hold a part
  };
  for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
    if (!store_pragma(d, pragmas[i][0], pragmas[i][1], e)) return false;
  return true;
}

bool db_open_private(db *of_book, db **out, error *e) {
  *out = NULL;
  const char *path = sqlite3_db_filename(of_book->handle, "main");
  if (!path || !*path) return error_set(e, ERROR_STATE, "a database in memory has no private connection");
  if (!register_layer()) return error_set(e, ERROR_IO, "%s: SQLite has no files here", path);
  db *d;
  if (!store_connect(path, SQLITE_OPEN_READWRITE, layer_name, &d, e)) return false;
  sqlite3_file *file = NULL;
  sqlite3_file_control(d->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  d->view = of(file);
  store_lend(of_book, d);
  if (set_up(d, e)) *out = d;
  else db_close(d);
  return *out != NULL;
}

// A commit that waits has the file at once, and nobody else: the lock comes back when it is done.
static int rest(const db *d, private_file *f, char version[VERSION_BYTES]) {
  const struct timespec poll = { 0, POLL };
  const int64_t since = store_clock();
  int64_t longer;
  int result = f->real->pMethods->xUnlock(f->real, SQLITE_LOCK_NONE);
  if (result != SQLITE_OK) return result;
  while (((result = lock_shared(f, version)) & 0xff) == SQLITE_BUSY && store_waits(d, since, &longer))
    nanosleep(&poll, NULL);
  return result;
}

static bool rest_private(db *d, bool *changed, error *e) {
  private_file *f = d->view;
  char version[VERSION_BYTES];
  if (f->level == SQLITE_LOCK_NONE || f->copy >= 0 || store_clock() - f->since < STORE_HELD) return true;
  int result = rest(d, f, version);
  if (result != SQLITE_OK) return store_error(d, result, sqlite3_errstr(result), e);
  *changed = memcmp(version, f->version, VERSION_BYTES) != 0;
  return true;
}

bool db_rest(db *d, bool *changed, error *e) {
  assert(changed || !d->view);
  if (changed) *changed = false;
  return d->view ? rest_private(d, changed, e) : store_rest(d, e);
}

// A file in $TMPDIR, else in /tmp, that has no name by the time it is known; -1 with errno.
static int nameless_file(void) {
  const char *folder = getenv("TMPDIR");
  buffer path = { 0 };
  buffer_format(&path, "%s/billet-XXXXXX", folder && *folder ? folder : "/tmp");
  int file = mkstemp(path.text);
  if (file >= 0) unlink(path.text);
  buffer_free(&path);
  return file;
}

static bool write_all(int file, const char *bytes, size_t count) {
  for (ssize_t wrote; count; bytes += wrote, count -= (size_t)wrote)
    if ((wrote = write(file, bytes, count)) < 0) return false;
  return true;
}

static bool copy_bytes(const db *d, private_file *f, int to, char *bytes, error *e) {
  for (sqlite3_int64 at = 0; at < f->size; at += COPY_BYTES) {
    int count = (int)(f->size - at < COPY_BYTES ? f->size - at : COPY_BYTES);
    int result = f->real->pMethods->xRead(f->real, bytes, count, at);
    if (result != SQLITE_OK) return store_error(d, result, sqlite3_errstr(result), e);
    if (!write_all(to, bytes, (size_t)count))
      return error_set(e, ERROR_IO, "a copy of %s: %s", d->path, strerror(errno));
  }
  return true;
}

bool db_read_copy(db *d, error *e) {
  private_file *f = d->view;
  assert(f && f->level != SQLITE_LOCK_NONE && f->copy < 0);
  int to = nameless_file(), result = f->real->pMethods->xFileSize(f->real, &f->size);
  char *bytes = memory_take(COPY_BYTES);
  bool done = to >= 0 && result == SQLITE_OK;
  if (!done) error_set(e, ERROR_IO, "a copy of %s: %s", d->path, strerror(errno));
  done = done && copy_bytes(d, f, to, bytes, e);
  memory_give(bytes);
  if (!done && to >= 0) close(to);
  if (!done) return error_hint(e, "TMPDIR names a folder that has room");
  f->copy = to;
  f->real->pMethods->xUnlock(f->real, SQLITE_LOCK_NONE);
  return true;
}
