// Money in minor units: one integer multiply, one divide, one named rounding.
#include "core/base/money.h"
#include "core/base/memory.h"
#include "core/base/fraction.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
  [ROUND_HALF_UP] = "half-up", [ROUND_HALF_DOWN] = "half-down", [ROUND_HALF_EVEN] = "half-even", [ROUND_UP] = "up",
  [ROUND_DOWN] = "down",       [ROUND_CEILING] = "ceiling",     [ROUND_FLOOR] = "floor"
};

const char *rounding_name(rounding mode) { return names[mode]; }

bool rounding_parse(const char *text, rounding *out) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(text, names[i]) != 0) continue;
    *out = (rounding)i;
    return true;
  }
  return false;
}

bool rounding_grows(rounding mode, int128 rest, int128 den, bool odd, bool negative) {
  int128 other = den - rest;
  switch (mode) {
    case ROUND_HALF_UP: return rest >= other;
    case ROUND_HALF_DOWN: return rest > other;
    case ROUND_HALF_EVEN: return rest > other || (rest == other && odd);
    case ROUND_UP: return true;
    case ROUND_DOWN: return false;
    case ROUND_CEILING: return !negative;
    case ROUND_FLOOR: return negative;
  }
  return false;
}

static bool round_wide(int128 num, int128 den, rounding mode, int128 *out) {
  const int128 lowest = (int128)((unsigned __int128)1 << 127);
  if (den == 0 || num == lowest || den == lowest) return false;
  if (den < 0) {
    num = -num;
    den = -den;
  }
  bool negative = num < 0;
  int128 size = negative ? -num : num, whole, rest;
  if (size <= INT64_MAX && den <= INT64_MAX) {
    whole = (int64_t)size / (int64_t)den;
    rest = (int64_t)size % (int64_t)den;
  } else {
    whole = size / den;
    rest = size % den;
  }
  if (rest != 0 && rounding_grows(mode, rest, den, whole & 1, negative)) whole++;
  *out = negative ? -whole : whole;
  return true;
}

bool money_round(int128 num, int128 den, rounding mode, int64_t *out) {
  int128 value;
  if (!round_wide(num, den, mode, &value) || value > INT64_MAX || value < INT64_MIN) return false;
  *out = (int64_t)value;
  return true;
}

bool money_muldiv(int64_t a, int64_t b, int64_t c, rounding mode, int64_t *out) {
  return money_round((int128)a * b, c, mode, out);
}

typedef struct remainder {
  int128 rest;
  size_t index;
} remainder;

static int by_rest(const void *a, const void *b) {
  const remainder *x = a, *y = b;
  if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

static bool weights_sum(const int64_t *weights, size_t count, int128 *sum) {
  *sum = 0;
  for (size_t i = 0; i < count; i++) {
    if (weights[i] < 0) return false;
    *sum += weights[i];
  }
  return *sum > 0;
}

bool money_split(int64_t amount, const int64_t *weights, size_t count, int64_t *parts) {
  int128 sum, size = amount < 0 ? -(int128)amount : amount;
  if (!weights_sum(weights, count, &sum)) return false;
  remainder few[32], *rests = count <= 32 ? few : memory_take(count * sizeof *rests);
  if (!rests) return false;
  int128 left = size;
  for (size_t i = 0; i < count; i++) {
    int128 product = size * weights[i], part = product / sum;
    parts[i] = (int64_t)(amount < 0 ? -part : part);
    rests[i] = (remainder){ product % sum, i };
    left -= part;
  }
  if (left > 0) qsort(rests, count, sizeof *rests, by_rest);
  for (size_t i = 0; i < (size_t)left; i++) parts[rests[i].index] += amount < 0 ? -1 : 1;
  if (rests != few) memory_give(rests);
  return true;
}

static bool within(int64_t amount) { return amount <= MONEY_MAX && amount >= -MONEY_MAX; }

// A product of factors over a product of divisors as one exact fraction, freed of what a factor shares with a divisor:
// for where the plain product does not fit.
static bool product_reduced(int128 *factors, size_t count, int128 *divisors, size_t divisor_count, int128 *num,
                            int128 *den) {
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < divisor_count; k++) fraction_reduce(&factors[i], &divisors[k]);
  *num = *den = 1;
  for (size_t i = 0; i < count; i++)
    if (__builtin_mul_overflow(*num, factors[i], num)) return false;
  for (size_t i = 0; i < divisor_count; i++)
    if (__builtin_mul_overflow(*den, divisors[i], den)) return false;
  return true;
}

