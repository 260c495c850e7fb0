// The handles `bill` and `period` that contract types get: every method, of this file and of the others.
#include "lua/handles/handles_inside.h"
#include <string.h>

static int line(lua_State *L) {
  const handle *h = bill_check(L);
  rating_fee fee;
  line_table(L, 2, &fee);
  if (!rating_line(h->of->rating, &fee, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  return 0;
}

static int work(lua_State *L) {
  rating *r = bill_check(L)->of->rating;
  work_set set = work_check(L, 2);
  return handle_done(L, rating_bill(r, set, handle_price(L, 3), &state_of(L)->failed), 0);
}

static int rates(lua_State *L) {
  rating *r = bill_check(L)->of->rating;
  work_set set = work_check(L, 2);
  bool priced = !lua_isnoneornil(L, 3);
  decimal own = priced ? handle_price(L, 3) : 0;
  return handle_done(L, rating_rates(r, set, priced ? &own : NULL, &state_of(L)->failed), 0);
}

static int include(lua_State *L) {
  rating *r = bill_check(L)->of->rating;
  return handle_done(L, rating_include(r, work_check(L, 2), &state_of(L)->failed), 0);
}

static int period_work(lua_State *L) {
  const handle *h = period_check(L);
  if (!h->of->closed)
    return luaL_error(L, "period:work(): a period's work is there once it has closed: use it in closes");
  work_set set = rating_work(h->of->rating);
  handle_charge(L, h->of);
  work_push(L, h->of, set);
  return 1;
}

static int integer(lua_State *L, int64_t value) {
  lua_pushinteger(L, value);
  return 1;
}

static int period_field(lua_State *L) {
  const rating_period *p = rating_current(period_check(L)->of->rating);
  size_t length;
  const char *name = lib_text(L, 2, &length);
  if (strcmp(name, "work") == 0) lua_pushcfunction(L, period_work);
  else if (strcmp(name, "first") == 0) return integer(L, p->from);
  else if (strcmp(name, "last") == 0) return p->until == DAY_NEVER ? 0 : integer(L, p->until - 1);
  else if (strcmp(name, "days") == 0) return p->until == DAY_NEVER ? 0 : integer(L, p->until - p->from);
  else if (strcmp(name, "whole_days") == 0)
    return p->whole_until == DAY_NEVER ? 0 : integer(L, p->whole_until - p->whole_from);
  else if (strcmp(name, "index") == 0) return integer(L, p->index);
  else if (strcmp(name, "number") == 0) return integer(L, p->number);
  else if (strcmp(name, "left") == 0) return p->left < 0 ? 0 : integer(L, p->left);
  else if (strcmp(name, "count") == 0) lua_pushcfunction(L, meter_count);
  else if (strcmp(name, "steps") == 0) lua_pushcfunction(L, meter_steps);
  else if (strcmp(name, "levels") == 0) lua_pushcfunction(L, meter_levels);
  else if (strcmp(name, "key") == 0) lua_pushstring(L, p->key);
  else
    return luaL_error(
        L,
        "a period has no '%s': first, last, days, whole_days, index, number, left, key, work(), count(), steps() and levels()",
        name);
  return 1;
}

static void bill_types(lua_State *L) {
  static const luaL_Reg methods[] = { { "line", line },
                                      { "work", work },
                                      { "rates", rates },
                                      { "include", include },
                                      { "grant", prepaid_grant },
                                      { "draw", prepaid_draw },
                                      { "draw_money", prepaid_draw_money },
                                      { "draw_charges", prepaid_draw_charges },
                                      { "tickets", prepaid_tickets },
                                      { "unused", prepaid_unused },
                                      { NULL, NULL } };
  luaL_newmetatable(L, BILL_HANDLE);
  luaL_newlib(L, methods);
  handle_methods(L, "bill");
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  luaL_newmetatable(L, PERIOD_HANDLE);
  lua_pushcfunction(L, period_field);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

void handles_open(lua_State *L) {
  bill_types(L);
  work_types(L);
}

void handles_push(lua_State *L, handles *h) {
  handle_new(L, h, PERIOD_HANDLE, sizeof(handle));
  handle_new(L, h, BILL_HANDLE, sizeof(handle));
}
