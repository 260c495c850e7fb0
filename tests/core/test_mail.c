// core/mail: which addresses are taken, and that no text of somebody else's becomes a header, a line or a part.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mail/mail.h"

static void addresses_are_taken_as_people_write_them(void **state) {
  (void)state;
  arena *a = arena_new();
  error e = { 0 };
  mail_address *out;
  size_t count;
  assert_true(mail_addresses_read(" a@b.example ;; \"Ann; \\\"the\\\" boss\" <ann.o'neil+x@b-c.example>;Größe <c@d>;",
                                  a, &out, &count, &e));
  assert_int_equal(count, 3);
  assert_string_equal(out[0].name, "");
  assert_string_equal(out[0].address, "a@b.example");
  assert_string_equal(out[1].name, "Ann; \"the\" boss");
  assert_string_equal(out[1].address, "ann.o'neil+x@b-c.example");
  assert_string_equal(out[2].name, "Größe");
  assert_string_equal(out[2].address, "c@d");
  arena_free(a);
}

static void what_no_server_takes_is_refused(void **state) {
  static const char *const bad[] = { "",
                                     ";",
                                     "a",
                                     "@b",
                                     "a@",
                                     "a b@c",
                                     "a@b c",
                                     "a@@b",
                                     ".a@b",
                                     "a.@b",
                                     "a..b@c",
                                     "a@-b",
                                     "a@b-",
                                     "a@b..c",
                                     "a@.b",
                                     "a@b.",
                                     "ü@b",
                                     "a@ü.example",
                                     "a@b\r\nBcc: c@d",
                                     "a@b>",
                                     "<a@b",
                                     "x <a@b> y",
                                     "a,c@b",
                                     "a@b,c@d",
                                     "\"q\"@b",
                                     "a@[1.2.3.4]",
                                     "<>",
                                     "a@b\x01",
                                     "a@b/c:25" };
  arena *a = arena_new();
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    error e = { 0 };
    mail_address *out;
    size_t count;
    if (mail_addresses_read(bad[i], a, &out, &count, &e)) fail_msg("\"%s\" is taken", bad[i]);
    assert_int_equal(e.code, ERROR_INVALID);
    error_clear(&e);
  }
  arena_free(a);
}

static mail_message message(void) {
  static const mail_address to = { "", "to@b.example" };
  return (mail_message){ .from = { "Birch", "from@b.example" },
                         .to = &to,
                         .to_count = 1,
                         .subject = "Invoice 1",
                         .body = "Hello",
                         .id = "x@b.example",
                         .at = 1780272000,
                         .files = { { "1.pdf", "application/pdf", "PDF", 3 } } };
}

static void a_second_file_stands_behind_the_first(void **state) {
  mail_message m = message();
  buffer b = { 0 };
  (void)state;
  m.files[1] = (mail_file){ "1.xml", "application/xml", "XML", 3 };
  mail_write(&m, &b);
  assert_non_null(strstr(b.text, "UERG\r\n--=_billet\r\nContent-Type: application/xml\r\nContent-Transfer-Encoding: "
                                 "base64\r\nContent-Disposition: attachment; filename=\"1.xml\"\r\n\r\nWE1M\r\n"
                                 "--=_billet--\r\n"));
  buffer_free(&b);
}

static void a_message_is_these_bytes(void **state) {
  mail_message m = message();
  buffer b = { 0 };
  (void)state;
  mail_write(&m, &b);
  assert_string_equal(
      b.text, "Date: Mon, 01 Jun 2026 00:00:00 +0000\r\nFrom: \"Birch\" <from@b.example>\r\nTo: to@b.example\r\n"
              "Subject: Invoice 1\r\nMessage-ID: <x@b.example>\r\nMIME-Version: 1.0\r\n"
              "Content-Type: multipart/mixed; boundary=\"=_billet\"\r\n\r\n--=_billet\r\n"
              "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
              "Hello\r\n--=_billet\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
              "Content-Disposition: attachment; filename=\"1.pdf\"\r\n\r\nUERG\r\n--=_billet--\r\n");
  buffer_free(&b);
}

