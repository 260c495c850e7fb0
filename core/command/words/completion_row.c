// Completion of a row of the book that is to be changed: its table, its id, its columns and what they may hold.
#include "core/command/words/words_inside.h"
#include "core/engine/questions/questions.h"
#include "core/base/text.h"
#include <string.h>

static void add_ids(completing *f, table_id table) {
  const char *name = table_of(table)->name;
  int kind = strcmp(name, "contracts") == 0   ? CANDIDATES_CONTRACT
             : strcmp(name, "customers") == 0 ? CANDIDATES_CUSTOMER
             : strcmp(name, "tickets") == 0   ? CANDIDATES_TICKET
                                              : -1;
  if (kind >= 0) completion_ids(f, kind, 0, "", "");
}

// ---- param.NAME of a contract, as its type has them.

static const char *text_in(const value *record, const char *name) {
  const value *v = value_get(record, name);
  return v && v->type == VALUE_TEXT ? v->as.text : NULL;
}

static void add_param_values(completing *f, const char *name, const value *param) {
  const value *choices = value_get(param, "choices");
  bool truth = text_equal(text_in(param, "type"), "bool");
  for (size_t i = 0; choices && choices->type == VALUE_LIST && i < choices->as.list.count; i++)
    completion_add(f, arena_format(f->arena, "%s%s", name, choices->as.list.items[i]->as.text), NULL);
  for (size_t i = 0; truth && i < 2; i++)
    completion_add(f, arena_format(f->arena, "%s%s", name, i ? "false" : "true"), NULL);
}

static void add_params(completing *f, const char *id) {
  const plugin_host *host = f->context->host;
  contract k;
  error none = { 0 };
  const value *type = f->context->book && host && resolve_contract(f->context, id, &k, &none)
                          ? host->describe(host->self, PLUGIN_CONTRACT, k.type, f->arena, &none)
                          : NULL;
  const value *params = type ? value_get(type, "params") : NULL;
  error_clear(&none);
  for (size_t i = 0; params && i < params->as.list.count; i++) {
    const value *param = params->as.list.items[i];
    const char *name = arena_format(f->arena, "param.%s=", text_in(param, "name"));
    if (strncmp(f->beginning, name, strlen(name)) == 0) add_param_values(f, name, param);
    else completion_begin(f, name, text_in(param, "doc"));
  }
}

// What stands behind the = of a column that takes one of some words.
static void add_values(completing *f, const column *c) {
  const char *choices = c->type == COLUMN_CHOICE ? c->choices : c->type == COLUMN_BOOL ? "yes no" : "";
  for (const char *at = choices; *at;) {
    size_t length = strcspn(at, " ");
    completion_add(f, arena_format(f->arena, "%s=%.*s", c->name, (int)length, at), NULL);
    at += length + (at[length] == ' ');
  }
}

static void add_columns(completing *f, const table *t, const char *id) {
  bool valued = strchr(f->beginning, '=') != NULL;
  if (strcmp(t->name, "contracts") == 0 && strncmp(f->beginning, "param.", strlen("param.")) == 0) {
    add_params(f, id);
    return;
  }
  if (table_has_params(t) && !valued) completion_begin(f, "param.", "one param, the others stay");
  for (size_t i = 0; i < t->count; i++) {
    const column *c = &t->columns[i];
    if (c->flags & (COLUMN_DERIVED | COLUMN_KEY)) continue;
    if (valued) add_values(f, c);
    else completion_add(f, arena_format(f->arena, "%s=", c->name), column_about(t, c));
  }
  f->out->goes_on |= !valued;
}

void completion_row(completing *f, int place, const char *const *words) {
  table_id table = place ? table_find(words[0], strlen(words[0])) : TABLES;
  if (!place) completion_data(f, ARGUMENT_TABLE, NULL);
  else if (table == TABLES) return;
  else if (place == 1) add_ids(f, table);
  else add_columns(f, table_of(table), words[1]);
}
