// Price rules: a contract's chain and the site's, and one rule on one number.
#include "lua/host/host_inside.h"
#include "core/base/memory.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

// rules/site.lua, read once: { price_rules = { … } } and nothing else.
static bool read_site(host *h, error *e) {
  if (h->site_rules || !h->site) return true;
  if (!h->site_json && !plugin_data(h, h->site, &h->site_json, e)) return false;
  const cJSON *rules = NULL, *item;
  cJSON_ArrayForEach(item, h->site_json) {
    if (!item->string || strcmp(item->string, "price_rules") != 0)
      return error_set(e, ERROR_PLUGIN, "%s: must return { price_rules = { … } }, but %s%s%s", h->site->label,
                       item->string ? "has '" : "is", item->string ? item->string : " a list", item->string ? "'" : "");
    rules = item;
  }
  if (rules && !cJSON_IsArray(rules))
    return error_set(e, ERROR_PLUGIN, "%s: price_rules must be a list", h->site->label);
  h->site_rules = rules ? rules : h->site_json;
  return true;
}

typedef struct scope_call {
  const plugin *plugin;
  int params;
  rule_scope scope;
  arena *arena;
  const char *category;
  bool percent;
  decimal off;
} scope_call;

static int run_scope(lua_State *L) {
  scope_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[FUNCTION_SCOPE]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->params);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) != LUA_TSTRING) return luaL_error(L, "scope: must return entry, ticket, day or period");
  call->scope = rule_scope_check(L, call->plugin, lua_tostring(L, -1));
  return 0;
}

static int run_category(lua_State *L) {
  scope_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[FUNCTION_CATEGORY]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->params);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) == LUA_TSTRING) call->category = arena_text(call->arena, lib_kept(L, -1, "category"));
  else if (!lua_isnil(L, -1)) return luaL_error(L, "category: must return a category, or nothing for all");
  return 0;
}

static int run_percent_off(lua_State *L) {
  scope_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->plugin->functions[FUNCTION_PERCENT_OFF]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->params);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1)) return 0;
  if (!lib_to_decimal(L, -1, false, &call->off) || call->off < 0 || call->off > DECIMAL_ONE)
    return luaL_error(L, "percent_off: must return a percentage from 0%% to 100%%, or nothing");
  call->percent = call->plugin->stage == STAGE_AMOUNT && call->scope != SCOPE_PERIOD;
  return 0;
}

// Minutes and prices come again and again; a table answers in a fraction of what a call costs.
static void make_memory(host *h, rule_handle *r) {
  r->small = arena_array(h->arena, SMALL_NUMBERS, sizeof *r->small);
  r->large = arena_array(h->arena, LARGE_NUMBERS, sizeof *r->large);
  for (size_t i = 0; i < SMALL_NUMBERS; i++) r->small[i] = INT64_MIN;
  for (size_t i = 0; i < LARGE_NUMBERS; i++) r->large[i].number = INT64_MIN;
}

// One handle for each plugin with the same params and, where they name some, the same calendars.
static bool handle_of(host *h, plugin *p, const char *params, const plugin_calendars *calendars, int *handle,
                      error *e) {
  int64_t stamp = schema_has(p->params, SCHEMA_CALENDAR) && calendars ? calendars->stamp : 0;
  for (size_t i = 0; i < h->rule_count; i++) {
    *handle = (int)i;
    if (h->rules[i].plugin == p && h->rules[i].stamp == stamp && !p->watch.name &&
        strcmp(h->rules[i].text, params) == 0)
      return true;
  }
  rule_handle made = { .plugin = p, .text = arena_text(h->arena, params), .stamp = stamp };
  params_place place = plugin_params(p);
  place.calendars = calendars;
  if (!params_keep(&place, params, &made.params, e)) return false;
  if (p->takes == 2) make_memory(h, &made);
  made.told = arena_alloc(h->arena, sizeof *made.told);
  h->rules = arena_grow(h->arena, h->rules, h->rule_count, &h->rule_capacity, sizeof made);
  h->rules[h->rule_count] = made;
  *handle = (int)h->rule_count++;
  return true;
}

