// Payments, at the rooms' doors: what is open of a document, what may be given to it, what a target says of payments.
#include "core/engine/import/payments.h"
#include "core/engine/questions/questions.h"
#include "tests/core/billed_world.h"
#include <string.h>

// Cool's invoices: 1 of 240.00, taken back by credit note 4; 2 of 1100.00, 5 of 90.00, 6 of 550.00. Elm's 3 is void.
static int64_t invoice(world *w, const char *name) {
  return number(w, arena_format(w->arena, "SELECT n FROM invoices WHERE number = '%s'", name));
}

static invoice_due due(world *w, const char *name) {
  invoice_due out;
  MUST(invoice_due_read(&w->book, invoice(w, name), DAY_MAX, &out, &w->e));
  return out;
}

// "PAYMENT>INVOICE AMOUNT" of each allocation, and "PAYMENT AMOUNT" of each payment.
static const char *given_all(world *w) {
  return words(w, "SELECT group_concat(payment || '>' || invoice || ' ' || amount, '; ') FROM (SELECT * FROM "
                  "allocations ORDER BY payment, invoice)");
}
static const char *paid_all(world *w) {
  return words(w, "SELECT group_concat(id || ' ' || amount, '; ') FROM (SELECT * FROM payments ORDER BY id)");
}

static const char *json(world *w, const char *text) {
  char *out = arena_text(w->arena, text);
  for (char *at = out; *at; at++)
    if (*at == '\'') *at = '"';
  return out;
}
static void takes(world *w, const char *text) { given(w, json(w, text)); }
static void faults(world *w, const char *says, const char *text) {
  refused(w, ERROR_INVALID, says, json(w, text));
  error_clear(&w->e);
}

#define PAYMENT(id, amount) "{'id':'" id "','customer':'cool','date':'2026-06-20','amount':'" amount "'}"
#define GIVES(id, invoice, amount) "{'payment':'" id "','invoice':'" invoice "','amount':'" amount "'}"

static void credit_part(world *w, const char *of, const char *amount) {
  const credit_line part = { 1, amount };
  int64_t note;
  MUST(invoice_credit(
      &w->book, invoice(w, of),
      &(credit_terms){ .lines = &part, .count = 1, .after = DAY_NEVER, .date = DAY_MIN, .note = "goodwill" }, &note,
      &w->e));
}

static void refuses(world *w, bool done, error_code code, const char *text) {
  assert_false(done);
  assert_int_equal(w->e.code, code);
  if (!strstr(w->e.message, text)) fail_msg("\"%s\" is not in \"%s\"", text, w->e.message);
  error_clear(&w->e);
}

// ---- The tables.

static void what_is_given_is_not_open_and_the_rest_is_on_account(void **state) {
  world *w = *state;
  takes(w, "{'payments':[" PAYMENT("P1", "700") "],'allocations':[" GIVES("P1", "6", "550") "," GIVES("P1", "5",
                                                                                                      "40") "]}");
  assert_true(due(w, "6").open == 0 && due(w, "6").paid == 55000);
  assert_true(due(w, "5").open == 5000 && due(w, "5").paid == 4000);
  payment p;
  MUST(payment_read_one(&w->book, "P1", w->arena, &p, &w->e));
  assert_true(p.rest == 11000 && p.give_count == 2 && p.gives[1].amount == 4000);
}

static void a_payment_gives_no_more_than_it_has(void **state) {
  world *w = *state;
  faults(w, "allocations:1: amount: P1 gives 140.01 USD to invoices, and is 140.00 USD",
         "{'payments':[" PAYMENT("P1", "140") "],'allocations':[" GIVES("P1", "6", "100") "," GIVES("P1", "5",
                                                                                                    "40.01") "]}");
  takes(w, "{'payments':[" PAYMENT("P1", "140") "],'allocations':[" GIVES("P1", "6", "100") "," GIVES("P1", "5",
                                                                                                      "40") "]}");
  faults(w, "payments:1: amount: P1 gives 140.00 USD to invoices, and is 139.99 USD",
         "{'payments':[" PAYMENT("P1", "139.99") "]}");
  takes(w, "{'allocations':[" GIVES("P1", "5", "90") "," GIVES("P1", "6", "50") "]}");  // in whatever order
  assert_string_equal(given_all(w), "P1>5 9000; P1>6 5000");
}

