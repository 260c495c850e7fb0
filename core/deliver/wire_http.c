// The wire to a target's books: its address, and what signs in.
#include "core/base/memory.h"
#include "core/base/percent.h"
#include "core/deliver/wire_http.h"
#include <string.h>
#include <time.h>

enum { FRESH = 30, STATUS_UNAUTHORIZED = 401, HEADERS_MAX = 24 };

typedef struct courier {
  const target *target;
  const char *company, *key;  // key: NULL: what signs in is not kept, and never renewed
  const net_module *net;
  net_client *client;
  bool (*stop)(void);
  arena *own;  // of tokens
  tokens held;
  int64_t fresh_until;  // by a clock that only goes on; 0: nothing was renewed
} courier;

static int64_t steady(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec;
}

// ---- The address

// {company} stands for its id.
static void add_filled(buffer *out, const char *text, const char *company) {
  static const char mark[] = "{company}";
  for (const char *at; (at = strstr(text, mark)); text = at + strlen(mark)) {
    buffer_add(out, text, (size_t)(at - text));
    percent_add(out, company ? company : "");
  }
  buffer_text(out, text);
}

// What signs in goes to the target's own host alone, whatever a path says.
static bool stays_there(const courier *c, const char *url, arena *a, error *e) {
  net_url one, other;
  if (!c->net->url_read(c->target->api_url, a, &one, e) || !c->net->url_read(url, a, &other, e)) return false;
  if (strcmp(one.scheme, other.scheme) == 0 && text_same(one.host, other.host) && one.port == other.port) return true;
  return error_set(e, ERROR_EXPORT, "%s://%s is not where %s is: nothing is sent there", other.scheme, other.host,
                   c->target->title);
}

// A path is below api_url; one that begins with a slash is at its host; a whole address is itself.
static const char *address(const courier *c, const wire_request *r, arena *a, error *e) {
  buffer url = { 0 };
  const char *base = c->target->api_url, *host = strstr(base, "://");
  if (strstr(r->path, "://")) base = "";
  else if (*r->path == '/') base = arena_copy(a, base, (size_t)(host + 3 - base) + strcspn(host + 3, "/"));
  add_filled(&url, base, c->company);
  add_filled(&url, r->path, c->company);
  if (r->query && *r->query) buffer_format(&url, "%s%s", strchr(url.text, '?') ? "&" : "?", r->query);
  const char *out = arena_text(a, url.text);
  buffer_free(&url);
  return stays_there(c, out, a, e) ? out : NULL;
}

// ---- Asking

static bool says(const wire_request *r, const char *name) {
  for (size_t i = 0; i < r->header_count; i++)
    if (text_same(r->headers[i].name, name)) return true;
  return false;
}

static size_t headers_of(const courier *c, const wire_request *r, arena *a, net_pair out[HEADERS_MAX]) {
  size_t count = 0;
  out[count++] = (net_pair){ "Authorization", arena_format(a, "Bearer %s", c->held.access) };
  if (!says(r, "Accept")) out[count++] = (net_pair){ "Accept", "application/json" };
  for (size_t i = 0; i < r->header_count && count < HEADERS_MAX; i++)
    if (!text_same(r->headers[i].name, "Authorization"))
      out[count++] = (net_pair){ r->headers[i].name, r->headers[i].value };
  return count;
}

static void ask(courier *c, const wire_request *r, const char *url, arena *a, wire_answer *out) {
  static const wire_outcome outcomes[] = {
    [NET_ANSWERED] = WIRE_ANSWERED, [NET_NEVER_LEFT] = WIRE_NOT_SENT, [NET_CUT_OFF] = WIRE_UNKNOWN
  };
  net_pair headers[HEADERS_MAX];
  net_reply reply;
  const net_request n = { .method = r->method,
                          .url = url,
                          .headers = headers,
                          .header_count = headers_of(c, r, a, headers),
                          .body = r->body,
                          .length = r->length,
                          .type = r->type,
                          .seconds = c->target->limit,
                          .stop = c->stop };
  c->net->ask(c->client, &n, a, &reply);
  explicit_bzero((char *)headers[0].value, strlen(headers[0].value));
  if (reply.body) tokens_hide((char *)reply.body, reply.length, c->held.access);
  *out = (wire_answer){ .outcome = outcomes[reply.kind],
                        .status = reply.status,
                        .wait = reply.wait,
                        .body = reply.body,
                        .length = reply.length,
                        .type = reply.type,
                        .trace = reply.trace,
                        .message = reply.message };
}

