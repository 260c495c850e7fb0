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
} tax_call;

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

static void read_component(lua_State *L, int n, tax_component *out, arena *a) {
  static const char *const names[] = { "name", "rate", "compound", "jurisdiction", NULL };
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
    read_component(L, (int)i + 1, &out->components[i], call->arena);
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
}

static int run(lua_State *L) {
  tax_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->tax->plugin->functions[FUNCTION_RATES]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->tax->table);
  lua_pushstring(L, call->category);
  lua_call(L, 2, 1);
  if (lua_isnil(L, -1)) return 0;
  if (!lua_istable(L, -1)) return luaL_error(L, "rates: must return a list of rates, not a %s", luaL_typename(L, -1));
  read_answer(L, call);
  return 0;
}

bool taxes_rule_answer(void *self, int handle, const char *category, tax_answer *out, error *e) {
  host *h = self;
  assert(handle >= 0 && (size_t)handle < h->tax_count);
  tax_call call = { &h->taxes[handle], category, out, h->arena };
  *out = (tax_answer){ 0 };
  return state_call(call.tax->plugin->state, run, &call, e);
}
