// The fields of what a template answered: typed, within limits, clean.
#include "core/document/fields_inside.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool read_refuse(reader *r, const char *hint, const char *format, ...) {
  char what[512], kind[80] = "", part[80] = "";
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  if (r->kind) snprintf(kind, sizeof kind, " (%s)", r->kind);
  if (r->part) snprintf(part, sizeof part, ", %s %zu", r->part, r->index);
  error_set(r->e, ERROR_INVALID, "block %zu%s%s: %s", r->block, kind, part, what);
  return error_hint(r->e, "%s", hint);
}

static const char *type_name(const value *v) {
  switch (v ? v->type : VALUE_NULL) {
    case VALUE_NULL: return "nothing";
    case VALUE_BOOL: return "true or false";
    case VALUE_INT: return "a number";
    case VALUE_TEXT: return "a text";
    case VALUE_MONEY: return "an amount";
    case VALUE_DAY: return "a date";
    case VALUE_LIST:
    case VALUE_STREAM: return "a list";
    case VALUE_RECORD: break;
  }
  return "a record";
}

static bool is_absent(const value *v) { return !v || v->type == VALUE_NULL; }

// The words, with commas, as somebody would read them out.
static const char *listed(arena *a, const char *const *words) {
  const char *all = words[0];
  for (size_t i = 1; words[i]; i++) all = arena_format(a, "%s, %s", all, words[i]);
  return all;
}

// "did you mean …?", or all words where none is near.
static const char *suggestion(arena *a, const char *word, const char *const *words) {
  size_t count = 0;
  while (words[count]) count++;
  const char *near = text_nearest(word, words, count);
  return near ? arena_format(a, "did you mean \"%s\"?", near) : arena_format(a, "one of: %s", listed(a, words));
}

bool read_record(reader *r, const value *v, const char *const *fields) {
  if (is_absent(v) || v->type != VALUE_RECORD)
    return read_refuse(r, arena_format(r->a, "a record of the fields %s", listed(r->a, fields)),
                       "it is %s, not a record", type_name(v));
  for (size_t i = 0; i < v->as.record.count; i++) {
    const char *name = v->as.record.fields[i].name;
    size_t k = 0;
    while (fields[k] && strcmp(fields[k], name) != 0) k++;
    if (!fields[k])
      return read_refuse(r, suggestion(r->a, name, fields), "\"%.60s\" is no field of it",
                         text_shown(r->a, name, false));
  }
  return true;
}

static bool refuse_list(reader *r, const char *name, size_t most, const char *how) {
  return read_refuse(r, arena_format(r->a, "%s={…}, a list of at most %zu", name, most), "%s %s", name, how);
}

bool read_list(reader *r, const value *record, const char *name, size_t most, bool may_lack, const value **out) {
  const value *v = value_get(record, name);
  *out = NULL;
  if (is_absent(v)) return may_lack || refuse_list(r, name, most, "is missing");
  // A table of Lua without anything in it may arrive as a record.
  bool empty = v->type == VALUE_RECORD && v->as.record.count == 0;
  if (v->type != VALUE_LIST && !empty)
    return refuse_list(r, name, most, arena_format(r->a, "is %s, not a list", type_name(v)));
  size_t count = empty ? 0 : v->as.list.count;
  if (count > most) return refuse_list(r, name, most, arena_format(r->a, "has too many (%zu)", count));
  if (count == 0) return may_lack || refuse_list(r, name, most, "is empty");
  *out = v;
  return true;
}

static bool fits(reader *r, const char *name, const char *text) {
  size_t length = strlen(text);
  r->bytes += length;
  if (length > DOCUMENT_TEXT_MAX)
    return read_refuse(r, arena_format(r->a, "at most %d bytes", DOCUMENT_TEXT_MAX), "%s is too long (%zu bytes)", name,
                       length);
  if (r->bytes > DOCUMENT_TEXTS_MAX)
    return read_refuse(r, arena_format(r->a, "at most %d bytes of text in a document", DOCUMENT_TEXTS_MAX),
                       "the document is too long");
  return true;
}

bool read_plain(reader *r, const value *v, const char *name, text_need need, const char **out) {
  *out = NULL;
  if (is_absent(v) && (need == TEXT_MAY || need == TEXT_MAY_LINES)) return true;
  const char *text = is_absent(v) || v->type == VALUE_BOOL ? NULL : value_plain(r->a, v);
  if (!text)
    return read_refuse(r, arena_format(r->a, "%s is a text or a number", name), "%s is %s, not a text", name,
                       type_name(v));
  if (!fits(r, name, text)) return false;
  if (need == TEXT_SAYS && text_blank(text))
    return read_refuse(r, arena_format(r->a, "%s is a text that says something", name), "%s is blank", name);
  *out = text_shown(r->a, text, need == TEXT_MAY_LINES || need == TEXT_MUST_LINES);
  return true;
}

bool read_text(reader *r, const value *record, const char *name, text_need need, const char **out) {
  return read_plain(r, value_get(record, name), name, need, out);
}

bool read_truth(reader *r, const value *record, const char *name, bool *out) {
  const value *v = value_get(record, name);
  *out = false;
  if (is_absent(v)) return true;
  if (v->type != VALUE_BOOL)
    return read_refuse(r, arena_format(r->a, "%s=true, or leave it out", name), "%s is %s, not true or false", name,
                       type_name(v));
  *out = v->as.truth;
  return true;
}

bool read_word(reader *r, const value *record, const char *name, const char *const *words, int *out) {
  const value *v = value_get(record, name);
  *out = 0;
  if (is_absent(v)) return true;
  const char *text = v->type == VALUE_TEXT ? v->as.text : "";
  for (int i = 0; words[i]; i++) {
    *out = i;
    if (strcmp(words[i], text) == 0) return true;
  }
  return read_refuse(r, suggestion(r->a, text, words), "%s is %s, not one of its words", name,
                     *text ? arena_format(r->a, "\"%.60s\"", text_shown(r->a, text, false)) : type_name(v));
}

bool read_whole(reader *r, const value *record, const char *name, int low, int high, int otherwise, int *out) {
  const value *v = value_get(record, name);
  *out = otherwise;
  if (is_absent(v)) return true;
  if (v->type == VALUE_INT && v->as.integer >= low && v->as.integer <= high) {
    *out = (int)v->as.integer;
    return true;
  }
  return read_refuse(r, arena_format(r->a, "%s is a whole number from %d to %d", name, low, high), "%s is not right",
                     name);
}
