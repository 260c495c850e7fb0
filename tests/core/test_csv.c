// CSV: rows with their lines, limits, faults.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/csv.h"
#include "core/base/text.h"

typedef struct input {
  const char *text;
  size_t length, piece;  // bytes at a time
  size_t given;
} input;

static long give(void *context, char *bytes, size_t room, error *e) {
  (void)e;
  input *in = context;
  size_t count = in->length - in->given;
  count = count < in->piece ? count : in->piece;
  count = count < room ? count : room;
  memcpy(bytes, in->text + in->given, count);
  in->given += count;
  return (long)count;
}

// Rows as "LINE|field|field;".
static bool note(void *context, const csv_row *row, error *e) {
  (void)e;
  buffer_format(context, "%llu", (unsigned long long)row->line);
  for (size_t i = 0; i < row->count; i++) {
    assert_int_equal(strlen(row->fields[i]), row->lengths[i]);
    buffer_format(context, "|%s", row->fields[i]);
  }
  buffer_text(context, ";");
  return true;
}

// The text in pieces of each size must give these rows, or end with this message ("" for none).
static void expect_bytes(const char *text, size_t length, const char *rows, const char *message) {
  static const size_t pieces[] = { 1, 2, 3, 7, 1 << 20 };
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    input in = { text, length, pieces[i], 0 };
    buffer got = { 0 };
    error e = { 0 };
    bool ok = csv_read("a.csv", give, &in, note, &got, &e);
    assert_string_equal(got.text ? got.text : "", rows);
    assert_string_equal(e.message, message);
    assert_int_equal(ok, *message == '\0');
    assert_int_equal(e.code, *message ? ERROR_INVALID : ERROR_NONE);
    buffer_free(&got);
    error_clear(&e);
  }
}

static void expect(const char *text, const char *rows, const char *message) {
  expect_bytes(text, strlen(text), rows, message);
}

static void rows_know_the_line_they_start_on(void **state) {
  (void)state;
  expect("a,b\n1,2\n", "1|a|b;2|1|2;", "");
  expect("a,\"x\ny\r\nz\"\nb,\"p\rq\"\nc,d", "1|a|x\ny\r\nz;4|b|p\rq;6|c|d;", "");
  expect("a,\"\"\"x\"\" y\"\n\"\",\n", "1|a|\"x\" y;2||;", "");
}

static void blank_lines_are_skipped_and_counted(void **state) {
  (void)state;
  expect("\n\na\n\n\nb\n\n", "3|a;6|b;", "");
  expect("a\r\n\r\n\r\nb", "1|a;4|b;", "");
  expect("a\r\r\rb\r", "1|a;4|b;", "");
  expect("", "", "");
  expect("\n", "", "");
}

static void crlf_lf_and_cr_end_rows(void **state) {
  (void)state;
  expect("a,b\r\nc,d\r\n", "1|a|b;2|c|d;", "");
  expect("a,b\rc,d\re,f", "1|a|b;2|c|d;3|e|f;", "");
  expect("a\r\nb\rc\nd\n\re", "1|a;2|b;3|c;4|d;6|e;", "");
}

static void a_byte_order_mark_is_skipped_once(void **state) {
  (void)state;
  expect("\xEF\xBB\xBF\"a\",b\nc", "1|a|b;2|c;", "");
  expect("\xEF\xBB\xBF", "", "");
  expect("a,\xEF\xBB\xBF"
         "b",
         "1|a|\xEF\xBB\xBF"
         "b;",
         "");
}

static void the_first_line_says_what_parts_fields(void **state) {
  (void)state;
  expect("a;b\n1,5;2\n", "1|a|b;2|1,5|2;", "");
  expect("a\tb\n1;5\t2\n", "1|a|b;2|1;5|2;", "");
  expect("a,b;c\n1;5,2\n", "1|a|b;c;2|1;5|2;", "");
  expect("\"a,b\";c\n1;2\n", "1|a,b|c;2|1|2;", "");
  expect("a\n1;2\n", "1|a;2|1;2;", "");
  expect("\xEF\xBB\xBFsep=;\r\na,b;c\n", "2|a,b|c;", "");
  expect("sep=\t\na\tb", "2|a|b;", "");
  expect("sep=;", "", "");
  expect("sep=,;\na", "1|sep=|;;2|a;", "");
}

static void files_of_another_kind_say_what_to_do(void **state) {
  (void)state;
  expect_bytes("\xFF\xFE"
               "a\0,\0b\0",
               8, "", "a.csv:1: UTF-16 text");
  expect_bytes("\xFE\xFF\0a", 4, "", "a.csv:1: UTF-16 text");
  expect_bytes("PK\3\4\0\0", 6, "", "a.csv:1: a workbook, not CSV");
}

static void blanks_around_fields_are_kept(void **state) {
  (void)state;
  expect(" a , b\t,\t\n  ,c \n", "1| a | b\t|\t;2|  |c ;", "");
  expect("   \n", "1|   ;", "");
}

