// Price rules, at the door of rating: in which order they work, on what, and how what they change is shared. Prices are
// dollars.
#include "core/engine/rating/rating.h"
#include "tests/core/billed_world.h"
#include "tests/core/engine_world.h"

#define ONE_PERIOD ",'end':'2026-05-06'"

static bool bill_work(rating *r, error *e) { return rating_bill(r, rating_work(r), param("rate"), e); }

static void desk(world *w) {
  plugins.closes = bill_work;
  contract_is(w, ",'params':{'rate':'100.00'}");
}

static int64_t quarters(int64_t minutes, const rule_facts *facts) {
  (void)facts;
  return (minutes + 14) / 15 * 15;
}
static int64_t twice(int64_t number, const rule_facts *facts) {
  (void)facts;
  return number * 2;
}
static int64_t twice_from_six(int64_t price, const rule_facts *facts) {
  return facts->at % 1440 >= 18 * 60 ? price * 2 : price;
}
static int64_t ten_more(int64_t price, const rule_facts *facts) {
  (void)facts;
  return price + 10 * (int64_t)DECIMAL_ONE;
}
static int64_t ten_off(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount - 1000;
}
static int64_t nine_tenths(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount * 9 / 10;
}
static int64_t at_most_hundred(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount > 10000 ? 10000 : amount;
}
static int64_t at_least_hundred(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount < 10000 ? 10000 : amount;
}

static int64_t fee_once(int64_t amount, const rule_facts *facts) {
  error e = { 0 };
  bool first = false;
  assert_true(facts->first && facts->first(facts->item, &first, &e));
  return first ? amount + 8000 : amount;
}

static int64_t fee_once_from_june(int64_t amount, const rule_facts *facts) {
  return facts->at < (int64_t)on("2026-06-01") * 1440 ? amount : fee_once(amount, facts);
}

// From 17:30 on half an hour at 100.00, from 18:00 on half an hour at 200.00.
static void an_entry_is_split_at_the_edge_of_a_rule(void **state) {
  world *w = *state;
  desk(w);
  plugins.edge = 18 * 60;
  rule_add(STAGE_PRICE, SCOPE_ENTRY, twice_from_six)->splits = true;
  plugins.rules.splits = true;
  worked(w, "T", "2026-04-10T17:30", 60);
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "0.5 x 100.00 = 50.00; 0.5 x 200.00 = 100.00");
}

// Of 61 minutes to bill, shared by 30 : 30, the first section takes the odd one: 31/60 × 100.00 = 51.67.
static void minutes_to_bill_are_shared_to_the_sections_of_an_entry(void **state) {
  world *w = *state;
  desk(w);
  plugins.edge = 18 * 60;
  rule_add(STAGE_PRICE, SCOPE_ENTRY, twice_from_six)->splits = true;
  plugins.rules.splits = true;
  worked(w, "T", "2026-04-10T17:30", 60);
  facts(w, "{'time_entries':[{'id':'T','ticket':'T','start':'2026-04-10T17:30','minutes':60,'bill_minutes':61}]}");
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "0.5167 x 100.00 = 51.67; 0.5 x 200.00 = 100.00");
}

// 20 minutes, 10 on each side of 18:00, are rounded to 30 as one entry; what is added goes to the later section.
static void an_entry_that_was_split_is_rounded_as_one(void **state) {
  world *w = *state;
  desk(w);
  plugins.edge = 18 * 60;
  rule_add(STAGE_MINUTES, SCOPE_ENTRY, quarters);
  rule_add(STAGE_PRICE, SCOPE_ENTRY, twice_from_six)->splits = true;
  plugins.rules.splits = true;
  worked(w, "T", "2026-04-10T17:50", 20);
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "0.1667 x 100.00 = 16.67; 0.33333 x 200.00 = 66.67");
}

// 10 and 4 minutes on one day, 5 on the next two: in quarters of an hour 15 + 15 + 15 + 15 by entry, 15 + 15 + 15 by
// day, 30 by ticket.
static void minutes_are_rounded_by_entry_by_day_or_by_ticket(void **state) {
  static const struct {
    rule_scope scope;
    const char *pieces;
  } wanted[] = { { SCOPE_ENTRY, "1 x 100.00 = 100.00" },
                 { SCOPE_DAY, "0.75 x 100.00 = 75.00" },
                 { SCOPE_TICKET, "0.5 x 100.00 = 50.00" } };
  world *w = *state;
  desk(w);
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':10},"
           "{'id':'B','ticket':'T','start':'2026-04-10T10:00','minutes':4},"
           "{'id':'C','ticket':'T','start':'2026-04-11T09:00','minutes':5},"
           "{'id':'D','ticket':'T','start':'2026-04-12T09:00','minutes':5}]}");
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    plugins.rules.count = 0;
    rule_add(STAGE_MINUTES, wanted[i].scope, quarters);
    assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), wanted[i].pieces);
  }
}

