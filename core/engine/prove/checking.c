// What every check needs: how a fault is told, files by name, members of what they say.
#include "core/base/digest.h"
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/engine/prove/check_inside.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool check_fault(checking *c, const char *format, ...) {
  char what[512];
  va_list values;
  if (c->failed++ >= FAULTS_TOLD) return false;
  va_start(values, format);
  vsnprintf(what, sizeof what, format, values);
  va_end(values);
  buffer safe = { 0 };
  buffer_clean(&safe, what, false);  // it quotes files of somebody else's
  value_append(c->arena, c->failures, value_text(c->arena, arena_format(c->arena, "%s: %s", c->name, safe.text)));
  buffer_free(&safe);
  return false;
}

const archive_file *check_find(const checking *c, const char *name) {
  for (size_t i = 0; i < c->count; i++)
    if (strcmp(c->files[i].name, name) == 0) return &c->files[i];
  return NULL;
}

const archive_file *check_file(checking *c, const char *name) {
  const archive_file *file = check_find(c, name);
  if (!file) check_fault(c, "%s is not there", name);
  return file;
}

bool check_digest(checking *c, const archive_file *file, const char *hex) {
  char own[DIGEST_TEXT];
  const digest d = digest_of(file->bytes, file->length);
  return strcmp(digest_hex(&d, own), hex) == 0 || check_fault(c, "%s is not what its digest says", file->name);
}

const char *check_text(const cJSON *of, const char *name) {
  const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(of, name));
  return text ? text : "";
}

int64_t check_int(const cJSON *of, const char *name) {
  int64_t number = 0;
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(of, name);
  return item && json_integer(item, &number) ? number : 0;
}

bool check_money(checking *c, const cJSON *of, const char *name, int64_t *out) {
  const char *text = check_text(of, name);
  *out = 0;
  return (c->exponent >= 0 && money_parse(text, strlen(text), c->exponent, out)) ||
         check_fault(c, "%s \"%.40s\" is no amount", name, text);
}

const cJSON *check_list(const cJSON *of, const char *name) {
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(of, name);
  return cJSON_IsArray(list) ? list->child : NULL;
}
