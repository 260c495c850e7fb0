// Holds what a plugin's example expects against what the engine answered.
#include "core/command/examples/examples_inside.h"
#include "core/base/decimal.h"
#include "core/base/json.h"
#include <string.h>

const char *example_text(const cJSON *object, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

static bool same_number(const char *a, const char *b) {
  decimal x, y;
  return decimal_parse(a, strlen(a), &x) && decimal_parse(b, strlen(b), &y) && x == y;
}

// What an entry of a list is, for messages.
static const char *brief(const value *entry, arena *a) {
  static const char *const names[] = { "description", "amount", "total", "row", "text" };
  const char *out = "";
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const value *v = value_get(entry, names[i]);
    if (v && *value_plain(a, v)) out = arena_format(a, "%s%s%s", out, *out ? " " : "", value_plain(a, v));
  }
  return *out ? out : "one more";
}

// Every wanted entry needs one of its own; no other may be left over, but lines of nothing.
static const char *mismatch_list(const cJSON *want, const value *got, const char *path, arena *a) {
  if (got->type != VALUE_LIST) return arena_format(a, "%s: no list", path);
  bool *used = arena_alloc(a, got->as.list.count + 1);
  const cJSON *item;
  int number = 0;
  cJSON_ArrayForEach(item, want) {
    const char *nearest = NULL;
    bool found = false;
    number++;
    for (size_t i = 0; i < got->as.list.count && !found; i++) {
      const char *why =
          used[i] ? NULL : example_mismatch(item, got->as.list.items[i], arena_format(a, "%s[%d]", path, number), a);
      found = !used[i] && !why;
      if (found) used[i] = true;
      else if (why) nearest = why;
    }
    if (!found)
      return nearest ? nearest
                     : arena_format(a, "%s[%d]: %s", path, number,
                                    *used                      ? "nothing is left"
                                    : strstr(path, "findings") ? "nothing was found"
                                                               : "nothing was billed");
  }
  for (size_t i = 0; i < got->as.list.count; i++) {
    const value *amount = value_get(got->as.list.items[i], "amount");
    if (!used[i] && !(amount && same_number(value_plain(a, amount), "0")))
      return arena_format(a, "%s: %zu more than expected, such as %s", path, got->as.list.count - (size_t)number,
                          brief(got->as.list.items[i], a));
  }
  return NULL;
}

// A period may be written as a list of its first and last day.
static const char *mismatch_period(const cJSON *want, const value *got, const char *path, arena *a) {
  const char *why = example_mismatch(cJSON_GetArrayItem(want, 0), value_get(got, "start"), path, a);
  return why ? why : example_mismatch(cJSON_GetArrayItem(want, 1), value_get(got, "end"), path, a);
}

const char *example_mismatch(const cJSON *want, const value *got, const char *path, arena *a) {
  const cJSON *member;
  if (cJSON_IsArray(want) && value_get(got, "start")) return mismatch_period(want, got, path, a);
  if (cJSON_IsArray(want)) return mismatch_list(want, got, path, a);
  if (cJSON_IsObject(want)) {
    cJSON_ArrayForEach(member, want) {
      const value *own = value_get(got, member->string);
      const char *inner = arena_format(a, "%s.%s", path, member->string),
                 *why = own ? example_mismatch(member, own, inner, a) : "is missing";
      if (why) return own ? why : arena_format(a, "%s is missing", inner);
    }
    return NULL;
  }
  const char *plain = value_plain(a, got);
  int64_t number;
  const char *wanted = cJSON_IsString(want)          ? want->valuestring
                       : json_integer(want, &number) ? arena_format(a, "%lld", (long long)number)
                       : cJSON_IsBool(want)          ? (cJSON_IsTrue(want) ? "true" : "false")
                                                     : "";
  if (plain && (strcmp(plain, wanted) == 0 || same_number(plain, wanted))) return NULL;
  return arena_format(a, "%s: expected %s, got %s", path, wanted, plain ? plain : "a list");
}
