// A Lua state: its allocator with a limit, its deadline, its birth and death.
#include "lua/sandbox/state.h"
#include "core/base/memory.h"
#include <assert.h>
#include <stdlib.h>
#include <time.h>

// Instructions between two looks at the clock: some microseconds, beside which a look costs little.
enum { TICK = 1000 };

// The time that this thread has worked: a busy machine never stops a plugin that is sound.
static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// At the limit a block is refused: Lua then collects garbage, asks once more, and raises.
static void *allocate(void *context, void *block, size_t old, size_t size) {
  state *s = context;
  size_t before = block ? old : 0;  // without a block `old` is the kind of the value that is made
  if (size == 0) {
    memory_give(block);
    s->used -= before;
    return NULL;
  }
  if (s->limit && size > before && size - before > s->limit - s->used) return NULL;
  void *moved = realloc(block, size);
  if (!moved) memory_missed();
  if (moved) s->used += size - before;
  return moved;
}

state *state_of(lua_State *L) { return *(state **)lua_getextraspace(L); }

// The clock of a call starts at its first look, so that short calls never read it.
static bool in_time(state *s) {
  if (s->killed == KILL_TIME) return false;
  int64_t now = now_ms();
  if (s->timed_call != s->call) {
    s->timed_call = s->call;
    s->started = now;
  }
  if (now - s->started < s->deadline_ms) return true;
  s->killed = KILL_TIME;
  return false;
}

// Past the deadline every instruction raises, so that no loop around pcall lives on.
static void tick(lua_State *L, lua_Debug *where) {
  (void)where;
  state *s = state_of(L);
  if (in_time(s)) return;
  lua_sethook(L, tick, LUA_MASKCOUNT, 1);
  lua_pushliteral(L, "took too long and was stopped");
  lua_error(L);
}

void state_tick(lua_State *L) {
  state *s = state_of(L);
  if (s->deadline_ms && !in_time(s)) tick(L, NULL);
}

void state_watch(state *s) {
  if (s->deadline_ms) lua_sethook(s->lua, tick, LUA_MASKCOUNT, TICK);
}

// Lua calls it for an error outside of every protected call: a mistake of ours, after which no state can be trusted. A
// program around lives on, as where memory is used up.
static int panic(lua_State *L) {
  (void)L;
  memory_leave();
}

state *state_new(state_limits limits) {
  state *s = memory_zeroed(1, sizeof *s);
  s->limit = limits.memory;
  s->deadline_ms = limits.deadline_ms;
  s->lua = lua_newstate(allocate, s);
  if (!s->lua) {
    memory_missed();
    memory_give(s);
    return NULL;
  }
  lua_atpanic(s->lua, panic);
  *(state **)lua_getextraspace(s->lua) = s;
  state_watch(s);
  return s;
}

void state_free(state *s) {
  if (!s) return;
  lua_close(s->lua);
  assert(s->used == 0);  // else the limit counts wrong: a plugin would die early, or never
  error_clear(&s->failed);
  memory_give(s);
}
