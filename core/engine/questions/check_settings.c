// Settings of checks: how bad what they find is, and their params.
#include "core/engine/questions/checks_inside.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include <string.h>

static const char *key_of(const char *name, arena *a) { return arena_format(a, "check.%s", name); }

bool check_level_set(book *b, const char *name, check_level usual, check_level *out, error *e) {
  arena *a = arena_new();
  const char *text;
  bool ok = config_read(b, key_of(name, a), a, &text, e);
  if (!ok || !text || !check_level_parse(text, out)) *out = usual;
  arena_free(a);
  return ok;
}

// ---- Params

static bool fits_as(book *b, const char *check, const char *param, cJSON *value, arena *a, const char **out, error *e) {
  cJSON *json = cJSON_CreateObject();
  cJSON_AddItemToObject(json, param, value);
  char *text = json_canonical(json);
  *out = arena_text(a, text);
  memory_give(text);
  cJSON_Delete(json);
  return b->host->check(b->host->self, PLUGIN_CHECK, check, *out, false, e);
}

// A param as its schema takes it, a JSON object of one: the value as text, else as the number, flag or list that it is.
static bool fits(book *b, const char *check, const char *param, const char *value, arena *a, const char **out,
                 error *e) {
  error second = { 0 };
  if (fits_as(b, check, param, cJSON_CreateString(value), a, out, e)) return true;
  cJSON *raw = json_parse(param, value, strlen(value), &second);
  bool good = raw && fits_as(b, check, param, raw, a, out, &second);
  error_clear(&second);
  if (good) error_clear(e);
  return good;
}

static bool put_param(book *b, const char *check, const char *param, const char *value, cJSON *all, arena *a) {
  error ignored = { 0 };
  const char *text;
  // One that the plugin does not take any more is as if it were not set.
  cJSON *json =
      fits(b, check, param, value, a, &text, &ignored) ? json_parse(param, text, strlen(text), &ignored) : NULL;
  error_clear(&ignored);
  if (json) cJSON_AddItemToObject(all, param, cJSON_DetachItemFromObjectCaseSensitive(json, param));
  cJSON_Delete(json);
  return true;
}

typedef struct setting {
  const char *name, *value;
} setting;

// Those whose keys begin as `from` does, by key.
static bool read_all(book *b, const char *from, arena *a, setting **out, size_t *count, error *e) {
  query *q =
      db_ask(b->db, e, "SELECT key, value FROM config WHERE key >= ?1 AND key < ?1 || '~' ORDER BY key", "t", from);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = (setting){ arena_text(a, query_column_text(q, 0)), arena_text(a, query_column_text(q, 1)) };
  }
  return step == 0;
}

bool check_errors_set(book *b, arena *a, const char ***names, size_t *count, error *e) {
  setting *list;
  size_t all;
  *count = 0;
  if (!read_all(b, "check.", a, &list, &all, e)) return false;
  *names = arena_array(a, all + 1, sizeof **names);
  for (size_t i = 0; i < all; i++) {
    const char *name = list[i].name + strlen("check.");
    if (!strchr(name, '.') && strcmp(list[i].value, "error") == 0) (*names)[(*count)++] = name;
  }
  return true;
}

bool check_params_set(book *b, const char *name, arena *a, const char **out, error *e) {
  const char *from = arena_format(a, "check.%s.", name);
  setting *list;
  size_t count;
  *out = NULL;
  if (!read_all(b, from, a, &list, &count, e) || !count) return e->code == ERROR_NONE;
  cJSON *all = cJSON_CreateObject();
  for (size_t i = 0; i < count; i++) put_param(b, name, list[i].name + strlen(from), list[i].value, all, a);
  char *text = json_canonical(all);
  *out = arena_text(a, text);
  memory_give(text);
  cJSON_Delete(all);
  return true;
}

// ---- Reading and writing

static bool check_level_given(const char *value, error *e) {
  check_level level;
  static const char *const words[] = { "off", "note", "warning", "error" };
  if (check_level_parse(value, &level)) return true;
  const char *near = text_nearest(value, words, 4);
  error_set(e, ERROR_INVALID, "a check is off, or what it finds is a note, warning or error, not \"%s\"", value);
  return near ? error_hint(e, "did you mean %s?", near) : false;
}

// NAME or NAME.PARAM, with a value that it may have.
static bool check_given(book *b, const char *name, const char *value, arena *a, error *e) {
  const char *dot = strchr(name, '.'), *check = dot ? arena_copy(a, name, (size_t)(dot - name)) : name, *text;
  if (!b->host->find(b->host->self, PLUGIN_CHECK, check, e)) return false;
  return dot ? fits(b, check, dot + 1, value, a, &text, e) : check_level_given(value, e);
}

bool check_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  return config_read(b, key_of(name, a), a, out, e);
}

bool check_setting_set(book *b, const char *name, const char *value, error *e) {
  arena *a = arena_new();
  bool ok = (!*value || check_given(b, name, value, a, e)) && db_begin(b->db, e);
  if (ok) {
    ok = config_write(b, key_of(name, a), *value ? value : NULL, e) && db_commit(b->db, e);
    if (!ok) db_rollback(b->db);
  }
  arena_free(a);
  return ok;
}

bool check_settings_list(book *b, arena *a, const char ***names, size_t *count, error *e) {
  setting *list;
  if (!read_all(b, "check.", a, &list, count, e)) return false;
  *names = arena_array(a, *count + 1, sizeof **names);
  for (size_t i = 0; i < *count; i++) (*names)[i] = list[i].name + strlen("check.");
  return true;
}
