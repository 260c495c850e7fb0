// Help for params: what their schema says, as a value.
#include "lua/schema/schema_inside.h"

static value *json_value(const cJSON *json, arena *a) {
  int64_t integer;
  if (cJSON_IsString(json)) return value_text(a, json->valuestring);
  if (cJSON_IsBool(json)) return value_bool(a, cJSON_IsTrue(json));
  if (json_integer(json, &integer)) return value_int(a, integer);
  value *out = cJSON_IsArray(json) ? value_list(a) : cJSON_IsObject(json) ? value_record(a) : value_null(a);
  const cJSON *item;
  cJSON_ArrayForEach(item, json) {
    if (cJSON_IsArray(json)) value_append(a, out, json_value(item, a));
    else value_put(a, out, item->string, json_value(item, a));
  }
  return out;
}

static value *describe(const schema *s, arena *a) {
  value *out = value_record(a);
  char limit[DECIMAL_TEXT];
  put_text(a, out, "name", s->name);
  put_text(a, out, "type", schema_type_name(s->type));
  put_text(a, out, "doc", s->doc);
  put_bool(a, out, "required", !s->preset && !s->optional && !s->same_as);
  value_put(a, out, "default",
            s->same_as  ? value_text(a, arena_format(a, "same as %s", s->same_as))
            : s->preset ? json_value(s->preset, a)
                        : value_null(a));
  if (s->has_min) put_text(a, out, "min", arena_text(a, schema_limit_text(s, s->min, limit)));
  if (s->has_max) put_text(a, out, "max", arena_text(a, schema_limit_text(s, s->max, limit)));
  if (s->raise) put_bool(a, out, "raise", true);
  if (s->choice_count) {
    value *words = value_list(a);
    for (size_t i = 0; i < s->choice_count; i++) value_append(a, words, value_text(a, s->choices[i]));
    value_put(a, out, "choices", words);
  }
  if (s->type == SCHEMA_LIST) value_put(a, out, "of", describe(s->children[0], a));
  if (s->type == SCHEMA_RECORD && s->child_count) value_put(a, out, "fields", schema_describe(s, a));
  if (s->type == SCHEMA_EITHER) value_put(a, out, "either", schema_describe(s, a));
  return out;
}

value *schema_describe(const schema *record, arena *a) {
  value *out = value_list(a);
  for (size_t i = 0; i < record->child_count; i++) value_append(a, out, describe(record->children[i], a));
  return out;
}
