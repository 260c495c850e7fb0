// Settings of how documents look, where customers say nothing else; and pictures that are missing.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/engine/invoice/invoice_inside.h"
#include <stdlib.h>
#include <string.h>

static const char *key_of(const char *name) { return strcmp(name, "params") == 0 ? "template.params" : "template"; }

bool look_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  if (!config_read(b, key_of(name), a, out, e)) return false;
  if (!*out && !strcmp(key_of(name), "template")) *out = "standard";
  return true;
}

// Params as they are kept; NULL for none at all. `invalid` where they are no JSON object.
static bool params_taken(const char *text, arena *a, const char **out, error *e) {
  *out = NULL;
  if (!*text) return true;
  cJSON *json = json_parse("template.params", text, strlen(text), e);
  if (!json) return false;
  char *canonical = json_canonical(json);
  *out = arena_text(a, canonical);
  memory_give(canonical);
  bool object = cJSON_IsObject(json);
  cJSON_Delete(json);
  return object || error_set(e, ERROR_INVALID, "template.params: must be a JSON object");
}

// Both settings have to fit each other: another template may take other params.
static bool set(book *b, const char *name, const char *value, arena *a, error *e) {
  const char *template, *params, *key = key_of(name), *kept = *value ? value : NULL;
  if (!look_setting(b, "", a, &template, e) || !look_setting(b, "params", a, &params, e)) return false;
  bool of_params = strcmp(key, "template") != 0;
  if (of_params && !params_taken(value, a, &kept, e)) return false;
  if (of_params) params = kept;
  else template = kept ? kept : "standard";
  const plugin_host *host = b->host;
  return host->find(host->self, PLUGIN_INVOICE, template, e) &&
         host->check(host->self, PLUGIN_INVOICE, template, params ? params : "{}", true, e) &&
         config_write(b, key, kept, e);
}

bool look_set(book *b, const char *name, const char *value, error *e) {
  if (!db_begin(b->db, e)) return false;
  arena *a = arena_new();
  bool ok = set(b, name, value, a, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  arena_free(a);
  return ok;
}

bool looks_without_picture(book *b, int64_t batch, arena *a, value *out, error *e) {
  query *q =
      db_ask(b->db, e,
             "SELECT DISTINCT l.look ->> 'picture_file' FROM looks l WHERE l.n IN (SELECT look FROM invoices WHERE "
             "batch = ?) AND l.look ->> 'picture' IS NULL AND l.look ->> 'picture_file' IS NOT NULL ORDER BY 1",
             "i", batch);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    value_append(a, out, value_text(a, arena_text(a, query_column_text(q, 0))));
  return step == 0;
}
