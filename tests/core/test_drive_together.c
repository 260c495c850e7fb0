// core/deliver, at the room's door: what goes together in one request, and what follows documents that are there.
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "core/deliver/export.h"
#include "tests/core/delivery_world.h"

// ---- Several in one request

static void several_go_together_and_one_bad_one_stays_alone(void **state) {
  world *w = *state;
  exporter_is(w, 50, 1000);
  there.refuses = "2";
  delivery_report r = deliver(w, 0);
  assert_int_equal(r.requests, 3);
  assert_string_equal(row_state(w, "invoice", "1"), "delivered");
  assert_string_equal(row_state(w, "invoice", "2"), "refused");
  assert_string_equal(row_state(w, "invoice", "3"), "delivered");
  assert_int_equal(number(w, "SELECT count(DISTINCT sent_key) FROM deliveries WHERE kind = 'invoice'"), 1);
  there.refuses = NULL;
  deliver(w, 0);
  all_are_there_once(w);
}

static void those_that_went_together_go_again_as_they_went(void **state) {
  world *w = *state;
  char body[8000], key[40];
  exporter_is(w, 50, 1000);
  deliver(w, 1);
  FAILS("POST", FAULT_CUT);
  there.stop_after = there.requests + 1;
  deliver(w, 0);
  strcpy(body, there.last_body);
  strcpy(key, there.last_key);
  assert_string_equal(row_state(w, "invoice", "3"), "unknown");
  there.stop = false;
  there.stop_after = 0;
  deliver(w, 0);
  assert_string_equal(there.last_body, body);
  assert_string_equal(there.last_key, key);
  all_are_there_once(w);
}

static void what_came_through_of_a_joined_request_is_not_sent_again(void **state) {
  world *w = *state;
  exporter_is(w, 50, 1000);
  there.keys_ignored = true;
  there.refuses = "3";
  FAILS("POST", FAULT_NONE, FAULT_CUT_DONE);
  deliver(w, 0);
  there.refuses = NULL;
  deliver(w, 0);
  all_are_there_once(w);
}

static void what_is_left_of_a_joined_request_goes_under_another_key(void **state) {
  world *w = *state;
  char key[40];
  exporter_is(w, 50, 1000);
  FAILS("POST", FAULT_NONE, FAULT_CUT);
  there.stop_after = 3;
  deliver(w, 0);
  strcpy(key, there.last_key);
  there.stop = false;
  there.stop_after = 0;
  there.books[there.count++] = (booked){ .kind = "invoice", .number = "1", .total = "20.00", .id = 7, .key = "x" };
  deliver(w, 0);
  assert_null(strstr(there.last_body, "\"number\":\"1\""));
  assert_non_null(strstr(there.last_body, "\"number\":\"3\""));
  assert_string_not_equal(there.last_key, key);
  all_are_there_once(w);
}

static void a_limit_holds_for_what_is_frozen_too(void **state) {
  world *w = *state;
  exporter_is(w, 50, 1000);
  deliver(w, 1);
  FAILS("POST", FAULT_LONG_429);
  deliver(w, 0);
  exporter_is(w, 1, 1000);
  assert_int_equal(deliver(w, 1).sent, 1);
  assert_int_equal(booked_times("invoice", "2") + booked_times("invoice", "3"), 1);
  deliver(w, 0);
  all_are_there_once(w);
}

static void a_joined_request_that_is_refused_as_a_whole_is_taken_apart(void **state) {
  world *w = *state;
  exporter_is(w, 50, 1000);
  FAILS("POST", FAULT_NONE, FAULT_400);
  deliver(w, 0);
  all_are_there_once(w);
}

// ---- After documents

