// The plugins of a bill's time: the texts that rated it in place of the files that are there now.
#include "core/engine/past/replay.h"
#include <stdlib.h>
#include <string.h>

struct replay_hosts {
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

replay_hosts *replay_hosts_open(book *b, const plugin_source *edited) {
  replay_hosts *h = calloc(1, sizeof *h);
  if (!h) abort();
  *h = (replay_hosts){ .book = b, .current = b->host, .edited = edited, .arena = arena_new(), .kept = arena_new() };
  return h;
}

static void forget(replay_hosts *h) {
  if (h->own) h->current->without(h->own);
  h->own = NULL;
  h->digests = NULL;
}

void replay_hosts_close(replay_hosts *h) {
  if (!h) return;
  forget(h);
  arena_free(h->arena);
  arena_free(h->kept);
  free(h);
}

static const char *const kind_names[] = { "contract", "price rule", "tax rule", "exporter",
                                          "importer", "invoice",    "site" };

static plugin_kind kind_of(const char *name) {
  int kind = 0;
  while (kind < PLUGIN_KINDS && strcmp(kind_names[kind], name) != 0) kind++;
  return (plugin_kind)kind;
}

static void add(arena *a, plugin_source **list, size_t *count, size_t *capacity, plugin_source one) {
  *list = arena_grow(a, *list, *count, capacity, sizeof **list);
  (*list)[(*count)++] = one;
}

// The files that rated a batch's bills, or one bill.
static bool recorded(replay_hosts *h, arena *a, int64_t batch, int64_t bill, plugin_source **out, size_t *count,
                     error *e) {
  query *q = db_ask(h->book->db, e,
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
    plugin_source one = { .kind = kind_of(query_column_text(q, 0)),
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
  if (!site && h->current->site && h->current->site(h->current->self)) add(a, out, count, &capacity, none);
  return true;
}

static bool is_current(const replay_hosts *h, const plugin_source *source) {
  error ignored = { 0 };
  const plugin_host *host = h->current;
  const plugin_file *file = source->kind < PLUGIN_KINDS ? host->find(host->self, source->kind, source->name, &ignored)
                            : host->site                ? host->site(host->self)
                                                        : NULL;
  error_clear(&ignored);
  return file && strcmp(file->digest, source->digest) == 0;
}

static bool same_file(const plugin_source *a, const plugin_source *b) {
  return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

const plugin_host *replay_host(replay_hosts *h, int64_t batch, int64_t bill, error *e) {
  arena *a = arena_new();
  plugin_source *sources;
  size_t count, kept = 0;
  if (!recorded(h, a, batch, bill, &sources, &count, e)) {
    arena_free(a);
    return NULL;
  }
  const char *digests = "";
  for (size_t i = 0; i < count; i++) {
    if (is_current(h, &sources[i]) || (h->edited && same_file(&sources[i], h->edited))) continue;
    digests = arena_format(a, "%s%s,", digests, sources[i].digest);
    sources[kept++] = sources[i];
  }
  if (h->digests && strcmp(h->digests, digests) == 0) {
    arena_free(a);
    return h->own ? h->own : h->current;
  }
  forget(h);
  arena_free(h->arena);
  h->arena = a;
  h->digests = digests;
  if ((!kept && !h->edited) || !h->current->with) return h->current;
  plugin_source *all = arena_array(a, kept + 1, sizeof *all);
  for (size_t i = 0; i < kept; i++) all[i] = sources[i];
  if (h->edited) all[kept++] = *h->edited;
  return h->own = h->current->with(h->current->self, all, kept, e);
}

static bool ask(replay_hosts *h, error *e) {
  query *q = db_ask(h->book->db, e,
                    "SELECT DISTINCT r.n FROM rulesets r, json_each(r.files) j JOIN plugin_files f ON f.digest = "
                    "j.value WHERE f.kind = ? AND f.name = ?",
                    "tt", kind_names[h->edited->kind], h->edited->name);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    h->concerned = arena_grow(h->kept, h->concerned, h->concerned_count, &capacity, sizeof *h->concerned);
    h->concerned[h->concerned_count++] = query_column(q, 0);
  }
  h->asked = true;
  return step == 0;
}

bool replay_concerns(replay_hosts *h, int64_t ruleset, bool *concerns, error *e) {
  *concerns = !h->edited || h->edited->kind == PLUGIN_KINDS;
  if (*concerns) return true;
  if (!h->asked && !ask(h, e)) return false;
  for (size_t i = 0; i < h->concerned_count; i++) *concerns = *concerns || h->concerned[i] == ruleset;
  return true;
}
