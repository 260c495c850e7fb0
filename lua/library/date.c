// The module `date`: civil dates as integers, days since 1970-01-01.
#include "lua/library/library_inside.h"

static int parse(lua_State *L) {
  size_t length;
  day d;
  const char *text = lib_text(L, 1, &length);
  if (!day_parse(text, length, &d)) return luaL_error(L, "\"%s\" is not a date such as 2026-04-07", text);
  lua_pushinteger(L, d);
  return 1;
}

static int format(lua_State *L) {
  char text[DAY_TEXT];
  lua_pushstring(L, day_format(lib_day(L, 1), text));
  return 1;
}

static int ymd(lua_State *L) {
  int year, month, dom;
  day_to_ymd(lib_day(L, 1), &year, &month, &dom);
  lua_pushinteger(L, year);
  lua_pushinteger(L, month);
  lua_pushinteger(L, dom);
  return 3;
}

static int weekday(lua_State *L) {
  lua_pushinteger(L, day_weekday(lib_day(L, 1)));
  return 1;
}

static int add_months(lua_State *L) {
  day d = lib_day(L, 1), out;
  int64_t months = lib_integer(L, 2), anchor = lua_isnoneornil(L, 3) ? 0 : lib_integer(L, 3);
  if (!lua_isnoneornil(L, 3) && (anchor < 1 || anchor > 31)) return luaL_argerror(L, 3, "an anchor day is 1 to 31");
  if (!day_add_months(d, months, (int)anchor, &out)) return luaL_error(L, "the date is past the range of dates");
  lua_pushinteger(L, out);
  return 1;
}

int lib_date(lua_State *L) {
  static const luaL_Reg functions[] = { { "parse", parse },     { "format", format },         { "ymd", ymd },
                                        { "weekday", weekday }, { "add_months", add_months }, { NULL, NULL } };
  luaL_newlib(L, functions);
  return 1;
}
