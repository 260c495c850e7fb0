// core/deliver, at the room's door: each document is at the target exactly once, whatever happens between.
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/deliver/export.h"
#include "tests/core/delivery_world.h"

static const char *message(world *w, const char *subject) {
  return words(w, arena_format(w->arena, "SELECT message FROM deliveries WHERE subject = '%s'", subject));
}

static void a_run_delivers_all_once_and_running_it_again_sends_nothing(void **state) {
  world *w = *state;
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_ENDED);
  all_are_there_once(w);
  assert_int_equal(r.requests, 5);  // the customer found, made; three invoices
  assert_string_equal(booked_of("invoice", "2")->customer, "101");
  assert_string_equal(booked_of("customer", "birch")->key, words(w, "SELECT key FROM deliveries WHERE kind = 'name'"));
  assert_string_equal(words(w, "SELECT remote_id || remote_total || attempts FROM deliveries WHERE subject = '2'"),
                      "10320.001");
  r = deliver(w, 0);
  assert_int_equal(r.requests, 0);
}

// Before and after the target has booked it: it is found, or sent again under the same key when that is sure.
static void what_is_not_known_is_asked_for(void **state) {
  world *w = *state;
  static const fault done[] = { FAULT_CUT_DONE, FAULT_500_DONE, FAULT_HTML_DONE, FAULT_EMPTY_DONE };
  for (int i = 0; i < 4; i++) {
    there.requests = there.writes = 0;
    fails("POST", 1, &done[i]);
    run_sql(w, "DELETE FROM deliveries");
    run_sql(w, "DELETE FROM remote_names");
    there.count = 0;
    deliver(w, 0);
    all_are_there_once(w);
    assert_int_equal(there.rested > 0 && there.rested < 10 * (i + 1), 1);  // found at once
  }
}

static void what_is_not_there_is_sent_again_under_its_key_once_the_target_must_be_done(void **state) {
  world *w = *state;
  static const fault not_done[] = { FAULT_CUT, FAULT_500, FAULT_HTML, FAULT_EMPTY };
  for (int i = 0; i < 4; i++) {
    run_sql(w, "DELETE FROM deliveries");
    run_sql(w, "DELETE FROM remote_names");
    there.count = 0;
    there.keys_ignored = true;
    there.rested = 0;
    deliver(w, 1);  // the customer, and a document
    FAILS("POST", not_done[i]);
    deliver(w, 1);
    assert_true(there.rested >= 120);
    deliver(w, 0);
    all_are_there_once(w);
    assert_int_equal(number(w, "SELECT attempts FROM deliveries WHERE subject = '2'"), 2);
    assert_string_equal(words(w, "SELECT key FROM deliveries WHERE subject = '2'"), booked_of("invoice", "2")->key);
  }
}

static void a_page_on_the_way_does_not_say_that_it_is_not_there(void **state) {
  world *w = *state;
  there.keys_ignored = true;
  deliver(w, 1);
  FAILS("POST", FAULT_CUT_DONE);
  there.stop_after = there.requests + 1;
  deliver(w, 0);
  there.stop = false;
  there.stop_after = 0;
  there.now += 500;
  FAILS("GET", FAULT_404);
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "unknown");
  deliver(w, 0);
  all_are_there_once(w);
  booked_of("invoice", "2")->voided = true;
  run_sql(w, "UPDATE deliveries SET state = 'unknown' WHERE subject = '2'");
  FAILS("GET", FAULT_GONE);
  deliver(w, 0);
  assert_int_equal(booked_times("invoice", "2"), 1);
}

static void a_request_that_is_booked_late_is_not_sent_again(void **state) {
  world *w = *state;
  there.keys_ignored = true;
  deliver(w, 1);
  FAILS("POST", FAULT_LATE);
  deliver(w, 0);
  all_are_there_once(w);
}

static void a_customer_that_may_have_been_made_is_looked_for(void **state) {
  world *w = *state;
  static const fault all[] = { FAULT_CUT_DONE, FAULT_500_DONE, FAULT_HTML_DONE, FAULT_CUT, FAULT_500, FAULT_LATE };
  there.keys_ignored = true;
  for (int i = 0; i < 6; i++) {
    run_sql(w, "DELETE FROM deliveries");
    run_sql(w, "DELETE FROM remote_names");
    there.count = 0;
    FAILS("POST", all[i]);
    deliver(w, 0);
    all_are_there_once(w);
  }
}

