// Statements, transactions and bulk rows.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/core/store_fixture.h"

static void a_second_program_is_told_to_wait(void **state) {
  fixture *f = *state;
  sqlite3 *other = fixture_other(f->path, "BEGIN IMMEDIATE");
  sqlite3_busy_timeout(f->d->handle, 20);
  assert_false(db_begin(f->d, &f->e));
  assert_string_not_equal(f->e.hint, "");
  fixture_expect(&f->e, ERROR_BUSY, "another billet works on this database");
  db_rollback(f->d);
  sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
  assert_true(db_begin(f->d, &f->e) && db_commit(f->d, &f->e));
  sqlite3_close(other);
}

static void a_commit_that_a_reader_holds_up_is_rolled_back(void **state) {
  fixture *f = *state;
  sqlite3 *other = fixture_other(f->path, "BEGIN; SELECT count(*) FROM t");
  sqlite3_busy_timeout(f->d->handle, 20);
  assert_true(db_begin(f->d, &f->e));
  assert_true(db_run(f->d, &f->e, "INSERT INTO t (a) VALUES (?)", "i", INT64_C(1)));
  assert_false(db_commit(f->d, &f->e));
  fixture_expect(&f->e, ERROR_BUSY, "another billet");
  assert_true(sqlite3_get_autocommit(f->d->handle));
  sqlite3_close(other);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 0);
}

static void a_statement_is_prepared_once_per_text(void **state) {
  fixture *f = *state;
  static const char sql[] = "SELECT b FROM t WHERE a = ?";
  query *q = db_query(f->d, sql, &f->e);
  assert_non_null(q);
  assert_ptr_equal(db_query(f->d, sql, &f->e), q);
  char texts[1000][24];
  for (int i = 0; i < 1000; i++) {
    snprintf(texts[i], sizeof texts[i], "SELECT %d", i);
    assert_non_null(db_query(f->d, texts[i], &f->e));
  }
  assert_ptr_equal(db_query(f->d, sql, &f->e), q);
  for (int i = 0; i < 1000; i++) {
    int64_t n;
    assert_true(db_value(f->d, &f->e, &n, -1, texts[i], ""));
    assert_int_equal(n, i);
  }
  texts[7][7] = '8';
  assert_null(db_query(f->d, texts[7], &f->e));
  fixture_expect(&f->e, ERROR_STATE, "has changed");
}