bool money_prorated(decimal quantity, decimal price, int64_t num, int64_t den, int exponent, rounding mode,
                    int64_t *out) {
  int128 scale = 1, top, bottom;
  for (int i = 0; i < exponent; i++) scale *= 10;
  int128 unit = DECIMAL_ONE * DECIMAL_ONE / scale;
  if (den <= 0) return false;
  bool too_big = __builtin_mul_overflow(quantity, price, &top) || __builtin_mul_overflow(top, (int128)num, &top);
  if (too_big || __builtin_mul_overflow(unit, (int128)den, &bottom)) {
    int128 factors[] = { quantity, price, num }, divisors[] = { DECIMAL_ONE, DECIMAL_ONE / scale, den };
    if (!product_reduced(factors, 3, divisors, 3, &top, &bottom)) return false;
  }
  return money_round(top, bottom, mode, out) && within(*out);
}

bool money_amount(decimal quantity, decimal price, int exponent, rounding mode, int64_t *out) {
  return money_prorated(quantity, price, 1, 1, exponent, mode, out);
}

static bool multiplies_out(decimal quantity, decimal price, int64_t amount, int exponent) {
  int64_t product;
  return money_amount(quantity, price, exponent, ROUND_HALF_UP, &product) && product == amount;
}

// Of the quantities in steps of `step` beside where the product is half a unit off the amount, the nearest to the true
// one that multiplies out.
static bool nearest_edge(decimal truth, decimal price, int64_t amount, int exponent, decimal step, decimal *out) {
  int128 den = 2 * price * step;
  bool found = false;
  for (int i = 0; i < exponent; i++) den *= 10;
  for (int half = -1; half <= 1; half += 2) {
    int128 edge = ((int128)amount * 2 + half) * DECIMAL_ONE * DECIMAL_ONE / den;
    for (int128 k = edge - 1; k <= edge + 1; k++) {
      decimal off = k * step - truth, best = *out - truth;
      if (!multiplies_out(k * step, price, amount, exponent)) continue;
      if (!found || (off < 0 ? -off : off) < (best < 0 ? -best : best)) *out = k * step;
      found = true;
    }
  }
  return found;
}

bool money_quantity(int128 num, int128 den, decimal price, int64_t amount, int exponent, decimal *out) {
  decimal step = DECIMAL_ONE / 10000;
  *out = decimal_ratio(num, den * DECIMAL_ONE, 4);
  if (multiplies_out(*out, price, amount, exponent)) return true;  // nearly all do
  const decimal truth = decimal_ratio(num, den * DECIMAL_ONE, 9);
  for (int places = 4; places <= 9; places++, step /= 10) {
    *out = decimal_ratio(num, den * DECIMAL_ONE, places);
    if (multiplies_out(*out, price, amount, exponent)) return true;
    if (price != 0 && nearest_edge(truth, price, amount, exponent, step, out)) return true;
  }
  *out = truth;
  return false;
}

int64_t money_to_multiple(int64_t amount, int64_t multiple) {
  int64_t times = 0;
  bool fits = money_round(amount, multiple, ROUND_HALF_UP, &times);
  assert(fits && multiple > 0);
  (void)fits;
  return times * multiple - amount;
}

decimal money_unit(int exponent) {
  decimal unit = DECIMAL_ONE;
  for (int i = 0; i < exponent; i++) unit /= 10;
  return unit;
}

bool money_parse(const char *text, size_t length, int exponent, int64_t *out) {
  decimal value;
  if (!decimal_parse(text, length, &value)) return false;
  const decimal unit = money_unit(exponent);
  if (value % unit != 0 || value / unit > MONEY_MAX || value / unit < -MONEY_MAX) return false;
  *out = (int64_t)(value / unit);
  return true;
}

size_t money_format(int64_t minor, int exponent, char out[MONEY_TEXT]) {
  char digits[MONEY_TEXT], *at = digits + sizeof digits;
  uint64_t rest = minor < 0 ? -(uint64_t)minor : (uint64_t)minor;
  *--at = '\0';
  for (int i = 0; rest != 0 || i <= exponent; i++, rest /= 10) {
    if (i == exponent && exponent > 0) *--at = '.';
    *--at = (char)('0' + rest % 10);
  }
  if (minor < 0) *--at = '-';
  size_t length = (size_t)(digits + sizeof digits - 1 - at);
  memcpy(out, at, length + 1);
  return length;
}
