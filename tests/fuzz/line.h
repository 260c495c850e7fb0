// What fuzzers of the page's server share: a line to it without a network, and what holds of every answer. The server
// is the one of the module, but for its thread: it works when it is told to, so that an input is over when nothing
// happens any more.
#pragma once
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

extern const web_module billet_web;
typedef void taker(web_server *s, const web_request *r);

static inline void must(bool good, const char *what) {
  if (good) return;
  fprintf(stderr, "%s\n", what);
  abort();
}

// libmicrohttpd's own, in each fuzzer once.
__attribute__((weak)) struct MHD_Daemon *MHD_start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback apc,
                                                          void *apc_context, MHD_AccessHandlerCallback handler,
                                                          void *context, ...) {
  va_list options;
  va_start(options, context);
  struct MHD_Daemon *d = MHD_start_daemon_va(flags & ~(unsigned)MHD_USE_INTERNAL_POLLING_THREAD, port, apc, apc_context,
                                             handler, context, options);
  va_end(options);
  return d;
}

// ---- A line

static inline int line_open(web_server *s, const char *from) {
  int ends[2];
  struct sockaddr_in four = { .sin_family = AF_INET };
  struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
  ip_address at;
  must(ip_read(from, &at) && socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0, "no line");
  memcpy(&four.sin_addr, at.bytes + 12, 4);
  memcpy(&six.sin6_addr, at.bytes, 16);
  bool long_one = strchr(from, ':') != NULL;
  must(MHD_add_connection(s->daemon, ends[0], long_one ? (struct sockaddr *)&six : (struct sockaddr *)&four,
                          long_one ? sizeof six : sizeof four) == MHD_YES,
       "no connection");
  return ends[1];
}

static inline bool line_is_at_work(web_server *s) {
  MHD_UNSIGNED_LONG_LONG milliseconds;
  return MHD_get_timeout(s->daemon, &milliseconds) == MHD_YES && !milliseconds;
}

// Until nothing happens any more; false where the server has closed the line.
static inline bool line_serve(web_server *s, int line, buffer *heard, taker *take) {
  enum { QUIET = 3 };
  static char bytes[1 << 16];
  ssize_t got = -1;
  for (int quiet = 0; quiet < QUIET && got; quiet++) {
    MHD_run(s->daemon);
    if (line_is_at_work(s)) quiet = -1;
    for (const web_request *r; s->first && (r = billet_web.wait(s, 0)); quiet = -1) take(s, r);
    for (; (got = read(line, bytes, sizeof bytes)) > 0; quiet = -1) buffer_add(heard, bytes, (size_t)got);
  }
  return got != 0;
}

static inline bool line_say(web_server *s, int line, const char *bytes, size_t length, buffer *heard, taker *take) {
  for (bool open = true; length;) {
    ssize_t sent = send(line, bytes, length, MSG_NOSIGNAL);
    if (sent > 0) bytes += sent, length -= (size_t)sent;
    if (!open && sent <= 0) return false;
    open = line_serve(s, line, heard, take);
  }
  return true;
}

// Whoever is gone is forgotten.
static inline void line_close(web_server *s, int line, buffer *heard, taker *take) {
  shutdown(line, SHUT_WR);
  for (int left = 1000; line_serve(s, line, heard, take); left--) {
    must(left && s->streams, "a line that is never closed");
    streams_sweep(s);  // behind a stream another one may be asked for
  }
  close(line);
  for (int i = 0; i < 3 && s->lines; i++) MHD_run(s->daemon);
  must(!s->lines && !s->line_count && !s->streams && !s->first && !s->current, "somebody is there still");
}

// ---- What is sent: an input with marks; at PAUSE the server works before it hears the rest.

typedef struct mark {
  const char *mark, *text;
} mark;

// Six of them are more than a head may have.
static inline const char *many_letters(void) {
  static char letters[3000];
  return memset(letters, 'a', sizeof letters - 1);
}

static inline size_t mark_at(const mark *marks, const char *bytes, size_t length, buffer *out) {
  for (; marks->mark; marks++) {
    size_t taken = strlen(marks->mark);
    if (length < taken || memcmp(bytes, marks->mark, taken) != 0) continue;
    buffer_text(out, marks->text);
    return taken;
  }
  return 0;
}

