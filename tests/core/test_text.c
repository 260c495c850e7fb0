// Text and errors: UTF-8, width, suggestions, buffers; messages are cut and cleaned.
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/windows_1252.h"

static void bad_utf8_is_told_from_good(void **state) {
  (void)state;
  static const char *const bad[] = { "\x80", "\xC3",  "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                     "\xFF", "a\xE9z" };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(text_is_utf8(bad[i], strlen(bad[i])));
  assert_true(text_is_utf8("", 0) && text_is_utf8("Zoë 日本 \U0001F642", strlen("Zoë 日本 \U0001F642")));
  assert_false(text_is_utf8("a\0b", 3));
  assert_int_equal(text_good("Zoë\xFF", 5), 4);
  assert_int_equal(text_good("ab\0\xFF", 4), 2);
}

static void width_is_in_columns(void **state) {
  (void)state;
  assert_int_equal(text_width(""), 0);
  assert_int_equal(text_width("Zoë"), 3);
  assert_int_equal(text_width("Zoe\u0308"), 3);
  assert_int_equal(text_width("日本"), 4);
  assert_int_equal(text_width("a\tb\033"), 2);
  assert_int_equal(text_width("कि"), 2);
  assert_int_equal(text_width("\u1112\u1161\u11AB"), 2);
  assert_int_equal(text_width("\xFFz"), 2);
}

static void what_nobody_sees_is_found(void **state) {
  (void)state;
  static const uint32_t unseen[] = { 1,      0x7F,   0x80,   0xAD,   0x34F,  0x61C,  0x200B,  0x200D,
                                     0x2028, 0x202E, 0x2065, 0x2069, 0xFE0F, 0xFFF0, 0xE0001, 0xE0FFF };
  for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
    uint32_t found = 0;
    char text[16] = "é";
    size_t length = 2 + (size_t)utf8proc_encode_char((int32_t)unseen[i], (uint8_t *)text + 2);
    assert_int_equal(text_seen(text, length, &found), 2);
    assert_int_equal(found, unseen[i]);
    assert_true(text_blank(text + 2));
  }
  uint32_t none = 0;
  assert_int_equal(text_seen("Zoë 日本 \U0001F642", strlen("Zoë 日本 \U0001F642"), &none),
                   strlen("Zoë 日本 \U0001F642"));
  assert_true(text_blank("") && text_blank(" \u00A0\u3000\u200B") && !text_blank("\u00A0x"));
}

static void blanks_go_from_both_ends(void **state) {
  (void)state;
  static const struct {
    const char *text, *trimmed;
  } all[] = { { "\u00A0\u3000 a\u00A0b\u2003\t", "a\u00A0b" },
              { " \u2009", "" },
              { "", "" },
              { "é ", "é" },
              { "\x80 a \x80", "\x80 a \x80" } };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    size_t length = strlen(all[i].text);
    const char *trimmed = text_trimmed(all[i].text, &length);
    assert_int_equal(length, strlen(all[i].trimmed));
    assert_memory_equal(trimmed, all[i].trimmed, length);
  }
}

static void a_text_is_looked_for_by_small_letters(void **state) {
  (void)state;
  buffer b = { 0 };
  buffer_folded(&b, "ZOË ΔΈΛΤΑ ДОМ 日\xFF");
  assert_string_equal(b.text, "zoë δέλτα дом 日\uFFFD");
  buffer_free(&b);
}

static void a_text_is_fitted_without_cutting_a_character(void **state) {
  (void)state;
  assert_int_equal(text_fit("日本", 3), 3);
  assert_int_equal(text_fit("日本", 4), 6);
  assert_int_equal(text_fit("Zoë", 2), 2);
  assert_int_equal(text_fit("Zoe\u0308x", 3), 5);
  assert_int_equal(text_fit("abc", 0), 0);
}

