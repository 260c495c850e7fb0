// Text: UTF-8 and what Unicode says of characters by utf8proc, suggestions, growing buffers.
#include "core/base/text.h"
#include "core/base/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

// The character of at most `length` bytes, and how many are its own; 0: they are no UTF-8.
static size_t character_of(const char *at, size_t length, int32_t *c) {
  const uint8_t *bytes = (const uint8_t *)at;
  if ((*c = bytes[0]) < 0x80) return 1;
  utf8proc_ssize_t own = utf8proc_iterate(bytes, (utf8proc_ssize_t)length, c);
  return own > 0 ? (size_t)own : 0;
}

size_t text_good(const char *text, size_t length) {
  int32_t c;
  size_t at = 0;
  for (size_t bytes; at < length && text[at] && (bytes = character_of(text + at, length - at, &c)) > 0;) at += bytes;
  return at;
}

bool text_is_utf8(const char *text, size_t length) { return text_good(text, length) == length; }

// Of what terminals draw otherwise than utf8proc counts: vowel signs that follow their letter take a column, and the
// later parts of a Hangul syllable stand within its first.
static int width_of(int32_t c) {
  if (utf8proc_category(c) == UTF8PROC_CATEGORY_MC) return 1;
  return (c >= 0x1160 && c < 0x1200) || (c >= 0xD7B0 && c < 0xD800) ? 0 : utf8proc_charwidth(c);
}

static int character_width(const char *text, size_t *bytes) {
  uint32_t c = text_character(text, bytes);
  return c < 0x80 ? c >= 32 && c != 127 : width_of((int32_t)c);
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

// Unicode's White_Space (PropList.txt).
static bool is_blank(int32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
  utf8proc_category_t category = utf8proc_category(c);
  return c == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// Where the character before `end` begins, and what it is; NULL: there is none, or no UTF-8.
static const char *before(const char *end, const char *first, int32_t *c) {
  const char *at = end;
  while (at > first && end - at < 4 && (*--at & 0xC0) == 0x80) {}
  return at < end && character_of(at, (size_t)(end - at), c) == (size_t)(end - at) ? at : NULL;
}

const char *text_trimmed(const char *text, size_t *length) {
  const char *first = text, *end = text + *length, *last;
  int32_t c;
  for (size_t bytes; first < end && (bytes = character_of(first, (size_t)(end - first), &c)) > 0 && is_blank(c);)
    first += bytes;
  while (first < end && (last = before(end, first, &c)) && is_blank(c)) end = last;
  *length = (size_t)(end - first);
  return first;
}

// Marks that turn the direction of writing: with them a line says on the screen what it does not say. Unicode's
// Bidi_Control (PropList.txt).
static bool turns(int32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt); utf8proc tells it of characters, not of places
// that are kept free for more of them.
static bool is_ignorable(int32_t c) {
  return utf8proc_get_property(c)->ignorable || c == 0x2065 || (c >= 0xFFF0 && c <= 0xFFF8) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool is_unseen(int32_t c) {
  if (c < 0x80) return c < 32 || c == 127;
  return c < 0xA0 || c == 0x2028 || c == 0x2029 || turns(c) || is_ignorable(c);
}

size_t text_seen(const char *text, size_t length, uint32_t *unseen) {
  int32_t c;
  for (size_t at = 0, bytes; at < length && (bytes = character_of(text + at, length - at, &c)) > 0; at += bytes) {
    if (!is_unseen(c)) continue;
    *unseen = (uint32_t)c;
    return at;
  }
  return length;
}

bool text_blank(const char *text) {
  for (size_t bytes; *text; text += bytes) {
    int32_t c = (int32_t)text_character(text, &bytes);
    if (!is_blank(c) && !is_unseen(c)) return false;
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

static bool is_line_end(uint32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

uint32_t text_character(const char *at, size_t *bytes) {
  int32_t c;
  size_t own = character_of(at, strnlen(at, 4), &c);
  *bytes = own ? own : 1;
  return own ? (uint32_t)c : 0xFFFD;
}

unsigned text_unsafe(const char *at, size_t *bytes) {
  *bytes = 1;
  if (*at >= 32 && *at < 127) return 0;
  uint32_t c = *at ? text_character(at, bytes) : 0xFFFD;
  if (c == 0xFFFD && *bytes == 1) return c;
  return c < 32 || (c >= 127 && c < 160) || is_line_end(c) || turns((int32_t)c) ? c : 0;
}

static const char *shown_as(const char *at, bool lines, size_t *bytes) {
  unsigned code = text_unsafe(at, bytes);
  bool feed_follows = code == '\r' && at[1] == '\n';
  if (!code || (lines && code == '\n')) return NULL;
  if (!is_line_end(code)) return "\xEF\xBF\xBD";
  return feed_follows ? "" : " ";  // the line feed brings its own
}

void buffer_folded(buffer *b, const char *text) {
  uint8_t bytes[4];
  for (size_t length = 1; *text; text += length) {
    if ((unsigned char)*text < 0x80) {
      char plain = (char)(*text >= 'A' && *text <= 'Z' ? *text + ('a' - 'A') : *text);
      length = 1;
      buffer_add(b, &plain, 1);
      continue;
    }
    utf8proc_ssize_t written = utf8proc_encode_char(utf8proc_tolower((int32_t)text_character(text, &length)), bytes);
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
