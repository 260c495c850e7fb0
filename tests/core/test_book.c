// The open book: its audit chain, its first settings, today.
#include "tests/core/import_world.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COOL "\"customers\":[{\"id\":\"cool\",\"name\":\"CoolRealty\"}]"

static void the_audit_chain_links_every_action(void **state) {
  world *w = *state;
  char hex[65];
  given(w, "{" COOL "}");
  assert_true(book_log(&w->book, "test", 0, "{}", &w->e));
  assert_int_equal(number(w, "SELECT count(*) FROM actions"), 3);
  book_chain(words(w, "SELECT chain FROM actions WHERE seq = 2"), 3, words(w, "SELECT at FROM actions WHERE seq = 3"),
             "test", words(w, "SELECT detail FROM actions WHERE seq = 3"), hex);
  assert_string_equal(words(w, "SELECT chain FROM actions WHERE seq = 3"), hex);
}

static void a_new_book_refuses_settings_that_make_no_sense(void **state) {
  world *w = *state;
  db *d;
  assert_true(db_create(path_of(w, "other.db"), &d, &w->e));
  assert_false(book_init(d, &(book_settings){ .currency = "DOL" }, &w->e));
  assert_false(book_init(d, &(book_settings){ .zone = "Mars/Base" }, &w->e));
  assert_false(book_init(d, &(book_settings){ .zone = "UTC", .number_format = "INV-{SQ}" }, &w->e));
  assert_true(book_init(d,
                        &(book_settings){ .zone = "UTC",
                                          .number_format = "INV-{YYYY}-{SEQ:5}",
                                          .first_number = 100,
                                          .closed_statuses = "Done, Billed" },
                        &w->e));
  db_close(d);
}

static void today_is_that_of_the_database_or_of_the_environment(void **state) {
  world *w = *state;
  day d;
  setenv("BILLET_TODAY", "2026-05-07", 1);
  assert_true(book_today(&w->book, &d, &w->e));
  assert_int_equal(d, 20580);
  setenv("BILLET_TODAY", "soon", 1);
  assert_false(book_today(&w->book, &d, &w->e));
  unsetenv("BILLET_TODAY");
  assert_true(book_today(&w->book, &d, &w->e));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(the_audit_chain_links_every_action),
    TEST(a_new_book_refuses_settings_that_make_no_sense),
    TEST(today_is_that_of_the_database_or_of_the_environment),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
