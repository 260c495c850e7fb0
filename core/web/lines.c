// Connections by the clock: whoever does not say in time what it wants is dropped, however slowly it goes on talking.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <sys/socket.h>
#include <time.h>

enum { KEPT_MS = 70000 };

int64_t steady_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void forget(web_server *s, line_in *gone) {
  for (line_in **at = &s->lines; *at; at = &(*at)->next)
    if (*at == gone) {
      *at = gone->next;
      s->line_count -= !gone->gone;
      break;
    }
  memory_give(gone->sent);
  memory_give(gone);
}

// One that waits for a next request makes room for one that has a request. Under the server's lock.
static void make_room(web_server *s) {
  line_in *longest = NULL;
  for (line_in *l = s->lines; l; l = l->next)
    if (l->rests && !l->gone && (!longest || l->until < longest->until)) longest = l;
  if (!longest) return;
  longest->gone = true;
  s->line_count--;
  shutdown(longest->descriptor, SHUT_RDWR);
}

void lines_change(void *server, struct MHD_Connection *c, void **kept, enum MHD_ConnectionNotificationCode what) {
  web_server *s = server;
  pthread_mutex_lock(&s->lock);
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    line_in *l = memory_zeroed(1, sizeof *l);
    *l = (line_in){ .descriptor = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
                    .until = steady_now() + s->patience,
                    .next = s->lines };
    if (++s->line_count > WEB_CONNECTIONS) make_room(s);
    s->lines = l;
    *kept = l;
  } else {
    forget(s, *kept);
    *kept = NULL;
  }
  pthread_mutex_unlock(&s->lock);
}

static line_in *line_of(struct MHD_Connection *c) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

void lines_address_is(struct MHD_Connection *c, const char *sent) {
  line_in *l = line_of(c);
  if (!l) return;
  memory_give(l->sent);
  l->sent = memory_text(sent);
}

const char *lines_address(struct MHD_Connection *c) {
  const line_in *l = line_of(c);
  return l && l->sent ? l->sent : "";
}

static void set(struct MHD_Connection *c, web_server *s, int64_t until, bool rests) {
  line_in *l = line_of(c);
  pthread_mutex_lock(&s->lock);
  if (l) l->until = until;
  if (l) l->rests = rests;
  pthread_mutex_unlock(&s->lock);
}

void lines_begin(struct MHD_Connection *c, web_server *s) { set(c, s, 0, false); }
// A browser keeps a line for its next click, which must not come just when the line is given up.
void lines_next(struct MHD_Connection *c, web_server *s) { set(c, s, steady_now() + KEPT_MS, true); }
void lines_allow(struct MHD_Connection *c, web_server *s, int64_t milliseconds) {
  set(c, s, steady_now() + milliseconds, false);
}

void lines_sweep(web_server *s) {
  int64_t now = steady_now();
  pthread_mutex_lock(&s->lock);
  for (line_in *l = s->lines; l; l = l->next)
    if (l->until && l->until < now) shutdown(l->descriptor, SHUT_RDWR);
  pthread_mutex_unlock(&s->lock);
}
