// What a period counts: its meters as one number, or as steps.
#include "lua/handles/handles_inside.h"

enum { METER_MAX = 200 };

const char *const measure_names[] = { "start", "end", "peak", "average", "device-days", NULL };

static const char *name_at(lua_State *L, int index) {
  if (lua_rawlen(L, index) > METER_MAX) luaL_error(L, "a meter's name has at most %d bytes", METER_MAX);
  return lua_tostring(L, index);
}

size_t meter_names(lua_State *L, int index, const char *out[METERS_MAX]) {
  if (lua_type(L, index) == LUA_TSTRING) {
    out[0] = name_at(L, index);
    return 1;
  }
  luaL_checktype(L, index, LUA_TTABLE);
  sandbox_behind(L, index);
  size_t count = lua_rawlen(L, index);
  if (count == 0 || count > METERS_MAX) luaL_argerror(L, index, "a meter, or a list of 1 to 32, expected");
  for (size_t i = 0; i < count; i++) {
    if (lua_rawgeti(L, index, (lua_Integer)i + 1) != LUA_TSTRING) luaL_argerror(L, index, "meters are named by text");
    out[i] = name_at(L, -1);
    lua_pop(L, 1);
  }
  return count;
}

// count, over = period:count(meters, measure): the number is count / over, exactly.
int meter_count(lua_State *L) {
  const char *names[METERS_MAX];
  const handle *h = period_check(L);
  rating *r = h->of->rating;
  size_t count = meter_names(L, 2, names);
  measure how = (measure)luaL_checkoption(L, 3, "end", measure_names);
  decimal number;
  int64_t over;
  if (!rating_measure(r, names, count, how, &number, &over, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  lib_push_decimal(L, number);
  lua_pushinteger(L, over);
  return 2;
}

// The list of steps as { first =, last =, count = } within the piece of the period at hand.
int meter_steps(lua_State *L) {
  const char *names[METERS_MAX];
  const handle *h = period_check(L);
  rating *r = h->of->rating;
  const rating_period *p = rating_current(r);
  const meter_step *steps;
  size_t count, given = 0;
  if (!rating_steps(r, names, meter_names(L, 2, names), &steps, &count, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  lua_newtable(L);
  for (size_t i = 0; i < count; i++) {
    day from = steps[i].from > p->from ? steps[i].from : p->from;
    day until = i + 1 < count && steps[i + 1].from < p->until ? steps[i + 1].from : p->until;
    if (from >= until) continue;
    lua_createtable(L, 0, 3);
    lua_pushinteger(L, from);
    lua_setfield(L, -2, "first");
    lua_pushinteger(L, until - 1);
    lua_setfield(L, -2, "last");
    lib_push_decimal(L, steps[i].count);
    lua_setfield(L, -2, "count");
    lua_rawseti(L, -2, (lua_Integer)++given);
  }
  return 1;
}
