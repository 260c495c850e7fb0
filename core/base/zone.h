// Time zones from TZif data (RFC 8536): instants to local civil time and back.
#pragma once
#include "core/base/error.h"
#include <stdint.h>

typedef struct zone zone;

// Parses the bytes of a compiled zone file, with the rule in its footer for years past its table. `name` is kept for
// messages. NULL with an error where they are cut off or make no sense. The caller frees it with zone_free.
zone *zone_parse(const char *name, const void *bytes, size_t length, error *e);
void zone_free(zone *z);

// Whether a name means the same clock everywhere. `localtime`, `posixrules` and `Factory` are whatever a machine's
// administrator chose, and the clocks of `right/` count leap seconds, which no stored instant does: `invalid`.
bool zone_name_portable(const char *name, error *e);

// Finds a zone by name; NULL with the error. The zone stays the finder's.
typedef const zone *(*zone_finder)(void *context, const char *name, error *e);

// Seconds east of UTC in force at an instant (seconds since 1970 UTC).
int32_t zone_offset(const zone *z, int64_t utc);

typedef enum zone_time { ZONE_PLAIN, ZONE_SKIPPED, ZONE_REPEATED } zone_time;

// The instant of a local civil time (seconds since 1970-01-01T00:00 on the local clock). ZONE_SKIPPED: the clock jumped
// over it, `*utc` is unset. ZONE_REPEATED: it came twice, `*utc` is the first.
zone_time zone_to_utc(const zone *z, int64_t local, int64_t *utc);
