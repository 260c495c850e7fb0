// Params on their way from JSON text into a plugin.
#include "lua/host/plugin.h"
#include "lua/handles/lua_json.h"
#include <string.h>

cJSON *params_open(const plugin *p, const char *params, bool complete, error *e) {
  if (!params || !*params) params = "{}";
  cJSON *json = json_parse("params", params, strlen(params), e);
  if (json && schema_check(p->params, json, complete, e)) return json;
  cJSON_Delete(json);
  return NULL;
}

typedef struct params_call {
  plugin *plugin;
  const cJSON *json;
  const contract *contract;
  int *ref;
  char *problem;
} params_call;

// The plugin's own check of params together: text says what is wrong.
static int run_check(lua_State *L) {
  params_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[FUNCTION_CHECK]);
  schema_push(L, call->plugin->params, call->json);
  schema_watch(L, call->plugin->params);
  lua_call(L, 1, 1);
  size_t length = 0;
  if (lua_type(L, -1) == LUA_TSTRING) {
    const char *text = lua_tolstring(L, -1, &length);
    state_clean(text, length, call->problem, 300);
  } else if (!lua_isnil(L, -1)) return luaL_error(L, "check: must return nothing, or text that says what is wrong");
  return 0;
}

static bool check_together(plugin *p, const cJSON *json, error *e) {
  char problem[300] = "";
  params_call call = { .plugin = p, .json = json, .problem = problem };
  if (p->functions[FUNCTION_CHECK] == LUA_NOREF) return true;
  if (!state_call(p->state, run_check, &call, e)) return false;
  return !*problem || error_set(e, ERROR_INVALID, "%s", problem);
}

// The lines of an agreement, each by its own type.
static bool check_parts(host *h, const plugin *p, const char *params, error *e) {
  plugin_part parts[PLUGIN_PARTS_MAX];
  size_t count = 0;
  int terms;
  if (p->functions[FUNCTION_PARTS] == LUA_NOREF) return true;
  if (!terms_open(h, p->file.name, params, NULL, &terms, e)) return false;
  arena *a = arena_new();
  bool good = terms_parts(h, terms, a, parts, &count, e);
  for (size_t i = 0; good && i < count; i++) {
    error cause = { 0 };
    good = params_check_plugin(h, PLUGIN_CONTRACT, parts[i].type, parts[i].params, true, &cause);
    if (!good) error_set(e, cause.code, "line \"%s\": %s", parts[i].id, cause.message);
    if (!good && cause.hint[0]) error_hint(e, "%s", cause.hint);
    error_clear(&cause);
  }
  terms_close(h, terms);
  arena_free(a);
  return good;
}

bool params_check_plugin(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e) {
  plugin *p = plugin_find(self, kind, name, e);
  cJSON *json = p ? params_open(p, params, complete, e) : NULL;
  bool good = json && (!complete || (check_together(p, json, e) && check_parts(self, p, params, e)));
  cJSON_Delete(json);
  return good;
}

static void put(lua_State *L, const char *name, const char *text) {
  if (!text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

static void put_own_columns(lua_State *L, const char *name, const char *json) {
  error e = { 0 };
  cJSON *own = json ? json_parse(name, json, strlen(json), &e) : NULL;
  error_clear(&e);
  lua_newtable(L);
  const cJSON *item;
  cJSON_ArrayForEach(item, own) put(L, item->string, cJSON_IsString(item) ? item->valuestring : NULL);
  cJSON_Delete(own);
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
  put_own_columns(L, "x", c->x);
  put_own_columns(L, "customer_x", c->customer_x);
}

static int run_keep(lua_State *L) {
  params_call *call = lua_touserdata(L, 1);
  schema_push(L, call->plugin->params, call->json);
  if (call->contract) {
    push_contract(L, call->contract);
    lua_setfield(L, -2, "contract");
  }
  schema_watch(L, call->plugin->params);
  *call->ref = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

bool params_keep(plugin *p, const char *params, const contract *c, int *ref, error *e) {
  cJSON *json = params_open(p, params, true, e);
  params_call call = { .plugin = p, .json = json, .contract = c, .ref = ref };
  bool good = json && state_call(p->state, run_keep, &call, e);
  cJSON_Delete(json);
  return good;
}
