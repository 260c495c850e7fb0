// Random bytes as a zone file: offsets stay within bounds, instants come back from their local times.
#include <stdlib.h>

#include "core/base/date.h"
#include "core/base/zone.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

static void look_at(const zone *z, int64_t utc) {
  int32_t offset = zone_offset(z, utc);
  int64_t back = 0;
  check(offset > -100000 && offset < 100000);
  zone_time kind = zone_to_utc(z, utc + offset, &back);
  check(kind == ZONE_PLAIN ? back == utc : kind == ZONE_REPEATED && back <= utc);
  check(back + zone_offset(z, back) == utc + offset);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  error e = { 0 };
  zone *z = zone_parse("fuzz", bytes, length, &e);
  if (!z != (e.code == ERROR_CORRUPT)) abort();
  error_clear(&e);
  if (!z) return 0;
  for (int64_t d = DAY_MIN; d <= DAY_MAX; d += 49999) look_at(z, d * 86400 + d % 86400);
  for (int64_t d = 20000; d < 20800; d += 7) look_at(z, d * 86400 + 7200);
  zone_free(z);
  return 0;
}
