// Trusted Lua for `billet eval` and the prompt.
#include "lua/trusted/eval.h"
#include "core/base/memory.h"
#include "lua/trusted/commands.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct eval {
  state *state;
  commands *commands;
  bool (*stop)(void);
};

enum { STEPS = 10000 };  // instructions of Lua between two looks at whether it is to end

static const char last_key;  // the registry's key of what the last chunk returned

// Raised again and again, for pcall catches it.
static void on_steps(lua_State *L, lua_Debug *at) {
  bool (*stop)(void);
  (void)at;
  lua_getfield(L, LUA_REGISTRYINDEX, "billet.stop");
  memcpy(&stop, lua_touserdata(L, -1), sizeof stop);
  lua_pop(L, 1);
  if (stop()) luaL_error(L, "interrupted");
}

static void watch_stop(lua_State *L, const eval_options *options) {
  if (!options->stop) return;
  memcpy(lua_newuserdatauv(L, sizeof options->stop, 0), &options->stop, sizeof options->stop);
  lua_setfield(L, LUA_REGISTRYINDEX, "billet.stop");
  lua_sethook(L, on_steps, LUA_MASKCOUNT, STEPS);
}

// Lua hands on a pointer that may be written to, which options are not: so it gets one to this.
typedef struct open_call {
  const eval_options *options;
} open_call;

