// Delivering exporters: what they answer when they are asked for requests, and what they read in answers.
#include "lua/host/host_inside.h"
#include <string.h>

typedef struct answer_call {
  plugin *plugin;
  const delivery_call *asked;
  plugin_function function;
  arena *scratch;
  cJSON *out;  // {"answer": …}
} answer_call;

static const struct {
  const char *name;
  plugin_function function;
} functions[] = { { "missing", FUNCTION_MISSING },    { "needs", FUNCTION_NEEDS },     { "create", FUNCTION_CREATE },
                  { "find", FUNCTION_FIND },          { "confirm", FUNCTION_CONFIRM }, { "void", FUNCTION_VOID },
                  { "apply", FUNCTION_APPLY_CREDIT }, { "changed", FUNCTION_CHANGED }, { "refused", FUNCTION_REFUSED },
                  { "company", FUNCTION_COMPANY },    { "names", FUNCTION_NAMES } };
enum { FUNCTIONS = sizeof functions / sizeof *functions };

value *deliver_functions(const plugin *p, arena *a) {
  value *out = value_list(a);
  for (size_t i = 0; i < FUNCTIONS; i++)
    if (p->functions[functions[i].function] != LUA_NOREF) value_append(a, out, value_text(a, functions[i].name));
  return out;
}

static void put_value(lua_State *L, const char *name, const value *v, arena *scratch) {
  if (v) lua_value_push(L, v, scratch);
  else lua_newtable(L);
  lua_setfield(L, -2, name);
}

static void push_desk(lua_State *L, const answer_call *call) {
  const export_desk *desk = call->asked->desk;
  export_push_desk(L, call->plugin);
  lua_pushstring(L, desk->key);
  lua_setfield(L, -2, "key");
  put_value(L, "company", desk->company, call->scratch);
  put_value(L, "settings", desk->settings, call->scratch);
}

// Raises with the line on which the function begins: it has answered, and no line of it runs any more.
static int blame(lua_State *L, const answer_call *call, const char *fault) {
  lua_Debug about;
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[call->function]);
  lua_getinfo(L, ">S", &about);
  return luaL_error(L, "%s:%d: %s: %s", call->plugin->label, about.linedefined, call->asked->function, fault);
}

static int run(lua_State *L) {
  answer_call *call = lua_touserdata(L, 1);
  const delivery_call *asked = call->asked;
  const value *kind = asked->subject ? value_get(asked->subject, "kind") : NULL;
  char fault[300];
  int arguments = 1;
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[call->function]);
  if (asked->subject) lua_value_push(L, asked->subject, call->scratch), arguments++;
  if (asked->answer) lua_value_push(L, asked->answer, call->scratch), arguments++;
  push_desk(L, call);
  lua_call(L, arguments, 1);
  if (lua_isnil(L, -1)) return 0;
  lua_json_add_exact(L, -1, call->out, "answer");
  const cJSON *answer = cJSON_GetObjectItemCaseSensitive(call->out, "answer");
  if (delivery_fault(call->function, kind && kind->type == VALUE_TEXT ? kind->as.text : NULL, answer, fault,
                     sizeof fault))
    return blame(L, call, fault);
  return 0;
}

static plugin_function function_of(const char *name) {
  for (size_t i = 0; i < FUNCTIONS; i++)
    if (strcmp(functions[i].name, name) == 0) return functions[i].function;
  return FUNCTION_COUNT;
}

bool deliver_answer(void *self, const delivery_call *asked, cJSON **out, error *e) {
  plugin *p = plugin_find(self, PLUGIN_EXPORTER, asked->name, e);
  const export_call at_hand = {
    .name = asked->name, .phase = asked->function, .invoice = asked->invoice, .desk = asked->desk
  };
  answer_call call = { .plugin = p, .asked = asked, .function = function_of(asked->function) };
  *out = NULL;
  if (!p) return false;
  if (call.function == FUNCTION_COUNT || p->functions[call.function] == LUA_NOREF) return true;
  call.scratch = arena_new();
  call.out = cJSON_CreateObject();
  p->exporting = &at_hand;
  bool good = state_call(p->state, run, &call, e);
  p->exporting = NULL;
  if (good) *out = cJSON_DetachItemFromObjectCaseSensitive(call.out, "answer");
  cJSON_Delete(call.out);
  arena_free(call.scratch);
  return good;
}
