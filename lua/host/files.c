// The plugin files of the search path: finding, shadowing.
#include "lua/host/host_inside.h"
#include "core/base/text.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct folder {
  const char *name;
  plugin_kind kind;
  bool rules, shared;
} folder;
static const folder folders[] = { { "", PLUGIN_KINDS, false, false },
                                  { "contracts", PLUGIN_CONTRACT, false, false },
                                  { "exporters", PLUGIN_EXPORTER, false, false },
                                  { "importers", PLUGIN_IMPORTER, false, false },
                                  { "invoices", PLUGIN_INVOICE, false, false },
                                  { "languages", PLUGIN_LANGUAGE, false, false },
                                  { "rules", PLUGIN_KINDS, true, false },
                                  { "rules/checks", PLUGIN_CHECK, false, false },
                                  { "shared", PLUGIN_KINDS, false, true },
                                  { "checks", PLUGIN_CHECK, false, false },
                                  { "plugins/checks", PLUGIN_CHECK, false, false },
                                  { "plugins/contracts", PLUGIN_CONTRACT, false, false },
                                  { "plugins/exporters", PLUGIN_EXPORTER, false, false },
                                  { "plugins/importers", PLUGIN_IMPORTER, false, false },
                                  { "plugins/invoices", PLUGIN_INVOICE, false, false },
                                  { "plugins/languages", PLUGIN_LANGUAGE, false, false },
                                  { "plugins/shared", PLUGIN_KINDS, false, true } };

static const char *base_name(arena *a, const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  size_t length = strlen(name);
  return arena_copy(a, name, length > 4 && strcmp(name + length - 4, ".lua") == 0 ? length - 4 : length);
}

// Nothing is read of a file before somebody asks for it: most commands need few of them.
static plugin *make(host *h, const char *path, const plugin *place) {
  plugin *p = arena_alloc(h->arena, sizeof *p);
  p->arena = h->arena;
  p->folder = place->folder;
  p->rules = place->rules;
  p->shared = place->shared;
  p->directory = place->directory;
  p->label = arena_text(h->arena, place->label);
  p->file = (plugin_file){
    .kind = place->folder, .name = base_name(h->arena, path), .path = arena_text(h->arena, path), .version = ""
  };
  p->file.title = p->file.name;
  return p;
}

void files_add(host *h, const char *path, const plugin *place) {
  plugin *p = make(h, path, place);
  if (p->shared) {
    h->shared = arena_grow(h->arena, h->shared, h->shared_count, &h->shared_capacity, sizeof(plugin *));
    h->shared[h->shared_count++] = p;
    return;
  }
  if (strcmp(p->file.name, "site") == 0 && p->folder == PLUGIN_KINDS) {
    h->site = p;
    return;
  }
  h->plugins = arena_grow(h->arena, h->plugins, h->plugin_count, &h->plugin_capacity, sizeof(plugin *));
  h->plugins[h->plugin_count++] = p;
}

static int lua_file(const struct dirent *entry) {
  size_t length = strlen(entry->d_name);
  return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".lua") == 0;
}

// By bytes, whatever the locale: the order decides which of two files shadows the other.
static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

// What may hold rules is never passed over: the bill would be another one.
static bool unreadable(const char *path, error *e) {
  error_set(e, ERROR_IO, "the plugins in %s cannot be read: %s", path, strerror(errno));
  return error_hint(
      e, "plugins are looked for below --plugins, $XDG_DATA_HOME/billet or ~/.local/share/billet, and beside the book");
}

static bool holds_examples(const char *path) {
  size_t length = strlen(path), ending = strlen(EXAMPLES_ENDING);
  return length > ending && strcmp(path + length - ending, EXAMPLES_ENDING) == 0;
}

// The file of the plugin that they are of.
static const char *plugin_beside(const char *path, arena *a) {
  return arena_format(a, "%.*s.lua", (int)(strlen(path) - strlen(EXAMPLES_ENDING)), path);
}

static bool has_plugin(const char *examples, struct dirent **names, int count) {
  size_t stem = strlen(examples) - strlen(EXAMPLES_ENDING);
  for (int i = 0; i < count; i++)
    if (strncmp(names[i]->d_name, examples, stem) == 0 && strcmp(names[i]->d_name + stem, ".lua") == 0) return true;
  return false;
}

// Examples belong to the plugin beside them; without it they are told, for a name that is misspelt would test nothing.
static void add_lonely(host *h, const char *path) {
  h->lonely = arena_grow(h->arena, h->lonely, h->lonely_count, &h->lonely_capacity, sizeof *h->lonely);
  h->lonely[h->lonely_count++] = path;
}

