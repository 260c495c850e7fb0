// Params that a plugin reads by a wrong name: an error with the name that was meant. And which of them it reads at all.
#include "lua/schema/schema_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

// The schema that upvalue 1 keeps: a pointer to it, for the schema is nobody's to change.
static const schema *schema_upvalue(lua_State *L) {
  const schema *const *kept = lua_touserdata(L, lua_upvalueindex(1));
  return *kept;
}

static void push_schema(lua_State *L, const schema *record) {
  memcpy(lua_newuserdatauv(L, sizeof record, 0), &record, sizeof record);
}

// Reached for missing names only. Upvalue 1: the schema. What is optional and was not given is nil.
static int missing(lua_State *L) {
  const schema *record = schema_upvalue(L);
  if (lua_type(L, 2) != LUA_TSTRING) return 0;
  const char *names[SCHEMA_FIELDS_MAX], *name = lua_tostring(L, 2);
  if (schema_field(record, name)) return 0;
  size_t count = 0;
  assert(record->child_count <= SCHEMA_FIELDS_MAX);
  for (; count < record->child_count; count++) names[count] = record->children[count]->name;
  const char *near = text_nearest(name, names, count);
  return luaL_error(L, "there is no param '%s'%s%s%s", name, near ? "; did you mean '" : "", near ? near : "",
                    near ? "'?" : "");
}

// Upvalues 2 to 4: the watched name, its value, and the watch.
static int watched(lua_State *L) {
  if (!lua_rawequal(L, 2, lua_upvalueindex(2))) return missing(L);
  params_watch *watch = lua_touserdata(L, lua_upvalueindex(4));
  watch->was_read = true;
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

void params_strict(lua_State *L, const schema *record) {
  if (record->open) return;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, record) != LUA_TTABLE) {
    lua_pop(L, 1);
    push_schema(L, record);
    push_metatable(L, missing, 1);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, record);
  }
  lua_setmetatable(L, -2);
}

void params_watched(lua_State *L, const schema *record, params_watch *watch) {
  if (!watch->name) return;
  push_schema(L, record);
  lua_pushstring(L, watch->name);
  lua_pushvalue(L, -1);
  lua_rawget(L, -4);
  lua_pushlightuserdata(L, watch);
  push_metatable(L, watched, 4);
  lua_setmetatable(L, -2);
  lua_pushstring(L, watch->name);
  lua_pushnil(L);
  lua_rawset(L, -3);
}
