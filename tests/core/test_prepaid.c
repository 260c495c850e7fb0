// Prepaid balances, at the room's door: what periods and rows of `grants` grant, what work and charges draw, and what
// a bill leaves for the next plan. Hours are counted in minutes, money in cents.
#include "core/engine/prepaid/prepaid.h"
#include <string.h>
#include "core/engine/invoice/invoice.h"
#include "tests/core/engine_world.h"

static rating_lot block = { .unit = "hours", .pool = 1, .periods = 0 };

// Ten hours a period, or as many as the params say; what is past them costs `rate` an hour.
static bool grants_block(rating *r, error *e) {
  rating_lot lot = block;
  const rating_fee fee = fee_at("Block", param("price"));
  lot.quantity = param("hours");
  return rating_grant(r, &lot, e) && rating_line(r, &fee, e);
}
static bool draws_block(rating *r, error *e) {
  work_set covered, over;
  const draw_terms terms = { .unit = block.unit };
  return rating_draw(r, rating_work(r), &terms, &covered, &over, e) && rating_include(r, covered, e) &&
         rating_bill(r, over, param("rate"), e);
}

static void block_is(world *w, rating_lot lot, const char *more) {
  block = lot;
  plugins.opens = grants_block;
  plugins.closes = draws_block;
  contract_is(w, arena_format(w->arena, ",'params':{'hours':'2','price':'200.00','rate':'150.00'}%s", more));
}

static const rating_lot lapses = { .unit = "hours", .pool = 1, .periods = 0 };
static const rating_lot rolls = { .unit = "hours", .pool = 1, .periods = -1 };

static void work_draws_on_its_period_and_what_is_past_it_costs(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-05-06'");
  worked(w, "T", "2026-04-10T09:00", 90);
  worked(w, "U", "2026-04-11T09:00", 60);
  const plan *p = planned(w, "k", "2026-05-07");
  // of the second ticket 30 minutes are covered and 30 at 150.00 an hour are not
  assert_string_equal(items_of(w, p), "k:2026-04-07 200.00; k:T:2026-04-07 0.00; k:U:2026-04-07 75.00");
  assert_string_equal(lots_of(w, p), "hours 0/120 2026-04-07..2026-05-06");
  assert_string_equal(draws_of(w, p), "90 from 2026-04-07 on 2026-04-10; 30 from 2026-04-07 on 2026-04-11");
}

static void what_lapses_with_its_period_helps_no_later_one(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-06-06'");
  worked(w, "T", "2026-05-10T09:00", 180);
  const plan *p = planned(w, "k", "2026-06-07");
  assert_string_equal(lots_of(w, p), "hours 120/120 2026-04-07..2026-05-06; hours 0/120 2026-05-07..2026-06-06");
  assert_int_equal(p->total, 20000 + 20000 + 15000);
}

static void what_rolls_over_is_drawn_oldest_first(void **state) {
  world *w = *state;
  block_is(w, rolls, ",'end':'2026-06-06'");
  worked(w, "T", "2026-05-10T09:00", 180);
  const plan *p = planned(w, "k", "2026-06-07");
  assert_string_equal(lots_of(w, p), "hours 0/120 2026-04-07..never; hours 60/120 2026-05-07..never");
  assert_string_equal(draws_of(w, p), "120 from 2026-04-07 on 2026-05-10; 60 from 2026-05-07 on 2026-05-10");
}

static void a_grant_is_not_drawn_before_its_day_nor_after_the_last(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-05-06'");
  facts(w, "{'contracts':[{'id':'k','params':{'hours':'0','price':'0.00','rate':'150.00'}}],"
           "'grants':[{'id':'G','contract':'k','date':'2026-04-10','quantity':'1','expires':'2026-04-12'}]}");
  worked(w, "A", "2026-04-09T09:00", 10);
  worked(w, "B", "2026-04-10T09:00", 10);
  worked(w, "C", "2026-04-12T09:00", 10);
  worked(w, "D", "2026-04-13T09:00", 10);
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(draws_of(w, p), "10 from 2026-04-10 on 2026-04-10; 10 from 2026-04-10 on 2026-04-12");
  assert_string_equal(lots_of(w, p), "hours 40/60 2026-04-10..2026-04-12");
}

