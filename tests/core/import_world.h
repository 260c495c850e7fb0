// A book to import into: a real database file, and a host that knows a few plugins by heart.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/engine/import/import.h"

typedef struct world {
  char directory[64];
  db *db;
  book book;
  arena *arena;
  import_report report;
  import_options options;
  error e;
} world;

// A step of a test that must succeed, in the world w.
#define MUST(call)                                                       \
  do {                                                                   \
    if (!(call)) fail_msg("%s: %s; %s", #call, w->e.message, w->e.hint); \
  } while (0)

// cmocka's setup and teardown: a fresh book in USD and America/New_York in a directory of its own.
int world_open(void **state);
int world_close(void **state);

// Imports JSON that must be taken in.
void given(world *w, const char *json);

// Imports JSON that must be refused with the code, and with the text in its message, hint or rows.
void refused(world *w, error_code code, const char *text, const char *json);

// Imports a path likewise; `code` ERROR_NONE: it must be taken in. `path` is below the world's directory.
void import_file(world *w, const char *path, error_code code, const char *text);

// Writes a file below the world's directory; the directory of its path is made.
void write_file(world *w, const char *path, const char *text, size_t length);
const char *path_of(world *w, const char *path);

// Whether report->kept has a line with the text.
bool kept(const world *w, const char *text);

// The first column of the first row, as number or as text ("" where NULL or none).
int64_t number(world *w, const char *sql);
const char *words(world *w, const char *sql);

// Runs SQL that stands in for a part of billet that is not there in these tests, such as a batch that bills.
void run_sql(world *w, const char *sql);

// Bills a row with invoice 17: kind and place as in the table claims.
void bill_row(world *w, int64_t contract_n, int kind, int64_t at, int64_t row, int64_t until);