static int open_modules(lua_State *L) {
  const open_call *call = lua_touserdata(L, 1);
  const eval_options *options = call->options;
  luaL_openlibs(L);
  lib_open(L, (lib_zones){ options->zone, options->zone_context });
  lua_createtable(L, (int)options->argument_count, 0);
  for (size_t i = 0; i < options->argument_count; i++) {
    lua_pushstring(L, options->arguments[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setglobal(L, "arg");
  watch_stop(L, options);
  return 0;
}

eval *eval_open(const eval_options *options, error *e) {
  open_call call = { options };
  eval *v = memory_zeroed(1, sizeof *v);
  v->stop = options->stop;
  v->state = state_new((state_limits){ 0, 0 });
  bool good = v->state && state_call(v->state, open_modules, &call, e);
  if (good && options->run) good = (v->commands = commands_open(v->state, options, e)) != NULL;
  if (good) return v;
  if (!e->code) memory_enough(e);
  eval_close(v);
  return NULL;
}

void eval_close(eval *v) {
  if (!v) return;
  state_free(v->state);
  commands_close(v->commands);
  memory_give(v);
}

typedef struct chunk {
  eval *eval;
  const char *name, *code;
  size_t length;
  arena *arena;
  value *out;
  error *e;
} chunk;

// An expression alone is tried first, as REPLs do.
static bool load(lua_State *L, const chunk *c) {
  lua_pushliteral(L, "return ");
  lua_pushlstring(L, c->code, c->length);
  lua_concat(L, 2);
  size_t length;
  const char *expression = lua_tolstring(L, -1, &length);
  if (luaL_loadbufferx(L, expression, length, c->name, "t") == LUA_OK) return true;
  lua_settop(L, 1);
  return luaL_loadbufferx(L, c->code, c->length, c->name, "t") == LUA_OK;
}

// Runs where the error was raised, while the stack still tells how it came there.
static int trace(lua_State *L) {
  if (commands_is_error(L, 1)) return 1;
  bool plain = lua_isstring(L, 1) || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL;
  const char *message =
      plain ? luaL_tolstring(L, 1, NULL) : lua_pushfstring(L, "raised a %s as an error", luaL_typename(L, 1));
  luaL_traceback(L, L, message, 1);
  return 1;
}

// Lines of a traceback that name Lua code: where the error came from. One alone says no more than the message does.
static void add_frames(const char *trace, error *e) {
  size_t frames = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (const char *at = trace; (at = strstr(at, "\n\t")) != NULL;) {
      at += 2;
      if (strncmp(at, "[C]", 3) == 0) continue;
      if (pass == 0) frames++;
      else if (frames > 1) error_row(e, "%.*s", (int)strcspn(at, "\n"), at);
    }
  }
}

static void fail(lua_State *L, chunk *c, int index) {
  if (commands_is_error(L, index)) {
    commands_error(L, index, c->e);
    return;
  }
  const char *message = luaL_tolstring(L, index, NULL), *frames = strstr(message, "\nstack traceback:");
  error_set(c->e, ERROR_PLUGIN, "%.*s", (int)(frames ? frames - message : (ptrdiff_t)strlen(message)), message);
  if (frames) add_frames(frames, c->e);
}

static void note_last(lua_State *L) {
  lua_pushvalue(L, 2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &last_key);
}

static int run(lua_State *L) {
  chunk *c = lua_touserdata(L, 1);
  if (!load(L, c)) {
    fail(L, c, -1);
    return 0;
  }
  lua_replace(L, 1);
  lua_settop(L, 1);
  lua_pushcfunction(L, trace);
  lua_insert(L, 1);
  if (lua_pcall(L, 0, LUA_MULTRET, 1) != LUA_OK) {
    fail(L, c, -1);
    return 0;
  }
  int count = lua_gettop(L) - 1;
  if (count == 1) note_last(L);
  if (count > 200) return luaL_error(L, "more than 200 values returned: return a table");
  if (count == 1) c->out = lua_value_read(L, 2, c->arena);
  else if (count == 0) c->out = value_null(c->arena);
  else {
    c->out = value_list(c->arena);
    for (int i = 0; i < count; i++) {
      lua_pushvalue(L, i + 2);
      value_append(c->arena, c->out, lua_value_read(L, -1, c->arena));
      lua_pop(L, 1);
    }
  }
  return 0;
}

bool eval_chunk(eval *v, const char *name, const char *code, size_t length, arena *a, value **out, error *e) {
  chunk c = { v, name, code, length, a, NULL, e };
  if (length && code[0] == '#') {  // the first line of a script that names its interpreter
    while (c.length && *c.code != '\n') c.code++, c.length--;
  }
  bool good = state_call(v->state, run, &c, e) && e->code == ERROR_NONE;
  *out = c.out;
  if (!good && v->stop && v->stop()) error_set(e, ERROR_INTERRUPTED, "interrupted");
  return good;
}

static int keep_last(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &last_key);
  lua_setglobal(L, "_");
  return 0;
}

bool eval_keep_last(eval *v, error *e) { return state_call(v->state, keep_last, NULL, e); }

static int keep(lua_State *L) {
  const value *answer = lua_touserdata(L, 1);
  arena *scratch = arena_new();
  lua_value_push(L, answer, scratch);
  arena_free(scratch);
  lua_setglobal(L, "_");
  return 0;
}

bool eval_keep(eval *v, const value *answer, error *e) { return state_call(v->state, keep, (void *)answer, e); }

static bool ends_early(lua_State *L, const char *code) {
  if (luaL_loadbufferx(L, code, strlen(code), "=", "t") == LUA_OK) return false;
  size_t length;
  const char *why = lua_tolstring(L, -1, &length);
  return length >= 5 && strcmp(why + length - 5, "<eof>") == 0;
}

typedef struct question {
  const char *code;
  bool unfinished;
} question;

// An expression that is complete is no statement that is not.
static int ask_unfinished(lua_State *L) {
  question *q = lua_touserdata(L, 1);
  const char *expression = lua_pushfstring(L, "return %s", q->code);
  bool whole = luaL_loadbufferx(L, expression, strlen(expression), "=", "t") == LUA_OK;
  q->unfinished = !whole && (ends_early(L, q->code) || ends_early(L, expression));
  return 0;
}

bool eval_unfinished(const char *code) {
  question q = { code, false };
  error none = { 0 };
  state *s = state_new((state_limits){ 0, 0 });
  if (s) state_call(s, ask_unfinished, &q, &none);
  state_free(s);
  error_clear(&none);
  return q.unfinished;
}

bool eval_run(const eval_options *options, const char *name, const char *code, size_t length, arena *a, value **out,
              error *e) {
  eval *v = eval_open(options, e);
  bool good = v && eval_chunk(v, name, code, length, a, out, e);
  eval_close(v);
  return good;
}
