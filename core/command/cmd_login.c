// export login: in a browser, or by an address that is pasted.
#include "core/base/browser.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/command/commands_inside.h"
#include "core/deliver/sign_in.h"
#include "core/store/secrets.h"
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum { LINE_ROOM = 16 << 10, POLL = 250, SHORT_POLL = 20 };

// A sign-in under way.
typedef struct login {
  context *context;
  target target;
  const net_module *net;
  sign_in sign_in;
  net_listener *listener;  // NULL: the address is pasted
  bool paste, yes;
  const char *company;    // --company
  char typed[LINE_ROOM];  // of the standard input, not used yet
  size_t typed_length;
  bool ended;  // the standard input has
} login;

// ---- What people type

// The next line that is there already, in the arena; NULL: none is whole.
static const char *next_line(login *l) {
  char *end = memchr(l->typed, '\n', l->typed_length);
  if (!end && !(l->ended && l->typed_length)) return NULL;
  size_t length = end ? (size_t)(end - l->typed) : l->typed_length, used = length + (end != NULL), left = length;
  const char *start = text_trimmed(l->typed, &left), *line = arena_copy(l->context->arena, start, left);
  memmove(l->typed, l->typed + used, l->typed_length - used);
  l->typed_length -= used;
  return line;
}

static void read_more(login *l) {
  if (l->typed_length == LINE_ROOM) l->typed_length = 0;  // no address is that long
  ssize_t more = read(STDIN_FILENO, l->typed + l->typed_length, LINE_ROOM - l->typed_length);
  if (more > 0) l->typed_length += (size_t)more;
  else if (more == 0 || errno != EINTR) l->ended = true;
}

static bool stopped(const login *l, error *e) {
  bool (*asked)(void) = l->context->interrupted;
  if (!asked || !asked()) return false;
  error_set(e, ERROR_INTERRUPTED, "interrupted; nothing is kept");
  return true;
}

// One line of an answer. NULL with the error where there is none.
static const char *answer_line(login *l, error *e) {
  const char *line, *came;
  while (!(line = next_line(l)) && !l->ended) {
    if (stopped(l, e)) return NULL;
    if (l->net->hear(NULL, STDIN_FILENO, POLL, l->context->arena, &came) == NET_INPUT) read_more(l);
  }
  return line;
}

