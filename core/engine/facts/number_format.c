// Formats of numbers, and fiscal years.
#include "core/engine/facts/number_format.h"
#include <string.h>

enum { FORMAT_LENGTH_MAX = 60, SEQ_WIDTH_MAX = 12 };

// How long the {SEQ} or {SEQ:5} at the start of a text is, and its width; 0: there is none.
static size_t seq_length(const char *text, int *width) {
  *width = 1;
  if (strncmp(text, "{SEQ}", 5) == 0) return 5;
  if (strncmp(text, "{SEQ:", 5) != 0) return 0;
  size_t digits = strspn(text + 5, "0123456789");
  if (digits < 1 || digits > 2 || text[5 + digits] != '}') return 0;
  *width = digits == 2 ? (text[5] - '0') * 10 + text[6] - '0' : text[5] - '0';
  return *width >= 1 && *width <= SEQ_WIDTH_MAX ? digits + 6 : 0;
}

static bool is_format(const char *format, bool *has_year) {
  int sequences = 0, width;
  *has_year = false;
  for (const char *at = format; *at;) {
    size_t used = 1, seq = seq_length(at, &width);
    if ((unsigned char)*at < 32 || *at == '}') return false;
    if (seq) sequences++, used = seq;
    else if (strncmp(at, "{YYYY}", 6) == 0) *has_year = true, used = 6;
    else if (strncmp(at, "{YY}", 4) == 0) *has_year = true, used = 4;
    else if (strncmp(at, "{MM}", 4) == 0) used = 4;
    else if (*at == '{') return false;
    at += used;
  }
  return sequences == 1 && strlen(format) <= FORMAT_LENGTH_MAX && text_is_utf8(format, strlen(format));
}

bool number_format_check(const char *format, bool yearly, error *e) {
  bool has_year;
  if (!is_format(format, &has_year)) {
    error_set(e, ERROR_INVALID, "\"%.80s\" is not a number format", format);
    return error_hint(e,
                      "It has {SEQ} or {SEQ:5} once and may have {YYYY}, {YY} and {MM}, such as INV-{YYYY}-{SEQ:5}.");
  }
  if (!yearly || has_year) return true;
  error_set(e, ERROR_INVALID, "\"%.80s\" would give the same numbers every year", format);
  return error_hint(e, "Numbers that begin anew each year have {YYYY} or {YY}, such as INV-{YYYY}-{SEQ:5}.");
}

void number_format_write(buffer *out, const char *format, int64_t seq, int year, day date) {
  int calendar_year, month, dom, width;
  day_to_ymd(date, &calendar_year, &month, &dom);
  for (const char *at = format; *at;) {
    size_t used = seq_length(at, &width);
    if (used) buffer_format(out, "%0*lld", width, (long long)seq);
    else if (strncmp(at, "{YYYY}", 6) == 0) buffer_format(out, "%04d", year), used = 6;
    else if (strncmp(at, "{YY}", 4) == 0) buffer_format(out, "%02d", year % 100), used = 4;
    else if (strncmp(at, "{MM}", 4) == 0) buffer_format(out, "%02d", month), used = 4;
    else buffer_add(out, at, 1), used = 1;
    at += used;
  }
}

bool number_formats_differ(const char *format, const char *credit_format, bool yearly, error *e) {
  buffer one = { 0 }, other = { 0 };
  if (!number_format_check(credit_format, yearly, e)) return false;
  number_format_write(&one, format, 1234567, 2026, 0);
  number_format_write(&other, credit_format, 1234567, 2026, 0);
  bool differ = !one.text || !other.text || strcmp(one.text, other.text) != 0;
  buffer_free(&one);
  buffer_free(&other);
  if (differ) return true;
  error_set(e, ERROR_INVALID, "invoices and credit notes would be given the same numbers: \"%.80s\"", credit_format);
  return error_hint(e, "Credit notes of their own series want a format of their own, such as CN-{SEQ:5}.");
}

bool fiscal_start_parse(const char *text, int *out, error *e) {
  char leap[DAY_TEXT] = "2024-";
  day found;
  int year, month, dom;
  if (strlen(text) == 5) memcpy(leap + 5, text, 6);
  if (!day_parse(leap, strlen(leap), &found)) {
    error_set(e, ERROR_INVALID, "\"%.40s\" is not a day of the year", text);
    return error_hint(e, "Write the month and the day on which fiscal years begin, such as 07-01.");
  }
  day_to_ymd(found, &year, &month, &dom);
  *out = month * 100 + dom;
  return true;
}

int fiscal_year(day date, int fiscal_start) {
  int year, month, dom;
  day_to_ymd(date, &year, &month, &dom);
  return fiscal_start != FISCAL_CALENDAR && month * 100 + dom >= fiscal_start ? year + 1 : year;
}
