// A period priced, at the room's door: work at prices, meters, the days of lines. Prices are dollars.
#include "core/engine/rating/rating.h"
#include "tests/core/engine_world.h"

// ---- Work.

#define ONE_PERIOD ",'end':'2026-05-06'"

static bool bill_work(rating *r, error *e) { return rating_bill(r, rating_work(r), param("rate"), e); }

static bool bill_by_code(rating *r, error *e) {
  decimal rate = param("rate");
  return rating_rates(r, rating_work(r), rate ? &rate : NULL, e);
}

static void desk(world *w) {
  plugins.closes = bill_work;
  contract_is(w, ",'params':{'rate':'100.00'}");
}

// 20 minutes are 33.333…: three of them are 100.00, not 3 × 33.33.
static void work_of_a_ticket_is_rounded_once_at_each_price(void **state) {
  world *w = *state;
  desk(w);
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':20},"
           "{'id':'B','ticket':'T','start':'2026-04-11T09:00','minutes':20},"
           "{'id':'C','ticket':'T','start':'2026-04-12T09:00','minutes':20}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 100.00");
  assert_string_equal(pieces_of(w, p), "1 x 100.00 = 100.00");
  assert_int_equal(p->items[0].minutes, 60);
}

static void a_rate_code_gives_the_price_of_its_day_and_the_contract_that_of_the_rest(void **state) {
  world *w = *state;
  plugins.closes = bill_by_code;
  contract_is(w, ",'params':{'rate':'100.00'}");
  facts(w, "{'rates':[{'code':'night','unit_price':'150.00'},"
           "{'code':'night','unit_price':'160.00','from':'2026-04-12'}],"
           "'tickets':[{'id':'T','customer':'cool','status':'closed'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-11T09:00','minutes':60,'rate':'night'},"
           "{'id':'B','ticket':'T','start':'2026-04-12T09:00','minutes':60,'rate':'night'},"
           "{'id':'C','ticket':'T','start':'2026-04-13T09:00','minutes':60}]}");
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")),
                      "1 x 150.00 = 150.00; 1 x 160.00 = 160.00; 1 x 100.00 = 100.00");
}

static void work_without_any_price_holds_the_contract(void **state) {
  world *w = *state;
  plugins.closes = bill_by_code;
  contract_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(held_of(w, "k", "2026-05-07"),
                      "work on ticket T has no price: it names no rate code and the contract has no rate (give the "
                      "time entry a rate code, or the contract type a rate)");
}

// The rest of the contract bills; with the rate, all of the ticket does.
static void work_without_a_price_holds_its_ticket_alone(void **state) {
  world *w = *state;
  plugins.closes = bill_by_code;
  contract_is(w, ",'params':{'rate':'100.00'}");
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed'},{'id':'U','customer':'cool','status':'closed'}],"
           "'time_entries':[{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':60,'rate':'night'},"
           "{'id':'B','ticket':'T','start':'2026-04-11T09:00','minutes':30},"
           "{'id':'C','ticket':'U','start':'2026-04-12T09:00','minutes':60}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 50.00 held; k:U:2026-04-07 100.00");
  assert_string_equal(p->items[0].held,
                      "no rate \"night\" in USD is in force on 2026-04-10 (import a row of rates with code night)");
  assert_int_equal(p->total, 10000);
  assert_int_equal(p->held_count, 1);
  assert_int_equal(p->pick_tickets, 1);
  assert_int_equal(p->pick_minutes, 60);
  facts(w, "{'rates':[{'code':'night','unit_price':'150.00'}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 200.00; k:U:2026-04-07 100.00");
}

static bool bill_twice(rating *r, error *e) {
  work_set set = rating_work(r);
  return rating_bill(r, set, DECIMAL_ONE, e) && rating_bill(r, set, DECIMAL_ONE, e);
}

static void an_entry_is_billed_once(void **state) {
  world *w = *state;
  plugins.closes = bill_twice;
  contract_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(held_of(w, "k", "2026-05-07"), "contract k: an entry of ticket T was billed twice");
}