static void of_lots_of_one_day_the_one_that_expires_first_is_drawn_first(void **state) {
  world *w = *state;
  block_is(w, rolls, ",'end':'2026-05-06'");
  facts(w, "{'contracts':[{'id':'k','params':{'hours':'0','price':'0.00','rate':'150.00'}}],'grants':["
           "{'id':'G','contract':'k','date':'2026-04-10','quantity':'1','expires':'2026-09-30'},"
           "{'id':'H','contract':'k','date':'2026-04-10','quantity':'1','expires':'2026-08-31'}]}");
  worked(w, "T", "2026-04-20T09:00", 80);
  assert_string_equal(lots_of(w, planned(w, "k", "2026-05-07")),
                      "hours 0/60 2026-04-10..2026-08-31; hours 40/60 2026-04-10..2026-09-30");
}

static void a_grant_with_a_price_is_an_item_of_its_day(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-05-06'");
  facts(w, "{'grants':[{'id':'G','contract':'k','date':'2026-04-20','quantity':'3','price':'100.00'},"
           "{'id':'H','contract':'k','date':'2026-04-20','quantity':'1','price':'0.00'}]}");
  // due on its day, in the middle of the period
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-20")),
                      "k:2026-04-07 200.00 from 2026-05-07; k:grant:G 300.00");
  assert_string_equal(items_of(w, planned(w, "k", "2026-04-19")),
                      "k:2026-04-07 200.00 from 2026-05-07; k:grant:G 300.00 from 2026-04-20");
}

// Three periods share 6 hours: the first draws 5 of them.
static void periods_of_a_pool_share_what_they_grant(void **state) {
  world *w = *state;
  rating_lot pooled = lapses;
  pooled.pool = 3;
  block_is(w, pooled, ",'end':'2026-07-06'");
  worked(w, "T", "2026-04-10T09:00", 300);
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(lots_of(w, p),
                      "hours 0/120 2026-04-07..2026-07-06; hours 0/120 2026-04-07..2026-07-06; hours 60/120 "
                      "2026-04-07..2026-07-06");
}

// With one period after its own, what April granted is used until the end of May's.
static void a_grant_is_usable_in_as_many_periods_as_it_says(void **state) {
  world *w = *state;
  rating_lot next = lapses;
  next.periods = 1;
  block_is(w, next, ",'end':'2026-05-06'");
  assert_string_equal(lots_of(w, planned(w, "k", "2026-05-07")), "hours 120/120 2026-04-07..2026-06-06");
}

// 2 hours of April; of those 1 is carried into May, the rest is lost on its first day.
static void what_is_carried_past_the_cap_is_lost_oldest_first(void **state) {
  world *w = *state;
  rating_lot capped = rolls;
  capped.capped = true;
  capped.cap = DECIMAL_ONE;
  block_is(w, capped, ",'end':'2026-06-06'");
  const plan *p = planned(w, "k", "2026-06-07");
  assert_string_equal(lots_of(w, p), "hours 60/120 2026-04-07..never; hours 120/120 2026-05-07..never");
  assert_string_equal(draws_of(w, p), "60 from 2026-04-07 on 2026-05-07");
  assert_int_equal(p->draws[0].kind, DRAW_CAP);
}

static void a_stub_grants_its_share_where_the_contract_prorates(void **state) {
  world *w = *state;
  // 24 of April's 30 days: 96 of 120 minutes
  block_is(w, lapses, ",'bill_day':1,'end':'2026-04-30'");
  assert_string_equal(lots_of(w, planned(w, "k", "2026-05-07")), "hours 96/96 2026-04-07..2026-04-30");
}

static void what_no_minute_measures_is_not_granted(void **state) {
  world *w = *state;
  block_is(w, lapses, "");
  facts(w, "{'contracts':[{'id':'k','params':{'hours':'0.001','price':'0.00','rate':'150.00'}}]}");
  assert_string_equal(held_of(w, "k", "2026-05-07"),
                      "contract k: a grant of 0.001 hours is not a whole number of minutes, 0 or more");
}

