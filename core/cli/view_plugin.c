// The views of plugins: their list, and one's help with its params and what each of them may be.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/views.h"
#include "core/command/answers/answers.h"
#include <string.h>

static const char *joined(const value *list, arena *a) {
  const char *out = "";
  for (size_t i = 0; list && i < list->as.list.count; i++)
    out = arena_format(a, "%s%s%s", out, i ? ", " : "", cell_plain(list->as.list.items[i], a));
  return out;
}

// "price of an hour (at least 0)"; "when it is due (end, start, completion)".
static const char *doc_of(const value *param, arena *a) {
  const char *min = cell_text(param, "min", a), *max = cell_text(param, "max", a),
             *limits = joined(value_get(param, "choices"), a);
  const char *doc = cell_text(param, "doc", a);
  if (*min && *max) limits = arena_format(a, "%s to %s", min, max);
  else if (*min || *max) limits = arena_format(a, "at %s %s", *min ? "least" : "most", *min ? min : max);
  return *limits && *doc ? arena_format(a, "%s (%s)", doc, limits) : *doc ? doc : limits;
}

static const char *default_of(const value *param, arena *a) {
  const value *preset = value_get(param, "default"), *required = value_get(param, "required");
  if (required && required->as.truth) return "required";
  if (!preset || preset->type == VALUE_NULL) return "optional";
  return preset->type == VALUE_LIST ? "none" : cell_text(param, "default", a);
}

static void add_params(grid_view *g, const value *params, const char *prefix, arena *a);

// A row of the param, then those of what is in it: `lines[].rate`. An alternative has no default of its own.
static void add_param(grid_view *g, const value *param, const char *name, bool alternative, arena *a) {
  const value *of = value_get(param, "of"), *fields = value_get(param, "fields"), *either = value_get(param, "either"),
              *inner = of ? value_get(of, "fields") : NULL;
  const char *type = cell_text(param, "type", a);
  if (of && !inner) type = arena_format(a, "list of %s", cell_text(of, "type", a));
  const char *cells[] = { name, alternative ? arena_format(a, "or %s", type) : type,
                          alternative ? "" : default_of(param, a), doc_of(param, a) };
  grid_row(g, cells);
  for (size_t i = 0; either && i < either->as.list.count; i++) add_param(g, either->as.list.items[i], name, true, a);
  if (inner) add_params(g, inner, arena_format(a, "%s[].", name), a);
  if (fields) add_params(g, fields, arena_format(a, "%s.", name), a);
}

static void add_params(grid_view *g, const value *params, const char *prefix, arena *a) {
  for (size_t i = 0; i < params->as.list.count; i++) {
    const value *param = params->as.list.items[i];
    add_param(g, param, arena_format(a, "%s%s", prefix, cell_text(param, "name", a)), false, a);
  }
}

// What each example says, as it stands in its file, under its title.
static bool show_examples(const style *s, const value *told, arena *a, error *e) {
  for (size_t i = 0; told && i < told->as.list.count; i++) {
    fprintf(s->out, "\n%s%s%s\n", style_dim(s), cell_text(told->as.list.items[i], "title", a), style_end(s));
    if (!answer_json(told->as.list.items[i], s->out, true, e)) return false;
  }
  return true;
}

bool view_plugin(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = {
    { "param", false, false }, { "type", false, false }, { "default", false, false }, { "doc", false, true }
  };
  static const char *const names[] = { "kind",  "name",      "title", "version",  "doc",    "stage",
                                       "scope", "extension", "path",  "examples", "shadows" };
  const value *params = value_get(v, "params");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (*cell_text(v, names[i], a)) fprintf(s->out, "%-9s  %s\n", names[i], cell_text(v, names[i], a));
  if (params && params->as.list.count) {
    fputc('\n', s->out);
    grid_view *g = grid_open(s, columns, sizeof columns / sizeof *columns);
    add_params(g, params, "", a);
    grid_close(g, NULL);
  }
  return show_examples(s, value_get(v, "told"), a, e);
}

static bool add_file(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *cells[] = { cell_text(row, "kind", a),    cell_text(row, "name", a), cell_text(row, "title", a),
                          cell_text(row, "version", a), cell_text(row, "path", a), cell_text(row, "shadows", a) };
  grid_row(context, cells);
  return true;
}

static void say_broken(const style *s, const value *broken, arena *a) {
  for (size_t i = 0; broken && i < broken->as.list.count; i++)
    fprintf(s->out, "%sbroken:%s %s\n", style_red(s), style_end(s), cell_plain(broken->as.list.items[i], a));
}

bool view_plugins(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { { "kind", false, false }, { "name", false, false },
                                         { "title", false, true }, { "version", false, false },
                                         { "path", false, false }, { "shadows", false, false } };
  grid_view *g = grid_open(s, columns, sizeof columns / sizeof *columns);
  bool ok = rows_each(value_get(v, "plugins"), add_file, g, e);
  grid_close(g, NULL);
  say_broken(s, value_get(v, "broken"), a);
  return ok;
}

static bool add_listed_rule(void *context, const value *row, arena *a, error *e) {
  (void)e;
  const char *all = cell_text(row, "site", a);
  const char *cells[] = { cell_text(row, "kind", a),  cell_text(row, "name", a),
                          cell_text(row, "title", a), cell_text(row, "stage", a),
                          cell_text(row, "uses", a),  strcmp(all, "true") == 0 ? "all contracts" : "",
                          cell_text(row, "path", a),  cell_text(row, "shadows", a) };
  grid_row(context, cells);
  return true;
}

bool view_rules(const style *s, const value *v, arena *a, error *e) {
  static const grid_column columns[] = { { "kind", false, false }, { "name", false, false },
                                         { "title", false, true }, { "stage", false, false },
                                         { "uses", true, false },  { "for", false, false },
                                         { "path", false, false }, { "shadows", false, false } };
  grid_view *g = grid_open(s, columns, sizeof columns / sizeof *columns);
  bool ok = rows_each(value_get(v, "rules"), add_listed_rule, g, e);
  grid_close(g, "No rules.");
  if (*cell_text(v, "site_file", a)) fprintf(s->out, "Rules of all contracts: %s\n", cell_text(v, "site_file", a));
  say_broken(s, value_get(v, "broken"), a);
  return ok;
}