static void the_clock_of_a_customer_may_be_set_back_too(void **state) {
  world *w = *state;
  there.keys_ignored = true;
  FAILS("POST", FAULT_LATE);
  there.stop_after = 3;  // found, made, found
  deliver(w, 0);
  assert_string_equal(row_state(w, "name", "customer:birch"), "unknown");
  there.stop = false;
  there.stop_after = 0;
  there.now -= 900000;
  there.late_at -= 900000;
  there.rested = 0;
  deliver(w, 0);
  assert_true(there.rested >= 100 && there.rested < 200);
  all_are_there_once(w);
}

static void a_customer_is_tried_eight_times(void **state) {
  world *w = *state;
  run_sql(w, "UPDATE invoices SET state = 'void' WHERE n > 1");
  FAILS("POST", FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT);
  for (int i = 0; i < 10 && strcmp(row_state(w, "invoice", "1"), "refused") != 0; i++) deliver(w, 1);
  assert_int_equal(there.fault_count, 1);
  assert_string_equal(row_state(w, "invoice", "1"), "refused");
  assert_string_equal(message(w, "1"), "customer \"birch\" was not made, though that was asked 8 times");
  there.fault_count = 0;
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "1"), "delivered");
}

static void another_name_in_the_maps_is_looked_up_anew(void **state) {
  world *w = *state;
  deliver(w, 1);
  there.called = "Birch Ltd";
  deliver(w, 0);
  assert_int_equal(booked_times("customer", "Birch Ltd"), 1);
  char id[20];
  snprintf(id, sizeof id, "%d", booked_of("customer", "Birch Ltd")->id);
  assert_string_equal(booked_of("invoice", "1")->customer, "101");
  assert_string_equal(booked_of("invoice", "2")->customer, id);
  all_are_there_once(w);
}

static void no_more_is_asked_in_a_minute_than_the_target_takes(void **state) {
  world *w = *state;
  exporter_is(w, 1, 2);
  deliver(w, 0);  // five requests
  assert_true(there.rested >= 120 && there.rested < 130);
  all_are_there_once(w);
}

static void being_told_to_wait_is_no_attempt(void **state) {
  world *w = *state;
  FAILS("POST", FAULT_429, FAULT_429, FAULT_429);
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_ENDED);
  assert_true(there.rested >= 90 && there.rested < 100);
  all_are_there_once(w);
  assert_int_equal(number(w, "SELECT max(attempts) FROM deliveries"), 1);
}

static void a_long_wait_ends_the_run_and_the_next_goes_on(void **state) {
  world *w = *state;
  deliver(w, 1);
  FAILS("POST", FAULT_LONG_429);
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_STOPPED);
  assert_non_null(strstr(r.message, "60 minutes"));
  assert_int_equal(there.rested, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "waiting");
  assert_int_equal(number(w, "SELECT attempts FROM deliveries WHERE subject = '2'"), 0);
  deliver(w, 0);
  all_are_there_once(w);
}

static void who_is_not_signed_in_any_more_signs_in_and_goes_on(void **state) {
  world *w = *state;
  static const fault ways[] = { FAULT_SIGN_IN, FAULT_401 };
  for (int i = 0; i < 2; i++) {
    run_sql(w, "DELETE FROM deliveries");
    there.count = 0;
    run_sql(w, "DELETE FROM remote_names");
    deliver(w, 1);
    FAILS("POST", ways[i]);
    delivery_report r = deliver(w, 0);
    assert_int_equal(r.end, DELIVERY_SIGN_IN);
    assert_string_equal(row_state(w, "invoice", "1"), "delivered");
    assert_string_equal(row_state(w, "invoice", "2"), "waiting");
    assert_string_equal(row_state(w, "invoice", "3"), "");
    deliver(w, 0);
    all_are_there_once(w);
  }
}

static void nobody_there_is_tried_a_few_times_and_sends_nothing(void **state) {
  world *w = *state;
  FAILS(NULL, FAULT_NOT_SENT, FAULT_NOT_SENT, FAULT_NOT_SENT, FAULT_NOT_SENT);
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_STOPPED);
  assert_non_null(strstr(r.message, "Own cannot be reached: no route"));
  assert_int_equal(r.requests, 3);
  there.fault_count = 0;
  deliver(w, 1);
  FAILS("POST", FAULT_NOT_SENT);
  deliver(w, 0);
  all_are_there_once(w);
  assert_int_equal(number(w, "SELECT max(attempts) FROM deliveries"), 1);
}

