// A contract's params over time: what the contract says, with the changes that are in force (table changes).
#pragma once
#include "core/base/arena.h"
#include "core/base/error.h"

// `base` with the members of `change` laid over it (both JSON objects): members by key; lists whose members are objects with an `id` or
// `name` member by member. The text lives in the arena. NULL with `invalid` where either is no JSON object.
const char *params_merge(arena *a, const char *base, const char *change, error *e);
