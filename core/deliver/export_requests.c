// Requests as they are kept: frozen once, and thawed byte for byte, alone or with others.
#include "core/base/percent.h"
#include "core/base/memory.h"
#include "core/deliver/export_inside.h"
#include <string.h>

static const cJSON *member(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text_of(const cJSON *object, const char *name) {
  const cJSON *item = member(object, name);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

// The body as text; as the entries of its list where that is all that it holds.
static void freeze_body(cJSON *out, const cJSON *body, const char *list) {
  if (cJSON_IsString(body)) {
    cJSON_AddStringToObject(out, "body", body->valuestring);
    return;
  }
  const cJSON *entries = list ? member(body, list) : NULL;
  bool joins = entries && cJSON_IsArray(entries) && entries->child && body->child == entries && !entries->next;
  char *text = json_canonical(joins ? entries : body);
  if (joins) text[strlen(text) - 1] = 0;
  cJSON_AddStringToObject(out, joins ? "list" : "body", joins ? text + 1 : text);
  memory_give(text);
}

// Names with texts: what the plugin wrote as numbers too.
static void freeze_plain(cJSON *out, const char *name, const cJSON *plain) {
  cJSON *own = cJSON_AddObjectToObject(out, name);
  const cJSON *item;
  cJSON_ArrayForEach(item, plain) {
    char *text = cJSON_IsString(item) ? memory_text(item->valuestring) : json_canonical(item);
    cJSON_AddStringToObject(own, item->string ? item->string : "", text);
    memory_give(text);
  }
}

char *request_freeze(const cJSON *request, const char *list) {
  cJSON *out = cJSON_CreateObject();
  const cJSON *body = member(request, "body");
  const char *type = text_of(request, "type");
  cJSON_AddStringToObject(out, "method", text_of(request, "method"));
  cJSON_AddStringToObject(out, "path", text_of(request, "path"));
  freeze_plain(out, "query", member(request, "query"));
  freeze_plain(out, "headers", member(request, "headers"));
  if (body) freeze_body(out, body, list);
  if (body || type) cJSON_AddStringToObject(out, "type", type ? type : "application/json");
  char *text = json_canonical(out);
  cJSON_Delete(out);
  return text;
}

const char *request_with_key(const char *frozen, const char *from, const char *to, arena *a) {
  buffer out = { 0 };
  const char *at = frozen, *found;
  while (*from && (found = strstr(at, from))) {
    buffer_add(&out, at, (size_t)(found - at));
    buffer_text(&out, to);
    at = found + strlen(from);
  }
  buffer_text(&out, at);
  const char *text = arena_copy(a, out.text ? out.text : "", out.length);
  buffer_free(&out);
  return text;
}

// All of a request but its entries, as text in the arena; NULL where it has none.
static const char *frame(const char *frozen, const char *key, arena *a) {
  cJSON *request = cJSON_Parse(frozen);
  const char *out = NULL;
  if (member(request, "list")) {
    cJSON_DeleteItemFromObjectCaseSensitive(request, "list");
    char *text = json_canonical(request);
    out = request_with_key(text, key, "", a);
    memory_give(text);
  }
  cJSON_Delete(request);
  return out;
}

bool request_joins(const char *a, const char *a_key, const char *b, const char *b_key, arena *scratch) {
  const char *one = frame(a, a_key, scratch), *other = frame(b, b_key, scratch);
  return one && other && strcmp(one, other) == 0;
}

// Sorted by name: what is kept is canonical.
static const char *query_of(const cJSON *query, arena *a) {
  buffer out = { 0 };
  const cJSON *item;
  cJSON_ArrayForEach(item, query) { percent_field(&out, item->string, item->valuestring); }
  const char *text = out.length ? arena_copy(a, out.text, out.length) : NULL;
  buffer_free(&out);
  return text;
}

static void headers_of(const cJSON *headers, arena *a, wire_request *out) {
  const cJSON *item;
  wire_header *list = arena_array(a, (size_t)cJSON_GetArraySize(headers) + 1, sizeof *list);
  cJSON_ArrayForEach(item, headers) {
    list[out->header_count++] = (wire_header){ arena_text(a, item->string), arena_text(a, item->valuestring) };
  }
  out->headers = list;
}

static const char *joined_body(const char *const *frozen, size_t count, const char *list, arena *a) {
  buffer out = { 0 };
  buffer_format(&out, "{\"%s\":[", list);
  for (size_t i = 0; i < count; i++) {
    cJSON *request = cJSON_Parse(frozen[i]);
    buffer_format(&out, "%s%s", i ? "," : "", text_of(request, "list"));
    cJSON_Delete(request);
  }
  buffer_text(&out, "]}");
  const char *text = arena_copy(a, out.text, out.length);
  buffer_free(&out);
  return text;
}

wire_request request_thaw(const char *const *frozen, const char *const *keys, size_t count, const char *key,
                          const char *list, arena *a) {
  const char *text = count > 1 ? request_with_key(frozen[0], keys[0], key, a) : frozen[0];
  cJSON *request = cJSON_Parse(text);
  wire_request out = { .method = arena_text(a, text_of(request, "method")),
                       .path = arena_text(a, text_of(request, "path")),
                       .query = query_of(member(request, "query"), a),
                       .type = arena_text(a, text_of(request, "type")) };
  headers_of(member(request, "headers"), a, &out);
  bool joins = member(request, "list") != NULL;
  out.body = joins ? joined_body(frozen, count, list, a) : arena_text(a, text_of(request, "body"));
  out.length = out.body ? strlen(out.body) : 0;
  cJSON_Delete(request);
  return out;
}
