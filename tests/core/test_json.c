// JSON: what is refused and where, the canonical text, the writer.
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/base/value_json.h"

static void expect_refused(const char *text, size_t length, const char *wanted) {
  error e = { 0 };
  char *copy = malloc(length + 1);  // to the byte: reading past the end is seen
  memcpy(copy, text, length);
  cJSON *value = json_parse("a.json", copy, length, &e);
  if (value || e.code != ERROR_INVALID || strcmp(e.message, wanted) != 0 || !*e.hint)
    fail_msg("\"%s\": \"%s\" instead of \"%s\"", text, e.message, wanted);
  free(copy);
  error_clear(&e);
}

static void each_refusal_names_line_and_column(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } cases[] = {
    { "", "a.json:1:1: not JSON" },
    { "{\n  \"a\": \"x\ty\"}", "a.json:2:10: a control character in a text" },
    { "[1,\001]", "a.json:1:4: a control character" },
    { "[\"a\\u0000\"]", "a.json:1:4: \\u0000 is not allowed in a text" },
    { "[\n\n\"abc", "a.json:3:5: a text is not closed" },
    { "[\"a\\", "a.json:1:5: a text is not closed" },
    { "[1.5]", "a.json:1:2: a number with a fraction" },
    { "[1,\n-2e3]", "a.json:2:1: a number with a fraction" },
    { "[01]", "a.json:1:2: not a number" },
    { "[-]", "a.json:1:2: not a number" },
    { "[1234567890123456]", "a.json:1:2: a number that is too large" },
    { "{\"a\":1}\n x", "a.json:2:2: text after the end of the document" },
    { "[1,]", "a.json:1:4: not JSON" },
    { "[\n  tru\n]", "a.json:2:3: not JSON" },
    { "{\"a\" 1}", "a.json:1:6: not JSON" },
    { "[\"\\x\"]", "a.json:1:3: not JSON" },
    { "[\"caf\xE9\"]", "a.json:1:6: not UTF-8 text" },
    { "[{\"a\": [\"a\"],\n \"b\":\"a\", \"a\" :3}]", "a.json:2:11: the key \"a\" stands twice in one object" },
    { "{\"x\":{\"\\u0061\":1},\"y\":{\"b\":\":\",\"a\":1,\n\"\\u0061\":{\"a\":1}}}",
      "a.json:2:1: the key \"a\" stands twice in one object" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    expect_refused(cases[i].text, strlen(cases[i].text), cases[i].message);
  expect_refused("[1]\0", 4, "a.json:1:4: a NUL byte");
}

static void nesting_without_end_is_refused(void **state) {
  (void)state;
  static char text[200000];
  error e = { 0 };
  memset(text, '[', sizeof text);
  assert_null(json_parse("deep", text, sizeof text, &e));
  assert_non_null(strstr(e.message, "not JSON"));
  error_clear(&e);
}

static void the_canonical_text_sorts_keys_and_drops_blanks(void **state) {
  (void)state;
  static const char text[] =
      " {\"b\" : [1, -2, true,false ,null, {}], \"a\":{\"z\":\"\\u00e9\", \"B\":\"\"},\n\"aa\":[],\"\":-0} ";
  error e = { 0 };
  cJSON *value = json_parse("x", text, strlen(text), &e);
  if (!value) fail_msg("%s", e.message);
  char *canonical = json_canonical(value);
  assert_string_equal(canonical, "{\"\":0,\"a\":{\"B\":\"\",\"z\":\"é\"},\"aa\":[],\"b\":[1,-2,true,false,null,{}]}");
  cJSON *again = json_parse("x", canonical, strlen(canonical), &e);
  char *same = json_canonical(again);
  assert_string_equal(same, canonical);
  free(same);
  free(canonical);
  cJSON_Delete(again);
  cJSON_Delete(value);
}

static void integers_are_read_to_the_last_digit(void **state) {
  (void)state;
  static const char text[] = "[999999999999999, -999999999999999, \"1\"]";
  error e = { 0 };
  int64_t n;
  cJSON *value = json_parse("x", text, strlen(text), &e);
  assert_true(json_integer(cJSON_GetArrayItem(value, 0), &n) && n == INT64_C(999999999999999));
  assert_true(json_integer(cJSON_GetArrayItem(value, 1), &n) && n == -INT64_C(999999999999999));
  assert_false(json_integer(cJSON_GetArrayItem(value, 2), &n) || json_integer(NULL, &n));
  cJSON_Delete(value);
}

static void write_all(json_writer *w) {
  json_open(w, '{');
  json_key(w, "text\"\\");
  json_text(w, "a\n\t\r\033\x7F\xC2\x85\u2028\u2029 é 日 / \u2027");
  json_key(w, "none");
  json_text(w, NULL);
  json_key(w, "list");
  json_open(w, '[');
  json_int(w, INT64_MIN);
  json_bool(w, true);
  json_open(w, '[');
  json_close(w, ']');
  json_null(w);
  json_close(w, ']');
  json_close(w, '}');
  json_end(w);
}

static void expect_written(bool pretty, const char *wanted) {
  char *text = NULL;
  size_t length;
  FILE *file = open_memstream(&text, &length);
  json_writer w;
  json_begin(&w, file, pretty);
  write_all(&w);
  fclose(file);
  assert_string_equal(text, wanted);
  free(text);
}

static void the_writer_escapes_what_does_not_print(void **state) {
  (void)state;
  expect_written(false,
                 "{\"text\\\"\\\\\":\"a\\n\\t\\u000d\\u001b\\u007f\\u0085\\u2028\\u2029 é 日 / \u2027\",\"none\":null,"
                 "\"list\":[-9223372036854775808,true,[],null]}\n");
}

static void the_pretty_writer_indents_by_two(void **state) {
  (void)state;
  expect_written(
      true,
      "{\n  \"text\\\"\\\\\": \"a\\n\\t\\u000d\\u001b\\u007f\\u0085\\u2028\\u2029 é 日 / \u2027\",\n  \"none\": null,\n"
      "  \"list\": [\n    -9223372036854775808,\n    true,\n    [],\n    null\n  ]\n}\n");
}

static void what_others_answer_is_read_exactly_or_not_at_all(void **state) {
  (void)state;
  static const struct {
    const char *text, *plain;  // plain: of member a; NULL: refused
  } cases[] = {
    { "{\"a\":12345678901234567890.10}", "12345678901234567890.10" },
    { "\xEF\xBB\xBF { \"a\" : -0.5e+10 } ", "-0.5e+10" },
    { "{\"a\":\"\\u00e9\\ud83d\\ude00\\n\\/\"}", "\u00e9\U0001F600\n/" },
    { "{\"a\":\"\\u0000\\ud83dx\"}", "\uFFFD\uFFFDx" },
    { "{\"a\":true}", "true" },
    { "{\"a\":null}", "" },
    { "{\"a\":01}", NULL },
    { "{\"a\":1.}", NULL },
    { "{\"a\":1e}", NULL },
    { "{\"a\":.5}", NULL },
    { "{\"a\":1,}", NULL },
    { "{\"a\":1} x", NULL },
    { "{\"a\":\"\\q\"}", NULL },
    { "{\"a\":\"\\u12", NULL },
    { "{\"a\":\"x\\", NULL },
    { "{\"a\":\"x", NULL },
    { "{\"a\"", NULL },
    { "{\"a\":[1", NULL },
    { "{\"a\":tru", NULL },
    { "<html>", NULL },
    { "", NULL },
    { "{\"a\":\"\xff\"}", NULL },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    error e = { 0 };
    arena *a = arena_new();
    size_t length = strlen(cases[i].text);
    char *copy = malloc(length);  // to the byte, without a NUL: reading past the end is seen
    memcpy(copy, cases[i].text, length);
    const value *got = value_of_answer(copy, length, a, &e);
    if (!cases[i].plain) assert_null(got);
    else assert_string_equal(value_plain(a, value_get(got, "a")), cases[i].plain);
    assert_int_equal(e.code, cases[i].plain ? ERROR_NONE : ERROR_INVALID);
    free(copy);
    arena_free(a);
  }
}

static void what_is_hostile_has_limits(void **state) {
  (void)state;
  enum { MANY = 300000 };
  char *text = malloc(2 * MANY + 2);
  arena *a = arena_new();
  error e = { 0 };
  memset(text, '[', MANY);
  assert_null(value_of_answer(text, MANY, a, &e));
  assert_non_null(strstr(e.message, "nests too deep"));
  for (int i = 0; i < MANY; i++) memcpy(text + 2 * i, i ? ",1" : "[1", 2);
  memcpy(text + 2 * MANY, "]", 1);
  error_clear(&e);
  assert_null(value_of_answer(text, 2 * MANY + 1, a, &e));
  assert_non_null(strstr(e.message, "too many values"));
  free(text);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_others_answer_is_read_exactly_or_not_at_all),
    cmocka_unit_test(what_is_hostile_has_limits),
    cmocka_unit_test(each_refusal_names_line_and_column),
    cmocka_unit_test(nesting_without_end_is_refused),
    cmocka_unit_test(the_canonical_text_sorts_keys_and_drops_blanks),
    cmocka_unit_test(integers_are_read_to_the_last_digit),
    cmocka_unit_test(the_writer_escapes_what_does_not_print),
    cmocka_unit_test(the_pretty_writer_indents_by_two),
  };
  return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
