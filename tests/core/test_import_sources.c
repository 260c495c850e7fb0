// Import sources and the tables written out again: directories, files, broken ones.
#include "tests/core/import_world.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COOL "\"customers\":[{\"id\":\"cool\",\"name\":\"CoolRealty\"}]"
#define K1                                                                                                                                 \
  "\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K1\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":{\"rate\":" \
  "\"120.00\"}}]"
#define BASE COOL "," K1
#define T1 "\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\",\"status\":\"closed\",\"contract\":\"k1\"}]"
#define ENTRY(rest) "\"time_entries\":[{\"id\":\"T1.1\",\"ticket\":\"T1\"," rest "}]"
#define CONTRACT(rest)                                                                                                             \
  "{\"contracts\":[{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K1\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":{" \
  "\"rate\":\"120.00\"}," rest "}]}"
#define START "\"start\":\"2026-04-10T09:00\""
#define CHARGE(rest)                                                                                                                       \
  "\"charges\":[{\"id\":\"c1\",\"customer\":\"cool\",\"date\":\"2026-04-10\",\"description\":\"Cable\",\"quantity\":\"1\",\"unit_price\":" \
  "\"20.00\"" rest "}]"

#define write_text(w, path, text) write_file(w, path, text, strlen(text))

static void a_directory_is_read_by_its_csv_files_only(void **state) {
  world *w = *state;
  write_text(w, "in/customers.csv", "id,name\r\ncool,\"Cool, Realty\"\r\n");
  write_text(w, "in/notes.txt", "hello");
  import_file(w, "in", ERROR_NONE, NULL);
  assert_string_equal(words(w, "SELECT name FROM customers"), "Cool, Realty");
  write_text(w, "in/custmers.csv", "id\n");
  import_file(w, "in", ERROR_INVALID, "custmers.csv: there is no such table: did you mean customers.csv?");
  write_text(w, "empty/readme", "x");
  import_file(w, "empty", ERROR_NOT_FOUND, "holds no CSV files");
  import_file(w, "nowhere.csv", ERROR_INVALID, "nowhere.csv: there is no such table");
  import_file(w, "nowhere", ERROR_NOT_FOUND, "cannot be read");
  import_file(w, "in/notes.txt", ERROR_INVALID, "neither a directory nor a .csv or .json file");
}

static void broken_sources_are_refused_by_name_and_never_crash(void **state) {
  world *w = *state;
  struct {
    const char *text;
    size_t length;
    const char *said;
  } const bad[] = {
    { "", 0, "customers.csv: is empty" },
    { "id,name\n\"a,b\n", 12, "customers.csv" },
    { "id,name\na,b,c\n", 14, "customers.csv:2: has 3 fields, the header 2" },
    { "id,name\na\0b,c\n", 14, "customers.csv" },
    { "id,name\na,\xff\xfe\n", 13, "customers.csv" },
    { "id,id,name\n", 11, "the column \"id\" is there twice" },
    { "name\nx\n", 7, "the column \"id\" is missing" },
    { "id,name\n,x\n", 11, "customers.csv:2: id: is empty" },
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    write_file(w, "customers.csv", bad[i].text, bad[i].length);
    import_file(w, "customers.csv", ERROR_INVALID, bad[i].said);
  }
  assert_int_equal(number(w, "SELECT count(*) FROM customers"), 0);
  write_text(w, "customers.csv", "id,name\n");
  import_file(w, "customers.csv", ERROR_NONE, NULL);
  assert_int_equal(mkfifo(path_of(w, "tickets.csv"), 0600), 0);
  import_file(w, "tickets.csv", ERROR_INVALID, "is not a regular file");
}

static void wide_and_deep_sources_are_refused(void **state) {
  world *w = *state;
  enum { WIDE = 2000, DEEP = 100000 };
  char *wide = malloc(WIDE * 4), *deep = malloc(DEEP + 20);
  for (int i = 0; i < WIDE; i++) memcpy(wide + i * 4, "x.a,", 4);
  write_file(w, "customers.csv", wide, WIDE * 4);
  error_clear(&w->e);
  assert_false(import_path(&w->book, path_of(w, "customers.csv"), NULL, w->arena, &w->report, &w->e));
  int at = sprintf(deep, "{\"customers\":");
  memset(deep + at, '[', DEEP);
  write_file(w, "deep.json", deep, (size_t)(at + DEEP));
  error_clear(&w->e);
  assert_false(import_path(&w->book, path_of(w, "deep.json"), NULL, w->arena, &w->report, &w->e));
  refused(w, ERROR_INVALID, "customers:1: must be an object", "{\"customers\":[[1]]}");
  refused(w, ERROR_INVALID, "customers:1: name: must be text, not a list",
          "{\"customers\":[{\"id\":\"a\",\"name\":[1]}]}");
  refused(w, ERROR_INVALID, "must be an object of tables", "[]");
  free(wide);
  free(deep);
}

static void what_is_written_out_comes_in_again_the_same(void **state) {
  world *w = *state;
  given(
      w,
      "{\"customers\":[{\"id\":\"cool\",\"name\":\"Cool \\\"R\\\", Ltd\\nLine\",\"bill_to\":\"b\",\"x.a b\":\"1, "
      "2\"},{\"id\":\"b\",\"name\":\" B \",\"zone\":\"Europe/London\"}]," K1 "," T1
      "," ENTRY("\"start\":\"2026-11-01T01:30-05:00\",\"minutes\":60,\"bill_minutes\":45,\"billable\":false") "," CHARGE(
          ",\"discount\":\"10%\"") ",\"rates\":[{\"code\":\"s\",\"unit_price\":\"1.50\"},{\"code\":\"s\",\"contract\":\"k1\",\"from\":"
                                   "\"2026-01-01\",\"unit_price\":\"2\"}],\"changes\":[{\"contract\":\"k1\",\"from\":\"2026-05-01\","
                                   "\"params\":{\"rate\":\"130\"}}]}");
  error_clear(&w->e);
  assert_true(tables_write(&w->book, path_of(w, "out"), w->arena, &w->report, &w->e));
  assert_int_equal(w->report.table_count, 7);
  assert_int_not_equal(access(path_of(w, "out/grants.csv"), F_OK), 0);
  assert_false(tables_write(&w->book, path_of(w, "out"), w->arena, &w->report, &w->e));
  assert_int_equal(w->e.code, ERROR_DUPLICATE);
  import_file(w, "out", ERROR_NONE, NULL);
  assert_int_equal(w->report.import, 0);
  void *other;
  assert_int_equal(world_open(&other), 0);
  world *v = other;
  assert_true(import_path(&v->book, path_of(w, "out"), NULL, v->arena, &v->report, &v->e));
  assert_true(tables_write(&v->book, path_of(v, "out"), v->arena, &v->report, &v->e));
  char command[300];
  snprintf(command, sizeof command, "diff -r %s/out %s/out", w->directory, v->directory);
  assert_int_equal(system(command), 0);
  world_close(&other);
}

static void frontiers_begin_at_the_first_day(void **state) {
  world *w = *state;
  given(w, "{" COOL "}");
  given(w, CONTRACT("\"bill_from\":\"2026-03-20\""));
  assert_int_equal(
      number(w, "SELECT period_from = 20544 AND time_from = 20544 * 1440 AND charge_from = 20544 FROM frontiers"), 1);
  given(w, "{" T1 "," ENTRY("\"start\":\"2026-03-25T09:00\",\"minutes\":60") "}");
  assert_int_equal(number(w, "SELECT time_from / 1440 FROM frontiers"), 20544);
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"start\":\"2026-03-01\"}]}");
  assert_string_equal(words(w, "SELECT date(time_from * 60, 'unixepoch') FROM frontiers"), "2026-03-20");
  given(w, "{\"contracts\":[{\"id\":\"k1\",\"start\":\"2026-05-01\",\"bill_from\":null}]}");
  assert_string_equal(
      words(w,
            "SELECT date(period_from * 86400, 'unixepoch') || date(charge_from * 86400, 'unixepoch') FROM frontiers"),
      "2026-05-012026-05-01");
  assert_int_equal(number(w, "SELECT count(*) FROM open_rows"), 0);
}

#define OPEN_TEXT                                                                                                         \
  "SELECT ifnull(group_concat(kind || ':' || asleep || ' ' || CASE kind WHEN 2 THEN datetime(at * 60, 'unixepoch') ELSE " \
  "date(at * 86400, 'unixepoch') END, ', '), '') FROM open_rows"

static void what_lands_behind_a_frontier_is_named_as_open(void **state) {
  world *w = *state;
  given(w, "{" BASE "," T1 "}");
  run_sql(w, "UPDATE frontiers SET time_from = 20605 * 1440, charge_from = 20605");
  given(w, "{" ENTRY(START ",\"minutes\":60") "," CHARGE(",\"contract\":\"k1\"") "}");
  assert_string_equal(words(w, OPEN_TEXT), "2:0 2026-04-10 09:00:00, 3:0 2026-04-10");
  given(w, "{" ENTRY("\"start\":\"2026-03-10T09:00\",\"minutes\":60") "}");  // before the contract's first day
  assert_string_equal(words(w, OPEN_TEXT), "3:0 2026-04-10");
  given(w, "{" ENTRY("\"start\":\"2026-04-12T09:00\",\"minutes\":90") "}");
  given(w, "{\"tickets\":[{\"id\":\"T1\",\"status\":\"waiting\"}]}");
  assert_string_equal(words(w, OPEN_TEXT), "2:1 2026-04-12 09:00:00, 3:0 2026-04-10");
  given(
      w,
      "{\"contracts\":[{\"id\":\"k2\",\"customer\":\"cool\",\"name\":\"K2\",\"type\":\"hourly\",\"start\":\"2026-04-01\",\"params\":"
      "{\"rate\":\"120.00\"}}],\"tickets\":[{\"id\":\"T1\",\"status\":\"closed\",\"contract\":\"k2\"}]}");
  assert_string_equal(words(w, OPEN_TEXT), "3:0 2026-04-10");  // nothing of k2 was looked at yet
  given(w, "{\"tickets\":[{\"id\":\"T1\",\"contract\":\"k1\"}]}");
  assert_string_equal(words(w, OPEN_TEXT), "2:0 2026-04-12 09:00:00, 3:0 2026-04-10");
  w->options.replace = "time_entries,charges";
  w->options.since = 20544;
  given(w, "{\"time_entries\":[],\"charges\":[]}");
  assert_string_equal(words(w, OPEN_TEXT), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(frontiers_begin_at_the_first_day),          TEST(what_lands_behind_a_frontier_is_named_as_open),
    TEST(a_directory_is_read_by_its_csv_files_only), TEST(broken_sources_are_refused_by_name_and_never_crash),
    TEST(wide_and_deep_sources_are_refused),         TEST(what_is_written_out_comes_in_again_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
