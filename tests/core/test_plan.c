// The plan of a contract, at the room's door: what it owes on a day, when the rest will be ready, and why it is held.
#include "core/engine/plan/planner.h"
#include <string.h>
#include "core/engine/invoice/invoice.h"
#include "tests/core/billed_world.h"
#include "tests/core/engine_world.h"

// A contract with a fee of `price` and work at `rate`, monthly from 2026-04-07 on.
static bool fee(rating *r, error *e) {
  const rating_fee terms = fee_at("Fee", param("price"));
  return rating_line(r, &terms, e);
}
static bool work(rating *r, error *e) { return rating_bill(r, rating_work(r), param("rate"), e); }

static void flat_is(world *w, const char *more) {
  plugins.opens = fee;
  plugins.closes = work;
  contract_is(w, arena_format(w->arena, ",'params':{'price':'300.00','rate':'100.00'}%s", more));
}
static void desk_is(world *w, const char *more) {
  plugins.closes = work;
  contract_is(w, arena_format(w->arena, ",'params':{'rate':'100.00'}%s", more));
}

// ---- Periods.

static void a_period_in_arrears_is_due_on_the_day_after_it(void **state) {
  world *w = *state;
  flat_is(w, "");
  const plan *p = planned(w, "k", "2026-05-06");
  assert_int_equal(p->state, PLAN_LOCKED);
  assert_int_equal(p->ready_on, on("2026-05-07"));
  assert_string_equal(items_of(w, p), "k:2026-04-07 300.00 from 2026-05-07");
  assert_int_equal(p->total, 0);
  p = planned(w, "k", "2026-05-07");
  assert_int_equal(p->state, PLAN_READY);
  assert_int_equal(p->total, 30000);
  assert_int_equal(p->ready_on, on("2026-06-07"));
}

static void in_advance_the_price_is_due_as_the_period_opens_and_work_after_it(void **state) {
  world *w = *state;
  flat_is(w, ",'timing':'advance'");
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-07")),
                      "k:2026-04-07 300.00; k:T:2026-04-07 100.00 from 2026-05-07");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")),
                      "k:2026-04-07 300.00 overdue; k:T:2026-04-07 100.00; k:2026-05-07 300.00");
}

// April became ready on 05-07, before the boundary of 06-07.
static void what_was_ready_before_the_latest_boundary_is_overdue(void **state) {
  world *w = *state;
  flat_is(w, ",'end':'2026-06-06'");
  assert_string_equal(items_of(w, planned(w, "k", "2026-06-06")),
                      "k:2026-04-07 300.00; k:2026-05-07 300.00 from 2026-06-07");
  assert_string_equal(items_of(w, planned(w, "k", "2026-06-07")), "k:2026-04-07 300.00 overdue; k:2026-05-07 300.00");
}

static void without_periods_what_was_ready_before_the_last_batch_is_overdue(void **state) {
  world *w = *state;
  desk_is(w, ",'period':'on-demand'");
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-10")), "k:T 100.00");
  facts(w, "{'contracts':[{'id':'o','customer':'elm','name':'Other','type':'plain','start':'2026-04-07',"
           "'period':'on-demand','params':{'rate':'1.00'}}],'tickets':[{'id':'O','customer':'elm','contract':'o',"
           "'status':'closed'}],'time_entries':[{'id':'O','ticket':'O','start':'2026-04-08T09:00','minutes':60}]}");
  billed(w, "2026-04-20", "o");
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-21")), "k:T 100.00 overdue");
}

// The 1st is the first bill day after the start; the whole contract is one period.
static void a_grid_starts_at_its_bill_day_with_a_short_period_before_it(void **state) {
  world *w = *state;
  flat_is(w, ",'bill_day':1,'proration':'none'");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-01")),
                      "k:2026-04-07 300.00; k:2026-05-01 300.00 from 2026-06-01");
  contract_is(w, ",'bill_day':null,'period':'whole-contract','end':'2026-07-31'");
  assert_string_equal(items_of(w, planned(w, "k", "2026-06-01")), "k:2026-04-07 300.00 from 2026-08-01");
}

static void an_end_cuts_the_last_period_and_nothing_is_to_come(void **state) {
  world *w = *state;
  flat_is(w, ",'end':'2026-05-16','proration':'daily'");
  // 10 of the 31 days to 2026-06-06: 96.774…
  const plan *p = planned(w, "k", "2026-05-17");
  assert_string_equal(items_of(w, p), "k:2026-04-07 300.00; k:2026-05-07 96.77");
  assert_int_equal(p->ready_on, DAY_NEVER);
}

