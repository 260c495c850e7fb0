// The manual page billet(1) from the table of commands, in the words of the man macros.
#include "core/base/text.h"
#include "core/command/words/words.h"
#include <string.h>

// Text of a line: a backslash and a dash would mean something else, a full stop or quote at its beginning too.
static void add_text(buffer *b, const char *text) {
  if (*text == '.' || *text == '\'') buffer_text(b, "\\&");
  for (; *text; text++) {
    if (*text == '\\') buffer_text(b, "\\e");
    else if (*text == '-') buffer_text(b, "\\-");
    else buffer_add(b, text, 1);
  }
}

static void add_line(buffer *b, const char *macro, const char *text) {
  buffer_text(b, macro);
  add_text(b, text);
  buffer_text(b, "\n");
}

// Lines as they stand.
static void add_block(buffer *b, arena *a, const char *text) {
  buffer_text(b, ".nf\n.RS 4\n");
  for (const char *at = text; *at;) {
    size_t length = strcspn(at, "\n");
    add_line(b, "", arena_copy(a, at, length));
    at += length + (at[length] == '\n');
  }
  buffer_text(b, ".RE\n.fi\n");
}

static void add_command(buffer *b, const command *c, arena *a) {
  add_line(b, ".TP\n.B ", command_usage(c, a));
  add_line(b, "", c->summary);
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    const option *o = &c->options[i];
    add_line(b, i ? ".TP\n.B " : ".RS\n.TP\n.B ",
             o->value ? arena_format(a, "--%s %s", o->name, o->value) : arena_format(a, "--%s", o->name));
    add_line(b, "", o->help);
  }
  if (c->options[0].name) buffer_text(b, ".RE\n");
  buffer_text(b, ".IP\n.nf\n");
  for (int i = 0; i < EXAMPLES_MAX && c->examples[i]; i++) add_line(b, "", c->examples[i]);
  buffer_text(b, ".fi\n");
}

static void add_commands(buffer *b, const command_table *t, arena *a) {
  const char *group = "";
  buffer_text(b, ".SH COMMANDS\n");
  for (size_t i = 0; i < t->count; i++) {
    const command *c = t->rows[i];
    if (!c->summary) continue;
    if (strcmp(group, c->group) != 0) add_line(b, ".SS ", c->group);
    group = c->group;
    add_command(b, c, a);
  }
}

// Which errors end the program how: each status with the codes that have it.
static void add_statuses(buffer *b, arena *a) {
  buffer_text(b, ".SH EXIT STATUS\n.TP\n.B 0\ndone\n");
  for (int status = 1; status < 256; status++) {
    const char *codes = NULL;
    for (int i = ERROR_USAGE; i <= ERROR_MEMORY; i++) {
      const char *name = error_code_name((error_code)i);
      if (error_exit_status((error_code)i) == status) codes = codes ? arena_format(a, "%s, %s", codes, name) : name;
    }
    if (codes) add_line(b, arena_format(a, ".TP\n.B %d\n", status), codes);
  }
}

static const char places[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B BILLET_DB\nthe book, where \\-\\-db names none\n"
    ".TP\n.B TZ\nwhere the book has no zone: the one that init takes\n"
    ".TP\n.B NO_COLOR\nset: no colours\n"
    ".TP\n.B PAGER\nshows long answers of the prompt\n"
    ".SH FILES\n"
    ".TP\n.I billet.db\nthe book: one file\n"
    ".TP\n.I plugins/\nbeside the book: contract types, rules and templates of your own\n"
    ".TP\n.I $XDG_CONFIG_HOME/billet/config\nwhat holds for every book of a person: billet config\n"
    ".SH SEE ALSO\n.BR billet\\-rules (5),\n.BR billet\\-plugins (7)\n";

const char *manual_text(const command_table *t, const char *release, arena *a) {
  buffer b = { 0 };
  buffer_format(&b, ".TH BILLET 1 \"\" \"billet %s\" \"billet\"\n.ad l\n.nh\n", release);
  buffer_text(&b, ".SH NAME\nbillet \\- finds what every customer contract owes, and bills it\n"
                  ".SH SYNOPSIS\n.B billet\n.RI [ COMMAND ]\n.RI [ OPTIONS ]\n.SH DESCRIPTION\n");
  add_block(&b, a, t->first_steps);
  buffer_text(&b, ".SH OPTIONS\n");
  add_block(&b, a, t->everywhere + strspn(t->everywhere, "\n"));
  add_commands(&b, t, a);
  add_statuses(&b, a);
  buffer_text(&b, places);
  const char *text = arena_copy(a, b.text ? b.text : "", b.length);
  buffer_free(&b);
  return text;
}
