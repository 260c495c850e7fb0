// The module `period`: boundaries of billing periods and shares of them.
#include "lua/library/library_inside.h"
#include <string.h>

// Fields of the table at argument 1: an integer, a day.
static int64_t integer(lua_State *L, const char *name) {
  int at = lib_field(L, name);
  if (lua_type(L, at) != LUA_TNUMBER || !lua_isinteger(L, at))
    luaL_error(L, "%s: an integer expected, got %s", name, lib_found(L, at));
  return lua_tointeger(L, at);
}

static day day_of(lua_State *L, const char *name) {
  int at = lib_field(L, name);
  bool good = lua_type(L, at) == LUA_TNUMBER && lua_isinteger(L, at);
  if (!good)
    luaL_error(L, "%s: a day expected, such as date.parse \"2026-04-07\" makes, got %s", name, lib_found(L, at));
  if (lua_tointeger(L, at) < DAY_MIN || lua_tointeger(L, at) > DAY_MAX)
    luaL_error(L, "%s: not a day between 0001-01-01 and 9999-12-31", name);
  return (day)lua_tointeger(L, at);
}

static cadence cadence_table(lua_State *L, int index) {
  static const char *const names[] = { "unit", "count", NULL };
  cadence out = { 0 };
  lib_fields(L, index, "cadence", names, 0);
  lua_getfield(L, index, "unit");
  const char *unit = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  lua_getfield(L, index, "count");
  int64_t count = lua_isnil(L, -1) ? 1 : lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
  if (!cadence_make(unit, count, &out))
    luaL_error(L, "cadence: unit is day, week, month or year, and count at least 1");
  return out;
}

static grid read_grid(lua_State *L) {
  grid g = { .anchor = day_of(L, "anchor") };
  int at = lib_field(L, "anchor_day");
  if (!lua_isnil(L, at)) {
    int64_t anchor_day = integer(L, "anchor_day");
    if (anchor_day < 1 || anchor_day > 31) luaL_error(L, "anchor_day is 1 to 31");
    g.anchor_day = (int)anchor_day;
  }
  at = lib_field(L, "cadence");
  if (lua_istable(L, at)) {
    luaL_checkstack(L, 4, NULL);
    g.every = cadence_table(L, at);
  } else if (!cadence_parse(lua_type(L, at) == LUA_TSTRING ? lua_tostring(L, at) : "", &g.every)) {
    luaL_error(L, "cadence: weekly, biweekly, monthly, quarterly, half-yearly, yearly, or { unit=, count= }");
  }
  return g;
}

static int boundary(lua_State *L) {
  static const char *const names[] = { "anchor", "anchor_day", "cadence", "n", NULL };
  lib_fields(L, 1, "period.boundary", names, 0);
  grid g = read_grid(L);
  day out;
  if (!period_boundary(&g, integer(L, "n"), &out)) return luaL_error(L, "the period is past the range of dates");
  lua_pushinteger(L, out);
  return 1;
}

static int index_of(lua_State *L) {
  static const char *const names[] = { "anchor", "anchor_day", "cadence", "day", NULL };
  lib_fields(L, 1, "period.index", names, 0);
  grid g = read_grid(L);
  int64_t n;
  if (!period_index(&g, day_of(L, "day"), &n)) return luaL_error(L, "the day is past the range of dates");
  lua_pushinteger(L, n);
  return 1;
}

static int prorate(lua_State *L) {
  static const char *const names[] = { "price", "from", "to", "anchor", "anchor_day", "cadence", "mode", NULL };
  lib_fields(L, 1, "period.prorate", names, 0);
  grid g = read_grid(L);
  int64_t price = integer(L, "price"), out;
  day from = day_of(L, "from"), to = day_of(L, "to");
  rounding mode = lib_mode(L, lib_field(L, "mode"));
  if (to < from) return luaL_error(L, "to is before from");
  if (!period_prorate(&g, price, from, to, mode, &out))
    return luaL_error(L, "the amount overflows or a period is past the range of dates");
  lua_pushinteger(L, out);
  return 1;
}

int lib_period(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "boundary", boundary }, { "index", index_of }, { "prorate", prorate }, { NULL, NULL }
  };
  luaL_newlib(L, functions);
  return 1;
}
