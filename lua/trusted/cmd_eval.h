// The rows of the commands that run trusted Lua: `eval`, and `=` and `lua`, which share one state for the session's
// life.
#pragma once
#include "core/command/words/words.h"

// Ends with a row of NULL words.
extern const command eval_commands[];

// What a command answered becomes `_` there.
bool lua_keep(context *c, const value *answer, error *e);

// Frees that state.
void lua_close_session(context *c);

// As `unfinished` of the context.
bool lua_unfinished(const char *entry);
