// user …: who may use the page where it is served to several people.
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/command/secret_line.h"
#include "core/web/web_module.h"
#include <stdio.h>
#include <string.h>

enum { SHORTEST = 10 };

static value *shown(context *c, const char *name, const char *role, const char *summary) {
  value *v = value_record(c->arena);
  put_text(c->arena, v, "user", name);
  if (role) put_text(c->arena, v, "role", role);
  put_text(c->arena, v, "summary", summary);
  return v;
}

// What came beside the words is never asked for: nobody sits at the standard input of a server.
static bool password_line(context *c, const char *name, char line[SECRET_ROOM]) {
  if (!c->secret) return secret_line_read(arena_format(c->arena, "password of %s", name), line);
  snprintf(line, SECRET_ROOM, "%s", c->secret);
  return *line && !strpbrk(line, "\r\n");
}

// *hash in the arena.
static bool make_hash(context *c, const char *line, const char **hash, error *e) {
  char kept[WEB_HASH];
  if (c->hash) return c->hash(c->server, line, hash, e);
  const web_module *module = web_module_open(e);
  if (!module) return false;
  if (!module->hash(line, kept)) return error_set(e, ERROR_IO, "this machine's libcrypt knows no yescrypt");
  *hash = arena_text(c->arena, kept);
  return true;
}

static bool read_password(context *c, const char *name, const char **hash, error *e) {
  char line[SECRET_ROOM] = "";
  if (!password_line(c, name, line)) {
    error_set(e, ERROR_USAGE, "the password is read from the standard input, and there is none");
    return error_hint(e, "type it, or: <FILE");
  }
  bool ok = secret_line_check(line, e);
  if (ok && strlen(line) < SHORTEST)
    ok = error_set(e, ERROR_INVALID, "a password has at least %d characters; nothing is kept", SHORTEST);
  ok = ok && make_hash(c, line, hash, e);
  explicit_bzero(line, sizeof line);
  return ok;
}

static value *command_user_add(context *c, const arguments *a, error *e) {
  const char *name = a->texts[0], *role = option_text(a, "role"), *hash = NULL;
  if (!role) {
    error_set(e, ERROR_USAGE, "--role: what %.80s may do", name);
    error_hint(e, "billet user add %.80s --role %s", name, USER_ROLES);
    return NULL;
  }
  if (!option_flag(a, "no-password") && !read_password(c, name, &hash, e)) return NULL;
  return user_add(c->book, name, role, hash, e) ? shown(c, name, role, "may use the page from now on") : NULL;
}

static value *command_user_list(context *c, const arguments *a, error *e) {
  (void)a;
  return users_listed(c->book, c->arena, e);
}

static value *command_user_remove(context *c, const arguments *a, error *e) {
  return user_remove(c->book, a->texts[0], e) ? shown(c, a->texts[0], NULL, "is signed out everywhere, and gone")
                                              : NULL;
}

static value *command_user_role(context *c, const arguments *a, error *e) {
  const char *name = a->texts[0], *role = a->texts[1];
  if (!choices_have(USER_ROLES, role)) {
    error_set(e, ERROR_USAGE, "ROLE is one of %s, not \"%.80s\"", USER_ROLES, role);
    return NULL;
  }
  if (!user_change(c->book, name, role, e)) return NULL;
  return shown(c, name, role, arena_format(c->arena, "is %s from now on, and signed out everywhere", role));
}

static value *command_user_password(context *c, const arguments *a, error *e) {
  const char *hash = NULL;
  user u;
  if (!user_find(c->book, a->texts[0], c->arena, &u, e)) return NULL;
  if (u.name && !read_password(c, u.name, &hash, e)) return NULL;
  if (!user_renew(c->book, a->texts[0], u.name ? hash : NULL, e)) return NULL;
  return shown(c, u.name, u.role, "has a new password, and is signed out everywhere");
}

static value *command_user_sign_out(context *c, const arguments *a, error *e) {
  return user_renew(c->book, a->texts[0], NULL, e) ? shown(c, a->texts[0], NULL, "is signed out everywhere") : NULL;
}

static void offers(context *c, int place, const char *const *words, arena *a, completing *f) {
  error none = { 0 };
  (void)words;
  const value *users = c->book && place == 0 ? users_listed(c->book, a, &none) : NULL;
  for (size_t i = 0; users && i < users->as.list.count; i++)
    completion_add(f, value_get(users->as.list.items[i], "name")->as.text,
                   value_get(users->as.list.items[i], "role")->as.text);
  if (place == 1) completion_choices(f, USER_ROLES);
  error_clear(&none);
}

#define USER(verb, text, example, function)                                                                 \
  {                                                                                                         \
    .words = "user " verb, .group = "The page", .summary = text, .argument = "NAME", .least = 1, .most = 1, \
    .examples = { example }, .need = NEED_BOOK, .view = "record", .run = function, .offers = offers         \
  }

const command user_commands[] = {
  { .words = "user add",
    .group = "The page",
    .summary = "lets somebody use the page where it is served to several; the password is read, and never shown",
    .argument = "NAME",
    .least = 1,
    .most = 1,
    .options = { { "role", USER_ROLES, "what that person may do", ARGUMENT_CHOICE },
                 { "no-password", NULL, "a proxy says who it is: billet serve --user-header", ARGUMENT_TEXT } },
    .examples = { "billet user add anna --role biller", "billet user add kim --role approver <password.txt" },
    .need = NEED_BOOK,
    .view = "record",
    .next = "billet serve --listen ADDRESS --host NAME --trusted-proxy CIDR",
    .run = command_user_add },
  { .words = "user list",
    .group = "The page",
    .summary = "who may use the page",
    .examples = { "billet user list" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_user_list },
  { .words = "user role",
    .group = "The page",
    .summary = "gives somebody another role, and ends all sessions",
    .argument = "NAME ROLE",
    .least = 2,
    .most = 2,
    .examples = { "billet user role anna approver" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_user_role,
    .offers = offers },
  USER("password", "sets a new password, and ends all sessions", "billet user password anna", command_user_password),
  USER("sign-out", "ends all sessions of somebody", "billet user sign-out anna", command_user_sign_out),
  USER("remove", "takes somebody off, and ends all sessions", "billet user remove anna", command_user_remove),
  { 0 },
};
