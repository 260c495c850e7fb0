// Decimals, money and currencies.
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/money.h"

static decimal read(const char *text) {
  decimal value = 0;
  if (!decimal_parse(text, strlen(text), &value)) fail_msg("%s is not read", text);
  return value;
}

static void expect_text(decimal value, int places, const char *wanted) {
  char text[DECIMAL_TEXT];
  assert_int_equal(decimal_format(value, places, text), strlen(wanted));
  assert_string_equal(text, wanted);
}

static void a_decimal_is_written_as_it_was_read(void **state) {
  (void)state;
  static const char *const same[] = {
    "0", "1", "-1", "0.1", "-0.000000001", "12.5", "999999999999999.999999999", "-999999999999999.999999999"
  };
  for (size_t i = 0; i < sizeof same / sizeof *same; i++) expect_text(read(same[i]), 0, same[i]);
  expect_text(read("0012.500"), 0, "12.5");
  expect_text(read("-0"), 2, "0.00");
  expect_text(read("120"), 2, "120.00");
  expect_text(read("0.125"), 2, "0.125");
}

static void what_is_no_decimal_is_refused(void **state) {
  (void)state;
  static const char *const wrong[] = {
    "",   "-",     ".",     ".5",  "5.",  "+1",           "1e3", " 1",
    "1 ", "1,000", "1.2.3", "0x1", "--1", "0.0000000001", "1-",  "1000000000000000"
  };
  decimal value;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    if (decimal_parse(wrong[i], strlen(wrong[i]), &value)) fail_msg("%s is read", wrong[i]);
}

static void products_round_half_away_from_zero(void **state) {
  (void)state;
  decimal out;
  assert_true(decimal_mul(read("0.000000001"), read("0.5"), &out) && out == 1);
  assert_true(decimal_mul(read("-0.000000001"), read("0.5"), &out) && out == -1);
  assert_true(decimal_mul(read("0.000000001"), read("0.499999999"), &out) && out == 0);
  assert_false(decimal_mul(read("999999999999999"), read("2"), &out));
  assert_false(decimal_mul(read("999999999999999"), read("999999999999999"), &out));
  expect_text(decimal_ratio(37, 60, 4), 0, "0.6167");
  expect_text(decimal_ratio(-1, 2, 0), 0, "-1");
}

static void percentages_are_fractions_of_one(void **state) {
  (void)state;
  decimal out;
  char text[DECIMAL_TEXT];
  assert_true(percent_parse("8.25%", 5, &out) && out == read("0.0825"));
  assert_false(percent_parse("8.25", 4, &out));
  assert_false(percent_parse("0.0825", 6, &out));
  assert_false(percent_parse("%", 1, &out));
  assert_false(percent_parse("0.000000001%", 12, &out));
  assert_int_equal(percent_format(read("-0.0825"), text), 6);
  assert_string_equal(text, "-8.25%");
}

static void each_rounding_has_its_way_with_each_rest(void **state) {
  (void)state;
  static const struct {
    const char *mode;
    int64_t of[7];  // -25, -24, -15, 4, 5, 15, 26 tenths
  } wanted[] = {
    { "half-up", { -3, -2, -2, 0, 1, 2, 3 } },   { "half-down", { -2, -2, -1, 0, 0, 1, 3 } },
    { "half-even", { -2, -2, -2, 0, 0, 2, 3 } }, { "up", { -3, -3, -2, 1, 1, 2, 3 } },
    { "down", { -2, -2, -1, 0, 0, 1, 2 } },      { "ceiling", { -2, -2, -1, 1, 1, 2, 3 } },
    { "floor", { -3, -3, -2, 0, 0, 1, 2 } },
  };
  static const int tenths[] = { -25, -24, -15, 4, 5, 15, 26 };
  const int128 wide = (int128)1 << 90;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    rounding mode;
    int64_t out;
    assert_true(rounding_parse(wanted[i].mode, &mode));
    for (size_t k = 0; k < 7; k++) {
      assert_true(money_round(tenths[k], 10, mode, &out) && out == wanted[i].of[k]);
      assert_true(money_round(-tenths[k] * wide, -10 * wide, mode, &out) && out == wanted[i].of[k]);
      assert_true(money_muldiv(tenths[k], 3, 30, mode, &out) && out == wanted[i].of[k]);
    }
  }
  rounding mode;
  assert_false(rounding_parse("nearest", &mode));
}

