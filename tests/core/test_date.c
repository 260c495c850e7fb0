// Dates and billing periods.
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/period.h"

static day on(const char *text) {
  day d = 0;
  if (!day_parse(text, strlen(text), &d)) fail_msg("%s is not read", text);
  return d;
}

static void expect_day(day d, const char *wanted) {
  char text[DAY_TEXT];
  assert_string_equal(day_format(d, text), wanted);
}

static grid grid_of(const char *start, int bill_day, const char *every) {
  grid g;
  cadence c;
  assert_true(cadence_parse(every, &c) && grid_make(on(start), bill_day, c, &g));
  return g;
}

static void expect_boundary(const grid *g, int64_t n, const char *wanted) {
  day d;
  assert_true(period_boundary(g, n, &d));
  expect_day(d, wanted);
}

static int64_t index_of(const grid *g, const char *date) {
  int64_t n = 0;
  assert_true(period_index(g, on(date), &n));
  return n;
}

static void every_day_of_the_calendar_has_one_number(void **state) {
  (void)state;
  day expected = DAY_MIN, d;
  for (int year = 1; year <= 9999; year++)
    for (int month = 1; month <= 12; month++)
      for (int dom = 1; day_from_ymd(year, month, dom, &d); dom++, expected++) {
        int y, m, o;
        day_to_ymd(d, &y, &m, &o);
        if (d != expected || y != year || m != month || o != dom)
          fail_msg("%d-%d-%d is day %d", year, month, dom, (int)d);
      }
  assert_int_equal(expected, DAY_MAX + 1);
  assert_int_equal(on("1970-01-01"), 0);
  assert_int_equal(day_weekday(on("2026-04-07")), 2);
  assert_int_equal(day_weekday(on("1969-12-28")), 7);
}

static void leap_days_are_there_in_leap_years_alone(void **state) {
  (void)state;
  day d;
  assert_true(day_from_ymd(2000, 2, 29, &d) && day_from_ymd(2024, 2, 29, &d));
  assert_false(day_from_ymd(1900, 2, 29, &d) || day_from_ymd(2026, 2, 29, &d));
  grid g = grid_of("2024-02-29", 0, "yearly");
  expect_boundary(&g, 1, "2025-02-28");
  expect_boundary(&g, 4, "2028-02-29");
  expect_boundary(&g, -4, "2020-02-29");
}

static void what_is_no_date_is_refused(void **state) {
  (void)state;
  static const char *const wrong[] = { "",           "2026-13-01", "2026-00-01",  "2026-04-31",  "2026-4-07",
                                       "0000-01-01", "2026/04/07", "2026-04-07T", "10000-01-01", " 2026-04-0" };
  day d;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    if (day_parse(wrong[i], strlen(wrong[i]), &d)) fail_msg("%s is read", wrong[i]);
}

static void months_clamp_to_the_end_and_stay_in_range(void **state) {
  (void)state;
  day d;
  assert_true(day_add_months(on("2026-03-31"), -1, 0, &d));
  expect_day(d, "2026-02-28");
  assert_true(day_add_months(on("2026-02-28"), 1, 31, &d));
  expect_day(d, "2026-03-31");
  assert_true(day_add_months(on("9999-11-30"), 1, 31, &d));
  expect_day(d, "9999-12-31");
  assert_false(day_add_months(on("9999-12-01"), 1, 0, &d));
  assert_false(day_add_months(on("0001-01-31"), -1, 0, &d));
  assert_false(day_add_months(0, INT64_MAX, 0, &d) || day_add_months(0, INT64_MIN, 0, &d) ||
               day_add_months(0, 1, 32, &d));
}

static void jan_31_monthly_returns_to_31_in_march(void **state) {
  (void)state;
  grid g = grid_of("2026-01-31", 0, "monthly");
  expect_boundary(&g, 1, "2026-02-28");
  expect_boundary(&g, 2, "2026-03-31");
  expect_boundary(&g, 3, "2026-04-30");
  assert_int_equal(index_of(&g, "2026-02-27"), 0);
  assert_int_equal(index_of(&g, "2026-02-28"), 1);
  assert_int_equal(index_of(&g, "2026-03-30"), 1);
}

static void bill_day_31_is_the_last_day_of_each_month(void **state) {
  (void)state;
  grid g = grid_of("2026-01-15", 31, "monthly");
  expect_boundary(&g, 0, "2026-01-31");
  expect_boundary(&g, 1, "2026-02-28");
  expect_boundary(&g, 2, "2026-03-31");
  assert_int_equal(index_of(&g, "2026-01-15"), -1);
  g = grid_of("2026-02-28", 31, "quarterly");
  expect_boundary(&g, 0, "2026-02-28");
  expect_boundary(&g, 1, "2026-05-31");
  expect_boundary(&g, -1, "2025-11-30");
}

