// Inside the room of trusted Lua: the module `billet`, each command as a function.
#pragma once
#include "lua/library/library.h"
#include "lua/trusted/eval.h"

typedef struct commands commands;

// Makes the global table `billet` from the options' list of commands. NULL with the error. commands_close frees the
// answer, after the state, whose functions use it; NULL is allowed.
commands *commands_open(state *s, const eval_options *options, error *e);
void commands_close(commands *c);

// Whether the value at `index` is the error of a command, a table {code, message, hint, rows}.
bool commands_is_error(lua_State *L, int index);

// That error, with the code and the rows it had when the command failed. The stack above `index` is used up.
void commands_error(lua_State *L, int index, error *e);
