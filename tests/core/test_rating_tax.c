// Taxes, at the door of rating: which rate is in force, and the arithmetic of it. Prices are dollars.
#include "core/engine/rating/rating.h"
#include <string.h>
#include "tests/core/engine_world.h"

static bool bill_work(rating *r, error *e) { return rating_bill(r, rating_work(r), param("rate"), e); }

static void desk(world *w) {
  plugins.closes = bill_work;
  contract_is(w, ",'params':{'rate':'100.00'}");
}

static bool flat(rating *r, error *e) {
  const rating_fee fee = fee_at("Fee", param("price"));
  return rating_line(r, &fee, e);
}

static const tax_answer tenth = { .count = 1, .components = { { .name = "GST", .rate = DECIMAL_ONE / 10 } } };
static const tax_answer two_steps = { .count = 2,
                                      .components = { { .name = "GST", .rate = DECIMAL_ONE / 20 },
                                                      { .name = "QST", .rate = DECIMAL_ONE / 10, .compound = true } } };

static void computes(const tax_answer *answer, int64_t gross, int64_t net, int64_t tax) {
  int64_t got_net, got_tax, parts[TAX_COMPONENTS_MAX], sum = 0;
  assert_true(tax_compute(answer, gross, &got_net, &got_tax, parts));
  assert_int_equal(got_net, net);
  assert_int_equal(got_tax, tax);
  for (size_t i = 0; i < answer->count; i++) sum += parts[i];
  assert_int_equal(sum, tax);
}

static void a_tax_is_rounded_half_away_from_zero_on_its_amount(void **state) {
  (void)state;
  computes(&tenth, 10000, 10000, 1000);
  computes(&tenth, 5, 5, 1);
  computes(&tenth, 4, 4, 0);
  computes(&tenth, -5, -5, -1);
}

// 5 % of 100.00 are 5.00; 10 % of 105.00 are 10.50.
static void a_compound_component_taxes_those_before_it(void **state) {
  int64_t net, tax, parts[TAX_COMPONENTS_MAX];
  (void)state;
  computes(&two_steps, 10000, 10000, 1550);
  assert_true(tax_compute(&two_steps, 10000, &net, &tax, parts));
  assert_int_equal(parts[0], 500);
  assert_int_equal(parts[1], 1050);
}

// 10 % in 99.99 are 9.09; 5 % and 10 % on top of it in 115.50 are 5.00 and 10.50.
static void a_tax_inside_the_price_is_taken_out_of_it(void **state) {
  tax_answer within = tenth, both = two_steps;
  int64_t net, tax, parts[TAX_COMPONENTS_MAX];
  (void)state;
  within.inclusive = both.inclusive = true;
  computes(&within, 9999, 9090, 909);
  computes(&within, -9999, -9090, -909);
  computes(&both, 11550, 10000, 1550);
  assert_true(tax_compute(&both, 11550, &net, &tax, parts));
  assert_int_equal(parts[0], 500);
}

static void what_is_supplied_from_a_day_on_bears_the_rate_of_that_day(void **state) {
  world *w = *state;
  plugins.opens = flat;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}},"
           "{'name':'GST','rule':'percent','from':'2026-05-06','params':{'rate':'12%'}}]}");
  contract_is(w, ",'tax':'GST','params':{'price':'300.00'}");
  facts(w, "{'contracts':[{'id':'a','customer':'cool','name':'Ahead','type':'plain','start':'2026-04-07',"
           "'timing':'advance','tax':'GST','params':{'price':'300.00'}}]}");
  // in arrears the last day, 2026-05-06; in advance the first ones, 2026-04-07 and 2026-05-07
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")),
                      "k:2026-04-07 300.00+36.00; k:2026-05-07 300.00+36.00 from 2026-06-07");
  assert_string_equal(items_of(w, planned(w, "a", "2026-05-07")),
                      "a:2026-04-07 300.00+30.00 overdue; a:2026-05-07 300.00+36.00");
}

static tax_answer no_tax_on_labor(const char *category) {
  return strcmp(category, "labor") == 0 ? (tax_answer){ .count = 0 } : tenth;
}

static void a_rule_tells_categories_apart(void **state) {
  world *w = *state;
  desk(w);
  plugins.opens = flat;
  plugins.tax = no_tax_on_labor;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent'}]}");
  contract_is(w, ",'tax':'GST','params':{'price':'300.00','rate':'100.00'}");
  worked(w, "T", "2026-04-10T09:00", 60);
  assert_string_equal(pieces_of(w, planned(w, "k", "2026-05-06")), "1 x 300.00 = 300.00+30.00; 1 x 100.00 = 100.00");
  assert_string_equal(planned(w, "k", "2026-05-06")->pieces[1].tax_answer->category, "labor");
}

static void exempt_customers_and_contracts_not_taxable_bear_no_tax_though_a_charge_has_its_own(void **state) {
  world *w = *state;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','params':{'rate':'10%'}},"
           "{'name':'Eco','rule':'percent','params':{'rate':'1%'}}]}");
  contract_is(w, ",'tax':'GST'");
  facts(w, "{'charges':[{'id':'C','customer':'cool','date':'2026-04-20','description':'Dock','quantity':'1',"
           "'unit_price':'100.00','tax':'Eco'},{'id':'D','customer':'cool','date':'2026-04-21','description':'Cable',"
           "'quantity':'1','unit_price':'100.00'}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:charge:C 100.00+1.00; k:charge:D 100.00+10.00");
  facts(w, "{'customers':[{'id':'cool','tax_exempt':true}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:charge:C 100.00; k:charge:D 100.00");
  facts(w, "{'customers':[{'id':'cool','tax_exempt':false}],'contracts':[{'id':'k','taxable':false}]}");
  assert_string_equal(items_of(w, planned(w, "k", "2026-05-07")), "k:charge:C 100.00; k:charge:D 100.00");
}

static void a_tax_that_is_not_in_force_yet_holds_the_contract(void **state) {
  world *w = *state;
  plugins.opens = flat;
  facts(w, "{'taxes':[{'name':'GST','rule':'percent','from':'2026-06-01','params':{'rate':'10%'}}]}");
  contract_is(w, ",'tax':'GST','params':{'price':'300.00'}");
  assert_string_equal(held_of(w, "k", "2026-05-07"),
                      "no rate of the tax \"GST\" is in force on 2026-05-06 (import a row of taxes with name GST from "
                      "that day or earlier)");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_tax_is_rounded_half_away_from_zero_on_its_amount),
    TEST(a_compound_component_taxes_those_before_it),
    TEST(a_tax_inside_the_price_is_taken_out_of_it),
    TEST(what_is_supplied_from_a_day_on_bears_the_rate_of_that_day),
    TEST(a_rule_tells_categories_apart),
    TEST(exempt_customers_and_contracts_not_taxable_bear_no_tax_though_a_charge_has_its_own),
    TEST(a_tax_that_is_not_in_force_yet_holds_the_contract),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
