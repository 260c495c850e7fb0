// JSON as values of Lua, and values of Lua as JSON.
#include "lua/library/library_inside.h"
#include <string.h>

#define INTEGER_MAX (INT64_C(1) << 53)  // past it readers of JSON that have doubles only would change the number

// A walk over a table that was made for it takes long for each key; what an item of JSON takes of memory.
enum { KEY_WORK = 4096, ITEM_SIZE = 96 };

static void attach(cJSON *parent, const char *key, cJSON *item) {
  if (key) cJSON_AddItemToObject(parent, key, item);
  else cJSON_AddItemToArray(parent, item);
}

bool lua_is_list(lua_State *L, int index, bool *empty) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, index), met = 0;
  *empty = true;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    *empty = false;
    state_spend(L, KEY_WORK);
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= n) met++;
    else if (lua_type(L, -2) == LUA_TSTRING && n == 0) continue;
    else luaL_error(L, "a table must be a list or have names, not both");
  }
  return met == n && n > 0;
}

// Where an object is expected, an empty table is one: Lua cannot tell {} from {}.
static bool named_object(const char *key) {
  return key && (!strcmp(key, "params") || !strcmp(key, "settings") || !strcmp(key, "data"));
}

// What a decimal becomes: text, or a raw number.
typedef cJSON *(*decimal_maker)(const char *text);

static void add(lua_State *L, int index, cJSON *parent, const char *key, int depth, decimal_maker made);

static cJSON *integer(lua_State *L, int index) {
  if (!lua_isinteger(L, index)) luaL_error(L, "a float where an integer or text is needed");
  lua_Integer value = lua_tointeger(L, index);
  if (value > INTEGER_MAX || value < -INTEGER_MAX) luaL_error(L, "an integer past 2^53");
  return cJSON_CreateNumber((double)value);
}

static cJSON *decimal_json(lua_State *L, int index, decimal_maker made) {
  char text[DECIMAL_TEXT];
  decimal number = 0;
  if (!lib_is_decimal(L, index) || !lib_to_decimal(L, index, false, &number))
    luaL_error(L, "a %s cannot be data", luaL_typename(L, index));
  decimal_format(number, 0, text);
  return made(text);
}

// Attached before it is filled: where a member raises, it is freed with its parent.
static void add_table(lua_State *L, int index, cJSON *parent, const char *key, int depth, decimal_maker of) {
  sandbox_behind(L, index);
  bool empty, list = lua_is_list(L, index, &empty) || (empty && !named_object(key));
  cJSON *made = list ? cJSON_CreateArray() : cJSON_CreateObject();
  attach(parent, key, made);
  for (lua_Integer i = 1; list && lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
    add(L, lua_gettop(L), made, NULL, depth + 1, of);
    lua_pop(L, 1);
  }
  if (list) lua_pop(L, 1);
  else
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
      state_charge(L, lua_rawlen(L, -2));
      add(L, lua_gettop(L), made, lua_tostring(L, -2), depth + 1, of);
    }
}

static void add(lua_State *L, int index, cJSON *parent, const char *key, int depth, decimal_maker of) {
  if (depth > LUA_DEPTH_MAX) luaL_error(L, "tables nest deeper than %d", LUA_DEPTH_MAX);
  luaL_checkstack(L, 6, NULL);
  state_charge(L, ITEM_SIZE + (lua_type(L, index) == LUA_TSTRING ? lua_rawlen(L, index) : 0));
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN: attach(parent, key, cJSON_CreateBool(lua_toboolean(L, index))); return;
    case LUA_TSTRING: attach(parent, key, cJSON_CreateString(lib_kept(L, index, "data"))); return;
    case LUA_TNUMBER: attach(parent, key, integer(L, index)); return;
    case LUA_TUSERDATA: attach(parent, key, decimal_json(L, index, of)); return;
    case LUA_TTABLE: add_table(L, index, parent, key, depth, of); return;
    default: luaL_error(L, "a %s cannot be data", luaL_typename(L, index));
  }
}

void lua_json_add(lua_State *L, int index, cJSON *parent, const char *key) {
  add(L, lua_absindex(L, index), parent, key, 0, cJSON_CreateString);
}

void lua_json_add_exact(lua_State *L, int index, cJSON *parent, const char *key) {
  add(L, lua_absindex(L, index), parent, key, 0, cJSON_CreateRaw);
}

void lua_json_push(lua_State *L, const cJSON *json) {
  int64_t integer;
  luaL_checkstack(L, 4, NULL);
  if (cJSON_IsString(json)) lua_pushstring(L, json->valuestring);
  else if (cJSON_IsBool(json)) lua_pushboolean(L, cJSON_IsTrue(json));
  else if (json_integer(json, &integer)) lua_pushinteger(L, integer);
  else if (cJSON_IsObject(json) || cJSON_IsArray(json)) {
    lua_Integer n = 0;
    const cJSON *item;
    lua_newtable(L);
    cJSON_ArrayForEach(item, json) {
      lua_json_push(L, item);
      if (cJSON_IsArray(json)) lua_rawseti(L, -2, ++n);
      else lua_setfield(L, -2, item->string);
    }
  } else lua_pushnil(L);
}