// Nothing is left to price of it.
static void an_entry_of_no_minutes_is_covered(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-05-06'");
  worked(w, "T", "2026-04-10T09:00", 0);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:2026-04-07 200.00; k:T:2026-04-07 0.00");
}

static void without_periods_a_grant_lasts_as_long_as_the_contract(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'period':'whole-contract','end':'2026-07-31'");
  assert_string_equal(lots_of(w, planned(w, "k", "2026-05-07")), "hours 120/120 2026-04-07..2026-07-31");
  contract_is(w, ",'period':'whole-contract','end':null");
  assert_string_equal(lots_of(w, planned(w, "k", "2026-05-07")), "hours 120/120 2026-04-07..never");
}

// ---- After a bill.

static void a_later_plan_starts_from_what_bills_left(void **state) {
  world *w = *state;
  block_is(w, rolls, ",'end':'2026-06-06'");
  worked(w, "T", "2026-04-10T09:00", 90);
  billed(w, "2026-05-07", "k");
  assert_int_equal(number(w, "SELECT remaining FROM movements WHERE lot IS NULL"), 30);
  worked(w, "U", "2026-05-10T09:00", 60);
  const plan *p = planned(w, "k", "2026-06-07");
  assert_string_equal(lots_of(w, p), "hours 0/120 2026-04-07..never; hours 90/120 2026-05-07..never");
  assert_string_equal(items_of(w, p), "k:2026-05-07 200.00; k:U:2026-05-07 0.00");
}

static void late_work_draws_on_the_period_not_billed_yet_and_first_in_it(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-06-06'");
  billed(w, "2026-05-07", "k");
  worked(w, "L", "2026-04-20T09:00", 90);
  worked(w, "T", "2026-05-08T09:00", 60);
  const plan *p = planned(w, "k", "2026-06-07");
  // 90 minutes of late work on the first day of the period, then 30 of 60: the rest costs 75.00
  assert_string_equal(draws_of(w, p), "90 from 2026-05-07 on 2026-05-07; 30 from 2026-05-07 on 2026-05-08");
  assert_string_equal(items_of(w, p), "k:2026-05-07 200.00; k:L:2026-04-07 0.00; k:T:2026-05-07 75.00");
}

// Ticket T draws 90 minutes and is left out: U finds 30 left, now and after the bill, and T its 90.
static void hours_of_an_excluded_item_stay_reserved_for_it(void **state) {
  world *w = *state;
  block_is(w, rolls, ",'end':'2026-05-06'");
  worked(w, "T", "2026-04-10T09:00", 90);
  worked(w, "U", "2026-04-11T09:00", 60);
  batch b = chosen_but(w, "2026-05-07", "k", "k:T:2026-04-07");
  assert_true(batch_run(&w->book, &b, "Some", &w->e));
  assert_string_equal(lines_of(w, 1), "Block: 1 x 200.00 = 200.00; Ticket U: 0.5 x 0.00 = 0.00; "
                                      "Ticket U: 0.5 x 150.00 = 75.00");
  assert_int_equal(number(w, "SELECT remaining FROM movements WHERE lot IS NULL"), 0);
  const plan *p = planned(w, "k", "2026-05-08");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 0.00");
  assert_int_equal(p->draws[0].quantity, 90);
  assert_true(p->draws[0].stored > 0);
}

// T takes all of April's 2 hours; U and V, left out, found none: nor do they draw on May's.
static void what_was_left_out_draws_no_more_than_was_reserved_for_it(void **state) {
  world *w = *state;
  block_is(w, lapses, "");
  worked(w, "T", "2026-04-10T09:00", 120);
  worked(w, "U", "2026-04-11T09:00", 60);
  worked(w, "V", "2026-04-12T09:00", 60);
  batch b = chosen_but(w, "2026-05-07", "k", "k:U:2026-04-07 k:V:2026-04-07");
  assert_true(batch_run(&w->book, &b, "Some", &w->e));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-08")),
                      "k:U:2026-04-07 150.00; k:V:2026-04-07 150.00; k:2026-05-07 200.00 from 2026-06-07");
}

