// Help from the table of commands.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <string.h>

static const char *finish(buffer *b, arena *a) {
  const char *text = arena_copy(a, b->text ? b->text : "", b->length);
  buffer_free(b);
  return text;
}

static const char *overview(const command_table *t, arena *a) {
  buffer b = { 0 };
  const char *group = "";
  buffer_text(&b, t->first_steps);
  for (size_t i = 0; i < t->count; i++) {
    const command *c = t->rows[i];
    if (!c->summary) continue;
    if (strcmp(group, c->group) != 0) buffer_format(&b, "\n%s\n", c->group);
    group = c->group;
    buffer_format(&b, "  %-18s %s\n", c->words, c->summary);
  }
  buffer_text(&b, t->everywhere);
  return finish(&b, a);
}

const char *help_text(const command_table *t, const command *c, arena *a) {
  if (!c) return overview(t, a);
  buffer b = { 0 };
  buffer_format(&b, "%s: %s\n\n", c->words, c->summary);
  for (int i = 0; i < EXAMPLES_MAX && c->examples[i]; i++) buffer_format(&b, "  %s\n", c->examples[i]);
  buffer_format(&b, "\nUsage: %s\n", command_usage(c, a));
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    const option *o = &c->options[i];
    const char *name = o->value ? arena_format(a, "--%s %s", o->name, o->value) : arena_format(a, "--%s", o->name);
    buffer_format(&b, "  %-26s %s\n", name, o->help);
  }
  return finish(&b, a);
}
