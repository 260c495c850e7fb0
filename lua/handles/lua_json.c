// Values between Lua, JSON and the engine.
#include "lua/handles/lua_json.h"
#include "lua/library/arguments.h"
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 24 };
#define INTEGER_MAX (INT64_C(1) << 53)  // JSON's integers

static void attach(cJSON *parent, const char *key, cJSON *item) {
  if (key) cJSON_AddItemToObject(parent, key, item);
  else cJSON_AddItemToArray(parent, item);
}

// Whether the table's keys are 1 … n; *empty where it has none.
static bool is_list(lua_State *L, int index, bool *empty) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, index), met = 0;
  *empty = true;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    *empty = false;
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= n) met++;
    else if (lua_type(L, -2) == LUA_TSTRING && n == 0) continue;
    else luaL_error(L, "a table must be a list or have names, not both");
  }
  return met == n && n > 0;
}

static bool named_object(const char *key) {
  return key && (!strcmp(key, "params") || !strcmp(key, "settings") || !strcmp(key, "data"));
}

static void to_json(lua_State *L, int index, cJSON *parent, const char *key, int depth) {
  char text[DECIMAL_TEXT];
  decimal number;
  if (depth > DEPTH_MAX) luaL_error(L, "tables nest deeper than %d", DEPTH_MAX);
  luaL_checkstack(L, 4, NULL);
  bool empty;
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN: attach(parent, key, cJSON_CreateBool(lua_toboolean(L, index))); return;
    case LUA_TSTRING: attach(parent, key, cJSON_CreateString(lua_tostring(L, index))); return;
    case LUA_TNUMBER:
      if (!lua_isinteger(L, index)) luaL_error(L, "a float where an integer or text is needed");
      if (lua_tointeger(L, index) > INTEGER_MAX || lua_tointeger(L, index) < -INTEGER_MAX)
        luaL_error(L, "an integer past 2^53");
      attach(parent, key, cJSON_CreateNumber((double)lua_tointeger(L, index)));
      return;
    case LUA_TUSERDATA:
      if (!lib_is_decimal(L, index) || !lib_to_decimal(L, index, false, &number)) break;
      decimal_format(number, 0, text);
      attach(parent, key, cJSON_CreateString(text));
      return;
    case LUA_TTABLE: {
      bool list = is_list(L, index, &empty) || (empty && !named_object(key));
      cJSON *made = list ? cJSON_CreateArray() : cJSON_CreateObject();
      attach(parent, key, made);
      for (lua_Integer i = 1; list && lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
        to_json(L, lua_gettop(L), made, NULL, depth + 1);
        lua_pop(L, 1);
      }
      if (list) lua_pop(L, 1);
      else
        for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
          to_json(L, lua_gettop(L), made, lua_tostring(L, -2), depth + 1);
      return;
    }
    default: break;
  }
  luaL_error(L, "a %s cannot be data", luaL_typename(L, index));
}

void convert_to_json(lua_State *L, int index, cJSON *parent, const char *key) {
  to_json(L, lua_absindex(L, index), parent, key, 0);
}

void convert_push_json(lua_State *L, const cJSON *json) {
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
      convert_push_json(L, item);
      if (cJSON_IsArray(json)) lua_rawseti(L, -2, ++n);
      else lua_setfield(L, -2, item->string);
    }
  } else lua_pushnil(L);
}

static void push_stream(lua_State *L, const value *v, arena *scratch) {
  lua_Integer n = 0;
  state *s = state_of(L);
  const value *row;
  lua_newtable(L);
  arena_reset(scratch);
  while ((row = v->as.stream.next(v->as.stream.context, scratch, &s->failed))) {
    if (row->type == VALUE_STREAM) luaL_error(L, "a stream inside a stream");
    convert_push_value(L, row, scratch);
    lua_rawseti(L, -2, ++n);
    arena_reset(scratch);
  }
  if (s->failed.code) state_raise(L);
}

void convert_push_value(lua_State *L, const value *v, arena *scratch) {
  char text[MONEY_TEXT];
  luaL_checkstack(L, 4, NULL);
  switch (v->type) {
    case VALUE_NULL: lua_pushnil(L); return;
    case VALUE_BOOL: lua_pushboolean(L, v->as.truth); return;
    case VALUE_INT: lua_pushinteger(L, v->as.integer); return;
    case VALUE_TEXT: lua_pushstring(L, v->as.text); return;
    case VALUE_MONEY: lua_pushlstring(L, text, money_format(v->as.money.minor, v->as.money.exponent, text)); return;
    case VALUE_DAY: lua_pushstring(L, day_format(v->as.date, text)); return;
    case VALUE_STREAM: push_stream(L, v, scratch); return;
    case VALUE_LIST:
      lua_createtable(L, (int)v->as.list.count, 0);
      for (size_t i = 0; i < v->as.list.count; i++) {
        convert_push_value(L, v->as.list.items[i], scratch);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
      }
      return;
    case VALUE_RECORD:
      lua_createtable(L, 0, (int)v->as.record.count);
      for (size_t i = 0; i < v->as.record.count; i++) {
        convert_push_value(L, v->as.record.fields[i].item, scratch);
        lua_setfield(L, -2, v->as.record.fields[i].name);
      }
      return;
  }
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const value_field *)a)->name, ((const value_field *)b)->name);
}

static value *table_value(lua_State *L, int index, arena *a) {
  bool empty;
  value *out;
  if (is_list(L, index, &empty) || empty) {
    out = value_list(a);
    lua_Integer n = (lua_Integer)lua_rawlen(L, index);
    for (lua_Integer i = 1; i <= n; i++) {
      lua_rawgeti(L, index, i);
      value_append(a, out, convert_to_value(L, -1, a));
      lua_pop(L, 1);
    }
    return out;
  }
  out = value_record(a);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
    value_put(a, out, arena_text(a, lua_tostring(L, -2)), convert_to_value(L, -1, a));
  qsort(out->as.record.fields, out->as.record.count, sizeof(value_field), by_name);
  return out;
}

value *convert_to_value(lua_State *L, int index, arena *a) {
  index = lua_absindex(L, index);
  if (lua_gettop(L) > 4 * DEPTH_MAX) luaL_error(L, "tables nest deeper than %d", DEPTH_MAX);
  luaL_checkstack(L, 6, NULL);
  size_t length;
  switch (lua_type(L, index)) {
    case LUA_TNIL: return value_null(a);
    case LUA_TBOOLEAN: return value_bool(a, lua_toboolean(L, index));
    case LUA_TTABLE: return table_value(L, index, a);
    case LUA_TNUMBER:
      if (lua_isinteger(L, index)) return value_int(a, lua_tointeger(L, index));
      break;
    default: break;
  }
  const char *text = luaL_tolstring(L, index, &length);
  value *out = value_text(a, arena_copy(a, text, length));
  lua_pop(L, 1);
  return out;
}
