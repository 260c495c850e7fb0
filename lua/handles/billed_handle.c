// What documents billed of a period, for types that count it without paying for it.
#include "core/base/money.h"
#include "lua/handles/handles_inside.h"

// period:billed { contracts = { "k1" }, categories = { "labor" } }: an exact amount.
int billed_before(lua_State *L) {
  static const char *const names[] = { "contracts", "categories", NULL };
  const char *contracts[TEXTS_MAX], *categories[TEXTS_MAX];
  const handle *h = period_check(L);
  rating *r = h->of->rating;
  int64_t minor;
  lua_settop(L, 2);
  if (lua_isnil(L, 2)) {
    lua_newtable(L);
    lua_replace(L, 2);
  }
  lib_fields(L, 2, "period:billed", names, 0);
  billed_of of = { .contracts = contracts, .categories = categories };
  of.contract_count = handle_texts(L, 2, "period:billed", "contracts", "texts", contracts);
  of.category_count = handle_texts(L, 2, "period:billed", "categories", "texts", categories);
  if (!rating_billed(r, &of, &minor, &state_of(L)->failed)) return state_raise(L);
  lib_push_decimal(L, (decimal)minor * money_unit(rating_contract(r)->exponent));
  return 1;
}