static void a_number_that_is_taken_is_ours_or_told(void **state) {
  world *w = *state;
  there.books[there.count++] = (booked){ .kind = "invoice", .number = "2", .total = "20.00", .id = 7 };
  FAILS("POST", FAULT_NONE, FAULT_NONE, FAULT_CUT);  // the customer; 1; 2
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "refused");
  assert_non_null(strstr(message(w, "2"), "another document with the number 2 (id 7, total 20.00)"));
  assert_int_equal(booked_times("invoice", "2"), 1);
  assert_string_equal(row_state(w, "invoice", "3"), "delivered");
}

// As after a book was restored from a copy that knows nothing of a delivery.
static void what_the_target_says_is_there_is_looked_for(void **state) {
  world *w = *state;
  there.unique = true;
  deliver(w, 0);
  run_sql(w, "DELETE FROM deliveries");
  there.rested = 0;
  deliver(w, 0);
  all_are_there_once(w);
  run_sql(w, "DELETE FROM deliveries");
  booked_of("invoice", "1")->key[0] = 0;
  there.hidden = "2";
  deliver(w, 0);
  assert_non_null(strstr(message(w, "1"), "another document with the number 1"));
  assert_string_equal(message(w, "2"), "that number is taken");
  assert_string_equal(row_state(w, "invoice", "2"), "refused");
  assert_true(there.rested < 10);
}

static void without_a_mark_its_total_says_whose_it_is(void **state) {
  world *w = *state;
  there.unmarked = true;
  there.books[there.count++] = (booked){ .kind = "invoice", .number = "2", .total = "20.01", .id = 7 };
  there.books[there.count++] = (booked){ .kind = "invoice", .number = "3", .total = "20.00", .id = 8 };
  FAILS("POST", FAULT_NONE, FAULT_NONE, FAULT_CUT, FAULT_CUT);
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "refused");
  assert_string_equal(row_state(w, "invoice", "3"), "delivered");
}

static void another_total_is_told_with_both(void **state) {
  world *w = *state;
  deliver(w, 1);
  FAILS("POST", FAULT_CUT);
  there.books[there.count++] = (booked){ .kind = "invoice", .number = "2", .total = "20.01", .id = 7, .key = "x" };
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "different");
  assert_string_equal(words(w, "SELECT difference FROM deliveries WHERE subject = '2'"),
                      "total is 20.01 there and 20.00 here");
}

static void what_is_refused_is_told_and_the_others_go_on(void **state) {
  world *w = *state;
  there.refuses = "2";
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "refused");
  assert_string_equal(message(w, "2"), "not this one");
  assert_string_equal(row_state(w, "invoice", "3"), "delivered");
  const char *before = words(w, "SELECT key FROM deliveries WHERE subject = '2'");
  there.refuses = NULL;
  deliver(w, 0);
  all_are_there_once(w);
  assert_string_not_equal(words(w, "SELECT key FROM deliveries WHERE subject = '2'"), before);
}

static void what_it_misses_is_told_before_anything_is_sent(void **state) {
  world *w = *state;
  run_sql(w, "DROP TRIGGER IF EXISTS invoices_frozen");
  run_sql(
      w,
      "INSERT INTO invoices (n, batch, kind, state, customer, currency, subtotal, tax, total, number, date) VALUES (4, "
      "1, 'invoice', 'final', 1, 'USD', 1300, 0, 1300, '4', 20580)");
  deliver(w, 0);
  assert_string_equal(message(w, "4"), "thirteen is not taken");
  assert_int_equal(booked_times("invoice", "4"), 0);
}

static void after_a_few_refusals_for_the_same_reason_a_run_ends(void **state) {
  world *w = *state;
  for (int i = 4; i < 12; i++)
    run_sql(w, arena_format(w->arena,
                            "INSERT INTO invoices (n, batch, kind, state, customer, currency, subtotal, tax, total, "
                            "number, date) VALUES (%d, 1, 'invoice', 'final', 1, 'USD', 2000, 0, 2000, '%d', 20580)",
                            i, i));
  deliver(w, 1);
  FAILS("POST", FAULT_400, FAULT_400, FAULT_400, FAULT_400, FAULT_400, FAULT_400, FAULT_400);
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_STOPPED);
  assert_non_null(strstr(r.message, "5 documents in a row were refused for the same reason: Own answered 400"));
  assert_int_equal(number(w, "SELECT count(*) FROM deliveries WHERE state = 'refused'"), 5);
}

static void a_row_is_tried_eight_times(void **state) {
  world *w = *state;
  deliver(w, 2);
  FAILS("POST", FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT, FAULT_CUT);
  for (int i = 0; i < 10 && there.fault_count > 1; i++) deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "3"), "refused");
  assert_int_equal(there.fault_count, 1);
}

