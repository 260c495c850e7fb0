// Bills, at the room's door: a plan written as lines, taxes and claims; read back; given back.
#include "core/engine/bill/bill.h"
#include <string.h>
#include "core/engine/facts/facts.h"
#include "tests/core/billed_world.h"
#include "tests/core/engine_world.h"

static bool work(rating *r, error *e) { return rating_bill(r, rating_work(r), param("rate"), e); }
static bool fee(rating *r, error *e) {
  const rating_fee terms = fee_at("Fee", param("price"));
  return rating_line(r, &terms, e);
}

#define ONE_PERIOD ",'end':'2026-05-06','params':{'rate':'100.00','price':'300.00'}"
static void desk_is(world *w, const char *more) {
  plugins.closes = work;
  contract_is(w, arena_format(w->arena, ONE_PERIOD "%s", more));
}

// Three entries of 20 minutes each on ticket T: an hour.
static void three_entries(world *w) {
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed','title':'Printer'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':20,'note':'Reset'},"
           "{'id':'B','ticket':'T','start':'2026-04-11T09:00','minutes':20},"
           "{'id':'C','ticket':'T','start':'2026-04-12T09:00','minutes':20}]}");
}

static bool not_second(const plan_item *item, const void *context) {
  (void)context;
  return item->due && strcmp(item->ticket_id ? item->ticket_id : "", "U");
}

// Writes a bill of contract k in a batch of its own.
static int64_t written(world *w, item_filter filter) {
  const bill_terms terms = { .kind = "bill", .filter = filter };
  const plan *p = planned(w, "k", "2026-05-07");
  int64_t n = -1;
  arena *a = arena_new();
  run_sql(w, "INSERT INTO batches (state, as_of) VALUES ('run', 20580)");
  bill_writer *writer = bills_open(&w->book, number(w, "SELECT max(n) FROM batches"), &w->e);
  assert_non_null(writer);
  MUST(bill_write(writer, p, a, &terms, &n, &w->e));
  MUST(bills_flush(writer, &w->e));
  bills_close(writer);
  arena_free(a);
  return n;
}

// A bill in which the line's tax, and those of its components, stand.
static const char *taxes_of(world *w, int64_t bill) {
  line *lines;
  size_t count;
  const char *list = "";
  MUST(bill_lines_read(&w->book, bill, w->arena, &lines, &count, &w->e));
  for (size_t i = 0; i < count; i++) {
    list = arena_format(w->arena, "%s%s%lld", list, i ? "; " : "", (long long)lines[i].tax);
    for (size_t k = 0; k < lines[i].part_count; k++)
      list = arena_format(w->arena, "%s%s%lld", list, k ? "+" : "=", (long long)lines[i].parts[k]);
  }
  return list;
}

// ---- Lines.

static void a_ticket_is_a_line_at_each_price(void **state) {
  world *w = *state;
  desk_is(w, "");
  three_entries(w);
  assert_string_equal(lines_of(w, written(w, item_picked)), "Printer: 1 x 100.00 = 100.00");
}

// By minutes, the odd cent to the first of equals, whose quantity multiplies out to it; a note names its own line.
static void entries_share_what_their_ticket_costs_by_largest_remainder(void **state) {
  world *w = *state;
  desk_is(w, ",'invoice_detail':'entry'");
  three_entries(w);
  assert_string_equal(lines_of(w, written(w, item_picked)),
                      "Reset: 0.3334 x 100.00 = 33.34; Printer: 0.3333 x 100.00 = 33.33; Printer: 0.3333 x 100.00 = "
                      "33.33");
}

// 33.33 and 33.33, which were rounded ticket by ticket: 66.66, not 66.67.
static void a_line_for_the_contract_sums_what_its_tickets_cost(void **state) {
  world *w = *state;
  desk_is(w, ",'invoice_detail':'contract'");
  worked(w, "T", "2026-04-10T09:00", 20);
  worked(w, "U", "2026-04-10T10:00", 20);
  assert_string_equal(lines_of(w, written(w, item_picked)), "Work: 0.6666 x 100.00 = 66.66");
}

// 10.00 of tax on 33.34, 33.33 and 33.33.
static void entries_share_the_tax_of_their_ticket_by_their_amounts(void **state) {
  world *w = *state;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  desk_is(w, ",'invoice_detail':'entry','tax':'GST'");
  three_entries(w);
  assert_string_equal(taxes_of(w, written(w, item_picked)), "334; 333; 333");
}

