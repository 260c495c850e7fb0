// Why and unbilled: each reason, in words, on a book with a history.
#include "core/engine/questions/questions.h"
#include "tests/core/billed_world.h"
#include <stdio.h>
#include <string.h>

// All reasons as one text, each ended by a line feed.
static const char *reasons(world *w, const char *what, const char *kind) {
  value *answer = NULL;
  const char *text = "";
  error_clear(&w->e);
  if (!why(&w->book, MAY_7, what, w->arena, &answer, &w->e)) fail_msg("%s: %s; %s", what, w->e.message, w->e.hint);
  assert_string_equal(value_get(answer, "kind")->as.text, kind);
  const value *list = value_get(answer, "reasons");
  assert_true(list->as.list.count > 0);
  for (size_t i = 0; i < list->as.list.count; i++)
    text = arena_format(w->arena, "%s%s\n", text, list->as.list.items[i]->as.text);
  return text;
}

static void says(world *w, const char *what, const char *kind, const char *sentence) {
  const char *text = reasons(w, what, kind);
  if (!strstr(text, sentence)) fail_msg("%s: wanted \"%s\" in\n%s", what, sentence, text);
}

static void refuses(world *w, const char *what, error_code code, const char *text) {
  value *answer = NULL;
  error_clear(&w->e);
  if (why(&w->book, MAY_7, what, w->arena, &answer, &w->e))
    fail_msg("%s: wanted %s, got an answer", what, error_code_name(code));
  if (w->e.code != code || (!strstr(w->e.hint, text) && !strstr(w->e.message, text)))
    fail_msg("%s: %s: %s; %s", what, error_code_name(w->e.code), w->e.message, w->e.hint);
}

static void contracts_say_what_they_owe_or_wait_for(void **state) {
  world *w = *state;
  says(w, "desk", "contract", "contract desk is ready: 99.00 USD due on 2026-07-07 (1 item)");
  says(w, "desk", "contract", "it is not selected in batch 4");
  says(w, "desk", "contract", "2 time entries wait for open tickets");
  says(w, "desk", "contract", "it was last billed on invoice 5 (2026-06-07)");
  says(w, "site", "contract", "it is selected in batch 4");
  says(w, "gift", "contract",
       "contract gift is locked until 2026-08-07: it is still in an open contract period, 2026-07-07 – 2026-08-06");
  says(w, "flat", "contract", "it is on draft D7 of batch 3");
  says(w, "old", "contract", "contract old is empty: it ended on 2026-04-30");
  says(w, "old", "contract", "1 time entry lies after its end on 2026-04-30 and never bills");
  says(w, "sick", "contract", "sick:T8:2026-04-07: held, it cannot be priced: work on ticket T8 has no price");
}

static void tickets_say_where_each_of_their_entries_is(void **state) {
  world *w = *state;
  says(w, "T1", "ticket",
       "2 hours of work on 2026-04-10 – 2026-04-11: billed on invoice 1 (2026-05-07), and credited on 4 (2026-05-07)");
  says(w, "T1", "ticket", "0.25 hours of work on 2026-04-01: outside contract desk, which starts on 2026-04-07");
  says(w, "T2", "ticket",
       "1 hour of work on 2026-04-10: ticket T2 is open (waiting): work bills when its ticket is closed");
  says(w, "T3", "ticket", "it names no contract and customer elm has no default contract");
  says(w, "T4", "ticket", "1 hour of work on 2026-05-02: outside contract old, which ended on 2026-04-30");
  says(w, "T5", "ticket", "0.75 hours of work on 2026-04-12, not billable: covered by batch 1 at no charge");
  says(w, "T6", "ticket", "0.75 hours of work on 2026-05-10: billed on invoice 5 (2026-06-07)");
  says(w, "T7", "ticket", "ticket T7 was closed on 2026-07-20: it counts as open on 2026-07-07");
  says(w, "T8", "ticket",
       "0.25 hours of work on 2026-04-13: held, it cannot be priced: work on ticket T8 has no price");
  says(w, "T9", "ticket", "locked until 2026-08-07: its period 2026-07-07 – 2026-08-06 is still open");
}

static void charges_say_where_they_are(void **state) {
  world *w = *state;
  says(w, "C1", "charge", "charge C1 of 2026-04-20: waived in batch 1: a gift");
  says(w, "C2", "charge", "it names no contract and customer elm has no default contract");
  says(w, "C3", "charge", "charge C3 of 2026-06-20: due, 99.00 USD, and not selected in batch 4");
}

static void items_say_where_they_are(void **state) {
  world *w = *state;
  says(w, "flat:2026-03-07", "item", "flat:2026-03-07: billed on invoice 2 (2026-05-07)");
  says(w, "flat:2026-06-07", "item", "flat:2026-06-07: on draft D7 of batch 3");
  says(w, "flat:2026-07-07", "item",
       "flat:2026-07-07, 500.00 USD: locked until 2026-08-07: its period 2026-07-07 – 2026-08-06 is still open");
  says(w, "site:2026-06-07", "item", "site:2026-06-07: due, 80.00 USD, and selected in batch 4");
  says(w, "desk:charge:C1", "item", "desk:charge:C1: waived in batch 1: a gift");
  says(w, "desk:charge:C3", "item", "desk:charge:C3: due, 99.00 USD");
  says(w, "desk:T1:2026-04-07", "item", "billed on invoice 1 (2026-05-07)");
}

