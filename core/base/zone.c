// Time zones from TZif data (RFC 8536). The C library reads such files only for the process as a whole, by its environment; hence own code.
#include "core/base/zone.h"
#include "core/base/date.h"
#include <stdlib.h>
#include <string.h>

// A rule of the footer: when the clock changes in a year.
typedef struct rule { char kind; int month, week, weekday, yearday; int32_t time; } rule;

typedef struct footer { bool known, daylight; int32_t standard, summer; rule starts, ends; } footer;

struct zone {
  size_t count;
  int64_t *times;    // when offsets[i] comes into force
  int32_t *offsets;
  int32_t before;    // in force before times[0]
  footer footer;
};

typedef struct reader { const unsigned char *at, *end; } reader;

static bool skip(reader *r, size_t count) {
  if ((size_t)(r->end - r->at) < count) return false;
  r->at += count;
  return true;
}

static int64_t big_endian(const unsigned char *bytes, int size) {
  uint64_t value = 0;
  for (int i = 0; i < size; i++) value = value << 8 | bytes[i];
  return size == 4 ? (int32_t)value : (int64_t)value;
}

typedef struct header { uint32_t utc, standard, leaps, times, types, characters; char version; } header;

static bool header_read(reader *r, header *h) {
  const unsigned char *at = r->at;
  if (!skip(r, 44) || memcmp(at, "TZif", 4) != 0) return false;
  uint32_t *fields[] = {&h->utc, &h->standard, &h->leaps, &h->times, &h->types, &h->characters};
  for (int i = 0; i < 6; i++) *fields[i] = (uint32_t)big_endian(at + 20 + i * 4, 4);
  h->version = (char)at[4];
  return h->types > 0 && h->times < 100000 && h->types <= 256 && h->leaps < 1000 && h->characters < 10000 && h->utc < 1000 && h->standard < 1000;
}

static bool body_read(reader *r, const header *h, int size, zone *z) {
  const unsigned char *times = r->at, *indexes = times + (size_t)h->times * (size_t)size, *types = indexes + h->times;
  if (!skip(r, (size_t)h->times * (size_t)(size + 1) + h->types * 6u + h->characters + (size_t)h->leaps * (size_t)(size + 4) + h->standard + h->utc)) return false;
  if (!z) return true;
  z->times = calloc(h->times + 1, sizeof *z->times);
  z->offsets = calloc(h->times + 1, sizeof *z->offsets);
  if (!z->times || !z->offsets) return false;
  z->before = (int32_t)big_endian(types, 4);
  for (z->count = 0; z->count < h->times; z->count++) {
    unsigned type = indexes[z->count];
    if (type >= h->types) return false;
    z->times[z->count] = big_endian(times + z->count * (size_t)size, size);
    z->offsets[z->count] = (int32_t)big_endian(types + type * 6u, 4);
    if (z->count && z->times[z->count] <= z->times[z->count - 1]) return false;
  }
  return true;
}

typedef struct scanner { const char *at, *end; } scanner;

static bool take(scanner *s, char c) {
  if (s->at == s->end || *s->at != c) return false;
  s->at++;
  return true;
}

static bool number(scanner *s, int limit, int *out) {
  const char *first = s->at;
  for (*out = 0; s->at < s->end && *s->at >= '0' && *s->at <= '9' && *out <= limit; s->at++) *out = *out * 10 + (*s->at - '0');
  return s->at > first && *out <= limit;
}

static bool name(scanner *s) {
  const char *first = s->at;
  if (take(s, '<')) {
    while (s->at < s->end && *s->at != '>') s->at++;
    return take(s, '>');
  }
  while (s->at < s->end && ((*s->at | 32) >= 'a' && (*s->at | 32) <= 'z')) s->at++;
  return s->at - first >= 3;
}

// [+-]hh[:mm[:ss]]; hours up to 167 (RFC 8536, version 3).
static bool clock_time(scanner *s, int32_t *out) {
  int sign = take(s, '-') ? -1 : (take(s, '+'), 1), part, total;
  if (!number(s, 167, &part)) return false;
  total = part * 3600;
  for (int unit = 60; unit > 0 && take(s, ':'); unit /= 60) {
    if (!number(s, 59, &part)) return false;
    total += part * unit;
  }
  *out = sign * total;
  return true;
}

static bool rule_read(scanner *s, rule *r) {
  *r = (rule){.time = 7200};
  if (!take(s, ',')) return false;
  if (take(s, 'M')) {
    r->kind = 'M';
    if (!number(s, 12, &r->month) || !take(s, '.') || !number(s, 5, &r->week) || !take(s, '.') || !number(s, 6, &r->weekday) || !r->month || !r->week) return false;
  } else {
    r->kind = take(s, 'J') ? 'J' : '0';
    if (!number(s, 365, &r->yearday) || (r->kind == 'J' && r->yearday == 0)) return false;
  }
  return !take(s, '/') || clock_time(s, &r->time);
}

