// What the terms of exact fractions share.
#include "core/base/fraction.h"

int128 common_divisor(int128 a, int128 b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  while (b) {
    int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

void fraction_reduce(int128 *num, int128 *den) {
  int128 common = common_divisor(*num, *den);
  if (common <= 1) return;
  *num /= common;
  *den /= common;
}
