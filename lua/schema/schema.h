// The schema of a plugin's params: what the plugin says of them is read once, and holds for everyone who writes some.
// Params come as JSON, from people; where they fit, the plugin gets a table with its defaults filled in and its types
// exact (decimals, days, calendars); where they do not, the error names the path, what was wanted and what was found.
// A plugin that reads a name its schema lacks is told, in what runs and in what no example takes.
#pragma once
#include "core/engine/plugin.h"
#include "lua/library/library.h"

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
  bool raise;           // a price that a raise of prices changes; of money alone
  const char *same_as;  // takes its default from this sibling; NULL
  const cJSON *preset;  // default; NULL: none
  bool has_min, has_max;
  int128 min, max;  // in billionths, days or counts, as the type has it
  const char **choices;
  size_t choice_count;
  struct schema **children;  // a record's fields in the order in which they are written; a list's one; the alternatives
  size_t child_count;
} schema;

// --- Reading (schema.c).

// Adds the constructors (money { … }, percent { … } and so on, and same_as) to the globals, beside the library's
// modules. May raise.
void schema_open(lua_State *L);

// Compiles the table of params at `index` into a record. Texts live in the arena, defaults in `keep` (a JSON list).
// Raises, naming the param and the line on which it is written.
schema *schema_compile(lua_State *L, int index, arena *a, cJSON *keep);

// Whether a param, at whatever depth, is of a type.
bool schema_has(const schema *record, schema_type type);

// Help: a list of {name, type, doc, required, default, choices, min, max, raise, of, fields} in the arena.
value *schema_describe(const schema *record, arena *a);

// --- Params of one plugin (params.c).

// One param of a plugin that is watched, and whether a function of the plugin has read it since.
typedef struct params_watch {
  const char *name;  // NULL: none. Must live as long as the watch lasts
  bool was_read;
} params_watch;

// Where params go. The watch is the plugin's and must outlive the state; the rest is needed during the call alone.
typedef struct params_place {
  state *state;
  const schema *schema;
  params_watch *watch;
  const plugin_calendars *calendars;  // for params that name one; NULL: their days are not needed, they get none
  const contract *contract;           // what the table's `contract` tells; NULL: it has none
} params_place;

// Parses params ("" or NULL: none) and holds them against the schema; `complete`: those that are required must be
// there. NULL with the error (`invalid`); cJSON_Delete frees the answer.
cJSON *params_parse(const schema *record, const char *params, bool complete, error *e);

// Asks the plugin's own check of params together, `function` in the registry, about params that fit the schema. False
// with `invalid` and what it says is wrong.
bool params_agree(const params_place *place, int function, const cJSON *params, error *e);

// Keeps params that are complete as a table: its place in the registry in *ref, which the caller frees (luaL_unref).
bool params_keep(const params_place *place, const char *params, int *ref, error *e);

// --- Names (misnamed_params.c).

// The text of a plugin that was loaded, so that it is sound Lua.
typedef struct plugin_text {
  const char *label, *text;
  size_t length;
  const schema *params;
  bool contract;  // its params have a field `contract`
} plugin_text;

// Params that its functions read and that it does not have: a list of FILE:LINE: texts in the arena.
value *misnamed_params(const plugin_text *plugin, arena *a);

// Own columns that it reads of a row by name and that `names` knows as misspelt: such a list; NULL with the error.
value *misspelt_columns(const plugin_text *plugin, const lib_own_names *names, arena *a, error *e);
