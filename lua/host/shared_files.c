// What exporters have in common: files of the folders `shared`, which `require "NAME"` runs in the sandbox of the
// plugin that asks. Contract types, rules and templates share nothing: of those, bills and documents keep the one file.
#include "lua/host/host_inside.h"
#include <string.h>

static plugin *find(const host *h, const char *name) {
  for (size_t i = h->shared_count; i-- > 0;)
    if (strcmp(h->shared[i]->file.name, name) == 0) return h->shared[i];
  return NULL;
}

static int load(lua_State *L, host *h, const plugin *asking, const char *name) {
  plugin *p = find(h, name);
  if (!p) return luaL_error(L, "%s: there is no file shared/%s.lua", asking->label, name);
  if (!plugin_read(h, p)) return luaL_error(L, "%s", p->problem->message);
  const char *chunk = lua_pushfstring(L, "@%s", p->label);
  sandbox_load(L, p->file.text, p->file.text_length, chunk);
  lua_call(L, 0, 1);
  if (!lua_istable(L, -1)) return luaL_error(L, "%s: must return a table", p->label);
  return 1;
}

// Upvalues: the host; the plugin that is being loaded; what it has got so far, by name (false: it is just being made).
static int require(lua_State *L) {
  host *h = lua_touserdata(L, lua_upvalueindex(1));
  plugin *asking = lua_touserdata(L, lua_upvalueindex(2));
  size_t length;
  const char *name = lib_text(L, 1, &length);
  lua_settop(L, 1);
  if (asking->made) return luaL_error(L, "require: at the top of the file, not in a function");
  asking->shares = true;
  lua_pushvalue(L, 1);
  if (lua_rawget(L, lua_upvalueindex(3)) == LUA_TTABLE) return 1;
  if (lua_isboolean(L, -1)) return luaL_error(L, "shared/%s.lua: requires itself", name);
  lua_pushvalue(L, 1);
  lua_pushboolean(L, false);
  lua_rawset(L, lua_upvalueindex(3));
  load(L, h, asking, name);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, -2);
  lua_rawset(L, lua_upvalueindex(3));
  return 1;
}

void require_open(lua_State *L, host *h, plugin *p) {
  lua_pushglobaltable(L);
  lua_pushliteral(L, "require");
  lua_pushlightuserdata(L, h);
  lua_pushlightuserdata(L, p);
  lua_newtable(L);
  lua_pushcclosure(L, require, 3);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

void require_check(lua_State *L, const plugin *p) {
  if (p->shares && p->told.kind != PLUGIN_EXPORTER && p->told.kind != PLUGIN_IMPORTER)
    luaL_error(L, "%s: only exporters and importers require files: of a %s its one file is kept", p->label,
               plugin_kind_name(p->told.kind));
}
