// Addresses of mail and of the web in a text that people wrote.
#include "core/document/document.h"
#include <string.h>

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_name(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; }
static bool one_of(char c, const char *marks) { return c && strchr(marks, c); }

// Behind the name of a host, two parts or more ("birch.example"), the last of letters; `at` where there is none.
static const char *past_host(const char *at) {
  const char *end = at, *good = at;
  size_t parts = 0;
  while (is_name(*end)) {
    bool letters = true;
    for (; is_name(*end); end++) letters = letters && is_letter(*end);
    if (++parts > 1 && letters) good = end;
    if (*end != '.') break;
    end++;
  }
  return good;
}

// A mark that ends a sentence is no part of an address in it.
static const char *past_path(const char *at) {
  const char *end = at;
  if (*at == ':' || one_of(*at, "/?#"))
    while (is_name(*end) || one_of(*end, "/?#._~:@!$&*+,;=%")) end++;
  while (end > at && one_of(end[-1], ".,:;!?")) end--;
  return end;
}

static bool web_address(const char *text, size_t from, document_link *out) {
  static const char *const starts[] = { "https://", "http://", "www." };
  const char *at = text + from;
  if (from > 0 && is_name(at[-1])) return false;
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
    size_t length = strlen(starts[i]);
    if (strncmp(at, starts[i], length) != 0) continue;
    const char *host = i == 2 ? at : at + length, *end = past_host(host);
    *out = (document_link){ from, (size_t)(past_path(end) - text), i == 2 ? "https://" : "" };
    return end > host;
  }
  return false;
}

static bool mail_address(const char *text, size_t from, document_link *out) {
  const char *at = text + from, *end = at;
  if (from > 0 && (is_name(at[-1]) || one_of(at[-1], "._%+@"))) return false;
  while (is_name(*end) || one_of(*end, "._%+")) end++;
  if (end == at || *end != '@') return false;
  const char *host = end + 1, *past = past_host(host);
  *out = (document_link){ from, (size_t)(past - text), "mailto:" };
  return past > host;
}

bool document_link_next(const char *text, size_t from, document_link *out) {
  for (; text[from]; from++)
    if (web_address(text, from, out) || mail_address(text, from, out)) return true;
  return false;
}
