// Random bytes on a line to the page's server where several people use it: signing in by the form, sessions, proxies
// and the header in which one says who somebody is. The first letter says from where the line comes: p, P: a proxy (of
// IPv4, of IPv6); anything else: somebody who is none, to whom nothing is said. In the place of SECRET, PORT, LONG
// stand the session of ann, the server's port, many letters; the password of everybody is "right".
#include "core/cli/serve/serve_inside.h"
#include "tests/fuzz/line.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

enum { GENERATION = 7, NEW_GENERATION = 9 };
static web_server *server;
static char secret[SECRET_TEXT], port[8];
static bool outside;

static const char *said(const web_request *r, const char *name) {
  for (size_t i = 0; i < r->query_count; i++)
    if (strcmp(r->query[i].name, name) == 0) return r->query[i].value;
  return "";
}

// As the program does, which tells whoever was wrong nothing of what was right.
static void sign_in(web_server *s, const web_request *r) {
  asked *q = (asked *)r;
  must(q->kind == WEB_SIGN_IN && strcmp(r->method, "POST") == 0, "a sign-in that is none");
  bool right = strcmp(said(r, "password"), "right") == 0;
  const char *name = said(r, "name"), *words = right ? "" : "Name or password is not right: <x9>";
  const web_reply reply = { .status = right ? 200 : 401,
                            .body = words,
                            .length = strlen(words),
                            .signed_in = right && *name && strlen(name) < USER_TEXT ? name : NULL,
                            .generation = NEW_GENERATION };
  billet_web.answer(s, r, &reply);
}

typedef struct counted {
  const char *name, *last;
  int count;
} counted;

static enum MHD_Result count(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
  counted *c = context;
  (void)kind;
  if (strcasecmp(name, c->name) == 0) c->count++, c->last = value;
  return MHD_YES;
}

// Who it is, by the proxy's one line or by a session, and by nothing else.
static void check_user(const web_request *r) {
  char given[SECRET_TEXT] = "";
  const asked *q = (const asked *)r;
  counted lines = { "X-User", NULL, 0 };
  MHD_get_connection_values(q->connection, MHD_HEADER_KIND, count, &lines);
  must(r->user && *r->user, "nobody is let in");
  must(r->session && strlen(r->session) == SESSION_NAME - 1 && !strpbrk(r->session, "/."), "a session without a name");
  if (r->generation == -1) {
    must(lines.count == 1 && lines.last && strcmp(lines.last, r->user) == 0, "let in as somebody else");
    return;
  }
  must(guard_cookie(q->head.cookie, server->cookie, given, sizeof given), "let in without a session");
  must(strcmp(given, secret) != 0 || strcmp(r->user, "ann") == 0, "let in with the session of somebody else");
  must(r->generation == (strcmp(given, secret) == 0 ? GENERATION : NEW_GENERATION), "a generation of nobody");
}

static void take(web_server *s, const web_request *r) {
  static const web_reply reply = { .status = 200, .body = "{}", .length = 2 };
  ip_address at;
  char text[IP_TEXT];
  must(!outside, "let in past the proxy");
  must(ip_read(r->address, &at), "an address that is none");
  ip_text(&at, text);
  must(strcmp(text, r->address) == 0, "an address that is written otherwise");
  if (strcmp(r->path, "/sign-in") == 0 && !r->user) {
    sign_in(s, r);
    return;
  }
  check_user(r);
  billet_web.answer(s, r, &reply);
}

static void begin(void) {
  static const web_options options = { .address = "127.0.0.1",
                                       .uploads = "/nowhere",
                                       .users = true,
                                       .hosts = { "billing.example" },
                                       .user_header = "X-User",
                                       .proxies = { "127.0.0.1/32", "10.0.0.0/8", "fd00::/8" } };
  error e = { 0 };
  server = billet_web.open(&options, &e);
  must(server != NULL, "no server");
  snprintf(port, sizeof port, "%d", server->port);
}

static void check_outside(const buffer *heard) {
  const char *at = heard->text;
  if (!outside) return;
  must(!strstr(at, "HTTP/1.1 200") && !strstr(at, "HTTP/1.0 200"), "somebody past the proxy is answered");
  must(!strstr(at, "Set-Cookie"), "somebody past the proxy is let in");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  static const char *const users[] = { "ann", "kim", "x" };
  buffer heard = { 0 };
  const mark marks[] = { { "SECRET", secret }, { "PORT", port }, { "LONG", many_letters() }, { NULL, NULL } };
  if (!length) return 0;
  if (!server) begin();
  for (size_t i = 0; i < sizeof users / sizeof *users; i++) sessions_sign_out(server->sessions, users[i]);
  sessions_admit(server->sessions, "ann", GENERATION, steady_now(), secret);
  outside = *bytes != 'p' && *bytes != 'P';
  const char *from = *bytes == 'p' ? "127.0.0.1" : *bytes == 'P' ? "fd00::1" : "192.0.2.1";
  line_play(server, from, (const char *)bytes + 1, length - 1, marks, &heard, take);
  check_answers(&heard);
  check_outside(&heard);
  must(memmem(bytes, length, "SECRET", 6) || !strstr(heard.text, secret), "a secret is told");
  buffer_free(&heard);
  return 0;
}
