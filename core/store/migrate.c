// Bringing an older database to the current version, after a backup.
#include <unistd.h>

#include "core/base/text.h"
#include "core/store/store_inside.h"

enum { BACKUPS_MAX = 100 };

// SQLite copies nothing from a connection that holds the write lock, so a second one reads meanwhile.
static bool back_up(const db *d, int64_t version, error *e) {
  buffer path = { 0 };
  db *reader;
  if (!store_connect(d->path, SQLITE_OPEN_READWRITE, store_vfs(), &reader, e)) return false;
  buffer_format(&path, "%s.v%lld.bak", d->path, (long long)version);
  for (int i = 2; i <= BACKUPS_MAX && access(path.text, F_OK) == 0; i++) {
    buffer_clear(&path);
    buffer_format(&path, "%s.v%lld.%d.bak", d->path, (long long)version, i);
  }
  bool done = db_backup(reader, path.text, e);
  db_close(reader);
  buffer_free(&path);
  return done;
}

static const migration *find_step(const migration *steps, size_t count, int64_t from) {
  for (size_t i = 0; i < count; i++) {
    if (steps[i].from == from) return &steps[i];
  }
  return NULL;
}

static bool apply(db *d, const migration *step, error *e) {
  char mark[40];
  sqlite3_snprintf(sizeof mark, mark, "PRAGMA user_version=%d", step->from + 1);
  return store_script(d, step->sql, e) && (!step->more || store_script(d, step->more, e)) && store_check_keys(d, e) &&
         store_script(d, mark, e);
}

// One step under the write lock, so that two programs never migrate at once: the version is read again inside.
static bool step_on(db *d, const migration *steps, size_t count, int version, bool *backed_up, error *e) {
  int64_t now;
  if (!db_begin(d, e)) return false;
  if (!store_number(d, "PRAGMA user_version", &now, e)) goto undo;
  if (now >= version) {
    db_rollback(d);
    return true;
  }
  const migration *step = find_step(steps, count, now);
  if (!step) {
    error_set(e, ERROR_CORRUPT, "%s has version %lld, from which no way leads to version %d", d->path, (long long)now,
              version);
    goto undo;
  }
  if (!*backed_up && !back_up(d, now, e)) goto undo;
  *backed_up = true;
  if (apply(d, step, e)) return db_commit(d, e);
undo:
  db_rollback(d);
  return false;
}

bool store_migrate(db *d, const migration *steps, size_t count, int version, error *e) {
  bool backed_up = false;
  while (d->old) {
    int64_t now;
    if (!store_number(d, "PRAGMA user_version", &now, e)) return false;
    if (now > version) return store_too_new(d, now, version, e);
    d->old = now < version;
    if (!d->old) return true;
    if (!step_on(d, steps, count, version, &backed_up, e)) return false;
  }
  return true;
}

bool db_migrate(db *d, error *e) {
  const migration steps[] = { { 1, "DROP TABLE movements; DROP TABLE line_taxes", store_ledger },
                              { 2, store_freeze, NULL },
                              { 3, store_documents, NULL },
                              { 4, store_parties, NULL },
                              { 5, store_delivery, NULL },
                              { 6, store_aging, NULL },
                              { 7, store_day, NULL } };
  return store_migrate(d, steps, sizeof steps / sizeof *steps, STORE_VERSION, e);
}
