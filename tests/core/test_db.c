// The database file: opening, refusing, durability, checks, backup, migration.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/core/store_fixture.h"

// Longer than the head of a database, so that SQLite reads it whole.
#define LETTER \
  "Dear customer, please find the invoice for April enclosed. It covers the help desk and the backup of your two servers."

static void mark_version(fixture *f, int version) {
  char sql[40];
  snprintf(sql, sizeof sql, "PRAGMA user_version=%d", version);
  fixture_run(f, sql);
}

// Where a book of that version is kept before it is migrated.
static const char *backup_of(const fixture *f, int version, const char *again) {
  char suffix[24];
  snprintf(suffix, sizeof suffix, ".v%d%s.bak", version, again);
  return fixture_beside(f, suffix);
}

static void a_new_database_opens_again_with_its_schema(void **state) {
  fixture *f = *state;
  db_close(f->d);
  assert_true(db_open(f->path, &f->d, &f->e));
  assert_string_equal(db_path(f->d), f->path);
  assert_int_equal(
      fixture_number(
          f, "SELECT count(*) FROM sqlite_schema WHERE name IN ('settings', 'contracts', 'claims', 'actions_stay')"),
      4);
  assert_int_equal(fixture_number(f, "PRAGMA application_id"), 0x42494c54);
  assert_int_equal(fixture_number(f, "PRAGMA user_version"), STORE_VERSION);
}

// The second is a copy of what the schema made of the first.
static void databases_live_in_memory_too_each_its_own(void **state) {
  fixture *f = *state;
  for (int turn = 0; turn < 3; turn++) {
    db *d;
    int64_t rows = 0, marked = 0;
    assert_true(db_create(":memory:", &d, &f->e));
    assert_true(db_value(d, &f->e, &marked, 0, "SELECT user_version FROM pragma_user_version", ""));
    assert_int_equal(marked, STORE_VERSION);
    assert_true(db_begin(d, &f->e));
    assert_true(db_run(d, &f->e, "INSERT INTO taxes (name, rule) VALUES (?, ?)", "tt", "gone", "percent"));
    db_rollback(d);
    assert_true(db_run(d, &f->e, "INSERT INTO taxes (name, rule) VALUES (?, ?)", "tt", "vat", "percent"));
    assert_true(db_value(d, &f->e, &rows, 0, "SELECT count(*) FROM taxes", ""));
    assert_int_equal(rows, 1);
    assert_false(db_run(d, &f->e, "UPDATE sqlite_schema SET sql = ''", ""));
    error_clear(&f->e);
    assert_true(db_check(d, &f->e));
    db_close(d);
  }
}

static void pragmas_read_back_as_set_on_create_and_on_open(void **state) {
  fixture *f = *state;
  for (int turn = 0; turn < 2; turn++) {
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'truncate'"), 1);
    assert_int_equal(fixture_number(f, "PRAGMA synchronous"), 2);
    assert_int_equal(fixture_number(f, "PRAGMA foreign_keys"), 1);
    assert_int_equal(fixture_number(f, "PRAGMA trusted_schema"), 0);
    assert_int_equal(fixture_number(f, "PRAGMA cell_size_check"), 1);
    assert_int_equal(fixture_number(f, "PRAGMA cache_size"), -32768);
    assert_int_equal(fixture_number(f, "PRAGMA temp_store"), 2);
    assert_int_equal(fixture_number(f, "PRAGMA recursive_triggers"), 0);
    assert_int_equal(fixture_number(f, "PRAGMA mmap_size"), 0);
    assert_false(db_run(f->d, &f->e, "UPDATE sqlite_schema SET sql = ''", ""));
    error_clear(&f->e);
    db_close(f->d);
    assert_true(db_open(f->path, &f->d, &f->e));
  }
}

static void create_refuses_what_is_there(void **state) {
  fixture *f = *state;
  db *d;
  assert_false(db_create(f->path, &d, &f->e));
  assert_null(d);
  fixture_expect(&f->e, ERROR_DUPLICATE, "exists already");
  fixture_file(fixture_beside(f, ".txt"), LETTER);
  assert_false(db_create(fixture_beside(f, ".txt"), &d, &f->e));
  fixture_expect(&f->e, ERROR_DUPLICATE, "exists already");
  assert_false(db_create(f->directory, &d, &f->e));
  fixture_expect(&f->e, ERROR_INVALID, "directory");
  assert_false(db_create(fixture_beside(f, "/nowhere/book.db"), &d, &f->e));
  fixture_expect(&f->e, ERROR_IO, "nowhere");
}

