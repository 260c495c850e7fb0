// Time zones, against the zone files of the system and the C library.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/date.h"
#include "core/base/zone.h"

static unsigned char bytes[65536];

static size_t load(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
  FILE *file = fopen(path, "rb");
  if (!file) fail_msg("%s is not there", path);
  size_t length = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  return length;
}

static zone *zone_of(const char *name) {
  error e = { 0 };
  zone *z = zone_parse(name, bytes, load(name), &e);
  if (!z) fail_msg("%s: %s", name, e.message);
  return z;
}

// The seconds of "2026-03-08 02:30".
static int64_t at(const char *text) {
  day d = 0;
  assert_true(day_parse(text, 10, &d));
  return (int64_t)d * 86400 + atoi(text + 11) * 3600 + atoi(text + 14) * 60;
}

static void expect(const zone *z, const char *local, zone_time kind, const char *utc) {
  int64_t got = 0;
  zone_time answer = zone_to_utc(z, at(local), &got);
  if (answer != kind || (utc && got != at(utc))) fail_msg("%s: kind %d, %lld", local, answer, (long long)got);
}

static void new_york_skips_an_hour_in_march_and_repeats_one_in_november(void **state) {
  (void)state;
  zone *z = zone_of("America/New_York");
  expect(z, "2026-03-08 01:59", ZONE_PLAIN, "2026-03-08 06:59");
  expect(z, "2026-03-08 02:00", ZONE_SKIPPED, NULL);
  expect(z, "2026-03-08 02:59", ZONE_SKIPPED, NULL);
  expect(z, "2026-03-08 03:00", ZONE_PLAIN, "2026-03-08 07:00");
  expect(z, "2026-11-01 00:59", ZONE_PLAIN, "2026-11-01 04:59");
  expect(z, "2026-11-01 01:00", ZONE_REPEATED, "2026-11-01 05:00");
  expect(z, "2026-11-01 01:59", ZONE_REPEATED, "2026-11-01 05:59");
  expect(z, "2026-11-01 02:00", ZONE_PLAIN, "2026-11-01 07:00");
  zone_free(z);
}

static void lord_howe_moves_by_half_an_hour(void **state) {
  (void)state;
  zone *z = zone_of("Australia/Lord_Howe");
  expect(z, "2026-04-05 01:29", ZONE_PLAIN, "2026-04-04 14:29");
  expect(z, "2026-04-05 01:30", ZONE_REPEATED, "2026-04-04 14:30");
  expect(z, "2026-04-05 02:00", ZONE_PLAIN, "2026-04-04 15:30");
  expect(z, "2026-10-04 02:00", ZONE_SKIPPED, NULL);
  expect(z, "2026-10-04 02:30", ZONE_PLAIN, "2026-10-03 15:30");
  zone_free(z);
}

static void apia_has_no_30_december_2011(void **state) {
  (void)state;
  zone *z = zone_of("Pacific/Apia");
  expect(z, "2011-12-29 23:59", ZONE_PLAIN, "2011-12-30 09:59");
  expect(z, "2011-12-30 00:00", ZONE_SKIPPED, NULL);
  expect(z, "2011-12-30 23:59", ZONE_SKIPPED, NULL);
  expect(z, "2011-12-31 00:00", ZONE_PLAIN, "2011-12-30 10:00");
  zone_free(z);
}

static void years_past_the_table_follow_the_rule(void **state) {
  (void)state;
  zone *z = zone_of("America/New_York");
  expect(z, "2100-01-15 12:00", ZONE_PLAIN, "2100-01-15 17:00");
  expect(z, "2100-03-14 02:30", ZONE_SKIPPED, NULL);
  expect(z, "2100-07-01 12:00", ZONE_PLAIN, "2100-07-01 16:00");
  expect(z, "2100-11-07 01:30", ZONE_REPEATED, "2100-11-07 05:30");
  expect(z, "9998-07-01 12:00", ZONE_PLAIN, "9998-07-01 16:00");
  zone_free(z);
}

