// plugin …, rules …: what is on the search path, whether it is sound, whether its examples hold.
#include "core/command/answers.h"
#include "core/command/commands.h"
#include "core/command/examples.h"
#include <string.h>

static const char *const kinds[] = { "contract", "price rule", "tax rule", "exporter", "importer", "invoice" };

static value *files_value(context *c, bool rules_only, error *e) {
  value *out = value_record(c->arena), *list = value_list(c->arena), *broken = value_list(c->arena);
  error told = { 0 };
  size_t count;
  const plugin_file *const *files = c->host->list(c->host->self, PLUGIN_KINDS, &count, &told);
  for (size_t i = 0; files && i < count; i++) {
    const plugin_file *f = files[i];
    bool rule = f->kind == PLUGIN_PRICE_RULE || f->kind == PLUGIN_TAX_RULE;
    if (rules_only && !rule) continue;
    value *v = value_record(c->arena);
    put_text(c->arena, v, "kind", kinds[f->kind]);
    put_text(c->arena, v, "name", f->name);
    put_text(c->arena, v, "title", f->title);
    put_text(c->arena, v, "version", f->version);
    put_text(c->arena, v, "path", f->path);
    put_text(c->arena, v, "shadows", f->shadows);
    put_text(c->arena, v, "digest", f->digest);
    value_append(c->arena, list, v);
  }
  for (size_t i = 0; i < told.row_count; i++) value_append(c->arena, broken, value_text(c->arena, arena_text(c->arena, told.rows[i])));
  error_clear(&told);
  (void)e;
  value_put(c->arena, out, "plugins", list);
  value_put(c->arena, out, "broken", broken);
  return out;
}

value *command_plugin_list(context *c, const arguments *a, error *e) {
  (void)a;
  return files_value(c, false, e);
}

value *command_rules_list(context *c, const arguments *a, error *e) {
  (void)a;
  return files_value(c, true, e);
}

// A plugin by name, whatever its kind; or a file by path.
static const plugin_file *find(context *c, const char *what, error *e) {
  const plugin_file *file = NULL;
  if (strchr(what, '/') || (strlen(what) > 4 && strcmp(what + strlen(what) - 4, ".lua") == 0))
    return c->host->load(c->host->self, what, &file, e) ? file : NULL;
  for (int kind = 0; kind < PLUGIN_KINDS && !file; kind++) {
    error_clear(e);
    file = c->host->find(c->host->self, (plugin_kind)kind, what, e);
    if (!file && e->code != ERROR_NOT_FOUND) return NULL;
  }
  if (file) return file;
  error_set(e, ERROR_NOT_FOUND, "there is no plugin \"%s\"", what);
  error_hint(e, "billet plugin list");
  return NULL;
}

value *command_plugin_show(context *c, const arguments *a, error *e) {
  const plugin_file *file = find(c, a->texts[0], e);
  return file ? c->host->describe(c->host->self, file->kind, file->name, c->arena, e) : NULL;
}

value *command_plugin_check(context *c, const arguments *a, error *e) {
  const plugin_file *file = find(c, a->texts[0], e);
  if (!file) return NULL;
  value *out = value_record(c->arena);
  put_text(c->arena, out, "kind", kinds[file->kind]);
  put_text(c->arena, out, "name", file->name);
  put_text(c->arena, out, "version", file->version);
  put_text(c->arena, out, "path", file->path);
  put_text(c->arena, out, "result", "sound");
  return out;
}

value *command_plugin_test(context *c, const arguments *a, error *e) {
  const plugin_file *file = find(c, a->texts[0], e);
  return file ? examples_run(c, file, e) : NULL;
}
