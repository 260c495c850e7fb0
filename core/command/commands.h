// Everything that billet can be asked: one table of commands, which the program, the library and Lua share.
#pragma once
#include "core/command/words/words.h"

// The whole table, in the order in which help shows it. `eval`: the rows that the room of trusted Lua brings (a list
// that ends with NULL words), for commands know no Lua. Lives in the arena.
command_table commands_all(arena *a, const command *eval);
