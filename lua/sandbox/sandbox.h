// The sandbox: Lua that can neither harm the program nor hang it nor tell one run from another. What runs in one has no
// files, programs, clock, randomness or addresses, goes over tables in a fixed order, uses at most so many bytes and
// ends at its deadline, whatever it catches. Every call into Lua is state_call (or lua_pcall after state_begin), and
// every failure comes out as an `error`; nothing here knows of plugins.
#pragma once
#include "lua/sandbox/state.h"

// A state with the environment of a sandbox: the names of Lua that are harmless, with limits where they could run for
// long, and globals that nobody can make. C functions add theirs raw (lua_rawset). NULL where memory ran out;
// state_free frees it.
state *sandbox_new(state_limits limits);

// The key of the table at `table` that is nearest to a misspelt name; NULL: none is near. The text is the table's.
const char *sandbox_nearest(lua_State *L, int table, const char *name);
