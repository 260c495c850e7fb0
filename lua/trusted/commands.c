// The module `billet` of trusted Lua: each command as a function.
#include "lua/trusted/commands.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

#define FAILURE "billet.failure"

struct commands {
  eval_options options;
  arena *arguments, *answers, *scratch;
};

typedef struct words {
  const char **texts;
  size_t count, capacity;
} words;

static void add(arena *a, words *w, const char *text) {
  w->texts = arena_grow(a, w->texts, w->count, &w->capacity, sizeof *w->texts);
  w->texts[w->count++] = text;
}

static int failure_text(lua_State *L) {
  lua_getfield(L, 1, "message");
  return 1;
}

// error → {code, message, hint, rows}, which tostring shows as its message.
static int raise(lua_State *L, error *e) {
  lua_newtable(L);
  lua_pushstring(L, error_code_name(e->code));
  lua_setfield(L, -2, "code");
  lua_pushinteger(L, e->code);
  lua_setfield(L, -2, "number");
  lua_pushstring(L, e->message);
  lua_setfield(L, -2, "message");
  lua_pushstring(L, e->hint[0] ? e->hint : NULL);
  lua_setfield(L, -2, "hint");
  lua_newtable(L);
  for (size_t i = 0; i < e->row_count; i++) {
    lua_pushstring(L, e->rows[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "rows");
  error_clear(e);
  if (luaL_newmetatable(L, FAILURE)) {
    lua_pushcfunction(L, failure_text);
    lua_setfield(L, -2, "__tostring");
  }
  lua_setmetatable(L, -2);
  return lua_error(L);
}

bool commands_is_error(lua_State *L, int index) {
  if (!lua_istable(L, index) || !lua_getmetatable(L, index)) return false;
  luaL_getmetatable(L, FAILURE);
  bool is = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return is;
}

void commands_error(lua_State *L, int index, error *e) {
  index = lua_absindex(L, index);
  lua_getfield(L, index, "number");
  lua_getfield(L, index, "message");
  lua_getfield(L, index, "hint");
  lua_getfield(L, index, "rows");
  for (lua_Integer i = 1; lua_istable(L, -1) && lua_rawgeti(L, -1, i) == LUA_TSTRING; i++) {
    error_row(e, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_settop(L, index + 3 > lua_gettop(L) ? lua_gettop(L) : index + 3);
  const char *message = lua_tostring(L, index + 2), *hint = lua_tostring(L, index + 3);
  error_set(e, (error_code)lua_tointeger(L, index + 1), "%s", message ? message : "");
  if (hint) error_hint(e, "%s", hint);
}

// One argument as text; a list joined by commas, as options take lists.
static const char *text_of(lua_State *L, int index, arena *a) {
  index = lua_absindex(L, index);
  if (lua_istable(L, index)) {
    const char *out = NULL;
    for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
      const char *item = text_of(L, -1, a);
      out = out ? arena_format(a, "%s,%s", out, item) : item;
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return out ? out : "";
  }
  bool plain = lua_type(L, index) == LUA_TSTRING || lua_isinteger(L, index) || lib_is_decimal(L, index);
  if (!plain)
    luaL_error(L, "a command takes text and integers, not a %s",
               lua_type(L, index) == LUA_TNUMBER ? "float" : luaL_typename(L, index));
  const char *out = arena_text(a, luaL_tolstring(L, index, NULL));
  lua_pop(L, 1);
  return out;
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static const char *dashed(arena *a, const char *name) {
  char *out = arena_format(a, "--%s", name);
  for (char *c = out; *c; c++)
    if (*c == '_') *c = '-';
  return out;
}

// { "positional", key = value } → words: positions first, then options by name.
static void add_table(lua_State *L, int index, arena *a, words *w) {
  words names = { 0 };
  for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
    add(a, w, text_of(L, -1, a));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING) add(a, &names, arena_text(a, lua_tostring(L, -2)));
  if (names.count) qsort(names.texts, names.count, sizeof *names.texts, by_text);
  for (size_t i = 0; i < names.count; i++) {
    lua_getfield(L, index, names.texts[i]);
    if (!lua_isboolean(L, -1) || lua_toboolean(L, -1)) add(a, w, dashed(a, names.texts[i]));
    if (!lua_isboolean(L, -1)) add(a, w, text_of(L, -1, a));
    lua_pop(L, 1);
  }
}

static void add_name(arena *a, words *w, const char *name) {
  char *copy = arena_text(a, name), *rest = NULL;
  for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) add(a, w, word);
}

// The answer lives until the next command, and is a table of Lua before that. Upvalues: the commands, the command's
// name.
static int call(lua_State *L) {
  commands *c = lua_touserdata(L, lua_upvalueindex(1));
  arena_reset(c->arguments);
  arena_reset(c->answers);
  words w = { 0 };
  add_name(c->arguments, &w, lua_tostring(L, lua_upvalueindex(2)));
  for (int i = 1, top = lua_gettop(L); i <= top; i++) {
    if (lua_isnil(L, i)) continue;
    if (lua_istable(L, i)) add_table(L, i, c->arguments, &w);
    else add(c->arguments, &w, text_of(L, i, c->arguments));
  }
  error e = { 0 };
  value *answer = c->options.run(c->options.context, c->answers, (int)w.count, w.texts, &e);
  if (!answer) return raise(L, &e);
  state *s = state_of(L);
  lua_value_push(L, answer, c->scratch);
  if (s->failed.code) return state_raise(L);
  return 1;
}

// A group that is a command as well (`log` and `log show`): its table can be called.
static int call_group(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_replace(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

static void make_callable(lua_State *L, int table) {
  table = lua_absindex(L, table);
  lua_createtable(L, 0, 1);
  lua_insert(L, -2);
  lua_pushcclosure(L, call_group, 1);
  lua_setfield(L, -2, "__call");
  lua_setmetatable(L, table);
}

// The table of a group; a command of that name becomes what the table does when it is called.
static void enter(lua_State *L, const char *name) {
  if (lua_getfield(L, -1, name) != LUA_TTABLE) {
    lua_newtable(L);
    lua_insert(L, -2);
    if (lua_isfunction(L, -1)) make_callable(L, -2);
    else lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, name);
  }
  lua_remove(L, -2);
}

// Expects the function on top, below it the table.
static void place(lua_State *L, const char *name) {
  if (lua_getfield(L, -2, name) == LUA_TTABLE) {
    lua_insert(L, -2);
    make_callable(L, -2);
    lua_pop(L, 1);
    return;
  }
  lua_pop(L, 1);
  lua_setfield(L, -2, name);
}

static void add_command(lua_State *L, commands *c, const char *name) {
  char *copy = arena_text(c->arguments, name), *rest = NULL, *word, *next;
  for (char *at = copy; *at; at++)
    if (*at == '-') *at = '_';
  lua_getglobal(L, "billet");
  for (word = strtok_r(copy, " ", &rest); (next = strtok_r(NULL, " ", &rest)); word = next) enter(L, word);
  lua_pushlightuserdata(L, c);
  lua_pushstring(L, name);
  lua_pushcclosure(L, call, 2);
  place(L, word);
  lua_settop(L, 1);
}

static int open(lua_State *L) {
  commands *c = lua_touserdata(L, 1);
  lua_newtable(L);
  lua_setglobal(L, "billet");
  for (size_t i = 0; i < c->options.command_count; i++) add_command(L, c, c->options.commands[i]);
  return 0;
}

commands *commands_open(state *s, const eval_options *options, error *e) {
  commands *c = memory_zeroed(1, sizeof *c);
  c->options = *options;
  c->arguments = arena_new();
  c->answers = arena_new();
  c->scratch = arena_new();
  if (state_call(s, open, c, e)) return c;
  commands_close(c);
  return NULL;
}

void commands_close(commands *c) {
  if (!c) return;
  arena_free(c->arguments);
  arena_free(c->answers);
  arena_free(c->scratch);
  memory_give(c);
}
