// A contract's params over time: what the contract says, with the changes that are in force (table changes).
#pragma once
#include "core/base/arena.h"
#include "core/base/json.h"

// What names a member of a list (a JSON string of its own): its `id`, else its `name`, else its `type`, which is the id
// of an agreement's line that was given none. NULL: nothing does.
const cJSON *params_identity(const cJSON *member);

// `base` with the members of `change` laid over it (both JSON objects): members by key; lists whose members have an
// identity member by member, new ones added; other lists as a whole. The text lives in the arena. NULL with `invalid`
// where either is no JSON object.
const char *params_merge(arena *a, const char *base, const char *change, error *e);
