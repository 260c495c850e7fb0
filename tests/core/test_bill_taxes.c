// Taxes of lines, at the door of bills: rounded on a document's sum and shared out to the cent, and summed up.
#include "core/engine/bill/bill.h"
#include "tests/core/engine_world.h"

static const tax_answer tenth = { .count = 1,
                                  .components = { { .name = "GST", .rate = DECIMAL_ONE / 10 } },
                                  .document = true };
static const tax_answer tenth_inside = {
  .count = 1, .components = { { .name = "GST", .rate = DECIMAL_ONE / 10 } }, .document = true, .inclusive = true
};
static const tax_answer compound = { .count = 2,
                                     .components = { { .name = "GST", .rate = DECIMAL_ONE / 20 },
                                                     { .name = "QST", .rate = DECIMAL_ONE / 10, .compound = true } },
                                     .document = true };

static void shares(world *w, const tax_answer *answer, const int64_t *gross, size_t count, const int64_t *wanted) {
  int64_t net[8], tax[8];
  assert_true(document_round(answer, gross, count, w->arena, net, tax, NULL));
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(tax[i], wanted[i]);
    assert_int_equal(net[i], answer->inclusive ? gross[i] - wanted[i] : gross[i]);
  }
}

// 10 % of 0.15, 0.25 and 0.35 is 0.075: 0.08 on the sum. Exactly 1.5, 2.5 and 3.5 cents: of equal rests the first ones
// take the cents that are missing.
static void a_document_s_tax_is_rounded_once_and_shared_by_largest_remainder(void **state) {
  world *w = *state;
  shares(w, &tenth, (const int64_t[]){ 15, 25, 35 }, 3, (const int64_t[]){ 2, 3, 3 });
  // exactly 1.9, 1.1 and 1.6 of 4.6: 5 in all, so the largest rests take the two that are missing
  shares(w, &tenth, (const int64_t[]){ 11, 19, 16 }, 3, (const int64_t[]){ 1, 2, 2 });
}

static void a_document_that_gives_back_is_the_mirror_of_one_that_takes(void **state) {
  world *w = *state;
  shares(w, &tenth, (const int64_t[]){ -15, -25, -35 }, 3, (const int64_t[]){ -2, -3, -3 });
  shares(w, &tenth, (const int64_t[]){ 104, -104 }, 2, (const int64_t[]){ 10, -10 });
}

// 9.09 cents are in each of 1.00; in the 6.00 together 54.54…, so 55.
static void a_tax_inside_the_prices_is_taken_out_of_the_sum(void **state) {
  world *w = *state;
  shares(w, &tenth_inside, (const int64_t[]){ 100, 100, 100, 100, 100, 100 }, 6,
         (const int64_t[]){ 10, 9, 9, 9, 9, 9 });
}

// 5 % of 2.06 are 10.3 and 10 % of 2.16 are 21.6: 10 + 22. By line 10.3 and so on at 15.5 %.
static void each_component_is_rounded_on_the_sum(void **state) {
  world *w = *state;
  const int64_t gross[] = { 103, 103 };
  int64_t net[2], tax[2], parts[2], own[2];
  assert_true(document_round(&compound, gross, 2, w->arena, net, tax, parts));
  assert_int_equal(parts[0], 10);
  assert_int_equal(parts[1], 22);
  assert_int_equal(tax[0] + tax[1], 32);
  for (size_t k = 0; k < 2; k++) {
    assert_true(document_round_component(&compound, k, gross, 2, w->arena, own));
    assert_int_equal(own[0] + own[1], parts[k]);
  }
  assert_int_equal(own[0], 11);
}

static line taxed(const tax_answer *answer, int64_t row, int64_t amount) {
  int64_t net, tax;
  assert_true(tax_compute(answer, amount, &net, &tax, NULL));
  return (line){ .amount = net, .tax = tax, .tax_row = row, .tax_answer = answer, .tax_name = "GST" };
}

