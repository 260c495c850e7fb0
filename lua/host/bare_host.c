// A host without files: its options copied, its arena, and nothing read yet.
#include "lua/host/host_inside.h"

enum { MEMORY = 32 << 20, DEADLINE_MS = 10000 };

static void copy_options(host *h, const host_options *options) {
  h->options = *options;
  const char **directories = arena_array(h->arena, options->directory_count + 1, sizeof *directories);
  for (size_t i = 0; i < options->directory_count; i++) directories[i] = arena_text(h->arena, options->directories[i]);
  h->options.directories = directories;
  h->options.cache = options->cache ? arena_text(h->arena, options->cache) : NULL;
  h->limits.memory = options->memory ? options->memory : MEMORY;
  h->limits.deadline_ms = options->deadline_ms ? options->deadline_ms : DEADLINE_MS;
}

host *host_bare(const host_options *options, const plugin_host *callbacks) {
  arena *a = arena_new();
  host *h = arena_alloc(a, sizeof *h);
  h->arena = a;
  copy_options(h, options);
  h->public = *callbacks;
  h->public.self = h;
  return h;
}
