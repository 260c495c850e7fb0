// JSON that is kept or comes from plugins, as values of answers.
#pragma once
#include "core/base/value.h"
#include <cjson/cJSON.h>

// As a value in the arena, texts copied; integers become counts.
value *value_of_cjson(arena *a, const cJSON *item);

// The same from text that is JSON. NULL is null.
value *value_of_json(arena *a, const char *text);
