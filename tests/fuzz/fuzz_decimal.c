// Random bytes as decimals, percentages and amounts: what is read is written and read back the same, products stay in
// range.
#include <stdlib.h>
#include <string.h>

#include "core/base/money.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

static void check_text(const char *bytes, size_t length) {
  decimal value, again;
  char text[DECIMAL_TEXT];
  int64_t minor, same;
  if (decimal_parse(bytes, length, &value)) {
    check(decimal_in_range(value));
    size_t written = decimal_format(value, 0, text);
    check(written == strlen(text) && decimal_parse(text, written, &again) && again == value);
  }
  if (percent_parse(bytes, length, &value)) {
    size_t written = percent_format(value, text);
    check(written == strlen(text));
    if (percent_parse(text, written, &again)) check(again == value);
    else check(!decimal_in_range(value * 100));
  }
  for (int exponent = 0; exponent <= 4; exponent++) {
    if (!money_parse(bytes, length, exponent, &minor)) continue;
    size_t written = money_format(minor, exponent, text);
    check(written == strlen(text) && money_parse(text, written, exponent, &same) && same == minor);
  }
}

// A product of the first two, a proration and a split by numbers as they come.
static void check_numbers(const unsigned char *bytes, size_t length) {
  int64_t in[6], out, parts[4], sum = 0;
  if (length < sizeof in) return;
  memcpy(in, bytes, sizeof in);
  decimal a = in[0] * (int128)(in[4] & 0xFFFF), b = in[1] * (int128)(in[5] & 0xFFFF), product;
  if (decimal_mul(a, b, &product)) check(decimal_in_range(product));
  if (money_prorated(a, b, in[2], in[3], (int)(in[4] & 3), (rounding)((uint64_t)in[5] % 7), &out))
    check(out <= MONEY_MAX && out >= -MONEY_MAX);
  if (!money_split(in[0], in + 1, 4, parts)) return;
  for (int i = 0; i < 4; i++) {
    check(in[0] < 0 ? parts[i] <= 0 : parts[i] >= 0);
    sum += parts[i];
  }
  check(sum == in[0]);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  check_text((const char *)bytes, length);
  check_numbers(bytes, length);
  return 0;
}