// 20 minutes become 30, at 200.00 that is 100.00, less a tenth 90.00.
static void minutes_come_before_prices_and_prices_before_amounts_however_rules_are_listed(void **state) {
  world *w = *state;
  desk(w);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, nine_tenths);
  rule_add(STAGE_PRICE, SCOPE_ENTRY, twice);
  rule_add(STAGE_MINUTES, SCOPE_ENTRY, quarters);
  worked(w, "T", "2026-04-10T09:00", 20);
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "0.5 x 200.00 = 90.00 off 10.00");
}

// (100 + 10) × 2, not 100 × 2 + 10.
static void rules_of_a_stage_work_in_the_order_in_which_they_are_listed(void **state) {
  world *w = *state;
  desk(w);
  rule_add(STAGE_PRICE, SCOPE_ENTRY, ten_more);
  rule_add(STAGE_PRICE, SCOPE_ENTRY, twice);
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "1 x 220.00 = 220.00");
}

static bool three_fees(rating *r, error *e) {
  static const char *const names[] = { "One", "Two", "Three" };
  for (size_t i = 0; i < 3; i++) {
    const rating_fee fee = fee_at(names[i], 10 * DECIMAL_ONE);
    if (!rating_line(r, &fee, e)) return false;
  }
  return true;
}

// 10.00 off 30.00: 3.34, 3.33 and 3.33. What the rule answered is what is billed, to the cent.
static void what_a_rule_takes_off_is_shared_by_largest_remainder(void **state) {
  world *w = *state;
  plugins.closes = three_fees;
  contract_is(w, ONE_PERIOD);
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, ten_off)->all = true;
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:2026-04-07.u1 6.66; k:2026-04-07.u2 6.67; k:2026-04-07.u3 6.67");
  assert_int_equal(p->total, 2000);
}

static void an_explanation_notes_the_shares_that_are_billed(void **state) {
  world *w = *state;
  plugins.closes = three_fees;
  contract_is(w, ONE_PERIOD);
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, ten_off)->all = true;
  contract c = contract_of(w, "k");
  planner *planner = planner_open(&w->book, on("2026-05-07"), 0, &w->e);
  noted_steps *steps = steps_new();
  const plan *p;
  planner_note_steps(planner, steps);
  assert_true(planner_plan(planner, &c, &p, &w->e));
  assert_int_equal(steps->change_count, 1);
  const step_change *change = steps->changes;
  assert_int_equal(change->before, 3000);
  assert_int_equal(change->after, 2000);
  assert_int_equal(change->count, 3);
  for (size_t i = 0; i < 3; i++)
    assert_int_equal(change->gross[i] + change->shares[i], p->pieces[change->pieces[i]].gross);
  steps_free(steps);
  planner_close(planner);
}

static void what_is_given_back_has_no_share_in_a_sum_to_be_paid(void **state) {
  (void)state;
  assert_int_equal(rules_weight(100, 30), 30);
  assert_int_equal(rules_weight(100, -30), 0);
  assert_int_equal(rules_weight(-100, -30), 30);
  assert_int_equal(rules_weight(-100, 30), 0);
  assert_int_equal(rules_weight(0, -30), 30);
}

static void a_rule_for_a_category_or_for_work_leaves_the_rest_alone(void **state) {
  world *w = *state;
  desk(w);
  plugins.opens = three_fees;
  worked(w, "T", "2026-04-10T09:00", 60);
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, nine_tenths);
  assert_int_equal(planned(w, "k", "2026-05-07")->total, 3000 + 9000);
  plugins.rules.count = 0;
  plugin_rule *rule = rule_add(STAGE_AMOUNT, SCOPE_PERIOD, nine_tenths);
  rule->all = true;
  rule->category = "service";
  assert_int_equal(planned(w, "k", "2026-05-07")->total, 2700 + 10000);
}

static void a_minimum_for_each_ticket_works_on_each_alone(void **state) {
  world *w = *state;
  desk(w);
  worked(w, "T", "2026-04-10T09:00", 30);
  worked(w, "U", "2026-04-10T10:00", 90);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, at_least_hundred);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 100.00; k:U:2026-04-07 150.00");
}

// 80.00 are billed; of 50.00 that come later 20.00 are within the 100.00.
static void a_cap_counts_what_bills_took_of_the_period(void **state) {
  world *w = *state;
  desk(w);
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, at_most_hundred);
  worked(w, "T", "2026-04-10T09:00", 48);
  billed(w, "2026-05-07", "k");
  worked(w, "U", "2026-04-11T09:00", 30);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:U:2026-04-07 20.00");
}

