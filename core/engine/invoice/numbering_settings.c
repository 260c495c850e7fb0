// Settings of the numbering that people change after the book was made: each is checked beside the others.
#include "core/engine/invoice/invoice_inside.h"
#include <stdlib.h>
#include <string.h>

enum { NUMBER_DIGITS_MAX = 15 };

// What the numbering would be with one setting changed.
typedef struct terms {
  const char *format, *credit_format, *reset, *fiscal_start;
} terms;

static const char **term(terms *t, const char *name) {
  if (strcmp(name, "format") == 0) return &t->format;
  if (strcmp(name, "credit_format") == 0) return &t->credit_format;
  if (strcmp(name, "reset") == 0) return &t->reset;
  return &t->fiscal_start;
}

static const char *standard(const char *name) {
  if (strcmp(name, "format") == 0) return "{SEQ}";
  if (strcmp(name, "reset") == 0) return "none";
  return strcmp(name, "fiscal_start") == 0 ? "01-01" : NULL;
}

static const char *key_of(const char *name, arena *a) { return arena_format(a, "numbering.%s", name); }

static bool next_read(book *b, arena *a, const char **out, error *e) {
  int64_t next;
  series_book *s = series_open(b, e);
  bool ok = s && series_next(s, &next, e);
  if (ok) *out = arena_format(a, "%lld", (long long)next);
  return s ? series_close(s, ok, e) : false;
}

bool numbering_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  if (strcmp(name, "next") == 0) return next_read(b, a, out, e);
  if (!config_read(b, key_of(name, a), a, out, e)) return false;
  if (!*out) *out = standard(name);
  return true;
}

static bool terms_read(book *b, arena *a, terms *out, error *e) {
  static const char *const names[] = { "format", "credit_format", "reset", "fiscal_start" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!numbering_setting(b, names[i], a, term(out, names[i]), e)) return false;
  return true;
}

static bool terms_check(const terms *t, error *e) {
  int fiscal_start;
  bool yearly = strcmp(t->reset, "yearly") == 0;
  if (!yearly && strcmp(t->reset, "none") != 0)
    return error_set(e, ERROR_INVALID, "numbering.reset is none or yearly, not \"%.40s\"", t->reset);
  return number_format_check(t->format, yearly, e) &&
         (!t->credit_format || number_formats_differ(t->format, t->credit_format, yearly, e)) &&
         fiscal_start_parse(t->fiscal_start, &fiscal_start, e);
}

static bool set_next(book *b, const char *value, arena *a, error *e) {
  const char *was;
  size_t digits = strspn(value, "0123456789");
  if (!digits || value[digits] || digits > NUMBER_DIGITS_MAX)
    return error_set(e, ERROR_INVALID, "numbering.next: \"%.40s\" is not a number", value);
  if (!next_read(b, a, &was, e)) return false;
  series_book *s = series_open(b, e);
  bool ok = s && series_set_next(s, strtoll(value, NULL, 10), e);
  const char *detail = arena_format(a, "{\"key\":\"numbering.next\",\"was\":\"%s\",\"value\":\"%s\"}", was, value);
  return s && series_close(s, ok, e) && book_log(b, "config set", 0, detail, e);
}

static bool set(book *b, const char *name, const char *value, arena *a, error *e) {
  terms t = { 0 };
  if (strcmp(name, "next") == 0) return set_next(b, value, a, e);
  if (!terms_read(b, a, &t, e)) return false;
  *term(&t, name) = *value ? value : standard(name);
  return terms_check(&t, e) && config_write(b, key_of(name, a), *value ? value : NULL, e);
}

bool numbering_set(book *b, const char *name, const char *value, error *e) {
  if (!db_begin(b->db, e)) return false;
  arena *a = arena_new();
  bool ok = set(b, name, value, a, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  arena_free(a);
  return ok;
}
