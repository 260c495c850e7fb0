// SQLite's own checks of the file: its structure, its constraints, its foreign keys.
#include "core/store/store_inside.h"
#include <stdlib.h>
#include <string.h>

// Whether no row was added to the error since it had `before`.
static bool unharmed(const db *d, size_t before, error *e) {
  if (e->row_total == before) return true;
  error_set(e, ERROR_CORRUPT, "%s is damaged", d->path);
  return error_hint(e, "restore a backup");
}

// What SQLite found where a page could not be read is no damage: the disk, or what leads to it, failed. Of an overflow
// page it tells no code: that its number is one of the file was looked at before, so that only reading can fail.
static bool unread(const char *found) {
  if (strstr(found, "failed to get page ")) return true;
  const char *code = strstr(found, "error code=");
  return code && (strtol(code + strlen("error code="), NULL, 10) & 0xff) == SQLITE_IOERR;
}

static bool check_structure(db *d, error *e) {
  query *q = store_prepare(d, "PRAGMA integrity_check(1000)", e);
  if (!q) return false;
  size_t before = e->row_total;
  int step;
  while ((step = query_step(q, e)) == 1) {
    const char *found = query_column_text(q, 0);
    if (found && unread(found)) {
      error_set(e, ERROR_IO, "%s: the disk cannot be read", d->path);
      error_hint(e, "nothing says that the book is damaged; copy it elsewhere as long as that works");
      store_forget(q);
      return false;
    }
    if (!found || sqlite3_stricmp(found, "ok") != 0) error_row(e, "%s", found ? found : "a check without an answer");
  }
  store_forget(q);
  return step == 0 && unharmed(d, before, e);
}

bool store_check_keys(db *d, error *e) {
  query *q = store_prepare(d, "PRAGMA foreign_key_check", e);
  if (!q) return false;
  size_t before = e->row_total;
  int step;
  while ((step = query_step(q, e)) == 1) {
    error_row(e, "%s, row %lld: refers to a row of %s that is not there", query_column_text(q, 0),
              (long long)query_column(q, 1), query_column_text(q, 2));
  }
  store_forget(q);
  return step == 0 && unharmed(d, before, e);
}

bool db_check(db *d, error *e) {
  size_t before = e->row_total;
  bool sound = check_structure(d, e);
  bool readable = sound || (e->code == ERROR_CORRUPT && e->row_total > before);
  return readable && store_check_keys(d, e) && sound;
}
