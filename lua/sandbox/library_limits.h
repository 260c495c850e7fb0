// Guards around what a plugin could misuse in the standard library.
#pragma once
#include "lua/sandbox/state.h"

// Adds the guarded functions of a library ("" for the basic functions) to the table at `to`; `from` is the library
// itself. May raise.
void guards_open(lua_State *L, const char *library, int from, int to);

// The basic functions pairs, pcall, setmetatable and tostring (guards_base.c).
void guards_base(lua_State *L, int to);