static void what_is_left_out_says_why(void **state) {
  world *w = *state;
  batch b;
  contract site = contract_of(w, "site");
  assert_true(db_begin(w->db, &w->e));
  assert_true(batch_find(&w->book, 4, "open", w->arena, &b, &w->e));
  assert_true(batch_exclude(&w->book, &b, &site, "site:2026-04-07", "disputed", &w->e));
  says(w, "site", "contract", "site:2026-04-07, 80.00 USD: left out of batch 4: disputed");
  says(w, "site:2026-04-07", "item", "left out of batch 4: disputed");
  db_rollback(w->db);
}

static void ids_may_be_shortened_as_far_as_they_are_unique(void **state) {
  world *w = *state;
  says(w, "gi", "contract", "contract gift");
  says(w, "site:2026-06", "item", "site:2026-06-07: due");
  refuses(w, "T", ERROR_AMBIGUOUS, "ticket T1, ticket T2, …");
  refuses(w, "site:2026", ERROR_AMBIGUOUS, "item site:2026-04-07");
  assert_string_equal(w->e.rows[3], "item site:2026-07-07");
  refuses(w, "dsek", ERROR_NOT_FOUND, "did you mean \"desk\"?");
  refuses(w, "nobody", ERROR_NOT_FOUND, "there is no contract, ticket, charge or item \"nobody\"");
  refuses(w, "desk:2031-01-01", ERROR_NOT_FOUND, "desk:2031-01-01");
  refuses(w, "", ERROR_NOT_FOUND, "there is no");
}

static void without_a_batch_today_counts(void **state) {
  world *w = *state;
  assert_true(db_begin(w->db, &w->e));
  run_sql(w, "UPDATE batches SET state = 'deleted'");
  says(w, "desk", "contract",
       "contract desk is locked until 2026-06-07: it is still in an open contract period, 2026-05-07 – 2026-06-06");
  db_rollback(w->db);
}

static const value *row_of(const value *list, const char *name, const char *id) {
  for (size_t i = 0; i < list->as.list.count; i++)
    if (strcmp(value_get(list->as.list.items[i], name)->as.text, id) == 0) return list->as.list.items[i];
  return NULL;
}

static void holds(world *w, const value *row, const char *const *expected) {
  assert_non_null(row);
  for (size_t i = 0; expected[i]; i += 2)
    assert_string_equal(value_plain(w->arena, value_get(row, expected[i])), expected[i + 1]);
}

static void unbilled_lists_what_no_batch_takes(void **state) {
  world *w = *state;
  value *answer = NULL;
  assert_true(unbilled(&w->book, w->arena, &answer, &w->e));
  const value *work = value_get(answer, "work"), *charges = value_get(answer, "charges");
  assert_int_equal(work->as.list.count, 4);
  holds(w, row_of(work, "ticket", "T1"),
        (const char *const[]){ "contract", "desk", "hours", "0.25", "entries", "1", "reason",
                               "before its contract starts on 2026-04-07", NULL });
  holds(w, row_of(work, "ticket", "T3"),
        (const char *const[]){ "customer", "elm", "customer_name", "Elm", "contract", "", "hours", "1", "first",
                               "2026-04-10", "last", "2026-04-10", "reason",
                               "names no contract, and customer elm has no default contract", NULL });
  holds(w, row_of(work, "ticket", "T4"),
        (const char *const[]){ "contract", "old", "reason", "after its contract ended on 2026-04-30", NULL });
  assert_ptr_equal(row_of(work, "ticket", "T2"), work->as.list.items[3]);
  holds(w, work->as.list.items[3],
        (const char *const[]){ "contract", "desk", "hours", "1", "reason", "its ticket is not closed", NULL });
  assert_int_equal(charges->as.list.count, 1);
  holds(w, charges->as.list.items[0],
        (const char *const[]){ "charge", "C2", "customer", "elm", "date", "2026-04-20", "description", "Mouse", NULL });
  assert_int_equal(value_get(answer, "facts")->as.list.count, 0);
}

static void unbilled_lists_a_change_of_price_that_came_after_the_billing(void **state) {
  world *w = *state;
  value *answer = NULL;
  given(
      w,
      "{\"changes\":[{\"contract\":\"flat\",\"from\":\"2026-04-07\",\"params\":{\"price\":\"600.00\"}},{\"contract\":\"gift\","
      "\"from\":\"2026-09-07\",\"params\":{\"rate\":\"95.00\"}}]}");
  assert_true(unbilled(&w->book, w->arena, &answer, &w->e));
  const value *facts = value_get(answer, "facts");
  assert_int_equal(facts->as.list.count, 1);
  holds(w, facts->as.list.items[0],
        (const char *const[]){ "table", "changes", "contract", "flat", "date", "2026-04-07", "reason",
                               "came after 2026-04-07 to 2026-07-06 was billed, and its contract does not prorate",
                               NULL });
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(contracts_say_what_they_owe_or_wait_for),
    cmocka_unit_test(tickets_say_where_each_of_their_entries_is),
    cmocka_unit_test(charges_say_where_they_are),
    cmocka_unit_test(items_say_where_they_are),
    cmocka_unit_test(what_is_left_out_says_why),
    cmocka_unit_test(ids_may_be_shortened_as_far_as_they_are_unique),
    cmocka_unit_test(without_a_batch_today_counts),
    cmocka_unit_test(unbilled_lists_what_no_batch_takes),
    cmocka_unit_test(unbilled_lists_a_change_of_price_that_came_after_the_billing),
  };
  return cmocka_run_group_tests(tests, billed_open, billed_close);
}
