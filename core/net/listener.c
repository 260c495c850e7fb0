// Whoever comes back from signing in, by libmicrohttpd: a server for one visit, on this machine alone.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/net/net_inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { DAEMONS = 2, ROOM = 16 << 10, GOOD_BYE = 2000, VISIT_SECONDS = 10 };

struct net_listener {
  struct MHD_Daemon *daemons[DAEMONS];  // 127.0.0.1, ::1
  char *host, *path;                    // as they have to be asked for
  char *came;                           // what was asked for; NULL: nobody came
  struct MHD_Connection *visitor;       // who waits for the answer
  const char *words;                    // the answer
};

// ---- Visits

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status, const char *words) {
  buffer page = { 0 };
  buffer_format(&page,
                "<!doctype html><meta charset=utf-8><title>billet</title>"
                "<body style='font:1.2em sans-serif;margin:4em'><p>%s</p>",
                words);
  struct MHD_Response *r = MHD_create_response_from_buffer(page.length, page.text, MHD_RESPMEM_MUST_COPY);
  MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
  MHD_add_response_header(r, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
  MHD_add_response_header(r, "Cache-Control", "no-store");
  MHD_add_response_header(r, "Connection", "close");
  enum MHD_Result result = MHD_queue_response(c, status, r);
  MHD_destroy_response(r);
  buffer_free(&page);
  return result;
}

// The address as it was asked for, before anything of it is decoded.
static void *note_address(void *context, const char *uri, struct MHD_Connection *c) {
  (void)context, (void)c;
  return strdup(uri);
}

static void forget_address(void *context, struct MHD_Connection *c, void **kept, enum MHD_RequestTerminationCode why) {
  net_listener *l = context;
  (void)why;
  if (l->visitor == c) l->visitor = NULL;
  if (*kept) explicit_bzero(*kept, strlen(*kept));
  free(*kept);
  *kept = NULL;
}

// Host: a page of somebody else's, whose name leads to this machine, asks for another one.
static bool is_meant(const net_listener *l, struct MHD_Connection *c, const char *uri) {
  const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
  size_t length = strlen(l->path);
  return host && strcasecmp(host, l->host) == 0 && strncmp(uri, l->path, length) == 0 &&
         (uri[length] == '?' || !uri[length]);
}

static enum MHD_Result visit(void *context, struct MHD_Connection *c, const char *url, const char *method,
                             const char *version, const char *data, size_t *length, void **kept) {
  net_listener *l = context;
  (void)url, (void)version, (void)data;
  *length = 0;
  if (c == l->visitor && l->words) return answer(c, MHD_HTTP_OK, l->words);
  if (!*kept || l->came || !is_meant(l, c, *kept)) return answer(c, MHD_HTTP_NOT_FOUND, "There is nothing here.");
  if (strcmp(method, "GET") != 0) return answer(c, MHD_HTTP_METHOD_NOT_ALLOWED, "This address is only read.");
  buffer whole = { 0 };
  buffer_format(&whole, "http://%s%s", l->host, (const char *)*kept);
  l->came = whole.text;
  l->visitor = c;
  MHD_suspend_connection(c);
  return MHD_YES;
}

// ---- Where it listens

static struct MHD_Daemon *start(net_listener *l, const struct sockaddr *at) {
  unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (at->sa_family == AF_INET6 ? MHD_USE_IPv6 : 0);
  return MHD_start_daemon(flags, 0, NULL, NULL, visit, l, MHD_OPTION_SOCK_ADDR, at, MHD_OPTION_URI_LOG_CALLBACK,
                          note_address, l, MHD_OPTION_NOTIFY_COMPLETED, forget_address, l,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)ROOM, MHD_OPTION_CONNECTION_LIMIT, 16u,
                          MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)VISIT_SECONDS, MHD_OPTION_END);
}

// The name localhost is both: a browser may take either. A machine without IPv6 does with one.
static bool start_all(net_listener *l, const net_url *at, error *e) {
  const struct sockaddr_in four = { .sin_family = AF_INET,
                                    .sin_port = htons((uint16_t)at->port),
                                    .sin_addr = { htonl(INADDR_LOOPBACK) } };
  const struct sockaddr_in6 six = { .sin6_family = AF_INET6,
                                    .sin6_port = htons((uint16_t)at->port),
                                    .sin6_addr = IN6ADDR_LOOPBACK_INIT };
  errno = 0;
  l->daemons[0] = start(l, (const struct sockaddr *)&four);
  int why = errno;
  bool taken = why == EADDRINUSE;
  if (l->daemons[0]) l->daemons[1] = start(l, (const struct sockaddr *)&six);
  taken = taken || (l->daemons[0] && !l->daemons[1] && errno == EADDRINUSE);
  if (l->daemons[0] && !taken) return true;
  return error_set(e, taken ? ERROR_BUSY : ERROR_IO, "port %d: %s", at->port,
                   taken ? "another program listens there" : strerror(why));
}

net_listener *listener_open(const net_url *at, error *e) {
  net_listener *l = calloc(1, sizeof *l);
  buffer host = { 0 };
  buffer_format(&host, at->port == 80 ? "%s" : "%s:%d", at->host, at->port);
  if (l) *l = (net_listener){ .host = host.text, .path = strdup(at->path) };
  if (l && l->path && start_all(l, at, e)) return l;
  if (!l) buffer_free(&host);
  listener_close(l, "");
  return NULL;
}

// ---- Waiting

static int descriptor_of(const net_listener *l, int i) {
  if (!l || !l->daemons[i]) return -1;
  return MHD_get_daemon_info(l->daemons[i], MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

static void serve(net_listener *l) {
  for (int i = 0; l && i < DAEMONS; i++)
    if (l->daemons[i]) MHD_run(l->daemons[i]);
}

net_heard listener_hear(net_listener *l, int descriptor, int milliseconds, arena *a, const char **url) {
  struct pollfd list[DAEMONS + 1] = { { descriptor_of(l, 0), POLLIN, 0 },
                                      { descriptor_of(l, 1), POLLIN, 0 },
                                      { descriptor, POLLIN, 0 } };
  *url = NULL;
  int ready = poll(list, DAEMONS + 1, milliseconds);
  serve(l);
  if (l && l->came) {
    *url = arena_text(a, l->came);
    return NET_HEARD;
  }
  return ready > 0 && list[DAEMONS].revents ? NET_INPUT : NET_QUIET;
}

// The visitor reads what became of it before the server goes: whoever was put off is asked about anew.
static void say_good_bye(net_listener *l, const char *words) {
  struct MHD_Connection *c = l->visitor;
  if (!c) return;
  l->words = words;
  MHD_resume_connection(c);
  for (int waited = 0; l->visitor && waited < GOOD_BYE; waited += 10) {
    serve(l);
    if (l->visitor) poll(NULL, 0, 10);
  }
}

void listener_close(net_listener *l, const char *words) {
  if (!l) return;
  say_good_bye(l, words);
  for (int i = 0; i < DAEMONS; i++)
    if (l->daemons[i]) MHD_stop_daemon(l->daemons[i]);
  if (l->came) explicit_bzero(l->came, strlen(l->came));
  memory_give(l->came);
  memory_give(l->host);
  free(l->path);
  free(l);
}
