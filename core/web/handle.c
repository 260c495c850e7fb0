// A request from its head to its answer, on the thread of libmicrohttpd.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BODY_TIMES = 3, SPILL = 4 };

static const char signed_out[] =
    "You are not signed in here. Open the address that billet printed when it was started: it lets one person in, "
    "once. For another one end it with Ctrl-C and start it again: billet serve";
static const char used_up[] =
    "This link lets one person in, once, and it was used or is not the last one. Where that was you, the page is open "
    "already. Else end billet with Ctrl-C and start it again: billet serve";

void *handle_address(void *server, const char *uri, struct MHD_Connection *c) {
  (void)server;
  arena *a = arena_new();
  asked *q = arena_alloc(a, sizeof *q);
  *q = (asked){ .arena = a, .sent = arena_text(a, uri), .connection = c, .out = -1 };
  return q;
}

void handle_completed(void *server, struct MHD_Connection *c, void **kept, enum MHD_RequestTerminationCode why) {
  asked *q = *kept;
  (void)why;
  *kept = NULL;
  if (!q) return;
  lines_next(c, server);
  upload_forget(q);
  buffer_free(&q->body);
  buffer_free(&q->text);
  buffer_free(&q->type);
  buffer_free(&q->policy);
  arena_free(q->arena);
}

// ---- The head

static enum MHD_Result count_host(void *count, enum MHD_ValueKind kind, const char *name, const char *value) {
  (void)kind, (void)value;
  *(int *)count += strcasecmp(name, "Host") == 0;
  return MHD_YES;
}