// U found nothing to draw, was billed and credited: billed anew it does not draw on May's block either.
static void what_was_credited_is_billed_anew_as_its_period_was_settled(void **state) {
  world *w = *state;
  block_is(w, lapses, "");
  worked(w, "T", "2026-04-10T09:00", 120);
  worked(w, "U", "2026-04-11T09:00", 60);
  billed(w, "2026-05-07", "k");
  assert_string_equal(lines_of(w, 1), "Block: 1 x 200.00 = 200.00; Ticket T: 2 x 0.00 = 0.00; Ticket U: 1 x 150.00 = "
                                      "150.00");
  assert_true(credited(w, 1, "3", true));
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-08")),
                      "k:U:2026-04-07 150.00; k:2026-05-07 200.00 from 2026-06-07");
}

// ---- Top-ups.

static bool tops_up(rating *r, error *e) {
  rating_fee more = fee_at("Top-up", param("price"));
  work_set covered, over;
  more.quantity = param("hours");
  const draw_terms terms = { .unit = "hours", .more = &more };
  const rating_lot first = { .unit = "hours", .quantity = param("hours"), .pool = 1, .once = true };
  return rating_grant(r, &first, e) && rating_draw(r, rating_work(r), &terms, &covered, &over, e) &&
         rating_include(r, covered, e);
}

// 2 hours at the start; 5 hours of work take them and renew them twice: 2 + 2 + 1, and each top-up costs 2 × 90.00.
static void a_balance_that_is_used_up_is_renewed_and_billed(void **state) {
  world *w = *state;
  plugins.closes = tops_up;
  contract_is(w, ",'period':'on-demand','params':{'hours':'2','price':'90.00'}");
  worked(w, "T", "2026-04-10T09:00", 300);
  const plan *p = planned(w, "k", "2026-05-07");
  assert_int_equal(p->lot_count, 3);
  assert_string_equal(lots_of(w, p), "hours 0/120 2026-04-07..never; hours 0/120 2026-04-10..never; "
                                     "hours 60/120 2026-04-10..never");
  assert_int_equal(p->total, 2 * 18000);
}

static void a_balance_with_periods_is_not_topped_up(void **state) {
  world *w = *state;
  plugins.closes = tops_up;
  contract_is(w, ",'params':{'hours':'2','price':'90.00'}");
  assert_string_equal(held_of(w, "k", "2026-05-07"), "contract k: a balance that is topped up has no periods (give the "
                                                     "contract the period on-demand)");
}

// ---- Money.

static money_mode how = MONEY_NET;
static bool grants_money(rating *r, error *e) {
  const rating_lot lot = { .unit = "money", .quantity = param("amount"), .pool = 1, .with_tax = how == MONEY_WITH_TAX };
  return rating_grant(r, &lot, e);
}
static bool draws_money(rating *r, error *e) {
  const decimal rate = param("rate");
  return rating_draw_money(r, rating_work(r), &rate, how, e);
}
static bool draws_charges(rating *r, error *e) { return draws_money(r, e) && rating_draw_charges(r, how, e); }

static void money_is(world *w, money_mode mode, const char *more) {
  how = mode;
  plugins.opens = grants_money;
  plugins.closes = draws_money;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}}]}");
  contract_is(w, arena_format(w->arena, ",'end':'2026-05-06','params':{'amount':'100.00','rate':'60.00'}%s", more));
}

// 100.00 pay the 60.00 of T and 40.00 of U's 90.00, in the order of the work.
static void money_pays_work_in_the_order_in_which_it_was_done(void **state) {
  world *w = *state;
  money_is(w, MONEY_NET, "");
  worked(w, "U", "2026-04-11T09:00", 90);
  worked(w, "T", "2026-04-10T09:00", 60);
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 0.00; k:U:2026-04-07 50.00");
  assert_string_equal(pieces_of(w, p), "1 x 60.00 = 0.00 off 60.00; 1.5 x 60.00 = 50.00 off 40.00");
}

