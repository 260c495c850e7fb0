// config …: what is set of the book after it was made.
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include <string.h>

// A setting: its key is that of the group and its name. Whoever owns what it means reads and writes it.
typedef struct setting {
  const char *group, *name, *what;
  bool (*read)(book *b, const char *name, arena *a, const char **out, error *e);
  bool (*write)(book *b, const char *name, const char *value, error *e);
} setting;

static const setting settings[] = {
  { "numbering", "format", "of numbers, such as INV-{YYYY}-{SEQ:5}", numbering_setting, numbering_set },
  { "numbering", "next", "the next number", numbering_setting, numbering_set },
  { "numbering", "reset", "none, or yearly: numbers begin anew each year", numbering_setting, numbering_set },
  { "numbering", "fiscal_start", "MM-DD on which years begin", numbering_setting, numbering_set },
  { "numbering", "credit_format", "of credit notes, where they have numbers of their own", numbering_setting,
    numbering_set },
  { "template", "", "the invoice template", look_setting, look_set },
  { "template", "params", "its params, as a JSON object", look_setting, look_set },
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static const char *key_of(const setting *s, arena *a) {
  return *s->name ? arena_format(a, "%s.%s", s->group, s->name) : s->group;
}

static const setting *find(context *c, const char *key, error *e) {
  const char *keys[SETTINGS];
  for (size_t i = 0; i < SETTINGS; i++) {
    keys[i] = key_of(&settings[i], c->arena);
    if (strcmp(keys[i], key) == 0) return &settings[i];
  }
  const char *near = text_nearest(key, keys, SETTINGS);
  error_set(e, ERROR_USAGE, "there is no setting \"%s\"", key);
  if (near) error_hint(e, "did you mean %s?", near);
  else error_hint(e, "billet config list shows them");
  return NULL;
}

static value *setting_value(context *c, const setting *s, const arguments *a, error *e) {
  const char *text;
  int64_t set = 0;
  if (!s->read(c->book, s->name, c->arena, &text, e)) return NULL;
  value *v = value_record(c->arena);
  put_text(c->arena, v, "key", key_of(s, c->arena));
  put_text(c->arena, v, "value", text);
  put_text(c->arena, v, "what", s->what);
  if (!option_flag(a, "show-origin")) return v;
  if (!db_value(c->book->db, e, &set, 0, "SELECT count(*) FROM config WHERE key = ?", "t", key_of(s, c->arena)))
    return NULL;
  put_text(c->arena, v, "origin", set ? "book" : "default");
  return v;
}

static value *command_config_list(context *c, const arguments *a, error *e) {
  value *list = value_list(c->arena);
  for (size_t i = 0; i < SETTINGS; i++) {
    value *v = setting_value(c, &settings[i], a, e);
    if (!v) return NULL;
    value_append(c->arena, list, v);
  }
  return list;
}

static value *command_config_get(context *c, const arguments *a, error *e) {
  const setting *s = find(c, a->texts[0], e);
  return s ? setting_value(c, s, a, e) : NULL;
}

static value *command_config_set(context *c, const arguments *a, error *e) {
  const setting *s = find(c, a->texts[0], e);
  return s && s->write(c->book, s->name, a->texts[1], e) ? setting_value(c, s, a, e) : NULL;
}

#define ORIGIN_OPTION \
  { "show-origin", NULL, "where a value comes from: the book or its default", ARGUMENT_TEXT }

const command config_commands[] = {
  { .words = "config list",
    .group = "The book",
    .summary = "what can be set, and what is",
    .options = { ORIGIN_OPTION },
    .examples = { "billet config list" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_config_list },
  { .words = "config get",
    .group = "The book",
    .summary = "one setting",
    .argument = "KEY",
    .least = 1,
    .most = 1,
    .options = { ORIGIN_OPTION },
    .examples = { "billet config get numbering.next" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_config_get },
  { .words = "config set",
    .group = "The book",
    .summary = "sets one; numbers that were given stay, and never go back",
    .argument = "KEY VALUE",
    .least = 2,
    .most = 2,
    .examples = { "billet config set numbering.format 'INV-{YYYY}-{SEQ:5}'", "billet config set numbering.reset yearly",
                  "billet config set template.params '{\"detail\":\"page-two\"}'" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_config_set },
  { 0 },
};
