// Loads a plugin file: a sandbox of its own, the chunk, the table that it returns.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

static void begin(lua_State *L, plugin *p) {
  const char *name = lua_pushfstring(L, "@%s", p->label);
  sandbox_load(L, p->file.text, p->file.text_length, name);
  lua_call(L, 0, 1);
}

// How many of the eight arguments a price rule's function looks at: two at least.
static int arguments_taken(lua_State *L, int ref) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, ref);
  int count = lib_arity(L, -1, 8);
  lua_pop(L, 1);
  return count < 2 ? 2 : count;
}

typedef struct load_call {
  host *host;
  plugin *plugin;
} load_call;

static int run(lua_State *L) {
  const load_call *call = lua_touserdata(L, 1);
  plugin *p = call->plugin;
  constructors_open(L, p);
  require_open(L, call->host, p);
  schema_open(L);
  handles_open(L);
  begin(L, p);
  if (!lua_istable(L, -1) || lua_topointer(L, -1) != p->made || !p->made)
    return luaL_error(L, "%s: must return what a constructor makes, such as `return contract { … }`, and nothing else",
                      p->label);
  require_check(L, p);
  p->definition = luaL_ref(L, LUA_REGISTRYINDEX);
  if (p->functions[FUNCTION_APPLY] != LUA_NOREF) p->takes = arguments_taken(L, p->functions[FUNCTION_APPLY]);
  if (p->functions[FUNCTION_LOOK] != LUA_NOREF) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, p->functions[FUNCTION_LOOK]);
    p->check.before = lib_arity(L, -1, 4) >= 3;
    lua_pop(L, 1);
  }
  if (p->functions[FUNCTION_RATES] != LUA_NOREF) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, p->functions[FUNCTION_RATES]);
    p->looks = lib_named_arguments(L, -1) >= 3;
    lua_pop(L, 1);
  }
  return 0;
}

// A file is found by its folder and its name, before it is loaded: one that makes something else would be found where
// nobody looks for it.
static bool named_right(const plugin *p, error *e) {
  const plugin_file *told = &p->told;
  if (p->folder != PLUGIN_KINDS && told->kind != p->folder)
    return error_set(e, ERROR_PLUGIN, "%s: makes a %s, but its folder holds %ss", p->label,
                     plugin_kind_name(told->kind), plugin_kind_name(p->folder));
  if (p->rules && told->kind != PLUGIN_PRICE_RULE && told->kind != PLUGIN_TAX_RULE)
    return error_set(e, ERROR_PLUGIN, "%s: makes a %s, but its folder holds price and tax rules", p->label,
                     plugin_kind_name(told->kind));
  if (strcmp(told->name, p->file.name) != 0)
    return error_set(e, ERROR_PLUGIN, "%s:%d: is named \"%s\" inside; name and file name must be the same", p->label,
                     plugin_field_line(p, "name"), told->name);
  return true;
}

static int run_library(lua_State *L) {
  const host *h = lua_touserdata(L, 1);
  lib_open(L, (lib_zones){ h->options.zone, h->options.zone_context });
  lib_own_open(L, &h->own);
  return 0;
}

// A sandbox for each file: what one does to its globals, its memory and its time is no other's affair.
static bool open_state(host *h, plugin *p, error *e) {
  error full = { 0 };
  p->state = sandbox_new(h->limits);
  bool good = p->state && state_call(p->state, run_library, h, &full);
  error_clear(&full);
  if (!good) return error_set(e, ERROR_PLUGIN, "%s: no memory for its sandbox", p->label);
  p->state->label = p->label;
  p->state->owner = p;
  p->keep = cJSON_CreateArray();
  for (size_t i = 0; i < FUNCTION_COUNT; i++) p->functions[i] = LUA_NOREF;
  return true;
}

static bool tell_problem(const plugin *p, error *e) {
  error_set(e, p->problem->code, "%s", p->problem->message);
  return p->problem->hint[0] ? error_hint(e, "%s", p->problem->hint) : false;
}

bool plugin_load(host *h, plugin *p, error *e) {
  if (p->phase == PLUGIN_LOADED) return true;
  if (!plugin_read(h, p)) return tell_problem(p, e);
  load_call call = { h, p };
  bool good = plugin_let_in(h, p, e) && open_state(h, p, e) && state_call(p->state, run, &call, e) && named_right(p, e);
  if (!good) return plugin_break(p, e);
  p->file.kind = p->told.kind;
  p->file.title = p->told.title;
  p->file.version = p->told.version;
  p->phase = PLUGIN_LOADED;
  return true;
}

params_place plugin_params(plugin *p) {
  assert(p->phase == PLUGIN_LOADED);
  return (params_place){ .state = p->state, .schema = p->params, .watch = &p->watch };
}

typedef struct answer_call {
  plugin *plugin;
  answer_reader reads;
  void *context;
} answer_call;

static int run_answer(lua_State *L) {
  const answer_call *call = lua_touserdata(L, 1);
  begin(L, call->plugin);
  call->reads(L, call->context);
  return 0;
}

bool plugin_answer(host *h, plugin *p, answer_reader reads, void *context, error *e) {
  if (!plugin_read(h, p)) return tell_problem(p, e);
  answer_call call = { p, reads, context };
  bool good = plugin_let_in(h, p, e) && open_state(h, p, e) && state_call(p->state, run_answer, &call, e);
  plugin_unload(p);
  return good;
}

typedef struct data_call {
  const char *label;
  cJSON *out;
} data_call;

static void read_data(lua_State *L, void *context) {
  const data_call *call = context;
  if (!lua_istable(L, -1)) luaL_error(L, "%s: must return a table", call->label);
  lua_json_add(L, -1, call->out, "data");
}

bool plugin_data(host *h, plugin *p, cJSON **out, error *e) {
  data_call call = { p->label, cJSON_CreateObject() };
  bool good = plugin_answer(h, p, read_data, &call, e);
  *out = good ? cJSON_DetachItemFromObject(call.out, "data") : NULL;
  cJSON_Delete(call.out);
  return good;
}
