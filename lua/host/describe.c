// Help of a plugin as a value, and what its functions read.
#include "lua/host/host_inside.h"

static void put_rule(arena *a, value *out, const plugin *p) {
  static const char *const stages[] = { "minutes", "price", "amount" }, *const scopes[] = { "entry", "ticket", "day",
                                                                                            "period" };
  put_text(a, out, "stage", stages[p->stage]);
  put_text(a, out, "scope", p->functions[FUNCTION_SCOPE] != LUA_NOREF ? "by its params" : scopes[p->scope]);
}

static void put_exporter(arena *a, value *out, const plugin *p) {
  put_text(a, out, "extension", p->extension);
  put_text(a, out, "encoding", p->encoding);
  put_bool(a, out, "each", p->each);
  put_bool(a, out, "missing", p->functions[FUNCTION_MISSING] != LUA_NOREF);
  put_bool(a, out, "books", p->books);
  if (!p->delivers) return;
  value *delivers = value_record(a);
  for (size_t i = 0; i < p->delivers->as.record.count; i++)
    value_put(a, delivers, p->delivers->as.record.fields[i].name, p->delivers->as.record.fields[i].item);
  value_put(a, delivers, "functions", deliver_functions(p, a));
  value_put(a, out, "delivers", delivers);
}

static void put_check(arena *a, value *out, const plugin *p) {
  const check_form *f = &check_forms[p->check.subject];
  value *reads = value_list(a);
  for (size_t i = 0; i < p->check.read_count; i++)
    value_append(a, reads, value_text(a, f->columns[p->check.reads[i]].name));
  put_text(a, out, "of", f->name);
  put_text(a, out, "level", check_level_name(p->check.level));
  value_put(a, out, "reads", reads);
}

value *describe_plugin(void *self, plugin_kind kind, const char *name, arena *a, error *e) {
  plugin *p = plugin_find(self, kind, name, e);
  if (!p) return NULL;
  value *out = value_record(a);
  put_text(a, out, "kind", plugin_kind_name(kind));
  put_text(a, out, "name", p->file.name);
  put_text(a, out, "title", p->file.title);
  put_text(a, out, "version", p->file.version);
  put_text(a, out, "doc", p->doc);
  put_text(a, out, "path", p->file.path);
  const plugin *examples = example_file_of(p);
  put_text(a, out, "examples", examples ? examples->file.path : NULL);
  put_text(a, out, "digest", p->file.digest);
  put_text(a, out, "shadows", p->file.shadows);
  if (kind == PLUGIN_PRICE_RULE) put_rule(a, out, p);
  if (kind == PLUGIN_EXPORTER) put_exporter(a, out, p);
  if (kind == PLUGIN_CHECK) put_check(a, out, p);
  if (kind == PLUGIN_LANGUAGE) put_int(a, out, "words", language_count(p));
  value_put(a, out, "params", schema_describe(p->params, a));
  return out;
}

static plugin_text text_of(const plugin *p) {
  return (plugin_text){ .label = p->label,
                        .text = p->file.text,
                        .length = p->file.text_length,
                        .params = p->params,
                        .contract = p->file.kind == PLUGIN_CONTRACT };
}

value *describe_misread(void *self, plugin_kind kind, const char *name, arena *a, error *e) {
  const plugin *p = plugin_find(self, kind, name, e);
  if (!p) return NULL;
  const plugin *english = kind == PLUGIN_LANGUAGE ? plugin_find(self, kind, "en", e) : NULL;
  if (kind == PLUGIN_LANGUAGE) return english ? language_missing(p, english, a) : NULL;
  const plugin_text text = text_of(p);
  return misnamed_params(&text, a);
}

value *describe_misspelt(void *self, plugin_kind kind, const char *name, arena *a, error *e) {
  const host *h = self;
  const plugin *p = plugin_find(self, kind, name, e);
  if (!p) return NULL;
  const plugin_text text = text_of(p);
  return misspelt_columns(&text, &h->own, a, e);
}

bool describe_watch(void *self, plugin_kind kind, const char *name, const char *param, bool *was_read, error *e) {
  host *h = self;
  plugin *p = plugin_find(h, kind, name, e);
  if (!p) return false;
  *was_read = p->watch.was_read;
  p->watch = (params_watch){ .name = param };
  h->watching = param != NULL;
  return true;
}