// Every line ends with CRLF, is no longer than a mail program likes, and the head has these fields alone.
static void check_lines(const buffer *b) {
  static const char *const names[] = { "Date: ",       "From: ",         "To: ",          "Subject: ",
                                       "Message-ID: ", "MIME-Version: ", "Content-Type: " };
  const char *end = strstr(b->text, "\r\n\r\n");
  size_t name = 0;
  assert_non_null(end);
  for (const char *at = b->text, *next; *at; at = next) {
    const char *line_end = strstr(at, "\r\n");
    assert_non_null(line_end);
    next = line_end + 2;
    assert_true(line_end - at <= 78);
    assert_null(memchr(at, '\n', (size_t)(line_end - at)));
    assert_null(memchr(at, '\r', (size_t)(line_end - at)));
    if (at >= end || *at == ' ') continue;
    assert_true(name < sizeof names / sizeof *names && strncmp(at, names[name], strlen(names[name])) == 0);
    name++;
  }
  assert_int_equal(name, sizeof names / sizeof *names);
}

static void no_text_becomes_a_header_a_line_or_a_part(void **state) {
  static const char *const texts[] = { "a\r\nBcc: evil@evil.example",
                                       "a\n\n<html>",
                                       "=?UTF-8?Q?x=0ABcc:_e?=",
                                       "\xff\xfe",
                                       "\" <a@b>, \"",
                                       "a \\",
                                       "--=_billet--",
                                       "\r\n.\r\nQUIT",
                                       "tab\there",
                                       "\xe2\x80\xa8"
                                       "x",
                                       "   ",
                                       "" };
  buffer longest = { 0 };
  (void)state;
  for (int i = 0; i < 3000; i++) buffer_text(&longest, i % 7 ? "\xc3\xbc" : "\xf0\x9f\x98\x80");
  for (size_t i = 0; i <= sizeof texts / sizeof *texts; i++) {
    const char *text = i < sizeof texts / sizeof *texts ? texts[i] : longest.text;
    const mail_address to[] = { { text, "to@b.example" }, { "", "c@b.example" } };
    mail_message m = message();
    buffer b = { 0 };
    m.from.name = m.subject = text;
    m.to = to;
    m.to_count = 2;
    mail_write(&m, &b);
    check_lines(&b);
    buffer_free(&b);
    m.body = text;
    mail_write(&m, &b);
    assert_null(strstr(b.text, "\r\n.\r\n"));
    buffer_free(&b);
  }
  buffer_free(&longest);
}

static void a_dot_and_a_boundary_in_the_text_end_nothing(void **state) {
  mail_message m = message();
  buffer b = { 0 };
  size_t parts = 0;
  (void)state;
  m.body = "--=_billet\n--=_billet--\nlast line ends in a blank \n\ttab";
  mail_write(&m, &b);
  for (const char *at = b.text; (at = strstr(at, "\r\n--=_billet")); at++) parts++;
  assert_int_equal(parts, 3);
  assert_non_null(strstr(b.text, "ends in a blank=20\r\n=09tab\r\n"));
  buffer_free(&b);
}

static void a_file_name_past_ascii_is_encoded(void **state) {
  mail_message m = message();
  buffer b = { 0 };
  (void)state;
  m.files[0].name = "R\xc3\x89 \"1\"\r\n.pdf";
  mail_write(&m, &b);
  assert_non_null(strstr(b.text, "attachment; filename*=UTF-8''R%C3%89%20%221%22%20.pdf\r\n"));
  buffer_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(addresses_are_taken_as_people_write_them),
    cmocka_unit_test(what_no_server_takes_is_refused),
    cmocka_unit_test(a_message_is_these_bytes),
    cmocka_unit_test(a_second_file_stands_behind_the_first),
    cmocka_unit_test(no_text_becomes_a_header_a_line_or_a_part),
    cmocka_unit_test(a_dot_and_a_boundary_in_the_text_end_nothing),
    cmocka_unit_test(a_file_name_past_ascii_is_encoded),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