static void what_does_not_fit_is_not_rounded(void **state) {
  (void)state;
  int64_t out;
  assert_false(money_round(1, 0, ROUND_HALF_UP, &out));
  assert_false(money_round((int128)INT64_MAX + 1, 1, ROUND_HALF_UP, &out));
  assert_true(money_round((int128)INT64_MIN, 1, ROUND_HALF_UP, &out) && out == INT64_MIN);
  assert_false(money_round((int128)INT64_MAX * 2 + 1, 2, ROUND_HALF_UP, &out));
  assert_true(money_round((int128)INT64_MAX * 2 + 1, 2, ROUND_DOWN, &out) && out == INT64_MAX);
  assert_false(money_round((int128)((unsigned __int128)1 << 127), -1, ROUND_HALF_UP, &out));
  assert_false(money_muldiv(INT64_MAX, INT64_MAX, 1, ROUND_HALF_UP, &out));
  assert_true(money_muldiv(INT64_MAX, INT64_MAX, INT64_MAX, ROUND_HALF_UP, &out) && out == INT64_MAX);
}

static void a_split_adds_up_and_ties_go_to_the_first(void **state) {
  (void)state;
  int64_t parts[40], weights[40], sum = 0;
  assert_true(money_split(100, (const int64_t[]){ 1, 1, 1 }, 3, parts));
  assert_true(parts[0] == 34 && parts[1] == 33 && parts[2] == 33);
  assert_true(money_split(-100, (const int64_t[]){ 1, 1, 1 }, 3, parts));
  assert_true(parts[0] == -34 && parts[1] == -33 && parts[2] == -33);
  assert_true(money_split(10, (const int64_t[]){ 1, 0, 5 }, 3, parts));
  assert_true(parts[0] == 2 && parts[1] == 0 && parts[2] == 8);
  assert_true(money_split(INT64_MIN, (const int64_t[]){ INT64_MAX, INT64_MAX, INT64_MAX }, 3, parts));
  assert_true(parts[0] + parts[1] + parts[2] == INT64_MIN && parts[0] <= parts[1] && parts[0] - parts[2] >= -1);
  for (int i = 0; i < 40; i++) weights[i] = 1 + i % 7;
  assert_true(money_split(1003, weights, 40, parts));
  for (int i = 0; i < 40; i++) sum += parts[i];
  assert_int_equal(sum, 1003);
}

static void a_split_without_sense_is_refused(void **state) {
  (void)state;
  int64_t parts[2];
  assert_false(money_split(100, (const int64_t[]){ 0, 0 }, 2, parts));
  assert_false(money_split(100, (const int64_t[]){ 2, -1 }, 2, parts));
  assert_false(money_split(100, parts, 0, parts));
}

static void an_amount_is_rounded_once(void **state) {
  (void)state;
  int64_t out;
  assert_true(money_amount(read("1.5"), read("120"), 2, ROUND_HALF_UP, &out) && out == 18000);
  assert_true(money_amount(read("0.333333333"), read("0.015"), 2, ROUND_HALF_UP, &out) && out == 0);
  assert_true(money_amount(read("-1"), read("0.005"), 2, ROUND_HALF_UP, &out) && out == -1);
  assert_true(money_amount(read("3"), read("0.5"), 0, ROUND_HALF_EVEN, &out) && out == 2);
  assert_true(money_prorated(read("1"), read("100"), 37, 60, 2, ROUND_HALF_UP, &out) && out == 6167);
  assert_false(money_prorated(read("1"), read("1"), 1, 0, 2, ROUND_HALF_UP, &out));
  assert_true(money_amount(read("10000000000000"), read("1"), 2, ROUND_HALF_UP, &out) && out == MONEY_MAX);
  assert_false(money_amount(read("10000000000000.01"), read("1"), 2, ROUND_HALF_UP, &out));
}

static void huge_factors_are_reduced_before_they_multiply(void **state) {
  (void)state;
  const int64_t den = 2678400000;
  const decimal most = read("10000000000000");
  int64_t out;
  assert_true(money_prorated(most, DECIMAL_ONE, den, den, 2, ROUND_HALF_UP, &out) && out == MONEY_MAX);
  assert_true(money_prorated(-most, DECIMAL_ONE, den / 2, den, 2, ROUND_HALF_UP, &out) && out == -MONEY_MAX / 2);
  assert_false(money_prorated(most, DECIMAL_ONE, den + den / 100, den, 2, ROUND_HALF_UP, &out));
  assert_true(money_prorated(read("999999999999999"), read("0.01"), den, den, 2, ROUND_HALF_UP, &out) &&
              out == INT64_C(999999999999999));
  assert_true(money_prorated(read("999999999999999"), read("0.001"), den, den * 3, 3, ROUND_HALF_UP, &out) &&
              out == INT64_C(333333333333333));
  assert_false(money_prorated(read("999999999999999"), read("999999999999999"), INT64_MAX, 1, 2, ROUND_HALF_UP, &out));
}

