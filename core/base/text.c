// Text: UTF-8 and terminal width by libunistring, suggestions, growing buffers.
#include "core/base/text.h"
#include "core/base/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

size_t text_good(const char *text, size_t length) {
  const char *nul = memchr(text, '\0', length);
  size_t plain = nul ? (size_t)(nul - text) : length;
  const uint8_t *bad = u8_check((const uint8_t *)text, plain);
  return bad ? (size_t)(bad - (const uint8_t *)text) : plain;
}

bool text_is_utf8(const char *text, size_t length) { return text_good(text, length) == length; }

static int character_width(const char *text, size_t *bytes) {
  ucs4_t character;
  *bytes = (size_t)u8_strmbtouc(&character, (const uint8_t *)text);
  if (*bytes == 0 || *bytes > 4) {
    *bytes = 1;
    return 1;
  }
  int width = uc_width(character, "UTF-8");
  return width < 0 ? 0 : width;
}

size_t text_width(const char *text) {
  size_t width = 0, bytes;
  for (; *text; text += bytes) width += (size_t)character_width(text, &bytes);
  return width;
}

size_t text_fit(const char *text, size_t columns) {
  size_t at = 0, width = 0, bytes;
  for (; text[at]; at += bytes) {
    width += (size_t)character_width(text + at, &bytes);
    if (width > columns) break;
  }
  return at;
}

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

// Optimal string alignment: three rows of the usual table.
size_t text_distance(const char *a, const char *b, size_t limit) {
  size_t length = strlen(a), width = strlen(b);
  if (length > WORD_MAX || width > WORD_MAX) return strcmp(a, b) == 0 ? 0 : limit + 1;
  size_t rows[3][WORD_MAX + 1];
  for (size_t k = 0; k <= width; k++) rows[0][k] = k;
  for (size_t i = 1; i <= length; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t k = 1; k <= width; k++) {
      row[k] = least(least(above[k] + 1, row[k - 1] + 1), above[k - 1] + (a[i - 1] != b[k - 1]));
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) row[k] = least(row[k], before[k - 2] + 1);
    }
  }
  return least(rows[length % 3][width], limit + 1);
}

const char *text_nearest(const char *word, const char *const *words, size_t count) {
  size_t limit = strlen(word) / 3, best;
  const char *found = NULL;
  limit = limit < 1 ? 1 : limit > 3 ? 3 : limit;
  best = limit + 1;
  for (size_t i = 0; i < count; i++) {
    size_t distance = text_distance(word, words[i], limit);
    if (distance >= best) continue;
    best = distance;
    found = words[i];
  }
  return found;
}

static bool is_blank(ucs4_t c) { return c < 128 ? c == ' ' || (c >= 9 && c <= 13) : uc_is_property_white_space(c); }

const char *text_trimmed(const char *text, size_t *length) {
  const uint8_t *first = (const uint8_t *)text, *end = first + *length, *before;
  ucs4_t c;
  for (int bytes; first < end && (bytes = u8_mbtouc(&c, first, (size_t)(end - first))) > 0 && is_blank(c);)
    first += bytes;
  while (first < end && (before = u8_prev(&c, end, first)) && is_blank(c)) end = before;
  *length = (size_t)(end - first);
  return (const char *)first;
}

static bool is_unseen(ucs4_t c) {
  if (c < 128) return c < 32 || c == 127;
  return c < 160 || c == 0x2028 || c == 0x2029 || uc_is_property_bidi_control(c) ||
         uc_is_property_default_ignorable_code_point(c);
}

size_t text_seen(const char *text, size_t length, uint32_t *unseen) {
  ucs4_t c;
  size_t at = 0;
  while (at < length) {
    size_t bytes = (size_t)u8_mbtouc(&c, (const uint8_t *)text + at, length - at);
    if (is_unseen(c)) {
      *unseen = c;
      return at;
    }
    at += bytes;
  }
  return length;
}