static void nothing_before_bill_from_is_due_and_periods_stay_where_they_are(void **state) {
  world *w = *state;
  flat_is(w, ",'bill_from':'2026-05-07'");
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-05-10T09:00", 60);
  assert_string_equal(items_of(w, planned(w, "k", "2026-06-06")),
                      "k:2026-05-07 300.00 from 2026-06-07; k:U:2026-05-07 100.00 from 2026-06-07");
}

static void work_outside_the_contract_is_not_its_work(void **state) {
  world *w = *state;
  desk_is(w, ",'end':'2026-05-06'");
  worked(w, "A", "2026-04-06T23:59", 60);
  worked(w, "B", "2026-04-07T00:00", 60);
  worked(w, "C", "2026-05-06T23:59", 60);
  worked(w, "D", "2026-05-07T00:00", 60);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:B:2026-04-07 100.00; k:C:2026-04-07 100.00");
}

static void a_ticket_has_an_item_for_each_period_it_was_worked_in(void **state) {
  world *w = *state;
  desk_is(w, "");
  worked(w, "T", "2026-05-06T23:00", 60);
  facts(w, "{'time_entries':[{'id':'T2','ticket':'T','start':'2026-05-07T00:00','minutes':30}]}");
  const plan *p = planned(w, "k", "2026-06-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 100.00 overdue; k:T:2026-05-07 50.00");
  assert_int_equal(p->pick_tickets, 1);
  assert_int_equal(p->pick_minutes, 90);
}

static void a_period_that_is_billed_is_planned_no_more_and_late_work_in_it_is_an_item_of_its_own(void **state) {
  world *w = *state;
  flat_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  billed(w, "2026-05-07", "k");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:2026-05-07 300.00 from 2026-06-07");
  facts(w, "{'time_entries':[{'id':'T2','ticket':'T','start':'2026-04-11T09:00','minutes':30}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")),
                      "k:T:2026-04-07 50.00; k:2026-05-07 300.00 from 2026-06-07");
}

// ---- Charges.

// 3 × 19.99 = 59.97, less a tenth 53.973; 59.97 less 10.00.
static void a_charge_is_billed_with_its_period_less_its_discount(void **state) {
  world *w = *state;
  desk_is(w, ",'end':'2026-05-06'");
  facts(w,
        "{'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'3',"
        "'unit_price':'19.99','discount':'10%'},"
        "{'id':'D','customer':'cool','date':'2026-04-21','description':'Dock','quantity':'3','unit_price':'19.99',"
        "'discount':'10.00'},"
        "{'id':'E','customer':'cool','date':'2026-04-21','description':'Back','quantity':'-1','unit_price':'19.99'},"
        "{'id':'F','customer':'cool','date':'2026-05-07','description':'Late','quantity':'1','unit_price':'1.00'}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")),
                      "k:charge:C 53.97; k:charge:D 49.97; k:charge:E -19.99");
  assert_int_equal(planned(w, "k", "2026-05-06")->state, PLAN_LOCKED);
}

// ---- Catch-ups.

// 300.00 were billed; at 600.00 from the 22nd on, the last 15 of 30 days cost 150.00 more.
static void a_price_that_changes_after_its_bill_is_caught_up_where_the_contract_prorates(void **state) {
  world *w = *state;
  flat_is(w, ",'proration':'daily','end':'2026-05-06'");
  billed(w, "2026-05-07", "k");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'price':'600.00'}}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:2026-04-22+1 150.00");
  assert_string_equal(p->pieces[0].description, "Fee, changed (15 of 30 days)");
  billed(w, "2026-05-07", "k");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "");
}

static void what_is_caught_up_and_taken_back_ends_where_it_began(void **state) {
  world *w = *state;
  flat_is(w, ",'proration':'daily','end':'2026-05-06'");
  billed(w, "2026-05-07", "k");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'price':'600.00'}}]}");
  billed(w, "2026-05-07", "k");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-21','params':{'price':'300.00'}},"
           "{'contract':'k','from':'2026-04-22','params':{'price':'300.00'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:2026-04-22+2 -150.00");
}

// 60 over 30: two of them at 10.00; where its price is nothing the line is not given.
static bool count_of_days(rating *r, error *e) {
  rating_fee terms = fee_at("Days", param("price"));
  terms.quantity = 60 * DECIMAL_ONE;
  terms.over = 30;
  return terms.price == 0 || rating_line(r, &terms, e);
}