static void say(const login *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(const login *l, const char *format, ...) {
  va_list arguments;
  if (l->context->json) return;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fflush(stderr);
}

// ---- Coming back

// Tries the addresses in their order until a port is free: a target knows them by heart.
static bool listen_somewhere(login *l, const char **redirect, error *e) {
  net_url url;
  const target *t = &l->target;
  *redirect = t->redirects[0];
  for (size_t i = 0; !l->paste && i < t->redirect_count && !l->listener; i++) {
    if (!l->net->url_read(t->redirects[i], l->context->arena, &url, e)) return false;
    if (!url.loopback || strcmp(url.scheme, "http") != 0) continue;
    error_clear(e);
    *redirect = t->redirects[i];
    l->listener = l->net->listen(&url, e);
  }
  if (!l->listener && e->code)
    return error_hint(e, "end that program, or paste the address: billet export login %s --paste", t->name);
  return true;
}

static value *address_value(const login *l) {
  arena *a = l->context->arena;
  value *v = value_record(a);
  put_text(a, v, "target", l->target.name);
  put_text(a, v, "authorize_url", l->sign_in.authorize_url);
  put_text(a, v, "redirect_uri", l->sign_in.redirect_uri);
  return v;
}

static void tell_address(const login *l) {
  if (l->context->tell) {
    l->context->tell(l->context->server, "sign-in", address_value(l));
    return;
  }
  if (l->context->json) {
    json_writer w;
    json_begin(&w, stderr, false);
    json_open(&w, '{');
    json_key(&w, "authorize_url");
    json_text(&w, l->sign_in.authorize_url);
    json_key(&w, "redirect_uri");
    json_text(&w, l->sign_in.redirect_uri);
    json_close(&w, '}');
    json_end(&w);
    fflush(stderr);
    return;
  }
  say(l, "Sign in to %s:\n\n  %s\n\n%s\n", l->target.title, l->sign_in.authorize_url,
      l->listener ? "billet waits for you to come back; you may paste the address that you come back to as well."
                  : "Then paste the address that you come back to, and press Enter.");
}

static const char *pasted(login *l) {
  const char *line;
  while ((line = next_line(l)))
    if (sign_in_is_there(&l->sign_in, l->net, line, l->context->arena)) return line;
    else if (*line) say(l, "That is not it: it begins with %s\n", l->sign_in.redirect_uri);
  return NULL;
}

static int64_t steady(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec;
}

// The address at which somebody came back; NULL with the error.
static const char *wait_for_it(login *l, error *e) {
  const char *came = NULL;
  for (int64_t until = steady() + SIGN_IN_SECONDS; !came && !(came = pasted(l));) {
    if (stopped(l, e)) return NULL;
    if (l->context->meanwhile && !l->listener)
      return error_set(e, ERROR_USAGE, "%s is signed in to on the command line: billet export login %s",
                       l->target.title, l->target.name),
             NULL;
    if (l->ended && !l->listener)
      return error_set(e, ERROR_USAGE, "the address that you come back to is read from the standard input"), NULL;
    if (steady() >= until)
      return error_set(e, ERROR_STATE, "nobody came back in %d minutes", SIGN_IN_SECONDS / 60), NULL;
    const context *c = l->context;
    net_heard heard =
        l->net->hear(l->listener, l->ended ? -1 : STDIN_FILENO, c->meanwhile ? SHORT_POLL : POLL, c->arena, &came);
    if (heard == NET_INPUT) read_more(l);
    if (!came && c->meanwhile) c->meanwhile(c->server);
  }
  return came;
}

// ---- Whose books

static bool is_meant(const login *l, const company *c) {
  return strcmp(c->id, l->company) == 0 || strcasecmp(c->name, l->company) == 0;
}

static const company *no_company(const login *l, const company *list, size_t count, error *e) {
  for (size_t i = 0; i < count; i++) error_row(e, "%s  %s", list[i].id, list[i].name);
  error_set(e, l->company ? ERROR_NOT_FOUND : ERROR_USAGE,
            l->company ? "%s knows no company \"%.80s\" of yours" : "%s%s", l->target.title,
            l->company ? l->company : " lets billet into several books: which ones?");
  error_hint(e, "nothing is kept; --company NAME|ID names one");
  return NULL;
}

static const company *choose(login *l, const company *list, size_t count, error *e) {
  arena *a = l->context->arena;
  if (!l->company && count == 1) return list;
  for (size_t i = 0; l->company && i < count; i++)
    if (is_meant(l, &list[i])) return &list[i];
  if (l->company || l->yes) return no_company(l, list, count, e);
  for (size_t i = 0; i < count; i++) say(l, "  %zu  %s\n", i + 1, text_shown(a, list[i].name, false));
  say(l, "Whose books? Number: ");
  const char *line = answer_line(l, e);
  size_t number = line ? strtoul(line, NULL, 10) : 0;
  if (number >= 1 && number <= count) return &list[number - 1];
  return e->code ? NULL : no_company(l, list, count, e);
}

// What to know before documents go there, as texts. NULL with the error.
static value *cautions(const login *l, const company *c, error *e) {
  arena *a = l->context->arena;
  const book *b = l->context->book;
  const char *before;
  value *list = value_list(a);
  if (!connection_before(l->context->book, l->target.name, l->target.environment, c->id, a, &before, e)) return NULL;
  if (before)
    value_append(a, list,
                 value_text(a, arena_format(a,
                                            "this book delivered to %s before: what is there stays there, and is not "
                                            "delivered again",
                                            text_shown(a, before, false))));
  if (c->currency && strcmp(c->currency, b->currency) != 0)
    value_append(a, list,
                 value_text(a, arena_format(a, "their books are in %s, this one is in %s",
                                            text_shown(a, c->currency, false), b->currency)));
  return list;
}

static bool warn_before(login *l, const company *c, error *e) {
  const value *list = cautions(l, c, e);
  for (size_t i = 0; list && i < list->as.list.count; i++) {
    const char *text = list->as.list.items[i]->as.text;
    context_warn(l->context, "export", "%s", text);
    say(l, "%c%s.\n", toupper((unsigned char)*text), text + 1);
  }
  return list != NULL;
}

static bool nobody_agreed(const char *whose, error *e) {
  return error_set(e, ERROR_STATE, "nobody agreed to deliver to %s; nothing is kept", whose);
}

// Before anything is kept.
static bool agreed(login *l, const company *c, error *e) {
  const char *name = text_shown(l->context->arena, c->name, false);
  if (!warn_before(l, c, e)) return false;
  say(l, "These are the books of %s (%s, %s).\n", name, c->id, l->target.environment);
  if (l->yes) return true;
  say(l, "Deliver there? [y/N] ");
  const char *line = answer_line(l, e);
  if (line && (text_same(line, "y") || text_same(line, "yes"))) return true;
  if (e->code) return false;
  nobody_agreed(name, e);
  return line ? false : error_hint(e, "y on the standard input, or --yes");
}

static const company *agreed_choice(login *l, const company *list, size_t count, error *e) {
  const company *chosen = choose(l, list, count, e);
  return chosen && agreed(l, chosen, e) ? chosen : NULL;
}

// ---- Whose books, where a page asks

static value *choice_value(const login *l, const company *list, size_t count, error *e) {
  arena *a = l->context->arena;
  value *v = value_record(a), *companies = value_list(a);
  for (size_t i = 0; i < count; i++) {
    value *one = value_record(a), *notes = cautions(l, &list[i], e);
    if (!notes) return NULL;
    put_text(a, one, "id", list[i].id);
    put_text(a, one, "name", list[i].name);
    value_put(a, one, "notes", notes);
    value_append(a, companies, one);
  }
  put_text(a, v, "target", l->target.name);
  put_text(a, v, "environment", l->target.environment);
  value_put(a, v, "companies", companies);
  return v;
}

// Waits until somebody has chosen. False with the error.
static bool wait_for_choice(login *l, error *e) {
  context *c = l->context;
  const char *none;
  for (int64_t until = steady() + SIGN_IN_SECONDS; !c->chosen;) {
    if (stopped(l, e)) return false;
    if (steady() >= until) return nobody_agreed(l->target.title, e);
    l->net->hear(NULL, -1, SHORT_POLL, c->arena, &none);
    c->meanwhile(c->server);
  }
  l->company = c->chosen;
  return true;
}

// Tells whose books they are; one of them is chosen, which is to agree to deliver there.
static const company *page_choice(login *l, const company *list, size_t count, error *e) {
  context *c = l->context;
  const company *named = l->company ? choose(l, list, count, e) : NULL;
  if (l->company && !named) return NULL;
  const value *told = choice_value(l, named ? named : list, named ? 1 : count, e);
  if (!told) return NULL;
  c->choosing = l->target.name;
  c->chosen = NULL;
  c->tell(c->server, "sign-in", told);
  bool chose = wait_for_choice(l, e);
  c->choosing = c->chosen = NULL;
  return chose ? choose(l, list, count, e) : NULL;
}

// Another one, while a sign-in waits for it.
static value *choose_for_waiting(context *c, const arguments *a, error *e) {
  const char *company = option_text(a, "company");
  if (strcmp(c->choosing, a->texts[0]) != 0 || !company || c->chosen) {
    error_set(e, ERROR_BUSY, "somebody is signing in already");
    return NULL;
  }
  c->chosen = arena_text(c->arena, company);
  value *v = value_record(c->arena);
  put_text(c->arena, v, "target", c->choosing);
  put_text(c->arena, v, "company", c->chosen);
  return v;
}

// ---- Signing in

static value *connection_value(context *c, const connection *of, error *e) {
  value *v = value_record(c->arena);
  int days;
  if (!connection_days(of, &days, e)) return NULL;
  put_text(c->arena, v, "target", of->target);
  put_text(c->arena, v, "company", of->company);
  put_text(c->arena, v, "name", of->name);
  put_text(c->arena, v, "environment", of->environment);
  if (days >= 0) put_int(c->arena, v, "days_left", days);
  else put_null(c->arena, v, "days_left");
  return v;
}

static bool come_back(login *l, tokens *held, sign_in_grant *g, error *e) {
  context *c = l->context;
  const char *came = wait_for_it(l, e);
  bool good = came && sign_in_read(&l->sign_in, l->net, came, c->arena, g, e);
  l->net->listener_close(l->listener, good ? "Signed in. You may close this window: billet goes on."
                                           : "Nobody is signed in: billet says why. You may close this window.");
  l->listener = NULL;
  return good && sign_in_tokens(&l->sign_in, l->net, g, c->interrupted, c->arena, held, e);
}

static value *sign_in_whole(login *l, error *e) {
  context *c = l->context;
  tokens held = { 0 };
  sign_in_grant g;
  company *list;
  size_t count;
  connection kept;
  const char *redirect;
  if (!listen_somewhere(l, &redirect, e)) return NULL;
  sign_in_begin(&l->target, redirect, c->arena, &l->sign_in);
  tell_address(l);
  if (l->listener && !c->json && !c->tell) browser_open(l->sign_in.authorize_url);
  bool ok = come_back(l, &held, &g, e) && sign_in_companies(c->book, &l->target, l->net, &held, g.company,
                                                            c->interrupted, c->arena, &list, &count, e);
  const bool page = c->meanwhile && !l->yes;
  const company *chosen = ok ? (page ? page_choice : agreed_choice)(l, list, count, e) : NULL;
  ok = chosen && sign_in_keep(c->book, &l->target, chosen, &held, c->arena, &kept, e);
  tokens_forget(&held);
  return ok ? connection_value(c, &kept, e) : NULL;
}

// What would fail after somebody has signed in is told before.
static bool is_ready(login *l, error *e) {
  const target *t = &l->target;
  const char *secret = "";
  if (!t->client_id) {
    error_set(e, ERROR_SIGN_IN, "export.%s.client_id is not set: the id of your own app at %s", t->name, t->title);
    return error_hint(e, "billet config set export.%s.client_id ID", t->name);
  }
  const char *name = arena_format(l->context->arena, "export.%s.client_secret", t->name);
  if (t->secret && !secret_find(name, l->context->arena, &secret, e)) return false;
  if (secret) return true;
  error_set(e, ERROR_SIGN_IN, "there is no secret %s", name);
  return error_hint(e, "billet secret set %s", name);
}

static value *command_export_login(context *c, const arguments *a, error *e) {
  if (c->choosing) return choose_for_waiting(c, a, e);
  login *l = arena_alloc(c->arena, sizeof *l);
  l->context = c;
  l->paste = option_flag(a, "paste");
  l->yes = option_flag(a, "yes");
  l->company = option_text(a, "company");
  l->ended = c->meanwhile != NULL;  // nobody sits there
  if (!target_read(c->book, a->texts[0], c->arena, &l->target, e) || !is_ready(l, e)) return NULL;
  if (!(l->net = net_module_open(e))) return NULL;
  value *out = sign_in_whole(l, e);
  l->net->listener_close(l->listener, "");
  explicit_bzero(&l->sign_in, sizeof l->sign_in);
  explicit_bzero(l->typed, sizeof l->typed);
  return out;
}

const command login_commands[] = {
  { .words = "export login",
    .group = "Invoices",
    .summary = "signs in to a target, in a browser; shows whose books they are, and asks before anything is kept",
    .argument = "TARGET",
    .type = ARGUMENT_PLUGIN,
    .fits = "target",
    .least = 1,
    .most = 1,
    .options = { { "paste", NULL, "do not wait for the browser: paste the address that you come back to",
                   ARGUMENT_TEXT },
                 { "company", "NAME|ID", "whose books, where there are several", ARGUMENT_TEXT },
                 { "yes", NULL, "do not ask; else y is read from the standard input", ARGUMENT_TEXT } },
    .examples = { "billet export login quickbooks-online", "billet export login xero --company 'Birch IT'" },
    .need = NEED_BOOK,
    .view = "record",
    .next = "billet export list",
    .run = command_export_login },
  { 0 },
};
