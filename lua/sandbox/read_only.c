// Views: empty tables in front of others, which read as these do and cannot be written to. What every call of a plugin
// is given is the same for each, whatever one of them tried to leave behind.
#include "lua/sandbox/sandbox.h"
#include "lua/sandbox/library_limits.h"

static char empty_key, globals_key;

static int refuse(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2)
                     : lua_isinteger(L, 2)         ? luaL_tolstring(L, 2, NULL)
                                                   : luaL_typename(L, 2);
  return luaL_error(
      L, "'%s' cannot be changed: libraries and params are the same for every call; keep your own in a local table",
      name);
}

int sandbox_no_globals(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
  return luaL_error(L, "'%s' would be a global: write `local %s`", name, name);
}

bool sandbox_behind(lua_State *L, int index) {
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  index = index < 0 && index > LUA_REGISTRYINDEX ? index - 1 : index;
  lua_pushliteral(L, "__newindex");
  lua_rawget(L, -2);
  bool view = lua_tocfunction(L, -1) == refuse || lua_tocfunction(L, -1) == sandbox_no_globals;
  lua_pop(L, 1);
  if (!view) {
    lua_pop(L, 1);
    return false;
  }
  lua_pushliteral(L, "__index");
  lua_rawget(L, -2);
  lua_remove(L, -2);
  if (lua_isfunction(L, -1)) {
    lua_pushvalue(L, index);
    lua_pushnil(L);
    lua_call(L, 2, 1);
  }
  lua_replace(L, index);
  return true;
}

static int length(lua_State *L) {
  lua_settop(L, 1);
  sandbox_behind(L, 1);
  lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
  return 1;
}

// The table on top is replaced by its view.
static void view(lua_State *L, lua_CFunction written) {
  lua_newtable(L);
  lua_createtable(L, 0, 4);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, written);
  lua_setfield(L, -2, "__newindex");
  lua_pushcfunction(L, length);
  lua_setfield(L, -2, "__len");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_replace(L, -2);
}

void sandbox_seal(lua_State *L) { view(L, refuse); }

void sandbox_empty(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &empty_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  sandbox_seal(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &empty_key);
}

// The tables among the globals: the libraries, and modules that were added to them. One that can be called, such as
// money, stays so.
static void seal_libraries(lua_State *L, int globals) {
  for (lua_pushnil(L); lua_next(L, globals);) {
    bool called = lua_istable(L, -1) && luaL_getmetafield(L, -1, "__call") != LUA_TNIL;
    if (called) lua_insert(L, -2);
    if (lua_istable(L, -1)) sandbox_seal(L);
    if (called) {
      lua_getmetatable(L, -1);
      lua_pushvalue(L, -3);
      lua_setfield(L, -2, "__call");
      lua_pop(L, 1);
      lua_remove(L, -2);
    }
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, globals);  // a key that is there already: the walk goes on
  }
}

// What a plugin has for its globals: the first text that is compiled makes it.
static void push_globals(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_pushglobaltable(L);
  seal_libraries(L, lua_gettop(L));
  view(L, sandbox_no_globals);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &globals_key);
}

void sandbox_load(lua_State *L, const char *text, size_t length, const char *name) {
  if (luaL_loadbufferx(L, text, length, name, "t") != LUA_OK) lua_error(L);
  push_globals(L);
  lua_setupvalue(L, -2, 1);
}
