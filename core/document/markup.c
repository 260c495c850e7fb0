// HTML that is escaped by construction.
#include "core/document/markup_inside.h"
#include <stdarg.h>
#include <string.h>

static const char *entity(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return "<br>";
  }
}

static void add_text(markup *m, const char *text) {
  buffer_clear(&m->clean);
  buffer_clean(&m->clean, text ? text : "", true);
  for (const char *at = m->clean.text; *at;) {
    size_t plain = strcspn(at, "&<>\"'\n");
    buffer_add(m->out, at, plain);
    at += plain;
    if (*at) buffer_text(m->out, entity(*at++));
  }
}

void markup_add(markup *m, const char *pattern, ...) {
  va_list texts;
  va_start(texts, pattern);
  for (const char *at = pattern; *at;) {
    size_t plain = strcspn(at, "^");
    buffer_add(m->out, at, plain);
    at += plain;
    if (!*at) break;
    add_text(m, va_arg(texts, const char *));
    at++;
  }
  va_end(texts);
}

static bool is_plain(unsigned char c) {
  return c >= 128 || c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void markup_css_text(markup *m, const char *text, size_t length) {
  buffer part = { 0 };
  buffer_add(&part, text, length);
  buffer_clear(&m->clean);
  buffer_clean(&m->clean, part.text, false);
  buffer_text(m->out, "\"");
  for (const char *at = m->clean.text; *at; at++) {
    if (is_plain((unsigned char)*at)) buffer_add(m->out, at, 1);
    else buffer_format(m->out, "\\%x ", (unsigned)*at);  // the blank ends the number
  }
  buffer_text(m->out, "\"");
  buffer_free(&part);
}

void markup_free(markup *m) { buffer_free(&m->clean); }
