// Handles that plugins get, and what they are told where they use one wrongly.
#include "lua/host/plugin.h"
#include "core/base/text.h"
#include <string.h>

enum { NAMES_MAX = 64 };

void *handle_check(lua_State *L, int argument, const char *type, const char *wanted) {
  void *handle = luaL_testudata(L, argument, type);
  if (handle) return handle;
  if (argument == 1) luaL_error(L, "%s is called with a colon, such as %s", strchr(type, '.') + 1, wanted);
  luaL_argerror(L, argument, lua_pushfstring(L, "%s expected, got %s", wanted, luaL_typename(L, argument)));
  return NULL;
}

const char *handle_nearest(lua_State *L, int table, const char *name) {
  const char *names[NAMES_MAX];
  size_t count = 0;
  table = lua_absindex(L, table);
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING && count < NAMES_MAX) names[count++] = lua_tostring(L, -2);
  return text_nearest(name, names, count);
}

// Upvalue 1: what the methods belong to.
static int no_method(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
  const char *near = handle_nearest(L, 1, name);
  return luaL_error(L, "%s has no '%s'%s%s%s", lua_tostring(L, lua_upvalueindex(1)), name,
                    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

void handle_methods(lua_State *L, const char *owner) {
  lua_createtable(L, 0, 1);
  lua_pushstring(L, owner);
  lua_pushcclosure(L, no_method, 1);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
}
