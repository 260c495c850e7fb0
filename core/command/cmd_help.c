// help, completion.
#include "core/command/commands.h"
#include <string.h>

static value *text_value(context *c, const char *text) {
  value *out = value_record(c->arena);
  put_text(c->arena, out, "text", text);
  return out;
}

value *command_help(context *c, const arguments *a, error *e) {
  int used;
  const command *found = a->count ? command_find((int)a->count, a->texts, &used) : NULL;
  if (a->count && !found) {
    arguments unused;
    arguments_read((int)a->count, a->texts, c->arena, &unused, e);
    return NULL;
  }
  return text_value(c, help_text(found, c->arena));
}

value *command_version(context *c, const arguments *a, error *e) {
  value *out = value_record(c->arena);
  (void)a;
  (void)e;
  put_text(c->arena, out, "billet", "0.1.0");
  put_text(c->arena, out, "sqlite", db_library_version());
  put_int(c->arena, out, "plugin_api", 1);
  return out;
}

value *command_completion(context *c, const arguments *a, error *e) {
  (void)e;
  return text_value(c, completion_script(a->texts[0], c->arena));
}

value *command_complete(context *c, const arguments *a, error *e) {
  (void)e;
  return text_value(c, a->count ? completion_words((int)a->count, a->texts, c->arena) : "");
}
