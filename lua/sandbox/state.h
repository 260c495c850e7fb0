// A sandbox: one Lua state with a memory limit, a deadline and an environment made from an allow-list.
#pragma once
#include "lua/host/host.h"
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

typedef enum state_kill { KILL_NONE, KILL_TIME, KILL_MEMORY } state_kill;

typedef struct state {
  lua_State *lua;
  host_zone zone;
  void *zone_context;
  size_t used, limit;                 // bytes; limit 0: none
  int deadline_ms;                    // 0: none
  uint64_t call, timed_call;          // the call at hand; the one whose start `started` is
  int64_t started;                    // monotonic milliseconds
  state_kill killed;                  // why the call at hand dies; pcall does not catch it
  error failed;                       // of an engine's function that the plugin called; it does not catch that either
  void *owner;                        // the plugin that is being loaded
  const char *label;                  // how messages name its file; NULL: not at all
  int order;                          // numbers the schema's params as they are written
  int param_line;                     // where the param that is being compiled is written; 0: not known
  rating *rating;                     // while opens or closes run
  const plugin_calendars *calendars;  // while params that may name some are made
  uint64_t generation;                // of the handles that are valid now
  bool closes;                        // the period has closed: its work is there
  const char *watched;                // a param whose reading is noted; NULL
  bool watched_read;                  // it was read
} state;

typedef struct state_limits {
  size_t memory;
  int deadline_ms;
} state_limits;

// A sandboxed state; NULL where memory ran out. `trusted`: the whole standard library, no limits.
state *state_new(const host_options *options, state_limits limits, bool trusted);
void state_free(state *s);

// The state behind a Lua state.
state *state_of(lua_State *L);

// Raises where the deadline of the call at hand has passed. For C functions that may run long.
void state_tick(lua_State *L);

// Looks at the clock now and then while Lua runs; also after a kill.
void state_watch(state *s);

// Fills the globals of a sandbox (sandbox.c), without the functions that make plugins. May raise.
void sandbox_open(lua_State *L);

// --- call.c: the one way into Lua. Runs `body` with `context` as its argument, a light userdata; errors of any sort
// become `e`: the engine's own as they are, others `plugin` with file and line.
bool state_call(state *s, lua_CFunction body, void *context, error *e);

// The error that lua_pcall with this status left on the stack's top, which it pops. Always false.
bool state_failed(state *s, int status, error *e);

// Starts a call: a new deadline. state_call does it; who calls lua_pcall itself does it first.
static inline void state_begin(state *s) { s->call++; }

// Raises the engine's error in `s->failed`; no plugin catches it.
int state_raise(lua_State *L);

// Copies text for a message: controls and what is no UTF-8 become "?". Answers `out`.
const char *state_clean(const char *text, size_t length, char *out, size_t room);
