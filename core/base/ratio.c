// Exact fractions.
#include "core/base/ratio.h"
#include "core/base/fraction.h"
#include <string.h>

static const ratio unknown = { 0, 0 };

ratio ratio_make(int128 num, int128 den) {
  if (den == 0) return unknown;
  int128 common = common_divisor(num, den);
  if (den < 0) common = -common;
  return (ratio){ num / common, den / common };
}

ratio ratio_decimal(decimal d) { return ratio_make(d, DECIMAL_ONE); }

static int128 power(int places) {
  int128 out = 1;
  while (places-- > 0) out *= 10;
  return out;
}

ratio ratio_money(int64_t minor, int exponent) { return ratio_make(minor, power(exponent)); }

ratio ratio_mul(ratio a, ratio b) {
  if (!a.den || !b.den) return unknown;
  int128 one = common_divisor(a.num, b.den), other = common_divisor(b.num, a.den), num, den;
  if (!one) one = 1;
  if (!other) other = 1;
  if (__builtin_mul_overflow(a.num / one, b.num / other, &num) ||
      __builtin_mul_overflow(a.den / other, b.den / one, &den))
    return unknown;
  return ratio_make(num, den);
}

ratio ratio_div(ratio a, ratio b) { return b.num ? ratio_mul(a, ratio_make(b.den, b.num)) : unknown; }

ratio ratio_add(ratio a, ratio b) {
  if (!a.den || !b.den) return unknown;
  int128 common = common_divisor(a.den, b.den), left, right, num, den;
  if (__builtin_mul_overflow(a.num, b.den / common, &left) || __builtin_mul_overflow(b.num, a.den / common, &right) ||
      __builtin_add_overflow(left, right, &num) || __builtin_mul_overflow(a.den, b.den / common, &den))
    return unknown;
  return ratio_make(num, den);
}

ratio ratio_sub(ratio a, ratio b) { return ratio_add(a, (ratio){ -b.num, b.den }); }

bool ratio_same(ratio a, ratio b) { return a.den && a.num == b.num && a.den == b.den; }

ratio ratio_round(ratio a, int places, rounding mode) {
  int128 scale = power(places), scaled;
  if (!a.den || __builtin_mul_overflow(a.num, scale, &scaled)) return unknown;
  int128 whole = scaled / a.den, rest = scaled % a.den;
  if (rest < 0) rest = -rest;
  if (rest && rounding_grows(mode, rest, a.den, whole % 2 != 0, a.num < 0)) whole += a.num < 0 ? -1 : 1;
  return ratio_make(whole, scale);
}

// Digits of a number that is not negative; answers where they begin.
static char *digits(int128 number, char *end) {
  *--end = '\0';
  do *--end = (char)('0' + (int)(number % 10));
  while ((number /= 10) != 0);
  return end;
}

// How many digits after the point a fraction needs; -1: no end, or too many.
static int places_of(int128 den) {
  int twos = 0, fives = 0;
  while (den % 2 == 0) den /= 2, twos++;
  while (den % 5 == 0) den /= 5, fives++;
  int places = twos > fives ? twos : fives;
  return den == 1 && places <= 30 ? places : -1;
}

const char *ratio_text(arena *a, ratio r, int places) {
  char whole[48], rest[48];
  if (!r.den) return "?";
  const char *sign = r.num < 0 ? "-" : "";
  int128 num = r.num < 0 ? -r.num : r.num;
  int needed = places_of(r.den);
  if (needed < 0)
    return arena_format(a, "%s%s/%s", sign, digits(num, whole + sizeof whole), digits(r.den, rest + sizeof rest));
  if (needed < places) needed = places;
  const char *before = digits(num / r.den, whole + sizeof whole);
  if (!needed) return arena_format(a, "%s%s", sign, before);
  int128 scaled;
  if (__builtin_mul_overflow(num % r.den, power(needed), &scaled)) return "?";
  const char *after = digits(scaled / r.den, rest + sizeof rest);
  return arena_format(a, "%s%s.%.*s%s", sign, before, needed - (int)strlen(after), "000000000000000000000000000000",
                      after);
}
