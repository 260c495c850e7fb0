// plugin …, rules test: what is on the search path, whether it is sound, whether its examples hold.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/command/examples/examples.h"
#include <string.h>

static const char *const kinds[] = { "contract", "price rule",       "tax rule", "exporter",
                                     "importer", "invoice template", "language", "check" };

static bool is_rule(const plugin_file *f) { return f->kind == PLUGIN_PRICE_RULE || f->kind == PLUGIN_TAX_RULE; }

static value *command_plugin_list(context *c, const arguments *a, error *e) {
  (void)a;
  value *out = value_record(c->arena), *list = value_list(c->arena), *broken = value_list(c->arena);
  error told = { 0 };
  size_t count;
  const plugin_file *const *files = c->host->list(c->host->self, PLUGIN_KINDS, &count, &told);
  for (size_t i = 0; files && i < count; i++) {
    const plugin_file *f = files[i];
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
  for (size_t i = 0; i < told.row_count; i++)
    value_append(c->arena, broken, value_text(c->arena, arena_text(c->arena, told.rows[i])));
  error_clear(&told);
  (void)e;
  value_put(c->arena, out, "plugins", list);
  value_put(c->arena, out, "broken", broken);
  return out;
}

// A plugin by name, whatever its kind; or a file by path.
static const plugin_file *find(context *c, const char *what, error *e) {
  const plugin_file *file = NULL;
  const char *meant = NULL;
  if (plugin_word_is_path(what)) return c->host->load(c->host->self, what, &file, e) ? file : NULL;
  for (int kind = 0; kind < PLUGIN_KINDS && !file; kind++) {
    error_clear(e);
    file = c->host->find(c->host->self, (plugin_kind)kind, what, e);
    if (!file && e->code != ERROR_NOT_FOUND) return NULL;
    if (!file && e->hint[0] && !meant) meant = arena_text(c->arena, e->hint);
  }
  if (file) return file;
  error_set(e, ERROR_NOT_FOUND, "there is no plugin \"%s\"", what);
  error_hint(e, "%s", meant ? meant : "billet plugin list");
  return NULL;
}

static value *command_plugin_show(context *c, const arguments *a, error *e) {
  const plugin_file *file = find(c, a->texts[0], e);
  value *v = file ? c->host->describe(c->host->self, file->kind, file->name, c->arena, e) : NULL;
  if (!v || !option_flag(a, "examples")) return v;
  value *told = examples_list(c, file, e);
  if (told) value_put(c->arena, v, "told", told);
  return told ? v : NULL;
}

// Whether every param that its functions read is one of its own; the first that is not.
static bool check_reads(context *c, const plugin_file *file, error *e) {
  const value *faults = c->host->misread(c->host->self, file->kind, file->name, c->arena, e);
  if (!faults || faults->as.list.count == 0) return faults != NULL;
  error_set(e, ERROR_PLUGIN, "%s", faults->as.list.items[0]->as.text);
  for (size_t i = 1; i < faults->as.list.count; i++) error_row(e, "%s", faults->as.list.items[i]->as.text);
  return false;
}

// What a test would find, or what could be better; that there is no example yet is advice.
static value *check(context *c, const plugin_file *file, error *e) {
  examples_result r;
  if (!check_reads(c, file, e)) return NULL;
  if (!examples_run(c, file, EXAMPLES_PROVE, &r, e)) return NULL;
  if (r.failed && !r.none) {
    error_set(e, ERROR_PLUGIN, "%s: %d of %d example%s %s not hold", file->path, r.failed, r.passed + r.failed,
              text_s(r.passed + r.failed), r.failed == 1 ? "does" : "do");
    for (size_t i = 0; i < r.failures->as.list.count; i++) error_row(e, "%s", r.failures->as.list.items[i]->as.text);
    return NULL;
  }
  value *out = value_record(c->arena), *advice = examples_advice(c, file, e);
  if (!advice) return NULL;
  put_text(c->arena, out, "kind", kinds[file->kind]);
  put_text(c->arena, out, "name", file->name);
  put_text(c->arena, out, "version", file->version);
  put_text(c->arena, out, "path", file->path);
  put_int(c->arena, out, "examples", r.none ? 0 : r.passed);
  put_text(c->arena, out, "result", advice->as.list.count ? "sound, but:" : "sound");
  if (advice->as.list.count) value_put(c->arena, out, "advice", advice);
  return out;
}

static value *command_plugin_check(context *c, const arguments *a, error *e) {
  const plugin_file *file = find(c, a->texts[0], e);
  if (!file) return NULL;
  return check(c, file, e);
}

static value *command_plugin_allow(context *c, const arguments *a, error *e) {
  if (!aside_allow(c->book, a->texts[0], e)) return NULL;
  value *out = value_record(c->arena);
  put_text(c->arena, out, "allowed", a->texts[0]);
  return out;
}

// Every plugin that the search path shows, or the rules alone; a broken file is an error.
static value *test_all(context *c, bool rules_only, error *e) {
  error broken = { 0 };
  size_t count, used = 0;
  const plugin_file *const *files = c->host->list(c->host->self, PLUGIN_KINDS, &count, &broken);
  const plugin_file **tested = arena_array(c->arena, count + 1, sizeof *tested);
  for (size_t i = 0; files && i < count; i++)
    if (!rules_only || is_rule(files[i])) tested[used++] = files[i];
  for (size_t i = 0; i < broken.row_count; i++) error_row(e, "%s", broken.rows[i]);
  if (broken.code) error_set(e, broken.code, "%s", broken.message);
  error_clear(&broken);
  return e->code ? NULL : examples_answer_all(c, tested, used, e);
}

static value *command_plugin_test(context *c, const arguments *a, error *e) {
  bool all = option_flag(a, "all");
  if (all != (a->count == 0)) {
    error_set(e, ERROR_USAGE, all ? "--all, or one plugin" : "which plugin?");
    error_hint(e, "billet plugin test NAME, or billet plugin test --all");
    return NULL;
  }
  const plugin_file *file = all ? NULL : find(c, a->texts[0], e);
  return all ? test_all(c, false, e) : file ? examples_answer(c, file, e) : NULL;
}

static value *command_rules_test(context *c, const arguments *a, error *e) {
  const plugin_file *file = a->count ? find(c, a->texts[0], e) : NULL;
  if (!a->count) return test_all(c, true, e);
  if (!file || is_rule(file)) return file ? examples_answer(c, file, e) : NULL;
  error_set(e, ERROR_NOT_FOUND, "%s is a %s, no rule", file->name, kinds[file->kind]);
  error_hint(e, "billet plugin test %s", file->name);
  return NULL;
}

const command plugin_commands[] = {
  { .words = "plugin list",
    .group = "Plugins and rules",
    .summary = "the search path, and what shadows what",
    .need = NEED_BOOK_IF_THERE,
    .examples = { "billet plugin list" },
    .view = "plugins",
    .next = "billet plugin show NAME",
    .run = command_plugin_list },
  { .words = "plugin show",
    .group = "Plugins and rules",
    .summary = "a plugin's help: its params with types and defaults",
    .argument = "NAME",
    .type = ARGUMENT_PLUGIN,
    .least = 1,
    .most = 1,
    .options = { { "examples", NULL, "its examples too: what each gives, and what comes about", ARGUMENT_TEXT } },
    .need = NEED_BOOK_IF_THERE,
    .examples = { "billet plugin show retainer", "billet plugin show retainer --examples" },
    .view = "plugin",
    .run = command_plugin_show },
  { .words = "plugin check",
    .group = "Plugins and rules",
    .summary = "loads a plugin, runs its examples as `plugin test` does, and names what is wrong",
    .argument = "NAME|FILE",
    .type = ARGUMENT_PLUGIN,
    .least = 1,
    .most = 1,
    .need = NEED_BOOK_IF_THERE,
    .examples = { "billet plugin check my-plugins/cleaning.lua" },
    .view = "record",
    .next = "billet plugin test NAME",
    .run = command_plugin_check },
  { .words = "plugin allow",
    .group = "Plugins and rules",
    .summary = "lets in again a plugin that was set aside because it never ended",
    .argument = "NAME",
    .least = 1,
    .most = 1,
    .need = NEED_BOOK,
    .examples = { "billet plugin allow retainer" },
    .view = "record",
    .next = "billet batch new",
    .run = command_plugin_allow },
  { 0 },
};

const command plugin_test_commands[] = {
  { .words = "plugin test",
    .group = "Plugins and rules",
    .summary = "runs a plugin's examples through the engine, and what must hold for all",
    .argument = "NAME|FILE",
    .type = ARGUMENT_PLUGIN,
    .most = 1,
    .options = { { "all", NULL, "every plugin and rule of the search path", ARGUMENT_TEXT } },
    .examples = { "billet plugin test retainer", "billet plugin test my-plugins/cleaning.lua",
                  "billet plugin test --all" },
    .view = "summary",
    .run = command_plugin_test },
  { 0 },
};

const command rules_test_commands[] = {
  { .words = "rules test",
    .group = "Plugins and rules",
    .summary = "runs the examples of one rule, or of all",
    .argument = "NAME",
    .type = ARGUMENT_PLUGIN,
    .most = 1,
    .examples = { "billet rules test", "billet rules test round-time" },
    .view = "summary",
    .run = command_rules_test },
  { 0 },
};
