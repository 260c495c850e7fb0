// Exact fractions, for explanations: nothing is rounded until someone asks for it.
#pragma once
#include "core/base/arena.h"
#include "core/base/money.h"

// num / den in lowest terms, den > 0. den 0: past the range, and so is everything made from it.
typedef struct ratio {
  int128 num, den;
} ratio;

ratio ratio_make(int128 num, int128 den);
ratio ratio_decimal(decimal d);
ratio ratio_money(int64_t minor, int exponent);

ratio ratio_add(ratio a, ratio b);
ratio ratio_sub(ratio a, ratio b);
ratio ratio_mul(ratio a, ratio b);
ratio ratio_div(ratio a, ratio b);
bool ratio_same(ratio a, ratio b);

// Rounded to `places` digits after the point.
ratio ratio_round(ratio a, int places, rounding mode);

// Exact text: a decimal where there is a finite one, else a fraction such as 1/3. At least `places` digits after a
// decimal's point. "?" past the range.
const char *ratio_text(arena *a, ratio r, int places);