static void a_statement_that_is_being_read_is_not_handed_out_again(void **state) {
  fixture *f = *state;
  static const char sql[] = "SELECT a FROM t";
  fixture_run(f, "INSERT INTO t (a) VALUES (1), (2)");
  query *q = db_query(f->d, sql, &f->e);
  assert_int_equal(query_step(q, &f->e), 1);
  assert_null(db_query(f->d, sql, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "still being read");
  assert_int_equal(query_step(q, &f->e), 1);
  assert_int_equal(query_column(q, 0), 2);
  assert_int_equal(query_step(q, &f->e), 0);
  assert_ptr_equal(db_query(f->d, sql, &f->e), q);
  assert_int_equal(query_step(q, &f->e), 1);
  query_reset(q);
  assert_ptr_equal(db_query(f->d, sql, &f->e), q);
}

static void parameters_are_bound_by_letter_and_forgotten(void **state) {
  fixture *f = *state;
  static const char insert[] = "INSERT INTO t (a, b, c) VALUES (?, ?, ?)";
  assert_true(db_run(f->d, &f->e, insert, "itk", INT64_C(1) << 40, "Zoë", INT64_C(0)));
  assert_int_equal(db_last_key(f->d), INT64_C(1) << 40);
  assert_true(db_run(f->d, &f->e, insert, "itn", INT64_C(2), NULL));
  assert_int_equal(db_changes(f->d), 1);
  query *q = db_ask(f->d, &f->e, "SELECT a, b, c FROM t WHERE a = ?", "i", INT64_C(1) << 40);
  assert_int_equal(query_step(q, &f->e), 1);
  assert_int_equal(query_column(q, 0), INT64_C(1) << 40);
  assert_string_equal(query_column_text(q, 1), "Zoë");
  assert_int_equal(query_column_length(q, 1), 4);
  assert_true(query_column_null(q, 2) && !query_column_null(q, 1));
  assert_int_equal(query_step(q, &f->e), 0);
  q = db_query(f->d, insert, &f->e);
  query_int(q, 1, 3);
  query_bytes(q, 2, "cut here", 3);
  assert_true(query_run(q, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t WHERE a = 3 AND b = 'cut' AND c IS NULL"), 1);
  int64_t n;
  assert_true(db_value(f->d, &f->e, &n, -7, "SELECT a FROM t WHERE b = ?", "t", "nobody"));
  assert_int_equal(n, -7);
}

static void wrong_statements_are_errors(void **state) {
  fixture *f = *state;
  assert_null(db_query(f->d, "SELECT a FROM nowhere", &f->e));
  fixture_expect(&f->e, ERROR_STATE, "no such table");
  assert_null(db_query(f->d, "SELECT 1; SELECT 2", &f->e));
  fixture_expect(&f->e, ERROR_STATE, "one statement");
  assert_null(db_ask(f->d, &f->e, "SELECT ?, ?", "i", INT64_C(1)));
  fixture_expect(&f->e, ERROR_STATE, "2 parameters");
  assert_null(db_ask(f->d, &f->e, "SELECT ?3", "z"));
  fixture_expect(&f->e, ERROR_STATE, "3 parameters");
  assert_null(db_query(f->d, "SELECT \"text\"", &f->e));
  error_clear(&f->e);
  query *q = db_query(f->d, "SELECT ?1 + 0", &f->e);
  query_int(q, 2, 1);
  assert_int_equal(query_step(q, &f->e), -1);
  fixture_expect(&f->e, ERROR_STATE, "range");
}

static void broken_constraints_and_limits_have_their_codes(void **state) {
  fixture *f = *state;
  assert_true(db_run(f->d, &f->e, "INSERT INTO t (a, b) VALUES (1, 'x')", ""));
  assert_false(db_run(f->d, &f->e, "INSERT INTO t (b) VALUES ('x')", ""));
  fixture_expect(&f->e, ERROR_DUPLICATE, "t.b");
  assert_false(db_run(f->d, &f->e, "INSERT INTO t (c) VALUES (1000000)", ""));
  fixture_expect(&f->e, ERROR_INVALID, "CHECK");
  assert_false(db_run(
      f->d, &f->e, "INSERT INTO contracts (id, customer, name, type, start) VALUES ('k', 99, 'K', 'hourly', 0)", ""));
  fixture_expect(&f->e, ERROR_INVALID, "FOREIGN KEY");
  assert_true(db_run(f->d, &f->e, "INSERT INTO actions (at, command, detail, chain) VALUES ('', '', '', '')", ""));
  assert_false(db_run(f->d, &f->e, "DELETE FROM actions", ""));
  fixture_expect(&f->e, ERROR_INVALID, "the log cannot be changed");
  int64_t n;
  assert_false(
      db_value(f->d, &f->e, &n, 0, "SELECT sum(v) FROM (SELECT 9223372036854775807 AS v UNION ALL SELECT 1)", ""));
  fixture_expect(&f->e, ERROR_TOO_BIG, "sum");
  size_t length = (size_t)STORE_LENGTH_MAX + 1;
  char *text = malloc(length);
  memset(text, 'a', length);
  query *q = db_query(f->d, "INSERT INTO t (b) VALUES (?)", &f->e);
  query_bytes(q, 1, text, length);
  assert_false(query_run(q, &f->e));
  fixture_expect(&f->e, ERROR_TOO_BIG, "64 MiB");
  free(text);
}

static int interrupt_after(void *calls) { return --*(int *)calls < 0; }

static void an_interrupt_has_its_code_and_ends_the_transaction(void **state) {
  fixture *f = *state;
  int calls = 20;
  assert_true(db_begin(f->d, &f->e));
  sqlite3_progress_handler(f->d->handle, 100, interrupt_after, &calls);
  assert_false(db_run(
      f->d, &f->e,
      "INSERT INTO t (a) WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 100000) SELECT n FROM r",
      ""));
  fixture_expect(&f->e, ERROR_INTERRUPTED, "interrupted");
  sqlite3_progress_handler(f->d->handle, 0, NULL, NULL);
  db_rollback(f->d);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 0);
}

static void only_the_outermost_commit_commits(void **state) {
  fixture *f = *state;
  assert_true(db_begin(f->d, &f->e) && db_begin(f->d, &f->e));
  fixture_run(f, "INSERT INTO t (a) VALUES (1)");
  assert_true(db_commit(f->d, &f->e));
  sqlite3 *other = fixture_other(f->path, "SELECT 1");
  assert_int_equal(sqlite3_exec(other, "INSERT INTO t (a) VALUES (9)", NULL, NULL, NULL), SQLITE_BUSY);
  assert_true(db_commit(f->d, &f->e));
  assert_int_equal(sqlite3_exec(other, "INSERT INTO t (a) VALUES (9)", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(other);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 2);
  assert_false(db_commit(f->d, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "without a transaction");
  db_rollback(f->d);
}

static void an_inner_rollback_undoes_all_and_lets_nothing_more_in(void **state) {
  fixture *f = *state;
  assert_true(db_begin(f->d, &f->e) && db_begin(f->d, &f->e));
  assert_true(db_run(f->d, &f->e, "INSERT INTO t (a) VALUES (?)", "i", INT64_C(1)));
  db_rollback(f->d);
  assert_false(db_run(f->d, &f->e, "INSERT INTO t (a) VALUES (?)", "i", INT64_C(2)));
  fixture_expect(&f->e, ERROR_STATE, "rolled back");
  assert_false(db_begin(f->d, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "rolled back");
  assert_false(db_commit(f->d, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "rolled back");
  db_rollback(f->d);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 0);
  assert_true(db_begin(f->d, &f->e));
  assert_true(db_run(f->d, &f->e, "INSERT INTO t (a) VALUES (?)", "i", INT64_C(3)));
  assert_true(db_commit(f->d, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 1);
}

static void a_read_transaction_sees_one_state(void **state) {
  fixture *f = *state;
  sqlite3 *other = fixture_other(f->path, "SELECT 1");
  assert_true(db_begin_read(f->d, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 0);
  assert_int_equal(sqlite3_exec(other, "INSERT INTO t (a) VALUES (1)", NULL, NULL, NULL), SQLITE_BUSY);
  assert_false(db_begin(f->d, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "inside a read transaction");
  db_rollback(f->d);
  assert_int_equal(sqlite3_exec(other, "INSERT INTO t (a) VALUES (1)", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(other);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 1);
}

static void reading_inside_a_write_does_not_end_it(void **state) {
  fixture *f = *state;
  assert_true(db_begin(f->d, &f->e));
  fixture_run(f, "INSERT INTO t (a) VALUES (1)");
  assert_true(db_begin_read(f->d, &f->e));
  db_rollback(f->d);
  fixture_run(f, "INSERT INTO t (a) VALUES (2)");
  assert_true(db_commit(f->d, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 2);
}

static void append(fixture *f, int rows) {
  char names[1300][16];
  bulk *b = bulk_open(f->d, "t(a, b, c)", 3, &f->e);
  assert_non_null(b);
  fixture_run(f, "DELETE FROM t");
  for (int i = 0; i < rows; i++) {
    snprintf(names[i], sizeof names[i], "row %d", i);
    bulk_int(b, i);
    if (i % 3 == 0) bulk_text(b, names[i]);
    else if (i % 3 == 1) bulk_bytes(b, names[i], strlen(names[i]));
    else bulk_text(b, NULL);
    if (i % 2) bulk_int(b, -i);
    else bulk_null(b);
    assert_true(bulk_row(b, &f->e));
    assert_int_equal(bulk_full(b), i % 50 == 49);
  }
  assert_true(bulk_flush(b, &f->e) && bulk_full(b));
  assert_true(bulk_flush(b, &f->e));
  bulk_close(b);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), rows);
  assert_int_equal(
      fixture_number(
          f,
          "SELECT count(*) FROM t WHERE b IS NOT CASE WHEN a % 3 < 2 THEN 'row ' || a END OR c IS NOT CASE WHEN a % 2 THEN -a END"),
      0);
}

static void bulk_rows_arrive_whole_in_any_number(void **state) {
  static const int counts[] = { 0, 1, 49, 50, 51, 66, 1234 };
  fixture *f = *state;
  assert_true(db_begin(f->d, &f->e));
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) append(f, counts[i]);
  assert_true(db_commit(f->d, &f->e));
}

static void bulk_refuses_rows_of_the_wrong_length(void **state) {
  fixture *f = *state;
  assert_null(bulk_open(f->d, "t(a)", 0, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "columns");
  bulk *b = bulk_open(f->d, "t(a, b)", 2, &f->e);
  bulk_int(b, 1);
  assert_false(bulk_flush(b, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "inside a row");
  assert_false(bulk_row(b, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "row of 1 values");
  for (int i = 0; i < 5; i++) bulk_int(b, i);
  assert_false(bulk_row(b, &f->e));
  fixture_expect(&f->e, ERROR_STATE, "row of 6 values");
  bulk_close(b);
  b = bulk_open(f->d, "t(a, b, c)", 2, &f->e);
  bulk_int(b, 1);
  bulk_null(b);
  assert_true(bulk_row(b, &f->e));
  assert_false(bulk_flush(b, &f->e));
  error_clear(&f->e);
  bulk_close(b);
}

static void bulk_goes_on_after_a_refused_row(void **state) {
  fixture *f = *state;
  bulk *b = bulk_open(f->d, "t(a)", 1, &f->e);
  for (int i = 0; i < 120; i++) {
    bulk_int(b, i < 50 ? 7 : i);
    if (!bulk_row(b, &f->e)) fixture_expect(&f->e, ERROR_DUPLICATE, "t.a");
  }
  assert_true(bulk_flush(b, &f->e));
  bulk_close(b);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 70);
}

// As a command that ran out of memory leaves it: rows half read, a private connection open, nothing ended.
static void what_is_left_in_the_middle_is_undone_and_let_go(void **state) {
  fixture *f = *state;
  db *lent;
  fixture_run(f, "INSERT INTO t VALUES (1, 'one', 1), (2, 'two', 2)");
  assert_true(db_open_private(f->d, &lent, &f->e));
  assert_true(db_begin(f->d, &f->e));
  assert_true(db_run(f->d, &f->e, "DELETE FROM t WHERE a = 2", ""));
  assert_int_equal(query_step(db_query(f->d, "SELECT a FROM t", &f->e), &f->e), 1);
  sqlite3_stmt *lost;
  assert_int_equal(sqlite3_prepare_v2(f->d->handle, "SELECT a FROM t", -1, &lost, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(lost), SQLITE_ROW);
  db_abandon(f->d);
  f->d = NULL;
  sqlite3_close(fixture_other(f->path, "BEGIN EXCLUSIVE"));
  assert_true(db_open(f->path, &f->d, &f->e));
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 2);
}

static int askings;
static bool soon(void) { return askings-- <= 0; }

static void who_is_asked_to_stop_commits_nothing(void **state) {
  fixture *f = *state;
  db *lent;
  askings = 1000;
  db_stop_when(f->d, soon);
  assert_true(db_begin(f->d, &f->e) && db_run(f->d, &f->e, "INSERT INTO t VALUES (1, 'one', 1)", ""));
  askings = 0;
  assert_false(db_commit(f->d, &f->e));
  fixture_expect(&f->e, ERROR_INTERRUPTED, "interrupted");
  assert_false(db_run(f->d, &f->e, "INSERT INTO t VALUES (2, 'two', 2)", ""));
  fixture_expect(&f->e, ERROR_INTERRUPTED, "interrupted");
  askings = 3;  // then in the middle of a statement that would go on for ever
  int64_t n;
  static const char endless[] =
      "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
  assert_false(db_value(f->d, &f->e, &n, 0, endless, ""));
  fixture_expect(&f->e, ERROR_INTERRUPTED, "interrupted");
  askings = 1000;
  assert_true(db_open_private(f->d, &lent, &f->e));
  askings = 0;
  assert_false(db_value(lent, &f->e, &n, 0, "SELECT count(*) FROM t", ""));
  fixture_expect(&f->e, ERROR_INTERRUPTED, "interrupted");
  db_close(lent);
  db_stop_when(f->d, NULL);
  assert_int_equal(fixture_number(f, "SELECT count(*) FROM t"), 0);
}

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void who_is_asked_to_stop_waits_for_nobody(void **state) {
  enum { LOOKS = 10, SOON = 100 };
  fixture *f = *state;
  sqlite3 *other = fixture_other(f->path, "BEGIN EXCLUSIVE");
  db_stop_when(f->d, soon);
  askings = LOOKS;
  int64_t since = milliseconds();
  assert_false(db_run(f->d, &f->e, "INSERT INTO t VALUES (1, 'one', 1)", ""));
  assert_true(milliseconds() - since < LOOKS * SOON);
  fixture_expect(&f->e, ERROR_INTERRUPTED, "interrupted");
  db_stop_when(f->d, NULL);
  db_wait(f->d, false);
  since = milliseconds();
  assert_false(db_begin(f->d, &f->e));
  assert_true(milliseconds() - since < SOON);
  fixture_expect(&f->e, ERROR_BUSY, "another billet");
  db_wait(f->d, true);
  sqlite3_close(other);
  fixture_run(f, "INSERT INTO t VALUES (1, 'one', 1)");
}

static void the_version_of_the_data_tells_of_others_alone(void **state) {
  fixture *f = *state;
  int64_t before, after;
  assert_true(db_version_of_data(f->d, &before, &f->e));
  fixture_run(f, "INSERT INTO t VALUES (1, 'one', 1)");
  assert_true(db_version_of_data(f->d, &after, &f->e));
  assert_int_equal(after, before);
  sqlite3_close(fixture_other(f->path, "INSERT INTO t VALUES (2, 'two', 2)"));
  assert_true(db_version_of_data(f->d, &after, &f->e));
  assert_int_not_equal(after, before);
}

static void rows_that_nobody_reads_on_lock_nothing(void **state) {
  fixture *f = *state;
  fixture_run(f, "INSERT INTO t VALUES (1, 'one', 1), (2, 'two', 2)");
  query *q = db_query(f->d, "SELECT a FROM t", &f->e);
  assert_int_equal(query_step(q, &f->e), 1);
  db_let_go(f->d);
  sqlite3_close(fixture_other(f->path, "BEGIN EXCLUSIVE; DELETE FROM t; COMMIT"));
  assert_ptr_equal(db_query(f->d, "SELECT a FROM t", &f->e), q);
  assert_int_equal(query_step(q, &f->e), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_second_program_is_told_to_wait),
    TEST(a_commit_that_a_reader_holds_up_is_rolled_back),
    TEST(a_statement_is_prepared_once_per_text),
    TEST(a_statement_that_is_being_read_is_not_handed_out_again),
    TEST(parameters_are_bound_by_letter_and_forgotten),
    TEST(wrong_statements_are_errors),
    TEST(broken_constraints_and_limits_have_their_codes),
    TEST(an_interrupt_has_its_code_and_ends_the_transaction),
    TEST(only_the_outermost_commit_commits),
    TEST(an_inner_rollback_undoes_all_and_lets_nothing_more_in),
    TEST(a_read_transaction_sees_one_state),
    TEST(reading_inside_a_write_does_not_end_it),
    TEST(bulk_rows_arrive_whole_in_any_number),
    TEST(bulk_refuses_rows_of_the_wrong_length),
    TEST(bulk_goes_on_after_a_refused_row),
    TEST(what_is_left_in_the_middle_is_undone_and_let_go),
    TEST(who_is_asked_to_stop_commits_nothing),
    TEST(who_is_asked_to_stop_waits_for_nobody),
    TEST(the_version_of_the_data_tells_of_others_alone),
    TEST(rows_that_nobody_reads_on_lock_nothing),
  };
  return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
