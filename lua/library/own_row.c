// The MSP's own columns of one row, as a table that cannot be written to and that tells misspelt names.
#include "lua/library/library.h"
#include "lua/sandbox/state.h"
#include <string.h>

static char names_key;
static char metatable_keys[OWN_TABLES], none_keys[OWN_TABLES];  // their addresses are keys of the registry

void lib_own_open(lua_State *L, const lib_own_names *names) {
  lua_pushlightuserdata(L, (void *)names);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &names_key);
}

// A name that the row lacks.
static int lacking(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &names_key);
  const lib_own_names *names = lua_touserdata(L, -1);
  const char *meant = NULL;
  lua_pushnil(L);
  if (!names || !names->meant || names->silent || lua_type(L, 2) != LUA_TSTRING) return 1;
  const char *name = lua_tostring(L, 2);
  own_table of = (own_table)lua_tointeger(L, lua_upvalueindex(1));
  if (!names->meant(names->context, of, name, &meant, &state_of(L)->failed)) return state_raise(L);
  return meant ? luaL_error(L, "there is no x.%s; did you mean '%s'?", name, meant) : 1;
}

// The metatable that all rows of a table share.
static void push_metatable(lua_State *L, own_table of) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_keys[of]) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 1);
  lua_pushinteger(L, of);
  lua_pushcclosure(L, lacking, 1);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_keys[of]);
}

static void seal(lua_State *L, own_table of) {
  push_metatable(L, of);
  lua_setmetatable(L, -2);
  sandbox_seal(L);
}

// What all rows share that have no columns.
static void push_none(lua_State *L, own_table of) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &none_keys[of]) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  seal(L, of);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &none_keys[of]);
}

void lib_own_row(lua_State *L, own_table of, const char *text) {
  error e = { 0 };
  cJSON *json = text ? json_parse("x", text, strlen(text), &e) : NULL;
  const cJSON *item;
  error_clear(&e);
  if (!json) {
    push_none(L, of);
    return;
  }
  lua_newtable(L);
  cJSON_ArrayForEach(item, json) {
    if (!item->string || !cJSON_IsString(item)) continue;
    lua_pushstring(L, item->valuestring);
    lua_setfield(L, -2, item->string);
  }
  cJSON_Delete(json);
  seal(L, of);
}
