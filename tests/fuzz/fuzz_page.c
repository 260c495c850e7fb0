// Random bytes on a line to the page's server, through libmicrohttpd and back: a request (or several) as it is sent.
// What is let in without the session's secret, without this server's name or, where it changes something, without the
// page's own header is a hole; what is let in becomes words of a command. In the place of SECRET and PORT stand those
// of the server.
#include "core/cli/serve/serve_inside.h"
#include "core/web/web_inside.h"
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

extern const web_module billet_web;
static web_server *server;
static char secret[SECRET_TEXT], port[8];

static void must(bool good, const char *what) {
  if (good) return;
  fprintf(stderr, "%s\n", what);
  abort();
}

static bool text_is_within(const char *text) { return text && text_is_utf8(text, strlen(text)); }

// What the program does with a request that was let in, but for running it.
static void take(const web_request *r) {
  error e = { 0 };
  wanted w = { 0 };
  arena *a = arena_new();
  const asked *q = (const asked *)r;
  char given[SECRET_TEXT] = "";
  must(text_is_within(r->path) && *r->path == '/', "a path that is none");
  for (size_t i = 0; i < r->query_count; i++)
    must(text_is_within(r->query[i].name) && text_is_within(r->query[i].value), "a query that is no text");
  must(guard_cookie(q->head.cookie, server->cookie, given, sizeof given) && strcmp(given, secret) == 0,
       "let in without a session");
  must(q->head.host && strstr(q->head.host, port), "let in by another name");
  bool changes = strcmp(r->method, "GET") != 0;
  must(!changes || (q->head.page && strcmp(q->head.page, "page") == 0), "a change without its header");
  must(!changes || !q->head.origin || strncmp(q->head.origin, "http://", 7) == 0, "a change from elsewhere");
  if (changes && wanted_read(r->body, r->length, a, &w, &e)) must(w.count > 0 && w.words[0], "a command without words");
  else if (!changes && window_words(r, a, &w)) must(w.count > 1, "a window without words");
  cJSON_Delete(w.json);
  error_clear(&e);
  arena_free(a);
}

static void begin(void) {
  static const web_options options = { .address = "127.0.0.1", .uploads = "/nowhere" };
  error e = { 0 };
  server = billet_web.open(&options, &e);
  must(server && sessions_begin(server->sessions, sessions_link(server->sessions), secret), "no server");
  snprintf(port, sizeof port, "%d", server->port);
}

// The input with the server's own in the place of SECRET and PORT.
static void spell(buffer *out, const char *bytes, size_t length) {
  static const struct { const char *mark, *text; } marks[] = { { "SECRET", secret }, { "PORT", port } };
  for (size_t i = 0; i < length;) {
    size_t taken = 0;
    for (size_t k = 0; k < 2 && !taken; k++) {
      size_t mark = strlen(marks[k].mark);
      if (length - i < mark || memcmp(bytes + i, marks[k].mark, mark) != 0) continue;
      buffer_text(out, marks[k].text);
      taken = mark;
    }
    if (!taken) buffer_add(out, bytes + i, taken = 1);
    i += taken;
  }
}

static void serve_until_closed(int line) {
  static const web_reply reply = { .status = 200, .body = "{}", .length = 2 };
  char answer[4096];
  // A stream never ends by itself: once something was answered, silence is the end.
  for (int waited = 0; waited < 50; waited++) {
    const web_request *r = billet_web.wait(server, 0);
    if (r) {
      take(r);
      billet_web.answer(server, r, &reply);
    }
    struct pollfd ready = { line, POLLIN, 0 };
    if (poll(&ready, 1, 1) <= 0) continue;
    if (read(line, answer, sizeof answer) <= 0) return;
    waited = 45;
  }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  int lines[2];
  const struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
  buffer text = { 0 };
  if (!server) begin();
  must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, lines) == 0, "no line");
  spell(&text, (const char *)bytes, length);
  must(MHD_add_connection(server->daemon, lines[0], (const struct sockaddr *)&from, sizeof from) == MHD_YES,
       "no connection");
  if (text.length) must(write(lines[1], text.text, text.length) >= 0, "nothing can be written");
  shutdown(lines[1], SHUT_WR);
  serve_until_closed(lines[1]);
  close(lines[1]);
  buffer_free(&text);
  return 0;
}