static void an_invoice_takes_no_more_than_it_owes(void **state) {
  world *w = *state;
  takes(w,
        "{'payments':[" PAYMENT("P1", "500") "," PAYMENT("P2", "500") "],'allocations':[" GIVES("P1", "5", "60") "]}");
  faults(w, "allocations:1: amount: 90.01 USD would be paid of invoice 5, which owes 90.00 USD",
         "{'allocations':[" GIVES("P2", "5", "30.01") "]}");
  faults(w, "0.01 USD would be paid of invoice 1, which owes 0.00 USD",
         "{'allocations':[" GIVES("P2", "1", "0.01") "]}");
  takes(w, "{'allocations':[" GIVES("P2", "5", "30") "]}");
  assert_int_equal(due(w, "5").open, 0);
}

static void what_pays_and_what_is_paid_fit(void **state) {
  world *w = *state;
  takes(w, "{'payments':[" PAYMENT(
               "P1", "500") ",{'id':'E1','customer':'elm','date':'2026-06-20','amount':'5'},"
                            "{'id':'Y1','customer':'cool','date':'2026-06-20','amount':'500','currency':'JPY'}]}");
  static const char *const wrong[][2] = {
    { "payment: there is no payment or credit note \"P9\"", GIVES("P9", "5", "1") },
    { "payment: there is no payment or credit note \"5\"", GIVES("5", "6", "1") },
    { "invoice: there is no invoice \"D7\"", GIVES("P1", "D7", "1") },
    { "invoice: 3 is void", GIVES("E1", "3", "1") },
    { "invoice: 4 is a credit note", GIVES("P1", "4", "1") },
    { "invoice: invoice 5 is another customer's", GIVES("E1", "5", "1") },
    { "invoice: invoice 5 is in USD, what is to pay it in JPY", GIVES("Y1", "5", "1") },
    { "invoice: the credit note is taken off invoice 1 already", GIVES("4", "1", "1") },
    { "amount: \"1.001\" is no amount of USD such as 315.00", GIVES("P1", "5", "1.001") },
    { "amount: \"0\" is not above zero", GIVES("P1", "5", "0") },
    { "amount: \"-1\" is not above zero", GIVES("P1", "5", "-1") },
    { "amount: is empty", "{'payment':'P1','invoice':5,'amount':null}" },
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    faults(w, wrong[i][0], arena_format(w->arena, "{'allocations':[%s]}", wrong[i][1]));
  faults(w, "id: 5 is the number of a document", "{'payments':[" PAYMENT("5", "1") "]}");
  faults(w, "\"0.5\" is no amount of JPY such as 31500 JPY",
         "{'payments':[{'id':'Y2','customer':'cool','date':'2026-06-20','amount':'0.5','currency':'JPY'}]}");
}

static void who_gets_the_invoices_may_be_paid_for(void **state) {
  world *w = *state;
  takes(w, "{'customers':[{'id':'elm','bill_to':'cool'}],'payments':[{'id':'E1','customer':'elm','date':'2026-06-20',"
           "'amount':'5'}],'allocations':[" GIVES("E1", "5", "5") "]}");
  assert_int_equal(due(w, "5").open, 8500);
}

static void a_payment_that_pays_stays_its_customers_and_in_its_currency(void **state) {
  world *w = *state;
  takes(w, "{'payments':[" PAYMENT("P1", "90") "],'allocations':[" GIVES("P1", "5", "90") "]}");
  faults(w, "payments:1: amount: the payment pays invoice 5, which is in another currency or another customer's",
         "{'payments':[{'id':'P1','customer':'elm'}]}");
  faults(w, "the payment pays invoice 5, which is in another currency or another customer's",
         "{'payments':[{'id':'P1','currency':'EUR','amount':'90'}]}");
  faults(w, "the currency changes, so the amount must be given again", "{'payments':[{'id':'P1','currency':'EUR'}]}");
  takes(w, "{'payments':[{'id':'P1','reference':'check 7'}]}");
  assert_int_equal(number(w, "SELECT amount FROM payments"), 9000);
}

static void the_currency_is_the_customers_where_none_is_given(void **state) {
  world *w = *state;
  takes(
      w,
      "{'customers':[{'id':'fuji','name':'Fuji','currency':'JPY'}],'payments':[{'id':'Y','customer':'fuji','date':'2026-06-20',"
      "'amount':'500'}]}");
  assert_int_equal(number(w, "SELECT amount FROM payments WHERE currency = 'JPY'"), 500);
}

// ---- Credit notes.

static void what_is_credited_after_it_was_paid_is_on_account_and_may_pay(void **state) {
  world *w = *state;
  takes(w, "{'payments':[" PAYMENT("P1", "530") "],'allocations':[" GIVES("P1", "6", "530") "]}");
  credit_part(w, "6", "50.00");  // 7: 55.00 with its tax, of which 20.00 were owed
  assert_true(due(w, "6").open == -3500 && due(w, "6").paid == 53000 && due(w, "6").credited == -5500);
  faults(w, "credit notes give 35.01 USD to other invoices, which is 0.01 USD more than is on account",
         "{'allocations':[" GIVES("7", "2", "35.01") "]}");
  takes(w, "{'allocations':[" GIVES("7", "5", "35") "]}");
  assert_true(due(w, "6").open == 0 && due(w, "5").open == 5500 && due(w, "5").paid == 3500);
  faults(w, "credit notes give 35.00 USD to other invoices, which is 1.00 USD more",
         "{'allocations':[" GIVES("P1", "6", "529") "]}");
  refuses(w, invoice_unpay(&w->book, "P1", w->arena, &w->e), ERROR_INVALID, "35.00 USD more than is on account");
}

static void a_credit_note_of_what_is_owed_pays_nothing_else(void **state) {
  world *w = *state;
  faults(w, "credit notes give 1.00 USD to other invoices", "{'allocations':[" GIVES("4", "5", "1") "]}");
}

static void a_credit_note_of_its_own_pays_what_it_is_worth(void **state) {
  world *w = *state;
  batch b;
  takes(
      w,
      "{'charges':[{'id':'R','customer':'elm','contract':'gift','date':'2026-06-20','description':'Refund','quantity':-1,"
      "'unit_price':'20'}]}");
  batch_begin(w, JULY_7 + 60, "gift", &b);
  MUST(batch_run(&w->book, &b, "Refund", &w->e) && batch_generate(&w->book, &b, b.as_of, true, &w->e));
  batch_begin(w, JULY_7 + 60, "site", &b);
  MUST(batch_run(&w->book, &b, "Site", &w->e) && batch_generate(&w->book, &b, b.as_of, true, &w->e));
  const char *note = words(w, "SELECT number FROM invoices WHERE kind = 'credit' AND credits IS NULL"),
             *owed = words(w, "SELECT max(number) FROM invoices");
  faults(w, "gives 20.01 USD to invoices, and is 20.00 USD",
         arena_format(w->arena, "{'allocations':[{'payment':'%s','invoice':'%s','amount':'20.01'}]}", note, owed));
  takes(w, arena_format(w->arena, "{'allocations':[{'payment':'%s','invoice':'%s','amount':'15'}]}", note, owed));
  assert_true(due(w, note).open == -500 && due(w, note).paid == -1500);
  assert_int_equal(due(w, owed).paid, 1500);
  open_item *items;
  size_t count;
  MUST(open_items_read(&w->book, number(w, "SELECT n FROM customers WHERE id = 'elm'"), JULY_7 + 60, w->arena, &items,
                       &count, &w->e));
  assert_true(count == 2 && items[0].paid == -1500 && items[0].open == -500 && items[1].paid == 1500);
  refuses(w, invoice_void(&w->book, invoice(w, note), "wrong", &w->e), ERROR_STATE, "pays invoice");
}

static void what_was_paid_is_not_voided(void **state) {
  world *w = *state;
  takes(w, "{'payments':[" PAYMENT("P1", "90") "],'allocations':[" GIVES("P1", "5", "1") "]}");
  refuses(w, invoice_void(&w->book, invoice(w, "5"), "wrong", &w->e), ERROR_STATE, "5 was paid by P1");
  MUST(invoice_unpay(&w->book, "P1", w->arena, &w->e));
  MUST(invoice_void(&w->book, invoice(w, "5"), "wrong", &w->e));
}

static void a_payment_does_not_go_while_it_pays(void **state) {
  world *w = *state;
  const import_removal gone = { TABLE_PAYMENTS, { "P1", NULL } };
  const import_options options = { .removals = &gone, .removal_count = 1 };
  takes(w, "{'payments':[" PAYMENT("P1", "90") "],'allocations':[" GIVES("P1", "5", "1") "]}");
  refuses(w, import_json(&w->book, "gone", "{}", 2, &options, w->arena, &w->report, &w->e), ERROR_INVALID,
          "the payment still pays invoices");
  assert_string_equal(paid_all(w), "P1 9000");
}

// ---- On a day.

static void what_came_before_its_invoice_is_on_account_until_then(void **state) {
  world *w = *state;
  payment *list;
  size_t count;
  open_item *items;
  const int64_t cool = number(w, "SELECT n FROM customers WHERE id = 'cool'");
  takes(w, "{'payments':[{'id':'P1','customer':'cool','date':'2026-05-20','amount':'600'}],'allocations':["
           "" GIVES("P1", "6", "540") "]}");
  const struct {
    day on;
    int64_t rest;
    size_t payments, items;
  } days[] = { { MAY_7, 0, 0, 1 }, { MAY_7 + 13, 60000, 1, 1 }, { JUNE_7, 6000, 1, 3 } };
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    MUST(payments_unsettled(&w->book, cool, days[i].on, w->arena, &list, &count, &w->e));
    assert_int_equal(count, days[i].payments);
    if (count) assert_int_equal(list[0].rest, days[i].rest);
    MUST(open_items_read(&w->book, cool, days[i].on, w->arena, &items, &count, &w->e));
    assert_int_equal(count, days[i].items);
  }
  assert_true(items[2].paid == 54000 && items[2].open == 1000);
  takes(w, "{'payments':[{'id':'P1','amount':'540'}]}");  // nothing on account, but what it paid is open
  MUST(payments_unsettled(&w->book, cool, JUNE_7, w->arena, &list, &count, &w->e));
  assert_int_equal(count, 1);
  takes(w, "{'payments':[{'id':'P1','amount':'550'}],'allocations':[" GIVES("P1", "6", "550") "]}");
  MUST(payments_unsettled(&w->book, cool, JUNE_7, w->arena, &list, &count, &w->e));
  assert_int_equal(count, 0);
}