// 20.00 were billed for 30 days: the last 15 of them are given back.
static void a_line_that_is_given_no_more_is_paid_back_by_the_day(void **state) {
  world *w = *state;
  flat_is(w, ",'proration':'daily','end':'2026-05-06'");
  plugins.opens = count_of_days;
  facts(w, "{'contracts':[{'id':'k','params':{'price':'10.00'}}]}");
  billed(w, "2026-05-07", "k");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'price':'0.00'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:2026-04-22+1 -10.00");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-07','params':{'price':'0.00'}}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:2026-04-07+1 -20.00");
  assert_string_equal(p->pieces[0].description, "No longer charged");
}

static void nothing_is_caught_up_where_the_contract_does_not_prorate(void **state) {
  world *w = *state;
  flat_is(w, ",'end':'2026-05-06'");
  billed(w, "2026-05-07", "k");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'price':'600.00'}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "");
}

// 10 of 30 days at 300.00 and 20 at 90.00: 100.00 + 60.00, in one bill or in two.
static void a_change_known_before_or_after_its_bill_ends_at_the_same_sum(void **state) {
  world *w = *state;
  flat_is(w, ",'proration':'daily','end':'2026-05-06'");
  facts(w, "{'contracts':[{'id':'o','customer':'elm','name':'Other','type':'plain','start':'2026-04-07',"
           "'end':'2026-05-06','proration':'daily','params':{'price':'300.00'}}],"
           "'changes':[{'contract':'k','from':'2026-04-17','params':{'price':'90.00'}}]}");
  billed(w, "2026-05-07", "k o");
  facts(w, "{'changes':[{'contract':'o','from':'2026-04-17','params':{'price':'90.00'}}]}");
  billed(w, "2026-05-07", "o");
  assert_int_equal(number(w, "SELECT sum(amount) FROM bills WHERE contract = 1"), 16000);
  assert_int_equal(number(w, "SELECT sum(amount) FROM bills WHERE contract = 2"), 16000);
}

static bool by_code(rating *r, error *e) { return rating_rates(r, rating_work(r), NULL, e); }

// An hour and a half at 150.00 was billed; at 180.00 it costs 45.00 more.
static void a_rate_that_comes_late_is_caught_up_on_billed_work(void **state) {
  world *w = *state;
  plugins.closes = by_code;
  contract_is(w, ",'end':'2026-05-06','proration':'daily'");
  facts(w, "{'rates':[{'code':'night','unit_price':'150.00'}],'tickets':[{'id':'T','customer':'cool',"
           "'status':'closed'}],'time_entries':[{'id':'A','ticket':'T','start':'2026-04-11T09:00','minutes':90,"
           "'rate':'night'}]}");
  billed(w, "2026-05-07", "k");
  facts(w, "{'rates':[{'code':'night','unit_price':'180.00','from':'2026-04-10'}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07+1 45.00");
  billed(w, "2026-05-07", "k");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "");
}

