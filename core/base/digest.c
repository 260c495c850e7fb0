#include "core/base/digest.h"
#include <assert.h>

static_assert(SHA256_DIGEST_SIZE == DIGEST_SIZE, "a digest holds what SHA-256 answers");

void digester_start(digester *d) { sha256_init(d); }
void digester_add(digester *d, const void *bytes, size_t length) { sha256_update(d, length, bytes); }
void digester_end(digester *d, digest *out) { sha256_digest(d, DIGEST_SIZE, out->bytes); }

digest digest_of(const void *bytes, size_t length) {
  digester d;
  digest out;
  digester_start(&d);
  digester_add(&d, bytes, length);
  digester_end(&d, &out);
  return out;
}

const char *digest_hex(const digest *d, char out[DIGEST_TEXT]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < DIGEST_SIZE; i++) {
    out[i * 2] = digits[d->bytes[i] >> 4];
    out[i * 2 + 1] = digits[d->bytes[i] & 15];
  }
  out[DIGEST_SIZE * 2] = '\0';
  return out;
}
