// A Lua state: its allocator with a limit, its deadline, its birth and death.
#include "lua/sandbox/state.h"
#include "core/base/memory.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Instructions between two looks at the clock: some microseconds, beside which a look costs little.
enum { GRACE_MS = 200, TICK = 1000, LARGE_BLOCK = 4096 };

// The time that this thread has worked: a busy machine never stops a plugin that is sound.
static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// C functions have no line of their own: the one that called them is meant.
size_t state_place(lua_State *L, char *out, size_t room, size_t *file_length) {
  lua_Debug frame;
  *out = '\0';
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0) continue;
    int length = snprintf(out, room, "%s:%d: ", frame.short_src, frame.currentline);
    *file_length = strlen(frame.short_src) + 1;
    return (size_t)length < room ? (size_t)length : 0;
  }
  return 0;
}

static void tick(lua_State *L, lua_Debug *where);

static void *refuse(state *s) {
  size_t file_length;
  if (s->lua) state_place(s->lua, s->place, sizeof s->place, &file_length);
  return NULL;
}

void state_hurry(state *s) {
  if (s->lua && s->deadline_ms) lua_sethook(s->lua, tick, LUA_MASKCOUNT, 1);
}

// Making long texts and tables is one instruction each: the clock is then looked at sooner.
static void hurry_after(state *s, size_t size) {
  s->work += size;
  if (s->work >= STATE_WORK) state_hurry(s);
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
  if (s->limit && size > before && size - before > s->limit - s->used) return refuse(s);
  if (size > LARGE_BLOCK) hurry_after(s, size);
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
  s->work = 0;
  if (in_time(s)) {
    if (lua_gethookcount(L) != TICK) state_watch(s);
    return;
  }
  size_t file_length;
  state_place(L, s->late, sizeof s->late, &file_length);
  lua_sethook(L, tick, LUA_MASKCOUNT, 1);
  lua_pushliteral(L, "took too long and was stopped");
  lua_error(L);
}

state_running state_runs;

// Between two looks a call may end and another begin: what stands still is the same turn.
const state *state_look(int worked) {
  static uint64_t turn;
  static int stood;
  state *s = state_runs.now;
  if (!s || !s->deadline_ms || turn != state_runs.turn) {
    turn = state_runs.turn;
    stood = 0;
    return NULL;
  }
  stood += worked;
  if (stood < s->deadline_ms) return NULL;
  state_hurry(s);
  int grace = s->deadline_ms / 5 > GRACE_MS ? s->deadline_ms / 5 : GRACE_MS;
  return stood < s->deadline_ms + grace ? NULL : s;
}

void state_tick(lua_State *L) {
  state *s = state_of(L);
  if (s->deadline_ms && !in_time(s)) tick(L, NULL);
}

void state_charge(lua_State *L, size_t bytes) {
  state *s = state_of(L);
  s->charged += bytes;
  if (!s->limit || s->charged <= s->limit - s->used) return;
  refuse(s);
  s->killed = KILL_MEMORY;
  lua_pushliteral(L, "uses too much memory");
  lua_error(L);
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
