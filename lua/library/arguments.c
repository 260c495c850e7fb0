// What C functions take from Lua: arguments that are refused unless they are exactly right.
#include "lua/library/library_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

const char *lib_found(lua_State *L, int argument) {
  return lua_type(L, argument) == LUA_TNUMBER ? "a float" : luaL_typename(L, argument);
}

// Lua would take "12" and 12.0 for 12 as well: a float near money is a mistake, even where it is whole.
int64_t lib_integer(lua_State *L, int argument) {
  if (!lua_isinteger(L, argument) || lua_type(L, argument) != LUA_TNUMBER)
    luaL_argerror(L, argument, lua_pushfstring(L, "integer expected, got %s", lib_found(L, argument)));
  return lua_tointeger(L, argument);
}

day lib_day(lua_State *L, int argument) {
  int64_t d = lib_integer(L, argument);
  if (d < DAY_MIN || d > DAY_MAX) luaL_argerror(L, argument, "not a day between 0001-01-01 and 9999-12-31");
  return (day)d;
}

// The engine reads texts up to a NUL: what comes after one would be lost without a word.
const char *lib_text(lua_State *L, int argument, size_t *length) {
  if (lua_type(L, argument) != LUA_TSTRING)
    luaL_argerror(L, argument, lua_pushfstring(L, "text expected, got %s", luaL_typename(L, argument)));
  const char *text = lua_tolstring(L, argument, length);
  if (memchr(text, 0, *length)) luaL_argerror(L, argument, "text with a NUL");
  return text;
}

const char *lib_kept(lua_State *L, int index, const char *what) {
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  if (!text_is_utf8(text, length)) luaL_error(L, "%s: must be text in UTF-8 without NUL", what);
  return text;
}

rounding lib_mode(lua_State *L, int argument) {
  rounding mode = ROUND_HALF_UP;
  size_t length;
  if (lua_isnoneornil(L, argument)) return mode;
  if (!rounding_parse(lib_text(L, argument, &length), &mode))
    luaL_argerror(L, argument, "not a rounding mode: half-up, half-down, half-even, up, down, ceiling or floor");
  return mode;
}

int lib_currency(lua_State *L, int argument) {
  size_t length;
  const char *code = lib_text(L, argument, &length);
  int exponent = currency_exponent(code);
  if (exponent < 0) luaL_argerror(L, argument, lua_pushfstring(L, "\"%s\" is no currency", code));
  return exponent;
}

int lib_field(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  return lua_gettop(L);
}

// The key on top of the stack but one is none of the names.
static void refuse_field(lua_State *L, const char *what, const char *const *names, size_t count) {
  char text[80];
  if (lua_type(L, -2) != LUA_TSTRING) {
    luaL_error(L, "%s: has named fields only", what);
    return;
  }
  const char *name = state_clean(lua_tostring(L, -2), lua_rawlen(L, -2), text, sizeof text),
             *near = text_nearest(name, names, count);
  luaL_error(L, "%s: unknown field '%s'%s%s%s", what, name, near ? "; did you mean '" : "", near ? near : "",
             near ? "'?" : "");
}

void lib_fields(lua_State *L, int index, const char *what, const char *const *names, int64_t listed) {
  index = lua_absindex(L, index);
  if (!lua_istable(L, index)) luaL_error(L, "%s: a table expected, got %s", what, luaL_typename(L, index));
  sandbox_behind(L, index);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && lua_tointeger(L, -2) <= listed) continue;
    size_t i = 0;
    bool text = lua_type(L, -2) == LUA_TSTRING;
    while (names[i] && (!text || strcmp(names[i], lua_tostring(L, -2)) != 0)) i++;
    if (!names[i]) refuse_field(L, what, names, i);
  }
}

int lib_named_arguments(lua_State *L, int index) {
  lua_Debug info;
  assert(lua_isfunction(L, index));
  lua_pushvalue(L, index);
  lua_getinfo(L, ">u", &info);
  return info.nparams;
}

int lib_arity(lua_State *L, int index, int most) {
  lua_Debug info;
  assert(lua_isfunction(L, index));
  lua_pushvalue(L, index);
  lua_getinfo(L, ">u", &info);
  return info.isvararg || info.nparams > most ? most : info.nparams;
}