static void the_grid_starts_on_the_first_bill_day_from_the_start_on(void **state) {
  (void)state;
  grid g = grid_of("2026-01-31", 30, "monthly");
  expect_boundary(&g, 0, "2026-02-28");
  expect_boundary(&g, 1, "2026-03-30");
  g = grid_of("2026-04-07", 7, "monthly");
  expect_boundary(&g, 0, "2026-04-07");
  g = grid_of("2026-12-02", 1, "monthly");
  expect_boundary(&g, 0, "2027-01-01");
}

static void weeks_before_the_start_have_negative_numbers(void **state) {
  (void)state;
  grid g = grid_of("2026-04-07", 0, "weekly");
  assert_int_equal(index_of(&g, "2026-04-13"), 0);
  assert_int_equal(index_of(&g, "2026-04-06"), -1);
  assert_int_equal(index_of(&g, "2026-03-31"), -1);
  assert_int_equal(index_of(&g, "2026-03-30"), -2);
  expect_boundary(&g, -2, "2026-03-24");
}

static void every_day_lies_in_the_period_of_its_number(void **state) {
  (void)state;
  static const char *const cadences[] = { "weekly", "biweekly", "monthly", "quarterly", "half-yearly", "yearly" };
  for (size_t i = 0; i < sizeof cadences / sizeof *cadences; i++)
    for (int bill_day = 0; bill_day <= 31; bill_day += 31) {
      grid g = grid_of("2024-01-30", bill_day, cadences[i]);
      for (day d = on("2020-01-01"); d < on("2030-01-01"); d++) {
        int64_t n;
        day from, to;
        assert_true(period_index(&g, d, &n) && period_boundary(&g, n, &from) && period_boundary(&g, n + 1, &to));
        if (from > d || to <= d) fail_msg("%s: day %d in period %d", cadences[i], (int)d, (int)n);
      }
    }
}

static void cadences_are_named_or_counted(void **state) {
  (void)state;
  cadence c;
  assert_true(cadence_make("week", 2, &c) && c.unit == UNIT_DAY && c.count == 14);
  assert_true(cadence_make("year", 1, &c) && c.unit == UNIT_MONTH && c.count == 12);
  assert_false(cadence_make("week", 0, &c) || cadence_make("hour", 1, &c) || cadence_make("day", INT64_MAX, &c));
  assert_false(cadence_parse("on-demand", &c) || cadence_parse("whole-contract", &c) || cadence_parse("", &c));
}

static void boundaries_past_the_calendar_are_refused(void **state) {
  (void)state;
  grid g = grid_of("2026-04-07", 0, "weekly");
  day d;
  assert_false(period_boundary(&g, INT64_MAX, &d) || period_boundary(&g, INT64_MIN, &d) ||
               period_boundary(&g, 1000000, &d));
  int64_t n;
  assert_false(period_index(&g, DAY_MAX + 1, &n));
}

static void days_are_prorated_and_rounded_once_per_period(void **state) {
  (void)state;
  int64_t out;
  grid month = grid_of("2026-04-01", 0, "monthly"), week = grid_of("2026-04-07", 0, "weekly");
  assert_true(period_prorate(&month, 10000, on("2026-04-16"), on("2026-06-16"), ROUND_HALF_UP, &out) && out == 20000);
  assert_true(period_prorate(&month, 100, on("2026-02-01"), on("2026-02-02"), ROUND_HALF_UP, &out) && out == 4);
  // 4/7 and 4/7: 1 and 1, not 8/7
  assert_true(period_prorate(&week, 1, on("2026-04-10"), on("2026-04-18"), ROUND_HALF_UP, &out) && out == 2);
  assert_true(period_prorate(&week, -1, on("2026-04-10"), on("2026-04-18"), ROUND_DOWN, &out) && out == 0);
  assert_true(period_prorate(&week, 700, on("2026-04-08"), on("2026-04-08"), ROUND_HALF_UP, &out) && out == 0);
  assert_false(period_prorate(&week, 700, on("2026-04-08"), on("2026-04-07"), ROUND_HALF_UP, &out));
  assert_false(period_prorate(&week, INT64_MAX, on("2026-04-07"), on("2026-04-21"), ROUND_HALF_UP, &out));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_day_of_the_calendar_has_one_number),
    cmocka_unit_test(leap_days_are_there_in_leap_years_alone),
    cmocka_unit_test(what_is_no_date_is_refused),
    cmocka_unit_test(months_clamp_to_the_end_and_stay_in_range),
    cmocka_unit_test(jan_31_monthly_returns_to_31_in_march),
    cmocka_unit_test(bill_day_31_is_the_last_day_of_each_month),
    cmocka_unit_test(the_grid_starts_on_the_first_bill_day_from_the_start_on),
    cmocka_unit_test(weeks_before_the_start_have_negative_numbers),
    cmocka_unit_test(every_day_lies_in_the_period_of_its_number),
    cmocka_unit_test(cadences_are_named_or_counted),
    cmocka_unit_test(boundaries_past_the_calendar_are_refused),
    cmocka_unit_test(days_are_prorated_and_rounded_once_per_period),
  };
  return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
