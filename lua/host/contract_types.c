// Contract types as the engine calls them: their params, parts, schedule and what a period costs.
#include "lua/host/host_inside.h"
#include "core/base/memory.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { PERIODS_MAX = 10000 };

// Numbers are used again: a batch opens and closes a type for each contract.
static int free_handle(host *h) {
  for (size_t i = 0; i < h->type_count; i++)
    if (!h->types[i].used) return (int)i;
  size_t count = h->type_count ? h->type_count * 2 : 16;
  contract_type *grown = arena_array(h->arena, count, sizeof *grown);
  if (h->type_count) memcpy(grown, h->types, h->type_count * sizeof *grown);
  memset(grown + h->type_count, 0, (count - h->type_count) * sizeof *grown);
  h->types = grown;
  int first = (int)h->type_count;
  h->type_count = count;
  return first;
}

static contract_type *type_at(host *h, int type) {
  assert(type >= 0 && (size_t)type < h->type_count && h->types[type].used);  // another's params else, once it is reused
  return &h->types[type];
}

bool contract_type_open(void *self, const char *name, const char *params, const contract *c, int *type, error *e) {
  host *h = self;
  plugin *p = plugin_find(h, PLUGIN_CONTRACT, name, e);
  int ref;
  if (!p) return false;
  params_place place = plugin_params(p);
  place.contract = c;
  if (!params_keep(&place, params, &ref, e)) return false;
  *type = free_handle(h);
  h->types[*type] = (contract_type){ .plugin = p, .params = ref, .used = true };
  return true;
}

void contract_type_close(void *self, int type) {
  contract_type *t = type_at(self, type);
  luaL_unref(t->plugin->state->lua, LUA_REGISTRYINDEX, t->params);
  t->used = false;
}

typedef struct type_call {
  contract_type *type;
  plugin_function function;
  arena *arena;
  plugin_part *parts;
  plugin_period *periods;
  size_t count;
  cJSON *scratch;
} type_call;

static void push_function(lua_State *L, const type_call *call) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->type->plugin->functions[call->function]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->type->params);
}

static bool member(lua_State *L, int table, const char *name) {
  lua_pushstring(L, name);
  return lua_rawget(L, table) != LUA_TNIL;
}

static const char *member_text(lua_State *L, int table, const char *what, size_t i, const char *name, arena *a) {
  if (!member(L, table, name) || lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "%s[%d].%s: must be text", what, (int)i + 1, name);
  const char *text = arena_text(a, lib_kept(L, -1, name));
  lua_pop(L, 1);
  return text;
}

static size_t list_result(lua_State *L, const char *what, size_t most) {
  if (!lua_istable(L, -1)) luaL_error(L, "%s: must return a list, not a %s", what, luaL_typename(L, -1));
  sandbox_behind(L, -1);
  size_t count = lua_rawlen(L, -1);
  if (count > most) luaL_error(L, "%s: more than %d", what, (int)most);
  return count;
}

static void read_part(lua_State *L, type_call *call, size_t i) {
  static const char *const names[] = { "id", "type", "params", NULL };
  int table = lua_gettop(L);
  if (!lua_istable(L, table)) luaL_error(L, "parts[%d]: must be { id =, type =, params = }", (int)i + 1);
  lib_fields(L, table, "parts", names, 0);
  plugin_part *part = &call->parts[i];
  part->type = member_text(L, table, "parts", i, "type", call->arena);
  part->id = member(L, table, "id") ? member_text(L, table, "parts", i, "id", call->arena) : part->type;
  for (size_t k = 0; k < i; k++)
    if (strcmp(call->parts[k].id, part->id) == 0)
      luaL_error(L, "parts[%d].id: \"%s\" comes twice", (int)i + 1, part->id);
  lua_settop(L, table);
  if (!member(L, table, "params")) {
    lua_newtable(L);
    lua_replace(L, -2);
  }
  lua_json_add(L, -1, call->scratch, "params");
  char *text = json_canonical(cJSON_GetObjectItemCaseSensitive(call->scratch, "params"));
  part->params = arena_text(call->arena, text);
  memory_give(text);
  cJSON_DeleteItemFromObjectCaseSensitive(call->scratch, "params");
  lua_settop(L, table);
}

static int run_parts(lua_State *L) {
  type_call *call = lua_touserdata(L, 1);
  push_function(L, call);
  lua_call(L, 1, 1);
  call->count = list_result(L, "parts", PLUGIN_PARTS_MAX);
  if (call->count == 0) return luaL_error(L, "parts: at least one is needed");
  for (size_t i = 0; i < call->count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    read_part(L, call, i);
    lua_pop(L, 1);
  }
  return 0;
}

// A part lives in the periods of its contract, and is no contract of parts. A type that there is not is told where it
// is opened.
static bool part_fits(host *h, const plugin_part *part, error *e) {
  error unknown = { 0 };
  const plugin *own = plugin_find(h, PLUGIN_CONTRACT, part->type, &unknown);
  error_clear(&unknown);
  if (own && own->functions[FUNCTION_PARTS] != LUA_NOREF)
    return error_set(e, ERROR_INVALID, "line \"%s\": a %s has lines itself: give it a contract of its own", part->id,
                     part->type);
  if (own && own->functions[FUNCTION_SCHEDULE] != LUA_NOREF)
    return error_set(e, ERROR_INVALID, "line \"%s\": a %s has its own dates: give it a contract of its own", part->id,
                     part->type);
  return true;
}

