// The module `period`: boundaries of billing periods and shares of them.
#include "lua/lib.h"
#include <string.h>

static cadence cadence_table(lua_State *L, int index) {
  cadence out = { 0 };
  size_t length;
  lua_getfield(L, index, "unit");
  const char *unit = lib_text(L, lua_gettop(L), &length);
  lua_getfield(L, index, "count");
  int64_t count = lua_isnil(L, -1) ? 1 : lib_integer(L, lua_gettop(L));
  if (!cadence_make(unit, count, &out)) luaL_error(L, "cadence: unit is day, week, month or year, and count at least 1");
  return out;
}

static grid read_grid(lua_State *L) {
  grid g = { 0 };
  size_t length;
  g.anchor = lib_day(L, lib_field(L, "anchor"));
  int at = lib_field(L, "anchor_day");
  if (!lua_isnil(L, at)) {
    int64_t anchor_day = lib_integer(L, at);
    if (anchor_day < 1 || anchor_day > 31) luaL_error(L, "anchor_day is 1 to 31");
    g.anchor_day = (int)anchor_day;
  }
  at = lib_field(L, "cadence");
  if (lua_istable(L, at)) {
    luaL_checkstack(L, 4, NULL);
    g.every = cadence_table(L, at);
  } else if (!cadence_parse(lib_text(L, at, &length), &g.every)) {
    luaL_error(L, "cadence: weekly, biweekly, monthly, quarterly, half-yearly, yearly, or { unit=, count= }");
  }
  return g;
}

static int boundary(lua_State *L) {
  static const char *const names[] = { "anchor", "anchor_day", "cadence", "n", NULL };
  lib_fields(L, names);
  grid g = read_grid(L);
  day out;
  if (!period_boundary(&g, lib_integer(L, lib_field(L, "n")), &out)) return luaL_error(L, "the period is past the range of dates");
  lua_pushinteger(L, out);
  return 1;
}

static int index_of(lua_State *L) {
  static const char *const names[] = { "anchor", "anchor_day", "cadence", "day", NULL };
  lib_fields(L, names);
  grid g = read_grid(L);
  int64_t n;
  if (!period_index(&g, lib_day(L, lib_field(L, "day")), &n)) return luaL_error(L, "the day is past the range of dates");
  lua_pushinteger(L, n);
  return 1;
}

static int prorate(lua_State *L) {
  static const char *const names[] = { "price", "from", "to", "anchor", "anchor_day", "cadence", "mode", NULL };
  lib_fields(L, names);
  grid g = read_grid(L);
  int64_t price = lib_integer(L, lib_field(L, "price")), out;
  day from = lib_day(L, lib_field(L, "from")), to = lib_day(L, lib_field(L, "to"));
  rounding mode = lib_mode(L, lib_field(L, "mode"));
  if (to < from) return luaL_error(L, "to is before from");
  if (!period_prorate(&g, price, from, to, mode, &out)) return luaL_error(L, "the amount overflows or a period is past the range of dates");
  lua_pushinteger(L, out);
  return 1;
}

int lib_period(lua_State *L) {
  static const luaL_Reg functions[] = { { "boundary", boundary }, { "index", index_of }, { "prorate", prorate }, { NULL, NULL } };
  luaL_newlib(L, functions);
  return 1;
}
