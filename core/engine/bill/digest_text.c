// The text that a bill's digest is over: gathered in pieces, hashed piece by piece.
#include "core/engine/bill/bill_inside.h"
#include <string.h>

static const char separator = '\x1f';

void digest_text_open(digest_text *t, digester *d, arena *keep) {
  t->digester = d;
  t->keep = keep;
  t->copy = NULL;
  t->text = keep ? NULL : t->own;
  t->size = keep ? 0 : sizeof t->own;
  t->length = t->hashed = 0;
}

static void hash(digest_text *t, const char *text, size_t length) {
  digester_add(t->digester, text, length);
  if (t->copy) buffer_add(t->copy, text, length);
}

static void hash_rest(digest_text *t) {
  if (t->length > t->hashed) hash(t, t->text + t->hashed, t->length - t->hashed);
  t->hashed = t->length;
}

void digest_text_begin(digest_text *t, int form) {
  t->form = form;
  t->hashed = t->length;
  digester_start(t->digester);
}

void digest_text_end(digest_text *t, digest *out) {
  hash_rest(t);
  digester_end(t->digester, out);
}

void digest_text_forget(digest_text *t) {
  hash_rest(t);
  if (t->keep) arena_reset(t->keep);
  digest_text_open(t, t->digester, t->keep);
}

static void next_piece(digest_text *t, size_t needed) {
  hash_rest(t);
  t->length = t->hashed = 0;
  if (!t->keep) return;
  t->size = needed > DIGEST_TEXT_PIECE ? needed : DIGEST_TEXT_PIECE;
  t->text = arena_array(t->keep, t->size, 1);
}

const char *digest_text_add(digest_text *t, const char *text, size_t length) {
  if (t->size - t->length < length + 1) next_piece(t, length + 1);
  if (t->size < length + 1) {
    hash(t, text, length);
    hash(t, &separator, 1);
    return text;
  }
  char *at = t->text + t->length;
  if (length) memcpy(at, text, length);
  at[length] = separator;
  t->length += length + 1;
  return at;
}

void digest_text_int(digest_text *t, int64_t number) {
  char text[24], *end = text + sizeof text, *at = end;
  uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
  do *--at = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (number < 0) *--at = '-';
  (void)digest_text_add(t, at, (size_t)(end - at));
}
