// The handles `bill` and `period` that contract types get: thin over the engine's rating.
#include "lua/plugin.h"
#include <string.h>

#define BILL "billet.bill"
#define PERIOD "billet.period"

typedef struct handle {
  uint64_t generation;
} handle;

rating *rating_valid(lua_State *L, uint64_t generation) {
  state *s = state_of(L);
  if (!s->rating || s->generation != generation) luaL_error(L, "this bill, period or work belongs to an earlier call: do not keep it");
  return s->rating;
}

static rating *valid(lua_State *L, const char *type) {
  const handle *h = handle_check(L, 1, type, strcmp(type, BILL) == 0 ? "bill:line { … }" : "period:work()");
  return rating_valid(L, h->generation);
}

static void push_handle(lua_State *L, const char *type) {
  handle *h = lua_newuserdatauv(L, sizeof *h, 0);
  h->generation = state_of(L)->generation;
  luaL_setmetatable(L, type);
}

void bill_push(lua_State *L) {
  push_handle(L, PERIOD);
  push_handle(L, BILL);
}

static int done(lua_State *L, bool good) {
  if (!good) return state_raise(L);
  return 0;
}

// A decimal from the table at 2; false where the field is not there.
static bool number(lua_State *L, const char *name, decimal *out) {
  lua_pushstring(L, name);
  bool there = lua_rawget(L, 2) != LUA_TNIL;
  if (there && !lib_to_decimal(L, -1, true, out))
    luaL_error(L, "bill:line: %s must be a decimal, an integer or a decimal's text, not %s", name,
               lua_type(L, -1) == LUA_TNUMBER ? "a float" : luaL_typename(L, -1));
  lua_pop(L, 1);
  return there;
}

// The text stays on the stack, so that it lives until the engine has copied it.
static const char *text(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  int type = lua_rawget(L, 2);
  if (type != LUA_TNIL && type != LUA_TSTRING) luaL_error(L, "bill:line: %s must be text, not a %s", name, luaL_typename(L, -1));
  return lua_tostring(L, -1);
}

static void check_names(lua_State *L) {
  static const char *const names[] = { "quantity", "price", "unit", "category", "sku", "whole", NULL };
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) == 1) continue;
    size_t i = 0;
    bool named = lua_type(L, -2) == LUA_TSTRING;
    while (named && names[i] && strcmp(names[i], lua_tostring(L, -2)) != 0) i++;
    if (named && names[i]) continue;
    const char *near = named ? text_nearest(lua_tostring(L, -2), names, sizeof names / sizeof *names - 1) : NULL;
    luaL_error(L, "bill:line: unknown field '%s'%s%s%s", named ? lua_tostring(L, -2) : "2", near ? "; did you mean '" : "",
               near ? near : "", near ? "'?" : "");
  }
}

static int line(lua_State *L) {
  rating *r = valid(L, BILL);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  check_names(L);
  rating_fee fee = { .quantity = DECIMAL_ONE };
  if (lua_rawgeti(L, 2, 1) != LUA_TSTRING) return luaL_error(L, "bill:line: the first value must be its text");
  fee.description = lua_tostring(L, -1);
  number(L, "quantity", &fee.quantity);
  if (!number(L, "price", &fee.price)) return luaL_error(L, "bill:line: price is missing");
  fee.unit = text(L, "unit");
  fee.category = text(L, "category");
  fee.sku = text(L, "sku");
  lua_pushliteral(L, "whole");
  lua_rawget(L, 2);
  fee.whole = lua_toboolean(L, -1);
  return done(L, rating_line(r, &fee, &state_of(L)->failed));
}

static decimal price(lua_State *L, int argument) {
  decimal out = 0;
  if (!lib_to_decimal(L, argument, true, &out)) luaL_argerror(L, argument, "a price expected: a decimal, an integer or a decimal's text");
  return out;
}

static int work(lua_State *L) {
  rating *r = valid(L, BILL);
  work_set set = work_check(L, 2);
  return done(L, rating_bill(r, set, price(L, 3), &state_of(L)->failed));
}

static int rates(lua_State *L) {
  rating *r = valid(L, BILL);
  work_set set = work_check(L, 2);
  bool priced = !lua_isnoneornil(L, 3);
  decimal own = priced ? price(L, 3) : 0;
  return done(L, rating_rates(r, set, priced ? &own : NULL, &state_of(L)->failed));
}

static int include(lua_State *L) {
  rating *r = valid(L, BILL);
  return done(L, rating_include(r, work_check(L, 2), &state_of(L)->failed));
}

static int period_work(lua_State *L) {
  rating *r = valid(L, PERIOD);
  if (!state_of(L)->closes) return luaL_error(L, "period:work(): a period's work is there once it has closed: use it in closes");
  work_push(L, rating_work(r));
  return 1;
}

static int integer(lua_State *L, int64_t value) {
  lua_pushinteger(L, value);
  return 1;
}

static int period_field(lua_State *L) {
  const rating_period *p = rating_current(valid(L, PERIOD));
  size_t length;
  const char *name = lib_text(L, 2, &length);
  if (strcmp(name, "work") == 0) lua_pushcfunction(L, period_work);
  else if (strcmp(name, "first") == 0) return integer(L, p->from);
  else if (strcmp(name, "last") == 0) return p->until == DAY_NEVER ? 0 : integer(L, p->until - 1);
  else if (strcmp(name, "days") == 0) return p->until == DAY_NEVER ? 0 : integer(L, p->until - p->from);
  else if (strcmp(name, "whole_days") == 0) return p->whole_until == DAY_NEVER ? 0 : integer(L, p->whole_until - p->whole_from);
  else if (strcmp(name, "index") == 0) return integer(L, p->index);
  else if (strcmp(name, "key") == 0) lua_pushstring(L, p->key);
  else return luaL_error(L, "a period has no '%s': first, last, days, whole_days, index, key and work()", name);
  return 1;
}

void bill_types(lua_State *L) {
  static const luaL_Reg methods[] = { { "line", line }, { "work", work }, { "rates", rates }, { "include", include }, { NULL, NULL } };
  luaL_newmetatable(L, BILL);
  luaL_newlib(L, methods);
  handle_methods(L, "bill");
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  luaL_newmetatable(L, PERIOD);
  lua_pushcfunction(L, period_field);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}
