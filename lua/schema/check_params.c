// Holds params against their schema.
#include "lua/schema/schema_inside.h"
#include "core/base/text.h"
#include <inttypes.h>
#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { PATH_MAX_LENGTH = 200 };
typedef struct place {
  char path[PATH_MAX_LENGTH];
  bool complete;
  error *e;
} place;

static const char *wanted(const schema *s) {
  static const char *const texts[SCHEMA_TYPES] = { "an amount as text, such as \"120.00\"",
                                                   "a percentage as text, such as \"8.25%\"",
                                                   "a number as text, such as \"12.5\"",
                                                   "an integer",
                                                   "a date, such as \"2026-04-07\"",
                                                   "text",
                                                   "one of its words",
                                                   "true or false",
                                                   "a list",
                                                   "an object",
                                                   "something else",
                                                   "the name of a calendar" };
  return texts[s->type];
}

static const char *found(const cJSON *item, char *out, size_t room) {
  char text[60];
  int64_t integer;
  if (cJSON_IsString(item))
    snprintf(out, room, "\"%s\"", state_clean(item->valuestring, strlen(item->valuestring), text, sizeof text));
  else if (json_integer(item, &integer)) snprintf(out, room, "%" PRId64, integer);
  else
    snprintf(out, room, "%s",
             cJSON_IsNumber(item)  ? "a number with a fraction"
             : cJSON_IsBool(item)  ? (cJSON_IsTrue(item) ? "true" : "false")
             : cJSON_IsNull(item)  ? "null"
             : cJSON_IsArray(item) ? "a list"
                                   : "an object");
  return out;
}

static bool refuse(const place *p, const schema *s, const cJSON *item) {
  char text[80];
  if (s->type != SCHEMA_CHOICE)
    return error_set(p->e, ERROR_INVALID, "%s: must be %s, not %s", p->path, wanted(s), found(item, text, sizeof text));
  char words[300] = "";
  for (size_t i = 0, used = 0; i < s->choice_count && used < sizeof words; i++)
    used += (size_t)snprintf(words + used, sizeof words - used, "%s%s", i ? ", " : "", s->choices[i]);
  error_set(p->e, ERROR_INVALID, "%s: must be one of %s, not %s", p->path, words, found(item, text, sizeof text));
  const char *near = cJSON_IsString(item) ? text_nearest(item->valuestring, s->choices, s->choice_count) : NULL;
  return near ? error_hint(p->e, "did you mean \"%s\"?", near) : false;
}

bool schema_number(const schema *s, const cJSON *item, int128 *out) {
  const char *text = cJSON_IsString(item) ? item->valuestring : NULL;
  decimal number = 0;
  int64_t integer = 0;
  day d = 0;
  bool good = false;
  switch (s->type) {
    case SCHEMA_MONEY:
    case SCHEMA_QUANTITY: good = text && decimal_parse(text, strlen(text), &number); break;
    case SCHEMA_PERCENT: good = text && percent_parse(text, strlen(text), &number); break;
    case SCHEMA_COUNT:
      good = json_integer(item, &integer);
      number = integer;
      break;
    case SCHEMA_DATE:
      good = text && day_parse(text, strlen(text), &d);
      number = d;
      break;
    default: break;
  }
  *out = number;
  return good;
}

const char *schema_limit_text(const schema *s, int128 limit, char out[DECIMAL_TEXT]) {
  if (s->type == SCHEMA_COUNT) snprintf(out, DECIMAL_TEXT, "%" PRId64, (int64_t)limit);
  else if (s->type == SCHEMA_DATE) day_format((day)limit, out);
  else if (s->type == SCHEMA_PERCENT) percent_format(limit, out);
  else decimal_format(limit, 0, out);
  return out;
}

static bool check_scalar(const place *p, const schema *s, const cJSON *item) {
  int128 number;
  char limit[DECIMAL_TEXT], text[80];
  if (!schema_number(s, item, &number)) return refuse(p, s, item);
  if (s->has_min && number < s->min)
    return error_set(p->e, ERROR_INVALID, "%s: must be at least %s, not %s", p->path,
                     schema_limit_text(s, s->min, limit), found(item, text, sizeof text));
  if (s->has_max && number > s->max)
    return error_set(p->e, ERROR_INVALID, "%s: must be at most %s, not %s", p->path,
                     schema_limit_text(s, s->max, limit), found(item, text, sizeof text));
  return true;
}

