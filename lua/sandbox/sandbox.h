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

// Compiles a text, never bytecode, and pushes its function. From the first one on nobody can write to the globals of
// the state, nor to the libraries among them: what is to be there was added before. Raises.
void sandbox_load(lua_State *L, const char *text, size_t length, const char *name);

// Replaces the table on top of the stack by a view of it that cannot be written to. A function there gives the members:
// it is called with the view and a name, and for nil gives a table of all of them. May raise (memory).
void sandbox_seal(lua_State *L);

// Pushes an empty table that cannot be written to. May raise (memory).
void sandbox_empty(lua_State *L);

// Replaces a view at `index` by the table behind it, which C functions read raw and no plugin may see; false: it is no
// view, and stays. Needs four places on the stack, and may raise where a function gives the members.
bool sandbox_behind(lua_State *L, int index);

// The key of the table at `table` that is nearest to a misspelt name; NULL: none is near. The text is the table's.
const char *sandbox_nearest(lua_State *L, int table, const char *name);
