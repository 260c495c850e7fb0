// secret …: what nobody else may read, kept outside of the book.
#include "core/base/text.h"
#include "core/command/commands_inside.h"
#include "core/command/secret_line.h"
#include "core/store/secrets.h"
#include <stdio.h>
#include <string.h>

static value *named(context *c, const char *name) {
  value *v = value_record(c->arena);
  put_text(c->arena, v, "secret", name);
  return v;
}

static value *command_secret_set(context *c, const arguments *a, error *e) {
  char line[SECRET_ROOM] = "";
  const char *name = a->texts[0];
  if (!secret_name_check(name, e)) return NULL;
  if (!secret_line_read(name, line)) {
    error_set(e, ERROR_USAGE, "the secret is read from the standard input, and there is none");
    error_hint(e, "billet secret set %s, and type it; or: billet secret set %s <FILE", name, name);
    return NULL;
  }
  bool kept = secret_line_check(line, e) && secret_write(name, line, e);
  explicit_bzero(line, sizeof line);
  return kept ? named(c, name) : NULL;
}

static value *command_secret_list(context *c, const arguments *a, error *e) {
  const char **names;
  size_t count;
  (void)a;
  if (!secret_list(c->arena, &names, &count, e)) return NULL;
  value *list = value_list(c->arena);
  for (size_t i = 0; i < count; i++) value_append(c->arena, list, named(c, names[i]));
  return list;
}

static value *command_secret_remove(context *c, const arguments *a, error *e) {
  return secret_remove(a->texts[0], e) ? named(c, a->texts[0]) : NULL;
}

const command secret_commands[] = {
  { .words = "secret set",
    .group = "The book",
    .summary = "keeps a secret from the standard input for this user, outside of every book",
    .argument = "NAME",
    .least = 1,
    .most = 1,
    .examples = { "billet secret set mail.password", "billet secret set mail.password <password.txt" },
    .view = "record",
    .run = command_secret_set },
  { .words = "secret list",
    .group = "The book",
    .summary = "the names of secrets that are kept; never what they are",
    .examples = { "billet secret list" },
    .view = "list",
    .run = command_secret_list },
  { .words = "secret remove",
    .group = "The book",
    .summary = "forgets one",
    .argument = "NAME",
    .least = 1,
    .most = 1,
    .examples = { "billet secret remove mail.password" },
    .view = "record",
    .run = command_secret_remove },
  { 0 },
};
