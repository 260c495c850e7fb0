// Bytes as text of 64 characters, by libnettle.
#include "core/base/base64.h"
#include "core/base/memory.h"
#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

enum { STEP = 3 * 1024 };  // bytes at a time: whole groups, so that nothing is filled up between

void base64_add(buffer *out, const void *bytes, size_t length) {
  char text[BASE64_ENCODE_RAW_LENGTH(STEP)];
  const unsigned char *at = bytes;
  for (size_t done = 0; done < length; done += STEP) {
    size_t step = length - done < STEP ? length - done : STEP;
    base64_encode_raw(text, step, at + done);
    buffer_add(out, text, BASE64_ENCODE_RAW_LENGTH(step));
  }
}

bool base64_read(buffer *out, const char *text) {
  size_t length = strlen(text), made = BASE64_DECODE_LENGTH(length);
  if (strpbrk(text, " \t\r\n\v\f")) return false;  // libnettle passes over them
  uint8_t *bytes = memory_take(made);
  struct base64_decode_ctx state;
  base64_decode_init(&state);
  bool good = bytes && base64_decode_update(&state, &made, bytes, length, text) && base64_decode_final(&state);
  if (good) buffer_add(out, (const char *)bytes, made);
  memory_give(bytes);
  return good;
}
