// The MSP's own columns as rules and sets of work show them.
#include "lua/handles/handles.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

static const char *const names[OWN_TEXTS] = { "entry", "ticket", "contract", "customer" };

static bool same(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

void own_columns_table(lua_State *L, const char *text) {
  error e = { 0 };
  cJSON *json = text ? json_parse("x", text, strlen(text), &e) : NULL;
  error_clear(&e);
  const cJSON *item;
  if (json) lua_newtable(L);
  else sandbox_empty(L);
  cJSON_ArrayForEach(item, json) {
    if (!item->string || !cJSON_IsString(item)) continue;
    lua_pushstring(L, item->valuestring);
    lua_setfield(L, -2, item->string);
  }
  if (json) sandbox_seal(L);
  cJSON_Delete(json);
}

static void put(lua_State *L, const char *name, const char *text) {
  own_columns_table(L, text);
  lua_setfield(L, -2, name);
}

void own_columns_push(lua_State *L, own_columns *own, const char *const texts[OWN_TEXTS]) {
  bool made = own->made;
  if (!made) {
    lua_createtable(L, 0, OWN_TEXTS);
    lua_pushvalue(L, -1);
    own->table = luaL_ref(L, LUA_REGISTRYINDEX);
    sandbox_seal(L);
    own->ref = luaL_ref(L, LUA_REGISTRYINDEX);
    own->made = true;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, own->table);
  for (int i = 0; i < OWN_TEXTS; i++) {
    if (made && same(own->texts[i], texts[i])) continue;
    put(L, names[i], texts[i]);
    memory_give(own->texts[i]);
    own->texts[i] = texts[i] ? memory_text(texts[i]) : NULL;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, own->ref);
  lua_replace(L, -2);
}

bool own_columns_show(const own_columns *own, const char *const texts[OWN_TEXTS]) {
  bool all = own->made;
  for (int i = 0; i < OWN_TEXTS; i++) all = all && same(own->texts[i], texts[i]);
  return all;
}

void own_columns_forget(own_columns *own) {
  for (int i = 0; i < OWN_TEXTS; i++) memory_give(own->texts[i]);
  *own = (own_columns){ 0 };
}
