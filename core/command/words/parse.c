// Words read against a row of the table: arguments and options.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <stdlib.h>
#include <string.h>

// Whether commands of two words begin with it: `batch`.
static bool group_word(const command_table *t, const char *word) {
  size_t length = strlen(word);
  for (size_t i = 0; i < t->count; i++)
    if (strncmp(t->rows[i]->words, word, length) == 0 && t->rows[i]->words[length] == ' ') return true;
  return false;
}

// Words that could stand where the first unknown one stands.
static size_t candidates(const command_table *t, const char *before, arena *a, const char **out) {
  size_t count = 0, length = before ? strlen(before) : 0;
  for (size_t i = 0; i < t->count; i++) {
    const char *at = t->rows[i]->words;
    if (before && (strncmp(at, before, length) != 0 || at[length] != ' ')) continue;
    if (before) at += length + 1;
    out[count++] = arena_copy(a, at, strcspn(at, " "));
  }
  return count;
}

static bool unknown(const command_table *t, int count, const char *const *words, arena *a, error *e) {
  const char **list = arena_array(a, t->count, sizeof *list);
  bool second = group_word(t, words[0]);
  const char *wrong = second ? (count > 1 ? words[1] : "") : words[0];
  size_t list_count = candidates(t, second ? words[0] : NULL, a, list);
  const char *near = text_nearest(wrong, list, list_count);
  if (second && !*wrong) {
    const char *all = "";
    for (size_t i = 0; i < list_count; i++) all = arena_format(a, "%s%s%s", all, *all ? ", " : "", list[i]);
    error_set(e, ERROR_USAGE, "%s what?", words[0]);
    return error_hint(e, "one of: %s", all);
  }
  error_set(e, ERROR_USAGE, "there is no command `%s%s%s`", second ? words[0] : "", second ? " " : "", wrong);
  if (near) return error_hint(e, "did you mean `billet %s%s%s`?", second ? words[0] : "", second ? " " : "", near);
  return error_hint(e, "`billet help` lists the commands");
}

static bool wrong_usage(const command *c, arena *a, error *e) {
  return error_hint(e, "usage: %s   for example: %s", command_usage(c, a), c->examples[0]);
}

static int option_index(const command *c, const char *name, size_t length) {
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++)
    if (strlen(c->options[i].name) == length && strncmp(c->options[i].name, name, length) == 0) return i;
  return -1;
}

static bool no_option(const command *c, const char *word, arena *a, error *e) {
  const char *names[OPTIONS_MAX];
  size_t count = 0;
  for (; count < OPTIONS_MAX && c->options[count].name; count++) names[count] = c->options[count].name;
  const char *name = arena_copy(a, word + 2, strcspn(word + 2, "=")), *near = text_nearest(name, names, count);
  error_set(e, ERROR_USAGE, "`billet %s` has no option --%s", c->words, name);
  return near ? error_hint(e, "did you mean --%s?", near) : wrong_usage(c, a, e);
}

bool plugin_word_is_path(const char *word) {
  static const char ending[] = ".lua";
  const size_t length = strlen(word), ends = sizeof ending - 1;
  return strchr(word, '/') || (length > ends && strcmp(word + length - ends, ending) == 0);
}

bool choices_have(const char *choices, const char *text) {
  size_t length = strlen(text);
  for (const char *at = choices; *at;) {
    size_t span = strcspn(at, "|");
    if (span == length && memcmp(at, text, length) == 0) return true;
    at += span + (at[span] == '|');
  }
  return false;
}

static bool check_choice(argument_type type, const char *choices, const char *what, const char *text, error *e) {
  if (type != ARGUMENT_CHOICE || choices_have(choices, text)) return true;
  return error_set(e, ERROR_USAGE, "%s is one of %s, not \"%s\"", what, choices, text);
}

// -e: an option of one letter may have one dash.
static bool short_option(const command *c, const char *word) {
  return word[0] == '-' && word[1] && !word[2] && option_index(c, word + 1, 1) >= 0;
}

