// What documents billed of a period, for types that count it without paying for it.
#include "core/base/money.h"
#include "lua/handles/handles_inside.h"

enum { NAMES_MAX = 256 };

// A list of texts in the field of the table at 2, which stays on the stack; without it none.
static size_t texts(lua_State *L, const char *field, const char *out[NAMES_MAX]) {
  if (lua_isnoneornil(L, 2)) return 0;
  lua_pushstring(L, field);
  if (lua_rawget(L, 2) == LUA_TNIL) return 0;
  if (lua_type(L, -1) != LUA_TTABLE) luaL_error(L, "period:billed: %s must be a list of texts", field);
  sandbox_behind(L, lua_gettop(L));
  int list = lua_gettop(L);
  size_t count = lua_rawlen(L, list);
  if (count > NAMES_MAX) luaL_error(L, "period:billed: %s names more than %d", field, NAMES_MAX);
  luaL_checkstack(L, (int)count + 4, NULL);
  for (size_t i = 0; i < count; i++) {
    if (lua_rawgeti(L, list, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "period:billed: %s must be a list of texts", field);
    out[i] = lua_tostring(L, -1);
  }
  return count;
}

// period:billed { contracts = { "k1" }, categories = { "labor" } }: an exact amount.
int billed_before(lua_State *L) {
  static const char *const names[] = { "contracts", "categories", NULL };
  const char *contracts[NAMES_MAX], *categories[NAMES_MAX];
  const handle *h = period_check(L);
  rating *r = h->of->rating;
  int64_t minor;
  lua_settop(L, 2);
  if (!lua_isnil(L, 2)) lib_fields(L, 2, "period:billed", names, 0);
  billed_of of = { .contracts = contracts, .categories = categories };
  of.contract_count = texts(L, "contracts", contracts);
  of.category_count = texts(L, "categories", categories);
  if (!rating_billed(r, &of, &minor, &state_of(L)->failed)) return state_raise(L);
  decimal amount = (decimal)minor * DECIMAL_ONE;
  for (int i = 0; i < rating_contract(r)->exponent; i++) amount /= 10;
  lib_push_decimal(L, amount);
  return 1;
}