// Without its tax the balance pays 100.00 of 120.00, and 20.00 bear 2.00. With it, it holds 110.00 and pays them of
// 132.00: the 22.00 that are left hold 2.00 of tax.
static void a_balance_with_tax_pays_the_tax_too(void **state) {
  world *w = *state;
  money_is(w, MONEY_NET, ",'tax':'GST'");
  worked(w, "T", "2026-04-10T09:00", 120);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 20.00+2.00");
  money_is(w, MONEY_WITH_TAX, ",'tax':'GST'");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 20.00+2.00");
  assert_int_equal(p->lots[0]->quantity, 11000);
  assert_true(tax_is_within(p->pieces[0].tax_answer));
}

static void charges_draw_on_money_where_the_type_says_so(void **state) {
  world *w = *state;
  money_is(w, MONEY_NET, "");
  worked(w, "T", "2026-04-21T09:00", 60);
  facts(w, "{'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'1',"
           "'unit_price':'70.00'}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 0.00; k:charge:C 70.00");
  plugins.closes = draws_charges;
  // the charge of the 20th comes before the work of the 21st, which finds 30.00
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 30.00; k:charge:C 0.00");
}

static bool limits(rating *r, error *e) {
  const rating_lot lot = { .unit = "limit", .quantity = param("amount"), .pool = 1, .once = true };
  return rating_grant(r, &lot, e);
}

// Work of 120.00 on a budget of 100.00: 20.00 are what nobody pays.
static void of_work_on_a_budget_what_is_past_it_is_not_billed(void **state) {
  world *w = *state;
  money_is(w, MONEY_BUDGET, ",'tax':'GST'");
  plugins.opens = limits;
  worked(w, "T", "2026-04-10T09:00", 120);
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-07")), "2 x 60.00 = 100.00+10.00 off 20.00");
}

static int64_t at_most_hundred(int64_t amount, const rule_facts *facts) {
  (void)facts;
  return amount > 10000 ? 10000 : amount;
}

// 40.00 and 40.00, of which 60.00 are paid, count 80.00 towards the cap of 100.00: of 50.00 more 20.00 are within it.
static void what_a_balance_paid_counts_for_a_cap_all_the_same(void **state) {
  world *w = *state;
  money_is(w, MONEY_NET, "");
  facts(w, "{'contracts':[{'id':'k','params':{'amount':'60.00','rate':'60.00'}}]}");
  rule_add(STAGE_AMOUNT, SCOPE_PERIOD, at_most_hundred);
  worked(w, "T", "2026-04-10T09:00", 40);
  worked(w, "U", "2026-04-11T09:00", 40);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:T:2026-04-07 0.00; k:U:2026-04-07 20.00");
  billed(w, "2026-05-07", "k");
  worked(w, "V", "2026-04-12T09:00", 50);
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:V:2026-04-07 20.00");
}

// ---- Tickets.

static bool grants_tickets(rating *r, error *e) {
  const rating_lot lot = { .unit = "tickets", .quantity = param("pack"), .pool = 1 };
  return rating_grant(r, &lot, e);
}
static bool draws_tickets(rating *r, error *e) {
  work_set covered, over;
  const draw_terms terms = { .unit = "tickets" };
  return rating_draw(r, rating_work(r), &terms, &covered, &over, e) && rating_include(r, covered, e) &&
         rating_tickets(r, over, param("extra"), e);
}