static tax_answer two_components(const char *category) {
  (void)category;
  return (tax_answer){ .count = 2,
                       .components = { { .name = "GST", .rate = DECIMAL_ONE / 20 },
                                       { .name = "QST", .rate = DECIMAL_ONE / 10, .compound = true } } };
}

// 5.00 on 100.00 and 10.50 on 105.00: the lines' taxes are 5.17, 5.17 and 5.16, and each component adds up as well.
static void components_add_up_by_line_and_by_component(void **state) {
  world *w = *state;
  plugins.tax = two_components;
  facts(w, "{'taxes':[{'name':'Two','rule':'percent'}]}");
  desk_is(w, ",'invoice_detail':'entry','tax':'Two'");
  three_entries(w);
  int64_t bill = written(w, item_picked);
  assert_string_equal(taxes_of(w, bill), "517=167+350; 517=167+350; 516=166+350");
  assert_string_equal(words(w, "SELECT group_concat(name || ' ' || rate || ' ' || base || ' ' || amount, '; ') "
                               "FROM (SELECT * FROM bill_taxes ORDER BY ord)"),
                      "GST 5% 10000 500; QST 10% 10500 1050");
}

static int64_t ten_off(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount - 1000;
}

// 10.00 off 100.00. Of each entry 30.00 are left, of 33.33.
static void a_line_shows_what_rules_took_off_it(void **state) {
  world *w = *state;
  desk_is(w, "");
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, ten_off);
  three_entries(w);
  assert_string_equal(lines_of(w, written(w, item_picked)), "Printer: 1 x 100.00 = 90.00 less 10.00");
  MUST(bill_delete(&w->book, 1, &w->e));
  facts(w, "{'contracts':[{'id':'k','invoice_detail':'entry'}]}");
  assert_string_equal(lines_of(w, written(w, item_picked)),
                      "Reset: 0.3333 x 100.00 = 30.00 less 3.33; Printer: 0.3333 x 100.00 = 30.00 less 3.33; Printer: "
                      "0.3333 x 100.00 = 30.00 less 3.33");
}

static void whatever_the_detail_lines_are_worth_the_plan(void **state) {
  static const char *const details[] = { "contract", "ticket", "entry" };
  world *w = *state;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'7.25%'}}]}");
  plugins.opens = fee;
  desk_is(w, ",'tax':'GST'");
  three_entries(w);
  worked(w, "U", "2026-04-10T10:00", 7);
  int64_t total = planned(w, "k", "2026-05-07")->pick_amount, tax = planned(w, "k", "2026-05-07")->pick_tax;
  for (size_t i = 0; i < 3; i++) {
    facts(w, arena_format(w->arena, "{'contracts':[{'id':'k','invoice_detail':'%s'}]}", details[i]));
    int64_t bill = written(w, item_picked);
    assert_int_equal(number(w, "SELECT sum(amount) FROM lines"), total);
    assert_int_equal(number(w, "SELECT sum(tax) FROM lines"), tax);
    assert_int_equal(number(w, "SELECT amount FROM bills"), total);
    assert_int_equal(number(w, "SELECT tax FROM bills"), tax);
    MUST(bill_delete(&w->book, bill, &w->e));
  }
}

// Explanations find what a line says in the plan: items, pieces and fragments, each counted from 1.
static void a_line_knows_what_of_the_plan_it_is(void **state) {
  world *w = *state;
  const bill_terms terms = { .kind = "bill", .filter = item_picked };
  line *lines;
  size_t count;
  plugins.opens = fee;
  desk_is(w, ",'invoice_detail':'entry'");
  three_entries(w);
  const plan *p = planned(w, "k", "2026-05-07");
  uint32_t *entry_lines = arena_alloc(w->arena, 4 * sizeof *entry_lines),
           *item_lines = arena_alloc(w->arena, 4 * sizeof *item_lines);
  MUST(bill_lines(p, &terms, w->arena, &lines, &count, entry_lines, item_lines, &w->e));
  assert_int_equal(count, 4);
  for (uint32_t i = 0; i < 4; i++) {
    assert_int_equal(lines[i].item, i == 0 ? 1 : 2);
    assert_int_equal(lines[i].piece, i == 0 ? 1 : 2);
    assert_int_equal(lines[i].fragment, i);
    if (i) assert_int_equal(entry_lines[i - 1], i + 1);
  }
  assert_int_equal(item_lines[0], 1);
  assert_int_equal(item_lines[1], 2);
}

// ---- Claims.

static const char *claims(world *w) {
  // clang-format off
  return words(w, "SELECT group_concat(kind || ':' || at || ':' || " CLAIM_FEE_LINE("c") " || ' on ' || "
                  LINE_TEXT("line") ", '; ') FROM (SELECT * FROM claims ORDER BY kind, at, row) c");
  // clang-format on
}

