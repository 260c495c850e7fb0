// What a line's values come to for those who do not know how it was priced: its price without a tax that is inside of
// it, and what came off. Nothing of that is stored: a line multiplies out, and its amount, tax and discount say the
// rest.
#include "core/engine/invoice/invoice.h"
#include "core/base/money.h"
#include <string.h>

static decimal number_of(const char *text) {
  decimal out = 0;
  if (text) (void)decimal_parse(text, strlen(text), &out);
  return out;
}

static int64_t distance(int64_t a, int64_t b) { return a < b ? b - a : a - b; }

// A tax is inside of the price where the line multiplies out to its amount with it.
static bool is_inclusive(const line *l, int64_t gross) {
  return distance(gross, l->amount + l->tax) < distance(gross, l->amount);
}

static int64_t beside(const line *l, int64_t gross) {
  return distance(gross, is_inclusive(l, gross) ? l->amount + l->tax : l->amount);
}

// An amount off a charge takes the sign of what it is off; one that a rule took off is signed itself, and is mirrored
// on a credit note. Of a negative charge that a rule changed only the line's sum tells which it is.
static int64_t less_amount(const invoice_line *of, int64_t whole, int64_t off) {
  const line *l = &of->line;
  const bool added = strcmp(l->kind, "charge") == 0 ? whole < 0 : of->credits != 0;
  const int64_t likely = added ? whole + off : whole - off, other = added ? whole - off : whole + off;
  return beside(l, other) < beside(l, likely) ? other : likely;
}

static int64_t less_percent(const line *l, int64_t whole, decimal off, int exponent) {
  int64_t gross;
  return money_prorated(number_of(l->quantity), number_of(l->price), (int64_t)(DECIMAL_ONE - off), (int64_t)DECIMAL_ONE,
                        exponent, ROUND_HALF_UP, &gross)
             ? gross
             : whole;
}

// What is left of quantity × price without the discount.
static int64_t less_discount(const invoice_line *of, int64_t whole, int exponent) {
  const char *text = of->line.discount;
  const size_t length = text ? strlen(text) : 0;
  decimal off;
  int64_t amount;
  if (length && percent_parse(text, length, &off)) return less_percent(&of->line, whole, off, exponent);
  return length && money_parse(text, length, exponent, &amount) ? less_amount(of, whole, amount) : whole;
}

static decimal unit_net(int64_t minor, decimal quantity, int exponent) {
  int128 den = quantity;
  for (int i = 0; i < exponent; i++) den *= 10;
  return decimal_ratio((int128)minor * DECIMAL_ONE, den, 9);
}

void line_prices_of(const invoice_line *of, int exponent, line_prices *out) {
  const line *l = &of->line;
  const decimal quantity = number_of(l->quantity), price = number_of(l->price);
  int64_t whole, with_tax = l->amount + l->tax, net;
  *out = (line_prices){ .unit_net = price };
  if (!money_amount(quantity, price, exponent, ROUND_HALF_UP, &whole)) return;
  const bool inclusive = l->tax && is_inclusive(l, less_discount(of, whole, exponent));
  if (l->discount) out->discount = whole - (inclusive ? with_tax : l->amount);
  if (!inclusive) return;
  if (money_muldiv(out->discount, l->amount, with_tax, ROUND_HALF_UP, &net)) out->discount = net;
  if (quantity) out->unit_net = unit_net(l->amount + out->discount, quantity, exponent);
}