static void a_void_document_is_voided_there_once(void **state) {
  world *w = *state;
  static const fault all[] = { FAULT_NONE, FAULT_CUT_DONE, FAULT_CUT };
  deliver(w, 0);
  for (int i = 0; i < 3; i++) {
    const char *own = arena_format(w->arena, "%d", i + 1);
    run_sql(w, arena_format(w->arena, "UPDATE invoices SET state = 'void' WHERE n = %s", own));
    FAILS("POST", all[i]);
    deliver(w, 0);
    assert_string_equal(row_state(w, "void", own), "delivered");
    assert_string_equal(row_state(w, "invoice", own), "voided");
    assert_int_equal(booked_times("invoice", own), 0);
    assert_int_equal(booked_of("invoice", own)->version, 1);
  }
  there.requests = 0;
  deliver(w, 0);
  assert_int_equal(there.requests, 0);
}

static void what_is_void_and_was_never_sent_stays_here(void **state) {
  world *w = *state;
  run_sql(w, "UPDATE invoices SET state = 'void' WHERE n = 2");
  deliver(w, 0);
  assert_null(booked_of("invoice", "2"));
  assert_string_equal(row_state(w, "void", "2"), "");
}

static void what_is_void_here_and_gone_there_is_left(void **state) {
  world *w = *state;
  deliver(w, 0);
  run_sql(w, "UPDATE invoices SET state = 'void' WHERE n = 2");
  there.hidden = "2";
  there.writes = 0;
  deliver(w, 0);
  assert_string_equal(row_state(w, "invoice", "2"), "gone");
  assert_int_equal(there.writes, 0);
}

static void credit(world *w) {
  run_sql(
      w,
      "INSERT INTO invoices (n, batch, kind, state, customer, currency, subtotal, tax, total, number, date, credits) "
      "VALUES (4, 1, 'credit', 'final', 1, 'USD', -500, 0, -500, '4', 20580, 2)");
}

static void a_credit_note_is_applied_once_both_are_there(void **state) {
  world *w = *state;
  delivery_state is;
  credit(w);
  there.refuses = "2";
  deliver(w, 0);
  assert_string_equal(row_state(w, "credit", "4"), "delivered");
  assert_string_equal(row_state(w, "apply", "4"), "waiting");
  assert_string_equal(words(w, "SELECT message FROM deliveries WHERE kind = 'apply'"), "2 is not there yet");
  MUST(delivery_state_of(&w->book, 1, 4, w->arena, &is, &w->e));
  assert_string_equal(is.message, "2 is not there yet");
  assert_false(is.settled);
  there.refuses = NULL;
  deliver(w, 0);
  assert_string_equal(row_state(w, "apply", "4"), "delivered");
  assert_int_equal(booked_times("apply", "4"), 1);
  assert_string_equal(booked_of("apply", "4")->total, "5.00");
  char of[40];
  snprintf(of, sizeof of, "%d<%d", booked_of("invoice", "2")->id, booked_of("credit", "4")->id);
  assert_string_equal(booked_of("apply", "4")->customer, of);
  all_are_there_once(w);
}

static void an_application_waits_for_its_documents_in_the_same_run(void **state) {
  world *w = *state;
  credit(w);
  FAILS("POST", FAULT_NONE, FAULT_NONE, FAULT_CUT);
  deliver(w, 0);
  assert_string_equal(row_state(w, "apply", "4"), "delivered");
  assert_int_equal(booked_times("apply", "4"), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(several_go_together_and_one_bad_one_stays_alone),
    TEST(those_that_went_together_go_again_as_they_went),
    TEST(what_came_through_of_a_joined_request_is_not_sent_again),
    TEST(what_is_left_of_a_joined_request_goes_under_another_key),
    TEST(a_limit_holds_for_what_is_frozen_too),
    TEST(a_joined_request_that_is_refused_as_a_whole_is_taken_apart),
    TEST(a_void_document_is_voided_there_once),
    TEST(what_is_void_and_was_never_sent_stays_here),
    TEST(what_is_void_here_and_gone_there_is_left),
    TEST(an_application_waits_for_its_documents_in_the_same_run),
    TEST(a_credit_note_is_applied_once_both_are_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
