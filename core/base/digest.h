// SHA-256 (FIPS 180-4) by libcrypto: of documents, plugin files and the audit chain.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32, DIGEST_TEXT = 65 };

typedef struct digest {
  unsigned char bytes[DIGEST_SIZE];
} digest;
typedef struct digester digester;

// A reusable hasher; free with digester_free. digester_start begins anew.
digester *digester_new(void);
void digester_free(digester *d);
void digester_start(digester *d);
void digester_add(digester *d, const void *bytes, size_t length);
void digester_end(digester *d, digest *out);

// The digest of one piece.
digest digest_of(const void *bytes, size_t length);

// Lower-case hexadecimal, NUL-terminated; answers `out`.
const char *digest_hex(const digest *d, char out[DIGEST_TEXT]);
