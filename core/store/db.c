// Opening and creating a database: what is there, and whether it is billet's.
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/memory.h"
#include "core/store/store_inside.h"

// Whether a regular file is there. Never opens it: closing a descriptor would drop the locks that this process holds on
// it.
static bool look(const char *path, bool *there, error *e) {
  struct stat facts;
  *there = stat(path, &facts) == 0;
  if (!*path) return error_set(e, ERROR_INVALID, "the database has no name");
  if (!*there) return errno == ENOENT || error_set(e, ERROR_IO, "%s: %s", path, strerror(errno));
  if (S_ISDIR(facts.st_mode)) return error_set(e, ERROR_INVALID, "%s is a directory, not a database", path);
  return S_ISREG(facts.st_mode) || error_set(e, ERROR_INVALID, "%s is not a file", path);
}

static bool belongs(db *d, error *e) {
  int64_t application, pages;
  if (!store_number(d, "PRAGMA application_id", &application, e) || !store_number(d, "PRAGMA page_count", &pages, e))
    return false;
  if (application == STORE_APPLICATION) return true;
  error_set(e, ERROR_INVALID, "%s is %s", d->path,
            pages ? "the database of another program, not billet's" : "empty, not a billet database");
  return error_hint(e, pages ? "name billet's database with --db" : "`billet init` fills it");
}

// Whether this program may know what is in the file: not where a newer one wrote it. An older one is let in, for
// store_migrate.
static bool known(db *d, int version, error *e) {
  int64_t found;
  if (!store_number(d, "PRAGMA user_version", &found, e)) return false;
  d->old = found < version;
  return found <= version || store_too_new(d, found, version, e);
}

bool store_open(const char *path, int version, db **out, error *e) {
  bool there;
  *out = NULL;
  if (!look(path, &there, e)) return false;
  if (!there) {
    error_set(e, ERROR_NOT_FOUND, "there is no database %s", path);
    return error_hint(e, "`billet init` creates it; --db names another");
  }
  db *d;
  if (!store_connect(path, SQLITE_OPEN_READWRITE, store_vfs(), &d, e)) return false;
  if (belongs(d, e) && store_settings(d, e) && known(d, version, e)) {
    *out = d;
    return true;
  }
  db_close(d);
  return false;
}

bool db_open(const char *path, db **out, error *e) { return store_open(path, STORE_VERSION, out, e); }

// An empty file counts as none: a killed `init` leaves one behind. A file that is no database at all is one that
// exists. `allowed` pages: none, or inside a transaction the first, which SQLite has made by then.
static bool vacant(db *d, int64_t allowed, error *e) {
  int64_t pages = 0;
  error why = { 0 };
  bool read = store_number(d, "PRAGMA page_count", &pages, &why);
  bool full = pages > allowed || (!read && why.code == ERROR_CORRUPT);
  if (full) {
    error_set(e, ERROR_DUPLICATE, "%s exists already", d->path);
    error_hint(e, "--db names another file");
  } else if (!read) {
    error_set(e, why.code, "%s", why.message);
    error_hint(e, "%s", why.hint);
  }
  error_clear(&why);
  return read && !full;
}

static bool fill(db *d, db_filling more, void *context, error *e) {
  char marks[96];
  sqlite3_snprintf(sizeof marks, marks, "PRAGMA application_id=%d; PRAGMA user_version=%d", STORE_APPLICATION,
                   STORE_VERSION);
  if (!db_begin(d, e)) return false;
  if (vacant(d, 1, e) && store_script(d, store_fresh, e) && store_script(d, marks, e) && (!more || more(context, d, e)))
    return db_commit(d, e);
  db_rollback(d);
  return false;
}

bool db_create_with(const char *path, db_filling more, void *context, db **out, error *e) {
  bool there;
  db *d;
  *out = NULL;
  if (strcmp(path, ":memory:") != 0 && !look(path, &there, e)) return false;
  if (!store_connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, store_vfs(), &d, e)) return false;
  if (vacant(d, 0, e) && store_settings(d, e) && fill(d, more, context, e)) {
    *out = d;
    return true;
  }
  db_close(d);
  return false;
}

// ---- Fresh books in memory. Each telling of a plugin's example is one, so what the schema's script makes is kept.

typedef struct image {
  sqlite3_int64 size;
  unsigned char bytes[];
} image;
static _Atomic(image *) fresh;  // of the first one, for good

static void keep(db *d) {
  sqlite3_int64 size = 0;
  unsigned char *bytes = sqlite3_serialize(d->handle, "main", &size, 0);
  image *made = bytes ? memory_take(sizeof *made + (size_t)size) : NULL, *none = NULL;
  if (made) {
    made->size = size;
    memcpy(made->bytes, bytes, (size_t)size);
    if (!atomic_compare_exchange_strong(&fresh, &none, made)) memory_give(made);  // another thread was first
  }
  sqlite3_free(bytes);
}

static bool copy(const image *from, db **out, error *e) {
  db *d;
  if (!store_connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, &d, e)) return false;
  unsigned char *bytes = sqlite3_malloc64((sqlite3_uint64)from->size);
  if (bytes) memcpy(bytes, from->bytes, (size_t)from->size);
  int result = !bytes ? SQLITE_NOMEM
                      : sqlite3_deserialize(d->handle, "main", bytes, from->size, from->size,
                                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  if (result != SQLITE_OK) store_error(d, result, sqlite3_errstr(result), e);
  if (result == SQLITE_OK && store_settings(d, e)) {
    *out = d;
    return true;
  }
  db_close(d);
  return false;
}

bool db_create(const char *path, db **out, error *e) {
  *out = NULL;
  if (strcmp(path, ":memory:") != 0) return db_create_with(path, NULL, NULL, out, e);
  const image *kept = atomic_load(&fresh);
  if (kept) return copy(kept, out, e);
  if (!db_create_with(path, NULL, NULL, out, e)) return false;
  keep(*out);
  return true;
}
