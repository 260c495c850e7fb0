// Reading JSON that somebody else wrote: numbers stay the text that they were, and what is hostile has limits. Own
// code, for cJSON makes a double of every number: an amount that came as 0.1 would not be 0.1 any more.
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/value_json.h"
#include <ctype.h>
#include <string.h>

enum { DEPTH_MAX = 24, VALUES_MAX = 200000 };

typedef struct reading {
  const char *text, *at, *end;
  arena *a;
  error *e;
  int depth, values;
} reading;

static value *fail(const reading *r, const char *what) {
  error_set(r->e, ERROR_INVALID, "byte %zu: %s", (size_t)(r->at - r->text) + 1, what);
  return NULL;
}

static void skip_blanks(reading *r) {
  while (r->at < r->end && strchr(" \t\r\n", *r->at)) r->at++;
}

static bool next_is(reading *r, char c) {
  skip_blanks(r);
  if (r->at == r->end || *r->at != c) return false;
  r->at++;
  return true;
}

// Four hexadecimal digits at `at`; -1 where they are none.
static int32_t hexadecimal(const reading *r, const char *at) {
  static const char digits[] = "0123456789abcdef";
  int32_t out = 0;
  for (int i = 0; i < 4; i++) {
    const char *found = at + i < r->end ? strchr(digits, tolower((unsigned char)at[i])) : NULL;
    if (!found) return -1;
    out = out * 16 + (int32_t)(found - digits);
  }
  return out;
}

static size_t put_character(char *out, uint32_t c) {
  if (c < 0x80) return out[0] = (char)c, 1;
  size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned lead[] = { 0, 0xC0, 0xE0, 0xF0 };
  out[0] = (char)(lead[more] | (c >> (6 * more)));
  for (size_t i = 1; i <= more; i++) out[i] = (char)(0x80 | ((c >> (6 * (more - i))) & 0x3F));
  return more + 1;
}

// The digits behind \u at r->at, with those of a second half. A half alone, and a NUL, become U+FFFD.
static size_t read_escaped(reading *r, char *out) {
  int32_t c = hexadecimal(r, r->at);
  if (c < 0) return 0;
  r->at += 4;
  if (c >= 0xD800 && c < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
    int32_t low = hexadecimal(r, r->at + 2);
    if (low >= 0xDC00 && low < 0xE000) {
      r->at += 6;
      return put_character(out, 0x10000u + (((uint32_t)c & 0x3FF) << 10) + ((uint32_t)low & 0x3FF));
    }
  }
  return put_character(out, c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : (uint32_t)c);
}

// A text whose opening quote was read, in the arena; NULL with the error. An escape is never shorter than its meaning.
static const char *read_text(reading *r) {
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *end = r->at;
  while (end < r->end && *end != '"') end += *end == '\\' && end + 1 < r->end ? 2 : 1;
  if (end >= r->end) return fail(r, "a text is not closed"), NULL;
  char *out = arena_alloc(r->a, (size_t)(end - r->at) + 1);
  size_t n = 0;
  while (r->at < end) {
    if ((unsigned char)*r->at < 32) return fail(r, "a control character in a text"), NULL;
    if (*r->at != '\\') {
      out[n++] = *r->at++;
      continue;
    }
    char kind = r->at[1];
    const char *found = strchr(from, kind);
    r->at += 2;
    size_t bytes = kind == 'u' ? read_escaped(r, out + n) : found ? (out[n] = to[found - from], 1) : 0;
    if (!bytes) return fail(r, "an escape that JSON has not"), NULL;
    n += bytes;
  }
  r->at = end + 1;
  return out;
}

static size_t digits(reading *r) {
  const char *first = r->at;
  while (r->at < r->end && *r->at >= '0' && *r->at <= '9') r->at++;
  return (size_t)(r->at - first);
}

static value *read_number(reading *r) {
  const char *first = r->at;
  r->at += *r->at == '-';
  const char *whole = r->at;
  size_t n = digits(r);
  bool good = n == 1 || (n > 1 && *whole != '0');
  if (r->at < r->end && *r->at == '.') good = (r->at++, digits(r)) && good;
  if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
    r->at++;
    if (r->at < r->end && (*r->at == '+' || *r->at == '-')) r->at++;
    good = digits(r) && good;
  }
  if (!good) return fail(r, "not a number");
  return value_text(r->a, arena_copy(r->a, first, (size_t)(r->at - first)));
}

static value *read_value(reading *r);

static value *read_list(reading *r) {
  value *list = value_list(r->a), *item;
  if (next_is(r, ']')) return list;
  do {
    if (!(item = read_value(r))) return NULL;
    value_append(r->a, list, item);
  } while (next_is(r, ','));
  return next_is(r, ']') ? list : fail(r, "a list is not closed");
}

static value *read_record(reading *r) {
  value *record = value_record(r->a), *item;
  if (next_is(r, '}')) return record;
  do {
    const char *name = next_is(r, '"') ? read_text(r) : NULL;
    if (!name) return r->e->code ? NULL : fail(r, "a name is missing");
    if (!next_is(r, ':')) return fail(r, "a colon is missing");
    if (!(item = read_value(r))) return NULL;
    value_put(r->a, record, name, item);
  } while (next_is(r, ','));
  return next_is(r, '}') ? record : fail(r, "an object is not closed");
}

static value *read_word(reading *r) {
  static const char *const words[] = { "null", "false", "true" };
  for (size_t i = 0; i < 3; i++) {
    size_t length = strlen(words[i]);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, words[i], length) != 0) continue;
    r->at += length;
    return i ? value_bool(r->a, i == 2) : value_null(r->a);
  }
  return fail(r, "not JSON");
}

static value *read_value(reading *r) {
  skip_blanks(r);
  if (r->at == r->end) return fail(r, "it ends too early");
  if (++r->values > VALUES_MAX) return fail(r, "too many values");
  if (*r->at == '-' || (*r->at >= '0' && *r->at <= '9')) return read_number(r);
  if (*r->at != '"' && *r->at != '{' && *r->at != '[') return read_word(r);
  char first = *r->at++;
  if (first == '"') {
    const char *text = read_text(r);
    return text ? value_text(r->a, text) : NULL;
  }
  if (++r->depth > DEPTH_MAX) return fail(r, "it nests too deep");
  value *out = first == '{' ? read_record(r) : read_list(r);
  r->depth--;
  return out;
}

value *value_of_answer(const char *text, size_t length, arena *a, error *e) {
  reading r = { .text = text, .at = text, .end = text + length, .a = a, .e = e };
  size_t good = text_good(text, length);
  r.at = text + good;
  if (good < length) return fail(&r, "no UTF-8");
  r.at = text;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) r.at += 3;
  value *out = read_value(&r);
  skip_blanks(&r);
  return !out || r.at == r.end ? out : fail(&r, "text after the end");
}
