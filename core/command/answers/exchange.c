// What an invoice in a foreign currency comes to at home.
#include "core/base/money.h"
#include "core/command/answers/answers_inside.h"
#include <string.h>

static const char *text_of(const value *v, const char *name) {
  const value *text = value_get(v, name);
  return text ? text->as.text : NULL;
}

// An amount at a rate, rounded half up to the home currency; nothing where that is past the largest amount.
static void put_home(arena *a, value *v, const char *name, int64_t amount, int exponent, const value *fx) {
  const char *rate = text_of(fx, "rate");
  int home = currency_exponent(text_of(fx, "currency"));
  decimal times;
  int64_t out, units = 1;
  for (int i = 0; i < exponent; i++) units *= 10;
  if (decimal_parse(rate, strlen(rate), &times) &&
      money_prorated((decimal)amount * DECIMAL_ONE, times, 1, units, home, ROUND_HALF_UP, &out))
    put_money(a, v, name, out, home);
  else put_null(a, v, name);
}

void put_exchange(arena *a, value *v, const char *kept, const exchanged *amounts) {
  if (!kept) return;
  value *fx = value_of_json(a, kept);
  value_put(a, v, "fx", fx);
  put_home(a, v, "tax_home", amounts->tax, amounts->exponent, fx);
  put_home(a, v, "total_home", amounts->total, amounts->exponent, fx);
}
