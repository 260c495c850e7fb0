// Tax rules: params compiled once, and their answer for a category.
#include "lua/host/host_inside.h"
#include <assert.h>
#include <string.h>

bool taxes_open_rule(void *self, const char *rule, const char *params, int *handle, error *e) {
  host *h = self;
  if (!params) params = "";
  plugin *p = plugin_find(h, PLUGIN_TAX_RULE, rule, e);
  if (!p) return false;
  for (size_t i = 0; i < h->tax_count; i++) {
    *handle = (int)i;
    if (h->taxes[i].plugin == p && !p->watch.name && strcmp(h->taxes[i].params, params) == 0) return true;
  }
  tax_handle made = { .plugin = p };
  const params_place place = plugin_params(p);
  if (!params_keep(&place, params, &made.table, e)) return false;
  made.params = arena_text(h->arena, params);
  h->taxes = arena_grow(h->arena, h->taxes, h->tax_count, &h->tax_capacity, sizeof made);
  h->taxes[h->tax_count] = made;
  *handle = (int)h->tax_count++;
  return true;
}

typedef struct tax_call {
  const tax_handle *tax;
  const char *category;
  tax_answer *out;
  arena *arena;
  const tax_sale *sale;  // NULL: the rule does not look at it
} tax_call;

static void text_field(lua_State *L, const char *name, const char *text) {
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

// The table `sale`: { net =, date =, currency =, decimals =, customer = { id =, region =, country =, tax_id =, x = } }.
static void push_sale(lua_State *L, const tax_sale *sale) {
  lua_createtable(L, 0, 5);
  lib_push_decimal(L, (decimal)sale->net * money_unit(sale->exponent));
  lua_setfield(L, -2, "net");
  lua_pushinteger(L, sale->date);
  lua_setfield(L, -2, "date");
  lua_pushinteger(L, sale->exponent);
  lua_setfield(L, -2, "decimals");
  text_field(L, "currency", sale->currency);
  lua_createtable(L, 0, 5);
  text_field(L, "id", sale->customer);
  text_field(L, "region", sale->region);
  text_field(L, "country", sale->country);
  text_field(L, "tax_id", sale->tax_id);
  lib_own_row(L, OWN_CUSTOMER, sale->customer_x);
  lua_setfield(L, -2, "x");
  lua_setfield(L, -2, "customer");
}

// A text field of the table at `index`, NULL where it is not there.
static const char *text(lua_State *L, int index, const char *name, arena *a) {
  lua_pushstring(L, name);
  int type = lua_rawget(L, index);
  if (type != LUA_TNIL && type != LUA_TSTRING)
    luaL_error(L, "rates: %s must be text, not a %s", name, luaL_typename(L, -1));
  const char *out = type == LUA_TSTRING ? arena_text(a, lib_kept(L, -1, name)) : NULL;
  lua_pop(L, 1);
  return out;
}

static bool flag(lua_State *L, int index, const char *name) {
  lua_pushstring(L, name);
  int type = lua_rawget(L, index);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN)
    luaL_error(L, "rates: %s must be true or false, not a %s", name, luaL_typename(L, -1));
  bool out = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return out;
}

// An edge of the component at the table, in minor units; `out` stays where there is none.
static void read_edge(lua_State *L, int table, int n, const char *name, const tax_sale *sale, int64_t *out) {
  assert(sale);  // only who is asked with a sale has edges
  decimal edge, unit = money_unit(sale->exponent);
  lua_pushstring(L, name);
  if (lua_rawget(L, table) != LUA_TNIL &&
      (!lib_to_decimal(L, -1, true, &edge) || edge < 0 || !money_round(edge, unit, ROUND_HALF_UP, out)))
    luaL_error(L, "rates[%d].%s: must be an amount, zero or more", n, name);
  lua_pop(L, 1);
}

static bool has(lua_State *L, int table, const char *name) {
  lua_pushstring(L, name);
  bool there = lua_rawget(L, table) != LUA_TNIL;
  lua_pop(L, 1);
  return there;
}

// The part of the net that the component is of: between `from` and `to`, of what is given back as of what is sold.
static void read_part(lua_State *L, int table, int n, tax_component *out, const tax_sale *sale) {
  int64_t from = 0, to = INT64_MAX, size;
  if (!has(L, table, "from") && !has(L, table, "to")) return;
  if (!sale) luaL_error(L, "rates[%d]: from and to are of the net: write rates = function(tax, category, sale)", n);
  if (out->compound) luaL_error(L, "rates[%d]: a compound tax is of all that stands before it, not from or to", n);
  read_edge(L, table, n, "from", sale, &from);
  read_edge(L, table, n, "to", sale, &to);
  size = sale->net < 0 ? -sale->net : sale->net;
  if (size > to) size = to;
  size = size > from ? size - from : 0;
  out->base = sale->net < 0 ? -size : size;
  out->partly = true;
}

