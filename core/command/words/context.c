// What a command tells beside its answer.
#include "core/command/words/words.h"
#include <stdarg.h>
#include <stdio.h>

void context_warn(context *c, const char *code, const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  value *warning = value_record(c->arena);
  put_text(c->arena, warning, "code", code);
  put_text(c->arena, warning, "message", arena_text(c->arena, text));
  value_append(c->arena, c->warnings, warning);
}