static void lines_of_a_document_are_taxed_as_one_and_others_alone(void **state) {
  world *w = *state;
  tax_answer by_line = tenth;
  by_line.document = false;
  line lines[] = {
    taxed(&tenth, 1, 104), taxed(&by_line, 2, 104), taxed(&tenth, 1, 104), taxed(&tenth, 1, 104), { .amount = 50 }
  };
  assert_true(lines_round_documents(lines, 5, w->arena));
  // 31 on 3.12, and 10 on the line by itself
  assert_int_equal(lines[0].tax, 11);
  assert_int_equal(lines[1].tax, 10);
  assert_int_equal(lines[2].tax, 10);
  assert_int_equal(lines[3].tax, 10);
  assert_int_equal(lines[4].tax, 0);
}

static void components_of_a_document_add_up_to_the_tax_of_each_line(void **state) {
  world *w = *state;
  line lines[] = { taxed(&compound, 1, 103), taxed(&compound, 1, 103), taxed(&compound, 1, 7) };
  int64_t sums[2] = { 0 };
  assert_true(lines_round_documents(lines, 3, w->arena));
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(lines[i].part_count, 2);
    assert_int_equal(lines[i].parts[0] + lines[i].parts[1], lines[i].tax);
    sums[0] += lines[i].parts[0];
    sums[1] += lines[i].parts[1];
  }
  // 5 % of 2.13 are 10.65; 10 % of 2.24 are 22.4
  assert_int_equal(sums[0], 11);
  assert_int_equal(sums[1], 22);
}

// The parts of a line with one component are noted too where another line bears its tax at the rate of an earlier bill.
static void an_only_component_is_all_of_a_lines_share(void **state) {
  world *w = *state;
  tax_answer then = tenth;
  then.document = false;
  then.components[0].rate *= 2;
  line lines[] = { taxed(&tenth, 1, 104), taxed(&tenth, 1, 104), taxed(&tenth, 1, 104), taxed(&then, 1, 104) };
  lines[3].terms = 1;
  assert_true(lines_round_documents(lines, 4, w->arena));
  assert_int_equal(lines[0].tax, 11);
  for (size_t i = 0; i < 4; i++) {
    assert_int_equal(lines[i].part_count, 1);
    assert_int_equal(lines[i].parts[0], lines[i].tax);
  }
}

static const tax_terms now = { .form = FORM_LAST }, before = { .form = FORM_LOOKS };

static void a_bill_sums_its_taxes_by_row_category_and_component(void **state) {
  world *w = *state;
  tax_answer goods = tenth;
  goods.category = "product";
  const line lines[] = {
    taxed(&tenth, 1, 1000), taxed(&goods, 1, 500), taxed(&tenth, 1, 2000), taxed(&tenth, 2, 400), { .amount = 50 }
  };
  tax_sum *sums;
  size_t count;
  assert_true(lines_taxes(lines, 5, &now, w->arena, &sums, &count));
  assert_int_equal(count, 3);
  assert_int_equal(sums[0].base, 3000);
  assert_int_equal(sums[0].amount, 300);
  assert_int_equal(sums[1].base, 500);
  assert_string_equal(sums[1].category, "product");
  assert_int_equal(sums[2].tax_row, 2);
  assert_int_equal(sums[2].amount, 40);
}

// What bills of before have: only what a rule gives a reason for.
static void what_is_not_taxed_with_a_code_a_reason_or_a_category_stands_among_the_taxes(void **state) {
  world *w = *state;
  const tax_answer reason = { .reason = "Reverse charge" }, code = { .code = "AE" }, own = { .category = "labor" },
                   none = { .count = 0 };
  const line lines[] = { taxed(&reason, 1, 1000), taxed(&code, 2, 500), taxed(&own, 3, 250), taxed(&none, 4, 125) };
  tax_sum *sums;
  size_t count;
  assert_true(lines_taxes(lines, 4, &before, w->arena, &sums, &count));
  assert_int_equal(count, 3);
  assert_string_equal(sums[0].reason, "Reverse charge");
  assert_int_equal(sums[0].base, 1000);
  assert_int_equal(sums[0].amount, 0);
  assert_string_equal(sums[1].code, "AE");
  assert_string_equal(sums[2].category, "labor");
}

