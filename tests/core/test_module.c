// core/base/module: where modules are looked for and what a person is told; core/pdf/qr through the module itself.
#include "core/pdf/pdf_module.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <stdio.h>
#include <cmocka.h>

static void a_module_that_is_nowhere_says_how_it_is_installed(void **state) {
  (void)state;
  error e = { 0 };
  module_kind kind = { "billet-none.so", "billet_none", 1, "libnone" };
  assert_null(module_open(&kind, &e));
  assert_int_equal(e.code, ERROR_NOT_FOUND);
  assert_non_null(strstr(e.message, "billet-none.so"));
  assert_non_null(strstr(e.hint, "make install"));
}

static void a_module_that_the_loader_refuses_names_the_packages_of_its_libraries(void **state) {
  (void)state;
  char folder[] = "/tmp/module-XXXXXX", path[64];
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/billet-odd.so", folder);
  FILE *file = fopen(path, "w");
  assert_true(file && fputs("no library", file) >= 0 && fclose(file) == 0);
  setenv("BILLET_MODULES", folder, 1);
  error e = { 0 };
  module_kind kind = { "billet-odd.so", "billet_odd", 1, "libodd1" };
  assert_null(module_open(&kind, &e));
  assert_int_equal(e.code, ERROR_NOT_FOUND);
  assert_string_equal(e.hint, "apt-get install libodd1");
  unsetenv("BILLET_MODULES");
  unlink(path);
  rmdir(folder);
}

static void a_module_of_another_version_is_not_used(void **state) {
  (void)state;
  error e = { 0 };
  module_kind kind = { "billet-pdf.so", "billet_pdf", PDF_MODULE_VERSION + 1, "libodd1" };
  assert_null(module_open(&kind, &e));
  assert_non_null(strstr(e.message, "another version"));
}

static void a_payment_of_a_hundred_bytes_becomes_squares_with_three_corners(void **state) {
  (void)state;
  error e = { 0 };
  arena *a = arena_new();
  qr_picture picture = { 0 };
  const pdf_module *module = pdf_module_open(&e);
  assert_non_null(module);
  assert_true(
      module->qr("BCD\n002\n1\nSCT\n\nAcme\nDE89370400440532013000\nEUR10.00\n\n\nINV-1", QR_EPC, a, &picture, &e));
  assert_true(picture.size >= 21 && picture.size <= 69);
  int last = picture.size - 1, size = picture.size;
  const int corners[] = { 0, last, last * size, size * size - 1 }, dark[] = { 1, 1, 1, -1 };  // the fourth has none
  for (int i = 0; i < 4; i++)
    if (dark[i] >= 0) assert_int_equal(picture.dark[corners[i]], dark[i]);
  arena_free(a);
}

static void a_text_that_a_bank_would_not_read_is_refused(void **state) {
  (void)state;
  error e = { 0 };
  arena *a = arena_new();
  qr_picture picture = { 0 };
  char text[3000];
  const pdf_module *module = pdf_module_open(&e);
  memset(text, 'x', sizeof text);
  text[332] = '\0';  // EPC069-12 allows 331 bytes
  assert_false(module->qr(text, QR_EPC, a, &picture, &e));
  assert_int_equal(e.code, ERROR_TOO_BIG);
  assert_true(module->qr(text, QR_SWISS, a, &picture, &e));
  text[332] = 'x', text[sizeof text - 1] = '\0';
  assert_false(module->qr(text, QR_SWISS, a, &picture, &e));
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_module_that_is_nowhere_says_how_it_is_installed),
    cmocka_unit_test(a_module_that_the_loader_refuses_names_the_packages_of_its_libraries),
    cmocka_unit_test(a_module_of_another_version_is_not_used),
    cmocka_unit_test(a_payment_of_a_hundred_bytes_becomes_squares_with_three_corners),
    cmocka_unit_test(a_text_that_a_bank_would_not_read_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