// ---- Programs that end, and several of them

static void a_row_that_was_cut_off_is_asked_for_before_it_is_sent(void **state) {
  world *w = *state;
  there.keys_ignored = true;
  deliver(w, 0);
  run_sql(
      w,
      "UPDATE deliveries SET state = 'sending', claimed_by = 'elsewhere:1:1', claimed_until = 1 WHERE subject = '1'");
  char host[200];
  gethostname(host, sizeof host);
  run_sql(w,
          arena_format(w->arena,
                       "UPDATE deliveries SET state = 'sending', claimed_by = '%s:999999:1', claimed_until = 9000000 "
                       "WHERE subject = '2'",
                       host));
  deliver(w, 0);
  all_are_there_once(w);
}

static void a_row_that_another_program_sends_is_left_alone(void **state) {
  world *w = *state;
  deliver(w, 0);
  there.requests = 0;
  run_sql(
      w,
      "UPDATE deliveries SET state = 'sending', claimed_by = 'elsewhere:1:1', claimed_until = 9000000 WHERE subject = "
      "'1'");
  deliver(w, 0);
  assert_int_equal(there.requests, 0);
  assert_string_equal(row_state(w, "invoice", "1"), "sending");
  delivery_state is;
  MUST(delivery_state_of(&w->book, 1, 1, w->arena, &is, &w->e));
  assert_string_equal(is.message, "process 1 on elsewhere is sending it");
  there.now = 9000001;
  deliver(w, 0);
  all_are_there_once(w);
}

static void a_clock_that_was_set_back_waits_no_longer_than_the_limit(void **state) {
  world *w = *state;
  there.keys_ignored = true;
  deliver(w, 1);
  FAILS("POST", FAULT_CUT);
  there.stop_after = there.requests + 2;  // 2 is sent and looked for
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_INTERRUPTED);
  assert_string_equal(row_state(w, "invoice", "2"), "unknown");
  there.stop = false;
  there.stop_after = 0;
  there.now -= 900000;
  there.rested = 0;
  deliver(w, 0);
  assert_true(there.rested >= 120 && there.rested < 200);
  all_are_there_once(w);
}

static void a_limit_and_an_interrupt_leave_the_rest_for_later(void **state) {
  world *w = *state;
  delivery_report r = deliver(w, 2);
  assert_int_equal(r.sent, 2);
  assert_int_equal(number(w, "SELECT count(*) FROM deliveries WHERE kind = 'invoice'"), 2);
  there.stop = true;
  r = deliver(w, 0);
  assert_int_equal(r.end, DELIVERY_INTERRUPTED);
  there.stop = false;
  deliver(w, 0);
  all_are_there_once(w);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_run_delivers_all_once_and_running_it_again_sends_nothing),
    TEST(what_is_not_known_is_asked_for),
    TEST(what_is_not_there_is_sent_again_under_its_key_once_the_target_must_be_done),
    TEST(a_page_on_the_way_does_not_say_that_it_is_not_there),
    TEST(a_request_that_is_booked_late_is_not_sent_again),
    TEST(a_customer_that_may_have_been_made_is_looked_for),
    TEST(the_clock_of_a_customer_may_be_set_back_too),
    TEST(a_customer_is_tried_eight_times),
    TEST(another_name_in_the_maps_is_looked_up_anew),
    TEST(no_more_is_asked_in_a_minute_than_the_target_takes),
    TEST(being_told_to_wait_is_no_attempt),
    TEST(a_long_wait_ends_the_run_and_the_next_goes_on),
    TEST(who_is_not_signed_in_any_more_signs_in_and_goes_on),
    TEST(nobody_there_is_tried_a_few_times_and_sends_nothing),
    TEST(a_number_that_is_taken_is_ours_or_told),
    TEST(what_the_target_says_is_there_is_looked_for),
    TEST(without_a_mark_its_total_says_whose_it_is),
    TEST(another_total_is_told_with_both),
    TEST(what_is_refused_is_told_and_the_others_go_on),
    TEST(what_it_misses_is_told_before_anything_is_sent),
    TEST(after_a_few_refusals_for_the_same_reason_a_run_ends),
    TEST(a_row_is_tried_eight_times),
    TEST(a_row_that_was_cut_off_is_asked_for_before_it_is_sent),
    TEST(a_row_that_another_program_sends_is_left_alone),
    TEST(a_clock_that_was_set_back_waits_no_longer_than_the_limit),
    TEST(a_limit_and_an_interrupt_leave_the_rest_for_later),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