static bool read_option(int count, const char *const *words, int *at, arena *a, arguments *out, error *e) {
  const char *word = words[*at], *equals = strchr(word, '=');
  const char *name = word[1] == '-' ? word + 2 : word + 1;
  int i = option_index(out->command, name, equals ? (size_t)(equals - name) : strlen(name));
  if (i < 0) return no_option(out->command, word, a, e);
  const option *o = &out->command->options[i];
  if (out->options[i]) return error_set(e, ERROR_USAGE, "--%s is given twice", o->name);
  if (!o->value) {
    if (equals) return error_set(e, ERROR_USAGE, "--%s takes no value", o->name);
    out->options[i] = "";
    return true;
  }
  if (!equals && *at + 1 == count) {
    error_set(e, ERROR_USAGE, "--%s needs a value: %s", o->name, o->value);
    return wrong_usage(out->command, a, e);
  }
  out->options[i] = equals ? equals + 1 : words[++*at];
  return check_choice(o->type, o->value, arena_format(a, "--%s", o->name), out->options[i], e);
}

static bool check_count(const arguments *a, arena *arena, error *e) {
  const command *c = a->command;
  if ((int)a->count < c->least) error_set(e, ERROR_USAGE, "`billet %s` needs %s", c->words, c->argument);
  else if (c->most >= 0 && (int)a->count > c->most)
    error_set(e, ERROR_USAGE, "`billet %s` does not take \"%s\"", c->words, a->texts[c->most]);
  else return true;
  return wrong_usage(c, arena, e);
}

bool text_taken(const char *what, const char *text, error *e) {
  if (text_is_utf8(text, strlen(text))) return true;
  error_set(e, ERROR_USAGE, "%s is not UTF-8 text: \"%s\"", what, text);
  return error_hint(e, "texts are UTF-8 everywhere; a terminal that sends another encoding can be set to it");
}

bool arguments_read(const command_table *t, int count, const char *const *words, arena *a, arguments *out, error *e) {
  int used = 0;
  *out = (arguments){ 0 };
  for (int i = 0; i < count; i++)
    if (!text_taken(arena_format(a, "word %d", i + 1), words[i], e)) return false;
  if (count) out->command = command_find(t, count, words, &used);
  if (!out->command) return count ? unknown(t, count, words, a, e) : error_set(e, ERROR_USAGE, "no command");
  const char **texts = arena_array(a, (size_t)count + 1, sizeof *texts);
  bool literal = false;
  for (int i = used; i < count; i++) {
    if (!literal && strcmp(words[i], "--") == 0) {
      literal = true;
    } else if (!literal && (strncmp(words[i], "--", 2) == 0 || short_option(out->command, words[i]))) {
      if (!read_option(count, words, &i, a, out, e)) return false;
    } else if (check_choice(out->command->type, out->command->argument, "it", words[i], e)) {
      texts[out->count++] = words[i];
    } else {
      return wrong_usage(out->command, a, e);
    }
  }
  out->texts = texts;
  return check_count(out, a, e);
}

const char *option_text(const arguments *a, const char *name) {
  int i = option_index(a->command, name, strlen(name));
  return i < 0 ? NULL : a->options[i];
}

bool option_flag(const arguments *a, const char *name) { return option_text(a, name) != NULL; }

bool option_day(const arguments *a, const char *name, day missing, day *out, error *e) {
  const char *text = option_text(a, name);
  *out = missing;
  if (!text || day_parse(text, strlen(text), out)) return true;
  error_set(e, ERROR_USAGE, "--%s: \"%s\" is not a date", name, text);
  return error_hint(e, "dates are written as 2026-04-07");
}

bool option_number(const arguments *a, const char *name, int64_t missing, int64_t *out, error *e) {
  const char *text = option_text(a, name);
  char *end = NULL;
  *out = missing;
  if (!text) return true;
  if (*text >= '0' && *text <= '9' && strlen(text) < 18) *out = strtoll(text, &end, 10);
  if (end && !*end) return true;
  error_set(e, ERROR_USAGE, "--%s: \"%s\" is not a number", name, text);
  return error_hint(e, "a whole number such as 3");
}

int option_choice(const arguments *a, const char *name, const char *const *words) {
  const char *text = option_text(a, name);
  int at = 0;
  while (text && words[at] && strcmp(words[at], text) != 0) at++;
  return text && words[at] ? at : 0;
}

bool text_is_number(const char *text) { return text && *text && !text[strspn(text, "0123456789")]; }
