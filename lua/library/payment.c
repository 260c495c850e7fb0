// The module `payment`: accounts, references and the codes that banks' programs read.
#include "core/base/payment.h"
#include "lua/library/library_inside.h"
#include <string.h>

// A text of the table at `index` by its name, raw, which stays on the stack; "" where there is none.
static const char *text_field(lua_State *L, int index, const char *name) {
  sandbox_behind(L, index);
  lua_pushstring(L, name);
  lua_rawget(L, index);
  if (lua_isnil(L, -1)) return "";
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "%s: text expected, got %s", name, luaL_typename(L, -1));
  return lib_kept(L, -1, name);
}

// Who it is: a table with the columns of the seller, whatever else it holds.
static payment_party party_field(lua_State *L, const char *name) {
  int at = lib_field(L, name);
  if (lua_isnil(L, at)) return (payment_party){ 0 };
  if (!lua_istable(L, at)) luaL_error(L, "%s: a table expected, got %s", name, luaL_typename(L, at));
  return (payment_party){ .name = text_field(L, at, "name"),
                          .address = text_field(L, at, "address1"),
                          .postal_code = text_field(L, at, "postal_code"),
                          .city = text_field(L, at, "city"),
                          .country = text_field(L, at, "country") };
}

// The text of a code, or nil and why there is none.
static int code(lua_State *L, const char *what, bool (*make)(const payment *p, buffer *out, error *e)) {
  static const char *const names[] = { "iban", "bic", "amount", "currency", "number", "creditor", "debtor", NULL };
  lib_fields(L, 1, what, names, 0);
  lua_settop(L, 1);
  luaL_checkstack(L, 24, NULL);
  const payment p = { .iban = text_field(L, 1, "iban"),
                      .bic = text_field(L, 1, "bic"),
                      .amount = text_field(L, 1, "amount"),
                      .currency = text_field(L, 1, "currency"),
                      .number = text_field(L, 1, "number"),
                      .creditor = party_field(L, "creditor"),
                      .debtor = party_field(L, "debtor") };
  buffer b = { 0 };
  error e = { 0 };
  bool made = make(&p, &b, &e);
  char text[2048];  // both codes are shorter; nothing that may raise stands between a buffer and its end
  size_t length = b.length < sizeof text ? b.length : 0;
  if (length) memcpy(text, b.text, length);
  buffer_free(&b);
  if (made) return lua_pushlstring(L, text, length), 1;
  lua_pushnil(L);
  lua_pushstring(L, e.message);
  return 2;
}

static int epc(lua_State *L) { return code(L, "payment.epc", payment_epc); }
static int swiss(lua_State *L) { return code(L, "payment.swiss", payment_swiss); }

static void push_grouped(lua_State *L, const char *text) {
  char grouped[2 * IBAN_TEXT];
  buffer b = { 0 };
  payment_grouped(&b, text);
  memcpy(grouped, b.text, b.length + 1);
  buffer_free(&b);
  lua_pushstring(L, grouped);
}

static int iban(lua_State *L) {
  size_t length;
  char plain[IBAN_TEXT];
  const char *text = lib_text(L, 1, &length);
  if (iban_parse(text, length, plain)) push_grouped(L, plain);
  else lua_pushnil(L);
  return 1;
}

static int reference(lua_State *L) {
  size_t length;
  char plain[IBAN_TEXT], out[REFERENCE_TEXT];
  const char *account = lib_text(L, 1, &length), *number = lib_text(L, 2, &length);
  if (iban_parse(account, strlen(account), plain) && payment_reference(plain, number, out) != REFERENCE_NONE)
    push_grouped(L, out);
  else lua_pushnil(L);
  return 1;
}

int lib_payment(lua_State *L) {
  static const luaL_Reg functions[] = {
    { "iban", iban }, { "reference", reference }, { "epc", epc }, { "swiss", swiss }, { NULL, NULL }
  };
  luaL_newlib(L, functions);
  return 1;
}
