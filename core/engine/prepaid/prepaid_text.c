// Prepaid quantities as people read them.
#include "core/engine/prepaid/prepaid.h"
#include <string.h>

const char *prepaid_text(int exponent, const char *unit, int64_t quantity, arena *a) {
  char text[DECIMAL_TEXT];
  if (prepaid_is_money(unit)) return arena_copy(a, text, money_format(quantity, exponent, text));
  decimal number = strcmp(unit, "hours") == 0 ? decimal_ratio(quantity, 60, 4) : (decimal)quantity * DECIMAL_ONE;
  return arena_copy(a, text, decimal_format(number, 0, text));
}
