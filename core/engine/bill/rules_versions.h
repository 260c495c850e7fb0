// Versions of the rules that are written in C: what this program rates otherwise than earlier ones did. A bill keeps
// the version that made it, so that one of before is not taken for a broken one where today's rules come to something
// else.
#pragma once
#include "core/base/arena.h"
#include "core/base/value.h"

// The version that bills are made with now.
int rules_version(void);

// The changes since a version, a sentence each, in their order; an empty list where there are none.
value *rules_since(int version, arena *a);
