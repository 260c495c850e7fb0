// Values between Lua, JSON and the engine.
#pragma once
#include "core/base/json.h"
#include "core/base/value.h"
#include "lua/sandbox/state.h"

// Adds the value at `index` to `parent` (an object with `key`, or an array with NULL) as JSON: decimals as text; a
// table with keys 1 … n as a list, with texts as an object. An empty table is a list unless its key is params, settings
// or data. Raises on anything else.
void convert_to_json(lua_State *L, int index, cJSON *parent, const char *key);

// Pushes JSON as it is: objects and lists as tables, null as nil. Raises.
void convert_push_json(lua_State *L, const cJSON *json);

// Pushes a value: money and days as text, streams read to their end, null as nil. `scratch` is for the rows of streams.
// Raises; a stream's own error goes to the state's `failed`.
void convert_push_value(lua_State *L, const value *v, arena *scratch);

// The Lua value at `index` in the arena; decimals and floats as text. Raises.
value *convert_to_value(lua_State *L, int index, arena *a);
