// IBAN and BIC.
#include "core/base/bank.h"
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// The letters and digits of a text in capitals, without the blanks that it is printed with. 0 where it holds anything
// else, or more than `most`.
static size_t plain(const char *text, size_t length, char *out, size_t most) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++) {
    char c = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
    bool wide = c == '\xC2' && i + 1 < length && text[i + 1] == '\xA0';  // one that does not break
    if (wide) i++;
    if (c == ' ' || wide) continue;
    if ((!is_digit(c) && !is_capital(c)) || count == most) return 0;
    out[count++] = c;
  }
  out[count] = '\0';
  return count;
}

// The number that its characters make, letters as 10 to 35, modulo 97: the first four come last.
static int remainder_of(const char *iban, size_t length) {
  int rest = 0;
  for (size_t i = 0; i < length; i++) {
    char c = iban[(i + 4) % length];
    rest = is_digit(c) ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10);
    rest %= 97;
  }
  return rest;
}

bool iban_parse(const char *text, size_t length, char out[IBAN_TEXT]) {
  size_t count = plain(text, length, out, IBAN_TEXT - 1);
  return count >= 15 && is_capital(out[0]) && is_capital(out[1]) && is_digit(out[2]) && is_digit(out[3]) &&
         remainder_of(out, count) == 1;
}

bool bic_parse(const char *text, size_t length, char out[BIC_TEXT]) {
  size_t count = plain(text, length, out, BIC_TEXT - 1);
  return (count == 8 || count == 11) && is_capital(out[4]) && is_capital(out[5]);
}
