// Inside the sandbox's room: one Lua state with a memory limit and a deadline, and the one way to call into it. Rooms
// above include lua/sandbox/sandbox.h.
#pragma once
#include "core/base/error.h"
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

enum { STATE_WORK = 1 << 20 };

typedef enum state_kill { KILL_NONE, KILL_TIME, KILL_MEMORY } state_kill;

// Rooms above read `lua`, `used` and `killed`, set `label`, `owner`, `charged`, `overruns` and `aside`, and hand
// `failed` to functions of the engine. What they know of a plugin themselves they keep themselves: a state knows
// nothing of who runs in it.
typedef struct state {
  lua_State *lua;
  size_t used, limit;           // bytes; limit 0: none
  size_t work;                  // done in C since the last look at the clock, in bytes or what takes as long
  size_t charged;               // bytes that the engine took for it in the call at hand, or since `charged` was set
  int deadline_ms;              // of one call; 0: none
  uint64_t call, timed_call;    // the call at hand; the one whose start `started` is
  int64_t started;              // milliseconds that this thread had worked
  char place[LUA_IDSIZE + 24];  // where memory was refused, or the engine did: "FILE:LINE: "
  char late[LUA_IDSIZE + 24];   // where it was stopped last at its deadline
  int overruns;                 // deadlines missed since the command began
  const char *aside;            // why nothing of it runs any more, to be told as the error; NULL: it runs
  state_kill killed;            // why the call at hand dies; pcall does not catch it
  error failed;                 // of an engine's function that the plugin called; it does not catch that either
  const void *owner;            // who runs in it, as the room above knows it; never looked at here
  const char *label;            // how messages name its file; NULL: not at all. Must outlive the state
} state;

typedef struct state_limits {
  size_t memory;    // bytes; 0: none
  int deadline_ms;  // of one call, in time that the thread works; 0: none
} state_limits;

// A state without any library; NULL where memory ran out. state_free frees it with all that lives in it; NULL is
// allowed.
state *state_new(state_limits limits);
void state_free(state *s);

// The state behind a Lua state.
state *state_of(lua_State *L);

// Raises where the deadline of the call at hand has passed. For C functions that may run long: the clock is looked at
// between instructions of Lua alone.
void state_tick(lua_State *L);

// Counts work of a C function, in bytes that it goes over, and looks at the clock as state_tick does when that comes to
// some tenths of a millisecond. Raises past the deadline.
static inline void state_spend(lua_State *L, size_t work) {
  state *s = state_of(L);
  s->work += work;
  if (s->work < STATE_WORK) return;
  s->work = 0;
  state_tick(L);
}

// Makes the next instruction look at the clock. Safe in a signal handler of the thread that runs the state.
void state_hurry(state *s);

// Whether it may run: it missed its deadline less than twice since the command began, and was not set aside. False with
// `plugin`. state_call asks; who calls lua_pcall itself asks first.
bool state_may_run(const state *s, error *e);

// Looks at the clock now and then while Lua runs; to be said again after a kill, which made it look at each
// instruction.
void state_watch(state *s);

// What runs on the one thread of a program that watches it (state_look); a library never does.
typedef struct state_running {
  bool watched;
  state *volatile now;     // the innermost of the calls at hand; NULL: none
  volatile uint64_t turn;  // another one with each call that begins or ends
} state_running;
extern state_running state_runs;

// Starts a call: a new deadline. Answers what state_end is handed when the call is over. state_call does both; who
// calls lua_pcall itself does them.
static inline state *state_begin(state *s) {
  state *outer = state_runs.now;
  s->call++;
  s->charged = 0;
  s->place[0] = '\0';
  if (!state_runs.watched) return NULL;
  state_runs.now = s;
  state_runs.turn++;
  return outer;
}

static inline void state_end(state *outer) {
  if (!state_runs.watched) return;
  state_runs.now = outer;
  state_runs.turn++;
}

// For a signal handler of that thread, which calls it after each `worked` milliseconds that the thread has worked: the
// state whose call stands in one step of C and has not ended though it was to end at its deadline; NULL: there is none.
const state *state_look(int worked);

// Writes the innermost line of Lua that is running as "FILE:LINE: ", "" where none is; answers its length, and that of
// "FILE:" in *file_length. Takes no memory, so that an allocator can ask.
size_t state_place(lua_State *L, char *out, size_t room, size_t *file_length);

// Counts bytes that were taken outside of Lua for what runs in it: they count against its limit. Raises past it.
void state_charge(lua_State *L, size_t bytes);

// Runs `body` with `context` as its argument, a light userdata. Errors of any sort become `e`: the engine's own as they
// are, others `plugin` with file and line. The stack is left as it was.
bool state_call(state *s, lua_CFunction body, void *context, error *e);

// The handler of messages that such a call needs: it puts file and line before them.
int state_explain(lua_State *L);

// The error that lua_pcall with this status left on the stack's top, which it pops. Always false.
bool state_failed(state *s, int status, error *e);

// Raises the engine's error in `failed`, which must be set; no plugin catches it.
int state_raise(lua_State *L);

// Copies text for a message: controls and what is no UTF-8 become "?", so that no plugin writes to a terminal what it
// likes. At most room - 1 bytes and a NUL, no character cut in two. Answers `out`.
const char *state_clean(const char *text, size_t length, char *out, size_t room);
