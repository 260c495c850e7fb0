// core/deliver, at the room's door: how mail is set, to whom an invoice goes, and an outbox that sends nothing twice.
#include "core/deliver/deliver.h"
#include <string.h>
#include "tests/core/engine_world.h"

static bool fee(rating *r, error *e) {
  const rating_fee terms = fee_at("Fee", param("price"));
  return rating_line(r, &terms, e);
}

// An invoice of cool.
static int64_t invoiced(world *w) {
  plugins.opens = fee;
  contract_is(w, ",'end':'2026-05-06','params':{'price':'20.00'}");
  billed(w, "2026-05-07", "k");
  return number(w, "SELECT n FROM invoices");
}

static mail_attempt attempt(int64_t invoice, const char *to, bool again) {
  return (mail_attempt){ .invoice = invoice, .number = "1", .to = to, .id = "x@y", .again = again };
}

static void a_mail_that_another_has_begun_is_not_begun_once_more(void **state) {
  world *w = *state;
  const mail_attempt m = attempt(invoiced(w), "a@b", false), other = attempt(m.invoice, "A@B", false);
  mail_record before;
  int64_t n, second;
  MUST(mail_begin(&w->book, &m, w->arena, &n, &before, &w->e));
  assert_true(n > 0);
  MUST(mail_begin(&w->book, &other, w->arena, &second, &before, &w->e));
  assert_int_equal(second, 0);
  assert_string_equal(before.state, "unknown");
  MUST(mail_end(&w->book, &m, n, "accepted", 250, "taken", &w->e));
  MUST(mail_begin(&w->book, &other, w->arena, &second, &before, &w->e));
  assert_int_equal(second, 0);
  assert_string_equal(before.state, "accepted");
  assert_string_equal(before.message, "taken");
  assert_int_equal(number(w, "SELECT count(*) FROM mails"), 1);
}

static void what_was_refused_may_be_sent_and_what_is_sent_again_hides_nothing(void **state) {
  world *w = *state;
  const mail_attempt m = attempt(invoiced(w), "a@b", false), again = attempt(m.invoice, "a@b", true);
  mail_record before;
  int64_t n;
  MUST(mail_begin(&w->book, &m, w->arena, &n, &before, &w->e));
  MUST(mail_end(&w->book, &m, n, "refused", 550, "no", &w->e));
  MUST(mail_known(&w->book, &m, w->arena, &before, &w->e));
  assert_null(before.state);
  MUST(mail_begin(&w->book, &m, w->arena, &n, &before, &w->e));
  MUST(mail_end(&w->book, &m, n, "unknown", 0, "", &w->e));
  MUST(mail_begin(&w->book, &again, w->arena, &n, &before, &w->e));
  assert_true(n > 0);
  MUST(mail_end(&w->book, &again, n, "refused", 550, "no", &w->e));
  MUST(mail_known(&w->book, &m, w->arena, &before, &w->e));
  assert_string_equal(before.state, "unknown");  // the first may have arrived
  assert_int_equal(number(w, "SELECT count(*) FROM actions WHERE command = 'invoice send'"), 3);
}

static void a_message_is_called_as_the_first_about_its_invoice(void **state) {
  world *w = *state;
  const int64_t invoice = invoiced(w);
  const mail_address one = { "", "a@one.example" }, other = { "", "b@other.example" };
  mail_route r;
  mail_record before;
  int64_t n;
  MUST(mail_route_read(&w->book, invoice, w->arena, &r, &w->e));
  const char *id = mail_message_id(&r, &one, w->arena);
  assert_non_null(strstr(id, ".1@one.example"));
  assert_string_equal(mail_message_id(&r, &one, w->arena), id);
  assert_string_not_equal(mail_message_id(&r, &other, w->arena), id);
  const mail_attempt m = { .invoice = invoice, .number = "1", .to = "a@b", .id = id };
  MUST(mail_begin(&w->book, &m, w->arena, &n, &before, &w->e));
  MUST(mail_route_read(&w->book, invoice, w->arena, &r, &w->e));
  assert_string_equal(mail_message_id(&r, &other, w->arena), id);
}

static void an_invoice_goes_to_the_addresses_of_its_customer(void **state) {
  world *w = *state;
  const int64_t invoice = invoiced(w);
  mail_route r;
  MUST(mail_route_read(&w->book, invoice, w->arena, &r, &w->e));
  assert_string_equal(r.delivery, "none");
  assert_null(r.addresses);
  facts(w, "{'customers':[{'id':'cool','email':'a@b'}]}");
  MUST(mail_route_read(&w->book, invoice, w->arena, &r, &w->e));
  assert_string_equal(r.addresses, "a@b");
  MUST(db_run(w->book.db, &w->e, "UPDATE customers SET email_to = 'c@d', delivery = 'email' WHERE id = 'cool'", ""));
  MUST(mail_route_read(&w->book, invoice, w->arena, &r, &w->e));
  assert_string_equal(r.addresses, "c@d");
  assert_string_equal(r.delivery, "email");
}

static void a_server_is_named_without_a_password(void **state) {
  static const char *const good[] = { "smtps://a.example", "smtp://a.example:587", "smtp://[::1]:25",
                                      "smtps://10.0.0.1/my.name", "" },
                           *const bad[] = { "http://a",       "smtp://",    "smtps://u:p@a", "smtp://a:0",
                                            "smtp://a:65536", "smtp://a b", "smtp://a/b c",  "smtp://a:x",
                                            "smtp:/a",        "smtp://a?b" };
  world *w = *state;
  const char *kept;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) MUST(mail_setting_set(&w->book, "url", good[i], &w->e));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    if (mail_setting_set(&w->book, "url", bad[i], &w->e)) fail_msg("%s is taken", bad[i]);
    assert_int_equal(w->e.code, ERROR_INVALID);
    assert_null(strstr(w->e.message, "u:p"));
    error_clear(&w->e);
  }
  MUST(mail_setting(&w->book, "url", w->arena, &kept, &w->e));
  assert_null(kept);
}

static void who_sends_is_set_or_the_seller(void **state) {
  world *w = *state;
  mail_settings s;
  assert_false(mail_settings_read(&w->book, w->arena, &s, &w->e));
  assert_non_null(strstr(w->e.hint, "mail.from"));
  error_clear(&w->e);
  facts(w, "{'seller':[{'name':'Birch IT','email':'billing@birch.example'}]}");
  MUST(mail_settings_read(&w->book, w->arena, &s, &w->e));
  assert_string_equal(s.from.name, "Birch IT");
  assert_string_equal(s.from.address, "billing@birch.example");
  assert_int_equal(s.timeout, 120);
  MUST(mail_setting_set(&w->book, "from", "Ann <ann@birch.example>", &w->e));
  MUST(mail_setting_set(&w->book, "timeout", "7", &w->e));
  MUST(mail_settings_read(&w->book, w->arena, &s, &w->e));
  assert_string_equal(s.from.address, "ann@birch.example");
  assert_int_equal(s.timeout, 7);
  assert_false(mail_setting_set(&w->book, "timeout", "0", &w->e));
  error_clear(&w->e);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_mail_that_another_has_begun_is_not_begun_once_more),
    TEST(what_was_refused_may_be_sent_and_what_is_sent_again_hides_nothing),
    TEST(a_message_is_called_as_the_first_about_its_invoice),
    TEST(an_invoice_goes_to_the_addresses_of_its_customer),
    TEST(a_server_is_named_without_a_password),
    TEST(who_sends_is_set_or_the_seller),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
