// Copies of the database by SQLite's online backup, which appear whole or not at all.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/store/store_inside.h"

static bool file_error(const char *path, error *e) { return error_set(e, ERROR_IO, "%s: %s", path, strerror(errno)); }

static bool exists_already(const char *path, error *e) {
  error_set(e, ERROR_DUPLICATE, "%s exists already", path);
  return error_hint(e, "a backup never replaces a file: give another name");
}

static bool copy_pages(db *from, db *to, error *e) {
  sqlite3_backup *copy = sqlite3_backup_init(to->handle, "main", from->handle, "main");
  if (!copy) return store_error(to, sqlite3_extended_errcode(to->handle), sqlite3_errmsg(to->handle), e);
  int result = sqlite3_backup_step(copy, -1);
  sqlite3_backup_finish(copy);
  return result == SQLITE_DONE || store_error(to, result, sqlite3_errstr(result), e);
}

bool db_replace(db *from, db *into, error *e) { return copy_pages(from, into, e); }

// A copy at `path`, with the permissions of the original.
static bool copy_to(db *d, const char *path, error *e) {
  struct stat facts;
  db *copy;
  if (!store_connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, store_vfs(), &copy, e)) return false;
  bool done = store_settings(copy, e);
  if (done && stat(d->path, &facts) == 0 && chmod(path, facts.st_mode & 0777) != 0) done = file_error(path, e);
  done = done && copy_pages(d, copy, e);
  db_close(copy);
  return done;
}

// Gives the finished copy its name, without ever replacing a file.
static bool publish(const char *part, const char *path, error *e) {
  if (link(part, path) == 0) {
    unlink(part);
  } else {
    if (errno == EEXIST) return exists_already(path, e);
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) return file_error(path, e);
    if (rename(part, path) != 0) return file_error(path, e);
  }
  return store_sync_folder(path, e);
}

// SQLite leaves an empty journal beside a copy in journal_mode=TRUNCATE.
static void remove_part(const char *part, buffer *journal) {
  buffer_clear(journal);
  buffer_format(journal, "%s-journal", part);
  unlink(journal->text);
  unlink(part);
}

bool db_backup(db *d, const char *path, error *e) {
  struct stat facts;
  if (lstat(path, &facts) == 0) return exists_already(path, e);
  if (errno != ENOENT) return file_error(path, e);
  buffer part = { 0 }, journal = { 0 };
  int made = store_part(path, &part, e);
  if (made >= 0) close(made);
  bool done = made >= 0 && copy_to(d, part.text, e) && publish(part.text, path, e);
  if (made >= 0) remove_part(part.text, &journal);
  buffer_free(&part);
  buffer_free(&journal);
  return done;
}
