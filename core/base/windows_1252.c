#include "core/base/windows_1252.h"

// What stands from 0x80 on; 0: nothing. From 0xA0 on it is Unicode.
static const uint16_t upper[32] = { 0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178 };

static char byte_of(uint32_t code) {
  if (code < 0x80 || (code >= 0xA0 && code <= 0xFF)) return (char)code;
  for (size_t i = 0; i < sizeof upper / sizeof *upper; i++)
    if (code && upper[i] == code) return (char)(0x80 + i);
  return 0;
}

size_t windows_1252_add(buffer *out, const char *text, size_t length) {
  size_t lost = 0, bytes;
  for (size_t at = 0; at < length; at += bytes) {
    char byte = byte_of(text_character(text + at, &bytes));
    lost += !byte;
    buffer_add(out, byte ? &byte : "?", 1);
  }
  return lost;
}
