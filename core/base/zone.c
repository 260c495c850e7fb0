// Time zones from TZif data (RFC 8536). The C library reads such files only for the process as a whole, by its
// environment; hence own code.
#include "core/base/zone.h"
#include "core/base/memory.h"
#include "core/base/date.h"
#include <stdlib.h>
#include <string.h>

// Offsets east of UTC that RFC 8536 (3.2) allows, in seconds.
enum { OFFSET_MIN = -89999, OFFSET_MAX = 93599 };

// A rule of the footer: when the clock changes in a year.
typedef struct rule {
  char kind;
  int month, week, weekday, yearday;
  int32_t time;
} rule;

typedef struct footer {
  bool known, daylight;
  int32_t standard, summer;
  rule starts, ends;
} footer;

struct zone {
  size_t count;
  int64_t *times;  // when offsets[i] comes into force
  int32_t *offsets;
  int32_t before;  // in force before times[0]
  footer footer;
};

typedef struct reader {
  const unsigned char *at, *end;
} reader;

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

typedef struct header {
  uint32_t utc, standard, leaps, times, types, characters;
  char version;
} header;

static bool header_read(reader *r, header *h) {
  const unsigned char *at = r->at;
  if (!skip(r, 44) || memcmp(at, "TZif", 4) != 0) return false;
  uint32_t *fields[] = { &h->utc, &h->standard, &h->leaps, &h->times, &h->types, &h->characters };
  for (int i = 0; i < 6; i++) *fields[i] = (uint32_t)big_endian(at + 20 + i * 4, 4);
  h->version = (char)at[4];
  if (h->types == 0 || h->types > 256 || h->times >= 100000) return false;
  return h->leaps < 1000 && h->characters < 10000 && h->utc < 1000 && h->standard < 1000;
}

static bool offset_read(const unsigned char *bytes, int32_t *out) {
  *out = (int32_t)big_endian(bytes, 4);
  return *out >= OFFSET_MIN && *out <= OFFSET_MAX;
}

static bool body_read(reader *r, const header *h, int size, zone *z) {
  const unsigned char *times = r->at, *indexes = times + (size_t)h->times * (size_t)size, *types = indexes + h->times;
  size_t wide = (size_t)size, rest = h->types * 6u + h->characters + h->leaps * (wide + 4) + h->standard + h->utc;
  if (!skip(r, h->times * (wide + 1) + rest)) return false;
  if (!z) return true;
  z->times = memory_zeroed(h->times + 1, sizeof *z->times);
  z->offsets = memory_zeroed(h->times + 1, sizeof *z->offsets);
  if (!offset_read(types, &z->before)) return false;
  for (z->count = 0; z->count < h->times; z->count++) {
    unsigned type = indexes[z->count];
    if (type >= h->types) return false;
    z->times[z->count] = big_endian(times + z->count * (size_t)size, size);
    if (!offset_read(types + type * 6u, &z->offsets[z->count])) return false;
    if (z->count && z->times[z->count] <= z->times[z->count - 1]) return false;
  }
  return true;
}

typedef struct scanner {
  const char *at, *end;
} scanner;

static bool take(scanner *s, char c) {
  if (s->at == s->end || *s->at != c) return false;
  s->at++;
  return true;
}

