// JSON as values.
#include "core/base/value_json.h"
#include "core/base/json.h"

value *value_of_cjson(arena *a, const cJSON *item) {
  int64_t number;
  const cJSON *member;
  if (cJSON_IsObject(item)) {
    value *record = value_record(a);
    cJSON_ArrayForEach(member, item) value_put(a, record, arena_text(a, member->string), value_of_cjson(a, member));
    return record;
  }
  if (cJSON_IsArray(item)) {
    value *list = value_list(a);
    cJSON_ArrayForEach(member, item) value_append(a, list, value_of_cjson(a, member));
    return list;
  }
  if (cJSON_IsString(item)) return value_text(a, arena_text(a, item->valuestring));
  if (json_integer(item, &number)) return value_int(a, number);
  return cJSON_IsBool(item) ? value_bool(a, cJSON_IsTrue(item)) : value_null(a);
}

value *value_of_json(arena *a, const char *text) {
  if (!text) return value_null(a);
  cJSON *item = cJSON_Parse(text);
  value *out = value_of_cjson(a, item);
  cJSON_Delete(item);
  return out;
}
