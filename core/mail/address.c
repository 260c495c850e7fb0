// Addresses of mail, as people write them in a cell or a setting.
#include "core/mail/mail.h"
#include <ctype.h>
#include <string.h>

enum { LOCAL_MAX = 64, DOMAIN_MAX = 253, LABEL_MAX = 63, NAME_MAX_BYTES = 1000 };  // RFC 5321, 4.5.3.1

static bool is_atom(const char *text, size_t length) {
  bool good = length > 0 && length <= LOCAL_MAX && text[0] != '.' && text[length - 1] != '.';
  for (size_t i = 0; good && i < length; i++)
    good = isalnum((unsigned char)text[i]) || (text[i] == '.' && text[i - 1] != '.') ||
           (text[i] != '.' && strchr("!#$%&'*+-/=?^_`{|}~", text[i]));
  return good;
}

static bool is_domain(const char *text, size_t length) {
  size_t label = 0;
  if (length == 0 || length > DOMAIN_MAX) return false;
  for (size_t i = 0; i <= length; i++) {
    bool ends = i == length || text[i] == '.';
    if (ends && (label == 0 || label > LABEL_MAX || text[i - 1] == '-' || text[i - label] == '-')) return false;
    if (!ends && !isalnum((unsigned char)text[i]) && text[i] != '-') return false;
    label = ends ? 0 : label + 1;
  }
  return true;
}

static bool check_address(const char *address, error *e) {
  const char *at = strrchr(address, '@');
  for (const char *c = address; *c; c++) {
    if ((unsigned char)*c < 128) continue;
    error_set(e, ERROR_INVALID, "\"%.200s\" has letters that mail servers do not all take", address);
    return error_hint(e, "a domain such as müller.example is written xn--mller-kva.example");
  }
  if (at && is_atom(address, (size_t)(at - address)) && is_domain(at + 1, strlen(at + 1))) return true;
  error_set(e, ERROR_INVALID, "\"%.200s\" is no e-mail address", address);
  return error_hint(e, "such as billing@example.com, or \"Billing <billing@example.com>\"");
}

static const char *trimmed(const char *text, size_t length, arena *a) {
  const char *start = text_trimmed(text, &length);
  return arena_copy(a, start, length);
}

// Without the quotes around it and the backslashes that quote inside.
static const char *unquoted(const char *name, arena *a) {
  size_t length = strlen(name);
  if (length < 2 || name[0] != '"' || name[length - 1] != '"') return name;
  char *out = arena_alloc(a, length), *to = out;
  for (const char *at = name + 1; at < name + length - 1; at++) {
    if (*at == '\\' && at + 1 < name + length - 1) at++;
    *to++ = *at;
  }
  return out;
}

bool mail_address_read(const char *text, arena *a, mail_address *out, error *e) {
  const char *whole = trimmed(text, strlen(text), a), *open = strrchr(whole, '<');
  size_t length = strlen(whole);
  if (!open || whole[length - 1] != '>') *out = (mail_address){ "", whole };
  else
    *out = (mail_address){ unquoted(trimmed(whole, (size_t)(open - whole), a), a),
                           trimmed(open + 1, (size_t)(whole + length - 1 - open - 1), a) };
  if (strlen(out->name) > NAME_MAX_BYTES)
    return error_set(e, ERROR_INVALID, "the name of <%.200s> is longer than %d bytes", out->address, NAME_MAX_BYTES);
  return check_address(out->address, e);
}

// Where the next `;` outside of quotes is, or the end.
static size_t part_length(const char *text) {
  bool quoted = false;
  size_t i = 0;
  for (; text[i] && (quoted || text[i] != ';'); i++) {
    if (text[i] == '\\' && quoted && text[i + 1]) i++;
    else if (text[i] == '"') quoted = !quoted;
  }
  return i;
}

bool mail_addresses_read(const char *text, arena *a, mail_address **out, size_t *count, error *e) {
  size_t capacity = 0;
  *out = NULL;
  *count = 0;
  for (const char *at = text; *at;) {
    size_t length = part_length(at);
    const char *part = arena_copy(a, at, length);
    at += length + (at[length] == ';');
    if (text_blank(part)) continue;
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    if (!mail_address_read(part, a, &(*out)[*count], e)) return false;
    ++*count;
  }
  return *count > 0 || error_set(e, ERROR_INVALID, "there is no e-mail address in \"%.200s\"", text);
}