// Work of 2026-04-10T09:00 (minute 29,596,860) is entry 1, the charge of 2026-04-20 (day 20,563) row 2.
static void each_row_is_claimed_by_its_line(void **state) {
  world *w = *state;
  plugins.opens = fee;
  desk_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  facts(w, "{'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'1',"
           "'unit_price':'70.00'}]}");
  int64_t bill = written(w, item_picked);
  assert_string_equal(lines_of(w, bill), "Fee: 1 x 300.00 = 300.00; Ticket T: 1 x 100.00 = 100.00; Dock: 1 x 70.00 = "
                                         "70.00");
  assert_string_equal(claims(w), "1:20550:1 on 1/1; 2:29596860:1 on 1/2; 3:20563:2 on 1/3");
  assert_string_equal(words(w, "SELECT tickets || ' ticket, ' || minutes || ' minutes, ' || lines || ' lines, ' || "
                               "amount FROM bills"),
                      "1 ticket, 60 minutes, 3 lines, 47000");
}

static void what_was_billed_is_not_billed_again(void **state) {
  world *w = *state;
  desk_is(w, "");
  three_entries(w);
  assert_int_equal(written(w, item_picked), 1);
  assert_int_equal(written(w, item_picked), 0);
  assert_int_equal(number(w, "SELECT count(*) FROM bills"), 1);
}

static void what_is_left_out_is_not_claimed_and_stays_open_behind_the_frontier(void **state) {
  world *w = *state;
  desk_is(w, "");
  worked(w, "U", "2026-04-10T09:00", 60);
  worked(w, "T", "2026-04-11T09:00", 60);
  int64_t bill = written(w, not_second);
  assert_string_equal(lines_of(w, bill), "Ticket T: 1 x 100.00 = 100.00");
  assert_int_equal(number(w, "SELECT count(*) FROM claims"), 1);
  assert_int_equal(number(w, "SELECT time_from FROM frontiers"), (int64_t)on("2026-05-07") * 1440);
  assert_int_equal(number(w, "SELECT at FROM open_rows"), (int64_t)on("2026-04-10") * 1440 + 9 * 60);
  assert_int_equal(number(w, "SELECT period_from FROM frontiers"), on("2026-05-07"));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:U:2026-04-07 100.00");
  written(w, item_picked);
  assert_int_equal(number(w, "SELECT count(*) FROM open_rows"), 0);
  assert_int_equal(number(w, "SELECT behind_time FROM bills WHERE n = 2"), (int64_t)on("2026-04-10") * 1440 + 9 * 60);
}

static void what_is_released_is_open_again(void **state) {
  world *w = *state;
  desk_is(w, "");
  worked(w, "U", "2026-04-10T09:00", 60);
  worked(w, "T", "2026-04-11T09:00", 60);
  int64_t first = written(w, not_second), last = written(w, item_picked);
  MUST(bill_release(&w->book, first, 1, 1, &w->e));  // a line of a bill that is not the last one
  assert_int_equal(number(w, "SELECT at FROM open_rows"), (int64_t)on("2026-04-11") * 1440 + 9 * 60);
  MUST(bill_delete(&w->book, last, &w->e));
  assert_int_equal(number(w, "SELECT count(*) FROM open_rows"), 2);
  MUST(bill_delete(&w->book, first, &w->e));  // the last one there is: its month is read as a whole again
  assert_int_equal(number(w, "SELECT count(*) FROM open_rows"), 0);
  assert_int_equal(number(w, "SELECT time_from FROM frontiers"), (int64_t)on("2026-04-07") * 1440);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:U:2026-04-07 100.00; k:T:2026-04-07 100.00");
}