static bool open_rule(host *h, const cJSON *entry, const plugin_calendars *calendars, plugin_rule *out, error *e) {
  const cJSON *name = cJSON_GetObjectItemCaseSensitive(entry, "rule");
  if (!cJSON_IsString(name))
    return error_set(e, ERROR_INVALID,
                     "must be an object with the name of its rule, such as {\"rule\":\"round-time\",…}");
  plugin *p = plugin_find(h, PLUGIN_PRICE_RULE, name->valuestring, e);
  if (!p) return false;
  cJSON *own = cJSON_Duplicate(entry, true);
  cJSON_DeleteItemFromObjectCaseSensitive(own, "rule");
  char *params = json_canonical(own);
  cJSON_Delete(own);
  bool good = handle_of(h, p, params, calendars, &out->handle, e);
  memory_give(params);
  scope_call call = { p, good ? h->rules[out->handle].params : 0, p->scope, h->arena, NULL, false, 0 };
  if (good && p->functions[FUNCTION_SCOPE] != LUA_NOREF) good = state_call(p->state, run_scope, &call, e);
  if (good && p->functions[FUNCTION_CATEGORY] != LUA_NOREF) good = state_call(p->state, run_category, &call, e);
  if (good && p->functions[FUNCTION_PERCENT_OFF] != LUA_NOREF) good = state_call(p->state, run_percent_off, &call, e);
  out->percent = call.percent;
  out->off = call.off;
  out->stage = p->stage;
  out->scope = call.scope;
  out->all = p->all;
  out->splits = p->functions[FUNCTION_SPLIT] != LUA_NOREF;
  out->own = p->takes >= 7;
  out->work = p->takes >= 8;
  out->category = call.category;
  out->file = &p->file;
  return good;
}

// The error names the rule of the list: an MSP may have written the same rule twice.
static bool in_rule(error *e, const char *list, size_t i) {
  error cause = *e;
  *e = (error){ 0 };
  error_set(e, cause.code, "%s[%zu]: %s", list, i + 1, cause.message);
  if (cause.hint[0]) error_hint(e, "%s", cause.hint);
  error_clear(&cause);
  return false;
}

static bool add_rules(host *h, const char *list, const cJSON *rules, const plugin_calendars *calendars,
                      plugin_rules *out, error *e) {
  const cJSON *entry;
  size_t i = 0;
  cJSON_ArrayForEach(entry, rules) {
    if (out->count == RULES_MAX) return error_set(e, ERROR_INVALID, "%s: more than %d price rules", list, RULES_MAX);
    plugin_rule *rule = &out->rules[out->count++];
    if (!open_rule(h, entry, calendars, rule, e)) return in_rule(e, list, i);
    out->splits = out->splits || rule->splits;
    out->own = out->own || rule->own;
    out->work = out->work || rule->work;
    i++;
  }
  return true;
}

static bool read_rules(host *h, const char *text, const plugin_calendars *calendars, plugin_rules *out, error *e) {
  cJSON *own = *text ? json_parse("rules", text, strlen(text), e) : NULL;
  if (*text && !own) return false;
  bool good = !own || cJSON_IsArray(own) || error_set(e, ERROR_INVALID, "rules must be a JSON list");
  good = good && add_rules(h, "rules", own, calendars, out, e);
  cJSON_Delete(own);
  if (!good || h->alone) return good;
  if (!read_site(h, e)) return false;
  if (!cJSON_IsArray(h->site_rules)) return true;
  return add_rules(h, arena_format(h->arena, "%s: price_rules", h->site->label), h->site_rules, calendars, out, e);
}

static size_t bucket_of(const char *text) {
  uint64_t hash = 1469598103934665603u;
  for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 1099511628211u;
  return (size_t)(hash >> 32) % 256;
}

bool rules_open(void *self, const char *rules, const plugin_calendars *calendars, const plugin_rules **out, error *e) {
  host *h = self;
  int64_t stamp = calendars ? calendars->stamp : 0;
  const char *text = rules ? rules : "";
  rules_entry **bucket = &h->buckets[bucket_of(text)];
  for (rules_entry *r = *bucket; r; r = r->next) {
    *out = &r->rules;
    if (r->stamp == stamp && r->alone == h->alone && strcmp(r->text, text) == 0 && !h->watching) return true;
  }
  plugin_rules made = { 0 };
  if (!read_rules(h, text, calendars, &made, e)) return false;
  rules_entry *entry = arena_alloc(h->arena, sizeof *entry);
  *entry = (rules_entry){ arena_text(h->arena, text), stamp, h->alone, made, *bucket };
  *bucket = entry;
  *out = &entry->rules;
  return true;
}

