// Params of contracts, changes and taxes: read, merged, checked by their plugin; and the MSP's own columns.
#include "core/engine/import/import_inside.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>

field json_field(import *im, const cJSON *json) {
  char *text = json_canonical(json);
  field out = field_text(arena_text(im->scratch, text ? text : "null"));
  memory_give(text);
  return out;
}

cJSON *json_cell(import *im, const row *r, const char *where, const cell *c, bool list) {
  error sub = { 0 };
  cJSON *json = c->json && !cJSON_IsString(c->json) ? cJSON_Duplicate(c->json, true)
                                                    : json_parse(where, c->text, c->length, &sub);
  if (json && (list ? cJSON_IsArray(json) : cJSON_IsObject(json))) return json;
  if (json) row_fault(im, r, ERROR_INVALID, where, "must be a JSON %s", list ? "list" : "object");
  else
    row_fault(im, r, ERROR_INVALID, where, "\"%s\" cannot be read as JSON: %s%s%s", shown(im, c->text, c->length),
              sub.message, sub.hint[0] ? "; " : "", sub.hint);
  cJSON_Delete(json);
  error_clear(&sub);
  return NULL;
}

static bool fits(import *im, plugin_kind kind, const char *plugin, const char *name, cJSON *item) {
  error sub = { 0 };
  cJSON *one = cJSON_CreateObject();
  cJSON_AddItemReferenceToObject(one, name, item);
  char *text = json_canonical(one);
  bool good = im->book->host->check(im->book->host->self, kind, plugin, text, false, &sub);
  memory_give(text);
  cJSON_Delete(one);
  error_clear(&sub);
  return good;
}

// A CSV cell says no type: it is the first of text and JSON that the plugin takes, text where it takes neither.
static cJSON *guess(import *im, plugin_kind kind, const char *plugin, const char *name, const cell *c) {
  cJSON *text = cJSON_CreateString(c->text);
  if (!plugin || fits(im, kind, plugin, name, text)) return text;
  error sub = { 0 };
  cJSON *json = json_parse(name, c->text, c->length, &sub);
  error_clear(&sub);
  if (json && fits(im, kind, plugin, name, json)) {
    cJSON_Delete(text);
    return json;
  }
  cJSON_Delete(json);
  return text;
}

static int by_name(const void *one, const void *other) {
  return strcmp(*(const char *const *)one, *(const char *const *)other);
}

// Takes out of an object what a row says anew, in time that grows with both: a row may have any number of such cells.
static void drop_said(import *im, const extra *cells, size_t count, cJSON *object) {
  const char **said = arena_array(im->scratch, count, sizeof *said);
  size_t names = 0;
  for (size_t i = 0; i < count; i++)
    if (cells[i].value.state != CELL_ABSENT) said[names++] = cells[i].name;
  if (names) qsort(said, names, sizeof *said, by_name);
  for (cJSON *item = names ? object->child : NULL, *next; item; item = next) {
    next = item->next;
    if (bsearch(&item->string, said, names, sizeof *said, by_name))
      cJSON_Delete(cJSON_DetachItemViaPointer(object, item));
  }
}

static void merge_cells(import *im, const row *r, plugin_kind kind, const char *plugin, cJSON *params) {
  drop_said(im, r->params, r->param_count, params);
  for (size_t i = 0; i < r->param_count; i++) {
    const extra *x = &r->params[i];
    if (x->value.state == CELL_ABSENT || x->value.state == CELL_EMPTY) continue;
    cJSON_AddItemToObject(params, x->name,
                          x->value.json ? cJSON_Duplicate(x->value.json, true)
                                        : guess(im, kind, plugin, x->name, &x->value));
  }
}

bool params_read(import *im, const row *r, plugin_kind kind, const char *plugin, const char *before, field *out,
                 error *e) {
  size_t at = column_at(r->table, "params");
  const cell *c = &r->cells[at];
  cJSON *params = NULL;
  if (c->state == CELL_GIVEN) {
    if (!(params = json_cell(im, r, "params", c, false))) return true;
  } else if (c->state == CELL_ABSENT && before) {
    if (!(params = json_parse("params", before, strlen(before), e))) return false;
  } else {
    params = cJSON_CreateObject();
    if ((r->table->columns[at].flags & COLUMN_REQUIRED) && !r->param_count)
      row_fault(im, r, ERROR_INVALID, "params", "is missing");
  }
  merge_cells(im, r, kind, plugin, params);
  *out = json_field(im, params);
  cJSON_Delete(params);
  return true;
}

bool plugin_known(import *im, const row *r, const char *where, plugin_kind kind, const char *name) {
  error sub = { 0 };
  const plugin_host *host = im->book->host;
  bool there = host->find(host->self, kind, name, &sub) != NULL;
  if (!there)
    row_fault(im, r, ERROR_INVALID, where, "\"%s\": %s%s%s", shown(im, name, strlen(name)), sub.message,
              sub.hint[0] ? "; " : "", sub.hint);
  error_clear(&sub);
  return there;
}

void params_check(import *im, const row *r, const char *where, plugin_kind kind, const char *plugin,
                  const char *params) {
  error sub = { 0 };
  if (!im->book->host->check(im->book->host->self, kind, plugin, params, true, &sub))
    row_fault(im, r, ERROR_INVALID, where, "%s%s%s", sub.message, sub.hint[0] ? "; " : "", sub.hint);
  error_clear(&sub);
}

void own_read(import *im, const row *r, const field *before, field *out) {
  *out = before ? *before : (field){ .type = FIELD_NULL };
  if (!r->own_count) return;
  cJSON *own = before && before->text ? cJSON_Parse(before->text) : cJSON_CreateObject();
  drop_said(im, r->own, r->own_count, own);
  for (size_t i = 0; i < r->own_count; i++) {
    const extra *x = &r->own[i];
    if (x->value.state == CELL_ABSENT) continue;
    if (x->value.json && (cJSON_IsObject(x->value.json) || cJSON_IsArray(x->value.json)))
      row_fault(im, r, ERROR_INVALID, arena_format(im->scratch, "x.%s", x->name), "must be text");
    else if (x->value.state == CELL_GIVEN) cJSON_AddStringToObject(own, x->name, x->value.text);
  }
  *out = own->child ? json_field(im, own) : (field){ .type = FIELD_NULL };
  cJSON_Delete(own);
}