bool contract_type_parts(void *self, int type, arena *a, plugin_part *parts, size_t *count, error *e) {
  host *h = self;
  type_call call = { .type = type_at(h, type), .function = FUNCTION_PARTS, .arena = a, .parts = parts };
  *count = 0;
  if (call.type->plugin->functions[FUNCTION_PARTS] == LUA_NOREF) return true;
  call.scratch = cJSON_CreateObject();
  bool good = state_call(call.type->plugin->state, run_parts, &call, e);
  cJSON_Delete(call.scratch);
  for (size_t i = 0; good && i < call.count; i++) good = part_fits(h, &parts[i], e);
  *count = call.count;
  return good;
}

// A day of a period; `absent` where it is not given.
static day member_day(lua_State *L, int table, size_t i, const char *name, day absent) {
  day out = absent;
  if (member(L, table, name)) {
    if (!lua_isinteger(L, -1) || lua_type(L, -1) != LUA_TNUMBER)
      luaL_error(L, "schedule[%d].%s: must be a day", (int)i + 1, name);
    lua_Integer d = lua_tointeger(L, -1);
    if (d < DAY_MIN || d > DAY_MAX) luaL_error(L, "schedule[%d].%s: is past the range of dates", (int)i + 1, name);
    out = (day)d;
  } else if (absent == DAY_MIN) luaL_error(L, "schedule[%d].%s: is missing", (int)i + 1, name);
  lua_pop(L, 1);
  return out;
}

static void read_period(lua_State *L, type_call *call, size_t i) {
  static const char *const names[] = { "key", "first", "last", "ready_on", "once", "waits", NULL };
  int table = lua_gettop(L);
  if (!lua_istable(L, table)) luaL_error(L, "schedule[%d]: must be { key =, first =, last =, ready_on = }", (int)i + 1);
  lib_fields(L, table, "schedule", names, 0);
  plugin_period *p = &call->periods[i];
  *p = (plugin_period){ 0 };
  p->key = member_text(L, table, "schedule", i, "key", call->arena);
  for (size_t k = 0; k < i; k++)
    if (strcmp(call->periods[k].key, p->key) == 0)
      luaL_error(L, "schedule[%d].key: \"%s\" comes twice", (int)i + 1, p->key);
  p->from = member_day(L, table, i, "first", DAY_MIN);
  day last = member_day(L, table, i, "last", DAY_NEVER);
  p->until = last == DAY_NEVER ? DAY_NEVER : last + 1;
  p->ready_on = member_day(L, table, i, "ready_on", DAY_NEVER);
  if (p->until <= p->from) luaL_error(L, "schedule[%d].last: is before first", (int)i + 1);
  if (member(L, table, "waits")) p->waits = member_text(L, table, "schedule", i, "waits", call->arena);
  lua_settop(L, table);
  p->once = member(L, table, "once") && lua_toboolean(L, -1);
  lua_settop(L, table);
}

static int run_schedule(lua_State *L) {
  type_call *call = lua_touserdata(L, 1);
  push_function(L, call);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1)) return 0;
  call->count = list_result(L, "schedule", PERIODS_MAX);
  call->periods = arena_array(call->arena, call->count + 1, sizeof *call->periods);
  for (size_t i = 0; i < call->count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    read_period(L, call, i);
    lua_settop(L, 2);
  }
  return 0;
}

bool contract_type_schedule(void *self, int type, arena *a, const contract *c, plugin_period **periods, size_t *count,
                            error *e) {
  host *h = self;
  (void)c;
  type_call call = { .type = type_at(h, type), .function = FUNCTION_SCHEDULE, .arena = a };
  *periods = NULL;
  *count = 0;
  if (call.type->plugin->functions[FUNCTION_SCHEDULE] == LUA_NOREF) return true;
  if (!state_call(call.type->plugin->state, run_schedule, &call, e)) return false;
  *periods = call.periods;
  *count = call.count;
  return true;
}

static int run_phase(lua_State *L) {
  type_call *call = lua_touserdata(L, 1);
  state_of(L)->charged = call->type->charged;
  push_function(L, call);
  handles_push(L, &call->type->plugin->handles);
  lua_call(L, 3, 0);
  return 0;
}

static bool phase(host *h, int type, rating *r, plugin_function function, error *e) {
  type_call call = { .type = type_at(h, type), .function = function };
  plugin *p = call.type->plugin;
  if (p->functions[function] == LUA_NOREF) return true;
  handles_begin(&p->handles, r, function != FUNCTION_OPENS);
  bool good = state_call(p->state, run_phase, &call, e);
  handles_end(&p->handles);
  call.type->charged = p->state->charged;
  return good;
}

bool contract_type_opens(void *self, int type, rating *r, error *e) { return phase(self, type, r, FUNCTION_OPENS, e); }
bool contract_type_closes(void *self, int type, rating *r, error *e) {
  return phase(self, type, r, FUNCTION_CLOSES, e);
}
bool contract_type_rest(void *self, int type, rating *r, error *e) { return phase(self, type, r, FUNCTION_REST, e); }
