// The table of a line: what a plugin writes of it, checked field by field.
#include "lua/handles/handles_inside.h"

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
  const char *out = type == LUA_TSTRING ? lib_kept(L, -1, name) : NULL;
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

static void days(lua_State *L, rating_fee *fee) {
  enum { DAYS_MAX = 100000 };
  int64_t days = 0, days_of = 0;
  bool some = integer_field(L, "days", 1, DAYS_MAX, &days), all = integer_field(L, "days_of", 1, DAYS_MAX, &days_of);
  if (some != all) luaL_error(L, "bill:line: days and days_of go together");
  fee->days = (int)days;
  fee->days_of = (int)days_of;
}

void line_table(lua_State *L, int index, rating_fee *fee) {
  static const char *const names[] = { "quantity", "over",  "price", "unit",  "category", "sku",     "whole",
                                       "once",     "first", "last",  "count", "days",     "days_of", NULL };
  int64_t first = 0, last = 0;
  lib_fields(L, index, "bill:line", names, 1);
  lua_pushvalue(L, index);
  *fee = (rating_fee){ .quantity = DECIMAL_ONE, .over = 1 };
  if (lua_rawgeti(L, -1, 1) != LUA_TSTRING) luaL_error(L, "bill:line: the first value must be its text");
  fee->description = lib_kept(L, -1, "bill:line");
  lua_pop(L, 1);
  number(L, "quantity", &fee->quantity);
  integer_field(L, "over", 1, 1000000, &fee->over);
  if (!number(L, "price", &fee->price)) luaL_error(L, "bill:line: price is missing");
  fee->counts = number(L, "count", &fee->count);
  days(L, fee);
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
