// Random bytes on a line to the page's server, through libmicrohttpd and back: a request (or several) as it is sent.
// What is let in without the session's secret, without this server's name or, where it changes something, without the
// page's own header is a hole; what is let in becomes words of a command. In the place of SECRET and PORT stand those
// of the server, in that of LONG many letters; at PAUSE it works before it hears the rest.
#include "core/cli/serve/serve_inside.h"
#include "tests/fuzz/line.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static web_server *server;
static char secret[SECRET_TEXT], port[8];

static bool text_is_within(const char *text) { return text && text_is_utf8(text, strlen(text)); }

static void check_guards(const asked *q) {
  char given[SECRET_TEXT] = "";
  bool changes = strcmp(q->head.method, "GET") != 0, own = false;
  must(guard_cookie(q->head.cookie, server->cookie, given, sizeof given) && strcmp(given, secret) == 0,
       "let in without a session");
  for (size_t i = 0; server->hosts[i]; i++) own |= q->head.host && strcasecmp(q->head.host, server->hosts[i]) == 0;
  must(own && q->head.hosts == 1, "let in by another name");
  must(!changes || strcmp(q->head.method, "POST") == 0, "let in by another method");
  must(!changes || (q->head.page && strcmp(q->head.page, "page") == 0), "a change without its header");
  must(!q->head.site || strcmp(q->head.site, "same-origin") == 0 || (!changes && strcmp(q->head.site, "none") == 0),
       "let in from another site");
  own = !q->head.origin || !changes;
  for (size_t i = 0; !own && server->hosts[i]; i++)
    own = begins_with(q->head.origin, "http://") && strcasecmp(q->head.origin + 7, server->hosts[i]) == 0;
  must(own, "a change from elsewhere");
}

// What the program does with a request that was let in, but for running it.
static void take(web_server *s, const web_request *r) {
  static const web_reply reply = { .status = 200, .body = "{}", .length = 2 };
  error e = { 0 };
  wanted w = { 0 };
  arena *a = arena_new();
  must(text_is_within(r->path) && *r->path == '/', "a path that is none");
  for (size_t i = 0; i < r->query_count; i++)
    must(text_is_within(r->query[i].name) && text_is_within(r->query[i].value), "a query that is no text");
  must(!r->body[r->length], "a body without an end");
  check_guards((const asked *)r);
  bool changes = strcmp(r->method, "GET") != 0;
  if (changes && wanted_read(r->body, r->length, a, &w, &e)) must(w.count > 0 && w.words[0], "a command without words");
  else if (!changes && window_words(r, a, &w)) must(w.count > 1, "a window without words");
  cJSON_Delete(w.json);
  error_clear(&e);
  arena_free(a);
  billet_web.answer(s, r, &reply);
}

static void begin(void) {
  static const web_options options = { .address = "127.0.0.1", .uploads = "/nowhere" };
  error e = { 0 };
  server = billet_web.open(&options, &e);
  must(server != NULL, "no server");
  snprintf(port, sizeof port, "%d", server->port);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  buffer heard = { 0 };
  const mark marks[] = { { "SECRET", secret }, { "PORT", port }, { "LONG", many_letters() }, { NULL, NULL } };
  if (!server) begin();
  sessions_admit(server->sessions, "", 0, steady_now(), secret);
  line_play(server, "127.0.0.1", (const char *)bytes, length, marks, &heard, take);
  check_answers(&heard);
  must(memmem(bytes, length, "SECRET", 6) || !strstr(heard.text, secret), "a secret is told");
  sessions_end(server->sessions, secret);
  buffer_free(&heard);
  return 0;
}
