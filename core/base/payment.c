// How to pay, as banks' programs read it.
#include "core/base/payment.h"
#include <stdint.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
static char capital(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

static bool is_swiss(const char *iban) { return memcmp(iban, "CH", 2) == 0 || memcmp(iban, "LI", 2) == 0; }

// Guidelines 4.2.2: the bank's number of a QR-IBAN is from 30000 to 31999.
static bool is_qr_iban(const char *iban) { return memcmp(iban + 4, "30", 2) == 0 || memcmp(iban + 4, "31", 2) == 0; }

// ---- References

// Digits and letters of a number in capitals, at most `most`; 0 where there are none or more, or no digit among them.
static size_t number_marks(const char *number, char *out, size_t most) {
  size_t length = 0;
  bool digits = false;
  for (; *number; number++) {
    char c = capital(*number);
    if ((unsigned char)c >= 128) return 0;
    if (!is_digit(c) && !is_letter(c)) continue;
    if (length == most) return 0;
    digits = digits || is_digit(c);
    out[length++] = c;
  }
  return digits ? length : 0;
}

// Modulo 10, recursive (Guidelines, annex B).
static char recursive_check(const char *digits, size_t length) {
  static const char row[] = "0946827135";
  unsigned carry = 0;
  for (size_t i = 0; i < length; i++) carry = (unsigned)(row[(carry + (unsigned)(digits[i] - '0')) % 10] - '0');
  return (char)('0' + (10 - carry) % 10);
}

static bool make_qrr(const char *marks, size_t count, char out[REFERENCE_TEXT]) {
  enum { DIGITS = 26 };
  char digits[2 * DIGITS];
  size_t length = 0;
  for (size_t i = 0; i < count; i++) {
    unsigned value = is_digit(marks[i]) ? (unsigned)(marks[i] - '0') : (unsigned)(marks[i] - 'A') + 10;
    if (is_letter(marks[i])) digits[length++] = (char)('0' + value / 10);
    digits[length++] = (char)('0' + value % 10);
  }
  if (length > DIGITS) return false;
  memset(out, '0', DIGITS);
  memcpy(out + DIGITS - length, digits, length);
  out[DIGITS] = recursive_check(out, DIGITS);
  out[DIGITS + 1] = '\0';
  return true;
}

static void make_scor(const char *marks, size_t count, char out[REFERENCE_TEXT]) {
  unsigned check = 98 - bank_mod_97(bank_mod_97(0, marks, count), "RF00", 4);
  memcpy(out, (char[]){ 'R', 'F', (char)('0' + check / 10), (char)('0' + check % 10) }, 4);
  memcpy(out + 4, marks, count);
  out[4 + count] = '\0';
}

reference_kind payment_reference(const char *iban, const char *number, char out[REFERENCE_TEXT]) {
  enum { SCOR_MOST = 21, QRR_MOST = 26 };
  char marks[QRR_MOST];
  bool qr = is_qr_iban(iban);
  size_t count = number_marks(number, marks, qr ? QRR_MOST : SCOR_MOST);
  out[0] = '\0';
  if (!count || !is_swiss(iban)) return REFERENCE_NONE;
  if (qr) return make_qrr(marks, count, out) ? REFERENCE_QRR : REFERENCE_NONE;
  make_scor(marks, count, out);
  return REFERENCE_SCOR;
}

void payment_grouped(buffer *out, const char *text) {
  bool qrr = is_digit(*text);
  size_t length = strlen(text), group = qrr ? 5 : 4;
  for (size_t i = 0; i < length; i++) {
    if (i && i % group == (qrr ? 2 : 0)) buffer_text(out, " ");
    buffer_add(out, text + i, 1);
  }
}

// ---- What both codes hold

static bool refuse(error *e, const char *why) { return error_set(e, ERROR_INVALID, "%s", why); }
static bool given(const char *text) { return text && !text_blank(text); }

// From 0.01 to 999999999.99, two digits behind the point.
static bool amount_fits(const char *amount) {
  size_t whole = amount ? strspn(amount, "0123456789") : 0;
  return whole >= 1 && whole <= 9 && amount[whole] == '.' && strspn(amount + whole + 1, "0123456789") == 2 &&
         !amount[whole + 3] && strpbrk(amount, "123456789");
}

// One field: its first `most` characters, on one line, without blanks at its ends.
static void add_field(buffer *out, const char *text, size_t most) {
  buffer clean = { 0 };
  buffer_clean(&clean, text ? text : "", false);
  size_t length = clean.length, count = 0, end = 0;
  const char *begun = text_trimmed(clean.text ? clean.text : "", &length);
  while (end < length && count < most) {
    end++;
    while (end < length && ((unsigned char)begun[end] & 0xC0) == 0x80) end++;
    count++;
  }
  while (end > 0 && begun[end - 1] == ' ') end--;
  buffer_add(out, begun, end);
  buffer_free(&clean);
}

static void end_field(buffer *out) { buffer_text(out, "\n"); }

// ---- EPC069-12

static bool epc_fits(const payment *p, const char *iban, char bic[BIC_TEXT], error *e) {
  const iban_area area = iban_area_of(iban);
  bool named = given(p->bic) && bic_parse(p->bic, strlen(p->bic), bic);
  if (!named) bic[0] = '\0';
  if (strcmp(p->currency, "EUR") != 0) return refuse(e, "a code of EPC069-12 is for EUR alone");
  if (!amount_fits(p->amount)) return refuse(e, "the amount is none from 0.01 to 999999999.99");
  if (area == IBAN_ELSEWHERE) return refuse(e, "the IBAN is outside of the SEPA area");
  if (!named && (given(p->bic) || area == IBAN_SEPA)) return refuse(e, "the account needs its BIC");
  return given(p->creditor.name) || refuse(e, "nobody is named who is paid");
}

bool payment_epc(const payment *p, buffer *out, error *e) {
  enum { BYTES = 331, NAME = 70, TEXT = 140 };
  char iban[IBAN_TEXT], bic[BIC_TEXT];
  if (!iban_parse(p->iban, strlen(p->iban), iban)) return refuse(e, "the IBAN is none");
  if (!epc_fits(p, iban, bic, e)) return false;
  buffer b = { 0 };
  buffer_format(&b, "BCD\n002\n1\nSCT\n%s\n", bic);
  add_field(&b, p->creditor.name, NAME);
  buffer_format(&b, "\n%s\nEUR%s\n\n\n", iban, p->amount);
  add_field(&b, p->number, TEXT);
  bool fits = b.length <= BYTES;
  if (fits) buffer_add(out, b.text, b.length);
  buffer_free(&b);
  return fits || refuse(e, "name and number do not fit into the code");
}

// ---- Swiss QR code

// Guidelines 4.1.1: Latin letters with their marks, and the sign of the euro.
static bool swiss_letters(const char *text) {
  if (!text) return true;
  if (!text_is_utf8(text, strlen(text))) return false;
  for (size_t bytes; *text; text += bytes) {
    uint32_t c = text_character(text, &bytes);
    bool fits = (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0x17F) || (c >= 0x218 && c <= 0x21B) || c == 0x20AC;
    if (!fits) return false;
  }
  return true;
}

static bool party_fits(const payment_party *p) {
  bool whole = given(p->name) && given(p->postal_code) && given(p->city) && p->country && strlen(p->country) == 2 &&
               is_letter(p->country[0]) && is_letter(p->country[1]);
  return whole && swiss_letters(p->name) && swiss_letters(p->address) && swiss_letters(p->postal_code) &&
         swiss_letters(p->city);
}

// The number of the house stays with its street, where the guidelines allow it: nobody can tell them apart for sure.
static void add_party(buffer *out, const payment_party *p) {
  buffer_text(out, "S\n");
  add_field(out, p->name, 70), end_field(out);
  add_field(out, p->address, 70), end_field(out);
  end_field(out);
  add_field(out, p->postal_code, 16), end_field(out);
  add_field(out, p->city, 35), end_field(out);
  buffer_format(out, "%s\n", p->country);
}

static void add_nobody(buffer *out) { buffer_text(out, "\n\n\n\n\n\n\n"); }

static bool swiss_fits(const payment *p, const char *iban, error *e) {
  if (!is_swiss(iban)) return refuse(e, "a Swiss QR code is for accounts of Switzerland and Liechtenstein");
  if (strcmp(p->currency, "CHF") != 0 && strcmp(p->currency, "EUR") != 0)
    return refuse(e, "a Swiss QR code is for CHF and EUR alone");
  if (!amount_fits(p->amount)) return refuse(e, "the amount is none from 0.01 to 999999999.99");
  return party_fits(&p->creditor) ||
         refuse(e, "who is paid needs name, postal code, city and country in Latin letters");
}

bool payment_swiss(const payment *p, buffer *out, error *e) {
  enum { MESSAGE = 140 };
  static const char *const kinds[] = { "NON", "QRR", "SCOR" };
  char iban[IBAN_TEXT], reference[REFERENCE_TEXT];
  if (!iban_parse(p->iban, strlen(p->iban), iban)) return refuse(e, "the IBAN is none");
  if (!swiss_fits(p, iban, e)) return false;
  reference_kind kind = payment_reference(iban, p->number, reference);
  if (is_qr_iban(iban) && kind != REFERENCE_QRR) return refuse(e, "a QR-IBAN needs a number that gives a reference");
  buffer_format(out, "SPC\n0200\n1\n%s\n", iban);
  add_party(out, &p->creditor);
  add_nobody(out);  // the ultimate creditor, for later use
  buffer_format(out, "%s\n%s\n", p->amount, p->currency);
  if (party_fits(&p->debtor)) add_party(out, &p->debtor);
  else add_nobody(out);
  buffer_format(out, "%s\n%s\n", kinds[kind], reference);
  if (swiss_letters(p->number)) add_field(out, p->number, MESSAGE);
  buffer_text(out, "\nEPD");
  return true;
}
