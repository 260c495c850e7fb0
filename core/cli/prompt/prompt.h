// The prompt: commands and Lua, typed at a terminal one after the other, or read from a pipe.
#pragma once
#include "core/cli/answer.h"
#include "core/cli/progress.h"

// Serves a person at the terminal of the standard input until that person leaves; the program's exit status. Ctrl-C
// never ends it.
int prompt_run(session *s, const manner *m, progress *bar);

// Runs each line of the standard input, up to the first error, which names its line. *status: the program's exit
// status. False where there is not even an empty line.
bool prompt_pipe(session *s, const manner *m, progress *bar, int *status);