static void work_not_billable_costs_nothing_and_keeps_its_hours(void **state) {
  world *w = *state;
  desk(w);
  worked(w, "T", "2026-04-10T09:00", 60);
  facts(w, "{'time_entries':[{'id':'U','ticket':'T','start':'2026-04-11T09:00','minutes':30,'billable':false}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(pieces_of(w, p), "1 x 100.00 = 100.00");
  assert_int_equal(p->items[0].minutes, 90);
}

static void minutes_to_bill_replace_the_real_ones_in_the_price_alone(void **state) {
  world *w = *state;
  desk(w);
  worked(w, "T", "2026-04-10T09:00", 60);
  facts(w, "{'time_entries':[{'id':'T','ticket':'T','start':'2026-04-10T09:00','minutes':60,'bill_minutes':45}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(pieces_of(w, p), "0.75 x 100.00 = 75.00");
  assert_int_equal(p->items[0].minutes, 60);
}

static void work_waits_for_its_ticket_to_be_closed_by_the_day(void **state) {
  world *w = *state;
  desk(w);
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed','closed_at':'2026-05-08T10:00'},"
           "{'id':'U','customer':'cool','status':'waiting'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':60},"
           "{'id':'B','ticket':'U','start':'2026-04-11T09:00','minutes':60}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-08")), "k:T:2026-04-07 100.00");
}

// Calls are included, but for those at night.
static bool cover_calls(rating *r, error *e) {
  static const char *const covers[] = { "call", "night call" }, *const excludes[] = { "night call" };
  work_set in, out;
  return work_divide(r, rating_work(r), covers, 2, excludes, 1, &in, &out, e) && rating_include(r, in, e) &&
         rating_bill(r, out, param("rate"), e);
}

static void a_set_is_divided_by_work_types(void **state) {
  world *w = *state;
  plugins.closes = cover_calls;
  contract_is(w, ",'params':{'rate':'100.00'}");
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':60,'work_type':'call'},"
           "{'id':'B','ticket':'T','start':'2026-04-10T22:00','minutes':30,'work_type':'night call'},"
           "{'id':'C','ticket':'T','start':'2026-04-11T09:00','minutes':15,'work_type':'visit'},"
           "{'id':'D','ticket':'T','start':'2026-04-12T09:00','minutes':12}]}");
  // 30 + 15 + 12 minutes at 100.00 an hour
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "1 x 0.00 = 0.00; 0.95 x 100.00 = 95.00");
}

static bool visits_first(rating *r, error *e) {
  static const char *const calls[] = { "call" };
  work_set in, out;
  return work_divide(r, rating_work(r), calls, 1, NULL, 0, &in, &out, e) && rating_bill(r, out, param("rate"), e) &&
         rating_include(r, in, e);
}

// Draws and lines go by the order of the work, whatever a type prices first.
static void work_of_a_ticket_stays_in_its_order_in_whichever_it_is_priced(void **state) {
  world *w = *state;
  plugins.closes = visits_first;
  contract_is(w, ONE_PERIOD ",'params':{'rate':'100.00'}");
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':60,'work_type':'call'},"
           "{'id':'B','ticket':'T','start':'2026-04-11T09:00','minutes':30},"
           "{'id':'C','ticket':'T','start':'2026-04-12T09:00','minutes':15,'work_type':'call'}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_int_equal(p->fragment_count, 3);
  for (size_t i = 0; i < 3; i++) assert_int_equal(p->fragments[i].entry, i);
}

static bool by_the_ticket(rating *r, error *e) { return rating_tickets(r, rating_work(r), param("rate"), e); }

static void a_ticket_at_a_price_of_its_own_costs_it_once(void **state) {
  world *w = *state;
  plugins.closes = by_the_ticket;
  contract_is(w, ",'params':{'rate':'40.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-04-10T10:00", 5);
  facts(w, "{'time_entries':[{'id':'T2','ticket':'T','start':'2026-04-11T09:00','minutes':30}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 40.00; k:U:2026-04-07 40.00");
}

