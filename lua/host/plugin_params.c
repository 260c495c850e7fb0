// Whether params fit a plugin: its schema, its own check, and, of an agreement, each line by its own type.
#include "lua/host/host_inside.h"

// The lines of an agreement.
static bool parts_fit(host *h, const plugin *p, const char *params, error *e) {
  plugin_part parts[PLUGIN_PARTS_MAX];
  size_t count = 0;
  int type;
  if (p->functions[FUNCTION_PARTS] == LUA_NOREF) return true;
  if (!contract_type_open(h, p->file.name, params, NULL, &type, e)) return false;
  arena *a = arena_new();
  bool good = contract_type_parts(h, type, a, parts, &count, e);
  for (size_t i = 0; good && i < count; i++) {
    error cause = { 0 };
    good = plugin_params_fit(h, PLUGIN_CONTRACT, parts[i].type, parts[i].params, true, &cause);
    if (!good) error_set(e, cause.code, "line \"%s\": %s", parts[i].id, cause.message);
    if (!good && cause.hint[0]) error_hint(e, "%s", cause.hint);
    error_clear(&cause);
  }
  contract_type_close(h, type);
  arena_free(a);
  return good;
}

static bool agree(plugin *p, const cJSON *json, error *e) {
  const params_place place = plugin_params(p);
  return p->functions[FUNCTION_CHECK] == LUA_NOREF || params_agree(&place, p->functions[FUNCTION_CHECK], json, e);
}

bool plugin_params_fit(void *self, plugin_kind kind, const char *name, const char *params, bool complete, error *e) {
  plugin *p = plugin_find(self, kind, name, e);
  cJSON *json = p ? params_parse(p->params, params, complete, e) : NULL;
  bool good = json && (!complete || (agree(p, json, e) && parts_fit(self, p, params, e)));
  cJSON_Delete(json);
  return good;
}
