// Checks: the rows as their function is handed them, and what it finds.
#include "lua/host/host_inside.h"
#include <assert.h>
#include <string.h>

enum { TEXT_MAX = 500, FINDINGS_OF_ROW = 100 };

// ---- Opening

bool checks_open_rule(void *self, const char *name, const char *params, check_asking *out, error *e) {
  host *h = self;
  if (!params) params = "";
  plugin *p = plugin_find(h, PLUGIN_CHECK, name, e);
  if (!p) return false;
  *out = p->check;
  for (size_t i = 0; i < h->check_count; i++) {
    out->handle = (int)i;
    if (h->checks[i].plugin == p && !p->watch.name && strcmp(h->checks[i].params, params) == 0) return true;
  }
  check_handle made = { .plugin = p };
  const params_place place = plugin_params(p);
  if (!params_keep(&place, params, &made.table, e)) return false;
  made.params = arena_text(h->arena, params);
  h->checks = arena_grow(h->arena, h->checks, h->check_count, &h->check_capacity, sizeof made);
  h->checks[h->check_count] = made;
  out->handle = (int)h->check_count++;
  return true;
}

// ---- Rows

static void make_views(lua_State *L, host *h, check_handle *c) {
  if (c->row) return;
  c->before = check_view_make(L, &c->plugin->check, h->arena);
  c->row = check_view_make(L, &c->plugin->check, h->arena);
}

static void push_row(lua_State *L, const check_handle *c, const check_row *row) {
  check_view_set(c->row, row->cells, row->exponent);
  check_view_set(c->before, row->before, row->exponent_before);
  lua_rawgeti(L, LUA_REGISTRYINDEX, c->row->view);
  if (row->before) lua_rawgeti(L, LUA_REGISTRYINDEX, c->before->view);
  else lua_pushnil(L);
}

// money(amount, currency): the amount as people read it, such as "1200.00 USD".
static int money(lua_State *L) {
  char text[MONEY_TEXT];
  size_t length;
  decimal amount = 0;
  int64_t minor = 0;
  const char *currency = lib_text(L, 2, &length);
  int exponent = currency_exponent(currency);
  if (!lib_to_decimal(L, 1, false, &amount)) return luaL_argerror(L, 1, "an amount expected");
  if (exponent < 0) return luaL_argerror(L, 2, "a currency expected, such as \"USD\"");
  if (!money_round(amount, money_unit(exponent), ROUND_HALF_UP, &minor)) return luaL_argerror(L, 1, "it is too big");
  money_format(minor, exponent, text);
  lua_pushfstring(L, "%s %s", text, currency);
  return 1;
}

// The table `t`: { as_of =, today =, currency =, money = }.
static void push_moment(lua_State *L, const check_look *look) {
  lua_createtable(L, 0, 3);
  lua_pushinteger(L, look->as_of);
  lua_setfield(L, -2, "as_of");
  lua_pushinteger(L, look->today);
  lua_setfield(L, -2, "today");
  lua_pushstring(L, look->currency);
  lua_setfield(L, -2, "currency");
  lua_pushcfunction(L, money);
  lua_setfield(L, -2, "money");
  sandbox_seal(L);
}

// ---- Findings

static const char *kept(lua_State *L, check_look *look, int index, const char *what) {
  const char *text = lib_kept(L, index, what);
  size_t length = strlen(text);
  if (!length || length > TEXT_MAX) luaL_error(L, "look: %s has 1 to %d bytes", what, TEXT_MAX);
  state_charge(L, length + sizeof(check_finding));
  return arena_text(look->arena, text);
}

static void add(check_look *look, check_finding one) {
  one.row = look->at;
  look->findings = arena_grow(look->arena, look->findings, look->count, &look->capacity, sizeof one);
  look->findings[look->count++] = one;
}

static const char *member(lua_State *L, check_look *look, int table, const char *name) {
  lua_pushstring(L, name);
  int type = lua_rawget(L, table);
  if (type != LUA_TNIL && type != LUA_TSTRING)
    luaL_error(L, "look: %s must be text, not a %s", name, luaL_typename(L, -1));
  const char *out = type == LUA_TSTRING ? kept(L, look, -1, name) : NULL;
  lua_pop(L, 1);
  return out;
}

// A text, or { text =, mend =, level = }, at the stack's top.
static void read_finding(lua_State *L, check_look *look) {
  static const char *const names[] = { "text", "mend", "level", NULL };
  check_finding one = { 0 };
  int at = lua_gettop(L);
  if (lua_type(L, at) == LUA_TSTRING) one.text = kept(L, look, at, "text");
  else {
    lib_fields(L, at, "look", names, 0);
    one.text = member(L, look, at, "text");
    one.mend = member(L, look, at, "mend");
    const char *level = member(L, look, at, "level");
    if (!one.text) luaL_error(L, "look: a finding says in 'text' what is wrong");
    if (level && (!check_level_parse(level, &one.level) || one.level == CHECK_OFF))
      luaL_error(L, "look: 'level' is note, warning or error");
  }
  add(look, one);
}

// What the function answered: nothing, a finding, or a list of them.
static void read_answer(lua_State *L, check_look *look) {
  static const char *const none[] = { NULL };
  int at = lua_gettop(L);
  if (lua_isnil(L, at)) return;
  if (lua_type(L, at) == LUA_TSTRING) {
    read_finding(L, look);
    return;
  }
  if (!lua_istable(L, at))
    luaL_error(L, "look: must return a text, a finding or a list, not a %s", luaL_typename(L, at));
  sandbox_behind(L, at);
  lua_pushliteral(L, "text");
  bool single = lua_rawget(L, at) != LUA_TNIL;
  lua_settop(L, at);
  if (single) {
    read_finding(L, look);
    return;
  }
  lib_fields(L, at, "look", none, FINDINGS_OF_ROW);
  for (lua_Integer i = 1; lua_rawgeti(L, at, i) != LUA_TNIL; i++) {
    read_finding(L, look);
    lua_settop(L, at);
  }
}

typedef struct look_call {
  host *host;
  check_handle *check;
  check_look *look;
} look_call;

// Below it on the stack: the function, the params, the moment.
static void look_at(lua_State *L, const check_handle *c, check_look *look) {
  lua_settop(L, 4);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 3);
  push_row(L, c, &look->rows[look->at]);
  lua_pushvalue(L, 4);
  lua_call(L, 4, 1);
  read_answer(L, look);
}

static int run(lua_State *L) {
  const look_call *call = lua_touserdata(L, 1);
  check_look *look = call->look;
  check_handle *c = call->check;
  make_views(L, call->host, c);
  check_memo_begin(c, look, call->host->arena);
  lua_rawgeti(L, LUA_REGISTRYINDEX, c->plugin->functions[FUNCTION_LOOK]);
  lua_rawgeti(L, LUA_REGISTRYINDEX, c->table);
  push_moment(L, look);
  for (look->at = 0; look->at < look->row_count; look->at++) {
    const check_row *row = &look->rows[look->at];
    const size_t found = look->count;
    if (check_memo_knows(c, row)) continue;
    look_at(L, c, look);
    if (look->count == found) check_memo_note(c, row, call->host->arena);
  }
  return 0;
}

bool checks_look(void *self, check_look *look, error *e) {
  host *h = self;
  assert(look->handle >= 0 && (size_t)look->handle < h->check_count);
  look_call call = { h, &h->checks[look->handle], look };
  return state_call(call.check->plugin->state, run, &call, e);
}