static inline void line_play(web_server *s, const char *from, const char *bytes, size_t length, const mark *marks,
                             buffer *heard, taker *take) {
  static const mark pause[] = { { "PAUSE", "" }, { NULL, NULL } };
  int line = line_open(s, from);
  buffer part = { 0 };
  for (size_t i = 0, taken; i < length; i += taken) {
    if ((taken = mark_at(pause, bytes + i, length - i, &part))) {
      line_say(s, line, part.text, part.length, heard, take);
      part.length = 0;
    } else if (!(taken = mark_at(marks, bytes + i, length - i, &part))) buffer_add(&part, bytes + i, taken = 1);
  }
  line_say(s, line, part.text, part.length, heard, take);
  line_close(s, line, heard, take);
  buffer_free(&part);
}

// ---- What holds of every answer

typedef struct answer_head {
  int status;
  size_t body;
  bool guarded, html, endless;
} answer_head;

static inline bool begins_with(const char *text, const char *with) {
  return strncasecmp(text, with, strlen(with)) == 0;
}

// Where somebody is sent on to is an address of this server.
static inline void check_place(const char *to) {
  must(*to == '/' && to[1] != '/' && to[1] != '\\', "somebody is sent elsewhere");
  for (; *to != '\r'; to++)
    must(strchr("/?&=-._~:,%", *to) || (*to >= '0' && *to <= '9') || ((*to | 32) >= 'a' && (*to | 32) <= 'z'),
         "an address that is none");
}

// Nothing that was sent becomes a line of its own.
static inline void check_field(const char *line, answer_head *out) {
  static const char *const known[] = { "Connection: ",
                                       "Content-Length: ",
                                       "Date: ",
                                       "Content-Type: ",
                                       "Content-Security-Policy: ",
                                       "X-Content-Type-Options: nosniff\r",
                                       "Referrer-Policy: same-origin\r",
                                       "Cache-Control: no-store\r",
                                       "Cross-Origin-Resource-Policy: same-origin\r",
                                       "Cross-Origin-Opener-Policy: same-origin\r",
                                       "Location: ",
                                       "Set-Cookie: billet-",
                                       "Allow: GET, POST\r",
                                       "X-Accel-Buffering: no\r",
                                       "Transfer-Encoding: chunked\r" };
  bool is = false;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) is |= begins_with(line, known[i]);
  must(is, "a header that nobody sends");
  if (begins_with(line, "Location: ")) check_place(line + strlen("Location: "));
  if (begins_with(line, "Content-Length: ")) out->body = strtoul(line + strlen("Content-Length: "), NULL, 10);
  out->guarded |= begins_with(line, "Content-Security-Policy: default-src 'none'");
  out->html |= begins_with(line, "Content-Type: text/html");
  out->endless |= begins_with(line, "Content-Type: text/event-stream");
}

static inline const char *check_head(const char *at, answer_head *out) {
  must(begins_with(at, "HTTP/1.") && at[7] && at[8] == ' ', "what is no answer");
  *out = (answer_head){ .status = atoi(at + 9) };
  must(out->status >= 100 && out->status < 600, "a status that is none");
  while ((at = strstr(at, "\r\n")) && strncmp(at += 2, "\r\n", 2) != 0) check_field(at, out);
  must(at, "a head without an end");
  return at + 2;
}

// Answers one behind another; those of libmicrohttpd itself have no guards, and say nothing of ours.
static inline void check_answers(buffer *heard) {
  buffer_add(heard, "", 1);
  const char *at = heard->text, *end = at + heard->length - 1;
  while (at < end) {
    answer_head h;
    at = check_head(at, &h);
    must(h.guarded || h.status == 100 || h.status >= 400, "an answer without guards");
    if (h.endless) return;
    if (h.status == 100 || begins_with(at, "HTTP/1.")) continue;  // to HEAD
    must(h.body <= (size_t)(end - at) || at == end, "half an answer");
    must(!h.html || !memmem(at, at == end ? 0 : h.body, "<x9", 3), "what was sent became markup");
    at += at == end ? 0 : h.body;
  }
}
