// Lists that are kept with an open book, at the rooms' doors: what is undone is not in them, and what cannot be summed
// up is refused.
#include "core/engine/batch/listing.h"
#include "core/engine/invoice/documents.h"
#include "tests/core/billed_world.h"

enum { OPEN_BATCH = 4 };
static const listing_filter everything = { 0 };

static listing_window rows(world *w, const listing_filter *f) {
  listing_window out;
  MUST(listing_read(&w->book, OPEN_BATCH, f, 0, INT64_MAX, w->arena, &out, &w->e));
  return out;
}

static batch open_batch(world *w) {
  batch b;
  MUST(batch_find(&w->book, OPEN_BATCH, "open", w->arena, &b, &w->e));
  return b;
}

static void what_was_chosen_and_undone_is_not_selected(void **state) {
  world *w = *state;
  batch b = open_batch(w);
  int64_t selected = rows(w, &everything).all.selected;
  MUST(db_begin(w->book.db, &w->e));
  MUST(listing_choose(&w->book, &b, &everything, false, w->arena, &w->e));
  MUST(listing_choose(&w->book, &b, &everything, false, w->arena, &w->e));
  assert_int_equal(rows(w, &everything).all.selected, 0);
  db_rollback(w->book.db);
  assert_true(selected > 0);
  assert_int_equal(rows(w, &everything).all.selected, selected);
}

static void a_choice_sees_the_one_before_it(void **state) {
  world *w = *state;
  batch b = open_batch(w);
  batch_did did = { .arena = w->arena };
  b.did = &did;
  int64_t ready = rows(w, &everything).all.ready;
  MUST(db_begin(w->book.db, &w->e));
  MUST(listing_choose(&w->book, &b, &everything, true, w->arena, &w->e));
  did.box_count = 0;
  MUST(listing_choose(&w->book, &b, &everything, false, w->arena, &w->e));
  assert_int_equal(did.box_count, ready);
  did.box_count = 0;
  MUST(listing_choose(&w->book, &b, &everything, true, w->arena, &w->e));
  assert_int_equal(did.box_count, ready);
  db_rollback(w->book.db);
}

// The journal gives its numbers again.
static void what_was_renamed_and_undone_is_found_by_no_name(void **state) {
  world *w = *state;
  batch b = open_batch(w);
  const listing_filter wrong = { .text = "never called so" }, right = { .text = "really called so" };
  MUST(db_begin(w->book.db, &w->e));
  run_sql(w, "UPDATE customers SET name = 'Never called so' WHERE id = 'cool'");
  run_sql(w, "INSERT INTO journal (source, first_n, last_n) VALUES ('customers', 1, 1)");
  MUST(listing_choose(&w->book, &b, &wrong, true, w->arena, &w->e));
  db_rollback(w->book.db);
  given(w, "{\"customers\":[{\"id\":\"cool\",\"name\":\"Really called so\"}]}");
  assert_int_equal(rows(w, &wrong).matching.contracts, 0);
  assert_true(rows(w, &right).matching.contracts > 0);
}

static void sums_past_what_can_be_shown_are_refused(void **state) {
  world *w = *state;
  listing_window out;
  run_sql(w, "UPDATE previews SET total = 9000000000000000000 WHERE batch = 4 AND state = 'ready'");
  assert_false(listing_read(&w->book, OPEN_BATCH, &everything, 0, 1, w->arena, &out, &w->e));
  assert_int_equal(w->e.code, ERROR_TOO_BIG);
  error_clear(&w->e);
}

static const documents_filter all_documents = { .since = DAY_MIN, .until = DAY_MAX };

static documents_window documents(world *w) {
  documents_window out;
  MUST(documents_read(&w->book, &all_documents, 0, INT64_MAX, w->arena, &out, &w->e));
  return out;
}

static void a_draft_that_was_deleted_and_came_back_is_there(void **state) {
  world *w = *state;
  batch b;
  int64_t before = documents(w).matching, draft = number(w, "SELECT max(n) FROM invoices WHERE state = 'draft'");
  MUST(batch_find(&w->book, 3, "run", w->arena, &b, &w->e));
  MUST(db_begin(w->book.db, &w->e));
  MUST(batch_delete(&w->book, &b, &draft, 1, &w->e));
  assert_int_equal(documents(w).matching, before - 1);
  db_rollback(w->book.db);
  assert_int_equal(documents(w).matching, before);
}

static void documents_past_what_can_be_shown_are_refused(void **state) {
  world *w = *state;
  documents_window out;
  run_sql(w, "UPDATE invoices SET subtotal = v, tax = 0, total = v FROM (SELECT n AS of, iif(state = 'draft', "
             "9000000000000000000, 500000000000000000) AS v FROM invoices) WHERE n = of");
  assert_false(documents_read(&w->book, &all_documents, 0, 1, w->arena, &out, &w->e));
  assert_int_equal(w->e.code, ERROR_TOO_BIG);
  error_clear(&w->e);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, billed_open, billed_close)

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(what_was_chosen_and_undone_is_not_selected),      TEST(a_choice_sees_the_one_before_it),
    TEST(what_was_renamed_and_undone_is_found_by_no_name), TEST(sums_past_what_can_be_shown_are_refused),
    TEST(a_draft_that_was_deleted_and_came_back_is_there), TEST(documents_past_what_can_be_shown_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
