// What the files of the log share.
#pragma once
#include "core/engine/questions/questions.h"

// A row of seq, at, command, who, detail and batch as an entry, in the arena.
value *log_entry(const query *q, arena *a);
