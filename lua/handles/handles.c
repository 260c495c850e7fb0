// Handles that plugins get, which call they are good for, and what is told where they are used wrongly.
#include "lua/handles/handles_inside.h"
#include <assert.h>
#include <string.h>

// Two generations a call: handles of a call are not those of the next, nor those of none.
void handles_begin(handles *h, rating *r, bool closed) {
  assert(r && !h->rating);  // a call inside a call would leave the outer one with the handles of the inner
  h->rating = r;
  h->closed = closed;
  h->generation++;
}

void handles_end(handles *h) {
  h->rating = NULL;
  h->generation++;
}

void *handle_new(lua_State *L, handles *of, const char *type, size_t size) {
  assert(of->rating);
  handle *h = lua_newuserdatauv(L, size, 0);
  *h = (handle){ of, of->generation };
  luaL_setmetatable(L, type);
  return h;
}

void *handle_check(lua_State *L, int argument, const char *type, const char *wanted) {
  handle *h = luaL_testudata(L, argument, type);
  if (h && h->of->rating && h->of->generation == h->generation) {
    h->of->taken = rating_memory(h->of->rating);
    return h;
  }
  if (h) luaL_error(L, "this bill, period or work belongs to an earlier call: do not keep it");
  if (argument == 1) luaL_error(L, "%s is called with a colon, such as %s", strchr(type, '.') + 1, wanted);
  luaL_argerror(L, argument, lua_pushfstring(L, "%s expected, got %s", wanted, luaL_typename(L, argument)));
  return NULL;
}

// Tells a rating that notes its steps which line of the plugin calls.
static void place(lua_State *L, rating *r) {
  lua_Debug frame;
  if (!rating_notes_steps(r) || !lua_getstack(L, 1, &frame) || !lua_getinfo(L, "Sl", &frame)) return;
  rating_place(r, frame.short_src, frame.currentline);
}

handle *bill_check(lua_State *L) {
  handle *h = handle_check(L, 1, BILL_HANDLE, "bill:line { … }");
  place(L, h->of->rating);
  return h;
}

handle *period_check(lua_State *L) { return handle_check(L, 1, PERIOD_HANDLE, "period:work()"); }

size_t handle_texts(lua_State *L, int table, const char *what, const char *field, const char *nouns,
                    const char *out[TEXTS_MAX]) {
  lua_pushstring(L, field);
  int type = lua_rawget(L, table);
  if (type == LUA_TNIL) return 0;
  if (type != LUA_TTABLE) luaL_error(L, "%s: %s must be a list of %s", what, field, nouns);
  sandbox_behind(L, -1);
  size_t count = lua_rawlen(L, -1);
  if (count > TEXTS_MAX) luaL_error(L, "%s: %s has more than %d %s", what, field, TEXTS_MAX, nouns);
  for (size_t i = 0; i < count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "%s: %s must be a list of %s", what, field, nouns);
    out[i] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  return count;
}

void handle_charge(lua_State *L, const handles *h) { state_charge(L, rating_memory(h->rating) - h->taken); }

int handle_done(lua_State *L, bool good, int results) { return good ? results : state_raise(L); }

decimal handle_price(lua_State *L, int argument) {
  decimal out = 0;
  if (!lib_to_decimal(L, argument, true, &out))
    luaL_argerror(L, argument, "a price expected: a decimal, an integer or a decimal's text");
  return out;
}

// Upvalue 1: what the methods belong to.
static int no_method(lua_State *L) {
  const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
  const char *near = sandbox_nearest(L, 1, name);
  return luaL_error(L, "%s has no '%s'%s%s%s", lua_tostring(L, lua_upvalueindex(1)), name,
                    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

void handle_methods(lua_State *L, const char *owner) {
  lua_createtable(L, 0, 1);
  lua_pushstring(L, owner);
  lua_pushcclosure(L, no_method, 1);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
}
