// The page's loop: a request is taken, run and answered; while nobody asks, nothing is locked.
#include "core/base/browser.h"
#include "core/base/json.h"
#include "core/cli/interrupt.h"
#include "core/cli/serve/serve_inside.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { LOOK_MS = 500, SIGNED_OUT = 401, UNKNOWN = 404, REFUSED = 422 };

// The words of a program are shown to everybody on this machine: what the browser is told is a file that leads there.
static void open_page(const page *p, const char *link) {
  const char *path = arena_path(p->own, p->files, "open.html");
  FILE *out = fopen(path, "wxe");
  if (!out) return;
  fprintf(out, "<!doctype html><meta http-equiv=refresh content=\"0;url=%s\">\n", link);
  if (fclose(out) == 0) browser_open(path);
}

static void say_where(const page *p, const manner *m, const serve_wish *wish) {
  const char *link = p->module->link(p->server, p->own);
  if (m->json) printf("{\"url\":\"%s\"}\n", link);
  else if (wish->listen) printf("The page: %s, by the proxy. Users sign in. Ctrl-C ends it.\n", link);
  else printf("The page: %s\nIt lets one person in, once. Ctrl-C ends it.\n", link);
  fflush(stdout);
  if (wish->opens) open_page(p, link);
}

static void no_such(page *p, const web_request *r, web_reply *reply) {
  error e = { 0 };
  error_set(&e, ERROR_NOT_FOUND, "there is nothing at %.200s", r->path);
  reply_error(p, UNKNOWN, &e, reply);
}

static void run_request(page *p, const web_request *r, web_reply *reply) {
  error e = { 0 };
  wanted w = { 0 };
  const bool reads = strcmp(r->method, "GET") == 0, command = !reads && strcmp(r->path, "/command") == 0;
  if (command && !wanted_read(r->body, r->length, p->own, &w, &e)) reply_error(p, REFUSED, &e, reply);
  else if (command || (reads && window_words(r, p->own, &w))) wanted_run(p, &w, reply);
  else if (document_asked(r)) document_reply(p, r, reply);
  else if (download_asked(r)) download_reply(p, r, reply);
  else if (plain_asked(r)) plain_reply(p, r, reply);
  else if (reads && strcmp(r->path, "/me") == 0) user_reply(p, r, p->role, reply);
  else no_such(p, r, reply);
  cJSON_Delete(w.json);
}

static void name_asker(page *p, const char *who) {
  book *b = session_as_it_is(p->session)->book;
  if (b) b->who = who;
}

// A user who is one no longer, or whose session is over, is out at once.
void page_serve(page *p, const web_request *r) {
  error e = { 0 };
  web_reply reply = { 0 };
  p->request = r;
  if (sign_in_asked(r)) {
    sign_in_reply(p, r);
    return;
  }
  if (user_is_known(p, r, &p->role, &e)) run_request(p, r, &reply);
  else {
    reply_error(p, SIGNED_OUT, &e, &reply);
    if (r->generation >= 0) p->module->sign_out(p->server, r->user);
  }
  name_asker(p, NULL);
  if (!p->waits) p->module->answer(p->server, r, &reply);
  p->waits = false;
}

// While a command waits for a person all others are served; what stops it is looked at first.
static void serve_meanwhile(void *server) {
  page *p = server;
  context *c = session_as_it_is(p->session);
  const bool brief = c->brief, changes = c->changes;
  const char *role = p->role, *who = c->book ? c->book->who : NULL;
  const web_request *outer = p->request, *r = interrupt_asked() ? NULL : p->module->wait(p->server, 0);
  changes_look(p);
  if (!r) return;
  p->depth++;
  page_serve(p, r);
  p->depth--;
  p->request = outer;
  p->role = role;
  name_asker(p, who);
  c->brief = brief;
  c->changes = changes;
  p->module->again(p->server, outer);
  words_again(p, true);
}

static void tell_person(void *server, const char *what, const value *v) { changes_event(server, what, v); }

static void serve_all(page *p) {
  while (!interrupt_came()) {
    arena_reset(p->own);
    bool heard = p->module->streams(p->server) > 0;
    const web_request *r = p->module->wait(p->server, LOOK_MS);
    if (r) page_serve(p, r);
    if (heard) changes_look(p);
  }
}

static bool begin(page *p, const serve_wish *wish, error *e) {
  web_options options = { .address = wish->listen ? wish->listen : "127.0.0.1",
                          .port = wish->port,
                          .assets = wish->assets,
                          .uploads = p->files,
                          .users = wish->listen != NULL,
                          .user_header = wish->user_header };
  memcpy(options.hosts, wish->hosts, sizeof options.hosts);
  memcpy(options.proxies, wish->proxies, sizeof options.proxies);
  if (!serve_has_users(p, wish, e)) return false;
  if (!(p->module = web_module_open(e)) || !files_open(p, e) || !(p->server = p->module->open(&options, e)))
    return false;
  interrupt_watch(true);
  interrupt_take(SIGINT);
  interrupt_take(SIGTERM);
  interrupt_take(SIGHUP);
  session_stop_when(p->session, interrupt_stops);
  p->rev = changes_rev(p);
  context *c = session_as_it_is(p->session);
  c->server = p;
  c->tell = tell_person;
  c->meanwhile = serve_meanwhile;
  c->hash = password_aside;
  c->called = files_called;
  db_let_go(c->book->db);
  return true;
}

int serve_run(session *s, const manner *m, progress *bar, const serve_wish *wish) {
  error e = { 0 };
  page p = { .session = s, .own = arena_new() };
  *bar = (progress){ .told = changes_progress, .context = &p };
  bool ok = begin(&p, wish, &e);
  if (ok) {
    say_where(&p, m, wish);
    serve_all(&p);
    p.module->close(p.server);
  }
  files_close(&p);
  arena_free(p.own);
  *bar = (progress){ 0 };
  return ok ? 0 : answer_fail(m, &e);
}
