// The one error type.
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// As a person may see it. A text that was cut ends with a whole character.
static void clean(char *text, size_t room) {
  buffer b = { 0 };
  size_t length = strlen(text);
  if (length + 1 == room) {
    while (length > 0 && ((unsigned char)text[length - 1] & 0xC0) == 0x80) length--;
    if (length > 0) text[--length] = '\0';
  }
  buffer_clean(&b, text, false);
  size_t end = b.length < room ? b.length : room - 1;
  while (end < b.length && end > 0 && ((unsigned char)b.text[end] & 0xC0) == 0x80) end--;
  memcpy(text, b.text, end);
  text[end] = '\0';
  buffer_free(&b);
}

bool error_set(error *e, error_code code, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (code == ERROR_IO && errno == ENOMEM) memory_missed();
  e->code = code;
  e->hint[0] = '\0';
  e->spent = false;
  vsnprintf(e->message, sizeof e->message, format, arguments);
  va_end(arguments);
  clean(e->message, sizeof e->message);
  return false;
}

bool error_hint(error *e, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(e->hint, sizeof e->hint, format, arguments);
  va_end(arguments);
  clean(e->hint, sizeof e->hint);
  return false;
}

void error_row(error *e, const char *format, ...) {
  e->row_total++;
  if (e->row_count == ERROR_ROWS_KEPT) return;
  if (!e->rows) e->rows = memory_zeroed(ERROR_ROWS_KEPT, sizeof *e->rows);
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  clean(text, sizeof text);
  char *row = memory_text(text);
  e->rows[e->row_count++] = row;
}

void error_clear(error *e) {
  for (size_t i = 0; i < e->row_count; i++) memory_give(e->rows[i]);
  memory_give(e->rows);
  *e = (error){ 0 };
}

const char *error_code_name(error_code code) {
  static const char *const names[] = { "none",      "usage",   "not-found",   "ambiguous",  "invalid",
                                       "duplicate", "frozen",  "locked",      "held",       "nothing-selected",
                                       "changed",   "already", "state",       "date-order", "busy",
                                       "plugin",    "too-big", "io",          "corrupt",    "unknown-outcome",
                                       "sign-in",   "export",  "interrupted", "memory" };
  static_assert(sizeof names / sizeof *names == ERROR_MEMORY + 1, "a name for each code, in their order");
  return names[code];
}

int error_exit_status(error_code code) {
  switch (code) {
    case ERROR_NONE: return 0;
    case ERROR_USAGE: return 2;
    case ERROR_CORRUPT: return 3;
    case ERROR_SIGN_IN: return 4;
    case ERROR_BUSY: return 5;
    case ERROR_UNKNOWN_OUTCOME: return 6;
    case ERROR_EXPORT: return 7;
    case ERROR_INTERRUPTED: return 130;
    default: return 1;
  }
}
