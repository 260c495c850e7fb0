// Exporters: the text that they make of invoices.
#include "lua/host/host_inside.h"
#include <string.h>

typedef struct export_call {
  plugin *plugin;
  int function;
  const value *invoice;
  arena *scratch;
  buffer *out;
} export_call;

// What an exporter has nothing to say of, it leaves out: nil adds nothing.
static int run(lua_State *L) {
  export_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[call->function]);
  if (call->invoice) lua_value_push(L, call->invoice, call->scratch);
  lua_call(L, call->invoice ? 1 : 0, 1);
  if (lua_isnil(L, -1)) return 0;
  if (lua_type(L, -1) != LUA_TSTRING)
    return luaL_error(L, "an exporter's function must return text, not a %s", luaL_typename(L, -1));
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  if (!text_is_utf8(text, length)) return luaL_error(L, "an exporter's text must be UTF-8 without NUL");
  buffer_add(call->out, text, length);
  return 0;
}

bool export_text(void *self, const char *name, const char *phase, const value *invoice, buffer *out, error *e) {
  plugin *p = plugin_find(self, PLUGIN_EXPORTER, name, e);
  if (!p) return false;
  export_call call = { .plugin = p, .invoice = invoice, .out = out };
  call.function = strcmp(phase, "begins") == 0 ? FUNCTION_BEGINS
                  : strcmp(phase, "ends") == 0 ? FUNCTION_ENDS
                                               : FUNCTION_INVOICE;
  if (p->functions[call.function] == LUA_NOREF) return true;
  call.scratch = arena_new();
  bool good = state_call(p->state, run, &call, e);
  arena_free(call.scratch);
  return good;
}
