// Percent-encoding.
#include "core/base/percent.h"
#include <ctype.h>
#include <string.h>

void percent_add(buffer *out, const char *text) {
  for (const unsigned char *c = (const unsigned char *)text; *c; c++)
    if (*c < 128 && (isalnum(*c) || strchr("-._~", *c))) buffer_add(out, (const char *)c, 1);
    else buffer_format(out, "%%%02X", *c);
}

void percent_field(buffer *out, const char *name, const char *value) {
  if (!value) return;
  if (out->length) buffer_text(out, "&");
  percent_add(out, name);
  buffer_text(out, "=");
  percent_add(out, value);
}
