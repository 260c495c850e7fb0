// The MSP's own columns as rules and sets of work show them: { entry = { … }, ticket = { … }, contract = { … },
// customer = { … } }.
#include "lua/host/plugin.h"
#include <stdlib.h>
#include <string.h>

static const char *const names[OWN_TEXTS] = { "entry", "ticket", "contract", "customer" };

static bool same(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

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

// Tables are made anew only for columns that changed since the last time.
void own_push(lua_State *L, own_memory *m, const char *const texts[OWN_TEXTS]) {
  bool made = m->made;
  if (!made) {
    lua_createtable(L, 0, OWN_TEXTS);
    m->ref = luaL_ref(L, LUA_REGISTRYINDEX);
    m->made = true;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->ref);
  for (int i = 0; i < OWN_TEXTS; i++) {
    if (made && same(m->texts[i], texts[i])) continue;
    put(L, names[i], texts[i]);
    free(m->texts[i]);
    m->texts[i] = texts[i] ? strdup(texts[i]) : NULL;
  }
}

typedef struct own_call {
  own_memory *memory;
  const char *const *texts;
} own_call;

static int run(lua_State *L) {
  own_call *call = lua_touserdata(L, 1);
  own_push(L, call->memory, call->texts);
  return 0;
}

bool rules_own(rule_handle *r, const rule_facts *facts, error *e) {
  const char *const texts[OWN_TEXTS] = { facts->entry_x, facts->ticket_x, facts->contract_x, facts->customer_x };
  bool known = r->own.made;
  for (int i = 0; i < OWN_TEXTS; i++) known = known && same(r->own.texts[i], texts[i]);
  own_call call = { &r->own, texts };
  return known || state_call(r->plugin->state, run, &call, e);
}

void own_forget(own_memory *m) {
  for (int i = 0; i < OWN_TEXTS; i++) free(m->texts[i]);
  *m = (own_memory){ 0 };
}