static int64_t seen[4];
static bool look(rating *r, error *e) {
  work_set set = rating_work(r);
  seen[0] = work_minutes(r, set);
  seen[1] = work_tickets(r, set);
  seen[2] = (int64_t)set.count;
  return rating_include(r, set, e);
}

static void a_set_tells_its_minutes_and_counts_each_ticket_once(void **state) {
  world *w = *state;
  plugins.closes = look;
  contract_is(w, ONE_PERIOD);
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-04-10T10:00", 5);
  facts(w, "{'time_entries':[{'id':'T2','ticket':'T','start':'2026-04-11T09:00','minutes':30}]}");
  planned(w, "k", "2026-05-07");
  assert_int_equal(seen[0], 95);
  assert_int_equal(seen[1], 2);
  assert_int_equal(seen[2], 3);
}

// ---- Meters.

static const char *measured_meter;
static bool measure_all(rating *r, error *e) {
  static const char *const names[] = { "start", "end", "peak", "average", "device-days" };
  for (int how = MEASURE_START; how <= MEASURE_DEVICE_DAYS; how++) {
    rating_fee fee = fee_at(names[how], DECIMAL_ONE);
    fee.over = 7;  // the measure says over what it counts
    if (!rating_measure(r, &measured_meter, 1, (measure)how, &fee.quantity, &fee.over, e) || !rating_line(r, &fee, e))
      return false;
  }
  return true;
}

static const char *measures_of(world *w, const char *meter) {
  measured_meter = meter;
  plugins.closes = measure_all;
  return pieces_of(w, planned(w, "k", "2026-05-07"));
}

// 5 on 10 days, 8 on 14, 6 on 6 of the 30 days to 2026-05-06: 198 in all, 6.6 a day.
static void readings_hold_until_the_next_one(void **state) {
  world *w = *state;
  contract_is(w, ONE_PERIOD);
  facts(w, "{'readings':[{'customer':'cool','meter':'users','at':'2026-03-01','value':'9'},"
           "{'customer':'cool','meter':'users','at':'2026-04-01','value':'5'},"
           "{'customer':'cool','meter':'users','at':'2026-04-17','value':'8'},"
           "{'customer':'cool','meter':'users','at':'2026-05-01','value':'6'},"
           "{'customer':'cool','meter':'users','at':'2026-05-07','value':'99'}]}");
  assert_string_equal(measures_of(w, "users"),
                      "5 x 1.00 = 5.00; 6 x 1.00 = 6.00; 8 x 1.00 = 8.00; 6.6 x 1.00 = 6.60; 6.6 x 1.00 = 6.60");
}

// From the 10th to the 12th: 3 of 30 days, beside the one that was there all the time.
static void a_device_counts_from_its_first_day_to_its_last(void **state) {
  world *w = *state;
  contract_is(w, ONE_PERIOD);
  facts(w, "{'devices':[{'id':'A','customer':'cool','meter':'pcs','from':'2026-04-10','to':'2026-04-12'},"
           "{'id':'B','customer':'cool','meter':'pcs','from':'2025-01-01'},"
           "{'id':'C','customer':'cool','meter':'pcs','from':'2025-01-01','to':'2026-04-06'},"
           "{'id':'D','customer':'cool','meter':'pcs','from':'2026-05-07'}]}");
  assert_string_equal(measures_of(w, "pcs"),
                      "1 x 1.00 = 1.00; 1 x 1.00 = 1.00; 2 x 1.00 = 2.00; 1.1 x 1.00 = 1.10; 1.1 x 1.00 = 1.10");
}

static void readings_of_the_contract_replace_those_of_its_customer(void **state) {
  world *w = *state;
  contract_is(w, ONE_PERIOD);
  facts(w, "{'readings':[{'customer':'cool','meter':'users','at':'2026-04-01','value':'5'},"
           "{'customer':'cool','contract':'k','meter':'users','at':'2026-04-01','value':'3'}]}");
  assert_string_equal(measures_of(w, "users"),
                      "3 x 1.00 = 3.00; 3 x 1.00 = 3.00; 3 x 1.00 = 3.00; 3 x 1.00 = 3.00; 3 x 1.00 = 3.00");
}

