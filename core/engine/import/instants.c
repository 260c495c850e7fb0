// Moments in rows: read on a zone's clock, with a fault where they are none, or no single one.
#include "core/engine/import/import_inside.h"
#include <string.h>

static bool fault(import *im, const row *r, const char *where, const char *text, size_t length, const zone *z,
                  const char *zone_name, instant_outcome why) {
  char one[INSTANT_TEXT], other[INSTANT_TEXT];
  const char *given = shown(im, text, length);
  if (why == INSTANT_NONE)
    return row_fault(im, r, ERROR_INVALID, where,
                     "\"%s\" is not a time such as 2026-04-07T09:00 or 2026-04-07T09:00:00-04:00", given);
  if (why == INSTANT_NO_LEAP)
    return row_fault(im, r, ERROR_INVALID, where, "\"%s\" never was: no leap second was added to that minute", given);
  instant_meant(text, length, z, one, other);
  if (why == INSTANT_SKIPPED)
    return row_fault(im, r, ERROR_INVALID, where,
                     "\"%s\" never was: the clock in %s skipped it; give the time with its offset, such as %s or %s",
                     given, zone_name, one, other);
  return row_fault(im, r, ERROR_INVALID, where,
                   "\"%s\" came twice: the clock in %s was set back; give the time with its offset, %s or %s", given,
                   zone_name, one, other);
}

bool instant_read(import *im, const row *r, const char *where, const char *text, size_t length, const zone *z,
                  const char *zone_name, int64_t *utc) {
  instant_outcome outcome = instant_parse(text, length, z, utc);
  return outcome == INSTANT_READ || fault(im, r, where, text, length, z, zone_name, outcome);
}

bool moment_day(import *im, const row *r, const char *where, const char *text, const zone *z, const char *zone_name,
                day *out) {
  size_t length = strlen(text);
  instant_outcome outcome = instant_day(text, length, z, out);
  return outcome == INSTANT_READ || fault(im, r, where, text, length, z, zone_name, outcome);
}