static void money_is_written_with_the_digits_of_its_currency(void **state) {
  (void)state;
  static const struct {
    int64_t minor;
    int exponent;
    const char *text;
  } cases[] = { { -5, 2, "-0.05" },       { 0, 0, "0" },   { 0, 3, "0.000" },
                { 123456, 2, "1234.56" }, { -7, 0, "-7" }, { MONEY_MAX, 4, "100000000000.0000" } };
  char text[MONEY_TEXT];
  int64_t minor;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(money_format(cases[i].minor, cases[i].exponent, text), strlen(cases[i].text));
    assert_string_equal(text, cases[i].text);
    assert_true(money_parse(text, strlen(text), cases[i].exponent, &minor) && minor == cases[i].minor);
  }
  money_format(INT64_MIN, 2, text);
  assert_string_equal(text, "-92233720368547758.08");
  assert_false(money_parse("1.005", 5, 2, &minor));
  assert_true(money_parse("1.5", 3, 2, &minor) && minor == 150);
  assert_false(money_parse("10000000000000.01", 17, 2, &minor));
}

// 37 minutes at 1000.00 need a fifth decimal, two thirds of 100.00 that sum to 66.66 the lower neighbour; at
// 90000001.00 the ninth decimal is nine cents.
static void a_quantity_multiplies_out_with_its_price(void **state) {
  (void)state;
  decimal q;
  assert_true(money_quantity(37 * DECIMAL_ONE, 60, 1000 * DECIMAL_ONE, 61667, 2, &q) && q == 616670000);
  assert_true(money_quantity(40 * DECIMAL_ONE, 60, 100 * DECIMAL_ONE, 6666, 2, &q) && q == 666600000);
  assert_true(money_quantity(-37 * DECIMAL_ONE, 60, 1000 * DECIMAL_ONE, -61667, 2, &q) && q == -616670000);
  assert_true(money_quantity(20 * DECIMAL_ONE, 60, 0, 0, 2, &q) && q == 333300000);
  assert_false(money_quantity(20 * DECIMAL_ONE, 60, 0, 1, 2, &q));
  assert_false(money_quantity(37 * DECIMAL_ONE, 60, 90000001 * DECIMAL_ONE, 5550000062, 2, &q));
  assert_true(q == 616666667);
}

static void to_a_multiple_half_goes_away_from_zero(void **state) {
  (void)state;
  static const int64_t of[][3] = { { 1002, 5, -2 },  { 1003, 5, 2 },   { 1005, 5, 0 },    { -1002, 5, 2 },
                                   { -1003, 5, -2 }, { 1025, 50, 25 }, { 1024, 50, -24 }, { -1025, 50, -25 },
                                   { 2, 5, -2 },     { 0, 5, 0 },      { 7, 1, 0 },       { 1004, 3, 1 } };
  for (size_t i = 0; i < sizeof of / sizeof *of; i++) assert_int_equal(money_to_multiple(of[i][0], of[i][1]), of[i][2]);
  assert_int_equal(money_to_multiple(MONEY_MAX - 1, MONEY_MAX), 1);
  assert_int_equal(money_to_multiple(-MONEY_MAX, MONEY_MAX - 1), 1);
}

static void a_currency_has_the_digits_of_its_standard(void **state) {
  (void)state;
  assert_int_equal(currency_exponent("JPY"), 0);
  assert_int_equal(currency_exponent("USD"), 2);
  assert_int_equal(currency_exponent("KWD"), 3);
  assert_int_equal(currency_exponent("CLF"), 4);
  static const char *const none[] = { "", "usd", "US", "USDX", "SDU", "D E", "XXX" };
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_int_equal(currency_exponent(none[i]), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_decimal_is_written_as_it_was_read),
    cmocka_unit_test(what_is_no_decimal_is_refused),
    cmocka_unit_test(products_round_half_away_from_zero),
    cmocka_unit_test(percentages_are_fractions_of_one),
    cmocka_unit_test(each_rounding_has_its_way_with_each_rest),
    cmocka_unit_test(what_does_not_fit_is_not_rounded),
    cmocka_unit_test(a_split_adds_up_and_ties_go_to_the_first),
    cmocka_unit_test(a_split_without_sense_is_refused),
    cmocka_unit_test(an_amount_is_rounded_once),
    cmocka_unit_test(huge_factors_are_reduced_before_they_multiply),
    cmocka_unit_test(money_is_written_with_the_digits_of_its_currency),
    cmocka_unit_test(a_quantity_multiplies_out_with_its_price),
    cmocka_unit_test(to_a_multiple_half_goes_away_from_zero),
    cmocka_unit_test(a_currency_has_the_digits_of_its_standard),
  };
  return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
