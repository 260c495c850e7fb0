// Who asks, and from where: whether a request is let in at all.
#include "core/base/digest.h"
#include "core/web/web_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char signed_out[] =
    "You are not signed in here. Open the address that billet printed when it was started: it lets one person in, "
    "once. For another one end it with Ctrl-C and start it again: billet serve";
// All lines of one name as one: whoever adds a line of his own must not hide those of a proxy.
typedef struct lines {
  const char *name, *text;
  int count;
  arena *arena;
} lines;

static enum MHD_Result gather(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
  lines *l = context;
  (void)kind;
  if (strcasecmp(name, l->name) != 0) return MHD_YES;
  l->text = l->count++ ? arena_format(l->arena, "%s,%s", l->text, value ? value : "") : value;
  return MHD_YES;
}

static lines lines_of(asked *q, const char *name) {
  lines l = { .name = name, .arena = q->arena };
  MHD_get_connection_values(q->connection, MHD_HEADER_KIND, gather, &l);
  return l;
}

// A name with a blank behind it is read as that name by some, and as none by others.
static enum MHD_Result look_at_name(void *head, enum MHD_ValueKind kind, const char *name, const char *value) {
  static const char fit[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  web_head *h = head;
  (void)kind, (void)value;
  h->misnamed |= !*name || name[strspn(name, fit)];
  h->hosts += strcasecmp(name, "Host") == 0;
  h->lengths += strcasecmp(name, "Content-Length") == 0;
  h->codings += strcasecmp(name, "Transfer-Encoding") == 0;
  return MHD_YES;
}

static void read_head(asked *q, const char *method) {
  struct MHD_Connection *c = q->connection;
  q->head = (web_head){ .method = arena_text(q->arena, method) };
  MHD_get_connection_values(c, MHD_HEADER_KIND, look_at_name, &q->head);
  const struct {
    const char *name, **out;
  } wanted[] = {
    { "Host", &q->head.host },           { "Origin", &q->head.origin },
    { "Sec-Fetch-Site", &q->head.site }, { "Cookie", &q->head.cookie },
    { "Content-Type", &q->head.type },   { "X-Billet", &q->head.page },
    { "Accept", &q->head.accept },       { "Transfer-Encoding", &q->head.coding },
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
    *wanted[i].out = MHD_lookup_connection_value(c, MHD_HEADER_KIND, wanted[i].name);
  q->head.forwarded_proto = lines_of(q, "X-Forwarded-Proto").text;
}

static bool refuse(asked *q, int status, const char *words) {
  q->refusal.status = status;
  snprintf(q->refusal.words, sizeof q->refusal.words, "%s", words);
  return false;
}

static bool fits(asked *q) {
  const char *length = MHD_lookup_connection_value(q->connection, MHD_HEADER_KIND, "Content-Length");
  if (!length || strtoull(length, NULL, 10) <= WEB_BODY_MAX) return true;
  return refuse(q, MHD_HTTP_CONTENT_TOO_LARGE, "That is more than a command can be: at most 8 MiB.");
}

// A proxy of ours says from whom it comes; whoever else asks is nobody, where there is one.
static bool find_origin(web_server *s, asked *q) {
  ip_address from;
  ip_of(MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr, &from);
  q->head.proxied = ip_trusted(&from, s->proxies, s->proxy_count);
  ip_text(&from, q->address);
  if (s->proxy_count && !q->head.proxied) {
    refuse(q, MHD_HTTP_FORBIDDEN, "");
    snprintf(q->refusal.words, sizeof q->refusal.words,
             "This server is reached by its proxy alone. Where %s is one: billet serve --trusted-proxy %s/%d",
             q->address, q->address, strchr(q->address, ':') ? 128 : 32);
    return false;
  }
  if (q->head.proxied) ip_forwarded(lines_of(q, "X-Forwarded-For").text, s->proxies, s->proxy_count, &from);
  ip_text(&from, q->address);
  return true;
}

// Neither a password nor a cookie goes over the network as it is.
static bool came_by_tls(web_server *s, asked *q) {
  if (!s->options.users || guard_is_secure(&q->head)) return true;
  refuse(q, MHD_HTTP_FORBIDDEN, "");
  snprintf(
      q->refusal.words, sizeof q->refusal.words,
      "Nothing is served by plain http: open https://%.80s/. Where that is what you did, the proxy has to say so, in "
      "one header line \"X-Forwarded-Proto: https\" (nginx: proxy_set_header X-Forwarded-Proto $scheme).",
      s->hosts[0]);
  return false;
}

// Two lines are one too many: one of them may be the visitor's own.
static bool has_header(web_server *s, asked *q) {
  if (!s->options.user_header || !q->head.proxied) return false;
  const lines said = lines_of(q, s->options.user_header);
  if (said.count != 1 || !said.text || !*said.text || strlen(said.text) >= USER_TEXT) return false;
  char hex[DIGEST_TEXT];
  const digest d = digest_of(said.text, strlen(said.text));
  snprintf(q->who.user, sizeof q->who.user, "%s", said.text);
  snprintf(q->who.name, sizeof q->who.name, "%.*s", SESSION_NAME - 1, digest_hex(&d, hex));
  q->who.generation = -1;
  return true;
}

static bool has_session(web_server *s, asked *q) {
  char secret[SECRET_TEXT];
  bool in = has_header(s, q) || (guard_cookie(q->head.cookie, s->cookie, secret, sizeof secret) &&
                                 sessions_know(s->sessions, secret, steady_now(), &q->who));
  q->signs_in = !in && s->options.users;
  return in || refuse(q, MHD_HTTP_UNAUTHORIZED, s->options.users ? "Sign in." : signed_out);
}

static bool needs_nobody(const web_server *s, const asked *q) {
  if (q->kind == WEB_ASSET) return true;
  if (q->kind == WEB_SIGN_IN) return s->options.users;
  return q->kind == WEB_STATE && !s->options.users && address_value(&q->at, "token");
}

bool admit(web_server *s, asked *q, const char *method) {
  read_head(q, method);
  if (!address_read(q->sent, q->arena, &q->at)) return refuse(q, MHD_HTTP_BAD_REQUEST, "This address cannot be read.");
  q->kind = guard_kind(&q->head, q->at.path);
  if (!find_origin(s, q)) return false;
  if (!came_by_tls(s, q)) return false;
  if (!guard_head(&q->head, q->kind, q->at.path, (const char *const *)s->hosts, &q->refusal)) return false;
  if (s->line_count > WEB_CONNECTIONS)
    return refuse(q, MHD_HTTP_SERVICE_UNAVAILABLE, "Too many connections at once: close a window of the page.");
  if (needs_nobody(s, q)) return fits(q);
  return has_session(s, q) && (q->kind == WEB_UPLOAD ? upload_begin(s, q) : fits(q));
}
