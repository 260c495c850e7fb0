// One answer as data: what a command gives back, before anyone decides whether it becomes JSON, a table or a Lua table.
#pragma once
#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/error.h"
#include <stdint.h>

typedef enum value_type {
  VALUE_NULL,
  VALUE_BOOL,
  VALUE_INT,    // a count
  VALUE_TEXT,   // also decimals (quantities, prices, rates): exact text
  VALUE_MONEY,  // minor units; shown with exactly `exponent` decimals, in JSON as text
  VALUE_DAY,    // a civil date; in JSON as text
  VALUE_LIST,
  VALUE_RECORD,  // named fields, in order
  VALUE_STREAM,  // a list whose rows are made one at a time while it is written
} value_type;

typedef struct value value;
typedef struct value_field {
  const char *name;
  value *item;
} value_field;

// Makes the next row of a stream in `scratch`, which is reset before each call. NULL at the end, or with the error set.
typedef value *(*value_next)(void *context, arena *scratch, error *e);

struct value {
  value_type type;
  union {
    bool truth;
    int64_t integer;
    const char *text;
    struct {
      int64_t minor;
      int exponent;
    } money;
    day date;
    struct {
      value **items;
      size_t count, capacity;
    } list;
    struct {
      value_field *fields;
      size_t count, capacity;
    } record;
    struct {
      value_next next;
      void *context;
    } stream;
  } as;
};

// Values live in the arena. Texts and names are not copied: they must live as long.
value *value_null(arena *a);
value *value_bool(arena *a, bool truth);
value *value_int(arena *a, int64_t integer);
value *value_text(arena *a, const char *text);  // NULL becomes VALUE_NULL
value *value_money(arena *a, int64_t minor, int exponent);
value *value_day(arena *a, day date);
value *value_list(arena *a);
value *value_record(arena *a);
value *value_stream(arena *a, value_next next, void *context);

void value_append(arena *a, value *list, value *item);
void value_put(arena *a, value *record, const char *name, value *item);  // NULL is VALUE_NULL

// Shorthands of value_put.
void put_null(arena *a, value *record, const char *name);
void put_bool(arena *a, value *record, const char *name, bool truth);
void put_int(arena *a, value *record, const char *name, int64_t integer);
void put_text(arena *a, value *record, const char *name, const char *text);
void put_money(arena *a, value *record, const char *name, int64_t minor, int exponent);
void put_day(arena *a, value *record, const char *name, day date);

// The field of a record, or NULL where it has none (or is no record).
value *value_get(const value *record, const char *name);

// A text as a person may see it (buffer_clean), in the arena; itself where it is harmless.
const char *text_shown(arena *a, const char *text, bool lines);

// Plain text of a scalar as JSON would hold it, without quotes ("" for null), in the arena; lists and records answer
// NULL.
const char *value_plain(arena *a, const value *v);