// Of two tickets one is covered: that which was closed first, though it was worked on later.
static void tickets_count_once_in_the_order_in_which_they_were_closed(void **state) {
  world *w = *state;
  plugins.opens = grants_tickets;
  plugins.closes = draws_tickets;
  contract_is(w, ",'end':'2026-05-06','params':{'pack':'1','extra':'30.00'}");
  facts(w, "{'tickets':[{'id':'T','customer':'cool','status':'closed','closed_at':'2026-04-20T10:00'},"
           "{'id':'U','customer':'cool','status':'closed','closed_at':'2026-04-15T10:00'}],'time_entries':["
           "{'id':'A','ticket':'T','start':'2026-04-10T09:00','minutes':60},"
           "{'id':'B','ticket':'U','start':'2026-04-11T09:00','minutes':60},"
           "{'id':'C','ticket':'U','start':'2026-04-12T09:00','minutes':60}]}");
  const plan *p = planned(w, "k", "2026-05-07");
  assert_string_equal(items_of(w, p), "k:T:2026-04-07 30.00; k:U:2026-04-07 0.00");
  assert_string_equal(draws_of(w, p), "1 from 2026-04-07 on 2026-04-15");
}

// ---- Refunds and texts.

static unused_units unused;
static bool refunds(rating *r, error *e) { return draws_block(r, e) && rating_unused(r, "hours", &unused, e); }

static void what_lapses_can_be_refunded_once(void **state) {
  world *w = *state;
  block_is(w, lapses, ",'end':'2026-05-06'");
  plugins.closes = refunds;
  worked(w, "T", "2026-04-10T09:00", 90);
  const plan *p = planned(w, "k", "2026-05-07");
  assert_int_equal(unused.amount, 30);
  assert_int_equal(unused.scale, 60);
  assert_string_equal(lots_of(w, p), "hours 0/120 2026-04-07..2026-05-06");
  assert_int_equal(p->draws[1].kind, DRAW_REFUND);
}

static void quantities_are_written_as_people_read_them(void **state) {
  world *w = *state;
  assert_string_equal(prepaid_text(2, "hours", 90, w->arena), "1.5");
  assert_string_equal(prepaid_text(2, "money", 12345, w->arena), "123.45");
  assert_string_equal(prepaid_text(2, "limit", 5, w->arena), "0.05");
  assert_string_equal(prepaid_text(2, "tickets", 3, w->arena), "3");
  assert_true(prepaid_is_money("money") && prepaid_is_money("limit") && !prepaid_is_money("hours"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(work_draws_on_its_period_and_what_is_past_it_costs),
    TEST(what_lapses_with_its_period_helps_no_later_one),
    TEST(what_rolls_over_is_drawn_oldest_first),
    TEST(a_grant_is_not_drawn_before_its_day_nor_after_the_last),
    TEST(of_lots_of_one_day_the_one_that_expires_first_is_drawn_first),
    TEST(a_grant_with_a_price_is_an_item_of_its_day),
    TEST(periods_of_a_pool_share_what_they_grant),
    TEST(a_grant_is_usable_in_as_many_periods_as_it_says),
    TEST(what_is_carried_past_the_cap_is_lost_oldest_first),
    TEST(a_stub_grants_its_share_where_the_contract_prorates),
    TEST(what_no_minute_measures_is_not_granted),
    TEST(an_entry_of_no_minutes_is_covered),
    TEST(without_periods_a_grant_lasts_as_long_as_the_contract),
    TEST(a_later_plan_starts_from_what_bills_left),
    TEST(late_work_draws_on_the_period_not_billed_yet_and_first_in_it),
    TEST(hours_of_an_excluded_item_stay_reserved_for_it),
    TEST(what_was_left_out_draws_no_more_than_was_reserved_for_it),
    TEST(what_was_credited_is_billed_anew_as_its_period_was_settled),
    TEST(a_balance_that_is_used_up_is_renewed_and_billed),
    TEST(a_balance_with_periods_is_not_topped_up),
    TEST(money_pays_work_in_the_order_in_which_it_was_done),
    TEST(a_balance_with_tax_pays_the_tax_too),
    TEST(charges_draw_on_money_where_the_type_says_so),
    TEST(of_work_on_a_budget_what_is_past_it_is_not_billed),
    TEST(what_a_balance_paid_counts_for_a_cap_all_the_same),
    TEST(tickets_count_once_in_the_order_in_which_they_were_closed),
    TEST(what_lapses_can_be_refunded_once),
    TEST(quantities_are_written_as_people_read_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
