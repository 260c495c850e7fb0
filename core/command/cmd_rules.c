// rules list, rules check: the rules there are, how often this book uses them, and whether each use fits.
#include "core/command/commands_inside.h"
#include "core/engine/facts/facts.h"
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
    bool again =
        broken->as.list.count && strcmp(broken->as.list.items[broken->as.list.count - 1]->as.text, text->as.text) == 0;
    if (!again) value_append(c->arena, broken, text);
  }
  error_clear(&told);
  return ok;
}

static bool add_kinds(context *c, const plugin_rules *site, value *list, value *broken, error *e) {
  return add_kind(c, PLUGIN_TAX_RULE, site, list, broken, e) && add_kind(c, PLUGIN_PRICE_RULE, site, list, broken, e);
}

// The rules of all contracts; NULL with the error where they are broken.
static const plugin_rules *open_site(context *c, error *fault) {
  const plugin_rules *site = NULL;
  return c->host->rules_open(c->host->self, NULL, NULL, &site, fault) ? site : NULL;
}

// A fault begins with the short path of its file: as the whole one, with what would mend it.
static const char *fault_text(context *c, const char *path, const error *fault) {
  const char *text = fault->message, *end = path;
  for (const char *at = path; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL)
    if (strncmp(fault->message, at, strlen(at)) == 0) {
      end = at;
      break;
    }
  text = arena_format(c->arena, "%.*s%s", (int)(end - path), path, text);
  return fault->hint[0] ? arena_format(c->arena, "%s; %s", text, fault->hint) : text;
}

static const char *site_path(context *c) {
  const plugin_file *file = c->host->site(c->host->self);
  return file ? file->path : NULL;
}

static value *command_rules_list(context *c, const arguments *a, error *e) {
  (void)a;
  value *out = value_record(c->arena), *list = value_list(c->arena), *broken = value_list(c->arena);
  error fault = { 0 };
  const plugin_rules *site = open_site(c, &fault);
  if (!site) value_append(c->arena, broken, value_text(c->arena, fault_text(c, site_path(c), &fault)));
  error_clear(&fault);
  if (!add_kinds(c, site, list, broken, e)) return NULL;
  value_put(c->arena, out, "rules", list);
  put_text(c->arena, out, "site_file", site_path(c));
  value_put(c->arena, out, "broken", broken);
  return out;
}

static value *command_rules_check(context *c, const arguments *a, error *e) {
  (void)a;
  value *list = value_list(c->arena), *broken = value_list(c->arena), *out = value_record(c->arena);
  const char *path = site_path(c), *message = NULL;
  rule_report report = { 0 };
  error fault = { 0 };
  const plugin_rules *site = open_site(c, &fault);
  if (!site) message = arena_text(c->arena, fault.message);
  if (!site) value_append(c->arena, broken, value_text(c->arena, fault_text(c, path, &fault)));
  error_clear(&fault);
  if (!add_kinds(c, site, list, broken, e) || (c->book && !rules_check(c->book, message, c->arena, &report, e)))
    return NULL;
  size_t faults = broken->as.list.count + report.count;
  for (size_t i = 0; i < broken->as.list.count; i++) error_row(e, "%s", broken->as.list.items[i]->as.text);
  for (size_t i = 0; i < report.count; i++) error_row(e, "%s", report.faults[i]);
  if (faults) {
    const char *words = faults == 1 ? "rule or use of a rule is" : "rules or uses of rules are";
    error_set(e, ERROR_INVALID, "%zu %s broken", faults, words);
    error_hint(e, "`billet plugin show NAME` shows the params of a rule");
    return NULL;
  }
  put_int(c->arena, out, "rules", (int64_t)list->as.list.count);
  put_text(c->arena, out, "site_file", path);
  value_put(c->arena, out, "contracts_with_rules",
            c->book ? value_int(c->arena, report.contracts) : value_null(c->arena));
  value_put(c->arena, out, "taxes", c->book ? value_int(c->arena, report.taxes) : value_null(c->arena));
  put_text(c->arena, out, "result", "sound");
  return out;
}

const command rules_commands[] = {
  { .words = "rules list",
    .group = "Plugins and rules",
    .summary = "tax and price rules, and how often this book uses each",
    .examples = { "billet rules list" },
    .need = NEED_BOOK_IF_THERE,
    .view = "rules",
    .next = "billet plugin show NAME",
    .run = command_rules_list },
  { .words = "rules check",
    .group = "Plugins and rules",
    .summary = "whether site.lua, the contracts' rules and the taxes fit their rules",
    .examples = { "billet rules check" },
    .need = NEED_BOOK_IF_THERE,
    .view = "record",
    .run = command_rules_check },
  { 0 },
};
