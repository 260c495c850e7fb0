// The one protected call into Lua, and its errors made plain.
#include "lua/sandbox/state.h"
#include "core/base/text.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>

// Runs where the error was raised, while the stack still knows the line. Puts file and line before a message that does
// not begin with that file; an error that is no text says so. Nothing of the plugin runs.
int state_explain(lua_State *L) {
  char where[LUA_IDSIZE + 24];
  state *s = state_of(L);
  size_t file_length = 0;
  if (s->failed.code) state_place(L, s->place, sizeof s->place, &file_length);
  size_t length = state_place(L, where, sizeof where, &file_length);
  if (lua_type(L, 1) != LUA_TSTRING) {
    lua_pushfstring(L, "raised a %s as an error", luaL_typename(L, 1));
    lua_replace(L, 1);
  }
  if (length && strncmp(lua_tostring(L, 1), where, file_length) != 0) {
    lua_pushlstring(L, where, length);
    lua_insert(L, 1);
    lua_concat(L, 2);
  }
  return 1;
}

static size_t utf8_length(const unsigned char *text, size_t left) {
  size_t length = *text < 0x80 ? 1 : *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : 2;
  return length <= left && text_is_utf8((const char *)text, length) ? length : 0;
}

const char *state_clean(const char *text, size_t length, char *out, size_t room) {
  const unsigned char *from = (const unsigned char *)text, *end = from + length;
  size_t used = 0;
  while (from < end) {
    size_t step = utf8_length(from, (size_t)(end - from));
    bool control = *from < 0x20 || *from == 0x7f || (*from == 0xc2 && step == 2 && from[1] < 0xa0);
    if (used + (step && !control ? step : 1) >= room) break;
    if (!step || control) out[used++] = *from == '\n' || *from == '\t' ? ' ' : '?';
    else
      for (size_t i = 0; i < step; i++) out[used++] = (char)from[i];
    from += step ? step : 1;
  }
  out[used] = 0;
  return out;
}

int state_raise(lua_State *L) {
  assert(state_of(L)->failed.code);  // without it the words below would be told as the plugin's own error
  lua_pushliteral(L, "refused by the engine");
  return lua_error(L);
}

// The engine's own error goes on as it is, with its code and rows: "held" must not become a fault of the plugin. Where
// it is one, or too much of something, the line that asked for it is told.
static bool hand_over(state *s, error *e) {
  char message[sizeof e->message];
  error_clear(e);
  *e = s->failed;
  s->failed = (error){ 0 };
  if (e->code != ERROR_PLUGIN && e->code != ERROR_TOO_BIG) return false;
  snprintf(message, sizeof message, "%s", e->message);
  snprintf(e->message, sizeof e->message, "%s%.900s", s->place, message);
  return false;
}

bool state_failed(state *s, int status, error *e) {
  lua_State *L = s->lua;
  char text[700] = "";
  size_t length = 0;
  const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : "";
  state_clean(message, length, text, sizeof text);
  state_kill killed = status == LUA_ERRMEM ? KILL_MEMORY : s->killed;
  lua_pop(L, 1);
  s->killed = KILL_NONE;
  state_watch(s);
  if (s->failed.code) return hand_over(s, e);
  if (killed == KILL_MEMORY)
    snprintf(text, sizeof text, "%suses more than its %zu MiB of memory", s->place, s->limit >> 20);
  else if (killed == KILL_TIME) snprintf(text, sizeof text, "%stook too long and was stopped", s->late);
  else if (!*text) snprintf(text, sizeof text, "failed without a message");
  bool named = !s->label || strncmp(text, s->label, strlen(s->label)) == 0;
  error_set(e, ERROR_PLUGIN, "%s%s%s", named ? "" : s->label, named ? "" : ": ", text);
  e->spent = killed != KILL_NONE;
  if (killed == KILL_TIME) s->overruns++;
  if (killed == KILL_TIME) error_hint(e, "a call may take %d ms", s->deadline_ms);
  return false;
}

enum { OVERRUNS_MAX = 2 };

bool state_may_run(const state *s, error *e) {
  if (s->aside) return error_set(e, ERROR_PLUGIN, "%s", s->aside);
  if (s->overruns < OVERRUNS_MAX) return true;
  error_set(e, ERROR_PLUGIN, "%stook too long twice, and is set aside for the rest of this command", s->late);
  e->spent = true;
  return error_hint(e, "a call may take %d ms", s->deadline_ms);
}

// A body may end well though the engine failed under it: its error counts all the same.
bool state_call(state *s, lua_CFunction body, void *context, error *e) {
  lua_State *L = s->lua;
  if (!state_may_run(s, e)) return false;
  state *outer = state_begin(s);
  int base = lua_gettop(L);
  lua_pushcfunction(L, state_explain);
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, context);
  int status = lua_pcall(L, 1, 0, base + 1);
  state_end(outer);
  if (status == LUA_OK && s->failed.code) hand_over(s, e);
  else if (status != LUA_OK) state_failed(s, status, e);
  else {
    lua_settop(L, base);
    return true;
  }
  lua_settop(L, base);
  return false;
}