static void what_costs_nothing_is_claimed_without_a_line(void **state) {
  world *w = *state;
  plugins.closes = work;
  contract_is(w, ",'end':'2026-05-06','params':{'rate':'0.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  int64_t bill = written(w, item_picked);
  assert_string_equal(lines_of(w, bill), "");
  assert_string_equal(words(w, "SELECT kind FROM bills"), "free");
  assert_int_equal(number(w, "SELECT line FROM claims"), line_key(bill, 0));
}

static void a_waiver_settles_no_period(void **state) {
  world *w = *state;
  batch b;
  plugins.opens = fee;
  desk_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  batch_begin(w, on("2026-05-07"), "k", &b);
  contract c = contract_of(w, "k");
  MUST(batch_waive(&w->book, &b, &c, "k:T:2026-04-07", "a gift", true, &w->e));
  assert_int_equal(number(w, "SELECT period_from FROM frontiers"), on("2026-04-07"));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:2026-04-07 300.00");
  MUST(batch_run(&w->book, &b, "All", &w->e));
  // printed with the bill, for nothing
  assert_string_equal(lines_of(w, 2), "Fee: 1 x 300.00 = 300.00; Ticket T: 1 x 100.00 = 0.00 less 100%");
  assert_int_equal(number(w, "SELECT lines FROM bills WHERE n = 2"), 2);
  MUST(batch_unwaive(&w->book, NULL, "k:T:2026-04-07", &w->e));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 100.00");
}

// ---- Digests.

static void a_digest_tells_every_forged_field(void **state) {
  static const char *const forged[] = { "amount = amount + 1",  "tax = tax - 1",     "quantity = '2'",
                                        "unit_price = '99.00'", "description = 'X'", "category = 'service'",
                                        "day = day + 1",        "from_day = 1",      "until_day = until_day + 1",
                                        "discount = '1.00'",    "unit = 'day'",      "sku = 'S'" };
  world *w = *state;
  digest d;
  char hex[DIGEST_TEXT];
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  desk_is(w, ",'tax':'GST'");
  three_entries(w);
  int64_t bill = written(w, item_picked);
  MUST(bill_digest(&w->book, bill, &d, &w->e));
  assert_string_equal(digest_hex(&d, hex), words(w, "SELECT digest FROM bills"));
  for (size_t i = 0; i < sizeof forged / sizeof *forged; i++) {
    MUST(db_begin(w->db, &w->e));
    run_sql(w, arena_format(w->arena, "UPDATE lines SET %s", forged[i]));
    MUST(bill_digest(&w->book, bill, &d, &w->e));
    if (!strcmp(digest_hex(&d, hex), words(w, "SELECT digest FROM bills"))) fail_msg("not told: %s", forged[i]);
    db_rollback(w->db);
  }
  run_sql(w, "UPDATE bill_taxes SET amount = amount + 1");
  MUST(bill_digest(&w->book, bill, &d, &w->e));
  assert_string_not_equal(digest_hex(&d, hex), words(w, "SELECT digest FROM bills"));
}

// ---- Given back.

static void a_release_gives_back_exactly_what_the_bill_took(void **state) {
  world *w = *state;
  plugins.opens = fee;
  desk_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  facts(w, "{'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'1',"
           "'unit_price':'70.00'}]}");
  const char *before = items_of(w, planned(w, "k", "2026-05-07"));
  uint64_t shown = planned(w, "k", "2026-05-07")->shown;
  int64_t bill = written(w, item_picked);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "");
  MUST(bill_release(&w->book, bill, 0, LINES_MAX, &w->e));
  assert_int_equal(number(w, "SELECT count(*) FROM claims"), 0);
  assert_int_equal(number(w, "SELECT count(*) FROM released"), 3);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), before);
  assert_true(planned(w, "k", "2026-05-07")->shown == shown);
}

static void a_release_of_one_line_frees_what_that_line_took(void **state) {
  world *w = *state;
  plugins.opens = fee;
  desk_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-04-11T09:00", 30);
  int64_t bill = written(w, item_picked);
  MUST(bill_release(&w->book, bill, 2, 2, &w->e));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 100.00");
}

static void a_bill_that_is_deleted_leaves_nothing(void **state) {
  world *w = *state;
  plugins.tax = two_components;
  facts(w, "{'taxes':[{'name':'Two','rule':'percent'}]}");
  desk_is(w, ",'tax':'Two'");
  three_entries(w);
  MUST(bill_delete(&w->book, written(w, item_picked), &w->e));
  assert_int_equal(number(w, "SELECT (SELECT count(*) FROM bills) + (SELECT count(*) FROM lines) + "
                             "(SELECT count(*) FROM bill_taxes) + (SELECT count(*) FROM line_taxes) + "
                             "(SELECT count(*) FROM claims)"),
                   0);
}

static bool grants(rating *r, error *e) {
  const rating_lot lot = { .unit = "hours", .quantity = 2 * DECIMAL_ONE, .pool = 1, .periods = -1 };
  return rating_grant(r, &lot, e) && fee(r, e);
}
static bool draws(rating *r, error *e) {
  work_set covered, over;
  const draw_terms terms = { .unit = "hours" };
  return rating_draw(r, rating_work(r), &terms, &covered, &over, e) && rating_include(r, covered, e) &&
         rating_bill(r, over, param("rate"), e);
}

