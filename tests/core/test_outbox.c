// core/deliver, at the room's door: what somebody decides of documents, what changed there, and what a run would do.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "core/base/memory.h"
#include "core/deliver/export_inside.h"
#include "tests/core/delivery_world.h"

static delivery_state status(world *w, int64_t invoice) {
  delivery_state out;
  MUST(delivery_state_of(&w->book, 1, invoice, w->arena, &out, &w->e));
  return out;
}

static void settles(world *w, int64_t invoice, delivery_choice choice) {
  MUST(delivery_settle(&w->book, 1, invoice, choice, "so it is", w->arena, &w->e));
}

static void settles_not(world *w, int64_t invoice, delivery_choice choice, const char *message) {
  assert_false(delivery_settle(&w->book, 1, invoice, choice, "so it is", w->arena, &w->e));
  assert_int_equal(w->e.code, ERROR_STATE);
  assert_non_null(strstr(w->e.message, message));
  error_clear(&w->e);
}

static int64_t refreshed(world *w, const char *told, value **payments) {
  int64_t changed;
  delivery_report report;
  const delivering with = means(w);
  there.told = told;
  MUST(deliver_refresh(&with, w->arena, payments, &changed, &report, &w->e));
  return changed;
}

static void what_is_there_is_neither_sent_anew_nor_forgotten(void **state) {
  world *w = *state;
  deliver(w, 0);
  settles_not(w, 1, DELIVERY_RESEND, "1 is delivered there: it cannot be sent anew");
  settles_not(w, 1, DELIVERY_FORGET, "it cannot be forgotten");
  settles_not(w, 1, DELIVERY_ACCEPT, "it cannot be accepted");
}

static void what_is_gone_is_sent_anew_under_a_new_key(void **state) {
  world *w = *state;
  value *payments;
  deliver(w, 0);
  const char *key = words(w, "SELECT key FROM deliveries WHERE subject = '2'");
  assert_int_equal(
      refreshed(w,
                "{\"documents\":[{\"id\":\"102\",\"total\":20.00},{\"id\":\"104\",\"total\":20.00,\"state\":"
                "\"voided\"}]}",
                &payments),
      2);
  assert_string_equal(status(w, 1).state, "delivered");
  assert_string_equal(status(w, 2).state, "gone");
  assert_string_equal(status(w, 3).state, "voided");
  assert_true(status(w, 1).settled && !status(w, 2).settled && !status(w, 3).settled);
  there.count = 2;
  deliver(w, 0);
  assert_int_equal(booked_times("invoice", "2"), 0);  // nobody has said so yet
  settles(w, 2, DELIVERY_RESEND);
  settles(w, 3, DELIVERY_ACCEPT);
  assert_true(status(w, 3).settled);
  deliver(w, 0);
  assert_int_equal(booked_times("invoice", "2"), 1);
  assert_int_equal(booked_times("invoice", "3"), 0);
  assert_string_not_equal(words(w, "SELECT key FROM deliveries WHERE subject = '2'"), key);
  assert_string_equal(status(w, 2).note, "so it is");
}

static void what_was_edited_stays_so_until_somebody_has_looked(void **state) {
  world *w = *state;
  value *payments;
  static const char told[] =
      "{\"documents\":[{\"id\":\"102\",\"total\":21.00},{\"id\":\"103\",\"total\":20.00},{\"id\":"
      "\"104\",\"total\":20}]}";
  deliver(w, 0);
  assert_int_equal(refreshed(w, told, &payments), 1);
  assert_string_equal(status(w, 1).state, "edited");
  assert_string_equal(status(w, 1).difference, "total is 21.00 there and was 20.00 when it was delivered");
  assert_int_equal(refreshed(w, told, &payments), 0);
  assert_string_equal(status(w, 1).state, "edited");
  settles_not(w, 1, DELIVERY_RESEND, "edited");
  settles(w, 1, DELIVERY_ACCEPT);
  assert_string_equal(status(w, 1).state, "delivered");
  assert_int_equal(refreshed(w, told, &payments), 0);
}

static void what_is_there_again_is_delivered_again(void **state) {
  world *w = *state;
  value *payments;
  deliver(w, 1);
  assert_int_equal(refreshed(w, "{\"documents\":[]}", &payments), 1);
  assert_int_equal(refreshed(w, "{\"documents\":[{\"id\":\"102\",\"total\":20.00}]}", &payments), 1);
  assert_string_equal(status(w, 1).state, "delivered");
}

static void an_answer_that_nobody_understands_changes_nothing(void **state) {
  world *w = *state;
  static const fault bad[] = { FAULT_HTML, FAULT_CUT, FAULT_500, FAULT_SIGN_IN };
  value *payments;
  deliver(w, 1);
  for (size_t i = 0; i < 4; i++) {
    fails("GET", 1, &bad[i]);
    assert_int_equal(refreshed(w, "{}", &payments), 0);
    assert_string_equal(status(w, 1).state, "delivered");
  }
}

