// help, version: what there is.
#include "core/command/commands_inside.h"
#include <string.h>

const char release[] = "0.1.0";

static value *text_value(context *c, const char *text) {
  value *out = value_record(c->arena);
  put_text(c->arena, out, "text", text);
  return out;
}

// Words that are no command: what they are looked for with, unless they are one that is misspelt.
static value *look_for(context *c, const arguments *a, error *e) {
  arguments unused;
  bool command = arguments_read(c->commands, (int)a->count, a->texts, c->arena, &unused, e);
  value *found = help_search(c, a, !command && strncmp(e->hint, "did you mean", 12) == 0);
  if (found) error_clear(e);
  if (!found && !e->code) error_set(e, ERROR_NOT_FOUND, "nothing here is about that");
  return found;
}

static value *command_help(context *c, const arguments *a, error *e) {
  int used;
  value *tables;
  if (option_flag(a, "man")) return text_value(c, manual_text(c->commands, release, c->arena));
  if (!help_of_tables(c->commands, a, c->arena, &tables, e)) return NULL;
  if (tables) return tables;
  const command *found = a->count ? command_find(c->commands, (int)a->count, a->texts, &used) : NULL;
  if (a->count && (!found || used < (int)a->count)) return look_for(c, a, e);
  return text_value(c, help_text(c->commands, found, c->arena));
}

static value *command_version(context *c, const arguments *a, error *e) {
  value *out = value_record(c->arena);
  (void)a;
  (void)e;
  put_text(c->arena, out, "billet", release);
  put_text(c->arena, out, "sqlite", db_library_version());
  put_int(c->arena, out, "plugin_api", 1);
  return out;
}

const command help_commands[] = {
  { .words = "help",
    .group = "Help",
    .summary = "examples of one command, or all commands; what the import tables hold; where words are explained",
    .argument = "COMMAND|WORDS",
    .type = ARGUMENT_COMMAND,
    .most = -1,
    .options = { { "man", NULL, "the manual page billet(1), as man reads it", ARGUMENT_TEXT } },
    .examples = { "billet help batch run", "billet help tables", "billet help table contracts",
                  "billet help leave out a period" },
    .view = "text",
    .run = command_help },
  { .words = "version",
    .group = "Help",
    .summary = "the version of billet and of what it is built on",
    .examples = { "billet version" },
    .view = "record",
    .run = command_version },
  { 0 },
};
