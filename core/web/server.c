// The server: its thread, its clock, and the requests that go from one thread to the other and back.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { IDLE_SECONDS = 60, BEAT_TICKS = 15, MORE_CONNECTIONS = 8 };

// ---- The clock

static void *run_clock(void *server) {
  web_server *s = server;
  struct timespec at;
  pthread_mutex_lock(&s->lock);
  for (int ticks = 1; !s->ends; ticks++) {
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec++;
    pthread_cond_timedwait(&s->tick, &s->lock, &at);
    pthread_mutex_unlock(&s->lock);
    lines_sweep(s);
    streams_sweep(s);
    if (ticks % BEAT_TICKS == 0) streams_beat(s);
    pthread_mutex_lock(&s->lock);
  }
  pthread_mutex_unlock(&s->lock);
  return NULL;
}

static void end_clock(web_server *s) {
  pthread_mutex_lock(&s->lock);
  s->ends = true;
  pthread_cond_signal(&s->tick);
  pthread_mutex_unlock(&s->lock);
  pthread_join(s->clock, NULL);
}

// ---- Opening

typedef union endpoint {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
} endpoint;

static bool endpoint_read(const web_options *o, endpoint *out, error *e) {
  const uint16_t port = htons((uint16_t)o->port);
  *out = (endpoint){ .four = { .sin_family = AF_INET, .sin_port = port } };
  if (inet_pton(AF_INET, o->address, &out->four.sin_addr) == 1) return true;
  *out = (endpoint){ .six = { .sin6_family = AF_INET6, .sin6_port = port } };
  if (inet_pton(AF_INET6, o->address, &out->six.sin6_addr) == 1) return true;
  return error_set(e, ERROR_INVALID, "\"%.80s\" is no address in numbers", o->address);
}

// Where several are served, the names that it was given come first.
static void name_hosts(web_server *s) {
  size_t count = 0;
  for (size_t i = 0; i < WEB_HOSTS && s->options.hosts[i]; i++) s->hosts[count++] = memory_text(s->options.hosts[i]);
  static const char *const loopback[] = { "127.0.0.1", "localhost", "[::1]" };
  s->port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  snprintf(s->cookie, sizeof s->cookie, "billet-%d", s->port);
  for (size_t i = 0; i < sizeof loopback / sizeof *loopback; i++) {
    buffer host = { 0 };
    buffer_format(&host, "%s:%d", loopback[i], s->port);
    s->hosts[count++] = host.text;
  }
}

static bool start(web_server *s, error *e) {
  endpoint at;
  if (!endpoint_read(&s->options, &at, e)) return false;
  unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                   (at.any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0);
  pthread_mutex_lock(&s->lock);  // for which everybody waits who comes before the server knows its names (lines_change)
  errno = 0;
  s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR, &at.any,
                               MHD_OPTION_URI_LOG_CALLBACK, handle_address, s, MHD_OPTION_NOTIFY_COMPLETED,
                               handle_completed, s, MHD_OPTION_NOTIFY_CONNECTION, lines_change, s,
                               MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)WEB_HEAD_MAX, MHD_OPTION_CONNECTION_LIMIT,
                               (unsigned)WEB_CONNECTIONS + MORE_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                               (unsigned)IDLE_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
  const int why = errno;
  if (s->daemon) name_hosts(s);
  pthread_mutex_unlock(&s->lock);
  if (s->daemon) return true;
  bool taken = why == EADDRINUSE;
  error_set(e, taken ? ERROR_BUSY : ERROR_IO, "port %d of %s: %s", s->options.port, s->options.address,
            taken ? "another program listens there" : strerror(why));
  return taken ? error_hint(e, "without --port billet takes one that is free") : false;
}

// Signals are for the program's own thread.
static bool start_threads(web_server *s, error *e) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool ok = start(s, e), clock = ok && pthread_create(&s->clock, NULL, run_clock, s) == 0;
  if (ok && (!clock || !passwords_start(s))) {
    if (clock) end_clock(s);
    MHD_stop_daemon(s->daemon);
    ok = error_set(e, ERROR_IO, "no thread can be started");
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return ok;
}

static void forget(web_server *s) {
  for (size_t i = 0; s->hosts[i]; i++) memory_give(s->hosts[i]);
  sessions_close(s->sessions);
  if (s->wakes >= 0) close(s->wakes);
  buffer_free(&s->last_change);
  pthread_mutex_destroy(&s->lock);
  pthread_cond_destroy(&s->tick);
  pthread_cond_destroy(&s->checks);
  memory_give(s);
}

// $BILLET_SERVE_MS shortens how long a client may take, for tests that cannot wait.
static int patience_of(void) {
  enum { LONGEST_MS = 10000 };
  const char *given = getenv("BILLET_SERVE_MS");
  long ms = given ? strtol(given, NULL, 10) : 0;
  return ms > 0 && ms < LONGEST_MS ? (int)ms : LONGEST_MS;
}

static bool read_proxies(web_server *s, error *e) {
  for (; s->proxy_count < WEB_PROXIES && s->options.proxies[s->proxy_count]; s->proxy_count++)
    if (!ip_range_read(s->options.proxies[s->proxy_count], &s->proxies[s->proxy_count]))
      return error_set(e, ERROR_USAGE, "--trusted-proxy: \"%.60s\" is no range of addresses, such as 10.0.0.5/32",
                       s->options.proxies[s->proxy_count]);
  return true;
}

