// Values that several answers hold: stored JSON, periods, hours.
#include "core/command/answers/answers_inside.h"
#include "core/base/json.h"

static value *from_cjson(arena *a, const cJSON *item) {
  int64_t number;
  const cJSON *member;
  if (cJSON_IsObject(item)) {
    value *record = value_record(a);
    cJSON_ArrayForEach(member, item) value_put(a, record, arena_text(a, member->string), from_cjson(a, member));
    return record;
  }
  if (cJSON_IsArray(item)) {
    value *list = value_list(a);
    cJSON_ArrayForEach(member, item) value_append(a, list, from_cjson(a, member));
    return list;
  }
  if (cJSON_IsString(item)) return value_text(a, arena_text(a, item->valuestring));
  if (json_integer(item, &number)) return value_int(a, number);
  return cJSON_IsBool(item) ? value_bool(a, cJSON_IsTrue(item)) : value_null(a);
}

value *value_of_json(arena *a, const char *text) {
  if (!text) return value_null(a);
  cJSON *item = cJSON_Parse(text);
  value *out = from_cjson(a, item);
  cJSON_Delete(item);
  return out;
}

value *period_value(arena *a, day from, day until) {
  if (until == 0) return value_null(a);
  value *period = value_record(a);
  put_day(a, period, "start", from);
  if (until == DAY_NEVER) put_null(a, period, "end");
  else put_day(a, period, "end", until - 1);
  return period;
}

const char *hours_text(arena *a, int64_t minutes) {
  char text[DECIMAL_TEXT];
  size_t length = decimal_format(decimal_ratio(minutes, 60, 4), 0, text);
  return arena_copy(a, text, length);
}
