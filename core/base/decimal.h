// Exact decimals for prices, quantities and rates: an integer number of billionths.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 int128;

// Billionths (10^-9), at most 15 digits before the point and 9 after it. Plain comparison and addition of two decimals
// are exact.
typedef int128 decimal;

#define DECIMAL_ONE ((decimal)1000000000)
enum { DECIMAL_TEXT = 32 };  // room for any decimal as text, with its NUL

// Reads `-12.5`: optional sign, digits, optionally a point and 1 to 9 digits. No blanks, exponents, separators or
// leading "+". False where it is not one or is out of range.
bool decimal_parse(const char *text, size_t length, decimal *out);

// Writes the shortest text with at least `places` (0–9) digits after the point: 120, places 2 → "120.00". Answers its
// length.
size_t decimal_format(decimal value, int places, char out[DECIMAL_TEXT]);

// a × b rounded half away from zero to billionths. False on overflow, or past the range.
bool decimal_mul(decimal a, decimal b, decimal *out);

// Whether the value is in the public range (15 digits before the point).
bool decimal_in_range(decimal value);

// num/den rounded half away from zero to `places` (0–9) digits, 0 where den is 0: for quantities that are shown (37/60
// hour → 0.6167), never for amounts.
decimal decimal_ratio(int128 num, int128 den, int places);

// Reads `8.25%` as a fraction of one. False where it is not one, or has no sign: `8.25` could mean either.
bool percent_parse(const char *text, size_t length, decimal *out);

// Writes 0.0825 as `8.25%`. Answers its length.
size_t percent_format(decimal fraction, char out[DECIMAL_TEXT]);
