// Exact decimals: an integer number of billionths.
#include "core/base/decimal.h"
#include "core/base/money.h"
#include <assert.h>
#include <string.h>

enum { PLACES = 9, WHOLE_DIGITS = 15 };
#define WHOLE_LIMIT ((decimal)1000000000000000 * DECIMAL_ONE)

bool decimal_in_range(decimal value) { return value > -WHOLE_LIMIT && value < WHOLE_LIMIT; }

bool decimal_parse(const char *text, size_t length, decimal *out) {
  size_t i = 0;
  bool negative = length > 0 && text[0] == '-';
  int whole = 0, places = -1;
  decimal value = 0;
  if (negative) i++;
  size_t first = i;
  for (; i < length; i++) {
    if (text[i] == '.' && places < 0 && i > first) {
      places = 0;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return false;
    if (places < 0 ? (whole += value != 0 || text[i] != '0') > WHOLE_DIGITS : ++places > PLACES) return false;
    value = value * 10 + (text[i] - '0');
  }
  if (i == first || places == 0) return false;
  for (int p = places < 0 ? 0 : places; p < PLACES; p++) value *= 10;
  *out = negative ? -value : value;
  return true;
}

static size_t digits_of(uint64_t number, char *end) {
  char *at = end;
  do *--at = (char)('0' + number % 10);
  while ((number /= 10) != 0);
  return (size_t)(end - at);
}

size_t decimal_format(decimal value, int places, char out[DECIMAL_TEXT]) {
  char *at = out, digits[24];
  bool negative = value < 0;
  unsigned __int128 size = negative ? -(unsigned __int128)value : (unsigned __int128)value;
  bool small = size <= UINT64_MAX;
  uint64_t whole = small ? (uint64_t)size / 1000000000 : (uint64_t)(size / 1000000000);
  uint64_t rest = small ? (uint64_t)size % 1000000000 : (uint64_t)(size % 1000000000);
  if (negative) *at++ = '-';
  size_t length = digits_of(whole, digits + sizeof digits);
  memcpy(at, digits + sizeof digits - length, length);
  at += length;
  char fraction[PLACES];
  int shown = PLACES;
  for (int i = PLACES - 1; i >= 0; i--, rest /= 10) fraction[i] = (char)('0' + rest % 10);
  while (shown > places && fraction[shown - 1] == '0') shown--;
  if (shown) *at++ = '.';
  memcpy(at, fraction, (size_t)shown);
  at += shown;
  *at = '\0';
  return (size_t)(at - out);
}

static bool rounded(int128 num, int128 den, int128 *out) {
  if (den == 0) return false;
  if (den < 0) {
    num = -num;
    den = -den;
  }
  int128 whole, rest;
  if (num <= INT64_MAX && num >= -INT64_MAX && den <= INT64_MAX) {
    whole = (int64_t)num / (int64_t)den;
    rest = (int64_t)num % (int64_t)den;
  } else {
    whole = num / den;
    rest = num % den;
  }
  if (rest < 0) rest = -rest;
  if (rest >= den - rest) whole += num < 0 ? -1 : 1;
  *out = whole;
  return true;
}

bool decimal_mul(decimal a, decimal b, decimal *out) {
  int128 product;
  return !__builtin_mul_overflow(a, b, &product) && rounded(product, DECIMAL_ONE, out) && decimal_in_range(*out);
}

decimal decimal_ratio(int128 num, int128 den, int places) {
  assert(places >= 0 && places <= PLACES);
  int128 scale = 1, value;
  for (int i = 0; i < places; i++) scale *= 10;
  if (!rounded(num * scale, den, &value)) return 0;
  return value * (DECIMAL_ONE / scale);
}

bool percent_parse(const char *text, size_t length, decimal *out) {
  if (length == 0 || text[length - 1] != '%' || !decimal_parse(text, length - 1, out) || *out % 100 != 0) return false;
  *out /= 100;
  return true;
}

size_t percent_format(decimal fraction, char out[DECIMAL_TEXT]) {
  size_t length = decimal_format(fraction * 100, 0, out);
  out[length++] = '%';
  out[length] = '\0';
  return length;
}
