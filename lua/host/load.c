// Loads a plugin file: a sandbox of its own, the chunk, the table that it returns.
#include "lua/host/plugin.h"
#include "lua/handles/lua_json.h"
#include <string.h>

static void begin(lua_State *L, plugin *p) {
  const char *name = lua_pushfstring(L, "@%s", p->label);
  if (luaL_loadbufferx(L, p->file.text, p->file.text_length, name, "t") != LUA_OK) lua_error(L);
  lua_call(L, 0, 1);
}

int plugin_arguments(lua_State *L, int index, int most) {
  lua_Debug info;
  lua_pushvalue(L, index);
  lua_getinfo(L, ">u", &info);
  return info.isvararg || info.nparams > most ? most : info.nparams;
}

// How many of the seven arguments a price rule's function looks at: two at least.
static int arguments_taken(lua_State *L, int ref) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, ref);
  int count = plugin_arguments(L, -1, 7);
  lua_pop(L, 1);
  return count < 2 ? 2 : count;
}

static int run(lua_State *L) {
  plugin *p = lua_touserdata(L, 1);
  kinds_open(L);
  schema_open(L);
  bill_types(L);
  work_types(L);
  begin(L, p);
  if (!lua_istable(L, -1) || lua_topointer(L, -1) != p->made || !p->made)
    return luaL_error(L, "%s: must return what a constructor makes, such as `return contract { … }`, and nothing else",
                      p->label);
  p->definition = luaL_ref(L, LUA_REGISTRYINDEX);
  if (p->functions[FUNCTION_APPLY] != LUA_NOREF) p->takes = arguments_taken(L, p->functions[FUNCTION_APPLY]);
  return 0;
}

static bool named_right(const plugin *p, const plugin_file *before, error *e) {
  if (p->folder != PLUGIN_KINDS && p->file.kind != p->folder)
    return error_set(e, ERROR_PLUGIN, "%s: makes a %s, but its folder holds %ss", p->label,
                     plugin_kind_name(p->file.kind), plugin_kind_name(p->folder));
  if (p->rules && p->file.kind != PLUGIN_PRICE_RULE && p->file.kind != PLUGIN_TAX_RULE)
    return error_set(e, ERROR_PLUGIN, "%s: makes a %s, but its folder holds price and tax rules", p->label,
                     plugin_kind_name(p->file.kind));
  if (strcmp(p->file.name, before->name) != 0)
    return error_set(e, ERROR_PLUGIN, "%s:%d: is named \"%s\" inside; name and file name must be the same", p->label,
                     plugin_field_line(p, "name"), p->file.name);
  return true;
}

static bool open_state(host *h, plugin *p, error *e) {
  p->state = state_new(&h->options, h->limits, false);
  if (!p->state) return error_set(e, ERROR_PLUGIN, "%s: no memory for its sandbox", p->label);
  p->state->owner = p;
  p->state->label = p->label;
  p->keep = cJSON_CreateArray();
  for (size_t i = 0; i < FUNCTION_COUNT; i++) p->functions[i] = LUA_NOREF;
  return true;
}

bool plugin_break(plugin *p, const error *e) {
  plugin_unload(p);
  p->phase = PLUGIN_BROKEN;
  error_set(&p->problem, e->code, "%s", e->message);
  return e->hint[0] ? error_hint(&p->problem, "%s", e->hint) : false;
}

static bool tell_problem(const plugin *p, error *e) {
  error_set(e, p->problem.code, "%s", p->problem.message);
  return p->problem.hint[0] ? error_hint(e, "%s", p->problem.hint) : false;
}

bool plugin_load(host *h, plugin *p, error *e) {
  if (p->phase == PLUGIN_LOADED) return true;
  if (p->phase == PLUGIN_BROKEN) return tell_problem(p, e);
  plugin_file before = p->file;
  if (open_state(h, p, e) && state_call(p->state, run, p, e) && named_right(p, &before, e)) {
    p->phase = PLUGIN_LOADED;
    return true;
  }
  p->file = before;
  return plugin_break(p, e);
}

void plugin_unload(plugin *p) {
  state_free(p->state);
  own_forget(&p->own);
  cJSON_Delete(p->keep);
  p->state = NULL;
  p->keep = NULL;
  p->params = NULL;
  error_clear(&p->problem);
}

typedef struct data_call {
  plugin *plugin;
  cJSON *out;
} data_call;

static int run_data(lua_State *L) {
  data_call *call = lua_touserdata(L, 1);
  begin(L, call->plugin);
  if (!lua_istable(L, -1)) return luaL_error(L, "%s: must return a table", call->plugin->label);
  convert_to_json(L, -1, call->out, "data");
  return 0;
}

bool plugin_data(host *h, plugin *p, cJSON **out, error *e) {
  if (p->phase == PLUGIN_BROKEN) return tell_problem(p, e);
  data_call call = { p, cJSON_CreateObject() };
  bool good = open_state(h, p, e) && state_call(p->state, run_data, &call, e);
  plugin_unload(p);
  *out = good ? cJSON_DetachItemFromObject(call.out, "data") : NULL;
  cJSON_Delete(call.out);
  return good;
}