// there: whether the folder is.
static bool read_folder(host *h, int directory, const folder *f, bool *there, error *e) {
  struct dirent **names;
  const char *top = h->options.directories[directory], *path = *f->name ? arena_path(h->arena, top, f->name) : top;
  int count = scandir(path, &names, lua_file, by_name);
  *there = count >= 0;
  if (count < 0) return errno == ENOENT || errno == ENOTDIR || unreadable(path, e);
  for (int i = 0; i < count; i++) {
    const char *name = names[i]->d_name;
    bool examples = !f->shared && holds_examples(name);
    if (examples && has_plugin(name, names, count)) continue;
    const char *file = arena_path(h->arena, path, name);
    const plugin place = { .folder = f->kind,
                           .rules = f->rules,
                           .shared = f->shared,
                           .directory = directory,
                           .label = *f->name ? arena_path(h->arena, f->name, name) : name };
    if (examples) add_lonely(h, file);
    else files_add(h, file, &place);
  }
  for (int i = 0; i < count; i++) free(names[i]);
  free(names);
  return true;
}

bool files_read(host *h, error *e) {
  const size_t count = sizeof folders / sizeof *folders;
  for (size_t i = 0; i < h->options.directory_count; i++) {
    bool there, any;
    if (!read_folder(h, (int)i, folders, &there, e)) return false;
    for (size_t k = 1; there && k < count; k++)  // the first is the one that the others lie in
      if (!read_folder(h, (int)i, &folders[k], &any, e)) return false;
  }
  return true;
}

// Whether the file may hold a plugin of that kind, told without loading it where its folder tells.
static bool may_be(const plugin *p, plugin_kind kind) {
  if (p->phase == PLUGIN_LOADED) return p->file.kind == kind;
  if (p->folder != PLUGIN_KINDS) return p->folder == kind;
  return !p->rules || kind == PLUGIN_PRICE_RULE || kind == PLUGIN_TAX_RULE;
}

// The next file before `from` of that kind and name: 0 … count-1, or count.
static size_t earlier(host *h, size_t from, plugin_kind kind, const char *name, error *e) {
  for (size_t i = from; i-- > 0;) {
    plugin *p = h->plugins[i];
    if (strcmp(p->file.name, name) != 0 || !may_be(p, kind)) continue;
    if (!plugin_load(h, p, e) || p->file.kind == kind) return i;
  }
  return h->plugin_count;
}

static void suggest(host *h, plugin_kind kind, const char *name, error *e) {
  const char **names = arena_array(h->arena, h->plugin_count + 1, sizeof *names);
  size_t count = 0;
  for (size_t i = 0; i < h->plugin_count; i++)
    if (may_be(h->plugins[i], kind)) names[count++] = h->plugins[i]->file.name;
  const char *near = text_nearest(name, names, count);
  if (near) error_hint(e, "did you mean \"%s\"?", near);
}

// What the file hides of an earlier folder; two of one kind and name in the same folder are a mistake, and the later
// one is broken.
static bool settle(host *h, plugin *p, size_t at, error *e) {
  error ignored = { 0 };
  size_t hidden = earlier(h, at, p->file.kind, p->file.name, &ignored);
  error_clear(&ignored);
  if (hidden == h->plugin_count) return true;
  const plugin *other = h->plugins[hidden];
  if (p->directory >= 0 && p->directory == other->directory) {
    error_set(e, ERROR_PLUGIN, "%s: there is a %s \"%s\" in %s already: keep one of them", p->file.path,
              plugin_kind_name(p->file.kind), p->file.name, other->file.path);
    return plugin_break(p, e);
  }
  p->file.shadows = other->file.path;
  return true;
}

plugin *plugin_find(host *h, plugin_kind kind, const char *name, error *e) {
  size_t at = earlier(h, h->plugin_count, kind, name, e);
  if (at == h->plugin_count) {
    char text[80];
    error_set(e, ERROR_NOT_FOUND, "there is no %s \"%s\"", plugin_kind_name(kind),
              state_clean(name, strlen(name), text, sizeof text));
    suggest(h, kind, name, e);
    return NULL;
  }
  plugin *p = h->plugins[at];
  if (p->phase != PLUGIN_LOADED) return NULL;
  return p->file.shadows || settle(h, p, at, e) ? p : NULL;
}

const plugin_file *files_find(void *self, plugin_kind kind, const char *name, error *e) {
  plugin *p = plugin_find(self, kind, name, e);
  return p ? &p->file : NULL;
}

