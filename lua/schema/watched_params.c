// Params that a plugin reads by a wrong name: an error with the name that was meant. And which of them it reads at all.
#include "lua/schema/schema.h"
#include "core/base/text.h"
#include <stdint.h>
#include <string.h>

static const schema *field_of(const schema *record, const char *name) {
  for (size_t i = 0; i < record->child_count; i++)
    if (strcmp(record->children[i]->name, name) == 0) return record->children[i];
  return NULL;
}

// Reached for missing names only. Upvalue 1: the schema. What is optional and was not given is nil.
static int missing(lua_State *L) {
  const schema *record = lua_touserdata(L, lua_upvalueindex(1));
  if (lua_type(L, 2) != LUA_TSTRING) return 0;
  const char *names[64], *name = lua_tostring(L, 2);
  if (field_of(record, name)) return 0;
  size_t count = 0;
  for (; count < record->child_count && count < 64; count++) names[count] = record->children[count]->name;
  const char *near = text_nearest(name, names, count);
  return luaL_error(L, "there is no param '%s'%s%s%s", name, near ? "; did you mean '" : "", near ? near : "",
                    near ? "'?" : "");
}

// Upvalues 2 and 3: the watched name and its value.
static int watched(lua_State *L) {
  if (!lua_rawequal(L, 2, lua_upvalueindex(2))) return missing(L);
  state_of(L)->watched_read = true;
  lua_pushvalue(L, lua_upvalueindex(3));
  return 1;
}

static void push_metatable(lua_State *L, lua_CFunction index, int upvalues) {
  lua_pushcclosure(L, index, upvalues);
  lua_createtable(L, 0, 2);
  lua_insert(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
}

void schema_guard(lua_State *L, const schema *record) {
  if (record->open) return;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, record) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_pushlightuserdata(L, (void *)(uintptr_t)record);
    push_metatable(L, missing, 1);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, record);
  }
  lua_setmetatable(L, -2);
}

void schema_watch(lua_State *L, const schema *record) {
  const char *name = state_of(L)->watched;
  if (!name) return;
  lua_pushlightuserdata(L, (void *)(uintptr_t)record);
  lua_pushstring(L, name);
  lua_pushvalue(L, -1);
  lua_rawget(L, -4);
  push_metatable(L, watched, 3);
  lua_setmetatable(L, -2);
  lua_pushstring(L, name);
  lua_pushnil(L);
  lua_rawset(L, -3);
}