static const char *postings(world *w) {
  return words(w, "SELECT group_concat(quantity || CASE WHEN lot IS NULL THEN ' left ' || remaining ELSE '' END, '; ') "
                  "FROM (SELECT * FROM movements WHERE released IS NULL ORDER BY n)");
}

// 120 minutes granted, 90 drawn: 30 left. All of it goes back, and comes again.
static void a_bill_posts_its_balance_and_its_release_takes_it_back(void **state) {
  world *w = *state;
  plugins.opens = grants;
  plugins.closes = draws;
  contract_is(w, ONE_PERIOD);
  worked(w, "T", "2026-04-10T09:00", 90);
  const char *lots = lots_of(w, planned(w, "k", "2026-05-07"));
  int64_t bill = written(w, item_picked);
  assert_string_equal(postings(w), "120 left 30; -90");
  MUST(bill_release(&w->book, bill, 0, LINES_MAX, &w->e));
  assert_string_equal(postings(w), "");
  assert_string_equal(lots_of(w, planned(w, "k", "2026-05-07")), lots);
  written(w, item_picked);
  assert_string_equal(postings(w), "120 left 30; -90");
}

// What the second bill drew of the first one's lot stays drawn when the first goes.
static void what_a_later_bill_drew_stays_drawn(void **state) {
  world *w = *state;
  plugins.opens = grants;
  plugins.closes = draws;
  contract_is(w, ONE_PERIOD);
  worked(w, "T", "2026-04-10T09:00", 60);
  int64_t first = written(w, item_picked);
  worked(w, "U", "2026-04-11T09:00", 60);
  written(w, item_picked);
  MUST(bill_release(&w->book, first, 0, LINES_MAX, &w->e));
  assert_string_equal(postings(w), "120 left 60; -60");
}

// ---- Mirrored.

static void a_credited_line_is_the_mirror_of_its_original(void **state) {
  world *w = *state;
  plugins.tax = two_components;
  facts(w, "{'taxes':[{'name':'Two','rule':'percent'}]}");
  desk_is(w, ",'tax':'Two'");
  three_entries(w);
  int64_t bill = written(w, item_picked);
  run_sql(w, "INSERT INTO bills (batch, contract, kind, currency, amount, tax, tickets, minutes, lines, journal, "
             "period_from, time_from, charge_from) SELECT batch, contract, 'credit', currency, 0, 0, 0, 0, 0, journal, "
             "0, 0, 0 FROM bills");
  const line_part all = { .line = line_key(bill, 1), .whole = true };
  MUST(bill_credit_line(&w->book, bill + 1, 1, &all, false, &w->e));
  MUST(bill_credit_taxes(&w->book, bill + 1, bill, &w->e));
  MUST(bill_sum(&w->book, bill + 1, &w->e));
  assert_string_equal(lines_of(w, bill + 1), "Printer: -1 x 100.00 = -100.00-15.50");
  assert_string_equal(taxes_of(w, bill + 1), "-1550=-500+-1050");
  assert_int_equal(number(w, "SELECT sum(amount) FROM bills"), 0);
  assert_int_equal(number(w, "SELECT sum(tax) FROM bills"), 0);
  assert_int_equal(number(w, "SELECT sum(amount) FROM bill_taxes"), 0);
  assert_int_equal(number(w, "SELECT sum(base) FROM bill_taxes"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_ticket_is_a_line_at_each_price),
    TEST(entries_share_what_their_ticket_costs_by_largest_remainder),
    TEST(a_line_for_the_contract_sums_what_its_tickets_cost),
    TEST(entries_share_the_tax_of_their_ticket_by_their_amounts),
    TEST(components_add_up_by_line_and_by_component),
    TEST(a_line_shows_what_rules_took_off_it),
    TEST(whatever_the_detail_lines_are_worth_the_plan),
    TEST(a_line_knows_what_of_the_plan_it_is),
    TEST(each_row_is_claimed_by_its_line),
    TEST(what_was_billed_is_not_billed_again),
    TEST(what_is_left_out_is_not_claimed_and_stays_open_behind_the_frontier),
    TEST(what_is_released_is_open_again),
    TEST(what_costs_nothing_is_claimed_without_a_line),
    TEST(a_waiver_settles_no_period),
    TEST(a_digest_tells_every_forged_field),
    TEST(a_release_gives_back_exactly_what_the_bill_took),
    TEST(a_release_of_one_line_frees_what_that_line_took),
    TEST(a_bill_that_is_deleted_leaves_nothing),
    TEST(a_bill_posts_its_balance_and_its_release_takes_it_back),
    TEST(what_a_later_bill_drew_stays_drawn),
    TEST(a_credited_line_is_the_mirror_of_its_original),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