// The hour and a half was credited for good: it is not charged after all.
static void what_was_given_away_is_not_caught_up(void **state) {
  world *w = *state;
  plugins.closes = by_code;
  contract_is(w, ",'end':'2026-05-06','proration':'daily'");
  facts(w, "{'rates':[{'code':'night','unit_price':'150.00'}],'tickets':[{'id':'T','customer':'cool',"
           "'status':'closed'}],'time_entries':[{'id':'A','ticket':'T','start':'2026-04-11T09:00','minutes':90,"
           "'rate':'night'}]}");
  billed(w, "2026-05-07", "k");
  assert_true(credited(w, 1, "", false));
  facts(w, "{'rates':[{'code':'night','unit_price':'180.00','from':'2026-04-10'}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "");
}

// ---- Held, excluded, summed up.

static bool fails(rating *r, error *e) {
  (void)r;
  error_set(e, ERROR_PLUGIN, "a plugin fails");
  return error_hint(e, "mend it");
}

static void what_fails_holds_the_contract_and_says_why(void **state) {
  world *w = *state;
  flat_is(w, "");
  plugins.closes = fails;
  const plan *p = planned(w, "k", "2026-05-07");
  assert_int_equal(p->state, PLAN_HELD);
  assert_string_equal(p->reason, "a plugin fails (mend it)");
  assert_int_equal(p->item_count, 0);
  assert_int_equal(p->total, 0);
}

static bool corrupt(rating *r, error *e) {
  (void)r;
  return error_set(e, ERROR_CORRUPT, "the file is torn");
}

static void a_database_that_fails_ends_planning(void **state) {
  world *w = *state;
  const plan *p;
  contract_is(w, "");
  plugins.opens = corrupt;
  contract c = contract_of(w, "k");
  planner *planner = planner_open(&w->book, on("2026-05-07"), 0, &w->e);
  assert_false(planner_plan(planner, &c, &p, &w->e));
  assert_int_equal(w->e.code, ERROR_CORRUPT);
  planner_close(planner);
}

static int64_t at_most_hundred(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount > 10000 ? 10000 : amount;
}

// T and U share 100.00 by 60 : 90, whether or not T is billed now.
static void leaving_an_item_out_changes_no_amount(void **state) {
  world *w = *state;
  desk_is(w, ",'end':'2026-05-06'");
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, at_most_hundred);
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-04-11T09:00", 90);
  batch b = chosen_but(w, "2026-05-07", "k", "k:T:2026-04-07");
  const plan *p = planned_in(w, b.n, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 40.00 excluded; k:U:2026-04-07 60.00");
  assert_int_equal(p->total, 10000);
  assert_int_equal(p->pick_amount, 6000);
  assert_int_equal(p->pick_tickets, 1);
  assert_string_equal(p->items[0].note, "disputed");
  assert_true(batch_run(&w->book, &b, "Some", &w->e));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 40.00");
}

static void what_a_generated_batch_left_out_is_overdue(void **state) {
  world *w = *state;
  desk_is(w, ",'end':'2026-05-06'");
  worked(w, "T", "2026-04-10T09:00", 60);
  worked(w, "U", "2026-04-11T09:00", 90);
  batch b = chosen_but(w, "2026-05-07", "k", "k:T:2026-04-07");
  assert_true(batch_run(&w->book, &b, "Some", &w->e));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 100.00");
  assert_true(batch_generate(&w->book, &b, b.as_of, false, &w->e));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 100.00 overdue");
}

// 1.04 bears 0.10 alone; three of them, 3.12, bear 0.31 on the document.
static void a_tax_of_the_document_is_picked_on_the_sum(void **state) {
  world *w = *state;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%','document':true}}]}");
  desk_is(w, ",'end':'2026-05-06','tax':'GST'");
  facts(w, "{'charges':["
           "{'id':'C','customer':'cool','date':'2026-04-20','description':'Nut','quantity':'1','unit_price':'1.04'},"
           "{'id':'D','customer':'cool','date':'2026-04-20','description':'Nut','quantity':'1','unit_price':'1.04'},"
           "{'id':'E','customer':'cool','date':'2026-04-20','description':'Nut','quantity':'1','unit_price':'1.04'}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:charge:C 1.04+0.10; k:charge:D 1.04+0.10; k:charge:E 1.04+0.10");
  assert_int_equal(p->pick_amount, 312);
  assert_int_equal(p->pick_tax, 31);
}

static void what_is_shown_differs_as_soon_as_an_amount_does(void **state) {
  world *w = *state;
  desk_is(w, ",'end':'2026-05-06'");
  worked(w, "T", "2026-04-10T09:00", 60);
  uint64_t shown = planned(w, "k", "2026-05-07")->shown;
  assert_true(planned(w, "k", "2026-05-07")->shown == shown);
  facts(w, "{'time_entries':[{'id':'T','ticket':'T','start':'2026-04-10T09:00','minutes':61}]}");
  assert_true(planned(w, "k", "2026-05-07")->shown != shown);
}

static void what_is_shown_of_one_period_is_not_that_of_another(void **state) {
  world *w = *state;
  flat_is(w, "");
  uint64_t april = planned(w, "k", "2026-05-07")->shown;
  billed(w, "2026-05-07", "k");
  assert_int_equal(planned(w, "k", "2026-06-07")->total, 30000);
  assert_true(planned(w, "k", "2026-06-07")->shown != april);
}

static void a_planner_can_count_open_tickets_as_closed(void **state) {
  world *w = *state;
  const plan *p;
  desk_is(w, ",'end':'2026-05-06'");
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'waiting'}],"
           "'time_entries':[{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':60}]}");
  contract c = contract_of(w, "k");
  planner *planner = planner_open(&w->book, on("2026-05-07"), 0, &w->e);
  assert_true(planner_plan(planner, &c, &p, &w->e));
  assert_int_equal(p->total, 0);
  planner_count_open(planner);
  assert_true(planner_plan(planner, &c, &p, &w->e));
  assert_int_equal(p->total, 10000);
  planner_close(planner);
}

// ---- Parts and schedules.

static bool fee_of_part(rating *r, error *e) {
  const rating_fee terms = fee_at(part_type(), param("price"));
  return rating_line(r, &terms, e);
}

