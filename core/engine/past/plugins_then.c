// The plugins of a bill's time: the texts that rated it in place of the files that are there now.
#include "core/engine/past/plugins_then.h"
#include "core/engine/bill/bill.h"
#include <string.h>

struct plugins_then {
  book *book;
  const plugin_host *current;
  const plugin_source *edited;
  arena *arena;      // of the sources at hand
  plugin_host *own;  // made for them; NULL: the current one serves
  const char *digests;
  int64_t *concerned;  // rulesets that hold the edited file
  size_t concerned_count;
  bool asked;
  arena *kept;
};

plugins_then *plugins_then_open(book *b, const plugin_source *edited) {
  arena *kept = arena_new();
  plugins_then *p = arena_alloc(kept, sizeof *p);
  *p = (plugins_then){ .book = b, .current = b->host, .edited = edited, .arena = arena_new(), .kept = kept };
  return p;
}

static void forget(plugins_then *p) {
  if (p->own) p->current->without(p->own);
  p->own = NULL;
  p->digests = NULL;
}

void plugins_then_close(plugins_then *p) {
  if (!p) return;
  forget(p);
  arena_free(p->arena);
  arena_free(p->kept);
}

static void add(arena *a, plugin_source **list, size_t *count, size_t *capacity, plugin_source one) {
  *list = arena_grow(a, *list, *count, capacity, sizeof **list);
  (*list)[(*count)++] = one;
}

// The files that rated a batch's bills, or one bill.
static bool recorded(plugins_then *p, arena *a, int64_t batch, int64_t bill, plugin_source **out, size_t *count,
                     error *e) {
  query *q = db_ask(p->book->db, e,
                    "SELECT f.kind, f.name, f.path, f.digest, f.text FROM plugin_files f WHERE f.digest IN (SELECT "
                    "j.value FROM rulesets r, json_each(r.files) j WHERE r.n IN (SELECT ruleset FROM bills WHERE "
                    "batch = ?1 AND kind IN ('bill', 'free') UNION SELECT ruleset FROM bills WHERE n = ?2)) ORDER BY "
                    "f.kind, f.name",
                    "ii", batch, bill);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    plugin_source one = { .kind = plugin_text_kind(query_column_text(q, 0)),
                          .name = arena_text(a, query_column_text(q, 1)),
                          .path = arena_text(a, query_column_text(q, 2)),
                          .digest = arena_text(a, query_column_text(q, 3)),
                          .length = query_column_length(q, 4) };
    one.text = arena_copy(a, query_column_text(q, 4), one.length);
    add(a, out, count, &capacity, one);
  }
  if (step != 0) return false;
  bool site = false;
  for (size_t i = 0; i < *count; i++) site = site || (*out)[i].kind == PLUGIN_KINDS;
  static const plugin_source none = { PLUGIN_KINDS, "site", "rules/site.lua", "return {}", "", 9 };
  if (!site && p->current->site && p->current->site(p->current->self)) add(a, out, count, &capacity, none);
  return true;
}

static bool is_current(const plugins_then *p, const plugin_source *source) {
  error ignored = { 0 };
  const plugin_host *host = p->current;
  const plugin_file *file = source->kind < PLUGIN_KINDS ? host->find(host->self, source->kind, source->name, &ignored)
                            : host->site                ? host->site(host->self)
                                                        : NULL;
  error_clear(&ignored);
  return file && strcmp(file->digest, source->digest) == 0;
}

static bool same_file(const plugin_source *a, const plugin_source *b) {
  return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

const plugin_host *plugins_then_host(plugins_then *p, int64_t batch, int64_t bill, error *e) {
  arena *a = arena_new();
  plugin_source *sources;
  size_t count, kept = 0;
  if (!recorded(p, a, batch, bill, &sources, &count, e)) {
    arena_free(a);
    return NULL;
  }
  const char *digests = "";
  for (size_t i = 0; i < count; i++) {
    if (is_current(p, &sources[i]) || (p->edited && same_file(&sources[i], p->edited))) continue;
    digests = arena_format(a, "%s%s,", digests, sources[i].digest);
    sources[kept++] = sources[i];
  }
  if (p->digests && strcmp(p->digests, digests) == 0) {
    arena_free(a);
    return p->own ? p->own : p->current;
  }
  forget(p);
  arena_free(p->arena);
  p->arena = a;
  p->digests = digests;
  if ((!kept && !p->edited) || !p->current->with) return p->current;
  plugin_source *all = arena_array(a, kept + 1, sizeof *all);
  for (size_t i = 0; i < kept; i++) all[i] = sources[i];
  if (p->edited) all[kept++] = *p->edited;
  return p->own = p->current->with(p->current->self, all, kept, e);
}

static bool ask(plugins_then *p, error *e) {
  query *q = db_ask(p->book->db, e,
                    "SELECT DISTINCT r.n FROM rulesets r, json_each(r.files) j JOIN plugin_files f ON f.digest = "
                    "j.value WHERE f.kind = ? AND f.name = ?",
                    "tt", plugin_text_kind_name(p->edited->kind), p->edited->name);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    p->concerned = arena_grow(p->kept, p->concerned, p->concerned_count, &capacity, sizeof *p->concerned);
    p->concerned[p->concerned_count++] = query_column(q, 0);
  }
  p->asked = true;
  return step == 0;
}

bool plugins_then_concern(plugins_then *p, int64_t ruleset, bool *concern, error *e) {
  *concern = !p->edited || p->edited->kind == PLUGIN_KINDS;
  if (*concern) return true;
  if (!p->asked && !ask(p, e)) return false;
  for (size_t i = 0; i < p->concerned_count; i++) *concern = *concern || p->concerned[i] == ruleset;
  return true;
}
