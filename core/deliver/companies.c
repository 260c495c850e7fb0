// Whose books a target's are: asked by its plugin's words before anything is kept.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/deliver/export_inside.h"
#include "core/deliver/sign_in.h"
#include "core/deliver/wire_http.h"
#include "core/store/secrets.h"
#include <string.h>

// ---- A plugin that is asked of no document

static const char *no_name(void *self, const char *kind, const char *key, error *e) {
  (void)self, (void)kind, (void)key, (void)e;
  return NULL;
}
static const char *no_json(void *self, const value *invoice, error *e) {
  (void)self, (void)invoice, (void)e;
  return "null";
}
static void no_warning(void *self, const char *text) { (void)self, (void)text; }

static void list_facts(const cJSON *facts, arena *a, company **list, size_t *count) {
  const cJSON *item;
  *list = arena_array(a, (size_t)cJSON_GetArraySize(facts) + 1, sizeof **list);
  cJSON_ArrayForEach(item, facts) {
    char *json = json_canonical(item);
    (*list)[(*count)++] =
        (company){ fact(item, "id", a), fact(item, "name", a), fact(item, "currency", a), arena_text(a, json) };
    memory_give(json);
  }
}

static bool not_told(const target *t, const judged *j, const delivery_report *r, error *e) {
  const char *why = r->message ? r->message : j->message;
  error_set(e, r->end == DELIVERY_INTERRUPTED ? ERROR_INTERRUPTED : ERROR_EXPORT,
            "%s does not say whose books they are%s%s", t->title, why ? ": " : "", why ? why : "");
  return error_hint(e, "nothing is kept; billet export login %s begins anew", t->name);
}

static bool ask_driver(driver *d, const target *t, cJSON **facts, error *e) {
  cJSON *request = NULL;
  judged j = { .as = VERDICT_GOOD };
  value *document = value_record(d->arena);
  put_text(d->arena, document, "kind", "company");
  bool ok = driver_plugin(d, "company", "", NULL, NULL, &request, e);
  if (ok && request)
    ok = driver_ask(d, document, request, &j, e) && (j.as == VERDICT_GOOD || not_told(t, &j, d->report, e)) &&
         driver_confirm(d, document, &j, facts, e) && (*facts || not_told(t, &j, d->report, e));
  cJSON_Delete(request);
  return ok;
}

// *facts NULL: the plugin does not ask.
static bool ask_target(book *b, const target *t, const wire *w, const char *named, bool (*stop)(void), arena *a,
                       cJSON **facts, error *e) {
  const export_desk desk = { .currency = b->currency, .map = no_name, .json = no_json, .warn = no_warning };
  value *about = value_record(a);
  if (named) put_text(a, about, "id", named);
  const delivering with = { .book = b,
                            .target = t->name,
                            .title = t->title,
                            .company = about,
                            .delivers = t->delivers,
                            .settings = t->values,
                            .wire = w,
                            .clock = &delivery_clock_real,
                            .stop = stop,
                            .desk = &desk };
  driver d;
  delivery_report report;
  bool ok = driver_open(&d, &with, a, &report, e) && ask_driver(&d, t, facts, e);
  driver_close(&d);
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
  wire w = { 0 };
  *count = 0;
  bool ok = wire_http_open(t, named, NULL, held, net, stop, &w, e) && ask_target(b, t, &w, named, stop, a, &facts, e);
  connection_wire_close(&w);
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
