// Settings of a person: what lines mean, and that none but those are taken.
#include "core/base/person.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool parse(person *p, char *room, const char *text, error *e) {
  strcpy(room, text);
  return person_parse(p, room, strlen(text), e);
}

static void lines_are_taken_where_nothing_else_was_said(void **state) {
  (void)state;
  char room[200];
  error e = { 0 };
  person p = { .rows[PERSON_COLOR].value = "never", .path = "config" };
  assert_true(parse(&p, room, "\n # mine\r\n\tdb= /a b.db \ncolor =always\npager = less = -S", &e));
  assert_string_equal(p.rows[PERSON_DB].value, "/a b.db");
  assert_string_equal(p.rows[PERSON_DB].origin, "user");
  assert_string_equal(p.rows[PERSON_COLOR].value, "never");
  assert_string_equal(p.rows[PERSON_PAGER].value, "less = -S");
  assert_null(p.rows[PERSON_PLUGINS].value);
}

static void other_lines_are_told(void **state) {
  (void)state;
  static const char *const wrong[][2] = {
    { "db", "config:1: no setting: db" },
    { "\n=x", "config:2: there is no such setting" },
    { "Db = /x", "config:1: there is no such setting: Db" },
    { "db = x", "config:1: a path begins with / or ~/: x" },
    { "plugins =", "config:1: a path begins with / or ~/" },
    { "color = Always", "config:1: auto, always or never: Always" },
    { "pager = a\npager = a", "config:2: set twice: pager" },
    { "pager = \xff", "config: is not UTF-8 text" },
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    char room[200];
    error e = { 0 };
    person p = { .path = "config" };
    assert_false(parse(&p, room, wrong[i][0], &e));
    assert_int_equal(e.code, ERROR_USAGE);
    assert_string_equal(e.message, wrong[i][1]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(lines_are_taken_where_nothing_else_was_said),
    cmocka_unit_test(other_lines_are_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
