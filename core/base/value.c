// One answer as data: making and reading values.
#include "core/base/value.h"
#include "core/base/text.h"
#include "core/base/money.h"
#include <inttypes.h>
#include <string.h>

static value *make(arena *a, value_type type) {
  value *v = arena_alloc(a, sizeof *v);
  v->type = type;
  return v;
}

value *value_null(arena *a) { return make(a, VALUE_NULL); }

value *value_bool(arena *a, bool truth) {
  value *v = make(a, VALUE_BOOL);
  v->as.truth = truth;
  return v;
}

value *value_int(arena *a, int64_t integer) {
  value *v = make(a, VALUE_INT);
  v->as.integer = integer;
  return v;
}

value *value_text(arena *a, const char *text) {
  value *v = make(a, text ? VALUE_TEXT : VALUE_NULL);
  v->as.text = text;
  return v;
}

value *value_money(arena *a, int64_t minor, int exponent) {
  value *v = make(a, VALUE_MONEY);
  v->as.money.minor = minor;
  v->as.money.exponent = exponent;
  return v;
}

value *value_day(arena *a, day date) {
  value *v = make(a, VALUE_DAY);
  v->as.date = date;
  return v;
}

value *value_list(arena *a) { return make(a, VALUE_LIST); }
value *value_record(arena *a) { return make(a, VALUE_RECORD); }

value *value_stream(arena *a, value_next next, void *context) {
  value *v = make(a, VALUE_STREAM);
  v->as.stream.next = next;
  v->as.stream.context = context;
  return v;
}

void value_append(arena *a, value *list, value *item) {
  list->as.list.items =
      arena_grow(a, list->as.list.items, list->as.list.count, &list->as.list.capacity, sizeof(value *));
  list->as.list.items[list->as.list.count++] = item;
}

void value_put(arena *a, value *record, const char *name, value *item) {
  record->as.record.fields = arena_grow(a, record->as.record.fields, record->as.record.count,
                                        &record->as.record.capacity, sizeof(value_field));
  record->as.record.fields[record->as.record.count++] = (value_field){ name, item ? item : value_null(a) };
}

void put_null(arena *a, value *record, const char *name) { value_put(a, record, name, value_null(a)); }
void put_bool(arena *a, value *record, const char *name, bool truth) {
  value_put(a, record, name, value_bool(a, truth));
}
void put_int(arena *a, value *record, const char *name, int64_t integer) {
  value_put(a, record, name, value_int(a, integer));
}
void put_text(arena *a, value *record, const char *name, const char *text) {
  value_put(a, record, name, value_text(a, text));
}
void put_day(arena *a, value *record, const char *name, day date) { value_put(a, record, name, value_day(a, date)); }

void put_money(arena *a, value *record, const char *name, int64_t minor, int exponent) {
  value_put(a, record, name, value_money(a, minor, exponent));
}

value *value_get(const value *record, const char *name) {
  if (!record || record->type != VALUE_RECORD) return NULL;
  for (size_t i = 0; i < record->as.record.count; i++)
    if (strcmp(record->as.record.fields[i].name, name) == 0) return record->as.record.fields[i].item;
  return NULL;
}

static const char *plain_money(arena *a, const value *v) {
  char text[MONEY_TEXT];
  size_t length = money_format(v->as.money.minor, v->as.money.exponent, text);
  return arena_copy(a, text, length);
}

const char *value_plain(arena *a, const value *v) {
  char text[DAY_TEXT];
  switch (v->type) {
    case VALUE_NULL: return "";
    case VALUE_BOOL: return v->as.truth ? "true" : "false";
    case VALUE_INT: return arena_format(a, "%" PRId64, v->as.integer);
    case VALUE_TEXT: return v->as.text;
    case VALUE_MONEY: return plain_money(a, v);
    case VALUE_DAY: return arena_text(a, day_format(v->as.date, text));
    case VALUE_LIST:
    case VALUE_RECORD:
    case VALUE_STREAM: break;
  }
  return NULL;
}

const char *text_shown(arena *a, const char *text, bool lines) {
  size_t bytes;
  const char *at = text;
  while (*at && (!text_unsafe(at, &bytes) || (lines && *at == '\n'))) at += bytes;
  if (!*at) return text;
  buffer b = { 0 };
  buffer_clean(&b, text, lines);
  const char *clean = arena_copy(a, b.text, b.length);
  buffer_free(&b);
  return clean;
}