static int by_kind_and_name(const void *a, const void *b) {
  const plugin_file *x = *(const plugin_file *const *)a, *y = *(const plugin_file *const *)b;
  return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : strcmp(x->name, y->name);
}

static void tell_broken(const char *why, error *e) {
  error_row(e, "%s", why);
  error_set(e, ERROR_PLUGIN, "%zu plugin file%s broken", e->row_total, e->row_total == 1 ? " is" : "s are");
}

static void tell_lonely(const host *h, error *e) {
  for (size_t i = 0; i < h->lonely_count; i++)
    tell_broken(
        arena_format(h->arena, "%s: there is no plugin %s", h->lonely[i], plugin_beside(h->lonely[i], h->arena)), e);
}

// Whether file i is the one that its kind and name show; broken ones are told. What cannot be of the kind is not
// loaded.
static bool shown(host *h, size_t i, plugin_kind kind, error *e) {
  plugin *p = h->plugins[i];
  error sub = { 0 };
  if (kind != PLUGIN_KINDS && !may_be(p, kind)) return false;
  if (!plugin_load(h, p, &sub)) {
    tell_broken(sub.message, e);
    error_clear(&sub);
    return false;
  }
  if (kind != PLUGIN_KINDS && p->file.kind != kind) return false;
  bool first = plugin_find(h, p->file.kind, p->file.name, &sub) == p;
  if (p->phase == PLUGIN_BROKEN) tell_broken(sub.message, e);
  error_clear(&sub);
  return first;
}

const plugin_file *const *files_list(void *self, plugin_kind kind, size_t *count, error *e) {
  host *h = self;
  h->listed = arena_array(h->arena, h->plugin_count + 1, sizeof *h->listed);
  *count = 0;
  for (size_t i = 0; i < h->plugin_count; i++)
    if (shown(h, i, kind, e)) h->listed[(*count)++] = &h->plugins[i]->file;
  if (kind == PLUGIN_KINDS) tell_lonely(h, e);
  qsort(h->listed, *count, sizeof *h->listed, by_kind_and_name);
  return h->listed;
}

static const char *digest_text(host *h, plugin *p) {
  if (p->file.digest) return p->file.digest;
  const char *known = digest_remembered(h, p);
  if (known) return known;
  if (plugin_read(h, p)) digest_remember(h, p);
  return p->file.digest;
}

static void digest_file(host *h, digester *d, plugin *p) {
  const char *text = digest_text(h, p);
  digester_add(d, p->label, strlen(p->label) + 1);
  digester_add(d, text, strlen(text) + 1);
}

// Whether amounts can depend on the file, as its folder tells.
static bool bills(const plugin *p) { return p->folder == PLUGIN_CONTRACT || p->folder == PLUGIN_KINDS; }

// Where the folders lie does not matter, their order does.
bool files_state(void *self, char hex[65], error *e) {
  host *h = self;
  (void)e;
  digester d;
  digest out;
  digester_start(&d);
  for (size_t i = 0; i < h->plugin_count; i++)
    if (bills(h->plugins[i])) digest_file(h, &d, h->plugins[i]);
  if (h->site) digest_file(h, &d, h->site);
  for (const set_aside *a = h->aside; a; a = a->next)
    if (a->why) digester_add(&d, a->digest, strlen(a->digest) + 1);
  digester_end(&d, &out);
  digest_hex(&out, hex);
  digests_keep(h);
  return true;
}

const plugin_file *files_site(void *self) {
  host *h = self;
  if (h->site) plugin_read(h, h->site);
  return h->site ? &h->site->file : NULL;
}

bool files_load(void *self, const char *path, const plugin_file **out, error *e) {
  host *h = self;
  const char *slash = strrchr(path, '/');
  const plugin place = { .folder = PLUGIN_KINDS, .directory = -1, .label = slash ? slash + 1 : path };
  if (strcmp(base_name(h->arena, path), "site") == 0) {
    error_set(e, ERROR_PLUGIN, "%s: holds the rules of all contracts, no plugin", path);
    return error_hint(e, "billet rules check");
  }
  if (holds_examples(path)) {
    error_set(e, ERROR_PLUGIN, "%s: holds examples, no plugin", path);
    return error_hint(e, "billet plugin test %s", plugin_beside(path, h->arena));
  }
  files_add(h, path, &place);
  plugin *p = h->plugins[h->plugin_count - 1];
  if (!plugin_load(h, p, e)) {
    h->plugin_count--;
    plugin_unload(p);
    return false;
  }
  *out = &p->file;
  return plugin_find(h, p->file.kind, p->file.name, e) != NULL;
}
