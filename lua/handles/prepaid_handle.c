// What contract types do with prepaid balances: grant, draw, refund.
#include "core/engine/prepaid/prepaid.h"
#include "lua/handles/handles_inside.h"
#include <string.h>

static const char *unit_check(lua_State *L, int argument) {
  static const char *const units[] = { "hours", "money", "tickets", "limit", NULL };
  size_t length;
  const char *unit = lib_text(L, argument, &length);
  for (int i = 0; units[i]; i++)
    if (strcmp(units[i], unit) == 0) return units[i];
  luaL_argerror(L, argument, "hours, money, tickets or limit expected");
  return "";
}

// Options of a table at `index`, which may be absent.
static void check_options(lua_State *L, int index, const char *what, const char *const *names) {
  if (!lua_isnoneornil(L, index)) lib_fields(L, index, what, names, 0);
}

static bool option(lua_State *L, int index, const char *name) {
  if (lua_isnoneornil(L, index)) return false;
  lua_pushstring(L, name);
  int type = lua_rawget(L, index);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN)
    luaL_error(L, "%s must be true or false, not a %s", name, luaL_typename(L, -1));
  bool out = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return out;
}

// A count among the options of a grant, at index 2.
static int64_t count_of(lua_State *L, const char *name, int64_t least, int64_t otherwise) {
  lua_pushstring(L, name);
  if (lua_rawget(L, 2) == LUA_TNIL) return otherwise;
  if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < least)
    return luaL_error(L, "grant: %s must be a count, %d or more", name, (int)least);
  return lua_tointeger(L, -1);
}

// bill:grant { "hours", 10, pool = 3, periods = 2, cap = 5, once = true, with_tax = true }
int prepaid_grant(lua_State *L) {
  static const char *const names[] = { "pool", "periods", "cap", "once", "with_tax", NULL };
  const handle *h = bill_check(L);
  lua_settop(L, 2);
  lib_fields(L, 2, "bill:grant", names, 2);
  rating_lot lot = { .once = option(L, 2, "once"), .with_tax = option(L, 2, "with_tax") };
  lua_rawgeti(L, 2, 1);
  lot.unit = unit_check(L, 3);
  lua_rawgeti(L, 2, 2);
  if (!lib_to_decimal(L, 4, true, &lot.quantity))
    return luaL_error(L, "grant: the second value must be how many %s", lot.unit);
  lot.periods = count_of(L, "periods", 0, -1);
  lot.pool = count_of(L, "pool", 1, 1);
  lua_pushliteral(L, "cap");
  lot.capped = lua_rawget(L, 2) != LUA_TNIL;
  if (lot.capped && !lib_to_decimal(L, -1, true, &lot.cap))
    return luaL_error(L, "grant: cap must be how many %s", lot.unit);
  if (!rating_grant(h->of->rating, &lot, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  return 0;
}

// covered, over = bill:draw("hours", set, { weighted =, own_period =, renew = { "text", quantity =, price = } })
int prepaid_draw(lua_State *L) {
  static const char *const names[] = { "weighted", "own_period", "renew", NULL };
  const handle *h = bill_check(L);
  draw_terms how = { .unit = unit_check(L, 2) };
  work_set set = work_check(L, 3), covered, over;
  rating_fee more;
  if (strcmp(how.unit, "money") == 0 || strcmp(how.unit, "limit") == 0)
    return luaL_error(L, "draw: work draws %s with bill:draw_money", how.unit);
  check_options(L, 4, "bill:draw", names);
  how.weighted = option(L, 4, "weighted");
  how.own_period = option(L, 4, "own_period");
  if (!lua_isnoneornil(L, 4) && lua_getfield(L, 4, "renew") != LUA_TNIL) {
    line_table(L, lua_gettop(L), &more);
    how.more = &more;
  }
  if (!rating_draw(h->of->rating, set, &how, &covered, &over, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  work_push(L, h->of, covered);
  work_push(L, h->of, over);
  return 2;
}

static money_mode mode_of(lua_State *L, int index, const char *what) {
  static const char *const names[] = { "with_tax", "budget", NULL };
  check_options(L, index, what, names);
  return option(L, index, "budget") ? MONEY_BUDGET : option(L, index, "with_tax") ? MONEY_WITH_TAX : MONEY_NET;
}

int prepaid_draw_money(lua_State *L) {
  rating *r = bill_check(L)->of->rating;
  work_set set = work_check(L, 2);
  bool priced = !lua_isnoneornil(L, 3);
  decimal own = priced ? handle_price(L, 3) : 0;
  return handle_done(
      L, rating_draw_money(r, set, priced ? &own : NULL, mode_of(L, 4, "bill:draw_money"), &state_of(L)->failed), 0);
}

int prepaid_draw_charges(lua_State *L) {
  const handle *h = bill_check(L);
  money_mode mode = mode_of(L, 2, "bill:draw_charges");
  if (!rating_draw_charges(h->of->rating, mode, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  return 0;
}

int prepaid_tickets(lua_State *L) {
  rating *r = bill_check(L)->of->rating;
  work_set set = work_check(L, 2);
  return handle_done(L, rating_tickets(r, set, handle_price(L, 3), &state_of(L)->failed), 0);
}

// amount, over, paid = bill:unused("hours"): what lapses with the period, as a quantity over a number; and of grants
// that were paid elsewhere, a list of { amount = …, price = … }.
int prepaid_unused(lua_State *L) {
  const handle *h = bill_check(L);
  unused_units unused;
  if (!rating_unused(h->of->rating, unit_check(L, 2), &unused, &state_of(L)->failed)) return state_raise(L);
  handle_charge(L, h->of);
  lua_pushinteger(L, unused.amount);
  lua_pushinteger(L, unused.scale);
  lua_createtable(L, (int)unused.paid_count, 0);
  for (size_t i = 0; i < unused.paid_count; i++) {
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, unused.paid[i].amount);
    lua_setfield(L, -2, "amount");
    lua_pushstring(L, unused.paid[i].price);
    lua_setfield(L, -2, "price");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 3;
}