// ---- By hand.

static const char *pay(world *w, const char *amount, const char *first, const char *second) {
  const int64_t list[] = { invoice(w, first), second ? invoice(w, second) : 0 };
  const payment_terms terms = { list, second ? 2 : 1, amount, JULY_7, "check 7", NULL };
  const char *id = NULL;
  return invoice_pay(&w->book, &terms, w->arena, &id, &w->e) ? id : NULL;
}

static void a_payment_pays_in_the_order_in_which_invoices_are_named(void **state) {
  world *w = *state;
  assert_string_equal(pay(w, "600", "6", "5"), "P1");
  assert_string_equal(given_all(w), "P1>5 5000; P1>6 55000");
  assert_string_equal(pay(w, NULL, "5", "2"), "P2");
  assert_string_equal(paid_all(w), "P1 60000; P2 114000");
  MUST(invoice_unpay(&w->book, "P1", w->arena, &w->e));
  assert_string_equal(given_all(w), "P2>2 110000; P2>5 4000");
  refuses(w, invoice_unpay(&w->book, "P1", w->arena, &w->e), ERROR_NOT_FOUND, "there is no payment \"P1\"");
}

static void what_cannot_be_paid_is_told(void **state) {
  world *w = *state;
  refuses(w, pay(w, NULL, "1", NULL), ERROR_ALREADY, "nothing is open of invoice 1");
  refuses(w, pay(w, NULL, "3", NULL), ERROR_STATE, "invoice 3 is void");
  refuses(w, pay(w, NULL, "4", NULL), ERROR_STATE, "4 is a credit note");
  refuses(w, pay(w, NULL, "5", "5"), ERROR_USAGE, "invoice 5 is named twice");
  refuses(w, pay(w, "0", "5", NULL), ERROR_INVALID, "\"0\" is no amount of USD above zero");
  assert_string_equal(paid_all(w), "");
}

