// The plugin host: options, and the struct of callbacks that the engine sees.
#include "lua/host/plugin.h"
#include <stdlib.h>

enum { MEMORY = 32 << 20, DEADLINE_MS = 10000 };

static void copy_options(host *h, const host_options *options) {
  h->options = *options;
  const char **directories = arena_array(h->arena, options->directory_count + 1, sizeof *directories);
  for (size_t i = 0; i < options->directory_count; i++) directories[i] = arena_text(h->arena, options->directories[i]);
  h->options.directories = directories;
  h->limits.memory = options->memory ? options->memory : MEMORY;
  h->limits.deadline_ms = options->deadline_ms ? options->deadline_ms : DEADLINE_MS;
}

static void fill(host *h) {
  h->public = (plugin_host){ .self = h,
                             .find = files_find,
                             .list = files_list,
                             .state = files_state,
                             .check = params_check_plugin,
                             .terms_open = terms_open,
                             .terms_close = terms_close,
                             .parts = terms_parts,
                             .schedule = terms_schedule,
                             .opens = terms_opens,
                             .closes = terms_closes,
                             .rest = terms_rest,
                             .rules_open = rules_open,
                             .rule_apply = rules_apply,
                             .rule_split = rules_split_at,
                             .tax_open = taxes_open_rule,
                             .tax_answer = taxes_rule_answer,
                             .export = export_text,
                             .describe = describe_plugin,
                             .examples = describe_examples,
                             .misread = reads_faults,
                             .load = files_load,
                             .watch = describe_watch,
                             .site = files_site,
                             .alone = rules_alone,
                             .with = host_with,
                             .without = host_close };
}

host *host_new(const host_options *options) {
  arena *a = arena_new();
  host *h = arena_alloc(a, sizeof *h);
  h->arena = a;
  copy_options(h, options);
  fill(h);
  return h;
}

plugin_host *host_open(const host_options *options, error *e) {
  host *h = host_new(options);
  if (files_read(h, e)) return &h->public;
  host_close(&h->public);
  return NULL;
}

void host_close(plugin_host *public) {
  if (!public) return;
  host *h = public->self;
  for (size_t i = 0; i < h->plugin_count; i++) plugin_unload(h->plugins[i]);
  for (size_t i = 0; i < h->rule_count; i++) own_forget(&h->rules[i].own);
  if (h->site) plugin_unload(h->site);
  cJSON_Delete(h->site_json);
  arena_free(h->arena);
}