static void whatever_a_rule_does_not_tax_stands_among_the_taxes(void **state) {
  world *w = *state;
  const tax_answer none = { .count = 0 };
  line lines[] = { taxed(&none, 4, 125), taxed(&tenth, 1, 1000), taxed(&none, 4, 25) };
  tax_sum *sums;
  size_t count;
  assert_true(lines_taxes(lines, 3, &now, w->arena, &sums, &count));
  assert_int_equal(count, 2);
  assert_int_equal(sums[0].tax_row, 4);
  assert_int_equal(sums[0].base, 150);
  assert_int_equal(sums[0].amount, 0);
  lines[1] = taxed(&tenth, 4, 1000);
  lines[1].terms = 7;  // its rule taxed nothing later: nothing tells which row is whose
  assert_true(lines_taxes(lines, 3, &now, w->arena, &sums, &count));
  assert_int_equal(count, 1);
  assert_int_equal(sums[0].base, 1000);
}

static void what_an_exemption_frees_is_one_row_with_its_reason(void **state) {
  world *w = *state;
  contract school = { .taxable = true, .tax_exempt = true, .tax = "GST" };
  line settled = taxed(&tenth, 1, 70);
  const line lines[] = { { .amount = 100 }, settled, { .amount = -30 } };
  tax_sum *sums;
  size_t count;
  tax_terms terms = tax_terms_of(&school, FORM_LAST);
  assert_true(lines_taxes(lines, 3, &terms, w->arena, &sums, &count));
  assert_int_equal(count, 2);
  assert_int_equal(sums[1].tax_row, 0);
  assert_string_equal(sums[1].name, "GST");
  assert_string_equal(sums[1].reason, "Exempt");
  assert_int_equal(sums[1].base, 70);
  school.exempt_reason = "A school";
  assert_string_equal(tax_terms_of(&school, FORM_LAST).reason, "A school");
  assert_null(tax_terms_of(&school, FORM_LOOKS).exempt);
  school.taxable = false;
  assert_null(tax_terms_of(&school, FORM_LAST).exempt);
}

// 15.50 would be 5.00 and 10.50; of 15.52 that were booked the last component takes the rest.
static void the_last_component_takes_what_was_booked_beside_the_rest(void **state) {
  int64_t parts[2];
  (void)state;
  assert_true(tax_parts(&compound, 10000, 1552, parts));
  assert_int_equal(parts[0], 500);
  assert_int_equal(parts[1], 1052);
  assert_true(tax_parts(&tenth, 10000, 999, parts));
  assert_int_equal(parts[0], 999);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    TEST(a_document_s_tax_is_rounded_once_and_shared_by_largest_remainder),
    TEST(a_document_that_gives_back_is_the_mirror_of_one_that_takes),
    TEST(a_tax_inside_the_prices_is_taken_out_of_the_sum),
    TEST(each_component_is_rounded_on_the_sum),
    TEST(lines_of_a_document_are_taxed_as_one_and_others_alone),
    TEST(components_of_a_document_add_up_to_the_tax_of_each_line),
    TEST(an_only_component_is_all_of_a_lines_share),
    TEST(a_bill_sums_its_taxes_by_row_category_and_component),
    TEST(what_is_not_taxed_with_a_code_a_reason_or_a_category_stands_among_the_taxes),
    TEST(whatever_a_rule_does_not_tax_stands_among_the_taxes),
    TEST(what_an_exemption_frees_is_one_row_with_its_reason),
    TEST(the_last_component_takes_what_was_booked_beside_the_rest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
