// SHA-256 (FIPS 180-4) by libnettle: of documents, plugin files and the audit chain. libnettle is ready at once, where
// libcrypto takes a third of a short command to load and to begin.
#pragma once
#include <nettle/sha2.h>
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32, DIGEST_TEXT = 65 };

typedef struct digest {
  unsigned char bytes[DIGEST_SIZE];
} digest;
typedef struct sha256_ctx digester;

// Hashes in pieces; digester_start begins anew.
void digester_start(digester *d);
void digester_add(digester *d, const void *bytes, size_t length);
void digester_end(digester *d, digest *out);

// The digest of one piece.
digest digest_of(const void *bytes, size_t length);

// Lower-case hexadecimal, NUL-terminated; answers `out`.
const char *digest_hex(const digest *d, char out[DIGEST_TEXT]);
