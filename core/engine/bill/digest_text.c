// The canonical text of a bill: gathered in pieces, hashed piece by piece.
#include "core/engine/bill/digest_text.h"
#include <string.h>

static const char separator = '\x1f';

void canon_open(canon *c, digester *d, arena *keep) {
  c->digester = d;
  c->keep = keep;
  c->text = keep ? NULL : c->own;
  c->size = keep ? 0 : sizeof c->own;
  c->length = c->hashed = 0;
}

static void hash_rest(canon *c) {
  if (c->length > c->hashed) digester_add(c->digester, c->text + c->hashed, c->length - c->hashed);
  c->hashed = c->length;
}

void canon_begin(canon *c) {
  c->hashed = c->length;
  digester_start(c->digester);
}

void canon_end(canon *c, digest *out) {
  hash_rest(c);
  digester_end(c->digester, out);
}

void canon_forget(canon *c) {
  hash_rest(c);
  if (c->keep) arena_reset(c->keep);
  canon_open(c, c->digester, c->keep);
}

static void next_piece(canon *c, size_t needed) {
  hash_rest(c);
  c->length = c->hashed = 0;
  if (!c->keep) return;
  c->size = needed > CANON_PIECE ? needed : CANON_PIECE;
  c->text = arena_array(c->keep, c->size, 1);
}

const char *canon_text(canon *c, const char *text, size_t length) {
  if (c->size - c->length < length + 1) next_piece(c, length + 1);
  if (c->size < length + 1) {
    digester_add(c->digester, text, length);
    digester_add(c->digester, &separator, 1);
    return text;
  }
  char *at = c->text + c->length;
  if (length) memcpy(at, text, length);
  at[length] = separator;
  c->length += length + 1;
  return at;
}

void canon_int(canon *c, int64_t number) {
  char text[24], *end = text + sizeof text, *at = end;
  uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
  do *--at = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (number < 0) *--at = '-';
  (void)canon_text(c, at, (size_t)(end - at));
}
