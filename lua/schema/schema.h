// The schema of a plugin's params: validates them, fills in defaults, gives help.
#pragma once
#include "core/base/json.h"
#include "core/base/value.h"
#include "lua/library/arguments.h"

typedef enum schema_type {
  SCHEMA_MONEY,     // a price or amount as text, such as "120.00": a decimal in Lua
  SCHEMA_PERCENT,   // "8.25%" or "0.0825": a decimal, a fraction of one
  SCHEMA_QUANTITY,  // "12.5": a decimal
  SCHEMA_COUNT,     // 15: an integer
  SCHEMA_DATE,      // "2026-04-07": an integer, days
  SCHEMA_TEXT,
  SCHEMA_CHOICE,    // one of some words
  SCHEMA_FLAG,      // true or false
  SCHEMA_LIST,      // of = another schema
  SCHEMA_RECORD,    // fields = named schemas; open = true: any members, as JSON has them
  SCHEMA_EITHER,    // the first of several schemas that takes the value
  SCHEMA_CALENDAR,  // the name of a calendar: a table of its days, { [day] = true }
  SCHEMA_TYPES
} schema_type;

typedef struct schema {
  schema_type type;
  const char *name, *doc;
  bool optional, open;
  const char *same_as;  // takes its default from this sibling; NULL
  const cJSON *preset;  // default; NULL: none
  bool has_min, has_max;
  int128 min, max;  // in billionths, days or counts, as the type has it
  const char **choices;
  size_t choice_count;
  struct schema **children;  // a record's fields in the order in which they are written; a list's one; the alternatives
  size_t child_count;
} schema;

// Adds the constructors (money { … }, percent { … } and so on, and same_as) to the sandbox's globals. May raise.
void schema_open(lua_State *L);

// Compiles the table of params at `index` into a record. Texts live in the arena, defaults in `keep` (a JSON list).
// Raises, naming the param.
schema *schema_compile(lua_State *L, int index, arena *a, cJSON *keep);

// Whether a JSON object fits. `complete`: required params must be there. False with `invalid`, the path, what was
// wanted and what was found.
bool schema_check(const schema *record, const cJSON *params, bool complete, error *e);

// Pushes params that fit as a table, with their defaults. May raise (memory).
void schema_push(lua_State *L, const schema *record, const cJSON *params);

// Whether a param, at whatever depth, is of a type.
bool schema_has(const schema *record, schema_type type);
// Gives the table on top, made from that record, a metatable: reading a name that the schema lacks raises and suggests
// one. Open records are left alone. May raise (memory).
void schema_guard(lua_State *L, const schema *record);

// Where the state watches a param: takes it out of the table on top and hands it over on request, noting that it was
// read.
void schema_watch(lua_State *L, const schema *record);

// Help: a list of {name, type, doc, required, default, choices, min, max, of, fields}.
value *schema_describe(const schema *record, arena *a);

const char *schema_type_name(schema_type type);
