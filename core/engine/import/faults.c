// Faulty rows of an import: how they are named, counted, and summed up.
#include "core/engine/import/import_inside.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void count_fault(import *im, error_code code) {
  im->faulty = true;
  if (code == ERROR_DUPLICATE) im->duplicate++;
  else if (code == ERROR_FROZEN) im->frozen++;
  else im->invalid++;
}

__attribute__((format(printf, 6, 0))) static void note_fault(import *im, error_code code, const char *name,
                                                             uint64_t place, const char *where, const char *format,
                                                             va_list values) {
  char text[900];
  vsnprintf(text, sizeof text, format, values);
  count_fault(im, code);
  if (where) error_row(im->e, "%s:%llu: %s: %s", name, (unsigned long long)place, where, text);
  else if (name) error_row(im->e, "%s:%llu: %s", name, (unsigned long long)place, text);
  else error_row(im->e, "%s", text);
}

bool row_fault(import *im, const row *r, error_code code, const char *where, const char *format, ...) {
  va_list values;
  va_start(values, format);
  note_fault(im, code, r->name, r->place, where, format, values);
  va_end(values);
  return false;
}

void pending_add(import *im, pending_list *to, pending row) {
  to->rows = arena_grow(im->own, to->rows, to->count, &to->capacity, sizeof row);
  to->rows[to->count++] = row;
}

bool pending_fault(import *im, const pending *p, const char *where, const char *format, ...) {
  va_list values;
  va_start(values, format);
  note_fault(im, ERROR_INVALID, p->name, p->place, where, format, values);
  va_end(values);
  return false;
}

bool source_fault(import *im, error_code code, const char *format, ...) {
  va_list values;
  va_start(values, format);
  note_fault(im, code, NULL, 0, NULL, format, values);
  va_end(values);
  return false;
}

bool row_fault_unknown(import *im, const row *r, const char *name) {
  const char *near = column_suggest(r->table, name);
  return row_fault(im, r, ERROR_INVALID, NULL, "unknown column \"%s\"%s%s%s", shown(im, name, strlen(name)),
                   near ? ": did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

const char *shown(import *im, const char *text, size_t length) {
  enum { MOST = 80 };
  size_t kept = length > MOST ? MOST : length;
  while (kept < length && kept > 0 && ((unsigned char)text[kept] & 0xC0) == 0x80) kept--;
  char *out = arena_alloc(im->scratch, kept + sizeof "…");
  size_t end = 0;
  uint32_t unseen;
  for (size_t at = 0; at < kept;) {
    size_t good = text_seen(text + at, kept - at, &unseen);
    memcpy(out + end, text + at, good);
    end += good;
    if ((at += good) == kept) break;
    out[end++] = '?';
    do at++;
    while (at < kept && ((unsigned char)text[at] & 0xC0) == 0x80);
  }
  if (kept < length) memcpy(out + end, "…", sizeof "…");
  else out[end] = '\0';
  return out;
}

void row_is_bad(import *im, table_id of, const char *id) {
  if (row_was_bad(im, of, id) || im->bad_count >= ERROR_ROWS_KEPT) return;
  im->bad = arena_grow(im->own, im->bad, im->bad_count, &im->bad_capacity, sizeof *im->bad);
  im->bad[im->bad_count++] = arena_format(im->own, "%d:%s", (int)of, id);
}

bool row_was_bad(const import *im, table_id of, const char *id) {
  char number[16];
  int length = snprintf(number, sizeof number, "%d:", (int)of);
  for (size_t i = 0; i < im->bad_count; i++)
    if (!strncmp(im->bad[i], number, (size_t)length) && !strcmp(im->bad[i] + length, id)) return true;
  return false;
}

void import_kept(import *im, const char *format, ...) {
  if (im->report->kept_count >= ERROR_ROWS_KEPT) {
    im->kept_more++;
    return;
  }
  char text[900];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  im->report->kept =
      arena_grow(im->arena, im->report->kept, im->report->kept_count, &im->kept_capacity, sizeof *im->report->kept);
  im->report->kept[im->report->kept_count++] = arena_text(im->arena, text);
}

void import_kept_end(import *im) {
  if (!im->kept_more) return;
  im->report->kept_count--;  // the last one gives its place to the count
  const char *text = arena_format(im->arena, "and %zu more", im->kept_more + 1);
  im->report->kept[im->report->kept_count++] = text;
}

bool import_verdict(import *im, error *e) {
  size_t all = im->invalid + im->duplicate + im->frozen;
  if (!all) return true;
  error_code code = im->invalid ? ERROR_INVALID : im->duplicate ? ERROR_DUPLICATE : ERROR_FROZEN;
  if (all == 1 && e->row_count) error_set(e, code, "%s", e->rows[0]);
  else error_set(e, code, "%zu faults: nothing was imported", all);
  if (code == ERROR_FROZEN)
    error_hint(e,
               "Credit the invoice with --rebill or void it first, or import with --keep-billed to leave billed rows "
               "as they are.");
  else if (all > 1 && e->row_count && !e->hint[0]) error_hint(e, "The first: %.400s", e->rows[0]);
  return false;
}
