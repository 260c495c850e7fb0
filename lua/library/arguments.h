// The library that plugins, rules, the REPL and `billet eval` share: money, date, period, zone and decimal.
#pragma once
#include "core/base/decimal.h"
#include "core/base/money.h"
#include "core/base/period.h"
#include "lua/sandbox/state.h"

// Puts the modules into the table at `index`. May raise.
void lib_open(lua_State *L, int index);

// Each pushes its module.
int lib_money(lua_State *L);
int lib_date(lua_State *L);
int lib_period(lua_State *L);
int lib_zone(lua_State *L);
int lib_decimal(lua_State *L);  // the function `decimal`

// An argument that must be an integer (a float never is), a day, a rounding mode (none: half-up). They raise.
int64_t lib_integer(lua_State *L, int argument);
day lib_day(lua_State *L, int argument);
rounding lib_mode(lua_State *L, int argument);

// A text argument without a NUL, with its length. Raises.
const char *lib_text(lua_State *L, int argument, size_t *length);

// Digits after the point of a currency argument. Raises.
int lib_currency(lua_State *L, int argument);

// Pushes a decimal; raises past the public range.
void lib_push_decimal(lua_State *L, decimal value);

// The value at `index` as a decimal: a decimal, an integer or (where `text`) the text of one. False where it is none of
// these.
bool lib_to_decimal(lua_State *L, int index, bool text, decimal *out);

// Whether the value at `index` is a decimal of ours.
bool lib_is_decimal(lua_State *L, int index);

// What an argument is that should have been an integer: "a float", or its type.
const char *lib_found(lua_State *L, int argument);

// Pushes field `name` of the table at argument 1, raw.
int lib_field(lua_State *L, const char *name);

// Raises, in the name of `what`, unless the value at `index` is a table with the `names` (NULL at the end) and
// positions 1 … `listed` alone.
void lib_fields(lua_State *L, int index, const char *what, const char *const *names, int64_t listed);
