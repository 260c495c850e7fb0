// CSV as RFC 4180 has it.
#include "core/base/csv.h"
#include <string.h>

void csv_add(buffer *b, const char *text, bool first, bool words) {
  if (!first) buffer_text(b, ",");
  // A spreadsheet would compute what begins so.
  const char *guard = words && *text && strchr("=+-@\t\r", *text) ? "'" : "";
  if (!strpbrk(text, ",\"\r\n")) {
    buffer_format(b, "%s%s", guard, text);
    return;
  }
  buffer_format(b, "\"%s", guard);
  for (const char *at = text; *at; at++) buffer_add(b, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
  buffer_text(b, "\"");
}

void csv_end(buffer *b) { buffer_text(b, "\r\n"); }
