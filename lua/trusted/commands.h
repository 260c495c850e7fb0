// The module `billet` of trusted Lua: each command as a function.
#pragma once
#include "lua/trusted/eval.h"
#include "lua/sandbox/state.h"

typedef struct commands commands;

// Makes the global table `billet` from the options' list of commands. commands_close frees the answer, after the state.
commands *commands_open(state *s, const eval_options *options, error *e);
void commands_close(commands *c);

// Whether the value at `index` is the error of a command, a table {code, message, hint, rows}; and that error.
bool commands_is_error(lua_State *L, int index);
void commands_error(lua_State *L, int index, error *e);
