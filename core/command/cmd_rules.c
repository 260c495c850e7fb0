// rules list, rules check: the rules there are, how often this book uses them, and whether each use fits.
#include "core/command/commands.h"
#include "core/engine/rule_use.h"
#include <string.h>

static const char *const kinds[] = { [PLUGIN_PRICE_RULE] = "price rule", [PLUGIN_TAX_RULE] = "tax rule" };

// Whether the rules of all contracts name the file.
static bool in_site(const plugin_rules *site, const plugin_file *file) {
  for (size_t i = 0; site && i < site->count; i++)
    if (site->rules[i].file == file) return true;
  return false;
}

static bool add_rule(context *c, const plugin_file *f, const plugin_rules *site, value *list, error *e) {
  value *help = c->host->describe(c->host->self, f->kind, f->name, c->arena, e), *v = value_record(c->arena);
  int64_t uses = 0;
  if (!help || (c->book && !rule_uses(c->book, f->kind, f->name, &uses, e))) return false;
  put_text(c->arena, v, "kind", kinds[f->kind]);
  put_text(c->arena, v, "name", f->name);
  static const char *const names[] = { "title", "stage", "scope", "version", "path", "shadows" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    value *own = value_get(help, names[i]);
    value_put(c->arena, v, names[i], own ? own : value_null(c->arena));
  }
  value_put(c->arena, v, "uses", c->book ? value_int(c->arena, uses) : value_null(c->arena));
  put_bool(c->arena, v, "site", in_site(site, f));
  value_append(c->arena, list, v);
  return true;
}

// Adds the rules of a kind; broken files go to the other list.
static bool add_kind(context *c, plugin_kind kind, const plugin_rules *site, value *list, value *broken, error *e) {
  error told = { 0 };
  size_t count;
  const plugin_file *const *files = c->host->list(c->host->self, kind, &count, &told);
  bool ok = true;
  for (size_t i = 0; ok && files && i < count; i++) ok = add_rule(c, files[i], site, list, e);
  for (size_t i = 0; i < told.row_count; i++) {
    value *text = value_text(c->arena, arena_text(c->arena, told.rows[i]));
    bool again = broken->as.list.count && strcmp(broken->as.list.items[broken->as.list.count - 1]->as.text, text->as.text) == 0;
    if (!again) value_append(c->arena, broken, text);
  }
  error_clear(&told);
  return ok;
}

static bool add_kinds(context *c, const plugin_rules *site, value *list, value *broken, error *e) {
  return add_kind(c, PLUGIN_TAX_RULE, site, list, broken, e) && add_kind(c, PLUGIN_PRICE_RULE, site, list, broken, e);
}

// The rules of all contracts; NULL with their fault where they are broken.
static const plugin_rules *open_site(context *c, const char **fault) {
  const plugin_rules *site = NULL;
  error e = { 0 };
  if (!c->host->rules_open(c->host->self, NULL, NULL, &site, &e)) {
    *fault = arena_text(c->arena, e.message);
    site = NULL;
  }
  error_clear(&e);
  return site;
}

static const char *site_path(context *c) {
  const plugin_file *file = c->host->site(c->host->self);
  return file ? file->path : NULL;
}

value *command_rules_list(context *c, const arguments *a, error *e) {
  (void)a;
  value *out = value_record(c->arena), *list = value_list(c->arena), *broken = value_list(c->arena);
  const char *fault = NULL;
  const plugin_rules *site = open_site(c, &fault);
  if (!add_kinds(c, site, list, broken, e)) return NULL;
  if (fault) value_append(c->arena, broken, value_text(c->arena, fault));
  value_put(c->arena, out, "rules", list);
  put_text(c->arena, out, "site_file", site_path(c));
  value_put(c->arena, out, "broken", broken);
  return out;
}

// A fault that begins with the file's short name, with its path instead.
static const char *with_path(arena *a, const char *path, const char *fault) {
  size_t length = strcspn(fault, ":"), whole = path ? strlen(path) : 0;
  if (!path || length > whole || strncmp(path + whole - length, fault, length) != 0) return fault;
  return arena_format(a, "%s%s", path, fault + length);
}

value *command_rules_check(context *c, const arguments *a, error *e) {
  (void)a;
  value *list = value_list(c->arena), *broken = value_list(c->arena), *out = value_record(c->arena);
  const char *fault = NULL, *path = site_path(c);
  rule_report report = { 0 };
  const plugin_rules *site = open_site(c, &fault);
  if (!add_kinds(c, site, list, broken, e) || (c->book && !rules_check(c->book, fault, c->arena, &report, e))) return NULL;
  size_t faults = broken->as.list.count + report.count + (fault != NULL);
  for (size_t i = 0; i < broken->as.list.count; i++) error_row(e, "%s", broken->as.list.items[i]->as.text);
  if (fault) error_row(e, "%s", with_path(c->arena, path, fault));
  for (size_t i = 0; i < report.count; i++) error_row(e, "%s", report.faults[i]);
  if (faults) {
    const char *words = faults == 1 ? "rule or use of a rule is" : "rules or uses of rules are";
    error_set(e, ERROR_INVALID, "%zu %s broken", faults, words);
    error_hint(e, "`billet plugin show NAME` shows the params of a rule");
    return NULL;
  }
  put_int(c->arena, out, "rules", (int64_t)list->as.list.count);
  put_text(c->arena, out, "site_file", path);
  value_put(c->arena, out, "contracts_with_rules", c->book ? value_int(c->arena, report.contracts) : value_null(c->arena));
  value_put(c->arena, out, "taxes", c->book ? value_int(c->arena, report.taxes) : value_null(c->arena));
  put_text(c->arena, out, "result", "sound");
  return out;
}