static void payments_name_the_documents_of_this_book(void **state) {
  world *w = *state;
  value *payments;
  deliver(w, 2);
  refreshed(w,
            "{\"documents\":[{\"id\":102},{\"id\":103}],\"payments\":[{\"id\":\"7\",\"date\":\"2026-06-01\",\"amount\":"
            "30.00,\"pays\":[{\"id\":\"103\",\"amount\":20.00},{\"id\":\"999\",\"amount\":10.00}]}]}",
            &payments);
  assert_int_equal(payments->as.list.count, 1);
  const value *one = payments->as.list.items[0], *pays = value_get(one, "pays");
  assert_string_equal(value_get(one, "amount")->as.text, "30.00");
  assert_int_equal(value_get(pays->as.list.items[0], "invoice")->as.integer, 2);
  assert_int_equal(value_get(pays->as.list.items[1], "invoice")->as.integer, 0);
}

static void what_is_forgotten_is_never_sent(void **state) {
  world *w = *state;
  there.refuses = "2";
  deliver(w, 0);
  settles(w, 2, DELIVERY_FORGET);
  there.refuses = NULL;
  deliver(w, 0);
  assert_int_equal(booked_times("invoice", "2"), 0);
  assert_true(status(w, 2).settled);
  settles(w, 2, DELIVERY_RESEND);
  deliver(w, 0);
  assert_int_equal(booked_times("invoice", "2"), 1);
}

// The customer was deleted there, and one of the same name stands in its place.
static void what_was_refused_and_is_sent_anew_looks_for_its_names_again(void **state) {
  world *w = *state;
  there.refuses = "2";
  deliver(w, 2);
  assert_string_equal(status(w, 2).state, "refused");
  const char *id = words(w, "SELECT id FROM remote_names");
  booked *customer = booked_of("customer", "birch");
  customer->id += 500;
  there.refuses = NULL;
  settles(w, 2, DELIVERY_RESEND);
  assert_string_equal(status(w, 2).state, "waiting");
  deliver(w, 2);
  assert_string_equal(status(w, 2).state, "delivered");
  assert_string_not_equal(words(w, "SELECT id FROM remote_names"), id);
  assert_int_equal(atoi(booked_of("invoice", "2")->customer), customer->id);
  assert_int_equal(booked_times("customer", "birch"), 1);
}

static void a_note_and_every_end_are_in_the_book_of_actions(void **state) {
  world *w = *state;
  there.refuses = "2";
  deliver(w, 0);
  settles(w, 2, DELIVERY_FORGET);
  assert_int_equal(number(w, "SELECT count(*) FROM actions WHERE command = 'export'"), 5);
  assert_string_equal(
      words(w, "SELECT json_remove(detail, '$.who') FROM actions ORDER BY seq DESC LIMIT 1"),
      "{\"connection\":1,\"invoice\":\"2\",\"kind\":\"invoice\",\"note\":\"so it is\",\"state\":\"forgotten\"}");
  settles(w, 2, DELIVERY_RESEND);
  assert_string_equal(
      words(w, "SELECT json_remove(detail, '$.who') FROM actions ORDER BY seq DESC LIMIT 1"),
      "{\"connection\":1,\"invoice\":\"2\",\"kind\":\"invoice\",\"note\":\"so it is\",\"state\":\"waiting\"}");
  there.refuses = NULL;
  deliver(w, 0);
  assert_int_equal(number(w, "SELECT count(*) FROM actions WHERE command = 'export'"), 7);  // once, and its end
}

// ---- What would be done

static void a_look_ahead_asks_and_sends_nothing(void **state) {
  world *w = *state;
  value *list;
  int64_t requests, invoices[] = { 1, 2, 3, 4 };
  delivering with = means(w);
  run_sql(
      w,
      "INSERT INTO invoices (n, batch, kind, state, customer, currency, subtotal, tax, total, number, date) VALUES (4, "
      "1, 'invoice', 'final', 1, 'USD', 1300, 0, 1300, '4', 20580)");
  run_sql(w, "UPDATE invoices SET state = 'void' WHERE n = 3");
  MUST(deliver_look_ahead(&with, invoices, 4, w->arena, &list, &requests, &w->e));
  assert_int_equal(requests, 1);
  assert_int_equal(there.writes, 0);
  assert_int_equal(number(w, "SELECT count(*) FROM deliveries"), 0);
  assert_int_equal(list->as.list.count, 3);
  const value *first = list->as.list.items[0], *last = list->as.list.items[2];
  assert_string_equal(value_get(first, "would")->as.text, "send");
  assert_string_equal(value_get(first, "makes")->as.list.items[0]->as.text, "customer \"birch\"");
  assert_string_equal(value_get(last, "would")->as.text, "refused");
  assert_string_equal(value_get(last, "missing")->as.text, "thirteen is not taken");
  with.wire = NULL;
  MUST(deliver_look_ahead(&with, invoices, 4, w->arena, &list, &requests, &w->e));
  assert_int_equal(requests, 0);
}

static void names_that_are_there_are_listed(void **state) {
  world *w = *state;
  value *list;
  const delivering with = means(w);
  there.told = "{\"names\":[{\"id\":\"1\",\"name\":\"Birch Ltd\"}]}";
  MUST(deliver_names(&with, "customer", w->arena, &list, &w->e));
  assert_string_equal(value_get(list->as.list.items[0], "name")->as.text, "Birch Ltd");
  MUST(deliver_names(&with, "item", w->arena, &list, &w->e));
  assert_null(list);
}

