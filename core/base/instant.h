// Moments as people and programs write them, as instants (seconds since 1970 UTC) and as times of a zone's clock.
#pragma once
#include "core/base/date.h"
#include "core/base/zone.h"
#include <stddef.h>

enum { INSTANT_TEXT = 40 };

// What a text is: an instant; nothing of the kind; a local time that the clock skipped, or showed twice; second 60 of a
// minute that had no leap second.
typedef enum instant_outcome {
  INSTANT_READ,
  INSTANT_NONE,
  INSTANT_SKIPPED,
  INSTANT_REPEATED,
  INSTANT_NO_LEAP
} instant_outcome;

// 2026-04-07T09:00, with seconds, and with an offset or Z: then the zone plays no part. *utc is set where it was read,
// a leap second as the second before it, and so is one that never was.
instant_outcome instant_parse(const char *text, size_t length, const zone *z, int64_t *utc);

// The two times that a skipped or repeated one may have meant, with their offsets.
void instant_meant(const char *text, size_t length, const zone *z, char one[INSTANT_TEXT], char other[INSTANT_TEXT]);

// The local day of a date, or of a moment as above.
instant_outcome instant_day(const char *text, size_t length, const zone *z, day *out);

// The minute that the zone's clock shows, since 1970-01-01T00:00 there.
int64_t instant_minute(const zone *z, int64_t utc);

// RFC 3339 text with the zone's offset; with that of UTC where the zone's is not of whole minutes.
const char *instant_text(const zone *z, int64_t utc, char out[INSTANT_TEXT]);