static void devices_are_added_to_readings(void **state) {
  world *w = *state;
  contract_is(w, ONE_PERIOD);
  facts(w, "{'readings':[{'customer':'cool','meter':'pcs','at':'2026-04-22','value':'4'}],"
           "'devices':[{'id':'A','customer':'cool','meter':'pcs','from':'2026-04-07'}]}");
  // 1 on 15 days and 5 on 15: 3 a day
  assert_string_equal(measures_of(w, "pcs"),
                      "1 x 1.00 = 1.00; 5 x 1.00 = 5.00; 5 x 1.00 = 5.00; 3 x 1.00 = 3.00; 3 x 1.00 = 3.00");
}

// ---- A period's own lines.

static bool flat(rating *r, error *e) {
  const rating_fee fee = fee_at("Fee", param("price"));
  return rating_line(r, &fee, e);
}
static bool flat_whole(rating *r, error *e) {
  rating_fee fee = fee_at("Fee", param("price"));
  fee.whole = true;
  return rating_line(r, &fee, e);
}

// The first period is cut to 24 of April's 30 days: 300.00 × 24 / 30.
static void a_stub_costs_its_days_of_the_whole_period(void **state) {
  world *w = *state;
  plugins.opens = flat;
  contract_is(w, ",'bill_day':1,'params':{'price':'300.00'}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-01")),
                      "k:2026-04-07 240.00; k:2026-05-01 300.00 from 2026-06-01");
  const plan_piece *stub = &planned(w, "k", "2026-05-01")->pieces[0];
  assert_string_equal(stub->description, "Fee (24 of 30 days)");
  assert_int_equal(stub->days, 24);
  assert_int_equal(stub->days_of, 30);
  assert_null(stub->count);
  plugins.opens = flat_whole;
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-01")),
                      "k:2026-04-07 300.00; k:2026-05-01 300.00 from 2026-06-01");
}

// 354 device-days of 30: 11.8 of them. Its own days are told as they are.
static bool counts(rating *r, error *e) {
  rating_fee fee = fee_at("PCs", param("price"));
  fee.quantity = fee.count = 354 * DECIMAL_ONE;
  fee.over = 30;
  fee.counts = fee.whole = true;
  fee.days = 24;
  fee.days_of = 30;
  return rating_line(r, &fee, e);
}

static void a_line_counts_over_what_its_quantity_is_over(void **state) {
  world *w = *state;
  plugins.opens = counts;
  contract_is(w, ",'bill_day':1,'params':{'price':'10.00'}");
  const plan_piece *piece = &planned(w, "k", "2026-05-01")->pieces[0];
  assert_string_equal(piece->count, "11.8");
  assert_int_equal(piece->days, 24);
  assert_int_equal(piece->days_of, 30);
}

static void a_stub_costs_all_of_it_where_the_contract_does_not_prorate(void **state) {
  world *w = *state;
  plugins.opens = flat;
  contract_is(w, ",'bill_day':1,'proration':'none','params':{'price':'300.00'}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-01")),
                      "k:2026-04-07 300.00; k:2026-05-01 300.00 from 2026-06-01");
}

// 15 of 30 days at 300.00, 15 at 600.00.
static void a_price_that_changes_within_a_period_splits_it_where_the_contract_prorates(void **state) {
  world *w = *state;
  plugins.opens = flat;
  contract_is(w, ",'proration':'daily','params':{'price':'300.00'}");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'price':'600.00'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-06")),
                      "k:2026-04-07 150.00 from 2026-05-07; k:2026-04-22 300.00 from 2026-05-07");
  contract_is(w, ",'proration':'none'");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-06")), "k:2026-04-07 300.00 from 2026-05-07");
}

static void a_change_that_leaves_the_price_alone_splits_nothing(void **state) {
  world *w = *state;
  plugins.opens = flat;
  contract_is(w, ",'proration':'daily','params':{'price':'300.00'}");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'motto':'new'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-06")), "k:2026-04-07 300.00 from 2026-05-07");
}