static void create_leaves_the_database_of_another_program_alone(void **state) {
  fixture *f = *state;
  db *d;
  sqlite3_close(fixture_other(fixture_beside(f, ".x"), "PRAGMA journal_mode=WAL; CREATE TABLE mine (a)"));
  assert_false(db_create(fixture_beside(f, ".x"), &d, &f->e));
  fixture_expect(&f->e, ERROR_DUPLICATE, "exists already");
  assert_false(db_open(fixture_beside(f, ".x"), &d, &f->e));
  fixture_expect(&f->e, ERROR_INVALID, "another program");
  sqlite3 *other = fixture_other(fixture_beside(f, ".x"), "SELECT 1");
  sqlite3_stmt *mode;
  sqlite3_prepare_v2(other, "PRAGMA journal_mode", -1, &mode, NULL);
  sqlite3_step(mode);
  assert_string_equal(sqlite3_column_text(mode, 0), "wal");
  sqlite3_finalize(mode);
  sqlite3_close(other);
}

static void create_fills_the_empty_file_of_a_killed_one(void **state) {
  fixture *f = *state;
  db *d;
  fixture_file(fixture_beside(f, ".empty"), "");
  assert_false(db_open(fixture_beside(f, ".empty"), &d, &f->e));
  fixture_expect(&f->e, ERROR_INVALID, "empty");
  assert_true(db_create(fixture_beside(f, ".empty"), &d, &f->e));
  db_close(d);
}

static void open_refuses_what_is_not_billets(void **state) {
  fixture *f = *state;
  db *d;
  assert_false(db_open(fixture_beside(f, ".none"), &d, &f->e));
  assert_string_not_equal(f->e.hint, "");
  fixture_expect(&f->e, ERROR_NOT_FOUND, ".none");
  assert_false(fixture_exists(fixture_beside(f, ".none")));
  assert_false(db_open(f->directory, &d, &f->e));
  fixture_expect(&f->e, ERROR_INVALID, "directory");
  assert_false(db_open("/dev/null", &d, &f->e));
  fixture_expect(&f->e, ERROR_INVALID, "not a file");
  fixture_file(fixture_beside(f, ".txt"), LETTER);
  assert_false(db_open(fixture_beside(f, ".txt"), &d, &f->e));
  fixture_expect(&f->e, ERROR_CORRUPT, "not a database");
  assert_null(d);
}

static void open_refuses_a_newer_database_and_leaves_it_as_it_was(void **state) {
  fixture *f = *state;
  mark_version(f, STORE_VERSION + 1);
  db_close(f->d);
  assert_false(db_open(f->path, &f->d, &f->e));
  assert_string_not_equal(f->e.hint, "");
  fixture_expect(&f->e, ERROR_STATE, "newer");
  sqlite3_close(fixture_other(f->path, "SELECT n FROM settings"));
  assert_false(fixture_exists(backup_of(f, STORE_VERSION + 1, "")));
}