// ---- What signs in

static void sign_in_first(const courier *c, const char *why, arena *a, wire_answer *out) {
  out->outcome = WIRE_SIGN_IN;
  out->message = arena_format(a, "%s; sign in first: billet export login %s", why, c->target->name);
}

// A clock that is wrong may take any token for one that has ended: what was just renewed counts for a while.
static bool are_due(const courier *c) {
  return c->fresh_until ? steady() >= c->fresh_until : tokens_are_due(&c->held, (int64_t)time(NULL));
}

// False with the answer where there is nothing to go on with.
static bool renew(courier *c, arena *a, wire_answer *out) {
  error e = { 0 };
  tokens_outcome outcome = tokens_renew(c->target, c->key, c->net, c->client, c->stop, c->own, &c->held, &e);
  int64_t life = c->held.expires_at ? c->held.expires_at - (int64_t)time(NULL) : 0;
  if (outcome == TOKENS_REFUSED) sign_in_first(c, e.message, a, out);
  if (outcome == TOKENS_FAILED) {
    out->outcome = WIRE_NOT_SENT;
    out->message = arena_format(a, "the sign-in could not be renewed: %s", e.message);
  }
  c->fresh_until = steady() + (life * 3 / 4 > FRESH ? life * 3 / 4 : FRESH);
  error_clear(&e);
  return outcome == TOKENS_GIVEN;
}

static bool send_it(void *self, const wire_request *r, arena *a, wire_answer *out, error *e) {
  courier *c = self;
  *out = (wire_answer){ .wait = -1 };
  const char *url = address(c, r, a, e);
  if (!url) return false;
  bool renewed = c->key && c->held.access && are_due(c);
  if (!c->held.access) sign_in_first(c, "nobody is signed in", a, out);
  if (!c->held.access || (renewed && !renew(c, a, out))) return true;
  ask(c, r, url, a, out);
  if (out->outcome != WIRE_ANSWERED || out->status != STATUS_UNAUTHORIZED) return true;
  if (c->key && !renewed) {
    if (!renew(c, a, out)) return true;
    ask(c, r, url, a, out);
  }
  if (out->outcome == WIRE_ANSWERED && out->status == STATUS_UNAUTHORIZED)
    sign_in_first(c, arena_format(a, "%s refuses who is signed in (status 401)", c->target->title), a, out);
  return true;
}

// ---- Opening

static tokens copied(const tokens *t, arena *a) {
  return (tokens){ arena_text(a, t->access), arena_text(a, t->refresh), t->at, t->expires_at, t->refresh_expires_at };
}

bool wire_http_open(const target *t, const char *company, const char *key, const tokens *held, const net_module *net,
                    bool (*stop)(void), wire *out, error *e) {
  net_client *client = net->client_open(e);
  if (!client) return false;
  courier *c = memory_zeroed(1, sizeof *c);
  *c = (courier){
    .target = t, .company = company, .key = key, .net = net, .client = client, .stop = stop, .own = arena_new()
  };
  c->held = copied(held, c->own);
  *out = (wire){ c, send_it };
  return true;
}

bool connection_wire(book *b, const connection *c, const net_module *net, bool (*stop)(void), arena *a, wire *out,
                     error *e) {
  target *t = arena_alloc(a, sizeof *t);
  tokens held;
  *out = (wire){ 0 };
  return target_read(b, c->target, a, t, e) && tokens_read(c->key, a, &held, e) &&
         wire_http_open(t, c->company, c->key, &held, net, stop, out, e);
}

void connection_wire_close(wire *w) {
  courier *c = w->self;
  if (!c) return;
  tokens_forget(&c->held);
  c->net->client_close(c->client);
  arena_free(c->own);
  memory_give(c);
  *w = (wire){ 0 };
}
