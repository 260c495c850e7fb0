// A request from its head to its answer, on the thread of libmicrohttpd.
#include "core/base/memory.h"
#include "core/web/web_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BODY_TIMES = 3, SPILL = 4 };

static const char used_up[] =
    "This link lets one person in, once, and it was used or is not the last one. Where that was you, the page is open "
    "already. Else end billet with Ctrl-C and start it again: billet serve";

// A request of which libmicrohttpd itself makes no sense is never completed, so the address alone is kept, by its line.
void *handle_address(void *server, const char *uri, struct MHD_Connection *c) {
  web_server *s = server;
  lines_allow(c, s, s->patience);  // a line that was kept for it: the rest of its head comes soon
  lines_address_is(c, uri);
  return NULL;
}

static asked *asked_new(struct MHD_Connection *c) {
  arena *a = arena_new();
  asked *q = arena_alloc(a, sizeof *q);
  *q = (asked){ .arena = a, .sent = arena_text(a, lines_address(c)), .connection = c, .out = -1 };
  return q;
}

void handle_completed(void *server, struct MHD_Connection *c, void **kept, enum MHD_RequestTerminationCode why) {
  asked *q = *kept;
  (void)why;
  *kept = NULL;
  if (!q) return;
  lines_next(c, server);
  upload_forget(q);
  if ((q->kind == WEB_SIGN_IN || q->made) && q->body.text) explicit_bzero(q->body.text, q->body.length);
  buffer_free(&q->body);
  buffer_free(&q->text);
  buffer_free(&q->type);
  buffer_free(&q->policy);
  arena_free(q->arena);
}

// ---- The head

// A browser that follows somebody else's link keeps the cookie back; the next try, from here, has it.
static bool comes_from_elsewhere(const asked *q) {
  return q->kind == WEB_STATE && q->refusal.status == MHD_HTTP_UNAUTHORIZED && q->head.site &&
         (strcmp(q->head.site, "cross-site") == 0 || strcmp(q->head.site, "same-site") == 0);
}

static enum MHD_Result send_refusal(asked *q) {
  if (q->signs_in && guard_lists(q->head.accept, "text/html"))
    return reply_sign_in(q->connection, &q->refusal, q->sent, comes_from_elsewhere(q));
  return reply_refuse(q->connection, &q->refusal, guard_lists(q->head.accept, "text/html"), comes_from_elsewhere(q));
}

static enum MHD_Result begin(web_server *s, asked *q, const char *method) {
  lines_allow(q->connection, s, (int64_t)BODY_TIMES * s->patience);
  return admit(s, q, method) ? MHD_YES : send_refusal(q);
}

static void refuse(asked *q, int status, const char *words) {
  q->refusal.status = status;
  snprintf(q->refusal.words, sizeof q->refusal.words, "%s", words);
}

// ---- What is answered here

static enum MHD_Result send_file(web_server *s, asked *q, const char *name) {
  asset about;
  const char *bytes = asset_find(s->options.assets, name, q->arena, &about);
  if (bytes) return reply_file(q->connection, bytes, &about);
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

// secret "": the cookie is taken back.
static enum MHD_Result send_cookie(web_server *s, asked *q, const char *secret, const char *to) {
  buffer place = { 0 };
  struct MHD_Response *r = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  put_place(&place, to);
  MHD_add_response_header(r, "Location", place.text);
  MHD_add_response_header(r, "Set-Cookie",
                          arena_format(q->arena, "%s=%s; HttpOnly; SameSite=Strict; Path=/%s%s", s->cookie, secret,
                                       guard_is_secure(&q->head) ? "; Secure" : "", *secret ? "" : "; Max-Age=0"));
  reply_guards(r, NULL);
  enum MHD_Result result = MHD_queue_response(q->connection, MHD_HTTP_SEE_OTHER, r);
  MHD_destroy_response(r);
  buffer_free(&place);
  return result;
}

static enum MHD_Result send_session(web_server *s, asked *q) {
  char secret[SECRET_TEXT];
  if (!sessions_begin(s->sessions, address_value(&q->at, "token"), secret)) {
    refuse(q, MHD_HTTP_FORBIDDEN, used_up);
    return send_refusal(q);
  }
  enum MHD_Result result = send_cookie(s, q, secret, address_value(&q->at, "to"));
  explicit_bzero(secret, sizeof secret);
  return result;
}

static enum MHD_Result send_answer(web_server *s, asked *q) {
  char secret[SECRET_TEXT];
  if (q->reply.signed_in) {
    sessions_admit(s->sessions, q->reply.signed_in, q->reply.generation, steady_now(), secret);
    enum MHD_Result result = send_cookie(s, q, secret, address_value(&q->at, "to"));
    explicit_bzero(secret, sizeof secret);
    return result;
  }
  if (q->kind != WEB_SIGN_IN) return reply_send(q->connection, &q->reply, NULL, NULL);
  refuse(q, q->reply.status, q->reply.body);
  q->signs_in = true;
  return send_refusal(q);
}

static enum MHD_Result sign_out(web_server *s, asked *q) {
  char secret[SECRET_TEXT];
  if (guard_cookie(q->head.cookie, s->cookie, secret, sizeof secret)) sessions_end(s->sessions, secret);
  if (s->options.users && address_value(&q->at, "everywhere")) sessions_sign_out(s->sessions, q->who.user);
  return send_cookie(s, q, "", "/");
}

static enum MHD_Result stop(web_server *s, asked *q) {
  pthread_mutex_lock(&s->lock);
  bool runs = s->current && strcmp(s->current->who.user, q->who.user) == 0;
  if (runs) s->stop = true;
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
                              .user = s->options.users && q->kind != WEB_SIGN_IN ? q->who.user : NULL,
                              .generation = q->who.generation,
                              .address = q->address,
                              .session = q->who.name };
  memcpy(q->request.query, q->at.query, sizeof q->at.query);
  q->descriptor = MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  pthread_mutex_lock(&s->lock);
  bool ends = s->ends;
  if (!ends) {
    MHD_suspend_connection(q->connection);
    server_queue(s, q);
  }
  pthread_mutex_unlock(&s->lock);
  if (!ends) return MHD_YES;
  refuse(q, MHD_HTTP_SERVICE_UNAVAILABLE, "billet serve ends.");
  return send_refusal(q);
}

static enum MHD_Result sign_in(web_server *s, asked *q) {
  if (form_read(q->body.text ? q->body.text : "", q->arena, &q->at)) return hand_over(s, q);
  refuse(q, MHD_HTTP_BAD_REQUEST, "This form cannot be read.");
  return send_refusal(q);
}

static enum MHD_Result act(web_server *s, asked *q) {
  switch (q->kind) {
    case WEB_ASSET: return send_file(s, q, q->at.path + strlen("/assets/"));
    case WEB_STATE: return address_value(&q->at, "token") ? send_session(s, q) : send_file(s, q, "index.html");
    case WEB_EVENTS: return streams_begin(s, q->connection, &q->who);
    case WEB_SIGN_IN: return sign_in(s, q);
    case WEB_SIGN_OUT: return sign_out(s, q);
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
  if (!q) return begin(s, *kept = asked_new(c), method);
  if (*length) {
    bool taken = take_data(q, data, *length);
    *length = 0;
    return taken ? MHD_YES : MHD_NO;
  }
  lines_begin(c, s);
  if (q->answered) return send_answer(s, q);
  if (!q->spilt) return act(s, q);
  refuse(q, MHD_HTTP_CONTENT_TOO_LARGE, "That is more than a command can be: at most 8 MiB.");
  return send_refusal(q);
}