static void the_southern_summer_lies_across_the_new_year(void **state) {
  (void)state;
  zone *z = zone_of("Australia/Sydney");
  expect(z, "2099-12-31 23:59", ZONE_PLAIN, "2099-12-31 12:59");
  expect(z, "2100-01-15 12:00", ZONE_PLAIN, "2100-01-15 01:00");
  expect(z, "2100-04-04 02:30", ZONE_REPEATED, "2100-04-03 15:30");
  expect(z, "2100-07-01 12:00", ZONE_PLAIN, "2100-07-01 02:00");
  expect(z, "2100-10-03 02:30", ZONE_SKIPPED, NULL);
  zone_free(z);
}

static const char *const zones[] = { "UTC",
                                     "America/New_York",
                                     "Australia/Lord_Howe",
                                     "Pacific/Apia",
                                     "Europe/Dublin",
                                     "Africa/Casablanca",
                                     "Asia/Kathmandu",
                                     "America/Nuuk",
                                     "Antarctica/Troll",
                                     "America/Caracas",
                                     "Asia/Gaza" };

static void offsets_are_those_of_the_c_library(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
    zone *z = zone_of(zones[i]);
    setenv("TZ", zones[i], 1);
    tzset();
    for (time_t utc = at("1970-01-02 00:00"); utc < at("2150-01-01 00:00"); utc += 86400 * 3 + 4321) {
      struct tm local;
      localtime_r(&utc, &local);
      if (local.tm_gmtoff != zone_offset(z, utc)) fail_msg("%s at %lld", zones[i], (long long)utc);
    }
    zone_free(z);
  }
  unsetenv("TZ");
  tzset();
}

static void an_instant_comes_back_from_its_local_time(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
    zone *z = zone_of(zones[i]);
    for (int64_t utc = at("2020-01-01 00:00"); utc < at("2024-01-01 00:00"); utc += 600) {
      int64_t back = 0;
      zone_time kind = zone_to_utc(z, utc + zone_offset(z, utc), &back);
      bool good = kind == ZONE_PLAIN ? back == utc : kind == ZONE_REPEATED && back <= utc && utc - back <= 7200;
      if (!good) fail_msg("%s at %lld: kind %d", zones[i], (long long)utc, kind);
    }
    zone_free(z);
  }
}

static void a_file_cut_off_anywhere_is_an_error(void **state) {
  (void)state;
  size_t length = load("America/New_York");
  for (size_t cut = 0; cut < length; cut++) {
    error e = { 0 };
    unsigned char *copy = malloc(cut + 1);
    memcpy(copy, bytes, cut);
    if (zone_parse("America/New_York", copy, cut, &e)) fail_msg("the first %zu bytes are read", cut);
    assert_int_equal(e.code, ERROR_CORRUPT);
    assert_non_null(strstr(e.message, "America/New_York"));
    error_clear(&e);
    free(copy);
  }
}

static void a_file_without_sense_is_an_error(void **state) {
  (void)state;
  error e = { 0 };
  static const char *const footers[] = {
    "EST", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0/200,M11.1.0", "E5", "EST25", "<EST5"
  };
  size_t length = load("America/New_York"), end = length - 1;
  while (bytes[end - 1] != '\n') end--;
  for (size_t i = 0; i < sizeof footers / sizeof *footers; i++) {
    strcpy((char *)bytes + end, footers[i]);
    strcat((char *)bytes + end, "\n");
    if (zone_parse("X", bytes, end + strlen((char *)bytes + end), &e)) fail_msg("%s is read", footers[i]);
  }
  load("America/New_York");
  bytes[0] = 'X';
  assert_null(zone_parse("X", bytes, length, &e));
  error_clear(&e);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(new_york_skips_an_hour_in_march_and_repeats_one_in_november),
    cmocka_unit_test(lord_howe_moves_by_half_an_hour),
    cmocka_unit_test(apia_has_no_30_december_2011),
    cmocka_unit_test(years_past_the_table_follow_the_rule),
    cmocka_unit_test(the_southern_summer_lies_across_the_new_year),
    cmocka_unit_test(offsets_are_those_of_the_c_library),
    cmocka_unit_test(an_instant_comes_back_from_its_local_time),
    cmocka_unit_test(a_file_cut_off_anywhere_is_an_error),
    cmocka_unit_test(a_file_without_sense_is_an_error),
  };
  return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
