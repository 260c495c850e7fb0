// Random bytes as addresses, and as every text of a message: what is taken is plain ASCII, and lines are whole.
#include <stdlib.h>
#include <string.h>

#include "core/mail/mail.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void check(bool good) {
  if (!good) abort();
}

// The head ends where its fields do, no line is longer than RFC 5322 lets it be, and none holds half a line end.
static void check_message(const buffer *b) {
  int fields = 0;
  const char *end = strstr(b->text, "\r\n\r\n");
  check(end && strlen(b->text) == b->length);
  for (const char *at = b->text, *line_end; *at; at = line_end + 2) {
    line_end = strstr(at, "\r\n");
    check(line_end && line_end - at <= 998 && !memchr(at, '\r', (size_t)(line_end - at)) &&
          !memchr(at, '\n', (size_t)(line_end - at)));
    fields += at < end && *at != ' ';
  }
  check(fields == 7);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  arena *a = arena_new();
  error e = { 0 };
  char *text = arena_copy(a, (const char *)bytes, length);
  mail_address *to, one = { text, "a@b.example" };
  size_t count = 0;
  buffer b = { 0 };
  bool taken = mail_addresses_read(text, a, &to, &count, &e);
  check(taken == (e.code == ERROR_NONE) && (!taken || count > 0));
  for (size_t i = 0; taken && i < count; i++)
    for (const char *c = to[i].address; *c; c++) check(*c > ' ' && *c < 127 && !strchr("<>\",;:", *c));
  const mail_message m = { .from = one,
                           .to = taken ? to : &one,
                           .to_count = taken ? count : 1,
                           .subject = text,
                           .body = text,
                           .id = "x@y",
                           .at = (int64_t)length,
                           .files = { { .name = text, .type = "x/y", .bytes = bytes, .length = length } } };
  mail_write(&m, &b);
  check_message(&b);
  buffer_free(&b);
  error_clear(&e);
  arena_free(a);
  return 0;
}
