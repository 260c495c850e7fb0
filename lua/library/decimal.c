// The type `decimal`: exact prices, quantities and rates as values of Lua.
#include "core/base/money.h"
#include "lua/library/library_inside.h"
#include <string.h>

#define TYPE "billet.decimal"

bool lib_is_decimal(lua_State *L, int index) { return luaL_testudata(L, index, TYPE) != NULL; }

void lib_push_decimal(lua_State *L, decimal value) {
  if (!decimal_in_range(value)) luaL_error(L, "the number has more than 15 digits before the point");
  memcpy(lua_newuserdatauv(L, sizeof value, 0), &value, sizeof value);
  luaL_setmetatable(L, TYPE);
}

bool lib_to_decimal(lua_State *L, int index, bool text, decimal *out) {
  int type = lua_type(L, index);
  if (type == LUA_TNUMBER && lua_isinteger(L, index)) {
    *out = (decimal)lua_tointeger(L, index) * DECIMAL_ONE;
    return decimal_in_range(*out);
  }
  if (type == LUA_TSTRING && text) {
    size_t length;
    const char *digits = lua_tolstring(L, index, &length);
    return decimal_parse(digits, length, out);
  }
  const void *own = type == LUA_TUSERDATA ? luaL_testudata(L, index, TYPE) : NULL;
  if (own) memcpy(out, own, sizeof *out);
  return own != NULL;
}

static decimal operand(lua_State *L, int index) {
  decimal value = 0;
  if (!lib_to_decimal(L, index, false, &value)) {
    bool real = lua_type(L, index) == LUA_TNUMBER;
    luaL_error(L, "a decimal goes with decimals and integers, not with %s",
               real ? "this float or large integer" : luaL_typename(L, index));
  }
  return value;
}

static int add(lua_State *L) {
  lib_push_decimal(L, operand(L, 1) + operand(L, 2));
  return 1;
}

static int subtract(lua_State *L) {
  lib_push_decimal(L, operand(L, 1) - operand(L, 2));
  return 1;
}

static int128 magnitude(decimal value) { return value < 0 ? -value : value; }

// Exact or an error: the last digits of a product past the ninth must be zero.
static int multiply(lua_State *L) {
  decimal a = operand(L, 1), b = operand(L, 2), product;
  if (!decimal_mul(a, b, &product)) return luaL_error(L, "the product is too large");
  uint64_t low = (uint64_t)(magnitude(a) % DECIMAL_ONE) * (uint64_t)(magnitude(b) % DECIMAL_ONE);
  if (low % (uint64_t)DECIMAL_ONE)
    return luaL_error(L, "the product has more than 9 decimals: round with money.amount or money.muldiv");
  lib_push_decimal(L, product);
  return 1;
}

static int negate(lua_State *L) {
  lib_push_decimal(L, -operand(L, 1));
  return 1;
}

// Anything else is unequal and no error: Lua asks about values of any type.
static int equal(lua_State *L) {
  decimal a = 0, b = 0;
  lua_pushboolean(L, lib_to_decimal(L, 1, false, &a) && lib_to_decimal(L, 2, false, &b) && a == b);
  return 1;
}

static int less(lua_State *L) {
  lua_pushboolean(L, operand(L, 1) < operand(L, 2));
  return 1;
}

static int less_equal(lua_State *L) {
  lua_pushboolean(L, operand(L, 1) <= operand(L, 2));
  return 1;
}

static int to_text(lua_State *L) {
  char text[DECIMAL_TEXT];
  lua_pushlstring(L, text, decimal_format(operand(L, 1), 0, text));
  return 1;
}

// A float is joined as Lua writes it: text is no amount.
static int join(lua_State *L) {
  for (int i = 1; i <= 2; i++) {
    decimal value;
    char text[DECIMAL_TEXT];
    if (lib_is_decimal(L, i) && lib_to_decimal(L, i, false, &value))
      lua_pushlstring(L, text, decimal_format(value, 0, text));
    else if (lua_type(L, i) == LUA_TSTRING || lua_type(L, i) == LUA_TNUMBER) lua_pushvalue(L, i);
    else return luaL_error(L, "attempt to concatenate a %s value", luaL_typename(L, i));
  }
  lua_concat(L, 2);
  return 1;
}

static int floor_of(lua_State *L) {
  int128 value = operand(L, 1), out = value / DECIMAL_ONE;
  if (value % DECIMAL_ONE < 0) out--;
  lua_pushinteger(L, (lua_Integer)out);
  return 1;
}

// The least integer at or above the number, or above the number divided by a second, which is positive.
static int ceiling_of(lua_State *L) {
  lua_Integer over = luaL_optinteger(L, 2, 1);
  luaL_argcheck(L, over > 0, 2, "a positive integer expected");
  int128 number = operand(L, 1), unit = (int128)over * DECIMAL_ONE, out = number / unit;
  if (number % unit > 0) out++;
  lua_pushinteger(L, (lua_Integer)out);
  return 1;
}

// The number in units of so many decimals, such as cents of an amount (2): rounded half away from zero.
static int minor_of(lua_State *L) {
  int64_t places = lib_integer(L, 2), out;
  decimal number = operand(L, 1);
  luaL_argcheck(L, places >= 0 && places <= 9, 2, "0 to 9 decimals expected");
  if (!money_round(number, money_unit((int)places), ROUND_HALF_UP, &out))
    return luaL_error(L, "the number is too large");
  lua_pushinteger(L, out);
  return 1;
}

static int minutes_of(lua_State *L) {
  decimal minutes = operand(L, 1) * 60;
  if (minutes % DECIMAL_ONE) return luaL_error(L, "not a whole number of minutes");
  lua_pushinteger(L, (lua_Integer)(minutes / DECIMAL_ONE));
  return 1;
}

static int make(lua_State *L) {
  decimal value = 0;
  if (!lib_to_decimal(L, 1, true, &value))
    return luaL_argerror(L, 1, "the text of a decimal expected, such as \"12.5\"");
  lib_push_decimal(L, value);
  return 1;
}

static void make_type(lua_State *L) {
  static const luaL_Reg operators[] = { { "__add", add },       { "__sub", subtract },     { "__mul", multiply },
                                        { "__unm", negate },    { "__eq", equal },         { "__lt", less },
                                        { "__le", less_equal }, { "__tostring", to_text }, { "__concat", join },
                                        { NULL, NULL } };
  static const luaL_Reg methods[] = {
    { "floor", floor_of }, { "ceiling", ceiling_of }, { "minor", minor_of }, { "minutes", minutes_of }, { NULL, NULL }
  };
  if (luaL_newmetatable(L, TYPE)) {
    luaL_setfuncs(L, operators, 0);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
  }
  lua_pop(L, 1);
}

int lib_decimal(lua_State *L) {
  make_type(L);
  lua_pushcfunction(L, make);
  return 1;
}