void rules_alone(void *self, bool alone) {
  host *h = self;
  h->alone = h->own.silent = alone;
}

typedef struct text_call {
  const char *text;
  int ref;
} text_call;

static int run_text(lua_State *L) {
  text_call *call = lua_touserdata(L, 1);
  lua_pushstring(L, call->text);
  call->ref = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

// The category as a string of the state: the few that come up are kept.
static bool category_of(host *h, rule_handle *r, const char *category, int *ref, error *e) {
  for (size_t i = 0; i < CATEGORIES_KEPT; i++) {
    *ref = r->categories[i].ref;
    if (r->categories[i].text && strcmp(r->categories[i].text, category) == 0) return true;
  }
  text_call call = { category, 0 };
  if (!state_call(r->plugin->state, run_text, &call, e)) return false;
  size_t slot = r->category_next++ % CATEGORIES_KEPT;
  if (r->categories[slot].text) luaL_unref(r->plugin->state->lua, LUA_REGISTRYINDEX, r->categories[slot].ref);
  r->categories[slot].text = arena_text(h->arena, category);
  *ref = r->categories[slot].ref = call.ref;
  return true;
}

// The error lies above its handler.
static bool failed(rule_handle *r, int status, error *e) {
  error cause = { 0 };
  state_failed(r->plugin->state, status, &cause);
  lua_pop(r->plugin->state->lua, 1);
  error_set(e, cause.code, "price rule %s: %s", r->plugin->file.name, cause.message);
  e->spent = cause.spent;
  error_clear(&cause);
  return false;
}

static rule_handle *rule_at(host *h, int handle) {
  assert(handle >= 0 && (size_t)handle < h->rule_count);
  return &h->rules[handle];
}

// work.first: the engine is asked when the rule looks, for the item bears what is charged once from then on.
static int look_up(lua_State *L) {
  const rule_facts *told = *(const rule_facts **)lua_touserdata(L, lua_upvalueindex(1));
  state *s = state_of(L);
  bool first = false;
  if (lua_type(L, 2) != LUA_TSTRING || strcmp(lua_tostring(L, 2), "first") != 0) return 0;
  if (!told || !told->first)
    return luaL_error(L, "work.first says whether an item bears what is charged once per ticket: ask in a rule of the "
                         "stage amount and the scope ticket");
  if (!told->first(told->item, &first, &s->failed)) return state_raise(L);
  lua_pushboolean(L, first);
  return 1;
}

typedef struct shown_call {
  const shown_kind *kind;
  shown_texts *shown;
  const char *const *texts;
  const rule_facts **told;
} shown_call;

static int run_shown(lua_State *L) {
  const shown_call *call = lua_touserdata(L, 1);
  bool made = call->shown->made;
  shown_texts_push(L, call->kind, call->shown, call->texts);
  if (made || call->kind != &shown_work) return 0;
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->shown->table);
  lua_createtable(L, 0, 1);
  lua_pushlightuserdata(L, call->told);
  lua_pushcclosure(L, look_up, 1);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  return 0;
}

// Makes a table that the rule looks at show these texts.
static bool show(rule_handle *r, const shown_kind *kind, shown_texts *shown, const char *const *texts, error *e) {
  shown_call call = { kind, shown, texts, r->told };
  return shown_texts_are(kind, shown, texts) || state_call(r->plugin->state, run_shown, &call, e);
}

static bool show_own(rule_handle *r, const rule_facts *facts, error *e) {
  const char *const texts[] = { facts->entry_x, facts->ticket_x, facts->contract_x, facts->customer_x };
  return show(r, &shown_own, &r->own, texts, e);
}

