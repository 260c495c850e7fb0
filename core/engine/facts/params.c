// A contract's params over time.
#include "core/engine/facts/params.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

const cJSON *params_identity(const cJSON *member) {
  static const char *const keys[] = { "id", "name", "type" };
  for (size_t i = 0; i < 3; i++) {
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(member, keys[i]);
    if (cJSON_IsString(found)) return found;
  }
  return NULL;
}

static cJSON *member_like(cJSON *list, const cJSON *item) {
  const cJSON *wanted = params_identity(item);
  cJSON *member;
  cJSON_ArrayForEach(member, list) {
    const cJSON *own = params_identity(member);
    if (own && strcmp(wanted->valuestring, own->valuestring) == 0) return member;
  }
  return NULL;
}

static void merge_object(cJSON *base, const cJSON *change);

static bool merge_list(cJSON *base, const cJSON *change) {
  const cJSON *item;
  cJSON_ArrayForEach(item, change) if (!cJSON_IsObject(item) || !params_identity(item)) return false;
  cJSON_ArrayForEach(item, change) {
    cJSON *member = member_like(base, item);
    if (member) merge_object(member, item);
    else cJSON_AddItemToArray(base, cJSON_Duplicate(item, true));
  }
  return true;
}

static void merge_object(cJSON *base, const cJSON *change) {
  const cJSON *item;
  cJSON_ArrayForEach(item, change) {
    cJSON *old = cJSON_GetObjectItemCaseSensitive(base, item->string);
    if (cJSON_IsArray(old) && cJSON_IsArray(item) && merge_list(old, item)) continue;
    if (cJSON_IsObject(old) && cJSON_IsObject(item)) merge_object(old, item);
    else if (old) cJSON_ReplaceItemInObjectCaseSensitive(base, item->string, cJSON_Duplicate(item, true));
    else cJSON_AddItemToObject(base, item->string, cJSON_Duplicate(item, true));
  }
}

const char *params_merge(arena *a, const char *base, const char *change, error *e) {
  cJSON *merged = json_parse("params", base, strlen(base), e);
  cJSON *over = merged ? json_parse("changes", change, strlen(change), e) : NULL;
  const char *answer = NULL;
  if (over && (!cJSON_IsObject(merged) || !cJSON_IsObject(over)))
    error_set(e, ERROR_INVALID, "params must be a JSON object");
  else if (over) {
    merge_object(merged, over);
    char *text = json_canonical(merged);
    answer = arena_text(a, text);
    memory_give(text);
  }
  cJSON_Delete(merged);
  cJSON_Delete(over);
  return answer;
}
