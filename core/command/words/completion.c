// What may stand where the last word stands: commands, options and choices from the table; data from the book
// (completion_data.c).
#include "core/command/words/words_inside.h"
#include "core/base/text.h"
#include <assert.h>
#include <string.h>

// Groups of commands come up once.
static void add_commands(completing *f, int count, const char *const *words) {
  const command_table *t = f->context->commands;
  for (size_t row = 0; row < t->count; row++) {
    const char *at = t->rows[row]->words;
    bool fits = t->rows[row]->summary != NULL;
    for (int i = 0; fits && i + 1 < count; i++) {
      size_t length = strcspn(at, " ");
      fits = strlen(words[i]) == length && memcmp(words[i], at, length) == 0 && at[length] == ' ';
      if (fits) at += length + 1;
    }
    size_t length = strcspn(at, " ");
    if (fits) completion_add(f, arena_copy(f->arena, at, length), at[length] ? NULL : t->rows[row]->summary);
  }
}

void completion_choices(completing *f, const char *choices) {
  for (const char *at = choices; *at;) {
    size_t length = strcspn(at, "|");
    completion_add(f, arena_copy(f->arena, at, length), NULL);
    at += length + (at[length] == '|');
  }
}

static bool given(const char *name, int count, const char *const *words) {
  for (int i = 0; i + 1 < count; i++)
    if (strcmp(words[i], name) == 0) return true;
  return false;
}

static void add_options(completing *f, const command *c, int count, const char *const *words) {
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    const char *name = arena_format(f->arena, "--%s", c->options[i].name);
    if (!given(name, count, words)) completion_add(f, name, c->options[i].help);
  }
}

// The option whose value the last word is; NULL: it is none.
static const option *option_before(const command *c, int count, const char *const *words) {
  for (int i = 0; count > 1 && i < OPTIONS_MAX && c->options[i].name; i++)
    if (c->options[i].value && strncmp(words[count - 2], "--", 2) == 0 &&
        strcmp(words[count - 2] + 2, c->options[i].name) == 0)
      return &c->options[i];
  return NULL;
}

// Of several texts that commas part only the last is asked for.
static void begin_behind_comma(completing *f) {
  const char *comma = strrchr(f->beginning, ',');
  if (!comma) return;
  f->head = arena_copy(f->arena, f->beginning, (size_t)(comma + 1 - f->beginning));
  f->beginning = comma + 1;
}

static void add_arguments(completing *f, const command *c, int used, int count, const char *const *words) {
  const option *o = option_before(c, count, words);
  if (o && strstr(o->value, ",…")) begin_behind_comma(f);
  argument_type type = o ? o->type : c->type;
  const char *choices = o ? o->value : c->argument;
  if (type == ARGUMENT_CHOICE && choices) completion_choices(f, choices);
  else if (!o && c->offers) c->offers(f->context, count - 1 - used, words + used, f->arena, f);
  else if (!o && type == ARGUMENT_ROW) completion_row(f, count - 1 - used, words + used);
  else if (o || c->argument) completion_data(f, type, !o ? c->fits : type == ARGUMENT_PLUGIN ? o->name : NULL);
  if (!o && (*f->beginning == '-' || !c->argument)) add_options(f, c, count, words);
}

void completion_find(context *c, int count, const char *const *words, arena *a, completion_list *out) {
  assert(count > 0);
  int used;
  *out = (completion_list){ 0 };
  const char *batch = NULL;
  for (int i = 0; i + 2 < count; i++)
    if (strcmp(words[i], "--batch") == 0) batch = words[i + 1];
  completing f = { c, a, words[count - 1], "", batch, out };
  const command *found = command_find(c->commands, count - 1, words, &used);
  if (found) add_arguments(&f, found, used, count, words);
  if (found && found->type == ARGUMENT_COMMAND) add_commands(&f, count - used, words + used);
  if (found && found->type == ARGUMENT_COMMAND && count - used == 2 && strcmp(words[used], "table") == 0)
    completion_data(&f, ARGUMENT_TABLE, NULL);
  add_commands(&f, count, words);
}

const char *completion_words(context *c, int count, const char *const *words, bool notes, arena *a) {
  completion_list list;
  buffer b = { 0 };
  completion_find(c, count, words, a, &list);
  for (size_t i = 0; i < list.count; i++) {
    const char *note = list.rows[i].note;
    buffer_format(&b, "%s\n", list.rows[i].text);
    if (notes) buffer_format(&b, "%s\n", note ? note : "");
  }
  const char *text = arena_copy(a, b.text ? b.text : "", b.length);
  buffer_free(&b);
  return text;
}
