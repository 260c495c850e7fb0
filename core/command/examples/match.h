// Holds what a plugin's example expects against what the engine answered.
#pragma once
#include "core/base/arena.h"
#include "core/base/value.h"
#include <cjson/cJSON.h>

// NULL where `got` has all that `want` names, else where it differs, in the arena. Objects match by the fields given;
// every entry of a list needs one of its own, and none may be left over but lines of amount zero. `path` names the
// value in the answer.
const char *example_mismatch(const cJSON *want, const value *got, const char *path, arena *a);

// A text member of an example; NULL where there is none.
const char *example_text(const cJSON *object, const char *name);
