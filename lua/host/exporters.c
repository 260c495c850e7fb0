// Exporters: the text that they make of invoices, and what they miss in them.
#include "lua/host/host_inside.h"
#include <string.h>

typedef struct export_call {
  plugin *plugin;
  int function;
  const value *invoice;
  arena *scratch;
  buffer *out;
} export_call;

// The text at the top.
static void take_text(lua_State *L, const export_call *call) {
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  if (!text_is_utf8(text, length)) luaL_error(L, "an exporter's text must be UTF-8 without NUL");
  buffer_add(call->out, text, length);
}

// What `missing` answers: a list of texts, a line each.
static int take_list(lua_State *L, const export_call *call) {
  if (!lua_istable(L, -1)) return luaL_error(L, "missing: must return a list of texts, not a %s", luaL_typename(L, -1));
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
  const export_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[call->function]);
  if (call->invoice) lua_value_push(L, call->invoice, call->scratch);
  lua_call(L, call->invoice ? 1 : 0, 1);
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

bool export_text(void *self, const char *name, const char *phase, const value *invoice, buffer *out, error *e) {
  plugin *p = plugin_find(self, PLUGIN_EXPORTER, name, e);
  if (!p) return false;
  export_call call = { .plugin = p, .function = function_of(phase), .invoice = invoice, .out = out };
  if (p->functions[call.function] == LUA_NOREF) return true;
  call.scratch = arena_new();
  bool good = state_call(p->state, run, &call, e);
  arena_free(call.scratch);
  return good;
}