static void faulty_quotes_are_refused_by_line(void **state) {
  (void)state;
  static const char quotes[] = "a quote that is not closed, or text after a closing quote";
  char wanted[128];
  snprintf(wanted, sizeof wanted, "a.csv:2: %s", quotes);
  expect("a\nb,\"c\nd\n", "1|a;", wanted);
  expect("a\n\"b\"x,c\n", "1|a;", wanted);
  expect("a\n\"b\" ,c\n", "1|a;", wanted);
  snprintf(wanted, sizeof wanted, "a.csv:4: %s", quotes);
  expect("\"a\nb\"\n\n\"", "1|a\nb;", wanted);
}

static void bytes_that_are_no_text_are_refused_by_line(void **state) {
  (void)state;
  expect_bytes("a\nb\0c\n", 6, "1|a;", "a.csv:2: not UTF-8 text, or a NUL inside");
  expect("a\n\ncaf\xE9\n", "1|a;", "a.csv:3: not UTF-8 text, or a NUL inside");
  expect("a\nb,\"\xC3\"\n", "1|a;", "a.csv:2: not UTF-8 text, or a NUL inside");
}

static void a_row_has_at_most_1000_columns(void **state) {
  (void)state;
  char text[1010], rows[1010];
  memset(text, ',', sizeof text);
  memset(rows, '|', sizeof rows);
  text[999] = '\0';
  rows[0] = '1';
  strcpy(rows + 1001, ";");
  expect(text, rows, "");
  memset(text, ',', sizeof text);
  text[1000] = '\0';
  expect(text, "", "a.csv:1: more than 1,000 columns");
}

// One field without end, counted.
static long endless(void *context, char *bytes, size_t room, error *e) {
  (void)e;
  memset(bytes, 'x', room);
  *(size_t *)context += room;
  return *(size_t *)context > (size_t)64 << 20 ? 0 : (long)room;
}

static void a_field_of_2_mib_fails_before_it_is_read(void **state) {
  (void)state;
  size_t read = 0;
  error e = { 0 };
  buffer got = { 0 };
  assert_false(csv_read("a.csv", endless, &read, note, &got, &e));
  assert_string_equal(e.message, "a.csv:1: a field of more than 1 MiB");
  assert_in_range(read, CSV_FIELD_MAX, CSV_FIELD_MAX + 200000);
  buffer_free(&got);
}

static void a_field_may_have_1_mib_to_the_byte(void **state) {
  (void)state;
  for (int quoted = 0; quoted < 2; quoted++) {
    for (size_t more = 0; more < 2; more++) {
      buffer text = { 0 }, got = { 0 };
      error e = { 0 };
      if (quoted) buffer_text(&text, "\"");
      for (size_t i = 0; i < CSV_FIELD_MAX + more; i++) buffer_add(&text, "x", 1);
      buffer_text(&text, quoted ? "\",b\n" : ",b\n");
      input in = { text.text, text.length, 65536, 0 };
      assert_int_equal(csv_read("a.csv", give, &in, note, &got, &e), more == 0);
      if (more) assert_string_equal(e.message, "a.csv:1: a field of more than 1 MiB");
      else assert_int_equal(got.length, CSV_FIELD_MAX + 5);
      buffer_free(&text);
      buffer_free(&got);
    }
  }
}

static bool refuse_second(void *context, const csv_row *row, error *e) {
  int *rows = context;
  ++*rows;
  return row->line < 2 || error_set(e, ERROR_STATE, "enough");
}

static long broken(void *context, char *bytes, size_t room, error *e) {
  (void)context, (void)bytes, (void)room;
  error_set(e, ERROR_IO, "the disk is gone");
  return -1;
}

static void errors_of_the_reader_and_the_source_end_it(void **state) {
  (void)state;
  input in = { "a\nb\nc\nd\n", 8, 8, 0 };
  error e = { 0 };
  int rows = 0;
  assert_false(csv_read("a.csv", give, &in, refuse_second, &rows, &e));
  assert_string_equal(e.message, "enough");
  assert_int_equal(rows, 2);
  assert_false(csv_read("a.csv", broken, NULL, refuse_second, &rows, &e));
  assert_int_equal(e.code, ERROR_IO);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(rows_know_the_line_they_start_on),
    cmocka_unit_test(blank_lines_are_skipped_and_counted),
    cmocka_unit_test(crlf_lf_and_cr_end_rows),
    cmocka_unit_test(a_byte_order_mark_is_skipped_once),
    cmocka_unit_test(the_first_line_says_what_parts_fields),
    cmocka_unit_test(files_of_another_kind_say_what_to_do),
    cmocka_unit_test(blanks_around_fields_are_kept),
    cmocka_unit_test(faulty_quotes_are_refused_by_line),
    cmocka_unit_test(bytes_that_are_no_text_are_refused_by_line),
    cmocka_unit_test(a_row_has_at_most_1000_columns),
    cmocka_unit_test(a_field_of_2_mib_fails_before_it_is_read),
    cmocka_unit_test(a_field_may_have_1_mib_to_the_byte),
    cmocka_unit_test(errors_of_the_reader_and_the_source_end_it),
  };
  return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