static bool check(place *p, const schema *s, const cJSON *item);

static void step_into(place *p, const char *name) {
  size_t used = strlen(p->path);
  snprintf(p->path + used, sizeof p->path - used, "%s%s", used ? "." : "", name);
}

const schema *schema_field(const schema *record, const char *name) {
  for (size_t i = 0; i < record->child_count; i++)
    if (strcmp(record->children[i]->name, name) == 0) return record->children[i];
  return NULL;
}

static bool unknown(place *p, const schema *record, const char *name) {
  const char *names[SCHEMA_FIELDS_MAX];
  assert(record->child_count <= SCHEMA_FIELDS_MAX);
  for (size_t i = 0; i < record->child_count; i++) names[i] = record->children[i]->name;
  char text[60];
  step_into(p, state_clean(name, strlen(name), text, sizeof text));
  error_set(p->e, ERROR_INVALID, "%s: there is no such param", p->path);
  const char *near = text_nearest(name, names, record->child_count);
  return near ? error_hint(p->e, "did you mean \"%s\"?", near) : false;
}

static bool check_record(place *p, const schema *record, const cJSON *object) {
  size_t length = strlen(p->path);
  const cJSON *item;
  if (!cJSON_IsObject(object)) return refuse(p, record, object);
  cJSON_ArrayForEach(item, object) {
    const schema *field = schema_field(record, item->string);
    if (!field && record->open) continue;
    if (!field) return unknown(p, record, item->string);
    step_into(p, item->string);
    if (!cJSON_IsNull(item) && !check(p, field, item)) return false;
    p->path[length] = 0;
  }
  for (size_t i = 0; p->complete && i < record->child_count; i++) {
    const schema *field = record->children[i];
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(object, field->name);
    if ((given && !cJSON_IsNull(given)) || field->preset || field->optional || field->same_as) continue;
    step_into(p, field->name);
    return error_set(p->e, ERROR_INVALID, "%s: is missing: %s", p->path, field->doc ? field->doc : wanted(field));
  }
  return true;
}

static bool check_list(place *p, const schema *s, const cJSON *list) {
  size_t length = strlen(p->path);
  const cJSON *item;
  int n = 0;
  if (!cJSON_IsArray(list)) return refuse(p, s, list);
  cJSON_ArrayForEach(item, list) {
    snprintf(p->path + length, sizeof p->path - length, "[%d]", ++n);
    if (!check(p, s->children[0], item)) return false;
    p->path[length] = 0;
  }
  return true;
}

// An alternative is meant where the JSON has its shape; its own error is the one that is told.
const schema *schema_alternative(const schema *s, const cJSON *item, bool complete, error *e) {
  const schema *meant = NULL;
  for (size_t i = 0; i < s->child_count; i++) {
    const schema *child = s->children[i];
    place sub = { .complete = complete, .e = e };
    if (check(&sub, child, item)) return child;
    error_clear(e);
    if ((cJSON_IsArray(item) && child->type == SCHEMA_LIST) || (cJSON_IsObject(item) && child->type == SCHEMA_RECORD))
      meant = child;
  }
  return meant;
}

static bool check(place *p, const schema *s, const cJSON *item) {
  error sub = { 0 };
  if (!s) return true;
  switch (s->type) {
    case SCHEMA_CALENDAR:
    case SCHEMA_TEXT: return cJSON_IsString(item) || refuse(p, s, item);
    case SCHEMA_FLAG: return cJSON_IsBool(item) || refuse(p, s, item);
    case SCHEMA_CHOICE:
      for (size_t i = 0; cJSON_IsString(item) && i < s->choice_count; i++)
        if (strcmp(s->choices[i], item->valuestring) == 0) return true;
      return refuse(p, s, item);
    case SCHEMA_LIST: return check_list(p, s, item);
    case SCHEMA_RECORD: return check_record(p, s, item);
    case SCHEMA_EITHER: {
      const schema *meant = schema_alternative(s, item, p->complete, &sub);
      error_clear(&sub);
      return check(p, meant ? meant : s->children[0], item);
    }
    default: return check_scalar(p, s, item);
  }
}

bool schema_check(const schema *record, const cJSON *params, bool complete, error *e) {
  place p = { .complete = complete, .e = e };
  if (!cJSON_IsObject(params)) return error_set(e, ERROR_INVALID, "params must be a JSON object");
  return check(&p, record, params);
}