static void read_head(asked *q, const char *method) {
  struct MHD_Connection *c = q->connection;
  int hosts = 0;
  MHD_get_connection_values(c, MHD_HEADER_KIND, count_host, &hosts);
  q->head = (web_head){ .method = arena_text(q->arena, method), .hosts = hosts };
  const struct {
    const char *name, **out;
  } wanted[] = {
    { "Host", &q->head.host },     { "Origin", &q->head.origin },     { "Sec-Fetch-Site", &q->head.site },
    { "Cookie", &q->head.cookie }, { "Content-Type", &q->head.type }, { "X-Billet", &q->head.page },
    { "Accept", &q->head.accept },
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
    *wanted[i].out = MHD_lookup_connection_value(c, MHD_HEADER_KIND, wanted[i].name);
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

static bool has_session(web_server *s, asked *q) {
  char secret[SECRET_TEXT];
  if (guard_cookie(q->head.cookie, s->cookie, secret, sizeof secret) && sessions_know(s->sessions, secret, q->session))
    return true;
  return refuse(q, MHD_HTTP_UNAUTHORIZED, signed_out);
}

static bool let_in(web_server *s, asked *q) {
  if (!address_read(q->sent, q->arena, &q->at)) return refuse(q, MHD_HTTP_BAD_REQUEST, "This address cannot be read.");
  q->kind = guard_kind(&q->head, q->at.path);
  if (!guard_head(&q->head, q->kind, q->at.path, (const char *const *)s->hosts, &q->refusal)) return false;
  if (s->line_count > WEB_CONNECTIONS)
    return refuse(q, MHD_HTTP_SERVICE_UNAVAILABLE, "Too many connections at once: close a window of the page.");
  if (q->kind == WEB_ASSET || (q->kind == WEB_STATE && address_value(&q->at, "token"))) return true;
  return has_session(s, q) && (q->kind == WEB_UPLOAD ? upload_begin(s, q) : fits(q));
}

// A browser that follows somebody else's link keeps the cookie back; the next try, from here, has it.
static bool comes_from_elsewhere(const asked *q) {
  return q->kind == WEB_STATE && q->refusal.status == MHD_HTTP_UNAUTHORIZED && q->head.site &&
         (strcmp(q->head.site, "cross-site") == 0 || strcmp(q->head.site, "same-site") == 0);
}

static enum MHD_Result send_refusal(asked *q) {
  return reply_refuse(q->connection, &q->refusal, guard_lists(q->head.accept, "text/html"), comes_from_elsewhere(q));
}

static enum MHD_Result begin(web_server *s, asked *q, const char *method) {
  q->begun = true;
  read_head(q, method);
  lines_allow(q->connection, s, (int64_t)BODY_TIMES * s->patience);
  return let_in(s, q) ? MHD_YES : send_refusal(q);
}

// ---- What is answered here

static enum MHD_Result send_file(web_server *s, asked *q, const char *name) {
  web_reply r = { .status = MHD_HTTP_OK };
  r.body = asset_find(s->options.assets, name, q->arena, &r.length, &r.type);
  if (r.body) return reply_send(q->connection, &r, NULL, NULL);
  refuse(q, MHD_HTTP_NOT_FOUND, "The page has no such file.");
  return send_refusal(q);
}

// Where to go on: an address of this server, encoded anew.
static void put_place(buffer *b, const char *to) {
  if (!to || to[0] != '/' || to[1] == '/' || to[1] == '\\') to = "/";
  for (; *to; to++)
    if (strchr("/?&=-._~:,", *to) || (*to >= '0' && *to <= '9') || ((*to | 0x20) >= 'a' && (*to | 0x20) <= 'z'))
      buffer_add(b, to, 1);
    else buffer_format(b, "%%%02X", (unsigned char)*to);
}

static enum MHD_Result send_session(web_server *s, asked *q) {
  char secret[SECRET_TEXT];
  buffer place = { 0 };
  if (!sessions_begin(s->sessions, address_value(&q->at, "token"), secret)) {
    refuse(q, MHD_HTTP_FORBIDDEN, used_up);
    return send_refusal(q);
  }
  struct MHD_Response *r = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  put_place(&place, address_value(&q->at, "to"));
  MHD_add_response_header(r, "Location", place.text);
  MHD_add_response_header(r, "Set-Cookie",
                          arena_format(q->arena, "%s=%s; HttpOnly; SameSite=Strict; Path=/", s->cookie, secret));
  reply_guards(r, NULL);
  enum MHD_Result result = MHD_queue_response(q->connection, MHD_HTTP_SEE_OTHER, r);
  MHD_destroy_response(r);
  buffer_free(&place);
  explicit_bzero(secret, sizeof secret);
  return result;
}

static enum MHD_Result stop(web_server *s, asked *q) {
  pthread_mutex_lock(&s->lock);
  bool runs = s->current != NULL;
  s->stop = runs;
  pthread_mutex_unlock(&s->lock);
  const char *text = runs ? "{\"stopping\":true}\n" : "{\"stopping\":false}\n";
  const web_reply r = { .status = MHD_HTTP_OK, .body = text, .length = strlen(text) };
  return reply_send(q->connection, &r, NULL, NULL);
}

// ---- What is handed over

static enum MHD_Result hand_over(web_server *s, asked *q) {
  q->request = (web_request){ .method = q->head.method,
                              .path = q->at.path,
                              .query_count = q->at.query_count,
                              .body = q->body.text ? q->body.text : "",
                              .length = q->body.length,
                              .session = q->session };
  memcpy(q->request.query, q->at.query, sizeof q->at.query);
  q->descriptor = MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  pthread_mutex_lock(&s->lock);
  bool ends = s->ends;
  if (!ends) {
    MHD_suspend_connection(q->connection);
    if (s->last) s->last->next = q;
    else s->first = q;
    s->last = q;
    eventfd_write(s->wakes, 1);
  }
  pthread_mutex_unlock(&s->lock);
  if (!ends) return MHD_YES;
  refuse(q, MHD_HTTP_SERVICE_UNAVAILABLE, "billet serve ends.");
  return send_refusal(q);
}

static enum MHD_Result act(web_server *s, asked *q) {
  switch (q->kind) {
    case WEB_ASSET: return send_file(s, q, q->at.path + strlen("/assets/"));
    case WEB_STATE: return address_value(&q->at, "token") ? send_session(s, q) : send_file(s, q, "index.html");
    case WEB_EVENTS: return streams_begin(s, q->connection);
    case WEB_STOP: return stop(s, q);
    case WEB_UPLOAD: return upload_end(q);
    default: return hand_over(s, q);
  }
}

// What is too long is read for a while, so that the sender hears why it was not taken.
static bool take_data(asked *q, const char *data, size_t length) {
  if (q->kind == WEB_UPLOAD) return upload_add(q, data, length);
  if (q->body.length + length <= WEB_BODY_MAX) buffer_add(&q->body, data, length);
  else q->spilt += length;
  return q->spilt <= (size_t)WEB_BODY_MAX * SPILL;
}

enum MHD_Result handle(void *server, struct MHD_Connection *c, const char *url, const char *method, const char *version,
                       const char *data, size_t *length, void **kept) {
  web_server *s = server;
  asked *q = *kept;
  (void)url, (void)version;
  if (!q) return MHD_NO;
  if (!q->begun) return begin(s, q, method);
  if (*length) {
    bool taken = take_data(q, data, *length);
    *length = 0;
    return taken ? MHD_YES : MHD_NO;
  }
  lines_begin(c, s);
  if (q->answered) return reply_send(c, &q->reply, NULL, NULL);
  if (!q->spilt) return act(s, q);
  refuse(q, MHD_HTTP_CONTENT_TOO_LARGE, "That is more than a command can be: at most 8 MiB.");
  return send_refusal(q);
}
