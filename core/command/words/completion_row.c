// Completion of a row of the book that is to be changed: its table, its id, its columns and what they may hold.
#include "core/command/words/words_inside.h"
#include "core/engine/questions/questions.h"
#include <string.h>

static void add_tables(completing *f) {
  for (int id = 0; id < TABLES; id++) completion_add(f, table_of((table_id)id)->name, NULL);
}

static void add_ids(completing *f, table_id table) {
  const char *name = table_of(table)->name;
  int kind = strcmp(name, "contracts") == 0   ? CANDIDATES_CONTRACT
             : strcmp(name, "customers") == 0 ? CANDIDATES_CUSTOMER
             : strcmp(name, "tickets") == 0   ? CANDIDATES_TICKET
                                              : -1;
  if (kind >= 0) completion_ids(f, kind, 0, "", "");
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

static void add_columns(completing *f, const table *t) {
  bool valued = strchr(f->beginning, '=') != NULL;
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
  if (!place) add_tables(f);
  else if (table == TABLES) return;
  else if (place == 1) add_ids(f, table);
  else add_columns(f, table_of(table));
}
