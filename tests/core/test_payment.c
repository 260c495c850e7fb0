// How to pay: IBANs, references of banks, and what the codes on an invoice hold. The numbers are those that ISO 11649,
// the Swiss Implementation Guidelines and EPC069-12 show, or were worked out apart.
#include "core/base/payment.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GERMAN "DE89 3704 0044 0532 0130 00"
#define SWISS "CH58 0079 1123 0008 8901 2"
#define QR "CH44 3199 9123 0008 8901 2"

static void ibans_are_told_from_mistakes(void **state) {
  (void)state;
  char out[IBAN_TEXT];
  static const char *const good[] = { GERMAN, SWISS, QR, "gb82west12345698765432", "BR1500000000000010932840814P2" };
  static const char *const bad[] = { "",
                                     "DE89",
                                     "DE89 3704 0044 0532 0130 01",  // a digit
                                     "DE98 3704 0044 0532 0130 00",  // two that changed places
                                     "DE5137040044053201300",        // its digits agree, but Germany has 22
                                     "DE89-3704-0044-0532-0130-00",  // other marks
                                     "8937040044053201300",          // no country
                                     "DE89 3704 0044 0532 0130 0O",  // a letter for a digit
                                     "XX00 0000 0000 0000 0000 0000 0000 0000 0000 00" };
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(iban_parse(good[i], strlen(good[i]), out));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(iban_parse(bad[i], strlen(bad[i]), out));
  assert_true(iban_parse("gb82 west 1234 5698 7654 32", strlen("gb82 west 1234 5698 7654 32"), out));
  assert_string_equal(out, "GB82WEST12345698765432");
}

static const char *grouped(const char *text) {
  static char shown[64];
  buffer b = { 0 };
  payment_grouped(&b, text);
  strcpy(shown, b.text);
  buffer_free(&b);
  return shown;
}

static void a_number_gives_the_reference_that_its_account_takes(void **state) {
  (void)state;
  char iban[IBAN_TEXT], out[REFERENCE_TEXT];
  static const struct {
    const char *iban, *number;
    reference_kind kind;
    const char *reference;
  } cases[] = {
    { QR, "21000000000313947143000901", REFERENCE_QRR, "210000000003139471430009017" },
    { QR, "2026-0017", REFERENCE_QRR, "000000000000000000202600179" },
    { QR, "A17", REFERENCE_QRR, "000000000000000000000010172" },
    { QR, "B17", REFERENCE_QRR, "000000000000000000000011173" },
    { QR, "123456789012345678901234567", REFERENCE_NONE, "" },
    { QR, "ABCDEFGHIJKLM1", REFERENCE_NONE, "" },
    { QR, "Rechnung", REFERENCE_NONE, "" },
    { SWISS, "539007547034", REFERENCE_SCOR, "RF18539007547034" },
    { SWISS, "inv-2026/17", REFERENCE_SCOR, "RF43INV202617" },
    { SWISS, "1234567890123456789012", REFERENCE_NONE, "" },
    { SWISS, "Nº 17", REFERENCE_NONE, "" },
    { GERMAN, "17", REFERENCE_NONE, "" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_true(iban_parse(cases[i].iban, strlen(cases[i].iban), iban));
    assert_int_equal(payment_reference(iban, cases[i].number, out), cases[i].kind);
    assert_string_equal(out, cases[i].reference);
  }
  assert_string_equal(grouped("210000000003139471430009017"), "21 00000 00003 13947 14300 09017");
  assert_string_equal(grouped("RF18539007547034"), "RF18 5390 0754 7034");
  assert_string_equal(grouped("CH4431999123000889012"), QR);
}

typedef bool maker(const payment *p, buffer *out, error *e);

static void makes(maker *make, const payment *p, const char *text) {
  buffer b = { 0 };
  error e = { 0 };
  if (!make(p, &b, &e)) print_message("%s\n", e.message);
  assert_int_equal(e.code, ERROR_NONE);
  assert_string_equal(b.text, text);
  buffer_free(&b);
}

static void refuses(maker *make, payment p, const char *why) {
  buffer b = { 0 };
  error e = { 0 };
  assert_false(make(&p, &b, &e));
  assert_int_equal(e.code, ERROR_INVALID);
  assert_int_equal(b.length, 0);
  if (!strstr(e.message, why)) print_message("%s\n", e.message);
  assert_non_null(strstr(e.message, why));
  buffer_free(&b);
}

static const payment euro = { .iban = GERMAN,
                              .bic = "COBADEFFXXX",
                              .amount = "1254.00",
                              .currency = "EUR",
                              .number = "INV-000118",
                              .creditor = { .name = "Acme MSP LLC" } };

static void a_transfer_in_euro_is_a_code(void **state) {
  (void)state;
  payment p = euro;
  makes(payment_epc, &p,
        "BCD\n002\n1\nSCT\nCOBADEFFXXX\nAcme MSP LLC\nDE89370400440532013000\nEUR1254.00\n\n\nINV-000118");
  p.bic = NULL;
  p.creditor.name = "  Ärzte\nAG, eine Gesellschaft mit einem Namen, der länger als siebzig Zeichen ist, und so weiter";
  makes(payment_epc, &p,
        "BCD\n002\n1\nSCT\n\nÄrzte AG, eine Gesellschaft mit einem Namen, der länger als siebzig Ze\n"
        "DE89370400440532013000\nEUR1254.00\n\n\nINV-000118");
}

static void no_code_for_euro_is_better_than_a_wrong_one(void **state) {
  (void)state;
  static const char *const amounts[] = { "0.00", "1000000000.00", "-1.00", "12", "1.5", "1.500", "1,50", "", NULL };
  payment p = euro;
  for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
    p.amount = amounts[i];
    refuses(payment_epc, p, "amount");
  }
  p = euro, p.currency = "USD", refuses(payment_epc, p, "EUR alone");
  p = euro, p.iban = "DE88 3704 0044 0532 0130 00", refuses(payment_epc, p, "the IBAN is none");
  p = euro, p.iban = "BR1500000000000010932840814P2", refuses(payment_epc, p, "SEPA");
  p = euro, p.bic = "COBADEFFXX", refuses(payment_epc, p, "BIC");
  p = euro, p.iban = SWISS, p.bic = NULL, refuses(payment_epc, p, "BIC");
  p = euro, p.creditor.name = " ", refuses(payment_epc, p, "nobody");
  char number[400] = "";
  for (int i = 0; i < 133; i++) strcat(number, "東");
  p = euro, p.number = number, refuses(payment_epc, p, "do not fit");
}

