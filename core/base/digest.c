// SHA-256 by libcrypto. The algorithm is fetched once per hasher: looking it up costs more than hashing a line.
#include "core/base/digest.h"
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

struct digester {
  EVP_MD_CTX *context;
  EVP_MD *algorithm;
};

static void must(int ok) {
  if (ok) return;
  fputs("billet: libcrypto has no SHA-256\n", stderr);
  abort();
}

digester *digester_new(void) {
  digester *d = malloc(sizeof *d);
  must(d != NULL);
  d->context = EVP_MD_CTX_new();
  d->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
  must(d->context && d->algorithm);
  return d;
}

void digester_free(digester *d) {
  if (!d) return;
  EVP_MD_CTX_free(d->context);
  EVP_MD_free(d->algorithm);
  free(d);
}

void digester_start(digester *d) { must(EVP_DigestInit_ex(d->context, d->algorithm, NULL)); }
void digester_add(digester *d, const void *bytes, size_t length) { must(EVP_DigestUpdate(d->context, bytes, length)); }
void digester_end(digester *d, digest *out) { must(EVP_DigestFinal_ex(d->context, out->bytes, NULL)); }

digest digest_of(const void *bytes, size_t length) {
  digest out;
  digester *d = digester_new();
  digester_start(d);
  digester_add(d, bytes, length);
  digester_end(d, &out);
  digester_free(d);
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
