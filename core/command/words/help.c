// Help and completion from the command table.
#include "core/base/text.h"
#include "core/command/command.h"
#include <string.h>

static const char *finish(buffer *b, arena *a) {
  const char *text = arena_copy(a, b->text ? b->text : "", b->length);
  buffer_free(b);
  return text;
}

// Whether a command takes more arguments than it names.
static bool repeats(const command *c) {
  int named = 1;
  for (const char *at = c->argument; *at; at++) named += *at == ' ';
  return c->most < 0 || c->most > named;
}

const char *command_usage(const command *c, arena *a) {
  buffer b = { 0 };
  buffer_format(&b, "billet %s", c->words);
  if (c->argument) buffer_format(&b, c->least ? " %s%s" : " [%s]%s", c->argument, repeats(c) ? "…" : "");
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    if (c->options[i].value) buffer_format(&b, " [--%s %s]", c->options[i].name, c->options[i].value);
    else buffer_format(&b, " [--%s]", c->options[i].name);
  }
  return finish(&b, a);
}

static const char *overview(arena *a) {
  buffer b = { 0 };
  const char *group = "";
  buffer_text(&b,
              "billet: finds what every customer contract owes, and bills it.\n\n  billet init --currency USD --zone "
              "America/New_York\n  billet import data\n  billet batch new\n  billet batch select --all\n"
              "  billet batch run --name \"May 2026\"\n  billet batch generate\n");
  for (const command *c = command_table; c->words; c++) {
    if (!c->summary) continue;
    if (strcmp(group, c->group) != 0) buffer_format(&b, "\n%s\n", c->group);
    group = c->group;
    buffer_format(&b, "  %-18s %s\n", c->words, c->summary);
  }
  buffer_text(
      &b,
      "\nEverywhere: --db FILE (else $BILLET_DB, else billet.db), --json, --brief, --batch N, --plugins DIR, --color "
      "auto|always|never, --ascii\n"
      "`billet help COMMAND` shows examples of one command.\n");
  return finish(&b, a);
}

const char *help_text(const command *c, arena *a) {
  if (!c) return overview(a);
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

static void add_candidate(buffer *b, const char *text, size_t length, const char *prefix) {
  if (strncmp(text, prefix, strlen(prefix)) != 0 || strlen(prefix) > length) return;
  const char *line = b->text ? b->text : "";
  for (const char *at = line; (at = strstr(at, text)) != NULL; at++)
    if ((at == line || at[-1] == '\n') && at[length] == '\n' && strncmp(at, text, length) == 0) return;
  buffer_add(b, text, length);
  buffer_text(b, "\n");
}

static void command_candidates(buffer *b, int count, const char *const *words) {
  for (const command *c = command_table; c->words; c++) {
    const char *at = c->words;
    bool fits = c->summary != NULL;
    for (int i = 0; fits && i + 1 < count; i++) {
      size_t length = strcspn(at, " ");
      fits = strlen(words[i]) == length && memcmp(words[i], at, length) == 0 && at[length] == ' ';
      at += length + 1;
    }
    if (fits) add_candidate(b, at, strcspn(at, " "), words[count - 1]);
  }
}

static void choice_candidates(buffer *b, const char *choices, const char *prefix, arena *a) {
  for (const char *at = choices; *at;) {
    size_t length = strcspn(at, "|");
    add_candidate(b, arena_copy(a, at, length), length, prefix);
    at += length + (at[length] == '|');
  }
}

const char *completion_words(int count, const char *const *words, arena *a) {
  buffer b = { 0 };
  int used;
  const command *c = count > 1 ? command_find(count - 1, words, &used) : NULL;
  if (!c) {
    command_candidates(&b, count, words);
    return finish(&b, a);
  }
  const char *last = words[count - 1];
  for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
    const char *name = arena_format(a, "--%s", c->options[i].name);
    if (*last == '-') add_candidate(&b, name, strlen(name), last);
    if (strcmp(words[count - 2], name) == 0 && c->options[i].type == ARGUMENT_CHOICE)
      choice_candidates(&b, c->options[i].value, last, a);
  }
  if (c->type == ARGUMENT_CHOICE && *last != '-') choice_candidates(&b, c->argument, last, a);
  return finish(&b, a);
}

const char *completion_script(const char *shell, arena *a) {
  if (strcmp(shell, "bash") == 0)
    return arena_text(
        a,
        "_billet() { local IFS=$'\\n'; COMPREPLY=($(billet complete -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)); "
        "}\ncomplete -o default -F _billet billet\n");
  if (strcmp(shell, "zsh") == 0)
    return arena_text(
        a, "#compdef billet\n_billet() { local -a found; found=(${(f)\"$(billet complete -- ${words[2,CURRENT]} "
           "2>/dev/null)\"}); compadd -a found; }\ncompdef _billet billet\n");
  if (strcmp(shell, "fish") == 0)
    return arena_text(
        a,
        "complete -c billet -f -a '(set -l words (commandline -opc) (commandline -ct); billet complete -- $words[2..-1] 2>/dev/null)'\n");
  return NULL;
}
