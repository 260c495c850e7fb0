// Whose books a target's are: asked by its plugin's words before anything is kept.
#include "core/base/json.h"
#include "core/base/percent.h"
#include "core/base/value_json.h"
#include "core/deliver/sign_in.h"
#include "core/deliver/wire_http.h"
#include "core/store/secrets.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SHOWN = 2000, HEADERS_MAX = 20 };

// ---- Words of the plugin

static const char *no_name(void *self, const char *kind, const char *key, error *e) {
  (void)self, (void)kind, (void)key, (void)e;
  return NULL;
}
static const char *no_json(void *self, const value *invoice, error *e) {
  (void)self, (void)invoice, (void)e;
  return "null";
}
static void no_warning(void *self, const char *text) { (void)self, (void)text; }

static bool ask_plugin(book *b, const target *t, const value *company, delivery_call call, cJSON **out, error *e) {
  const export_desk desk = { .currency = b->currency,
                             .map = no_name,
                             .id = no_name,
                             .json = no_json,
                             .warn = no_warning,
                             .key = "",
                             .company = company,
                             .settings = t->values };
  call.name = t->name;
  call.desk = &desk;
  return b->host->deliver(b->host->self, &call, out, e);
}

static const char *plain(const cJSON *item, arena *a) {
  if (cJSON_IsString(item) || cJSON_IsRaw(item)) return item->valuestring;
  if (cJSON_IsNumber(item)) return arena_format(a, "%.0f", item->valuedouble);
  return cJSON_IsTrue(item) ? "true" : "false";
}

static const char *text_of(const cJSON *item, const char *name) {
  return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, name));
}

static void set_body(const cJSON *body, arena *a, wire_request *out) {
  char *json = body && !cJSON_IsString(body) ? json_canonical(body) : NULL;
  out->body = json ? arena_text(a, json) : cJSON_GetStringValue(body);
  free(json);
  out->length = out->body ? strlen(out->body) : 0;
  if (!out->type) out->type = "application/json";
}

static wire_request request_of(const cJSON *r, wire_header headers[HEADERS_MAX], arena *a) {
  wire_request out = {
    .method = text_of(r, "method"), .path = text_of(r, "path"), .type = text_of(r, "type"), .headers = headers
  };
  buffer query = { 0 };
  const cJSON *item;
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(r, "query"))
      percent_field(&query, item->string, plain(item, a));
  cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(r, "headers")) if (out.header_count < HEADERS_MAX)
      headers[out.header_count++] = (wire_header){ item->string, plain(item, a) };
  out.query = arena_text(a, query.text);
  buffer_free(&query);
  set_body(cJSON_GetObjectItemCaseSensitive(r, "body"), a, &out);
  return out;
}

static value *answer_of(const wire_answer *w, arena *a) {
  value *out = value_record(a);
  error e = { 0 };
  put_int(a, out, "status", w->status);
  value *body = value_of_answer(w->body, w->length, a, &e);
  if (body) value_put(a, out, "body", body);
  error_clear(&e);
  put_text(a, out, "text", arena_copy(a, w->body, w->length < TEXT_SHOWN ? w->length : TEXT_SHOWN));
  put_text(a, out, "trace", w->trace);
  return out;
}

// ---- Asking

static bool not_told(const target *t, const wire_answer *w, error *e) {
  if (w->message) error_set(e, ERROR_EXPORT, "%s does not say whose books they are: %s", t->title, w->message);
  else error_set(e, ERROR_EXPORT, "%s does not say whose books they are (status %d)", t->title, w->status);
  return error_hint(e, "nothing is kept; billet export login %s begins anew", t->name);
}

static bool send_one(const target *t, const char *company, const net_module *net, const tokens *held,
                     bool (*stop)(void), const cJSON *request, arena *a, wire_answer *out, error *e) {
  wire w = { 0 };
  wire_header headers[HEADERS_MAX];
  const wire_request r = request_of(request, headers, a);
  bool ok = wire_http_open(t, company, NULL, held, net, stop, &w, e) && w.send(w.self, &r, a, out, e);
  connection_wire_close(&w);
  return ok && ((out->outcome == WIRE_ANSWERED && out->status / 100 == 2) || not_told(t, out, e));
}

static const char *fact(const cJSON *facts, const char *name, arena *a) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(facts, name);
  return item && !cJSON_IsNull(item) ? arena_text(a, plain(item, a)) : NULL;
}

static void list_facts(const cJSON *facts, arena *a, company **list, size_t *count) {
  const cJSON *item;
  *list = arena_array(a, (size_t)cJSON_GetArraySize(facts) + 1, sizeof **list);
  cJSON_ArrayForEach(item, facts) {
    char *json = json_canonical(item);
    (*list)[(*count)++] = (company){ fact(item, "id", a), fact(item, "name", a), fact(item, "currency", a),
                                     json ? arena_text(a, json) : "{}" };
    free(json);
  }
}

static value *about_company(const char *id, arena *a) {
  value *out = value_record(a);
  if (id) put_text(a, out, "id", id);
  return out;
}

// *facts NULL: the plugin does not ask.
static bool ask_target(book *b, const target *t, const net_module *net, const tokens *held, const char *named,
                       bool (*stop)(void), arena *a, cJSON **facts, error *e) {
  cJSON *request = NULL;
  wire_answer answer;
  const value *about = about_company(named, a);
  value *document = value_record(a);
  put_text(a, document, "kind", "company");
  bool ok = ask_plugin(b, t, about, (delivery_call){ .function = "company" }, &request, e);
  if (ok && request) {
    ok = send_one(t, named, net, held, stop, request, a, &answer, e);
    const value *heard = ok ? answer_of(&answer, a) : NULL;
    ok = ok && ask_plugin(b, t, about, (delivery_call){ .function = "confirm", .subject = document, .answer = heard },
                          facts, e);
    if (ok && !*facts) ok = not_told(t, &answer, e);
  }
  cJSON_Delete(request);
  return ok;
}

static bool fits(const target *t, const char *named, const company *list, size_t count, error *e) {
  if (!count) return error_set(e, ERROR_STATE, "%s lets billet into nobody's books; nothing is kept", t->title);
  if (!named || (count == 1 && strcmp(list->id, named) == 0)) return true;
  return error_set(e, ERROR_STATE, "%s speaks of other books than those that were chosen; nothing is kept", t->title);
}

bool sign_in_companies(book *b, const target *t, const net_module *net, const tokens *held, const char *named,
                       bool (*stop)(void), arena *a, company **list, size_t *count, error *e) {
  cJSON *facts = NULL;
  *count = 0;
  bool ok = ask_target(b, t, net, held, named, stop, a, &facts, e);
  if (ok) list_facts(facts, a, list, count);
  if (ok && !facts && named)
    (*list)[(*count)++] = (company){ .id = named, .name = named, .facts = arena_format(a, "{\"id\":\"%s\"}", named) };
  cJSON_Delete(facts);
  return ok && fits(t, named, *list, *count, e);
}

// ---- Keeping

// Tokens first: whoever is in use has them.
bool sign_in_keep(book *b, const target *t, const company *of, const tokens *held, arena *a, connection *out,
                  error *e) {
  int lock;
  *out = (connection){
    .target = t->name, .environment = t->environment, .company = of->id, .name = of->name, .facts = of->facts
  };
  if (!connection_key(b, out, a, e) || !signed_in_lock(out->key, NULL, &lock, e)) return false;
  bool kept = tokens_write(out->key, held, e);
  signed_in_unlock(lock);
  return kept && connection_use(b, out, a, e);
}
