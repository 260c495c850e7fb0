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

// The contract's year, counted from its start, in which the period begins; from 1.
static int64_t year_of(lua_State *L, const rating *r, day on, day *first, day *last) {
  const grid years = { .anchor = rating_contract(r)->start, .every = { UNIT_MONTH, 12 } };
  int64_t n = 0;
  day next = 0;
  if (!period_index(&years, on, &n) || !period_boundary(&years, n, first) || !period_boundary(&years, n + 1, &next))
    luaL_error(L, "period.year: the year is past the range of dates");
  *last = next - 1;
  return n + 1;
}

static int year_field(lua_State *L, const rating *r, const char *name) {
  day first = 0, last = 0;
  int64_t year = year_of(L, r, rating_current(r)->from, &first, &last);
  return integer(L, strcmp(name, "year") == 0 ? year : strcmp(name, "year_first") == 0 ? first : last);
}

static bool is_year(const char *name) {
  return strcmp(name, "year") == 0 || strcmp(name, "year_first") == 0 || strcmp(name, "year_last") == 0;
}

// The library has functions on periods too: who looks for them here is told their second name.
static int no_field(lua_State *L, const char *name) {
  if (strcmp(name, "boundary") == 0 || strcmp(name, "prorate") == 0)
    return luaL_error(L, "a period has no '%s': the library's function is periods.%s", name, name);
  return luaL_error(L,
                    "a period has no '%s': first, last, days, whole_days, index, number, left, key, year, year_first, "
                    "year_last, work(), count(), steps(), levels() and billed()",
                    name);
}

static int period_field(lua_State *L) {
  const rating *r = period_check(L)->of->rating;
  const rating_period *p = rating_current(r);
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
  else if (strcmp(name, "billed") == 0) lua_pushcfunction(L, billed_before);
  else if (strcmp(name, "key") == 0) lua_pushstring(L, p->key);
  else if (is_year(name)) return year_field(L, r, name);
  else return no_field(L, name);
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
