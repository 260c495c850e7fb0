// Params of a plugin on their way from JSON text into its state.
#include "core/engine/facts/facts.h"
#include "lua/schema/schema_inside.h"
#include <assert.h>
#include <string.h>

enum { PROBLEM_MAX = 300 };

cJSON *params_parse(const schema *record, const char *params, bool complete, error *e) {
  if (!params || !*params) params = "{}";
  cJSON *json = json_parse("params", params, strlen(params), e);
  if (json && schema_check(record, json, complete, e)) return json;
  cJSON_Delete(json);
  return NULL;
}

typedef struct agree_call {
  const params_place *place;
  int function;
  const cJSON *json;
  char problem[PROBLEM_MAX];
} agree_call;

static int run_agree(lua_State *L) {
  agree_call *call = lua_touserdata(L, 1);
  const params_place *place = call->place;
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->function);
  schema_push(L, place->schema, call->json, place->calendars);
  params_watched(L, place->schema, place->watch);
  sandbox_seal(L);
  lua_call(L, 1, 1);
  size_t length = 0;
  if (lua_type(L, -1) == LUA_TSTRING) {
    const char *text = lua_tolstring(L, -1, &length);
    state_clean(text, length, call->problem, sizeof call->problem);
  } else if (!lua_isnil(L, -1)) return luaL_error(L, "check: must return nothing, or text that says what is wrong");
  return 0;
}

bool params_agree(const params_place *place, int function, const cJSON *params, error *e) {
  agree_call call = { .place = place, .function = function, .json = params };
  if (!state_call(place->state, run_agree, &call, e)) return false;
  return !*call.problem || error_set(e, ERROR_INVALID, "%s", call.problem);
}

static void put(lua_State *L, const char *name, const char *text) {
  if (!text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

static void push_contract(lua_State *L, const contract *c) {
  lua_createtable(L, 0, 12);
  put(L, "id", c->id);
  put(L, "name", c->name);
  put(L, "customer", c->customer_id);
  put(L, "customer_name", c->customer_name);
  put(L, "currency", c->currency);
  lua_pushinteger(L, c->exponent);
  lua_setfield(L, -2, "decimals");
  lua_pushinteger(L, c->start);
  lua_setfield(L, -2, "start");
  if (c->until != DAY_NEVER) {
    lua_pushinteger(L, c->until - 1);
    lua_setfield(L, -2, "last");
  }
  lua_pushboolean(L, c->advance);
  lua_setfield(L, -2, "advance");
  lua_pushboolean(L, c->daily && c->kind == GRID_PERIODS);
  lua_setfield(L, -2, "prorates");
  lib_own_row(L, OWN_CONTRACT, c->x);
  lua_setfield(L, -2, "x");
  lib_own_row(L, OWN_CUSTOMER, c->customer_x);
  lua_setfield(L, -2, "customer_x");
}

typedef struct keep_call {
  const params_place *place;
  const cJSON *json;
  int ref;
} keep_call;

static int run_keep(lua_State *L) {
  keep_call *call = lua_touserdata(L, 1);
  const params_place *place = call->place;
  schema_push(L, place->schema, call->json, place->calendars);
  if (place->contract) {
    push_contract(L, place->contract);
    sandbox_seal(L);
    lua_setfield(L, -2, "contract");
  }
  params_watched(L, place->schema, place->watch);
  sandbox_seal(L);
  call->ref = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

bool params_keep(const params_place *place, const char *params, int *ref, error *e) {
  cJSON *json = params_parse(place->schema, params, true, e);
  keep_call call = { .place = place, .json = json };
  bool good = json && state_call(place->state, run_keep, &call, e);
  cJSON_Delete(json);
  *ref = call.ref;
  return good;
}
