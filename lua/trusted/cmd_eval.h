// The row of `eval` for the table of commands: the one command that runs trusted Lua.
#pragma once
#include "core/command/words/words.h"

// Ends with a row of NULL words.
extern const command eval_commands[];
