// A tool of the build: writes the schema of a fresh book, as the scripts of all versions one after another make it:
// write_schema SCRIPT… >fresh.sql. A fresh book that ran them itself would parse its schema anew after each ALTER
// TABLE, which took most of the time of `init`; what a migrated book and a fresh one hold is the same by construction.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *book;

static void must(int code, const char *what) {
  if (code == SQLITE_OK) return;
  fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(book));
  exit(1);
}

static void run(const char *path) {
  FILE *f = fopen(path, "rb");
  long size = f && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
  char *sql = size >= 0 ? calloc(1, (size_t)size + 1) : NULL;
  if (!sql || fseek(f, 0, SEEK_SET) != 0 || fread(sql, 1, (size_t)size, f) != (size_t)size) {
    perror(path);
    exit(1);
  }
  must(sqlite3_exec(book, sql, NULL, NULL, NULL), path);
  free(sql);
  fclose(f);
}

static int print(void *unused, int count, char **values, char **names) {
  (void)unused, (void)count, (void)names;
  return printf("%s;\n", values[0]) < 0;
}

int main(int count, char **scripts) {
  must(sqlite3_open(":memory:", &book), "no database");
  for (int i = 1; i < count; i++) run(scripts[i]);
  // What SQLite makes by itself has no text, or a name of its own.
  must(sqlite3_exec(book,
                    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                    "ORDER BY rowid",
                    print, NULL, NULL),
       "the schema");
  return sqlite3_close(book) != SQLITE_OK || fflush(stdout) != 0;
}
