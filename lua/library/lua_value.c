// Answers of commands as values of Lua, and values of Lua as answers.
#include "core/base/money.h"
#include "lua/library/library_inside.h"
#include <stdlib.h>
#include <string.h>

// One row at a time in the scratch arena: a stream may be longer than memory would hold as values. A stream inside a
// row would reset the arena under that row.
static void push_stream(lua_State *L, const value *v, arena *scratch) {
  lua_Integer n = 0;
  state *s = state_of(L);
  const value *row;
  lua_newtable(L);
  arena_reset(scratch);
  while ((row = v->as.stream.next(v->as.stream.context, scratch, &s->failed))) {
    if (row->type == VALUE_STREAM) luaL_error(L, "a stream inside a stream");
    lua_value_push(L, row, scratch);
    lua_rawseti(L, -2, ++n);
    arena_reset(scratch);
  }
  if (s->failed.code) state_raise(L);
}

void lua_value_push(lua_State *L, const value *v, arena *scratch) {
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
        lua_value_push(L, v->as.list.items[i], scratch);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
      }
      return;
    case VALUE_RECORD:
      lua_createtable(L, 0, (int)v->as.record.count);
      for (size_t i = 0; i < v->as.record.count; i++) {
        lua_value_push(L, v->as.record.fields[i].item, scratch);
        lua_setfield(L, -2, v->as.record.fields[i].name);
      }
      return;
  }
}

// A table of Lua has no order, an answer must have one: the same from run to run.
static int by_name(const void *a, const void *b) {
  return strcmp(((const value_field *)a)->name, ((const value_field *)b)->name);
}

static value *table_value(lua_State *L, int index, arena *a) {
  bool empty;
  value *out;
  if (lua_is_list(L, index, &empty) || empty) {
    out = value_list(a);
    lua_Integer n = (lua_Integer)lua_rawlen(L, index);
    for (lua_Integer i = 1; i <= n; i++) {
      lua_rawgeti(L, index, i);
      value_append(a, out, lua_value_read(L, -1, a));
      lua_pop(L, 1);
    }
    return out;
  }
  out = value_record(a);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
    value_put(a, out, arena_text(a, lua_tostring(L, -2)), lua_value_read(L, -1, a));
  qsort(out->as.record.fields, out->as.record.count, sizeof(value_field), by_name);
  return out;
}

value *lua_value_read(lua_State *L, int index, arena *a) {
  index = lua_absindex(L, index);
  if (lua_gettop(L) > 4 * LUA_DEPTH_MAX) luaL_error(L, "tables nest deeper than %d", LUA_DEPTH_MAX);
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
