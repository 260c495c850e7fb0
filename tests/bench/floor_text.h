// The floor's texts: numbers as their digits, decimals, the canonical text under a digest, memory that is given back as
// a whole.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <nettle/sha2.h>

enum { DIGEST_TEXT = 65, NUMBER_TEXT = 32 };

static inline void *must(void *memory) {
  if (!memory) {
    fputs("floor: out of memory\n", stderr);
    exit(1);
  }
  return memory;
}

// Room for at least `needed` items of a growing array.
static inline void *grown(void *items, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return items;
  *capacity = needed * 2 + 64;
  return must(realloc(items, *capacity * size));
}

// --- Texts that live until they are all forgotten: chunks that are used again.
enum { CHUNK = 64 << 10 };
typedef struct chunk {
  struct chunk *next;
  size_t used, size;
  char bytes[];
} chunk;
typedef struct pool {
  chunk *first, *at;
  size_t used;
} pool;

static inline char *pool_more(pool *p, size_t size) {
  chunk **link = p->at ? &p->at->next : &p->first;
  while (*link && (*link)->size < size) link = &(*link)->next;
  if (!*link) {
    size_t room = size > CHUNK ? size : CHUNK;
    *link = must(malloc(sizeof(chunk) + room));
    **link = (chunk){ NULL, 0, room };
  }
  p->at = *link;
  p->at->used = size;
  return p->at->bytes;
}

static inline char *pool_take(pool *p, size_t size) {
  p->used += size;
  if (!p->at || p->at->size - p->at->used < size) return pool_more(p, size);
  char *out = p->at->bytes + p->at->used;
  p->at->used += size;
  return out;
}

static inline char *pool_copy(pool *p, const void *text, size_t length) {
  char *out = pool_take(p, length + 1);
  memcpy(out, text, length);
  out[length] = '\0';
  return out;
}

static inline void pool_forget(pool *p) {
  p->at = p->first;
  if (p->at) p->at->used = 0;
  p->used = 0;
}

// --- Numbers.
static inline size_t digits_write(int64_t number, char *out) {
  char text[24], *at = text + sizeof text;
  uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
  do *--at = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (number < 0) *--at = '-';
  size_t length = (size_t)(text + sizeof text - at);
  memcpy(out, at, length);
  return length;
}

// A number of 10^-places parts, with at least `shown` decimals.
static inline size_t decimal_write(int64_t value, int places, int shown, char *out) {
  int64_t scale = 1;
  for (int i = 0; i < places; i++) scale *= 10;
  size_t length = digits_write(value / scale, out);
  int64_t rest = value % scale;
  while (places > shown && rest % 10 == 0) places--, rest /= 10;
  if (places) out[length++] = '.';
  for (int i = places; i > 0; i--, rest /= 10) out[length + (size_t)i - 1] = (char)('0' + rest % 10);
  return length + (size_t)places;
}

// A decimal of at most nine places, as billionths.
static inline int64_t decimal_read(const char *text) {
  int64_t value = 0;
  int places = -1;
  for (; *text == '.' || (*text >= '0' && *text <= '9'); text++) {
    if (*text == '.') places = 0;
    else if (places < 9) value = value * 10 + (*text - '0'), places += places >= 0;
  }
  for (places = places < 0 ? 0 : places; places < 9; places++) value *= 10;
  return value;
}

static inline int64_t times(int64_t a, int64_t b) {
  int64_t out;
  if (!__builtin_mul_overflow(a, b, &out)) return out;
  fputs("floor: an amount is too large\n", stderr);
  exit(1);
}

// Half up, of numbers that are not negative.
static inline int64_t divided(int64_t number, int64_t by) { return (number + by / 2) / by; }

// --- Digests: the text is gathered and hashed in large pieces.
typedef struct hasher {
  struct sha256_ctx state;
  size_t length;
  char text[8192];
} hasher;

static inline void hash_start(hasher *h) {
  sha256_init(&h->state);
  h->length = 0;
}

static inline void hash_bytes(hasher *h, const char *bytes, size_t length) {
  if (h->length + length > sizeof h->text) {
    sha256_update(&h->state, h->length, (const uint8_t *)h->text);
    h->length = 0;
  }
  if (length > sizeof h->text) {
    sha256_update(&h->state, length, (const uint8_t *)bytes);
    return;
  }
  memcpy(h->text + h->length, bytes, length);
  h->length += length;
}

static inline void hash_text(hasher *h, const char *text, size_t length) {
  if (length) hash_bytes(h, text, length);
  hash_bytes(h, "\x1f", 1);
}

static inline void hash_number(hasher *h, int64_t number) {
  char text[NUMBER_TEXT];
  hash_text(h, text, digits_write(number, text));
}

static inline void hash_end(hasher *h, char out[DIGEST_TEXT]) {
  unsigned char sum[32];
  sha256_update(&h->state, h->length, (const uint8_t *)h->text);
  sha256_digest(&h->state, sizeof sum, sum);
  for (int i = 0; i < 32; i++) {
    out[i * 2] = "0123456789abcdef"[sum[i] >> 4];
    out[i * 2 + 1] = "0123456789abcdef"[sum[i] & 15];
  }
  out[64] = '\0';
}
