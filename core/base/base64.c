// Bytes as text of 64 characters.
#include "core/base/base64.h"
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_add(buffer *out, const void *bytes, size_t length) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < length; i += 3) {
    size_t left = length - i;
    unsigned three = (unsigned)at[i] << 16 | (left > 1 ? at[i + 1] : 0u) << 8 | (left > 2 ? at[i + 2] : 0u);
    char four[] = { digits[three >> 18], digits[three >> 12 & 63], digits[three >> 6 & 63], digits[three & 63] };
    if (left < 3) four[3] = '=';
    if (left < 2) four[2] = '=';
    buffer_add(out, four, sizeof four);
  }
}

bool base64_read(buffer *out, const char *text) {
  size_t length = strlen(text), end = length;
  while (end && length - end < 2 && text[end - 1] == '=') end--;
  if (length % 4 != 0) return false;
  unsigned held = 0, bits = 0;
  for (size_t i = 0; i < end; i++) {
    const char *digit = memchr(digits, text[i], sizeof digits - 1);
    if (!digit) return false;
    held = held << 6 | (unsigned)(digit - digits);
    if ((bits += 6) < 8) continue;
    bits -= 8;
    buffer_add(out, &(char){ (char)(held >> bits & 255) }, 1);
  }
  return true;
}
