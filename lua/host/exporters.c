// Exporters: the text that they make of invoices, what they miss in them, and what they may ask for meanwhile.
#include "lua/host/host_inside.h"
#include <string.h>

typedef struct text_call {
  plugin *plugin;
  const export_call *asked;
  int function;
  arena *scratch;
  buffer *out;
} text_call;

// The call at hand: a plugin may keep what it was given, and ask with it when nobody is there to answer.
static const export_call *at_hand(lua_State *L) {
  const plugin *p = lua_touserdata(L, lua_upvalueindex(1));
  if (!p->exporting) luaL_error(L, "this can be asked only while an invoice is exported");
  return p->exporting;
}

// map(kind, key, default): what the target calls it, else the default.
static int map(lua_State *L) {
  const export_desk *desk = at_hand(L)->desk;
  error *failed = &state_of(L)->failed;
  size_t length;
  const char *kind = lib_text(L, 1, &length), *key = lua_isnoneornil(L, 2) ? NULL : lib_text(L, 2, &length);
  lua_settop(L, 3);
  const char *name = key ? desk->map(desk->self, kind, key, failed) : NULL;
  if (failed->code != ERROR_NONE) return state_raise(L);
  if (name) lua_pushstring(L, name);
  return 1;
}

static int id(lua_State *L) {
  const export_desk *desk = at_hand(L)->desk;
  error *failed = &state_of(L)->failed;
  size_t length;
  const char *kind = lib_text(L, 1, &length), *key = lib_text(L, 2, &length),
             *out = desk->id(desk->self, kind, key, failed);
  if (failed->code != ERROR_NONE) return state_raise(L);
  lua_pushstring(L, out);
  return 1;
}

static int json(lua_State *L) {
  const export_call *call = at_hand(L);
  error *failed = &state_of(L)->failed;
  if (!call->invoice) return luaL_error(L, "json: there is no invoice at the beginning and at the end");
  const char *text = call->desk->json(call->desk->self, call->invoice, failed);
  if (!text) return state_raise(L);
  lua_pushstring(L, text);
  return 1;
}

static int warn(lua_State *L) {
  const export_desk *desk = at_hand(L)->desk;
  luaL_checktype(L, 1, LUA_TSTRING);
  desk->warn(desk->self, lib_kept(L, 1, "warn"));
  return 0;
}

void export_push_desk(lua_State *L, plugin *p) {
  static const luaL_Reg functions[] = { { "map", map }, { "json", json }, { "warn", warn }, { "id", id } };
  size_t count = sizeof functions / sizeof *functions - !p->exporting->desk->id;
  lua_createtable(L, 0, 4);
  for (size_t i = 0; i < count; i++) {
    lua_pushlightuserdata(L, p);
    lua_pushcclosure(L, functions[i].func, 1);
    lua_setfield(L, -2, functions[i].name);
  }
  lua_pushstring(L, p->exporting->desk->currency);
  lua_setfield(L, -2, "currency");
}

// The text at the top.
static void take_text(lua_State *L, const text_call *call) {
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  if (!text_is_utf8(text, length)) luaL_error(L, "an exporter's text must be UTF-8 without NUL");
  buffer_add(call->out, text, length);
}

// What `missing` answers: a list of texts, a line each.
static int take_list(lua_State *L, const text_call *call) {
  if (!lua_istable(L, -1)) return luaL_error(L, "missing: must return a list of texts, not a %s", luaL_typename(L, -1));
  sandbox_behind(L, -1);
  for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++, lua_pop(L, 1)) {
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "missing: a list of texts, not of a %s", luaL_typename(L, -1));
    if (strchr(lua_tostring(L, -1), '\n')) luaL_error(L, "missing: what is missing is told in one line");
    take_text(L, call);
    buffer_text(call->out, "\n");
  }
  return 0;
}

// What an exporter has nothing to say of, it leaves out: nil adds nothing.
static int run(lua_State *L) {
  text_call *call = lua_touserdata(L, 1);
  const value *invoice = call->asked->invoice;
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[call->function]);
  if (invoice) lua_value_push(L, invoice, call->scratch);
  export_push_desk(L, call->plugin);
  lua_call(L, invoice ? 2 : 1, 1);
  if (lua_isnil(L, -1)) return 0;
  if (call->function == FUNCTION_MISSING) return take_list(L, call);
  if (lua_type(L, -1) != LUA_TSTRING)
    return luaL_error(L, "an exporter's function must return text, not a %s", luaL_typename(L, -1));
  take_text(L, call);
  return 0;
}

static plugin_function function_of(const char *phase) {
  if (strcmp(phase, "begins") == 0) return FUNCTION_BEGINS;
  if (strcmp(phase, "ends") == 0) return FUNCTION_ENDS;
  return strcmp(phase, "missing") == 0 ? FUNCTION_MISSING : FUNCTION_INVOICE;
}

bool export_text(void *self, const export_call *asked, buffer *out, error *e) {
  plugin *p = plugin_find(self, PLUGIN_EXPORTER, asked->name, e);
  if (!p) return false;
  text_call call = { .plugin = p, .asked = asked, .function = function_of(asked->phase), .out = out };
  if (p->functions[call.function] == LUA_NOREF) return true;
  call.scratch = arena_new();
  p->exporting = asked;
  bool good = state_call(p->state, run, &call, e);
  p->exporting = NULL;
  arena_free(call.scratch);
  return good;
}
