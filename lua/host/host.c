// The host as the engine sees it: the struct of callbacks, and its end.
#include "lua/host/host_inside.h"

static void begin(void *self) {
  host *h = self;
  for (size_t i = 0; i < h->plugin_count; i++)
    if (h->plugins[i]->state) h->plugins[i]->state->overruns = 0;
}

static void own_names(void *self, own_name_meant meant, void *context) {
  host *h = self;
  h->own.meant = meant;
  h->own.context = context;
}

static const plugin_host callbacks = { .find = files_find,
                                       .list = files_list,
                                       .state = files_state,
                                       .check = plugin_params_fit,
                                       .terms_open = contract_type_open,
                                       .terms_close = contract_type_close,
                                       .parts = contract_type_parts,
                                       .schedule = contract_type_schedule,
                                       .opens = contract_type_opens,
                                       .closes = contract_type_closes,
                                       .rest = contract_type_rest,
                                       .rules_open = rules_open,
                                       .rule_apply = rules_apply,
                                       .rule_split = rules_split_at,
                                       .tax_open = taxes_open_rule,
                                       .tax_answer = taxes_rule_answer,
                                       .tax_looks = taxes_rule_looks,
                                       .tax_of = taxes_rule_of,
                                       .check_open = checks_open_rule,
                                       .check_look = checks_look,
                                       .export = export_text,
                                       .deliver = deliver_answer,
                                       .document = template_document,
                                       .document_parts = template_take,
                                       .describe = describe_plugin,
                                       .examples = examples_json,
                                       .misread = describe_misread,
                                       .misspelt = describe_misspelt,
                                       .load = files_load,
                                       .watch = describe_watch,
                                       .set_aside = files_set_aside,
                                       .begin = begin,
                                       .site = files_site,
                                       .alone = rules_alone,
                                       .own_names = own_names,
                                       .with = host_with_texts,
                                       .without = host_close };

plugin_host *host_open(const host_options *options, error *e) {
  host *h = host_bare(options, &callbacks);
  if (files_read(h, e)) return &h->public;
  host_close(&h->public);
  return NULL;
}

void host_close(plugin_host *public) {
  if (!public) return;
  host *h = public->self;
  for (size_t i = 0; i < h->plugin_count; i++) plugin_unload(h->plugins[i]);
  for (size_t i = 0; i < h->rule_count; i++) {
    shown_texts_forget(&h->rules[i].own);
    shown_texts_forget(&h->rules[i].work);
  }
  if (h->site) plugin_unload(h->site);
  cJSON_Delete(h->site_json);
  arena_free(h->arena);
}
