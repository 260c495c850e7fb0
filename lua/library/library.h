// The library that plugins, rules, the prompt and `billet eval` share (money, date, period, zone, decimal and payment),
// and what C functions take from Lua and give to it. An argument is taken only where it is exactly right: a float is
// never an integer, an empty text never nothing; the error that is raised names the argument. Numbers that are not
// whole are decimals, exact to nine decimals, and travel as text.
#pragma once
#include "core/base/decimal.h"
#include "core/base/json.h"
#include "core/base/value.h"
#include "core/base/zone.h"
#include "core/engine/plugin.h"
#include "lua/sandbox/sandbox.h"

// What the module `zone` finds its zones with; `find` NULL: it knows none. The context must outlive the state.
typedef struct lib_zones {
  zone_finder find;
  void *context;
} lib_zones;

// Adds the modules to the globals, raw: those of a sandbox are closed. May raise (memory).
void lib_open(lua_State *L, lib_zones zones);

// --- Arguments (arguments.c).

// An argument that must be an integer. Raises.
int64_t lib_integer(lua_State *L, int argument);

// A text argument without a NUL, with its length; Lua's. Raises.
const char *lib_text(lua_State *L, int argument, size_t *length);

// The text at an index, which is one; raises where it is no UTF-8 or holds a NUL: it is kept, and shown to people.
const char *lib_kept(lua_State *L, int index, const char *what);

// Raises, in the name of `what`, unless the value at `index` is a table with the `names` (NULL at the end) and
// positions 1 … `listed` alone. Where it is a view, what lies behind it takes its place, to be read raw.
void lib_fields(lua_State *L, int index, const char *what, const char *const *names, int64_t listed);

// How many arguments the function at `index` names, at most `most`; `most` where it takes any number.
int lib_arity(lua_State *L, int index, int most);

// How many arguments the function at `index` names; what an ellipsis takes is not among them.
int lib_named_arguments(lua_State *L, int index);

// --- Decimals (decimal.c).

// Pushes a decimal; raises past the public range.
void lib_push_decimal(lua_State *L, decimal value);

// The value at `index` as a decimal: a decimal, an integer or (where `text`) the text of one. False where it is none of
// these; `*out` is unset then.
bool lib_to_decimal(lua_State *L, int index, bool text, decimal *out);

// Whether the value at `index` is a decimal of ours.
bool lib_is_decimal(lua_State *L, int index);

// --- The MSP's own columns of one row (own_row.c).

// Who tells misspelt names; `meant` NULL or `silent`: a name that a row lacks is nil, whatever it is.
typedef struct lib_own_names {
  own_name_meant meant;
  void *context;
  bool silent;
} lib_own_names;

// Rows of this state ask `names`, which must outlive it; may raise (memory).
void lib_own_open(lua_State *L, const lib_own_names *names);

// Pushes the columns of a row, given as JSON; NULL: it has none. May raise (memory).
void lib_own_row(lua_State *L, own_table of, const char *text);

// --- JSON (lua_json.c) and answers (lua_value.c).

// Adds the value at `index` to `parent` (an object with `key`, or an array with NULL) as JSON: decimals as text; a
// table with keys 1 … n as a list, with texts as an object. An empty table is a list unless its key is params, settings
// or data. Raises on anything else, floats too.
void lua_json_add(lua_State *L, int index, cJSON *parent, const char *key);

// The same with decimals as raw numbers of JSON.
void lua_json_add_exact(lua_State *L, int index, cJSON *parent, const char *key);

// Pushes JSON as it is: objects and lists as tables, null as nil. Raises.
void lua_json_push(lua_State *L, const cJSON *json);

// Pushes a value: money and days as text, streams read to their end, null as nil. `scratch` is for the rows of streams.
// Raises; a stream's own error goes to the state's `failed`.
void lua_value_push(lua_State *L, const value *v, arena *scratch);

// The Lua value at `index` in the arena; decimals and floats as text, records sorted by name. Raises.
value *lua_value_read(lua_State *L, int index, arena *a);
