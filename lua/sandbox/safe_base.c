// Basic functions made safe: sorted pairs, a pcall that cannot swallow a kill, metatables without tricks, tostring
// without addresses.
#include "lua/sandbox/library_limits.h"
#include "lua/sandbox/sandbox.h"
#include <stdlib.h>
#include <string.h>

// A key on its way into the order, in bytes of work (state_spend): colliding keys are found slowly.
enum { KEY_WORK = STATE_WORK / 256 };

typedef struct key {
  const char *text;
  size_t length;
  lua_Integer number;
} key;

// Integers first, then texts byte by byte: Lua's own order of texts hangs on addresses and a seed, and a bill whose
// lines came in another order would not be the bill that was shown.
static int compare(const void *a, const void *b) {
  const key *x = a, *y = b;
  if (!x->text || !y->text) return x->text ? 1 : y->text ? -1 : x->number < y->number ? -1 : x->number > y->number;
  int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
  return order ? order : x->length < y->length ? -1 : x->length > y->length;
}

static size_t count_keys(lua_State *L) {
  size_t count = 0;
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1), count++) state_spend(L, KEY_WORK);
  return count;
}

// Of the table at 2. The texts stay alive: the table holds them while the keys are gathered and sorted, the list
// afterwards.
static void push_sorted_keys(lua_State *L) {
  size_t count = count_keys(L), i = 0;
  key *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
  for (lua_pushnil(L); i < count && lua_next(L, 2); lua_pop(L, 1), i++) {
    keys[i] = (key){ 0 };
    state_spend(L, KEY_WORK);
    if (lua_type(L, -2) == LUA_TSTRING) keys[i].text = lua_tolstring(L, -2, &keys[i].length);
    else if (lua_isinteger(L, -2)) keys[i].number = lua_tointeger(L, -2);
    else luaL_error(L, "pairs: keys must be integers or text, not %s", luaL_typename(L, -2));
  }
  lua_settop(L, 3);
  qsort(keys, count, sizeof *keys, compare);
  lua_createtable(L, (int)count, 0);
  for (i = 0; i < count; i++) {
    if (keys[i].text) lua_pushlstring(L, keys[i].text, keys[i].length);
    else lua_pushinteger(L, keys[i].number);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

// Upvalues: keys, position. Keys that are gone by now are passed over.
static int next_pair(lua_State *L) {
  lua_settop(L, 1);
  sandbox_behind(L, 1);
  for (lua_Integer at = lua_tointeger(L, lua_upvalueindex(2)) + 1;; at++) {
    if (lua_rawgeti(L, lua_upvalueindex(1), at) == LUA_TNIL) return 1;
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(2));
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) return 2;
    lua_settop(L, 1);
  }
}

static int sorted_pairs(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  state_spend(L, KEY_WORK);
  lua_pushvalue(L, 1);
  sandbox_behind(L, 2);
  push_sorted_keys(L);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_pair, 2);
  lua_pushvalue(L, 1);
  return 2;
}

// Catches what a plugin did wrong, never a kill or an error of the engine: else a loop around pcall would outlive its
// deadline, and a bill would be made without what the engine refused.
static int honest_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  state *s = state_of(L);
  int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
  if (status == LUA_ERRMEM) s->killed = KILL_MEMORY;
  if (status != LUA_OK && (s->killed || s->failed.code)) return lua_error(L);
  lua_pushboolean(L, status == LUA_OK);
  lua_insert(L, 1);
  return lua_gettop(L);
}

// Not __gc, which would run after the deadline; not __close, __pairs, __len or __metatable, by which a table lies to C
// functions or hides what it is.
static bool may_have(const char *name) {
  static const char *const names[] = { "__index", "__newindex", "__call", "__tostring", "__concat", "__eq",
                                       "__lt",    "__le",       "__add",  "__sub",      "__mul",    "__div",
                                       "__idiv",  "__mod",      "__unm",  NULL };
  for (const char *const *n = names; *n; n++)
    if (strcmp(*n, name) == 0) return true;
  return strncmp(name, "__", 2) != 0;
}

// A copy becomes the metatable, so that what was refused cannot be added later.
static int safe_setmetatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  if (lua_getmetatable(L, 1)) return luaL_error(L, "this table has a metatable already");
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, 2);) {
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
    if (name && !may_have(name)) return luaL_error(L, "setmetatable: '%s' is not allowed in plugins", name);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, 3);
  }
  lua_pushboolean(L, false);
  lua_setfield(L, 3, "__metatable");
  lua_setmetatable(L, 1);
  lua_settop(L, 1);
  return 1;
}

// Without addresses, which differ from run to run.
static int plain_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  int type = lua_type(L, 1);
  bool plain = type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER || type == LUA_TSTRING;
  if (plain || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) luaL_tolstring(L, 1, NULL);
  else lua_pushstring(L, luaL_typename(L, 1));
  return 1;
}

void safe_base(lua_State *L, int to) {
  static const luaL_Reg functions[] = { { "pairs", sorted_pairs },
                                        { "pcall", honest_pcall },
                                        { "setmetatable", safe_setmetatable },
                                        { "tostring", plain_tostring },
                                        { NULL, NULL } };
  lua_pushvalue(L, to);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
