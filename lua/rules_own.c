// The MSP's own columns as a price rule sees them: { entry = { … }, ticket = { … }, contract = { … }, customer = { … } }.
#include "lua/plugin.h"
#include <stdlib.h>
#include <string.h>

typedef struct own_call {
  const char *const *texts;
  int ref;
} own_call;

static void put(lua_State *L, const char *name, const char *text) {
  error e = { 0 };
  cJSON *json = text ? json_parse(name, text, strlen(text), &e) : NULL;
  error_clear(&e);
  const cJSON *item;
  lua_newtable(L);
  cJSON_ArrayForEach(item, json) {
    if (!item->string || !cJSON_IsString(item)) continue;
    lua_pushstring(L, item->valuestring);
    lua_setfield(L, -2, item->string);
  }
  cJSON_Delete(json);
  lua_setfield(L, -2, name);
}

static int run(lua_State *L) {
  static const char *const names[] = { "entry", "ticket", "contract", "customer" };
  own_call *call = lua_touserdata(L, 1);
  lua_createtable(L, 0, 4);
  for (int i = 0; i < 4; i++) put(L, names[i], call->texts[i]);
  call->ref = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

static bool same(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

bool rules_own(rule_handle *r, const rule_facts *facts, error *e) {
  const char *const texts[4] = { facts->entry_x, facts->ticket_x, facts->contract_x, facts->customer_x };
  bool known = r->own != LUA_NOREF;
  for (int i = 0; i < 4; i++) known = known && same(r->own_texts[i], texts[i]);
  if (known) return true;
  own_call call = { texts, LUA_NOREF };
  if (!state_call(r->plugin->state, run, &call, e)) return false;
  luaL_unref(r->plugin->state->lua, LUA_REGISTRYINDEX, r->own);
  r->own = call.ref;
  for (int i = 0; i < 4; i++) {
    free(r->own_texts[i]);
    r->own_texts[i] = texts[i] ? strdup(texts[i]) : NULL;
  }
  return true;
}

void rules_own_forget(rule_handle *r) {
  for (int i = 0; i < 4; i++) free(r->own_texts[i]);
}
