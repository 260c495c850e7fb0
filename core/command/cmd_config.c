// config …: what is set of the book after it was made.
#include "core/base/person.h"
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/deliver/deliver.h"
#include "core/deliver/target.h"
#include "core/engine/questions/checks.h"
#include <string.h>

// A setting: its key is that of the group and its name. Whoever owns what it means reads and writes it. Without a name
// there is one for each currency, or a family.
typedef struct setting {
  const char *group, *name, *what;
  bool (*read)(book *b, const char *name, arena *a, const char **out, error *e);
  bool (*write)(book *b, const char *name, const char *value, error *e);
} setting;

// Settings whose names are not known before they are asked for: which are set, and what one means.
typedef struct family {
  const char *group, *sample;
  bool (*listed)(book *b, arena *a, const char ***names, size_t *count, error *e);
  const char *(*explain)(book *b, const char *name, arena *a, error *e);
} family;

static const char *check_what(book *b, const char *name, arena *a, error *e) {
  (void)b;
  (void)a;
  (void)e;
  return strchr(name, '.') ? "a param of the check: billet plugin show NAME" : "off, note, warning or error";
}

static const setting settings[] = {
  { "numbering", "format", "of numbers, such as INV-{YYYY}-{SEQ:5}", numbering_setting, numbering_set },
  { "numbering", "next", "the next number", numbering_setting, numbering_set },
  { "numbering", "reset", "none, or yearly: numbers begin anew each year", numbering_setting, numbering_set },
  { "numbering", "fiscal_start", "MM-DD on which years begin", numbering_setting, numbering_set },
  { "numbering", "credit_format", "of credit notes, where they have numbers of their own", numbering_setting,
    numbering_set },
  { "round_to", NULL, "the nearest multiple, such as 0.05, to which totals in the currency are rounded",
    round_to_setting, round_to_set },
  { "generate", "four_eyes", "yes: who ran a batch does not generate it", four_eyes_setting, four_eyes_set },
  { "template", "", "the invoice template", look_setting, look_set },
  { "template", "params", "its params, as a JSON object", look_setting, look_set },
  { "mail", "url", "the server that takes mail: smtps://HOST, or smtp://HOST:587 with STARTTLS", mail_setting,
    mail_setting_set },
  { "mail", "user", "who signs in there; the password: billet secret set mail.password", mail_setting,
    mail_setting_set },
  { "mail", "from", "who sends: NAME <ADDRESS>; the seller without it", mail_setting, mail_setting_set },
  { "mail", "timeout", "seconds that one mail may take", mail_setting, mail_setting_set },
  { "secret", "command", "of this user in every book: run with a secret's name, prints it", secret_setting,
    secret_setting_set },
  { "check", NULL, NULL, check_setting, check_setting_set },
  { "export", NULL, NULL, target_setting, target_setting_set },
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static const family families[] = { { "check", "zero", check_settings_list, check_what },
                                   { "export", "TARGET.client_id", target_settings_list, target_setting_what } };

static const family *family_of(const setting *s) { return &families[strcmp(s->group, families[0].group) != 0]; }

static const char *key_of(const setting *s, arena *a) {
  return *s->name ? arena_format(a, "%s.%s", s->group, s->name) : s->group;
}

static bool unknown(context *c, const char *key, error *e) {
  const char *keys[SETTINGS];
  for (size_t i = 0; i < SETTINGS; i++)
    keys[i] = settings[i].name ? key_of(&settings[i], c->arena)
                               : arena_format(c->arena, "%s.%s", settings[i].group,
                                              settings[i].what ? c->book->currency : family_of(&settings[i])->sample);
  const char *near = text_nearest(key, keys, SETTINGS);
  error_set(e, ERROR_USAGE, "there is no setting \"%s\"", key);
  return near ? error_hint(e, "did you mean %s?", near) : error_hint(e, "billet config list shows them");
}

static bool find(context *c, const char *key, setting *out, error *e) {
  for (size_t i = 0; i < SETTINGS; i++) {
    size_t group = strlen(settings[i].group);
    *out = settings[i];
    if (out->name && strcmp(key_of(out, c->arena), key) == 0) return true;
    if (out->name || strncmp(key, out->group, group) != 0 || key[group] != '.') continue;
    out->name = key + group + 1;
    return true;
  }
  return unknown(c, key, e);
}

static value *setting_value(context *c, const setting *s, const arguments *a, error *e) {
  const char *text;
  int64_t set = 0;
  if (!s->read(c->book, s->name, c->arena, &text, e)) return NULL;
  const char *what = s->what ? s->what : family_of(s)->explain(c->book, s->name, c->arena, e);
  if (!what) return NULL;
  value *v = value_record(c->arena);
  put_text(c->arena, v, "key", key_of(s, c->arena));
  put_text(c->arena, v, "value", text);
  put_text(c->arena, v, "what", what);
  if (!option_flag(a, "show-origin")) return v;
  if (!db_value(c->book->db, e, &set, 0, "SELECT count(*) FROM config WHERE key = ?", "t", key_of(s, c->arena)))
    return NULL;
  if (strcmp(s->group, "secret") == 0) put_text(c->arena, v, "origin", text ? "user" : "default");
  else put_text(c->arena, v, "origin", set ? "book" : "default");
  return v;
}

static bool list_setting(context *c, value *list, setting s, const char *name, const arguments *a, error *e) {
  s.name = name;
  value *v = setting_value(c, &s, a, e);
  if (v) value_append(c->arena, list, v);
  return v != NULL;
}

// The book's own currency, and those that have the setting.
static bool list_currencies(context *c, value *list, const setting *s, const arguments *a, error *e) {
  const char **currencies;
  size_t count;
  if (!round_to_currencies(c->book, c->arena, &currencies, &count, e) ||
      !list_setting(c, list, *s, c->book->currency, a, e))
    return false;
  for (size_t i = 0; i < count; i++)
    if (strcmp(currencies[i], c->book->currency) != 0 && !list_setting(c, list, *s, currencies[i], a, e)) return false;
  return true;
}

// Of those checks and targets of which something is set: a book that delivers nowhere has enough to read.
static bool list_those_set(context *c, value *list, const setting *s, const arguments *a, error *e) {
  const char **names;
  size_t count;
  if (!family_of(s)->listed(c->book, c->arena, &names, &count, e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!list_setting(c, list, *s, names[i], a, e)) return false;
  return true;
}

// What a person has set for every book.
static value *person_value(context *c, const person_row *row, const arguments *a) {
  value *v = value_record(c->arena);
  put_text(c->arena, v, "key", row->name);
  put_text(c->arena, v, "value", row->value);
  put_text(c->arena, v, "what", row->what);
  if (option_flag(a, "show-origin")) put_text(c->arena, v, "origin", row->origin);
  return v;
}

static const person_row *find_person(const context *c, const char *key) {
  for (int i = 0; c->person && i < PERSON_COUNT; i++)
    if (strcmp(c->person->rows[i].name, key) == 0) return &c->person->rows[i];
  return NULL;
}

static value *command_config_list(context *c, const arguments *a, error *e) {
  value *list = value_list(c->arena);
  for (size_t i = 0; i < SETTINGS; i++) {
    const setting *s = &settings[i];
    bool ok = s->name   ? list_setting(c, list, *s, s->name, a, e)
              : s->what ? list_currencies(c, list, s, a, e)
                        : list_those_set(c, list, s, a, e);
    if (!ok) return NULL;
  }
  for (int i = 0; c->person && i < PERSON_COUNT; i++)
    value_append(c->arena, list, person_value(c, &c->person->rows[i], a));
  return list;
}

static value *command_config_get(context *c, const arguments *a, error *e) {
  setting s;
  const person_row *own = find_person(c, a->texts[0]);
  if (own) return person_value(c, own, a);
  return find(c, a->texts[0], &s, e) ? setting_value(c, &s, a, e) : NULL;
}

static value *command_config_set(context *c, const arguments *a, error *e) {
  setting s;
  const person_row *own = find_person(c, a->texts[0]);
  if (own) {
    error_set(e, ERROR_USAGE, "%s is of a person, not of a book", own->name);
    error_hint(e, "a line in %s: %s = VALUE", c->person->path, own->name);
    return NULL;
  }
  if (!find(c, a->texts[0], &s, e)) return NULL;
  // What runs programs here is set by whoever may run them anyway: a page may be somebody's far away.
  if (c->tell && strcmp(s.group, "secret") == 0) {
    error_set(e, ERROR_USAGE, "the page cannot set %s", a->texts[0]);
    error_hint(e, "type it on the command line");
    return NULL;
  }
  return s.write(c->book, s.name, a->texts[1], e) ? setting_value(c, &s, a, e) : NULL;
}

// ---- What may stand behind `config get` and `config set`.

// A key, or as much of it as up to the next dot behind what is typed.
static void offer_key(completing *f, arena *a, const char *key, const char *what) {
  size_t typed = completion_typed(f), length = strlen(key);
  const char *dot = typed < length ? strchr(key + typed, '.') : NULL;
  if (dot) completion_begin(f, arena_copy(a, key, (size_t)(dot + 1 - key)), NULL);
  else completion_add(f, key, what);
}

static void offer_checks(const context *c, arena *a, completing *f) {
  error none = { 0 };
  size_t count = 0;
  const plugin_file *const *files = c->host ? c->host->list(c->host->self, PLUGIN_CHECK, &count, &none) : NULL;
  for (size_t i = 0; files && i < count; i++) {
    const char *key = arena_format(a, "check.%s", files[i]->name);
    if (completion_typed(f) < strlen("check.")) completion_begin(f, "check.", NULL);
    else completion_add(f, key, files[i]->title);
    if (completion_typed(f) <= strlen(key)) continue;
    const value *facts = c->host->describe(c->host->self, PLUGIN_CHECK, files[i]->name, a, &none);
    const value *params = facts ? value_get(facts, "params") : NULL;
    for (size_t k = 0; params && k < params->as.list.count; k++)
      completion_add(f, arena_format(a, "%s.%s", key, value_get(params->as.list.items[k], "name")->as.text),
                     value_plain(a, value_get(params->as.list.items[k], "doc")));
  }
  error_clear(&none);
}

static void offer_targets(const context *c, arena *a, completing *f) {
  error none = { 0 };
  const char **names;
  size_t count = 0;
  if (target_settings_all(c->book, a, &names, &count, &none))
    for (size_t i = 0; i < count; i++)
      offer_key(f, a, arena_format(a, "export.%s", names[i]), target_setting_what(c->book, names[i], a, &none));
  error_clear(&none);
}

static void offer_keys(const context *c, arena *a, completing *f) {
  for (size_t i = 0; i < SETTINGS; i++) {
    const setting *s = &settings[i];
    if (s->name) offer_key(f, a, key_of(s, a), s->what);
    else if (s->what) offer_key(f, a, arena_format(a, "%s.%s", s->group, c->book->currency), s->what);
  }
  offer_checks(c, a, f);
  offer_targets(c, a, f);
}

// The words that a setting may have, parted by |; NULL: any text.
static const char *choices_of(context *c, const setting *s, arena *a, error *e) {
  if (s->read == target_setting) return target_setting_choices(c->book, s->name, a, e);
  if (s->read == check_setting) return strchr(s->name, '.') ? NULL : "off|note|warning|error";
  return s->read == numbering_setting && strcmp(s->name, "reset") == 0 ? "none|yearly" : NULL;
}

// Those words, else what it is now, which is easily changed.
static void offer_values(context *c, const char *key, arena *a, completing *f) {
  setting s;
  error none = { 0 };
  const char *text = NULL;
  if (find(c, key, &s, &none)) {
    const char *choices = choices_of(c, &s, a, &none);
    if (choices) completion_choices(f, choices);
    if (s.read == look_setting && !*s.name) completion_plugins(f, "template");
    else if (!choices && s.read(c->book, s.name, a, &text, &none) && text && *text) completion_add(f, text, "as it is");
  }
  error_clear(&none);
}

static void offers(context *c, int place, const char *const *words, arena *a, completing *f) {
  if (!c->book) return;
  if (place == 0) offer_keys(c, a, f);
  if (place == 1) offer_values(c, words[0], a, f);
}

#define ORIGIN_OPTION \
  { "show-origin", NULL, "where a value comes from: flag, environment, user, book or default", ARGUMENT_TEXT }

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
    .run = command_config_get,
    .offers = offers },
  { .words = "config set",
    .group = "The book",
    .summary = "sets one, or with '' puts it back: numbers that were given stay, and totals of drafts that were made",
    .argument = "KEY VALUE",
    .least = 2,
    .most = 2,
    .examples = { "billet config set numbering.format 'INV-{YYYY}-{SEQ:5}'", "billet config set round_to.CHF 0.05",
                  "billet config set check.zero error",
                  "billet config set template.params '{\"detail\":\"page-two\"}'" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_config_set,
    .offers = offers },
  { 0 },
};
