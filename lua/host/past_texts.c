// A host in which given texts take the place of files: past versions for a replay, edited ones for a question.
#include "lua/host/host_inside.h"
#include <string.h>

// The same file, not loaded yet: its states belong to the new host.
static plugin *unread(host *h, const plugin *p) {
  plugin *out = arena_alloc(h->arena, sizeof *out);
  out->arena = h->arena;
  out->folder = p->folder;
  out->rules = p->rules;
  out->shared = p->shared;
  out->directory = p->directory;
  out->label = p->label;
  out->file = (plugin_file){ .kind = p->folder,
                             .name = p->file.name,
                             .title = p->file.name,
                             .version = "",
                             .path = p->file.path,
                             .text = p->file.text,
                             .text_length = p->file.text_length,
                             .digest = p->file.digest };
  return out;
}

static plugin *given(host *h, const plugin_source *source) {
  const char *slash = strrchr(source->path, '/');
  const plugin made = { .folder = source->kind,
                        .directory = -1,
                        .label = arena_text(h->arena, slash ? slash + 1 : source->path),
                        .file = { .name = arena_text(h->arena, source->name),
                                  .path = arena_text(h->arena, source->path),
                                  .text = source->text,
                                  .text_length = source->length,
                                  .digest = arena_text(h->arena, source->digest) } };
  return unread(h, &made);
}

static void add(host *h, plugin *p) {
  if (p->shared) {
    h->shared = arena_grow(h->arena, h->shared, h->shared_count, &h->shared_capacity, sizeof(plugin *));
    h->shared[h->shared_count++] = p;
    return;
  }
  h->plugins = arena_grow(h->arena, h->plugins, h->plugin_count, &h->plugin_capacity, sizeof(plugin *));
  h->plugins[h->plugin_count++] = p;
}

// A name inside a file may differ from its file's only where it is broken: those keep their own error.
plugin_host *host_with_texts(void *self, const plugin_source *sources, size_t count, error *e) {
  const host *old = self;
  host *h = host_bare(&old->options, &old->public);
  (void)e;
  h->limits = old->limits;
  h->alone = old->alone;
  h->aside = old->aside;
  for (size_t i = 0; i < old->plugin_count; i++) add(h, unread(h, old->plugins[i]));
  for (size_t i = 0; i < old->shared_count; i++) add(h, unread(h, old->shared[i]));
  if (old->site) h->site = unread(h, old->site);
  for (size_t i = 0; i < count; i++) {
    plugin *p = given(h, &sources[i]);
    if (sources[i].kind == PLUGIN_KINDS) h->site = p;
    else add(h, p);
  }
  return &h->public;
}