static void the_nearest_word_is_suggested(void **state) {
  (void)state;
  static const char *const words[] = { "monthly", "weekly", "yearly", "half-yearly" };
  assert_string_equal(text_nearest("monthy", words, 4), "monthly");
  assert_string_equal(text_nearest("mnothly", words, 4), "monthly");
  assert_string_equal(text_nearest("wekly", words, 4), "weekly");
  assert_string_equal(text_nearest("half_yearly", words, 4), "half-yearly");
  assert_null(text_nearest("daily", words, 4));
  assert_null(text_nearest("", words, 4));
  assert_int_equal(text_distance("abc", "acb", 3), 1);
  assert_int_equal(text_distance("kitten", "sitting", 5), 3);
  assert_int_equal(text_distance("kitten", "sitting", 1), 2);
  char longer[200];
  memset(longer, 'x', sizeof longer);
  longer[199] = '\0';
  assert_int_equal(text_distance(longer, "x", 2), 3);
  assert_int_equal(text_distance(longer, longer, 2), 0);
  assert_true(text_same("USD", "usd") && !text_same("USD", "US"));
}

static void a_buffer_grows_and_keeps(void **state) {
  (void)state;
  buffer b = { 0 };
  for (int i = 0; i < 5000; i++) buffer_format(&b, "%04d", i);
  buffer_add(&b, "xyz", 1);
  assert_int_equal(b.length, 20001);
  assert_memory_equal(b.text + 4 * 4321, "4321", 4);
  assert_string_equal(b.text + 20000, "x");
  buffer_clear(&b);
  buffer_text(&b, "");
  assert_int_equal(b.length, 0);
  assert_string_equal(b.text, "");
  buffer_free(&b);
  assert_null(b.text);
}

static void a_long_message_is_cut_at_a_whole_character(void **state) {
  (void)state;
  static char text[4096];
  for (size_t lead = 0; lead < 4; lead++) {
    error e = { 0 };
    memset(text, 'a', lead);
    for (size_t i = lead; i + 4 < sizeof text; i += 3) strcpy(text + i, "日");
    assert_false(error_set(&e, ERROR_INVALID, "%s", text));
    error_hint(&e, "%s", text);
    error_row(&e, "%s", text);
    assert_in_range(strlen(e.message), sizeof e.message - 7, sizeof e.message - 1);
    assert_in_range(strlen(e.hint), sizeof e.hint - 7, sizeof e.hint - 1);
    assert_true(text_is_utf8(e.message, strlen(e.message)) && text_is_utf8(e.hint, strlen(e.hint)));
    assert_true(text_is_utf8(e.rows[0], strlen(e.rows[0])));
    assert_null(strchr(e.message, '?'));
    error_clear(&e);
  }
}

static void a_message_holds_neither_controls_nor_bad_bytes(void **state) {
  (void)state;
  error e = { 0 };
  error_set(&e, ERROR_INVALID, "%s",
            "red \033[31m\n\x7F \xC2\x9B"
            "1m caf\xE9 é");
  assert_string_equal(e.message, "red �[31m � �1m caf� é");
  error_hint(&e, "a\rb");
  assert_string_equal(e.hint, "a b");
  error_row(&e, "x\ty");
  assert_string_equal(e.rows[0], "x�y");
  error_set(&e, ERROR_STATE, "anew");
  assert_string_equal(e.hint, "");
  assert_int_equal(e.row_count, 1);
  error_clear(&e);
  assert_true(e.code == ERROR_NONE && !e.rows);
}

static void what_people_see_is_text(void **state) {
  (void)state;
  static const struct {
    const char *text, *line, *lines;
  } all[] = { { "Zoë 日本 👨‍👩", "Zoë 日本 👨‍👩", "Zoë 日本 👨‍👩" },
              { "a\nb\r\nc\rd", "a b c d", "a\nb\nc d" },
              { "a\u2028b\u2029c", "a b c", "a b c" },
              { "\u202Ex\u2066\u2069\u200E\u200F\u061C", "�x�����", "�x�����" },
              { "\x01\x7F\t\xC2\x80\xC2\x9F", "�����", "�����" },
              { "\xFF\xE9z\xF0\x9F\x98", "��z���", "��z���" },
              { "", "", "" } };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    buffer b = { 0 };
    buffer_clean(&b, all[i].text, false);
    assert_string_equal(b.text, all[i].line);
    buffer_clear(&b);
    buffer_clean(&b, all[i].text, true);
    assert_string_equal(b.text, all[i].lines);
    buffer_free(&b);
  }
}

static void rows_past_the_thousandth_are_counted(void **state) {
  (void)state;
  error e = { 0 };
  for (int i = 0; i < 1500; i++) error_row(&e, "row %d", i);
  assert_int_equal(e.row_count, ERROR_ROWS_KEPT);
  assert_int_equal(e.row_total, 1500);
  assert_string_equal(e.rows[999], "row 999");
  error_clear(&e);
}

