// t.address: a party as its country writes it on an envelope, a line each.
#include "lua/host/host_inside.h"
#include <string.h>

// Where the postal code stands before the city (Universal Postal Union, addressing of each country).
static const char code_first[] = "AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IT LI LT LU LV NL NO PL PT RO SE SI SK";

// A member of the party at index 1; "" where it says nothing. It stays on the stack.
static const char *member(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  lua_rawget(L, 1);
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  return text ? text : "";
}

static void add_line(lua_State *L, const char *text) {
  if (!*text) return;
  lua_pushstring(L, text);
  lua_rawseti(L, 2, (lua_Integer)lua_rawlen(L, 2) + 1);
}

// What is between stands only between two that say something.
static const char *joined(lua_State *L, const char *left, const char *between, const char *right) {
  return lua_pushfstring(L, "%s%s%s", left, *left && *right ? between : "", right);
}

static const char *city_line(lua_State *L) {
  const char *country = member(L, "country"), *city = member(L, "city"), *region = member(L, "region"),
             *code = member(L, "postal_code");
  if (strlen(country) == 2 && strstr(code_first, country)) return joined(L, joined(L, code, " ", city), ", ", region);
  return joined(L, joined(L, city, ", ", region), " ", code);
}

// address(party): name, contact, street and city; the country where seller and buyer are not of the same one.
int reader_address(lua_State *L) {
  static const char *const names[] = { "name", "contact", "address1", "address2" };
  const reader *r = lua_touserdata(L, lua_upvalueindex(1));
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_createtable(L, 6, 0);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) add_line(L, member(L, names[i]));
  add_line(L, city_line(L));
  if (r->abroad) add_line(L, member(L, "country"));
  lua_settop(L, 2);
  return 1;
}
