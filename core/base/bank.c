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

unsigned bank_mod_97(unsigned before, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    before =
        (is_digit(text[i]) ? before * 10 + (unsigned)(text[i] - '0') : before * 100 + (unsigned)(text[i] - 'A') + 10) %
        97;
  return before;
}

// Lengths of IBANs in the SEPA area (EPC409-09). Outside of the EEA a BIC goes with it.
static const struct {
  char country[3];
  unsigned char length;
  bool foreign;
} sepa[] = { { "AD", 24, true },  { "AT", 20, false }, { "BE", 16, false }, { "BG", 22, false }, { "CH", 21, true },
             { "CY", 28, false }, { "CZ", 24, false }, { "DE", 22, false }, { "DK", 18, false }, { "EE", 20, false },
             { "ES", 24, false }, { "FI", 18, false }, { "FR", 27, false }, { "GB", 22, true },  { "GI", 23, true },
             { "GR", 27, false }, { "HR", 21, false }, { "HU", 28, false }, { "IE", 22, false }, { "IS", 26, false },
             { "IT", 27, false }, { "LI", 21, false }, { "LT", 20, false }, { "LU", 20, false }, { "LV", 21, false },
             { "MC", 27, true },  { "MT", 31, false }, { "NL", 18, false }, { "NO", 15, false }, { "PL", 28, false },
             { "PT", 25, false }, { "RO", 24, false }, { "SE", 24, false }, { "SI", 19, false }, { "SK", 24, false },
             { "SM", 27, true },  { "VA", 22, true } };
enum { SEPA = sizeof sepa / sizeof *sepa };

static int sepa_index(const char *iban) {
  for (int i = 0; i < SEPA; i++)
    if (memcmp(sepa[i].country, iban, 2) == 0) return i;
  return -1;
}

iban_area iban_area_of(const char *iban) {
  int at = sepa_index(iban);
  return at < 0 ? IBAN_ELSEWHERE : sepa[at].foreign ? IBAN_SEPA : IBAN_EEA;
}

bool iban_parse(const char *text, size_t length, char out[IBAN_TEXT]) {
  size_t count = plain(text, length, out, IBAN_TEXT - 1);
  if (count < 15 || !is_capital(out[0]) || !is_capital(out[1]) || !is_digit(out[2]) || !is_digit(out[3])) return false;
  int known = sepa_index(out);
  if (known >= 0 && count != sepa[known].length) return false;
  return bank_mod_97(bank_mod_97(0, out + 4, count - 4), out, 4) == 1;
}

bool bic_parse(const char *text, size_t length, char out[BIC_TEXT]) {
  size_t count = plain(text, length, out, BIC_TEXT - 1);
  return (count == 8 || count == 11) && is_capital(out[4]) && is_capital(out[5]);
}
