// IBAN and BIC.
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/bank.h"

static void an_iban_is_read_as_it_is_printed_and_kept_without_blanks(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
    { "DE89 3704 0044 0532 0130 00", "DE89370400440532013000" },
    { "gb82 west 1234 5698 7654 32", "GB82WEST12345698765432" },
    { "NO93\xC2\xA0"
      "8601\xC2\xA0"
      "1117 947",
      "NO9386011117947" },
    { "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S" },
    { "CH9300762011623852957", "CH9300762011623852957" },
  };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    char out[IBAN_TEXT];
    if (!iban_parse(pairs[i][0], strlen(pairs[i][0]), out)) fail_msg("%s is not read", pairs[i][0]);
    assert_string_equal(out, pairs[i][1]);
  }
}

static void what_is_no_iban_is_refused(void **state) {
  (void)state;
  static const char *const wrong[] = {
    "",
    "DE",
    "DE88370400440532013000",  // a check digit
    "DE89370400440532031000",  // two digits changed places
    "DE8937040044053201300",   // one is missing
    "DE89-3704-0044-0532-0130-00",
    "1E89370400440532013000",
    "DEX9370400440532013000",
    "DE893704004405320130000000000000000",
    "MT84MALT011000012345MTLCAST001\xC3\x9F",
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    char out[IBAN_TEXT];
    if (iban_parse(wrong[i], strlen(wrong[i]), out)) fail_msg("%s is read", wrong[i]);
  }
}

static void a_bic_has_eight_or_eleven_characters(void **state) {
  (void)state;
  char out[BIC_TEXT];
  assert_true(bic_parse("deut de ff", 10, out));
  assert_string_equal(out, "DEUTDEFF");
  assert_true(bic_parse("UBSWCHZH80A", 11, out));
  assert_false(bic_parse("DEUTDEF", 7, out));
  assert_false(bic_parse("DEUTDEFF5", 9, out));
  assert_false(bic_parse("DEUTDEFF500X", 12, out));
  assert_false(bic_parse("DEUT1EFF", 8, out));
  assert_false(bic_parse("", 0, out));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_iban_is_read_as_it_is_printed_and_kept_without_blanks),
    cmocka_unit_test(what_is_no_iban_is_refused),
    cmocka_unit_test(a_bic_has_eight_or_eleven_characters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