static web_server *server_open(const web_options *options, error *e) {
  web_server *s = memory_zeroed(1, sizeof *s);
  s->options = *options;
  s->patience = patience_of();
  pthread_mutex_init(&s->lock, NULL);
  pthread_cond_init(&s->tick, NULL);
  s->sessions = sessions_open();
  s->wakes = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  pthread_cond_init(&s->checks, NULL);
  if (s->wakes >= 0 && read_proxies(s, e) && start_threads(s, e)) return s;
  forget(s);
  return NULL;
}

// ---- Requests on their way

static const web_request *server_wait(web_server *s, int milliseconds) {
  eventfd_t count;
  struct pollfd wakes = { s->wakes, POLLIN, 0 };
  pthread_mutex_lock(&s->lock);
  bool none = !s->first;
  pthread_mutex_unlock(&s->lock);
  if (none && poll(&wakes, 1, milliseconds) > 0) eventfd_read(s->wakes, &count);
  pthread_mutex_lock(&s->lock);
  asked *q = s->first;
  if (q) s->first = q->next;
  if (q) q->next = NULL;
  if (!s->first) s->last = NULL;
  if (q) s->current = q;
  if (q) s->stop = false;
  pthread_mutex_unlock(&s->lock);
  return q ? &q->request : NULL;
}

// Under the server's lock.
static void give(asked *q, const web_reply *r) {
  buffer_add(&q->text, r->body, r->length);
  q->reply = (web_reply){ .status = r->status, .body = q->text.text ? q->text.text : "", .length = r->length };
  if (r->type) {
    buffer_text(&q->type, r->type);
    q->reply.type = q->type.text;
  }
  q->reply.generation = r->generation;
  if (r->signed_in) q->reply.signed_in = arena_text(q->arena, r->signed_in);
  if (r->policy) {
    buffer_text(&q->policy, r->policy);
    q->reply.policy = q->policy.text;
  }
  q->answered = true;
  MHD_resume_connection(q->connection);
}

static void server_answer(web_server *s, const web_request *r, const web_reply *reply) {
  asked *q = (asked *)r;
  pthread_mutex_lock(&s->lock);
  s->current = NULL;
  give(q, reply);
  pthread_mutex_unlock(&s->lock);
}

static void server_again(web_server *s, const web_request *r) {
  pthread_mutex_lock(&s->lock);
  s->current = (asked *)r;
  pthread_mutex_unlock(&s->lock);
}

static bool server_stopped(web_server *s) { return s->stop; }

// Whoever has closed the connection of the current request: it sleeps, so nobody else looks.
static bool server_left(web_server *s) {
  pthread_mutex_lock(&s->lock);
  struct pollfd line = { s->current ? s->current->descriptor : -1, POLLRDHUP, 0 };
  pthread_mutex_unlock(&s->lock);
  return line.fd >= 0 && poll(&line, 1, 0) > 0 && (line.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

static int server_port(const web_server *s) { return s->port; }

static const char *server_link(const web_server *s, arena *a) {
  if (s->options.users) return arena_format(a, "https://%s/", s->hosts[0]);
  return arena_format(a, "http://%s/?token=%s", s->hosts[0], sessions_link(s->sessions));
}

static void server_sign_out(web_server *s, const char *user) {
  sessions_sign_out(s->sessions, user);
  pthread_mutex_lock(&s->lock);
  streams_end(s, user);
  pthread_mutex_unlock(&s->lock);
}

// ---- Ending

static void server_close(web_server *s) {
  static const char words[] = "{\"error\":{\"code\":\"interrupted\",\"message\":\"billet serve ended\"}}\n";
  const web_reply r = { .status = MHD_HTTP_SERVICE_UNAVAILABLE, .body = words, .length = sizeof words - 1 };
  if (!s) return;
  pthread_mutex_lock(&s->lock);
  s->ends = true;
  for (asked *q = s->first; q; q = q->next) give(q, &r);
  for (asked *q = s->to_check; q; q = q->next) give(q, &r);
  s->first = s->last = s->to_check = NULL;
  streams_end(s, NULL);
  pthread_cond_signal(&s->checks);
  pthread_mutex_unlock(&s->lock);
  end_clock(s);
  pthread_join(s->checker, NULL);
  pthread_mutex_lock(&s->lock);
  for (asked *q = s->first; q; q = q->next) give(q, &r);  // what was compared meanwhile
  pthread_mutex_unlock(&s->lock);
  for (int i = 0; i < 20 && streams_count(s); i++) poll(NULL, 0, 10);  // they end by themselves, cleanly
  MHD_stop_daemon(s->daemon);
  forget(s);
}

// The one name that the module shows.
extern const web_module billet_web;
__attribute__((visibility("default"))) const web_module billet_web = { .version = WEB_MODULE_VERSION,
                                                                       .open = server_open,
                                                                       .close = server_close,
                                                                       .port = server_port,
                                                                       .link = server_link,
                                                                       .wait = server_wait,
                                                                       .answer = server_answer,
                                                                       .again = server_again,
                                                                       .tell = streams_tell,
                                                                       .streams = streams_count,
                                                                       .hash = password_hash,
                                                                       .check = password_check,
                                                                       .hash_aside = password_hash_aside,
                                                                       .sign_out = server_sign_out,
                                                                       .stopped = server_stopped,
                                                                       .left = server_left };
