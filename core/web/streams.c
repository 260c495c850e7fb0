// Streams of events (text/event-stream): what is told reaches everybody who listens, and none of them waits for
// another.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 4096, BEHIND_MAX = 256 << 10 };

// Sends what waits; where nothing does the connection sleeps until something is told.
static ssize_t read_stream(void *context, uint64_t at, char *out, size_t room) {
  stream *t = context;
  (void)at;
  pthread_mutex_lock(&t->server->lock);
  size_t length = t->waiting.length < room ? t->waiting.length : room;
  ssize_t result = (ssize_t)length;
  if (length) {
    memcpy(out, t->waiting.text, length);
    memmove(t->waiting.text, t->waiting.text + length, t->waiting.length - length);
    t->waiting.length -= length;
  } else if (t->ends) result = MHD_CONTENT_READER_END_OF_STREAM;
  else {
    t->suspended = true;
    MHD_suspend_connection(t->connection);
  }
  pthread_mutex_unlock(&t->server->lock);
  return result;
}

static void end_stream(void *context) {
  stream *t = context;
  web_server *s = t->server;
  pthread_mutex_lock(&s->lock);
  for (stream **at = &s->streams; *at; at = &(*at)->next)
    if (*at == t) {
      *at = t->next;
      break;
    }
  pthread_mutex_unlock(&s->lock);
  buffer_free(&t->waiting);
  memory_give(t);
}

// Under the server's lock.
static void wake(stream *t) {
  if (!t->suspended) return;
  t->suspended = false;
  MHD_resume_connection(t->connection);
}

enum MHD_Result streams_begin(web_server *s, struct MHD_Connection *c, const known *who) {
  stream *t = memory_zeroed(1, sizeof *t);
  *t = (stream){ .server = s,
                 .connection = c,
                 .descriptor = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd };
  t->who = *who;
  buffer_text(&t->waiting, "retry: 1000\n\n");
  struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, t, end_stream);
  if (!r) {
    buffer_free(&t->waiting);
    memory_give(t);
    return MHD_NO;
  }
  pthread_mutex_lock(&s->lock);
  t->ends = s->ends;
  if (s->last_change.text) buffer_add(&t->waiting, s->last_change.text, s->last_change.length);
  t->next = s->streams;
  s->streams = t;
  pthread_mutex_unlock(&s->lock);
  MHD_add_response_header(r, "Content-Type", "text/event-stream");
  MHD_add_response_header(r, "X-Accel-Buffering", "no");  // a proxy in between is not to gather them
  reply_guards(r, NULL);
  enum MHD_Result result = MHD_queue_response(c, MHD_HTTP_OK, r);
  MHD_destroy_response(r);
  return result;
}

// Whoever reads too slowly loses what it did not read: the next change says how things are by then.
static void tell_all(web_server *s, const char *text) {
  pthread_mutex_lock(&s->lock);
  for (stream *t = s->streams; t; t = t->next)
    if (t->waiting.length < BEHIND_MAX) {
      buffer_text(&t->waiting, text);
      wake(t);
    }
  pthread_mutex_unlock(&s->lock);
}

static void keep_change(web_server *s, const char *text) {
  pthread_mutex_lock(&s->lock);
  s->last_change.length = 0;
  buffer_text(&s->last_change, text);
  pthread_mutex_unlock(&s->lock);
}

void streams_tell(web_server *s, const char *event, const char *data) {
  buffer b = { 0 };
  buffer_format(&b, "event: %s\ndata: %s\n\n", event, data);
  if (strcmp(event, "changed") == 0) keep_change(s, b.text);
  tell_all(s, b.text);
  buffer_free(&b);
}

void streams_beat(web_server *s) { tell_all(s, ":\n\n"); }

void streams_sweep(web_server *s) {
  const int64_t now = steady_now();
  pthread_mutex_lock(&s->lock);
  for (stream *t = s->streams; t; t = t->next) {
    struct pollfd line = { t->descriptor, POLLRDHUP, 0 };
    if (poll(&line, 1, 0) <= 0 && sessions_live(s->sessions, &t->who, now)) continue;
    t->ends = true;
    wake(t);
  }
  pthread_mutex_unlock(&s->lock);
}

int streams_count(web_server *s) {
  int count = 0;
  pthread_mutex_lock(&s->lock);
  for (const stream *t = s->streams; t; t = t->next) count++;
  pthread_mutex_unlock(&s->lock);
  return count;
}

void streams_end(web_server *s, const char *user) {
  for (stream *t = s->streams; t; t = t->next)
    if (!user || strcmp(user, t->who.user) == 0) {
      t->ends = true;
      wake(t);
    }
}
