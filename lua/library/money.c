// The module `money`: amounts as integers in minor units.
#include "lua/library/library_inside.h"

enum { PARTS_MAX = 1000000 };

static int parse(lua_State *L) {
  size_t length;
  int64_t minor;
  const char *text = lib_text(L, 1, &length);
  int exponent = lib_currency(L, 2);
  if (!money_parse(text, length, exponent, &minor))
    return luaL_error(L, "\"%s\" is no amount with at most %d decimals", text, exponent);
  lua_pushinteger(L, minor);
  return 1;
}

static int format(lua_State *L) {
  char text[MONEY_TEXT];
  int64_t minor = lib_integer(L, 1);
  int exponent = lib_currency(L, 2);
  if (minor > MONEY_MAX || minor < -MONEY_MAX)
    return luaL_error(L, "the amount is past the largest, 10^15 minor units");
  lua_pushlstring(L, text, money_format(minor, exponent, text));
  return 1;
}

static int answer(lua_State *L, bool good, int64_t value, const char *problem) {
  if (!good) return luaL_error(L, "%s", problem);
  lua_pushinteger(L, value);
  return 1;
}

static int round_ratio(lua_State *L) {
  int64_t num = lib_integer(L, 1), den = lib_integer(L, 2), out = 0;
  bool good = money_round(num, den, lib_mode(L, 3), &out);
  return answer(L, good, out, den == 0 ? "division by zero" : "the result overflows");
}

static int muldiv(lua_State *L) {
  int64_t a = lib_integer(L, 1), b = lib_integer(L, 2), c = lib_integer(L, 3), out = 0;
  bool good = money_muldiv(a, b, c, lib_mode(L, 4), &out);
  return answer(L, good, out, c == 0 ? "division by zero" : "the result overflows");
}

static int split(lua_State *L) {
  int64_t amount = lib_integer(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  sandbox_behind(L, 2);
  size_t count = lua_rawlen(L, 2);
  if (count == 0 || count > PARTS_MAX) return luaL_argerror(L, 2, "a list of weights expected");
  int64_t *weights = lua_newuserdatauv(L, 2 * count * sizeof *weights, 0), *parts = weights + count;
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    if (lua_type(L, -1) != LUA_TNUMBER || !lua_isinteger(L, -1))
      return luaL_error(L, "weight %d is not an integer", (int)i + 1);
    weights[i] = lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  if (!money_split(amount, weights, count, parts))
    return luaL_error(L, "weights must not be negative nor all zero nor too large");
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushinteger(L, parts[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static decimal factor(lua_State *L, int argument) {
  decimal value = 0;
  if (!lib_to_decimal(L, argument, true, &value))
    luaL_argerror(L, argument, "the text of a decimal expected, such as \"12.5\"");
  return value;
}

static int amount(lua_State *L) {
  decimal quantity = factor(L, 1), price = factor(L, 2);
  int exponent = lib_currency(L, 3);
  int64_t out = 0;
  bool good = money_amount(quantity, price, exponent, lib_mode(L, 4), &out);
  return answer(L, good, out, "the amount is past the largest, 10^15 minor units");
}

int lib_money(lua_State *L) {
  static const luaL_Reg functions[] = { { "parse", parse },   { "format", format }, { "round", round_ratio },
                                        { "muldiv", muldiv }, { "split", split },   { "amount", amount },
                                        { NULL, NULL } };
  luaL_newlib(L, functions);
  return 1;
}
