// Inside the library's room: its modules, and the arguments that only they take.
#pragma once
#include "core/base/money.h"
#include "core/base/period.h"
#include "lua/library/library.h"

// Each pushes its module; `decimal` is a function. May raise (memory).
int lib_money(lua_State *L);
int lib_date(lua_State *L);
int lib_period(lua_State *L);
int lib_decimal(lua_State *L);
int lib_payment(lua_State *L);

// Pushes the module `zone`, which keeps `zones`. May raise (memory).
int lib_zone(lua_State *L, lib_zones zones);

// An argument that must be a day, days since 1970-01-01 from 0001-01-01 to 9999-12-31. Raises.
day lib_day(lua_State *L, int argument);

// A rounding mode by its name; half-up where the argument is absent. Raises.
rounding lib_mode(lua_State *L, int argument);

// Digits after the point of a currency argument. Raises.
int lib_currency(lua_State *L, int argument);

// What an argument is that should have been an integer: "a float", or its type.
const char *lib_found(lua_State *L, int argument);

// Pushes field `name` of the table at argument 1, raw; answers where it lies.
int lib_field(lua_State *L, const char *name);

// Whether the keys of the table at `index` (absolute) are 1 … n; `*empty`: it has none. Raises for one that is neither
// list nor record: JSON has no such thing, and half of it would be lost.
bool lua_is_list(lua_State *L, int index, bool *empty);

// Deeper than that no value nests: C functions call themselves for each level.
enum { LUA_DEPTH_MAX = 24 };
