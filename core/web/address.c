// The address of a request, taken apart.
#include "core/web/web_inside.h"
#include <string.h>

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Decodes so many bytes; NULL where an escape is none, or what comes out is no text. form: a plus is a blank.
static const char *decoded(const char *from, size_t length, bool form, arena *a) {
  char *out = arena_alloc(a, length + 1);
  size_t made = 0;
  for (size_t i = 0; i < length; i++) {
    char c = from[i];
    if (c == '%') {
      int high = i + 2 < length ? digit(from[i + 1]) : -1, low = high >= 0 ? digit(from[i + 2]) : -1;
      if (low < 0) return NULL;
      c = (char)(high << 4 | low);
      i += 2;
    } else if (form && c == '+') c = ' ';
    out[made++] = c;
  }
  return text_is_utf8(out, made) ? out : NULL;
}

static bool pair_read(const char *from, size_t length, arena *a, web_pair *out) {
  const char *equals = memchr(from, '=', length);
  size_t name = equals ? (size_t)(equals - from) : length;
  out->name = decoded(from, name, true, a);
  out->value = equals ? decoded(equals + 1, length - name - 1, true, a) : "";
  return out->name && out->value;
}

static bool query_read(const char *query, arena *a, web_address *out) {
  while (*query) {
    size_t length = strcspn(query, "&");
    if (length && out->query_count == WEB_QUERY_MAX) return false;
    if (length && !pair_read(query, length, a, &out->query[out->query_count++])) return false;
    query += length + (query[length] == '&');
  }
  return true;
}

bool address_read(const char *sent, arena *a, web_address *out) {
  *out = (web_address){ 0 };
  size_t length = strcspn(sent, "?");
  if (*sent != '/' || !(out->path = decoded(sent, length, false, a))) return false;
  if (strstr(out->path, "/../") || strstr(out->path, "//")) return false;
  return !sent[length] || query_read(sent + length + 1, a, out);
}

bool form_read(const char *body, arena *a, web_address *out) {
  out->query_count = 0;
  return query_read(body, a, out);
}

const char *address_value(const web_address *at, const char *name) {
  for (size_t i = 0; i < at->query_count; i++)
    if (strcmp(at->query[i].name, name) == 0) return at->query[i].value;
  return NULL;
}
