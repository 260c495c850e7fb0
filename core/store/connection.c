// A connection as billet wants it: limits, switches, durability set and read back; and its end.
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/store/store_inside.h"
#include "core/base/memory.h"

// `read` is NULL where nothing hangs on it.
typedef struct setting {
  const char *set, *read, *wanted;
} setting;

static const setting settings[] = {
  { "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2" },
  { "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1" },
  { "PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1" },
  // Debian turns it on: every page that a delete frees would be filled with zeroes, and written, first.
  { "PRAGMA secure_delete=OFF", "PRAGMA secure_delete", "0" },
  { "PRAGMA recursive_triggers=OFF", "PRAGMA recursive_triggers", "0" },
  { "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2" },
  { "PRAGMA cache_size=-32768", "PRAGMA cache_size", "-32768" },
  { "PRAGMA mmap_size=0", NULL, NULL },
};

#ifdef BILLET_FAULTS
extern int faultvfs_register(void) __attribute__((weak));

const char *store_vfs(void) {
  const char *named = getenv("BILLET_VFS");
  if (faultvfs_register) faultvfs_register();
  return named ? named : faultvfs_register ? "fault" : NULL;
}
#else
const char *store_vfs(void) { return NULL; }
#endif

bool store_pragma(db *d, const char *sql, const char *wanted, error *e) {
  query *q = store_prepare(d, sql, e);
  if (!q) return false;
  int step = query_step(q, e);
  const char *got = step == 1 ? query_column_text(q, 0) : NULL;
  bool same = !wanted || (got && strcmp(got, wanted) == 0);
  if (step >= 0 && !same)
    error_set(e, ERROR_IO, "%s: %s answered %s instead of %s", d->path, sql, got ? got : "nothing", wanted);
  store_forget(q);
  return step >= 0 && same;
}

bool store_settings(db *d, error *e) {
  bool in_memory = strcmp(d->path, ":memory:") == 0;
  if (!(in_memory ? store_pragma(d, "PRAGMA journal_mode=MEMORY", "memory", e)
                  : store_pragma(d, "PRAGMA journal_mode=TRUNCATE", "truncate", e)))
    return false;
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
    if (!store_pragma(d, settings[i].set, NULL, e)) return false;
    if (settings[i].read && !store_pragma(d, settings[i].read, settings[i].wanted, e)) return false;
  }
  return true;
}

bool store_waits(const db *d, int64_t since, int64_t *milliseconds) {
  static const int longest = 20;  // between two looks: whoever is to stop does so well within a tenth of a second
  int64_t past = store_clock() - since;
  *milliseconds = past < longest ? past + 1 : longest;
  return past < d->patience && !(d->stop && d->stop());
}

// SQLite asks whenever another program has a lock that it needs. A signal ends the sleep.
static int wait_for_lock(void *context, int times) {
  db *d = context;
  int64_t milliseconds;
  if (times == 0) d->waits_since = store_clock();
  if (!store_waits(d, d->waits_since, &milliseconds)) return 0;
  const struct timespec pause = { 0, milliseconds * 1000 * 1000 };
  nanosleep(&pause, NULL);
  return 1;
}

void db_wait(db *d, bool patient) { d->patience = patient ? STORE_WAIT : 0; }

static bool switches(db *d, error *e) {
  static const int wanted[][2] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    int got = -1;
    int result = sqlite3_db_config(d->handle, wanted[i][0], wanted[i][1], &got);
    if (result != SQLITE_OK || got != wanted[i][1])
      return error_set(e, ERROR_IO, "%s: this SQLite cannot be made safe", d->path);
  }
  sqlite3_limit(d->handle, SQLITE_LIMIT_LENGTH, STORE_LENGTH_MAX);
  sqlite3_limit(d->handle, SQLITE_LIMIT_ATTACHED, 0);
  d->patience = STORE_WAIT;
  sqlite3_busy_handler(d->handle, wait_for_lock, d);
  return true;
}

// A book holds what customers pay: nobody but its owner reads a new one. SQLite would let the umask decide; what it
// puts beside a book has the rights of the book. What is there already, or cannot be made, is SQLite's to judge.
static void make_private(const char *path) {
  int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) close(fd);
}

bool store_connect(const char *path, int flags, const char *vfs, db **out, error *e) {
  *out = NULL;
  if ((flags & SQLITE_OPEN_CREATE) && strcmp(path, ":memory:") != 0) make_private(path);
  store_note_memory();
  db *d = memory_zeroed(1, sizeof *d);
  d->path = memory_text(path);
  int result = sqlite3_open_v2(path, &d->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
  if (result != SQLITE_OK) store_error(d, result, d->handle ? sqlite3_errmsg(d->handle) : sqlite3_errstr(result), e);
  if (result != SQLITE_OK || !switches(d, e)) {
    db_close(d);
    return false;
  }
  *out = d;
  return true;
}

void store_lend(db *lender, db *d) {
  if (lender->stop) db_stop_when(d, lender->stop);
  d->lender = lender;
  d->next = lender->lent;
  lender->lent = d;
}

// A statement that runs long asks every so many steps of its own.
static int asked_to_stop(void *context) {
  const db *d = context;
  return d->stop();
}

void db_stop_when(db *d, bool (*stop)(void)) {
  enum { STEPS = 10000 };
  d->stop = stop;
  sqlite3_progress_handler(d->handle, stop ? STEPS : 0, stop ? asked_to_stop : NULL, d);
}

bool db_version_of_data(db *d, int64_t *out, error *e) { return db_value(d, e, out, 0, "PRAGMA data_version", ""); }

static void take_back(db *d) {
  db **at = d->lender ? &d->lender->lent : NULL;
  while (at && *at != d) at = &(*at)->next;
  if (at) *at = d->next;
  for (db *lent = d->lent; lent; lent = lent->next) lent->lender = NULL;
}

// A statement that nobody knows of any more would keep the transaction, and with it the file.
void db_abandon(db *d) {
  if (!d) return;
  while (d->lent) db_abandon(d->lent);
  store_forget_all(d);
  d->cache = NULL;
  d->cache_size = 0;
  for (sqlite3_stmt *s; (s = sqlite3_next_stmt(d->handle, NULL));) sqlite3_finalize(s);
  db_close(d);
}

void db_close(db *d) {
  if (!d) return;
  take_back(d);
  store_forget_all(d);
  sqlite3_close_v2(d->handle);
  buffer_free(&d->doing);
  buffer_free(&d->done);
  memory_give(d->path);
  memory_give(d);
}

bool db_idle(const db *d) { return !d->depth && sqlite3_get_autocommit(d->handle); }

const char *db_path(const db *d) { return d->path; }

void db_single_thread(void) {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

const char *db_library_version(void) { return sqlite3_libversion(); }
