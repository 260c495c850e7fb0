// Command files: one command a line, with quotes and comments.
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"

// Splits a line into words: blanks part them, '…' and "…" hold them together (in "…" a backslash quotes), # begins a
// comment. `usage` where a quote is not closed.
bool script_words(const char *line, arena *a, const char ***words, int *count, error *e);