// ---- As a target has them.

#define READ(n, ...) \
  { .id = n, .date = JULY_7, .amount = "600", .reference = "wire", __VA_ARGS__ }

// "ID CHANGE: MESSAGE" of each.
static const char *read_back(world *w, const payment_read *list, size_t count, bool all) {
  static const char *const changes[] = { "same", "added", "changed", "removed", "left" };
  payment_told *told;
  size_t told_count;
  const char *text = "";
  MUST(payments_read_back(&w->book, "qbo", list, count, all, w->arena, &told, &told_count, &w->e));
  for (size_t i = 0; i < told_count; i++)
    text = arena_format(w->arena, "%s%s%s %s%s%s", text, *text ? "; " : "", told[i].id, changes[told[i].change],
                        told[i].message ? ": " : "", told[i].message ? told[i].message : "");
  return text;
}

static void what_a_target_says_is_taken_once(void **state) {
  world *w = *state;
  const payment_part parts[] = { { invoice(w, "6"), "550" }, { invoice(w, "5"), "40.00" } };
  payment_read one = READ("77", .parts = parts, .part_count = 2);
  assert_string_equal(read_back(w, &one, 1, false), "qbo:77 added");
  assert_string_equal(given_all(w), "qbo:77>5 4000; qbo:77>6 55000");
  int64_t before = number(w, "SELECT max(seq) FROM journal");
  assert_string_equal(read_back(w, &one, 1, false), "qbo:77 same");
  assert_int_equal(number(w, "SELECT max(seq) FROM journal"), before);
  one.part_count = 1;
  assert_string_equal(read_back(w, &one, 1, false), "qbo:77 changed");
  assert_string_equal(given_all(w), "qbo:77>6 55000");
  one.reference = NULL;
  assert_string_equal(read_back(w, &one, 1, false), "qbo:77 changed");
  one.gone = true;
  assert_string_equal(read_back(w, &one, 1, false), "qbo:77 removed");
  assert_string_equal(read_back(w, &one, 1, false), "qbo:77 left");
  assert_string_equal(paid_all(w), "");
}