bool text_blank(const char *text) {
  size_t length = strlen(text), at = 0;
  while (at < length) {
    ucs4_t c;
    size_t bytes = (size_t)u8_mbtouc(&c, (const uint8_t *)text + at, length - at);
    if (!is_blank(c) && !is_unseen(c)) return false;
    at += bytes;
  }
  return true;
}

bool text_same(const char *a, const char *b) { return strcasecmp(a, b) == 0; }

bool text_equal(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

bool text_listed(const char *text, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text && strcmp(text, list[i]) == 0) return true;
  return false;
}

static void room(buffer *b, size_t more) {
  if (b->length + more + 1 <= b->capacity) return;
  size_t capacity = b->capacity ? b->capacity : 64;
  while (capacity < b->length + more + 1) capacity *= 2;
  b->text = memory_grow(b->text, b->length, capacity);
  b->capacity = capacity;
}

void buffer_add(buffer *b, const char *text, size_t length) {
  room(b, length);
  memcpy(b->text + b->length, text, length);
  b->length += length;
  b->text[b->length] = '\0';
}

void buffer_text(buffer *b, const char *text) { buffer_add(b, text, strlen(text)); }

void buffer_format(buffer *b, const char *format, ...) {
  va_list arguments, copy;
  va_start(arguments, format);
  va_copy(copy, arguments);
  char probe[1];
  int length = vsnprintf(probe, 1, format ? format : "", arguments);
  va_end(arguments);
  if (length > 0) {
    room(b, (size_t)length);
    vsnprintf(b->text + b->length, (size_t)length + 1, format, copy);
    b->length += (size_t)length;
  }
  va_end(copy);
}

// Marks that turn the direction of writing: with them a line says on the screen what it does not say.
static bool turns(ucs4_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_line_end(ucs4_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

uint32_t text_character(const char *at, size_t *bytes) {
  ucs4_t c = 0;
  int length = u8_strmbtouc(&c, (const uint8_t *)at);
  *bytes = length > 0 ? (size_t)length : 1;
  return length < 0 ? 0xFFFD : c;
}

unsigned text_unsafe(const char *at, size_t *bytes) {
  *bytes = 1;
  if (*at >= 32 && *at < 127) return 0;
  uint32_t c = *at ? text_character(at, bytes) : 0xFFFD;
  if (c == 0xFFFD && *bytes == 1) return c;
  return c < 32 || (c >= 127 && c < 160) || is_line_end(c) || turns(c) ? c : 0;
}

static const char *shown_as(const char *at, bool lines, size_t *bytes) {
  unsigned code = text_unsafe(at, bytes);
  bool feed_follows = code == '\r' && at[1] == '\n';
  if (!code || (lines && code == '\n')) return NULL;
  if (!is_line_end(code)) return "\xEF\xBF\xBD";
  return feed_follows ? "" : " ";  // the line feed brings its own
}

void buffer_folded(buffer *b, const char *text) {
  uint8_t bytes[6];
  for (size_t length = 1; *text; text += length) {
    if ((unsigned char)*text < 0x80) {
      char plain = (char)(*text >= 'A' && *text <= 'Z' ? *text + ('a' - 'A') : *text);
      length = 1;
      buffer_add(b, &plain, 1);
      continue;
    }
    int written = u8_uctomb(bytes, uc_tolower(text_character(text, &length)), sizeof bytes);
    if (written > 0) buffer_add(b, (const char *)bytes, (size_t)written);
  }
}

void buffer_clean(buffer *b, const char *text, bool lines) {
  const char *from = text;
  size_t bytes;
  for (const char *at = text; *at; at += bytes) {
    const char *as = shown_as(at, lines, &bytes);
    if (!as) continue;
    buffer_add(b, from, (size_t)(at - from));
    buffer_text(b, as);
    from = at + bytes;
  }
  buffer_text(b, from);
}

void buffer_clear(buffer *b) {
  b->length = 0;
  if (b->text) b->text[0] = '\0';
}

void buffer_free(buffer *b) {
  memory_give(b->text);
  *b = (buffer){ 0 };
}