static bool number(scanner *s, int limit, int *out) {
  const char *first = s->at;
  for (*out = 0; s->at < s->end && *s->at >= '0' && *s->at <= '9' && *out <= limit; s->at++)
    *out = *out * 10 + (*s->at - '0');
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

// [+-]hh[:mm[:ss]]; hours up to 24 in an offset, up to 167 in a rule (RFC 8536, version 3).
static bool clock_time(scanner *s, int hours, int32_t *out) {
  int sign = take(s, '-') ? -1 : (take(s, '+'), 1), part, total;
  if (!number(s, hours, &part)) return false;
  total = part * 3600;
  for (int unit = 60; unit > 0 && take(s, ':'); unit /= 60) {
    if (!number(s, 59, &part)) return false;
    total += part * unit;
  }
  *out = sign * total;
  return true;
}

static bool rule_read(scanner *s, rule *r) {
  *r = (rule){ .time = 7200 };
  if (!take(s, ',')) return false;
  if (take(s, 'M')) {
    r->kind = 'M';
    if (!number(s, 12, &r->month) || !take(s, '.') || !number(s, 5, &r->week) || !take(s, '.') ||
        !number(s, 6, &r->weekday))
      return false;
    if (r->month == 0 || r->week == 0) return false;
  } else {
    r->kind = take(s, 'J') ? 'J' : '0';
    if (!number(s, 365, &r->yearday) || (r->kind == 'J' && r->yearday == 0)) return false;
  }
  return !take(s, '/') || clock_time(s, 167, &r->time);
}

// The POSIX TZ text between two line feeds at the end: std offset [dst [offset] , rule , rule]; offsets count west.
static bool footer_read(reader *r, footer *f) {
  const char *text = (const char *)r->at, *end = (const char *)r->end;
  if (text == end || *text++ != '\n') return false;
  const char *last = memchr(text, '\n', (size_t)(end - text));
  if (!last) return false;
  scanner s = { text, last };
  if (text == last) return true;
  if (!name(&s) || !clock_time(&s, 24, &f->standard)) return false;
  f->known = true;
  f->standard = -f->standard;
  if (s.at == s.end) return true;
  f->daylight = true;
  if (!name(&s)) return false;
  f->summer = f->standard + 3600;
  if (s.at < s.end && *s.at != ',') {
    if (!clock_time(&s, 24, &f->summer)) return false;
    f->summer = -f->summer;
  }
  return rule_read(&s, &f->starts) && rule_read(&s, &f->ends) && s.at == s.end;
}

static bool parse(reader *r, zone *z) {
  header first, second;
  if (!header_read(r, &first)) return false;
  if (first.version < '2') return body_read(r, &first, 4, z);
  return body_read(r, &first, 4, NULL) && header_read(r, &second) && body_read(r, &second, 8, z) &&
         footer_read(r, &z->footer);
}

zone *zone_parse(const char *zone_name, const void *bytes, size_t length, error *e) {
  reader r = { bytes, (const unsigned char *)bytes + length };
  zone *z = memory_zeroed(1, sizeof *z);
  if (parse(&r, z)) return z;
  zone_free(z);
  error_set(e, ERROR_CORRUPT, "the file of time zone %s is no TZif file or is cut off", zone_name);
  error_hint(e, "reinstall the package tzdata");
  return NULL;
}

void zone_free(zone *z) {
  if (!z) return;
  memory_give(z->times);
  memory_give(z->offsets);
  memory_give(z);
}

// An offset and the instant at which the next change comes.
typedef struct span {
  int32_t offset;
  int64_t until;
} span;

// The local second of a year's change, on the clock that is in force before it. It may lie in the year before or after:
// times of a rule reach a week to either side.
static int64_t rule_local(const rule *r, int year) {
  day d = 0;
  if (r->kind == 'M') {
    day_from_ymd(year, r->month, 1, &d);
    int dom = 1 + (r->weekday - day_weekday(d) % 7 + 7) % 7 + (r->week - 1) * 7;
    if (!day_from_ymd(year, r->month, dom, &d)) day_from_ymd(year, r->month, dom - 7, &d);
  } else if (r->kind == 'J' && r->yearday >= 60) {
    day_from_ymd(year, 3, 1, &d);
    d += r->yearday - 60;
  } else {
    day_from_ymd(year, 1, 1, &d);
    d += r->yearday - (r->kind == 'J');
  }
  return (int64_t)d * 86400 + r->time;
}

// What the rule says: the latest change at or before the instant, among those of its year and of both neighbours. Where
// a year's end falls on the next year's start (summer time all year), the start wins.
static span footer_span(const footer *f, int64_t utc) {
  span s = { f->standard, INT64_MAX };
  if (!f->daylight || utc < (int64_t)(DAY_MIN + 1) * 86400 || utc >= (int64_t)DAY_MAX * 86400) return s;
  int64_t local = utc + f->standard, latest = INT64_MIN;
  int year, month, dom;
  day_to_ymd((day)(local / 86400 - (local % 86400 < 0)), &year, &month, &dom);
  for (int y = year > 1 ? year - 1 : 1; y <= year + 1 && y <= 9999; y++) {
    span start = { f->summer, rule_local(&f->starts, y) - f->standard },
         end = { f->standard, rule_local(&f->ends, y) - f->summer };
    span changes[] = { start.until < end.until ? start : end, start.until < end.until ? end : start };
    for (int i = 0; i < 2; i++) {
      int64_t at = changes[i].until;
      if (at <= utc && at >= latest) {
        latest = at;
        s.offset = changes[i].offset;
      }
      if (at > utc && at < s.until) s.until = at;
    }
  }
  return s;
}

static span span_at(const zone *z, int64_t utc) {
  if (z->count == 0 || utc >= z->times[z->count - 1]) {
    if (z->footer.known) return footer_span(&z->footer, utc);
    return (span){ z->count ? z->offsets[z->count - 1] : z->before, INT64_MAX };
  }
  if (utc < z->times[0]) return (span){ z->before, z->times[0] };
  size_t low = 0, high = z->count - 1;
  while (low < high) {
    size_t middle = low + (high - low + 1) / 2;
    if (z->times[middle] <= utc) low = middle;
    else high = middle - 1;
  }
  return (span){ z->offsets[low], z->times[low + 1] };
}

int32_t zone_offset(const zone *z, int64_t utc) { return span_at(z, utc).offset; }

// A local time is an instant in each span that holds it under the span's own offset; only those within the largest
// offset are looked at.
zone_time zone_to_utc(const zone *z, int64_t local, int64_t *utc) {
  zone_time answer = ZONE_SKIPPED;
  for (int64_t at = local - OFFSET_MAX;;) {
    span s = span_at(z, at);
    int64_t candidate = local - s.offset;
    if (candidate >= at && candidate < s.until) {
      if (answer != ZONE_SKIPPED) return ZONE_REPEATED;
      answer = ZONE_PLAIN;
      *utc = candidate;
    }
    if (s.until > local - OFFSET_MIN) return answer;
    at = s.until;
  }
}

bool zone_name_portable(const char *name, error *e) {
  static const char *const machines[] = { "localtime", "posixrules", "Factory" };
  bool right = strncmp(name, "right/", 6) == 0;
  const char *bare = strncmp(name, "posix/", 6) == 0 || right ? strchr(name, '/') + 1 : name;
  bool portable = !right;
  for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) portable &= strcmp(bare, machines[i]) != 0;
  if (portable) return true;
  error_set(e, ERROR_INVALID, "the time zone \"%.100s\" is not the same on every machine", name);
  return error_hint(e, "Name the place, such as America/New_York, Europe/London or UTC.");
}
