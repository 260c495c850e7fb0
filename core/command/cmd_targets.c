// export list, export logout: the programs that invoices go to, and who is signed in.
#include "core/base/text.h"
#include "core/command/commands_inside.h"
#include "core/deliver/connection.h"
#include "core/deliver/tokens.h"
#include "core/store/secrets.h"

enum { WARN_DAYS = 14 };

static bool sign_out_alone(context *c, const target *t, const connection *of, bool *revoked, error *e) {
  const net_module *net = net_module_open(e);
  tokens held = { 0 };
  if (net && tokens_read(of->key, c->arena, &held, e)) *revoked = tokens_revoke(t, net, &held, c->arena);
  error_clear(e);  // whatever the target says: from here on nobody is signed in
  tokens_forget(&held);
  return signed_in_remove(of->key, e) && connection_end(c->book, of, e);
}

// Nobody renews it meanwhile, and puts back what was removed.
static bool sign_out(context *c, const target *t, const connection *of, bool *revoked, error *e) {
  int lock;
  if (!signed_in_lock(of->key, c->interrupted, &lock, e)) return false;
  bool done = sign_out_alone(c, t, of, revoked, e);
  signed_in_unlock(lock);
  return done;
}

static value *command_export_logout(context *c, const arguments *a, error *e) {
  target t;
  connection of;
  bool revoked = false;
  if (!target_read(c->book, a->texts[0], c->arena, &t, e) || !connection_last(c->book, t.name, c->arena, &of, e))
    return NULL;
  if (!of.n) return error_set(e, ERROR_STATE, "nobody is signed in to %s", t.title), NULL;
  if (!sign_out(c, &t, &of, &revoked, e)) return NULL;
  if (!revoked) context_warn(c, "export", "%s was not told: what signed in may be good there until it ends", t.title);
  value *v = value_record(c->arena);
  put_text(c->arena, v, "target", t.name);
  put_text(c->arena, v, "company", of.company);
  put_text(c->arena, v, "name", of.name);
  put_bool(c->arena, v, "revoked", revoked);
  return v;
}

// ---- Which targets there are

// What has to be done before something can be delivered; NULL: nothing.
static const char *needs_of(context *c, const target *t, const connection *of, int days, error *e) {
  const char *secret = "", *name = arena_format(c->arena, "export.%s.client_secret", t->name);
  if (!t->client_id) return arena_format(c->arena, "billet config set export.%s.client_id ID", t->name);
  if (t->secret && !secret_find(name, c->arena, &secret, e)) return NULL;
  if (!secret) return arena_format(c->arena, "billet secret set %s", name);
  return of->n && days != -2 && days != 0 ? NULL : arena_format(c->arena, "billet export login %s", t->name);
}

static void put_days(context *c, value *v, const char *target, int days) {
  if (days < 0) put_null(c->arena, v, "days_left");
  else put_int(c->arena, v, "days_left", days);
  if (days >= 0 && days < WARN_DAYS)
    context_warn(c, "sign-in", "the sign-in to %s ends in %d day%s: billet export login %s", target, days, text_s(days),
                 target);
}

// Files that cannot be read are told, and nothing else fails for them.
static int days_of(context *c, const connection *of) {
  error e = { 0 };
  int days = -1;
  if (of->n && !connection_days(of, &days, &e)) context_warn(c, "sign-in", "%s; %s", e.message, e.hint);
  error_clear(&e);
  return days;
}

static bool put_connection(context *c, value *v, const target *t, error *e) {
  connection of;
  if (!connection_used(c->book, t->name, c->arena, &of, e)) return false;
  const int days = days_of(c, &of);
  const char *needs = needs_of(c, t, &of, days, e);
  if (e->code) return false;
  put_text(c->arena, v, "needs", needs);
  put_text(c->arena, v, "company", of.n ? of.name : NULL);
  put_text(c->arena, v, "environment", t->environment);
  put_days(c, v, t->name, days);
  return true;
}

// Only where somebody is: a book that delivers nowhere says nothing of it.
bool put_signed_in(context *c, value *out, error *e) {
  connection *list;
  size_t count;
  value *rows = value_list(c->arena);
  if (!connections_used(c->book, c->arena, &list, &count, e)) return false;
  for (size_t i = 0; i < count; i++) {
    value *v = value_record(c->arena);
    put_text(c->arena, v, "target", list[i].target);
    put_text(c->arena, v, "company", list[i].name);
    put_text(c->arena, v, "environment", list[i].environment);
    put_days(c, v, list[i].target, days_of(c, &list[i]));
    value_append(c->arena, rows, v);
  }
  if (count) value_put(c->arena, out, "signed_in", rows);
  return true;
}

// What its files are like, as "file": `each` where each document has one, `books` where one holds all that it takes to
// book a batch, which is exported with it.
static bool put_file(context *c, value *v, const char *target, error *e) {
  static const char *const names[] = { "extension", "each", "books" };
  const value *facts = c->host->describe(c->host->self, PLUGIN_EXPORTER, target, c->arena, e);
  value *file = value_record(c->arena);
  for (size_t i = 0; facts && i < sizeof names / sizeof *names; i++)
    value_put(c->arena, file, names[i], (value *)value_get(facts, names[i]));
  value_put(c->arena, v, "file", file);
  return facts != NULL;
}

static bool list_exporter(context *c, value *list, const plugin_file *file, error *e) {
  const char *title;
  target t;
  value *v = value_record(c->arena);
  const value *delivers = target_delivers(c->book, file->name, c->arena, &title, e);
  if (e->code) return false;
  put_text(c->arena, v, "target", file->name);
  put_text(c->arena, v, "title", title);
  put_text(c->arena, v, "does", delivers ? "delivers" : "file");
  value_append(c->arena, list, v);
  if (delivers) return target_read(c->book, file->name, c->arena, &t, e) && put_connection(c, v, &t, e);
  put_null(c->arena, v, "needs");
  put_null(c->arena, v, "company");
  put_null(c->arena, v, "environment");
  put_null(c->arena, v, "days_left");
  return put_file(c, v, file->name, e);
}

static value *command_export_list(context *c, const arguments *a, error *e) {
  size_t count = 0;
  (void)a;
  error broken = { 0 };
  const plugin_file *const *files = c->host->list(c->host->self, PLUGIN_EXPORTER, &count, &broken);
  error_clear(&broken);  // `plugin list` tells them
  value *list = value_list(c->arena);
  for (size_t i = 0; i < count; i++)
    if (!list_exporter(c, list, files[i], e)) return NULL;
  return list;
}

const command target_commands[] = {
  { .words = "export list",
    .group = "Invoices",
    .summary = "the programs that invoices go to: as files, or delivered; what each needs, and who is signed in",
    .examples = { "billet export list" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_export_list },
  { .words = "export logout",
    .group = "Invoices",
    .summary = "signs out: says so to the target, and forgets what signed in",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .fits = "target",
    .least = 1,
    .most = 1,
    .examples = { "billet export logout quickbooks-online" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_export_logout },
  { 0 },
};
