// A fresh database for each test of the store.
#include "tests/core/store_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void remove_directory(const char *path) {
  DIR *directory = opendir(path);
  for (struct dirent *entry; (entry = readdir(directory));) unlinkat(dirfd(directory), entry->d_name, 0);
  closedir(directory);
  rmdir(path);
}

int fixture_open(void **state) {
  fixture *f = calloc(1, sizeof *f);
  strcpy(f->directory, "/tmp/billet-test-XXXXXX");
  if (!f || !mkdtemp(f->directory)) return -1;
  snprintf(f->path, sizeof f->path, "%s/book.db", f->directory);
  *state = f;
  bool made =
      db_create(f->path, &f->d, &f->e) &&
      db_run(f->d, &f->e, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c INTEGER CHECK (c < 1000000))", "");
  if (!made) print_error("%s\n", f->e.message);
  return made ? 0 : -1;
}

int fixture_close(void **state) {
  fixture *f = *state;
  db_close(f->d);
  error_clear(&f->e);
  remove_directory(f->directory);
  free(f);
  return 0;
}

void fixture_expect(error *e, error_code code, const char *part) {
  if (e->code != code || !strstr(e->message, part))
    fail_msg("%d \"%s\" instead of %d \"%s\"", e->code, e->message, code, part);
  error_clear(e);
}

char *fixture_beside(const fixture *f, const char *suffix) {
  static char path[160];
  snprintf(path, sizeof path, "%s%s", f->path, suffix);
  return path;
}

bool fixture_exists(const char *path) { return access(path, F_OK) == 0; }

int64_t fixture_number(fixture *f, const char *sql) {
  int64_t n = -1;
  if (!store_number(f->d, sql, &n, &f->e)) fail_msg("%s: %s", sql, f->e.message);
  return n;
}

void fixture_run(fixture *f, const char *sql) {
  if (!store_script(f->d, sql, &f->e)) fail_msg("%s: %s", sql, f->e.message);
}

void fixture_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

sqlite3 *fixture_other(const char *path, const char *sql) {
  sqlite3 *other;
  assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, sql, NULL, NULL, NULL), SQLITE_OK);
  return other;
}