static void read_component(lua_State *L, int n, tax_component *out, const tax_call *call) {
  static const char *const names[] = { "name", "rate", "compound", "jurisdiction", "from", "to", NULL };
  arena *a = call->arena;
  int table = lua_gettop(L);
  if (!lua_istable(L, table)) luaL_error(L, "rates[%d]: must be { name =, rate = }", n);
  lib_fields(L, table, "rates", names, 0);
  out->name = text(L, table, "name", a);
  out->compound = flag(L, table, "compound");
  out->jurisdiction = text(L, table, "jurisdiction", a);
  lua_pushliteral(L, "rate");
  lua_rawget(L, table);
  size_t length;
  const char *percent = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
  bool good = percent ? percent_parse(percent, length, &out->rate) : lib_to_decimal(L, -1, false, &out->rate);
  if (!good) luaL_error(L, "rates[%d].rate: must be a percentage such as \"8.25%%\", not %s", n, luaL_typename(L, -1));
  if (out->rate < -DECIMAL_ONE || out->rate > 10 * DECIMAL_ONE)
    luaL_error(L, "rates[%d].rate: must be from -100%% to 1000%%", n);
  lua_pop(L, 1);
  read_part(L, table, n, out, call->sale);
}

// Invoices and credit notes tell the taxes of an answer apart by their names.
static void check_own_name(lua_State *L, const tax_answer *answer, size_t which) {
  const char *name = answer->components[which].name;
  for (size_t i = 0; i < which; i++) {
    const char *other = answer->components[i].name;
    if (!name && !other) luaL_error(L, "rates[%d]: needs a name of its own", (int)which + 1);
    if (name && other && strcmp(name, other) == 0)
      luaL_error(L, "rates[%d].name: \"%s\" comes twice", (int)which + 1, name);
  }
}

// How it is rounded: on what, and in which mode.
static void read_rounding(lua_State *L, int table, tax_answer *out, arena *a) {
  const char *rounding = text(L, table, "rounding", a), *mode = text(L, table, "mode", a);
  if (rounding && strcmp(rounding, "line") != 0 && strcmp(rounding, "document") != 0)
    luaL_error(L, "rates: rounding must be line or document");
  out->document = rounding && strcmp(rounding, "document") == 0;
  if (mode && !rounding_parse(mode, &out->mode))
    luaL_error(L, "rates: mode must be a way to round such as half-up, half-even or down");
}

// An amount cannot hold a tax that takes all of it away.
static void check_inclusive(lua_State *L, const tax_answer *answer) {
  decimal rates = DECIMAL_ONE;
  for (size_t i = 0; answer->inclusive && i < answer->count; i++) rates += answer->components[i].rate;
  if (rates <= 0) luaL_error(L, "rates: an inclusive tax must be more than -100%%");
}

static void read_answer(lua_State *L, tax_call *call) {
  static const char *const names[] = { "inclusive", "rounding", "mode", "category", "code", "reason", NULL };
  tax_answer *out = call->out;
  int table = lua_gettop(L);
  lib_fields(L, table, "rates", names, INT64_MAX);
  size_t count = lua_rawlen(L, table);
  if (count > TAX_COMPONENTS_MAX) luaL_error(L, "rates: more than %d", TAX_COMPONENTS_MAX);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, table, (lua_Integer)i + 1);
    read_component(L, (int)i + 1, &out->components[i], call);
    check_own_name(L, out, i);
    lua_pop(L, 1);
  }
  out->count = count;
  out->inclusive = flag(L, table, "inclusive");
  check_inclusive(L, out);
  read_rounding(L, table, out, call->arena);
  out->category = text(L, table, "category", call->arena);
  out->code = text(L, table, "code", call->arena);
  out->reason = text(L, table, "reason", call->arena);
  if (call->sale && (out->inclusive || out->document))
    luaL_error(L, "rates: a rule that looks at the sale is on top of it, and rounded on its line");
}

static int run(lua_State *L) {
  tax_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->tax->plugin->functions[FUNCTION_RATES]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->tax->table);
  lua_pushstring(L, call->category);
  if (call->sale) push_sale(L, call->sale);
  lua_call(L, call->sale ? 3 : 2, 1);
  if (lua_isnil(L, -1)) return 0;
  if (!lua_istable(L, -1)) return luaL_error(L, "rates: must return a list of rates, not a %s", luaL_typename(L, -1));
  read_answer(L, call);
  return 0;
}

bool taxes_rule_answer(void *self, int handle, const char *category, tax_answer *out, error *e) {
  host *h = self;
  assert(handle >= 0 && (size_t)handle < h->tax_count);
  tax_call call = { &h->taxes[handle], category, out, h->arena, NULL };
  *out = (tax_answer){ 0 };
  return state_call(call.tax->plugin->state, run, &call, e);
}

bool taxes_rule_looks(void *self, int handle) {
  const host *h = self;
  assert(handle >= 0 && (size_t)handle < h->tax_count);
  return h->taxes[handle].plugin->looks;
}

bool taxes_rule_of(void *self, int handle, const char *category, const tax_sale *sale, arena *a, tax_answer *out,
                   error *e) {
  host *h = self;
  assert(handle >= 0 && (size_t)handle < h->tax_count);
  tax_call call = { &h->taxes[handle], category, out, a, sale };
  *out = (tax_answer){ 0 };
  return state_call(call.tax->plugin->state, run, &call, e);
}
