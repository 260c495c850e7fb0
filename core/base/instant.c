// Moments: RFC 3339 with an offset, or local on a zone's clock, made into instants and local minutes.
#include "core/base/instant.h"
#include "core/base/leap_seconds.h"
#include <stdio.h>
#include <string.h>

enum { DAY_SECONDS = 86400 };

static int digits(const char *text, size_t count) {
  int n = 0;
  for (size_t i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9') return -1;
    n = n * 10 + (text[i] - '0');
  }
  return n;
}

// Reads `HH:MM[:SS[.fraction]]` at *at, which moves on: seconds of the day, or -1. A fraction of a second is dropped.
static int64_t read_clock(const char *text, size_t length, size_t *at) {
  if (length - *at < 5 || text[*at + 2] != ':') return -1;
  int hour = digits(text + *at, 2), minute = digits(text + *at + 3, 2), second = 0;
  *at += 5;
  if (length - *at >= 3 && text[*at] == ':') {
    second = digits(text + *at + 1, 2);
    *at += 3;
    if (second >= 0 && length - *at >= 2 && text[*at] == '.') {
      size_t from = ++*at;
      while (*at < length && text[*at] >= '0' && text[*at] <= '9') ++*at;
      if (*at == from) return -1;
    }
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return (int64_t)hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
}

// Splits a moment into local seconds and its offset. False where it is none.
static bool split(const char *text, size_t length, int64_t *local, bool *offset_given, int64_t *offset) {
  day d;
  if (length < 16 || !day_parse(text, 10, &d) || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return false;
  size_t at = 11;
  int64_t clock = read_clock(text, length, &at);
  if (clock < 0) return false;
  *local = (int64_t)d * DAY_SECONDS + clock;
  *offset_given = at < length;
  *offset = 0;
  if (at == length) return true;
  if (text[at] == 'Z' || text[at] == 'z') return at + 1 == length;
  if ((text[at] != '+' && text[at] != '-') || length - at != 6 || text[at + 3] != ':') return false;
  int hour = digits(text + at + 1, 2), minute = digits(text + at + 4, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
  *offset = (text[at] == '-' ? -1 : 1) * (hour * INT64_C(3600) + minute * INT64_C(60));
  return true;
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

// Local seconds with an offset as `2026-03-08T03:30:00-04:00`; seconds only where they are not zero.
static const char *format(int64_t local, int64_t offset, char out[INSTANT_TEXT]) {
  char date[DAY_TEXT];
  int64_t d = floor_div(local, DAY_SECONDS), s = local - d * DAY_SECONDS;
  int64_t away = offset < 0 ? -offset : offset;
  day_format((day)d, date);
  int at = snprintf(out, INSTANT_TEXT, "%s%c%02d:%02d", date, 'T', (int)(s / 3600 % 24), (int)(s / 60 % 60));
  if (s % 60) at += snprintf(out + at, INSTANT_TEXT - (size_t)at, ":%02d", (int)(s % 60));
  snprintf(out + at, INSTANT_TEXT - (size_t)at, "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(away / 3600 % 100),
           (int)(away / 60 % 60));
  return out;
}

// The offset that a clock showing `local` has after the change near it.
static int64_t later_offset(const zone *z, int64_t local, int64_t before) {
  static const int64_t steps[] = { 1800, 3600, 7200, 10800, DAY_SECONDS };
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    int64_t offset = zone_offset(z, local - before + steps[i]);
    if (offset != before) return offset;
  }
  return before;
}

// Second 60, which the clock's second before it stands for.
static bool has_leap_second(const char *text, size_t length) { return length >= 19 && !memcmp(text + 16, ":60", 3); }

instant_outcome instant_parse(const char *text, size_t length, const zone *z, int64_t *utc) {
  int64_t local, offset;
  bool offset_given;
  if (!split(text, length, &local, &offset_given, &offset)) return INSTANT_NONE;
  zone_time found = ZONE_PLAIN;
  if (offset_given) *utc = local - offset;
  else found = zone_to_utc(z, local, utc);
  if (found != ZONE_PLAIN) return found == ZONE_SKIPPED ? INSTANT_SKIPPED : INSTANT_REPEATED;
  return !has_leap_second(text, length) || leap_second_follows(*utc) ? INSTANT_READ : INSTANT_NO_LEAP;
}

void instant_meant(const char *text, size_t length, const zone *z, char one[INSTANT_TEXT], char other[INSTANT_TEXT]) {
  int64_t local = 0, offset, first;
  bool offset_given;
  split(text, length, &local, &offset_given, &offset);
  if (zone_to_utc(z, local, &first) == ZONE_SKIPPED) {
    int64_t before = zone_offset(z, local - DAY_SECONDS - zone_offset(z, local)),
            after = later_offset(z, local - 3600, before);
    format(local, before, one);
    format(local - before + after, after, other);
  } else {
    int64_t before = local - first;
    format(local, before, one);
    format(local, later_offset(z, local, before), other);
  }
}

int64_t instant_minute(const zone *z, int64_t utc) { return floor_div(utc + zone_offset(z, utc), 60); }

const char *instant_text(const zone *z, int64_t utc, char out[INSTANT_TEXT]) {
  int64_t offset = zone_offset(z, utc);
  if (offset % 60) offset = 0;
  return format(utc + offset, offset, out);
}

instant_outcome instant_day(const char *text, size_t length, const zone *z, day *out) {
  int64_t utc = 0;
  if (day_parse(text, length, out)) return INSTANT_READ;
  instant_outcome outcome = instant_parse(text, length, z, &utc);
  if (outcome == INSTANT_READ || outcome == INSTANT_NO_LEAP) *out = (day)floor_div(instant_minute(z, utc), 1440);
  return outcome;
}
