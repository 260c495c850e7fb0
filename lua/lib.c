// What the library's modules share: arguments that are refused unless they are exactly right.
#include "lua/lib.h"
#include <string.h>

int64_t lib_integer(lua_State *L, int argument) {
  if (!lua_isinteger(L, argument) || lua_type(L, argument) != LUA_TNUMBER) {
    const char *found = lua_type(L, argument) == LUA_TNUMBER ? "a float" : luaL_typename(L, argument);
    luaL_argerror(L, argument, lua_pushfstring(L, "integer expected, got %s", found));
  }
  return lua_tointeger(L, argument);
}

day lib_day(lua_State *L, int argument) {
  int64_t d = lib_integer(L, argument);
  if (d < DAY_MIN || d > DAY_MAX) luaL_argerror(L, argument, "not a day between 0001-01-01 and 9999-12-31");
  return (day)d;
}

const char *lib_text(lua_State *L, int argument, size_t *length) {
  if (lua_type(L, argument) != LUA_TSTRING)
    luaL_argerror(L, argument, lua_pushfstring(L, "text expected, got %s", luaL_typename(L, argument)));
  const char *text = lua_tolstring(L, argument, length);
  if (memchr(text, 0, *length)) luaL_argerror(L, argument, "text with a NUL");
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

void lib_fields(lua_State *L, const char *const *names) {
  luaL_checktype(L, 1, LUA_TTABLE);
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    size_t i = 0;
    bool text = lua_type(L, -2) == LUA_TSTRING;
    while (text && names[i] && strcmp(names[i], lua_tostring(L, -2)) != 0) i++;
    if (!text || !names[i]) luaL_error(L, "unknown field %s", text ? lua_tostring(L, -2) : luaL_typename(L, -2));
  }
}

void lib_open(lua_State *L, int index) {
  static const luaL_Reg modules[] = { { "money", lib_money }, { "date", lib_date },       { "period", lib_period },
                                      { "zone", lib_zone },   { "decimal", lib_decimal }, { NULL, NULL } };
  for (const luaL_Reg *m = modules; m->name; m++) {
    m->func(L);
    lua_setfield(L, index, m->name);
  }
}
