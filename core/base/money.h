// Money in minor units: every product is one integer multiply and one divide with one named rounding.
#pragma once
#include "core/base/decimal.h"

#define MONEY_MAX INT64_C(1000000000000000)  // amounts stay within ±10^15 minor units
enum { MONEY_TEXT = 32 };

typedef enum rounding {
  ROUND_HALF_UP,  // away from zero, the default
  ROUND_HALF_DOWN,
  ROUND_HALF_EVEN,
  ROUND_UP,    // away from zero
  ROUND_DOWN,  // towards zero
  ROUND_CEILING,
  ROUND_FLOOR,
} rounding;

// Reads "half-up" and so on; false where there is no such mode.
bool rounding_parse(const char *text, rounding *out);
const char *rounding_name(rounding mode);

// Whether a quotient that was cut towards zero grows by one: `rest` is what was cut, 0 < rest < den; odd: the quotient
// is.
bool rounding_grows(rounding mode, int128 rest, int128 den, bool odd, bool negative);

// num/den rounded to an integer. False where den is 0 or the result does not fit int64.
bool money_round(int128 num, int128 den, rounding mode, int64_t *out);

// a·b/c with a 128-bit intermediate. False where c is 0 or the result does not fit int64.
bool money_muldiv(int64_t a, int64_t b, int64_t c, rounding mode, int64_t *out);

// Splits `amount` by largest remainder into `count` parts in proportion to `weights` (each ≥ 0, not all 0; ties to the
// lower index). The parts add up to the amount; a negative amount mirrors its positive. False where the weights make no
// sense or overflow.
bool money_split(int64_t amount, const int64_t *weights, size_t count, int64_t *parts);

// quantity × price × num/den, rounded once to minor units of a currency with `exponent` decimals. False past ±MONEY_MAX
// or on overflow.
bool money_prorated(decimal quantity, decimal price, int64_t num, int64_t den, int exponent, rounding mode,
                    int64_t *out);

// quantity × price, rounded once to minor units.
bool money_amount(decimal quantity, decimal price, int exponent, rounding mode, int64_t *out);

// The quantity that stands for num / den billionths beside a price, so that the two multiply out to an amount: with 4
// decimals, or as many more as that takes, the nearest to the true one. False, and the true one to 9 decimals, where
// none does.
bool money_quantity(int128 num, int128 den, decimal price, int64_t amount, int exponent, decimal *out);

// What is to be added to an amount so that it is a multiple of `multiple` (> 0): the nearest, of two the one away from
// zero. Both within ±MONEY_MAX; the sum may be past it.
int64_t money_to_multiple(int64_t amount, int64_t multiple);

// One minor unit of a currency with `exponent` decimals, 0 … 9: 0.01 of one with two.
decimal money_unit(int exponent);

// Reads "1234.5" as minor units; more digits than the currency has, or past ±MONEY_MAX, is false.
bool money_parse(const char *text, size_t length, int exponent, int64_t *out);

// Writes minor units as plain text with exactly `exponent` decimals. Answers its length.
size_t money_format(int64_t minor, int exponent, char out[MONEY_TEXT]);

// Digits after the point of an ISO 4217 currency (JPY 0, USD 2, KWD 3), or -1 where there is no such code (three
// capital letters).
int currency_exponent(const char *code);