// ---- Keys, owners, requests

static void keys_are_random_and_short(void **state) {
  (void)state;
  char one[KEY_TEXT], other[KEY_TEXT];
  delivery_key(one);
  delivery_key(other);
  assert_int_equal(strlen(one), 36);
  assert_int_equal(one[14], '4');
  assert_string_not_equal(one, other);
}

static void an_owner_lives_as_long_as_its_process(void **state) {
  world *w = *state;
  char host[200], other[300];
  const char *own = delivery_owner(w->arena);
  gethostname(host, sizeof host);
  assert_true(delivery_owner_lives(own));
  snprintf(other, sizeof other, "%s1", own);  // its number again, of one that began at another time
  assert_false(delivery_owner_lives(other));
  snprintf(other, sizeof other, "%s:999999999:1", host);
  assert_false(delivery_owner_lives(other));
  assert_true(delivery_owner_lives("elsewhere:1:1"));
}

// As a plugin answers it: numbers are raw.
static const char *frozen(world *w, const char *number, const char *key, const char *list) {
  cJSON *request = cJSON_CreateObject(), *body = cJSON_AddObjectToObject(request, "body"),
        *entry = cJSON_CreateObject();
  cJSON_AddStringToObject(request, "path", "a b/c");
  cJSON_AddStringToObject(request, "method", "POST");
  cJSON_AddStringToObject(cJSON_AddObjectToObject(request, "query"), "z&", "ü=");
  cJSON_AddNumberToObject(cJSON_GetObjectItem(request, "query"), "a", 75);
  cJSON_AddStringToObject(cJSON_AddObjectToObject(request, "headers"), "Key", key);
  cJSON_AddStringToObject(entry, "N", number);
  cJSON_AddRawToObject(entry, "Amount", "0.10");
  cJSON_AddItemToArray(cJSON_AddArrayToObject(body, "docs"), entry);
  char *text = request_freeze(request, list);
  const char *out = arena_text(w->arena, text);
  memory_give(text);
  cJSON_Delete(request);
  return out;
}

static void what_is_frozen_is_thawed_byte_for_byte(void **state) {
  world *w = *state;
  const char *one = frozen(w, "1", "k-1", NULL), *key = "k-1";
  assert_string_equal(one,
                      "{\"body\":\"{\\\"docs\\\":[{\\\"Amount\\\":0.10,\\\"N\\\":\\\"1\\\"}]}\",\"headers\":{\"Key\":"
                      "\"k-1\"},\"method\":\"POST\",\"path\":\"a b/c\",\"query\":{\"a\":\"75\",\"z&\":\"ü=\"},\"type\":"
                      "\"application/json\"}");
  const wire_request r = request_thaw(&one, &key, 1, key, NULL, w->arena);
  assert_string_equal(r.body, "{\"docs\":[{\"Amount\":0.10,\"N\":\"1\"}]}");
  assert_string_equal(r.query, "a=75&z%26=%C3%BC%3D");
  assert_int_equal(r.length, strlen(r.body));
  assert_string_equal(r.headers[0].value, "k-1");
}

static void requests_that_differ_by_their_keys_alone_are_joined(void **state) {
  world *w = *state;
  const char *both[] = { frozen(w, "1", "k-1", "docs"), frozen(w, "2", "k-2", "docs") }, *keys[] = { "k-1", "k-2" };
  assert_true(request_joins(both[0], "k-1", both[1], "k-2", w->arena));
  assert_false(request_joins(both[0], "k-1", both[1], "k-3", w->arena));
  assert_false(request_joins(both[0], "k-1", frozen(w, "2", "k-2", NULL), "k-2", w->arena));
  const wire_request r = request_thaw(both, keys, 2, "k-9", "docs", w->arena);
  assert_string_equal(r.body, "{\"docs\":[{\"Amount\":0.10,\"N\":\"1\"},{\"Amount\":0.10,\"N\":\"2\"}]}");
  assert_string_equal(r.headers[0].value, "k-9");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(what_is_there_is_neither_sent_anew_nor_forgotten),
    TEST(what_is_gone_is_sent_anew_under_a_new_key),
    TEST(what_was_edited_stays_so_until_somebody_has_looked),
    TEST(what_is_there_again_is_delivered_again),
    TEST(an_answer_that_nobody_understands_changes_nothing),
    TEST(payments_name_the_documents_of_this_book),
    TEST(what_is_forgotten_is_never_sent),
    TEST(what_was_refused_and_is_sent_anew_looks_for_its_names_again),
    TEST(a_note_and_every_end_are_in_the_book_of_actions),
    TEST(a_look_ahead_asks_and_sends_nothing),
    TEST(names_that_are_there_are_listed),
    TEST(keys_are_random_and_short),
    TEST(an_owner_lives_as_long_as_its_process),
    TEST(what_is_frozen_is_thawed_byte_for_byte),
    TEST(requests_that_differ_by_their_keys_alone_are_joined),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