static const payment francs = { .iban = QR,
                                .amount = "1949.75",
                                .currency = "CHF",
                                .number = "2026-0017",
                                .creditor = { "Max Muster & Söhne", "Musterstrasse 123", "8000", "Seldwyla", "CH" },
                                .debtor = { "Simon Muster", "Musterstrasse 1", "8000", "Seldwyla", "CH" } };
#define CREDITOR "S\nMax Muster & Söhne\nMusterstrasse 123\n\n8000\nSeldwyla\nCH\n"
#define DEBTOR "S\nSimon Muster\nMusterstrasse 1\n\n8000\nSeldwyla\nCH\n"
#define NOBODY "\n\n\n\n\n\n\n"

static void a_swiss_bill_is_a_code(void **state) {
  (void)state;
  payment p = francs;
  makes(payment_swiss, &p,
        "SPC\n0200\n1\nCH4431999123000889012\n" CREDITOR NOBODY "1949.75\nCHF\n" DEBTOR
        "QRR\n000000000000000000202600179\n2026-0017\nEPD");
  p.iban = SWISS, p.currency = "EUR";
  makes(payment_swiss, &p,
        "SPC\n0200\n1\nCH5800791123000889012\n" CREDITOR NOBODY "1949.75\nEUR\n" DEBTOR
        "SCOR\nRF8420260017\n2026-0017\nEPD");
  p.number = "Rechnung", p.debtor.city = NULL;  // who pays writes what is not known
  makes(payment_swiss, &p,
        "SPC\n0200\n1\nCH5800791123000889012\n" CREDITOR NOBODY "1949.75\nEUR\n" NOBODY "NON\n\nRechnung\nEPD");
  p = francs, p.debtor.name = "株式会社";
  makes(payment_swiss, &p,
        "SPC\n0200\n1\nCH4431999123000889012\n" CREDITOR NOBODY "1949.75\nCHF\n" NOBODY
        "QRR\n000000000000000000202600179\n2026-0017\nEPD");
}

static void no_swiss_code_is_better_than_a_wrong_one(void **state) {
  (void)state;
  payment p = francs;
  p.iban = GERMAN, refuses(payment_swiss, p, "Switzerland and Liechtenstein");
  p = francs, p.currency = "USD", refuses(payment_swiss, p, "CHF and EUR");
  p = francs, p.amount = "0.00", refuses(payment_swiss, p, "amount");
  p = francs, p.number = "Rechnung", refuses(payment_swiss, p, "QR-IBAN");
  p = francs, p.creditor.postal_code = "", refuses(payment_swiss, p, "postal code");
  p = francs, p.creditor.country = "Schweiz", refuses(payment_swiss, p, "country");
  p = francs, p.creditor.name = "東京", refuses(payment_swiss, p, "Latin");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(ibans_are_told_from_mistakes),
    cmocka_unit_test(a_number_gives_the_reference_that_its_account_takes),
    cmocka_unit_test(a_transfer_in_euro_is_a_code),
    cmocka_unit_test(no_code_for_euro_is_better_than_a_wrong_one),
    cmocka_unit_test(a_swiss_bill_is_a_code),
    cmocka_unit_test(no_swiss_code_is_better_than_a_wrong_one),
  };
  return cmocka_run_group_tests_name("payment", tests, NULL, NULL);
}
