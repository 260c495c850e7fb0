// What the terms of exact fractions share.
#pragma once
#include "core/base/decimal.h"

// The greatest common divisor, by magnitude; 0 where both are 0.
int128 common_divisor(int128 a, int128 b);

// Frees a factor above the line and one below it of what they share. Their signs stay.
void fraction_reduce(int128 *num, int128 *den);
