// Inside the sandbox's room: limits on what a plugin could misuse in the standard library.
#pragma once
#include "lua/sandbox/state.h"

// Adds the limited functions of a library ("" for the basic functions) to the table at `to`; `from` is the library
// itself. May raise.
void library_limits(lua_State *L, const char *library, int from, int to);

// __newindex of globals: raises, naming the one that would be made.
int sandbox_no_globals(lua_State *L);

// Adds the basic functions pairs, pcall, setmetatable and tostring, made safe, to the table at `to`. May raise.
void safe_base(lua_State *L, int to);