// 60.00 became 100.00; with 50.00 more the period costs 110.00.
static void a_minimum_counts_what_bills_took_of_the_period(void **state) {
  world *w = *state;
  desk(w);
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, at_least_hundred);
  worked(w, "T", "2026-04-10T09:00", 36);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 100.00");
  billed(w, "2026-05-07", "k");
  worked(w, "U", "2026-04-11T09:00", 30);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:U:2026-04-07 10.00");
}

static void also_worked(world *w, const char *id, const char *start) {
  char text[256];
  snprintf(text, sizeof text, "{'time_entries':[{'id':'%s','ticket':'T','start':'%s','minutes':60}]}", id, start);
  facts(w, text);
}

// Periods from the 7th on. What is billed first bears the fee; what is due before it, and comes later, does not.
static void what_a_ticket_costs_once_is_on_its_first_bill(void **state) {
  world *w = *state;
  desk(w);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, fee_once);
  worked(w, "T", "2026-05-10T09:00", 60);
  also_worked(w, "T2", "2026-06-10T09:00");
  assert_string_equal(items_of(w, planned(w, "k", "2026-07-07")),
                      "k:T:2026-05-07 180.00 overdue; k:T:2026-06-07 100.00");
  billed(w, "2026-06-07", "k");
  assert_string_equal(items_of(w, planned(w, "k", "2026-07-07")), "k:T:2026-06-07 100.00");
  also_worked(w, "T3", "2026-04-10T09:00");
  assert_string_equal(items_of(w, planned(w, "k", "2026-07-07")),
                      "k:T:2026-04-07 100.00 overdue; k:T:2026-06-07 100.00");
}

// What one rule has charged says nothing of what another does, which asked for a later item first.
static void each_rule_charges_its_own(void **state) {
  static const plugin_file other = { .kind = PLUGIN_PRICE_RULE, .name = "other" };
  world *w = *state;
  desk(w);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, fee_once);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, fee_once_from_june)->file = &other;
  worked(w, "T", "2026-05-10T09:00", 60);
  also_worked(w, "T2", "2026-06-10T09:00");
  assert_string_equal(items_of(w, planned(w, "k", "2026-07-07")),
                      "k:T:2026-05-07 180.00 overdue; k:T:2026-06-07 180.00");
}

// Two rules of one name hear the same, and each of so many tickets has its own.
static void each_ticket_costs_it_once(void **state) {
  enum { TICKETS = 150 };
  world *w = *state;
  desk(w);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, fee_once);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, fee_once);
  for (int i = 0; i < TICKETS; i++) {
    char id[16];
    snprintf(id, sizeof id, "T%d", i);
    worked(w, id, "2026-04-10T09:00", 6);
  }
  const plan *p = planned(w, "k", "2026-05-07");
  assert_int_equal(p->once_count, TICKETS);
  assert_int_equal(p->total, TICKETS * (1000 + 2 * 8000));
}

// A fee of the period asks, too, and is no ticket's.
static void what_is_no_work_bears_nothing_of_a_ticket(void **state) {
  world *w = *state;
  plugins.closes = three_fees;
  contract_is(w, ONE_PERIOD);
  rule_add(STAGE_AMOUNT, SCOPE_TICKET, fee_once)->all = true;
  const plan *p = planned(w, "k", "2026-05-07");
  assert_int_equal(p->once_count, 0);
  assert_int_equal(p->total, 3000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(an_entry_is_split_at_the_edge_of_a_rule),
    TEST(minutes_to_bill_are_shared_to_the_sections_of_an_entry),
    TEST(an_entry_that_was_split_is_rounded_as_one),
    TEST(minutes_are_rounded_by_entry_by_day_or_by_ticket),
    TEST(minutes_come_before_prices_and_prices_before_amounts_however_rules_are_listed),
    TEST(rules_of_a_stage_work_in_the_order_in_which_they_are_listed),
    TEST(what_a_rule_takes_off_is_shared_by_largest_remainder),
    TEST(an_explanation_notes_the_shares_that_are_billed),
    TEST(what_is_given_back_has_no_share_in_a_sum_to_be_paid),
    TEST(a_rule_for_a_category_or_for_work_leaves_the_rest_alone),
    TEST(a_minimum_for_each_ticket_works_on_each_alone),
    TEST(a_cap_counts_what_bills_took_of_the_period),
    TEST(a_minimum_counts_what_bills_took_of_the_period),
    TEST(what_a_ticket_costs_once_is_on_its_first_bill),
    TEST(each_rule_charges_its_own),
    TEST(each_ticket_costs_it_once),
    TEST(what_is_no_work_bears_nothing_of_a_ticket),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
