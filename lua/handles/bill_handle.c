// The handles `bill` and `period` that contract types get: thin over the engine's rating.
#include "lua/host/plugin.h"
#include <string.h>

#define BILL "billet.bill"
#define PERIOD "billet.period"

typedef struct handle {
  uint64_t generation;
} handle;

rating *rating_valid(lua_State *L, uint64_t generation) {
  state *s = state_of(L);
  if (!s->rating || s->generation != generation)
    luaL_error(L, "this bill, period or work belongs to an earlier call: do not keep it");
  return s->rating;
}

static rating *valid(lua_State *L, const char *type) {
  const handle *h = handle_check(L, 1, type, strcmp(type, BILL) == 0 ? "bill:line { … }" : "period:work()");
  return rating_valid(L, h->generation);
}

rating *period_check(lua_State *L) { return valid(L, PERIOD); }

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

// A decimal from the table on top of the stack; false where the field is not there.
static bool number(lua_State *L, const char *name, decimal *out) {
  lua_pushstring(L, name);
  bool there = lua_rawget(L, -2) != LUA_TNIL;
  if (there && !lib_to_decimal(L, -1, true, out))
    luaL_error(L, "bill:line: %s must be a decimal, an integer or a decimal's text, not %s", name,
               lua_type(L, -1) == LUA_TNUMBER ? "a float" : luaL_typename(L, -1));
  lua_pop(L, 1);
  return there;
}

// A text of the table; it lives as long as the table, and the engine copies it.
static const char *text(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  int type = lua_rawget(L, -2);
  if (type != LUA_TNIL && type != LUA_TSTRING)
    luaL_error(L, "bill:line: %s must be text, not a %s", name, luaL_typename(L, -1));
  const char *out = lua_tostring(L, -1);
  lua_pop(L, 1);
  return out;
}

static bool flag(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  int type = lua_rawget(L, -2);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN)
    luaL_error(L, "bill:line: %s must be true or false, not a %s", name, luaL_typename(L, -1));
  bool out = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return out;
}

static bool integer_field(lua_State *L, const char *name, int64_t least, int64_t most, int64_t *out) {
  lua_pushstring(L, name);
  bool there = lua_rawget(L, -2) != LUA_TNIL;
  if (there && (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < least || lua_tointeger(L, -1) > most))
    luaL_error(L, "bill:line: %s must be an integer from %I to %I", name, (LUAI_UACINT)least, (LUAI_UACINT)most);
  if (there) *out = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return there;
}

// Tells a rating that notes its steps which line of the plugin calls.
static void place(lua_State *L, rating *r) {
  lua_Debug frame;
  if (!rating_notes_steps(r) || !lua_getstack(L, 1, &frame) || !lua_getinfo(L, "Sl", &frame)) return;
  rating_place(r, frame.short_src, frame.currentline);
}

rating *bill_check(lua_State *L) {
  rating *r = valid(L, BILL);
  place(L, r);
  return r;
}

void bill_fee(lua_State *L, int index, rating_fee *fee) {
  static const char *const names[] = { "quantity", "over", "price", "unit", "category", "sku",
                                       "whole",    "once", "first", "last", NULL };
  int64_t first = 0, last = 0;
  lib_fields(L, index, "bill:line", names, 1);
  lua_pushvalue(L, index);
  *fee = (rating_fee){ .quantity = DECIMAL_ONE, .over = 1 };
  if (lua_rawgeti(L, -1, 1) != LUA_TSTRING) luaL_error(L, "bill:line: the first value must be its text");
  fee->description = lua_tostring(L, -1);
  lua_pop(L, 1);
  number(L, "quantity", &fee->quantity);
  integer_field(L, "over", 1, 1000000, &fee->over);
  if (!number(L, "price", &fee->price)) luaL_error(L, "bill:line: price is missing");
  fee->unit = text(L, "unit");
  fee->category = text(L, "category");
  fee->sku = text(L, "sku");
  fee->whole = flag(L, "whole");
  fee->once = flag(L, "once");
  bool from = integer_field(L, "first", DAY_MIN, DAY_MAX, &first),
       until = integer_field(L, "last", DAY_MIN, DAY_MAX, &last);
  if (from != until) luaL_error(L, "bill:line: first and last go together");
  if (from) {
    fee->from = (day)first;
    fee->until = (day)last + 1;
  }
  lua_pop(L, 1);
}

static int line(lua_State *L) {
  rating *r = bill_check(L);
  rating_fee fee;
  bill_fee(L, 2, &fee);
  return done(L, rating_line(r, &fee, &state_of(L)->failed));
}

decimal bill_price(lua_State *L, int argument) {
  decimal out = 0;
  if (!lib_to_decimal(L, argument, true, &out))
    luaL_argerror(L, argument, "a price expected: a decimal, an integer or a decimal's text");
  return out;
}

static int work(lua_State *L) {
  rating *r = bill_check(L);
  work_set set = work_check(L, 2);
  return done(L, rating_bill(r, set, bill_price(L, 3), &state_of(L)->failed));
}

static int rates(lua_State *L) {
  rating *r = bill_check(L);
  work_set set = work_check(L, 2);
  bool priced = !lua_isnoneornil(L, 3);
  decimal own = priced ? bill_price(L, 3) : 0;
  return done(L, rating_rates(r, set, priced ? &own : NULL, &state_of(L)->failed));
}

static int include(lua_State *L) {
  rating *r = bill_check(L);
  return done(L, rating_include(r, work_check(L, 2), &state_of(L)->failed));
}

static int period_work(lua_State *L) {
  rating *r = valid(L, PERIOD);
  if (!state_of(L)->closes)
    return luaL_error(L, "period:work(): a period's work is there once it has closed: use it in closes");
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
  else if (strcmp(name, "whole_days") == 0)
    return p->whole_until == DAY_NEVER ? 0 : integer(L, p->whole_until - p->whole_from);
  else if (strcmp(name, "index") == 0) return integer(L, p->index);
  else if (strcmp(name, "number") == 0) return integer(L, p->number);
  else if (strcmp(name, "left") == 0) return p->left < 0 ? 0 : integer(L, p->left);
  else if (strcmp(name, "count") == 0) lua_pushcfunction(L, meter_count);
  else if (strcmp(name, "steps") == 0) lua_pushcfunction(L, meter_steps);
  else if (strcmp(name, "key") == 0) lua_pushstring(L, p->key);
  else
    return luaL_error(
        L, "a period has no '%s': first, last, days, whole_days, index, number, left, key, work(), count() and steps()",
        name);
  return 1;
}

void bill_types(lua_State *L) {
  static const luaL_Reg methods[] = { { "line", line },
                                      { "work", work },
                                      { "rates", rates },
                                      { "include", include },
                                      { "grant", balance_grant },
                                      { "draw", balance_draw },
                                      { "draw_money", balance_draw_money },
                                      { "draw_charges", balance_draw_charges },
                                      { "tickets", balance_tickets },
                                      { "unused", balance_unused },
                                      { NULL, NULL } };
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