static void what_moves_between_payments_there_moves_here_in_any_order(void **state) {
  world *w = *state;
  const payment_part five = { invoice(w, "5"), "90" }, six = { invoice(w, "6"), "90" };
  payment_read both[] = { READ("1", .parts = &five, .part_count = 1), READ("2", .parts = &six, .part_count = 1) };
  read_back(w, both, 2, false);
  both[0].parts = &six;
  both[1].parts = &five;
  assert_string_equal(read_back(w, both, 2, false), "qbo:1 changed; qbo:2 changed");
  assert_string_equal(given_all(w), "qbo:1>6 9000; qbo:2>5 9000");
}

static void all_that_a_target_has_lacks_what_is_gone(void **state) {
  world *w = *state;
  const payment_part five = { invoice(w, "5"), "90" };
  const payment_read both[] = { READ("1", .parts = &five, .part_count = 1),
                                READ("2", .parts = &five, .part_count = 1) };
  takes(w, "{'payments':[" PAYMENT("P1", "5") "]}");
  assert_string_equal(read_back(w, both, 1, false), "qbo:1 added");
  assert_string_equal(read_back(w, both + 1, 1, true), "qbo:2 added; qbo:1 removed");
  assert_string_equal(read_back(w, both + 1, 1, true), "qbo:2 same");
  assert_string_equal(given_all(w), "qbo:2>5 9000");
  assert_string_equal(paid_all(w), "P1 500; qbo:2 60000");
}

