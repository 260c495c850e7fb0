// Signing in by name and password: how long somebody has to wait who was wrong, and what a session may do.
#include "core/cli/serve/serve_inside.h"
#include "core/engine/facts/facts.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { GOOD = 200, WRONG = 401, WAIT = 429, FREE_TRIES = 3, LONGEST_S = 300 };

static int64_t now_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

// Tries of a name, whether anybody has it; the one that was tried longest ago makes room.
static struct try_of *tries_of(page *p, const char *name) {
  struct try_of *oldest = p->tries;
  for (struct try_of *t = p->tries; t < p->tries + TRIES; t++) {
    if (strncmp(t->name, name, sizeof t->name - 1) == 0) return t;
    if (t->last < oldest->last) oldest = t;
  }
  *oldest = (struct try_of){ 0 };
  strncpy(oldest->name, name, sizeof oldest->name - 1);
  return oldest;
}

// Seconds until the next try; two after the third, and twice as many after each further one.
static int64_t pause_of(const struct try_of *t) {
  int64_t pause = t->wrong < FREE_TRIES ? 0 : (int64_t)2 << (t->wrong - FREE_TRIES < 9 ? t->wrong - FREE_TRIES : 9);
  int64_t until = t->last + (pause < LONGEST_S ? pause : LONGEST_S);
  return t->wrong >= FREE_TRIES && until > now_s() ? until - now_s() : 0;
}

static const char *said(const web_request *r, const char *name) {
  for (size_t i = 0; i < r->query_count; i++)
    if (strcmp(r->query[i].name, name) == 0) return r->query[i].value;
  return "";
}

static void say(page *p, const web_request *r, int status, const char *words) {
  const web_reply reply = { .status = status, .body = words, .length = strlen(words) };
  p->module->answer(p->server, r, &reply);
}

// A try counts as wrong until it is right: else many at once would all be free.
static void compare(page *p, const web_request *r, const char *name, error *e) {
  user u;
  struct try_of *t = tries_of(p, name);
  const int64_t pause = pause_of(t);
  if (pause)
    say(p, r, WAIT, arena_format(p->own, "Too many wrong passwords: try again in %lld seconds.", (long long)pause));
  else if (!user_find(session_as_it_is(p->session)->book, name, p->own, &u, e)) say(p, r, WRONG, e->message);
  else {
    t->wrong++;
    t->last = now_s();
    p->module->check(p->server, r, said(r, "password"), u.password);
  }
}

static void let_in(page *p, const web_request *r, const char *name, error *e) {
  user u;
  if (!user_find(session_as_it_is(p->session)->book, name, p->own, &u, e) || !u.name) {
    say(p, r, WRONG, "Name or password is not right.");
    return;
  }
  changes_tell(p);  // what ended earlier sessions of that name ends this one no more
  const web_reply reply = { .status = GOOD, .body = "", .signed_in = u.name, .generation = u.generation };
  tries_of(p, name)->wrong = 0;
  p->module->answer(p->server, r, &reply);
}

bool sign_in_asked(const web_request *r) {
  return strcmp(r->method, "POST") == 0 && strcmp(r->path, "/sign-in") == 0 && !r->user;
}

void sign_in_reply(page *p, const web_request *r) {
  error e = { 0 };
  const char *name = said(r, "name");
  const context *c = session_context(p->session, &e);
  const book *b = c ? c->book : NULL;
  if (!b) say(p, r, WRONG, "The book is not there.");
  else if (!r->checked) compare(p, r, name, &e);
  else if (r->checked > 0) let_in(p, r, name, &e);
  else {
    tries_of(p, name)->last = now_s();
    fprintf(stderr, "billet: a wrong password for %s from %s\n", text_shown(p->own, name, false), r->address);
    say(p, r, WRONG, "Name or password is not right.");
  }
  if (b) db_let_go(b->db);
  error_clear(&e);
}

// ---- A new password

// As a command's `hash`.
bool password_aside(void *server, const char *password, const char **out, error *e) {
  page *p = server;
  const char *made = p->request->hashed;
  if (!made) {
    p->module->hash_aside(p->server, p->request, password);
    p->waits = true;
    return error_set(e, ERROR_BUSY, "the password is being hashed");
  }
  *out = made;
  return *made || error_set(e, ERROR_IO, "this machine's libcrypt knows no yescrypt");
}

// ---- What a session may do

bool user_is_known(page *p, const web_request *r, const char **role, error *e) {
  user u = { 0 };
  *role = NULL;
  context *c = session_context(p->session, e);
  if (!c || !c->book) return e->code || error_set(e, ERROR_NOT_FOUND, "the book is not there any more");
  c->book->who = NULL;
  if (!r->user) return true;
  if (!user_find(c->book, r->user, p->own, &u, e)) return false;
  if (!u.name) {
    error_set(e, ERROR_SIGN_IN, "nobody has let %.80s in", r->user);
    return error_hint(e, "billet user add %.80s --role biller --no-password", r->user);
  }
  if (r->generation >= 0 && r->generation != u.generation) return error_set(e, ERROR_SIGN_IN, "this session is over");
  *role = u.role;
  c->book->who = u.name;
  return true;
}

void user_reply(page *p, const web_request *r, const char *role, web_reply *reply) {
  error none = { 0 };
  value *v = value_record(p->own);
  book *b = session_as_it_is(p->session)->book;
  put_text(p->own, v, "book", b->name);
  put_text(p->own, v, "user", r->user ? r->user : book_who(b, p->own));
  put_text(p->own, v, "role", role ? role : "admin");
  put_bool(p->own, v, "signs_out", r->user && r->generation >= 0);
  if (role) {
    value_put(p->own, v, "may", role_words(role, p->own));
    value_put(p->own, v, "others", role_others(role, p->own));
  }
  put_int(p->own, v, "rev", changes_rev(p));
  write_value(p, v, reply, &none);
  error_clear(&none);
}