static bool show_work(rule_handle *r, const rule_facts *facts, error *e) {
  const char *const texts[] = { facts->technician, facts->work_type, facts->rate, facts->ticket, facts->title };
  return show(r, &shown_work, &r->work, texts, e);
}

// The hot path: nothing is allocated, the one result is read raw.
static bool call_rule(host *h, rule_handle *r, int64_t number, const rule_facts *facts, int64_t *out, error *e) {
  state *s = r->plugin->state;
  lua_State *L = s->lua;
  int takes = r->plugin->takes, category = LUA_REFNIL;
  if (takes >= 5 && facts->category && !category_of(h, r, facts->category, &category, e)) return false;
  if ((takes >= 7 && !show_own(r, facts, e)) || (takes >= 8 && !show_work(r, facts, e))) return false;
  if (s->overruns && !state_may_run(s, e)) return false;
  *r->told = facts;
  state *outer = state_begin(s);
  lua_pushcfunction(L, state_explain);
  lua_rawgeti(L, LUA_REGISTRYINDEX, r->plugin->functions[FUNCTION_APPLY]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, r->params);
  lua_pushinteger(L, number);
  if (takes >= 3) lua_pushinteger(L, facts->minutes);
  if (takes >= 4) lua_pushinteger(L, facts->at);
  if (takes >= 5 && category == LUA_REFNIL) lua_pushnil(L);
  else if (takes >= 5) lua_rawgeti(L, LUA_REGISTRYINDEX, category);
  if (takes >= 6) lua_pushinteger(L, facts->exponent);
  if (takes >= 7) lua_rawgeti(L, LUA_REGISTRYINDEX, r->own.ref);
  if (takes >= 8) lua_rawgeti(L, LUA_REGISTRYINDEX, r->work.ref);
  int status = lua_pcall(L, takes, 1, -takes - 2);
  state_end(outer);
  *r->told = NULL;
  if (status != LUA_OK || s->killed) return failed(r, status, e);
  bool whole = lua_isinteger(L, -1);
  *out = lua_tointeger(L, -1);
  const char *type = luaL_typename(L, -1);
  lua_pop(L, 2);
  if (!whole)
    return error_set(e, ERROR_PLUGIN, "%s: apply must return an integer, not %s", r->plugin->label,
                     strcmp(type, "number") == 0 ? "a float" : type);
  return true;
}

// A rule that sees its number alone always answers the same: it is asked once for each.
bool rules_apply(void *self, int handle, int64_t number, const rule_facts *facts, int64_t *out, error *e) {
  host *h = self;
  rule_handle *r = rule_at(h, handle);
  if (!r->small) return call_rule(h, r, number, facts, out, e);
  if (number >= 0 && number < SMALL_NUMBERS) {
    if (r->small[number] == INT64_MIN && !call_rule(h, r, number, facts, &r->small[number], e))
      return r->small[number] = INT64_MIN, false;
    *out = r->small[number];
    return true;
  }
  size_t slot = (uint64_t)number / 1000 % LARGE_NUMBERS;
  if (r->large[slot].number != number) {
    int64_t answer;
    if (!call_rule(h, r, number, facts, &answer, e)) return false;
    r->large[slot].number = number;
    r->large[slot].answer = answer;
  }
  *out = r->large[slot].answer;
  return true;
}

typedef struct split_call {
  const rule_handle *rule;
  int64_t start, minutes, out;
} split_call;

static int run_split(lua_State *L) {
  split_call *call = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->rule->plugin->functions[FUNCTION_SPLIT]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, call->rule->params);
  lua_pushinteger(L, call->start);
  lua_pushinteger(L, call->minutes);
  lua_call(L, 3, 1);
  if (lua_isnil(L, -1)) return 0;
  if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 0)
    return luaL_error(L, "split: must return minutes up to the next edge, or nothing");
  if (lua_tointeger(L, -1) > 0 && lua_tointeger(L, -1) < call->out) call->out = lua_tointeger(L, -1);
  return 0;
}

bool rules_split_at(void *self, int handle, int64_t start, int64_t minutes, int64_t *out, error *e) {
  split_call call = { rule_at(self, handle), start, minutes, minutes };
  bool good = state_call(call.rule->plugin->state, run_split, &call, e);
  *out = call.out;
  return good;
}