static void what_does_not_fit_stays_on_account_and_is_told(void **state) {
  world *w = *state;
  const payment_part more[] = { { invoice(w, "5"), "91" }, { invoice(w, "3"), "10" } };
  const payment_read one = READ("1", .parts = more, .part_count = 2);
  assert_string_equal(read_back(w, &one, 1, false),
                      "qbo:1 added: 10.00 of it pays 3 there, of which the book takes 0.00: the rest is on account");
  assert_string_equal(given_all(w), "qbo:1>5 9000");
  credit_part(w, "5", "10.00");  // what it gave before stays, though less is owed now
  assert_string_equal(read_back(w, &one, 1, false),
                      "qbo:1 same: 10.00 of it pays 3 there, of which the book takes 0.00: the rest is on account");
}

static void what_pays_documents_of_others_is_not_the_books(void **state) {
  world *w = *state;
  const payment_part parts[] = { { 0, "500.00" }, { invoice(w, "5"), "90" } };
  payment_read one = READ("1", .parts = parts, .part_count = 2);
  assert_string_equal(read_back(w, &one, 1, false), "qbo:1 added");
  assert_string_equal(paid_all(w), "qbo:1 10000");
  one.part_count = 1;
  assert_string_equal(read_back(w, &one, 1, false),
                      "qbo:1 removed: it is of nobody in the book, and pays none of its invoices");
  one.customer = number(w, "SELECT n FROM customers WHERE id = 'elm'");
  one.amount = "500";
  assert_string_equal(read_back(w, &one, 1, false), "qbo:1 left");
  one.amount = "many";
  assert_string_equal(read_back(w, &one, 1, false), "qbo:1 left: its amount is none of USD");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, billed_open, billed_close)
  const struct CMUnitTest tests[] = {
    TEST(what_is_given_is_not_open_and_the_rest_is_on_account),
    TEST(a_payment_gives_no_more_than_it_has),
    TEST(an_invoice_takes_no_more_than_it_owes),
    TEST(what_pays_and_what_is_paid_fit),
    TEST(who_gets_the_invoices_may_be_paid_for),
    TEST(a_payment_that_pays_stays_its_customers_and_in_its_currency),
    TEST(the_currency_is_the_customers_where_none_is_given),
    TEST(what_is_credited_after_it_was_paid_is_on_account_and_may_pay),
    TEST(a_credit_note_of_what_is_owed_pays_nothing_else),
    TEST(a_credit_note_of_its_own_pays_what_it_is_worth),
    TEST(what_was_paid_is_not_voided),
    TEST(a_payment_does_not_go_while_it_pays),
    TEST(what_came_before_its_invoice_is_on_account_until_then),
    TEST(a_payment_pays_in_the_order_in_which_invoices_are_named),
    TEST(what_cannot_be_paid_is_told),
    TEST(what_a_target_says_is_taken_once),
    TEST(what_moves_between_payments_there_moves_here_in_any_order),
    TEST(all_that_a_target_has_lacks_what_is_gone),
    TEST(what_does_not_fit_stays_on_account_and_is_told),
    TEST(what_pays_documents_of_others_is_not_the_books),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
