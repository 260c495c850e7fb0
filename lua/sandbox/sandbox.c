// The environment of a sandbox: what an allow-list names, with limits where a function could run for ever or tell an
// address. A list of what is forbidden would let in whatever the next version of Lua brings.
#include "lua/sandbox/sandbox.h"
#include "lua/sandbox/library_limits.h"
#include "core/base/text.h"
#include <string.h>

enum { NAMES_MAX = 64 };

typedef struct allowed {
  const char *library;
  const char *const *names;
} allowed;

static const char *const base_names[] = { "assert", "error", "ipairs", "select", "type", NULL };
static const char *const math_names[] = { "abs", "ceil",       "floor",     "fmod", "max", "maxinteger",
                                          "min", "mininteger", "tointeger", "type", "ult", NULL };
static const char *const string_names[] = { "byte", "char", "len", "lower", "reverse", "sub", "upper", NULL };
static const char *const table_names[] = { "pack", NULL };
static const char *const utf8_names[] = { "char", "charpattern", NULL };
static const allowed libraries[] = {
  { "math", math_names }, { "string", string_names }, { "table", table_names }, { "utf8", utf8_names }
};

static void copy(lua_State *L, int from, int to, const char *const *names) {
  for (; *names; names++) {
    lua_getfield(L, from, *names);
    lua_setfield(L, to, *names);
  }
}

// Names of Lua that are no slips of the pen.
static bool withheld(const char *name) {
  static const char *const names[] = { "next", "load", "print", "require", "dofile", "io", "os", "debug", NULL };
  for (const char *const *n = names; *n; n++)
    if (strcmp(*n, name) == 0) return true;
  return false;
}

const char *sandbox_nearest(lua_State *L, int table, const char *name) {
  const char *names[NAMES_MAX];
  size_t count = 0;
  table = lua_absindex(L, table);
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING && count < NAMES_MAX) names[count++] = lua_tostring(L, -2);
  return text_nearest(name, names, count);
}

static int unknown_name(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
  const char *near = sandbox_nearest(L, 1, name);
  if (near && !withheld(name)) return luaL_error(L, "'%s' is not known here; did you mean '%s'?", name, near);
  return luaL_error(
      L, "'%s' is not known here: plugins have no files, programs, clock or code loading, and other names need `local`",
      name);
}

// Strings reach their methods, nobody reaches their metatable.
static void protect_strings(lua_State *L, int strings) {
  lua_pushliteral(L, "");
  lua_createtable(L, 0, 2);
  lua_pushvalue(L, strings);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

static void close_globals(lua_State *L, int environment) {
  lua_createtable(L, 0, 3);
  lua_pushcfunction(L, unknown_name);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, sandbox_no_globals);
  lua_setfield(L, -2, "__newindex");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, environment);
}

// The libraries as Lua has them, as globals that nobody will see.
static void open_libraries(lua_State *L) {
  static const luaL_Reg sources[] = { { LUA_GNAME, luaopen_base },
                                      { LUA_MATHLIBNAME, luaopen_math },
                                      { LUA_STRLIBNAME, luaopen_string },
                                      { LUA_TABLIBNAME, luaopen_table },
                                      { LUA_UTF8LIBNAME, luaopen_utf8 } };
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    luaL_requiref(L, sources[i].name, sources[i].func, true);
    lua_pop(L, 1);
  }
}

// Fills the environment, which becomes the globals. The list of loaded libraries goes: a C library that asked it for
// `string` would hand out the whole one.
static int open_environment(lua_State *L) {
  lua_settop(L, 0);
  open_libraries(L);
  lua_pushglobaltable(L);
  int all = lua_gettop(L);
  lua_newtable(L);
  int environment = lua_gettop(L);
  copy(L, all, environment, base_names);
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    lua_getfield(L, all, libraries[i].library);
    lua_newtable(L);
    copy(L, environment + 1, environment + 2, libraries[i].names);
    library_limits(L, libraries[i].library, environment + 1, environment + 2);
    if (strcmp(libraries[i].library, "string") == 0) protect_strings(L, environment + 2);
    lua_setfield(L, environment, libraries[i].library);
    lua_settop(L, environment);
  }
  library_limits(L, "", all, environment);
  close_globals(L, environment);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  return 0;
}

state *sandbox_new(state_limits limits) {
  error e = { 0 };
  state *s = state_new(limits);
  if (!s || state_call(s, open_environment, NULL, &e)) return s;
  error_clear(&e);
  state_free(s);
  return NULL;
}
