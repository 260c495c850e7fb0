// What the tests of the store share: a fresh database with a small table in a directory of its own, and checks.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/store/store_inside.h"

typedef struct fixture {
  char directory[64];
  char path[128];
  db *d;
  error e;
} fixture;

// cmocka's set-up and tear-down. The database has a table t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c INTEGER below
// 1,000,000).
int fixture_open(void **state);
int fixture_close(void **state);

// A test in a fresh fixture.
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

// Fails the test unless the error has this code and a message with this part; clears it.
void fixture_expect(error *e, error_code code, const char *part);

// The database's path with a suffix; overwritten by the next call.
char *fixture_beside(const fixture *f, const char *suffix);
bool fixture_exists(const char *path);
void fixture_file(const char *path, const char *text);

// Runs SQL, or answers its first number; the test fails where it does.
void fixture_run(fixture *f, const char *sql);
int64_t fixture_number(fixture *f, const char *sql);

// Another connection on which `sql` has run, as another program would hold it.
sqlite3 *fixture_other(const char *path, const char *sql);