static void codes_have_their_names_and_exits(void **state) {
  (void)state;
  static const struct {
    error_code code;
    const char *name;
    int status;
  } cases[] = {
    { ERROR_NONE, "none", 0 },
    { ERROR_USAGE, "usage", 2 },
    { ERROR_NOT_FOUND, "not-found", 1 },
    { ERROR_CHANGED, "changed", 1 },
    { ERROR_BUSY, "busy", 5 },
    { ERROR_TOO_BIG, "too-big", 1 },
    { ERROR_CORRUPT, "corrupt", 3 },
    { ERROR_UNKNOWN_OUTCOME, "unknown-outcome", 6 },
    { ERROR_SIGN_IN, "sign-in", 4 },
    { ERROR_EXPORT, "export", 7 },
    { ERROR_INTERRUPTED, "interrupted", 130 },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_string_equal(error_code_name(cases[i].code), cases[i].name);
    assert_int_equal(error_exit_status(cases[i].code), cases[i].status);
  }
}

static void bytes_come_back_from_base64(void **state) {
  (void)state;
  static const struct {
    const char *bytes, *text;
  } pairs[] = { { "", "" },        { "f", "Zg==" },        { "fo", "Zm8=" },
                { "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "\xFF\xFE\xFD", "//79" } };  // RFC 4648, section 10
  static const char *const bad[] = { "Zg=", "Zg", "Z===", "Zm9v\n", "Zm9-", "=Zg=" };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    buffer text = { 0 }, bytes = { 0 };
    base64_add(&text, pairs[i].bytes, strlen(pairs[i].bytes));
    assert_string_equal(text.text ? text.text : "", pairs[i].text);
    assert_true(base64_read(&bytes, pairs[i].text));
    assert_string_equal(bytes.text ? bytes.text : "", pairs[i].bytes);
    buffer_free(&text), buffer_free(&bytes);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    buffer bytes = { 0 };
    assert_false(base64_read(&bytes, bad[i]));
    buffer_free(&bytes);
  }
}

// The C library's own table is the judge; it has no character for five bytes.
static void bytes_of_windows_1252_are_those_that_others_read(void **state) {
  (void)state;
  iconv_t judge = iconv_open("UTF-8", "CP1252");
  int known = 0;
  for (int i = 1; i < 256; i++) {
    char byte = (char)i, utf8[8] = "", *from = &byte, *to = utf8;
    size_t left = 1, room = sizeof utf8 - 1;
    if (iconv(judge, &from, &left, &to, &room) == (size_t)-1) continue;
    buffer out = { 0 };
    assert_int_equal(windows_1252_add(&out, utf8, strlen(utf8)), 0);
    assert_int_equal(out.length, 1);
    assert_int_equal(out.text[0], byte);
    buffer_free(&out);
    known++;
  }
  iconv_close(judge);
  assert_int_equal(known, 250);
  buffer out = { 0 };
  assert_int_equal(windows_1252_add(&out, "Łódź 日\U0001F642\xC2\x81", strlen("Łódź 日\U0001F642\xC2\x81")), 5);
  assert_string_equal(out.text, "?\xF3"
                                "d? ???");
  buffer_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(bad_utf8_is_told_from_good),
    cmocka_unit_test(width_is_in_columns),
    cmocka_unit_test(what_nobody_sees_is_found),
    cmocka_unit_test(blanks_go_from_both_ends),
    cmocka_unit_test(a_text_is_looked_for_by_small_letters),
    cmocka_unit_test(a_text_is_fitted_without_cutting_a_character),
    cmocka_unit_test(the_nearest_word_is_suggested),
    cmocka_unit_test(a_buffer_grows_and_keeps),
    cmocka_unit_test(a_long_message_is_cut_at_a_whole_character),
    cmocka_unit_test(a_message_holds_neither_controls_nor_bad_bytes),
    cmocka_unit_test(what_people_see_is_text),
    cmocka_unit_test(rows_past_the_thousandth_are_counted),
    cmocka_unit_test(codes_have_their_names_and_exits),
    cmocka_unit_test(bytes_come_back_from_base64),
    cmocka_unit_test(bytes_of_windows_1252_are_those_that_others_read),
  };
  return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
