#include "core/base/chance.h"
#include <sys/random.h>

void chance_bytes(void *out, size_t length) {
  for (char *at = out; length;) {
    ssize_t got = getrandom(at, length, 0);
    if (got <= 0) continue;  // a signal came
    at += got;
    length -= (size_t)got;
  }
}