static bool set_up_once(rating *r, error *e) {
  rating_fee fee = fee_at("Setup", param("price"));
  fee.once = true;
  return rating_line(r, &fee, e);
}

static void what_is_billed_once_comes_once_though_its_price_changes_within_the_period(void **state) {
  world *w = *state;
  plugins.opens = set_up_once;
  contract_is(w, ",'proration':'daily','params':{'price':'50.00'}");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'price':'60.00'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-30")), "k:2026-04-07 50.00");
}

static bool past_its_period(rating *r, error *e) {
  rating_fee fee = fee_at("Fee", DECIMAL_ONE);
  fee.from = rating_current(r)->from;
  fee.until = rating_current(r)->until + 1;
  return rating_line(r, &fee, e);
}
static bool nameless(rating *r, error *e) {
  const rating_fee fee = fee_at("", DECIMAL_ONE);
  return rating_line(r, &fee, e);
}

static void a_line_needs_a_text_and_days_of_its_period(void **state) {
  world *w = *state;
  contract_is(w, "");
  plugins.opens = past_its_period;
  assert_string_equal(held_of(w, "k", "2026-05-07"), "the line \"Fee\" covers days outside its period");
  plugins.opens = nameless;
  assert_string_equal(held_of(w, "k", "2026-05-07"), "a line needs a description");
  plugins.opens = NULL;
  plugins.rest = flat;
  worked(w, "T", "2026-04-10T09:00", 20);
  assert_string_equal(held_of(w, "k", "2026-05-07"), "a line was added outside opens and closes");
}

static bool third_of_seven(rating *r, error *e) {
  rating_fee fee = fee_at("Share", param("price"));
  fee.quantity = 3 * DECIMAL_ONE;
  fee.over = 7;
  return rating_line(r, &fee, e);
}

// 3/7 of 100.00 is 42.857…: rounded once, at the amount; what is shown has the decimals that lead there, for
// 0.4286 would be 4286.00.
static void a_quantity_that_is_a_fraction_is_rounded_at_the_amount(void **state) {
  world *w = *state;
  plugins.opens = third_of_seven;
  contract_is(w, ",'params':{'price':'10000.00'}");
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-04-20")), "0.428571 x 10000.00 = 4285.71");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(work_of_a_ticket_is_rounded_once_at_each_price),
    TEST(a_rate_code_gives_the_price_of_its_day_and_the_contract_that_of_the_rest),
    TEST(work_without_any_price_holds_the_contract),
    TEST(work_without_a_price_holds_its_ticket_alone),
    TEST(an_entry_is_billed_once),
    TEST(work_not_billable_costs_nothing_and_keeps_its_hours),
    TEST(minutes_to_bill_replace_the_real_ones_in_the_price_alone),
    TEST(work_waits_for_its_ticket_to_be_closed_by_the_day),
    TEST(a_set_is_divided_by_work_types),
    TEST(work_of_a_ticket_stays_in_its_order_in_whichever_it_is_priced),
    TEST(a_ticket_at_a_price_of_its_own_costs_it_once),
    TEST(a_set_tells_its_minutes_and_counts_each_ticket_once),
    TEST(readings_hold_until_the_next_one),
    TEST(a_device_counts_from_its_first_day_to_its_last),
    TEST(readings_of_the_contract_replace_those_of_its_customer),
    TEST(devices_are_added_to_readings),
    TEST(a_stub_costs_its_days_of_the_whole_period),
    TEST(a_line_counts_over_what_its_quantity_is_over),
    TEST(a_stub_costs_all_of_it_where_the_contract_does_not_prorate),
    TEST(a_price_that_changes_within_a_period_splits_it_where_the_contract_prorates),
    TEST(a_change_that_leaves_the_price_alone_splits_nothing),
    TEST(what_is_billed_once_comes_once_though_its_price_changes_within_the_period),
    TEST(a_line_needs_a_text_and_days_of_its_period),
    TEST(a_quantity_that_is_a_fraction_is_rounded_at_the_amount),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
