// Which plugin files rated a bill.
#include "core/engine/bill/bill_inside.h"
#include <string.h>

enum { FILES_MAX = 48 };

typedef struct known {
  const plugin_file *files[FILES_MAX];
  size_t count;
  int64_t n;
  struct known *next;
} known;

struct plugin_texts {
  book *book;
  arena *arena;
  known *sets;
};

plugin_texts *plugin_texts_open(book *b) {
  arena *a = arena_new();
  plugin_texts *t = arena_alloc(a, sizeof *t);
  *t = (plugin_texts){ b, a, NULL };
  return t;
}

void plugin_texts_close(plugin_texts *t) {
  if (t) arena_free(t->arena);
}

static bool add(known *set, const plugin_file *file) {
  for (size_t i = 0; i < set->count; i++)
    if (set->files[i] == file) return true;
  if (set->count == FILES_MAX) return false;
  set->files[set->count++] = file;
  return true;
}

static bool gather(plugin_texts *t, const plan *p, known *out, error *e) {
  const plugin_host *host = t->book->host;
  const plugin_file *file = host->find(host->self, PLUGIN_CONTRACT, p->contract->type, e);
  bool ok = file && add(out, file);
  for (size_t i = 0; ok && i < p->part_count; i++) {
    file = host->find(host->self, PLUGIN_CONTRACT, p->parts[i].type, e);
    ok = file && add(out, file);
  }
  for (size_t i = 0; ok && i < p->rules->count; i++) ok = add(out, p->rules->rules[i].file);
  const plugin_file *site = host->site ? host->site(host->self) : NULL;
  if (ok && site) ok = add(out, site);
  const char *last = NULL;
  for (size_t i = 0; ok && i < p->piece_count; i++) {
    const char *rule = p->pieces[i].tax_rule;
    if (!rule || rule == last) continue;
    last = rule;
    file = host->find(host->self, PLUGIN_TAX_RULE, rule, e);
    ok = file && add(out, file);
  }
  return ok || e->code ||
         error_set(e, ERROR_TOO_BIG, "contract %s: more than %d plugin files", p->contract->id, FILES_MAX);
}

static const char *const kinds[] = { "contract", "price rule", "tax rule", "exporter", "importer",
                                     "invoice",  "language",   "check",    "site" };

const char *plugin_text_kind_name(plugin_kind kind) { return kinds[kind]; }

plugin_kind plugin_text_kind(const char *name) {
  int kind = 0;
  while (kind < PLUGIN_KINDS && strcmp(kinds[kind], name) != 0) kind++;
  return (plugin_kind)kind;
}

bool plugin_text_keep(book *b, const plugin_file *file, error *e) {
  return db_run(b->db, e,
                "INSERT OR IGNORE INTO plugin_files (digest, kind, name, version, path, text) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                "tttttt", file->digest, kinds[file->kind], file->name, file->version, file->path, file->text);
}

static bool store(plugin_texts *t, known *set, error *e) {
  const char *digests = "";
  for (size_t i = 0; i < set->count; i++) {
    if (!plugin_text_keep(t->book, set->files[i], e)) return false;
    digests = arena_format(t->arena, "%s%s\"%s\"", digests, i ? "," : "", set->files[i]->digest);
  }
  const char *list = arena_format(t->arena, "[%s]", digests);
  return db_run(t->book->db, e, "INSERT OR IGNORE INTO rulesets (files) VALUES (?)", "t", list) &&
         db_value(t->book->db, e, &set->n, 0, "SELECT n FROM rulesets WHERE files = ?", "t", list);
}

bool plugin_texts_of(plugin_texts *t, const plan *p, int64_t *n, error *e) {
  known set = { .count = 0 };
  if (!gather(t, p, &set, e)) return false;
  for (const known *k = t->sets; k; k = k->next) {
    if (k->count != set.count || memcmp(k->files, set.files, set.count * sizeof *set.files) != 0) continue;
    *n = k->n;
    return true;
  }
  if (!store(t, &set, e)) return false;
  known *kept = arena_alloc(t->arena, sizeof *kept);
  *kept = set;
  kept->next = t->sets;
  t->sets = kept;
  *n = set.n;
  return true;
}