static void each_part_of_a_contract_has_items_and_work_of_its_own(void **state) {
  world *w = *state;
  plugins.opens = fee_of_part;
  plugins.closes = work;
  contract_is(w, ",'end':'2026-05-06','params':{'lines':[{'id':'a','type':'plain','price':'10.00','rate':'100.00'},"
                 "{'id':'b','type':'other','price':'20.00','rate':'50.00'}]}");
  worked(w, "T", "2026-04-10T09:00", 60);
  // the first part takes the work, at its rate
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:a:2026-04-07 10.00; k:b:2026-04-07 20.00; k:T:2026-04-07 100.00");
  assert_string_equal(p->pieces[1].description, "other");
}

// 15 of 30 days at 30.00.
static void a_part_that_a_change_adds_costs_from_its_day_on(void **state) {
  world *w = *state;
  plugins.opens = fee_of_part;
  contract_is(w, ",'end':'2026-05-06','proration':'daily','params':{'lines':[{'id':'a','type':'plain',"
                 "'price':'10.00'}]}");
  facts(w, "{'changes':[{'contract':'k','from':'2026-04-22','params':{'lines':[{'id':'b','type':'plain',"
           "'price':'30.00'}]}}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:a:2026-04-07 10.00; k:b:2026-04-22 15.00");
}

static void a_type_with_a_schedule_is_due_when_that_says(void **state) {
  world *w = *state;
  flat_is(w, "");
  plugins.periods[0] = (plugin_period){ "design", NULL, on("2026-04-07"), on("2026-05-07"), on("2026-04-20"), true };
  plugins.periods[1] = (plugin_period){ "launch", NULL, on("2026-05-07"), on("2026-07-07"), DAY_NEVER, true };
  plugins.period_count = 2;
  const plan *p = planned(w, "k", "2026-04-20");
  assert_string_equal(items_of(w, p), "k:design 300.00; k:launch 300.00 from never");
  assert_int_equal(planned(w, "k", "2026-04-19")->ready_on, on("2026-04-20"));
  billed(w, "2026-04-20", "k");
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-20")), "k:launch 300.00 from never");
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-20")), "k:launch 300.00 from never");
}

static void a_plan_writes_nothing(void **state) {
  world *w = *state;
  flat_is(w, "");
  worked(w, "T", "2026-04-10T09:00", 60);
  int64_t before = number(w, "SELECT total_changes()");
  planned(w, "k", "2026-05-07");
  assert_int_equal(number(w, "SELECT total_changes()"), before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_period_in_arrears_is_due_on_the_day_after_it),
    TEST(in_advance_the_price_is_due_as_the_period_opens_and_work_after_it),
    TEST(what_was_ready_before_the_latest_boundary_is_overdue),
    TEST(without_periods_what_was_ready_before_the_last_batch_is_overdue),
    TEST(a_grid_starts_at_its_bill_day_with_a_short_period_before_it),
    TEST(an_end_cuts_the_last_period_and_nothing_is_to_come),
    TEST(nothing_before_bill_from_is_due_and_periods_stay_where_they_are),
    TEST(work_outside_the_contract_is_not_its_work),
    TEST(a_ticket_has_an_item_for_each_period_it_was_worked_in),
    TEST(a_period_that_is_billed_is_planned_no_more_and_late_work_in_it_is_an_item_of_its_own),
    TEST(a_charge_is_billed_with_its_period_less_its_discount),
    TEST(a_price_that_changes_after_its_bill_is_caught_up_where_the_contract_prorates),
    TEST(what_is_caught_up_and_taken_back_ends_where_it_began),
    TEST(a_line_that_is_given_no_more_is_paid_back_by_the_day),
    TEST(nothing_is_caught_up_where_the_contract_does_not_prorate),
    TEST(a_change_known_before_or_after_its_bill_ends_at_the_same_sum),
    TEST(a_rate_that_comes_late_is_caught_up_on_billed_work),
    TEST(what_was_given_away_is_not_caught_up),
    TEST(what_fails_holds_the_contract_and_says_why),
    TEST(a_database_that_fails_ends_planning),
    TEST(leaving_an_item_out_changes_no_amount),
    TEST(what_a_generated_batch_left_out_is_overdue),
    TEST(a_tax_of_the_document_is_picked_on_the_sum),
    TEST(what_is_shown_differs_as_soon_as_an_amount_does),
    TEST(what_is_shown_of_one_period_is_not_that_of_another),
    TEST(a_planner_can_count_open_tickets_as_closed),
    TEST(each_part_of_a_contract_has_items_and_work_of_its_own),
    TEST(a_part_that_a_change_adds_costs_from_its_day_on),
    TEST(a_type_with_a_schedule_is_due_when_that_says),
    TEST(a_plan_writes_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