static void a_backup_is_a_whole_copy_with_the_same_permissions(void **state) {
  fixture *f = *state;
  char copy[160];
  snprintf(copy, sizeof copy, "%s", fixture_beside(f, ".copy"));
  fixture_run(f, "INSERT INTO t (a, b) VALUES (1, 'kept')");
  assert_int_equal(chmod(f->path, 0600), 0);
  assert_true(db_backup(f->d, copy, &f->e));
  struct stat facts;
  assert_int_equal(stat(copy, &facts), 0);
  assert_int_equal(facts.st_mode & 0777, 0600);
  assert_false(fixture_exists(fixture_beside(f, ".copy.part")) ||
               fixture_exists(fixture_beside(f, ".copy.part-journal")));
  assert_false(db_backup(f->d, copy, &f->e));
  fixture_expect(&f->e, ERROR_DUPLICATE, "exists already");
  db_close(f->d);
  assert_true(db_open(copy, &f->d, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t WHERE b = 'kept'"), 1);
  assert_true(db_check(f->d, &f->e));
  assert_false(db_backup(f->d, fixture_beside(f, "/none/copy"), &f->e));
  fixture_expect(&f->e, ERROR_IO, "none");
}

static void a_check_names_what_is_damaged(void **state) {
  fixture *f = *state;
  fixture_run(
      f,
      "PRAGMA foreign_keys=OFF; INSERT INTO readings (customer, meter, at, value) VALUES (77, 'users', 0, '1'); INSERT INTO t "
      "(a, c) VALUES (1, 2)");
  assert_false(db_check(f->d, &f->e));
  assert_int_equal(f->e.row_total, 1);
  assert_non_null(strstr(f->e.rows[0], "customers"));
  fixture_expect(&f->e, ERROR_CORRUPT, "damaged");
  fixture_run(f, "PRAGMA ignore_check_constraints=ON; UPDATE t SET c = 5000000; PRAGMA ignore_check_constraints=OFF");
  assert_false(db_check(f->d, &f->e));
  assert_int_equal(f->e.row_total, 2);
  fixture_expect(&f->e, ERROR_CORRUPT, "damaged");
}

static void a_garbled_page_is_corrupt(void **state) {
  fixture *f = *state;
  int64_t page = fixture_number(f, "SELECT rootpage FROM sqlite_schema WHERE name = 't'");
  db_close(f->d);
  FILE *file = fopen(f->path, "r+");
  fseek(file, (long)(page - 1) * 4096, SEEK_SET);
  for (int i = 0; i < 4096; i++) fputc(0x55, file);
  fclose(file);
  assert_true(db_open(f->path, &f->d, &f->e));
  int64_t n;
  assert_false(db_value(f->d, &f->e, &n, 0, "SELECT sum(c) FROM t", ""));
  assert_non_null(strstr(f->e.hint, "verify"));
  fixture_expect(&f->e, ERROR_CORRUPT, "malformed");
  assert_false(db_check(f->d, &f->e));
  fixture_expect(&f->e, ERROR_CORRUPT, "");
}

static const migration steps[] = {
  { STORE_VERSION, "ALTER TABLE settings ADD COLUMN colour TEXT", "CREATE TABLE one (a)" },
  { STORE_VERSION + 1, "CREATE TABLE two (a); INSERT INTO t (a) VALUES (2)", NULL },
};

// Opens the fixture's database as a program that knows versions up to `version`, with these steps to it.
static bool open_migrated(fixture *f, const migration *way, size_t count, int version) {
  if (!store_open(f->path, version, &f->d, &f->e)) return false;
  if (store_migrate(f->d, way, count, version, &f->e)) return true;
  db_close(f->d);
  f->d = NULL;
  return false;
}

static void a_migration_backs_up_and_goes_forward(void **state) {
  fixture *f = *state;
  fixture_run(f, "INSERT INTO t (a) VALUES (1)");
  db_close(f->d);
  assert_true(open_migrated(f, steps, 2, STORE_VERSION + 2));
  assert_int_equal(fixture_number(f, "PRAGMA user_version"), STORE_VERSION + 2);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM sqlite_schema WHERE name IN ('one', 'two')"), 2);
  assert_false(fixture_exists(backup_of(f, STORE_VERSION + 1, "")));
  db_close(f->d);
  assert_true(db_open(backup_of(f, STORE_VERSION, ""), &f->d, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 1);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM sqlite_schema WHERE name = 'one'"), 0);
  db_close(f->d);
  assert_true(open_migrated(f, steps, 2, STORE_VERSION + 2));
  assert_false(fixture_exists(backup_of(f, STORE_VERSION + 2, "")));
}

static void a_step_that_fails_leaves_the_last_whole_version(void **state) {
  static const migration broken[] = { { STORE_VERSION, "CREATE TABLE one (a)", NULL },
                                      { STORE_VERSION + 1, "CREATE TABLE two (a); CREATE TABLE one (a)", NULL } };
  static const migration keyless[] = {
    { STORE_VERSION + 1,
      "PRAGMA defer_foreign_keys=ON; INSERT INTO readings (customer, meter, at, value) VALUES (9, 'users', 0, '1')",
      NULL }
  };
  fixture *f = *state;
  db_close(f->d);
  assert_false(open_migrated(f, broken, 2, STORE_VERSION + 2));
  fixture_expect(&f->e, ERROR_STATE, "already exists");
  assert_false(open_migrated(f, keyless, 1, STORE_VERSION + 2));
  fixture_expect(&f->e, ERROR_CORRUPT, "damaged");
  assert_true(fixture_exists(backup_of(f, STORE_VERSION, "")) && fixture_exists(backup_of(f, STORE_VERSION + 1, "")));
  assert_false(open_migrated(f, broken, 2, STORE_VERSION + 2));
  fixture_expect(&f->e, ERROR_STATE, "already exists");
  assert_true(fixture_exists(backup_of(f, STORE_VERSION + 1, ".2")));
  assert_true(open_migrated(f, steps, 0, STORE_VERSION + 1));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM sqlite_schema WHERE name IN ('one', 'two')"), 1);
}

// A book as the first version made it: what was replaced since is no longer in its script.
static void first_version(fixture *f) {
  static char sql[1 << 16];
  FILE *script = fopen("core/store/schema.sql", "r");
  assert_non_null(script);
  sql[fread(sql, 1, sizeof sql - 1, script)] = '\0';
  fclose(script);
  db_close(f->d);
  unlink(f->path);
  sqlite3 *book = fixture_other(f->path, sql);
  assert_int_equal(sqlite3_exec(book,
                                "CREATE TABLE movements (n INTEGER); CREATE TABLE line_taxes (n INTEGER);"
                                "PRAGMA application_id = 0x42494c54; PRAGMA user_version = 1",
                                NULL, NULL, NULL),
                   SQLITE_OK);
  sqlite3_close(book);
}

static void a_book_of_version_1_becomes_what_a_fresh_one_is(void **state) {
  fixture *f = *state;
  fixture_run(f, "DROP TABLE t");
  db_close(f->d);
  char *fresh = strdup(fixture_beside(f, ".fresh"));
  assert_int_equal(rename(f->path, fresh), 0);
  f->d = NULL;
  first_version(f);
  if (!db_open(f->path, &f->d, &f->e) || !db_migrate(f->d, &f->e)) fail_msg("%s", f->e.message);
  assert_true(fixture_exists(fixture_beside(f, ".v1.bak")));
  db_close(f->d);
  sqlite3 *both = fixture_other(f->path, "SELECT 1");
  char *attach = sqlite3_mprintf("ATTACH %Q AS fresh", fresh);
  assert_int_equal(sqlite3_exec(both, attach, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_stmt *count;
  assert_int_equal(
      sqlite3_prepare_v2(both,
                         "SELECT count(*), sum(sql IS (SELECT sql FROM fresh.sqlite_schema s WHERE s.name "
                         "= m.name)), (SELECT count(*) FROM fresh.sqlite_schema) FROM main.sqlite_schema m",
                         -1, &count, NULL),
      SQLITE_OK);
  assert_int_equal(sqlite3_step(count), SQLITE_ROW);
  assert_in_range(sqlite3_column_int(count, 0), 50, 500);
  assert_int_equal(sqlite3_column_int(count, 0), sqlite3_column_int(count, 1));
  assert_int_equal(sqlite3_column_int(count, 0), sqlite3_column_int(count, 2));
  sqlite3_finalize(count);
  sqlite3_free(attach);
  sqlite3_close(both);
  free(fresh);
  assert_true(db_open(f->path, &f->d, &f->e));
}

static void an_old_book_answers_nothing_before_it_is_migrated(void **state) {
  fixture *f = *state;
  int64_t n;
  db_close(f->d);
  assert_true(store_open(f->path, STORE_VERSION + 1, &f->d, &f->e));
  assert_false(db_value(f->d, &f->e, &n, 0, "SELECT count(*) FROM t", ""));
  fixture_expect(&f->e, ERROR_STATE, "before it was brought to this version");
  bulk *rows = bulk_open(f->d, "t(a)", 1, &f->e);
  bulk_int(rows, 1);
  assert_true(bulk_row(rows, &f->e));
  assert_false(bulk_flush(rows, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "before it was brought to this version");
  bulk_close(rows);
  assert_true(store_migrate(f->d, steps, 1, STORE_VERSION, &f->e));
  assert_true(db_value(f->d, &f->e, &n, 7, "SELECT count(*) FROM t", ""));
  assert_int_equal(n, 0);
}

static void a_version_without_a_way_on_is_refused(void **state) {
  fixture *f = *state;
  fixture_run(f, "PRAGMA user_version=0");
  db_close(f->d);
  assert_true(db_open(f->path, &f->d, &f->e));
  assert_false(db_migrate(f->d, &f->e));
  fixture_expect(&f->e, ERROR_CORRUPT, "no way leads");
  assert_false(fixture_exists(fixture_beside(f, ".v0.bak")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_new_database_opens_again_with_its_schema),
    TEST(databases_live_in_memory_too_each_its_own),
    TEST(pragmas_read_back_as_set_on_create_and_on_open),
    TEST(create_refuses_what_is_there),
    TEST(create_leaves_the_database_of_another_program_alone),
    TEST(create_fills_the_empty_file_of_a_killed_one),
    TEST(open_refuses_what_is_not_billets),
    TEST(open_refuses_a_newer_database_and_leaves_it_as_it_was),
    TEST(a_backup_is_a_whole_copy_with_the_same_permissions),
    TEST(a_check_names_what_is_damaged),
    TEST(a_garbled_page_is_corrupt),
    TEST(a_migration_backs_up_and_goes_forward),
    TEST(a_step_that_fails_leaves_the_last_whole_version),
    TEST(a_book_of_version_1_becomes_what_a_fresh_one_is),
    TEST(an_old_book_answers_nothing_before_it_is_migrated),
    TEST(a_version_without_a_way_on_is_refused),
  };
  return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
