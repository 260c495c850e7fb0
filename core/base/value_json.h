// JSON that is kept or comes from plugins, as values of answers.
#pragma once
#include "core/base/value.h"
#include <cjson/cJSON.h>

// As a value in the arena, texts copied; integers become counts.
value *value_of_cjson(arena *a, const cJSON *item);

// The same from text that is JSON. NULL is null.
value *value_of_json(arena *a, const char *text);

// JSON that another program answered, in the arena: numbers are texts, exact as they were written. What it may hold has
// limits (24 levels, 200,000 values). A name that stands twice in an object stands twice in the record. NULL with
// `invalid`.
value *value_of_answer(const char *text, size_t length, arena *a, error *e);