// The POSIX TZ text between two line feeds at the end: std offset [dst [offset] , rule , rule]; offsets count west.
static bool footer_read(reader *r, footer *f) {
  const char *text = (const char *)r->at, *end = (const char *)r->end;
  if (text == end || *text++ != '\n') return false;
  const char *last = memchr(text, '\n', (size_t)(end - text));
  if (!last) return false;
  scanner s = {text, last};
  if (text == last) return true;
  if (!name(&s) || !clock_time(&s, &f->standard)) return false;
  f->known = true;
  f->standard = -f->standard;
  if (s.at == s.end) return true;
  f->daylight = true;
  if (!name(&s)) return false;
  f->summer = f->standard + 3600;
  if (s.at < s.end && *s.at != ',') {
    if (!clock_time(&s, &f->summer)) return false;
    f->summer = -f->summer;
  }
  return rule_read(&s, &f->starts) && rule_read(&s, &f->ends) && s.at == s.end;
}

static bool parse(reader *r, zone *z) {
  header first, second;
  if (!header_read(r, &first)) return false;
  if (first.version < '2') return body_read(r, &first, 4, z);
  return body_read(r, &first, 4, NULL) && header_read(r, &second) && body_read(r, &second, 8, z) && footer_read(r, &z->footer);
}

zone *zone_parse(const char *zone_name, const void *bytes, size_t length, error *e) {
  reader r = {bytes, (const unsigned char *)bytes + length};
  zone *z = calloc(1, sizeof *z);
  if (z && parse(&r, z)) return z;
  zone_free(z);
  error_set(e, ERROR_CORRUPT, "the file of time zone %s is no TZif file or is cut off", zone_name);
  error_hint(e, "reinstall the package tzdata");
  return NULL;
}

void zone_free(zone *z) {
  if (!z) return;
  free(z->times);
  free(z->offsets);
  free(z);
}

static bool leap_year(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// The local second of a year's change, on the clock that is in force before it.
static int64_t rule_local(const rule *r, int year) {
  day first = 0;
  if (r->kind == 'M') {
    day month, next;
    day_from_ymd(year, r->month, 1, &month);
    next = month + (r->weekday - day_weekday(month) % 7 + 7) % 7 + (r->week - 1) * 7;
    day end;
    if (!day_add_months(month, 1, 1, &end)) end = DAY_MAX;
    while (next >= end) next -= 7;
    return (int64_t)next * 86400 + r->time;
  }
  day_from_ymd(year, 1, 1, &first);
  int days = r->kind == 'J' ? r->yearday - 1 + (leap_year(year) && r->yearday >= 60) : r->yearday;
  return ((int64_t)first + days) * 86400 + r->time;
}

static int32_t footer_offset(const footer *f, int64_t utc) {
  if (!f->daylight) return f->standard;
  int64_t days = (utc + f->standard) / 86400 - ((utc + f->standard) % 86400 < 0);
  if (days < DAY_MIN || days > DAY_MAX) return f->standard;
  int year, month, dom;
  day_to_ymd((day)days, &year, &month, &dom);
  int64_t starts = rule_local(&f->starts, year) - f->standard, ends = rule_local(&f->ends, year) - f->summer;
  bool summer = starts < ends ? utc >= starts && utc < ends : utc >= starts || utc < ends;
  return summer ? f->summer : f->standard;
}

int32_t zone_offset(const zone *z, int64_t utc) {
  if (z->count == 0 || utc >= z->times[z->count - 1]) return z->footer.known ? footer_offset(&z->footer, utc) : z->count ? z->offsets[z->count - 1] : z->before;
  if (utc < z->times[0]) return z->before;
  size_t low = 0, high = z->count - 1;
  while (low < high) {
    size_t middle = low + (high - low + 1) / 2;
    if (z->times[middle] <= utc) low = middle;
    else high = middle - 1;
  }
  return z->offsets[low];
}

// A local time is an instant for each offset under which the instant has that very offset. Offsets around it are tried, up to two days
// away, since a change may be of a whole day.
zone_time zone_to_utc(const zone *z, int64_t local, int64_t *utc) {
  static const int hours[] = {-48, -26, -14, -6, -3, -2, -1, 0, 1, 2, 3, 6, 14, 26, 48};
  zone_time answer = ZONE_SKIPPED;
  for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
    int64_t candidate = local - zone_offset(z, local + hours[i] * 3600);
    if (candidate + zone_offset(z, candidate) != local) continue;
    if (answer != ZONE_SKIPPED && candidate != *utc) answer = ZONE_REPEATED;
    if (answer == ZONE_SKIPPED) answer = ZONE_PLAIN;
    else if (candidate > *utc) continue;
    *utc = candidate;
  }
  return answer;
}
