// Requests to a server, by libcurl. What matters is to know afterwards whether a request may have been taken: it never
// goes out twice, nothing is followed, and what comes back counts as a whole or not at all.
#include "core/base/text.h"
#include "core/net/net_inside.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
  CONNECT_SECONDS = 30,
  HEADERS_MAX = 256 << 10,  // bytes of an answer's headers
  IDLE_SECONDS = 20,        // after which a connection is not trusted any more
  WAIT_MAX = 366 * 86400,
  MILLION = 1000000,
};

struct net_client {
  CURL *curl;
};

// The request at hand.
typedef struct exchange {
  const net_request *request;
  CURL *curl;
  bool asks;     // it changes nothing there
  int left;      // how often it began to leave
  bool stopped;  // taken back
  bool quiet;    // nothing came for too long
  int64_t heard, bytes;
  buffer body;
  size_t headers;
  const char *fault;  // why the answer cannot be read
  char why[CURL_ERROR_SIZE];
} exchange;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec;
}

// ---- What libcurl calls

// The connection stands, and not one byte of the request is on it. libcurl repeats a request whose connection, used
// before, was closed without a word (Curl_retry_request): the other side may have taken it all the same, so that what
// changes something there must not go out a second time.
static int about_to_leave(void *context, char *ip, char *own, int port, int own_port) {
  exchange *x = context;
  (void)ip, (void)own, (void)port, (void)own_port;
  if (x->left && !x->asks) return CURL_PREREQFUNC_ABORT;
  if (x->request->stop && x->request->stop()) {
    x->stopped = true;
    return CURL_PREREQFUNC_ABORT;
  }
  x->left++;
  x->heard = now();
  return CURL_PREREQFUNC_OK;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  exchange *x = context;
  size_t length = size * count;
  if (x->body.length + length > NET_BODY_MAX) {
    x->fault = "the answer is longer than 16 MB";
    return 0;
  }
  buffer_add(&x->body, bytes, length);
  return length;
}

// "name: value" of a header of that name; NULL where it is another one.
static const char *header_value(const char *line, size_t length, const char *name) {
  size_t n = strlen(name);
  return length > n && line[n] == ':' && strncasecmp(line, name, n) == 0 ? line + n + 1 : NULL;
}

static bool header_says(const char *value, size_t length, const char *word) {
  const char *start = text_trimmed(value, &length);
  return length == strlen(word) && strncasecmp(start, word, length) == 0;
}

// An encoding that nobody asked for is not undone: a few bytes may unfold to any length. libcurl undoes that of the
// transfer without being asked, so that the answer ends at its name.
static size_t take_header(char *line, size_t size, size_t count, void *context) {
  exchange *x = context;
  size_t length = size * count;
  const char *content = header_value(line, length, "content-encoding"),
             *transfer = header_value(line, length, "transfer-encoding");
  if ((x->headers += length) > HEADERS_MAX) x->fault = "the answer has more than 256 KB of headers";
  if (content && !header_says(content, (size_t)(line + length - content), "identity"))
    x->fault = "the answer is compressed, which nobody asked for";
  if (transfer && !header_says(transfer, (size_t)(line + length - transfer), "chunked"))
    x->fault = "the answer is compressed, which nobody asked for";
  return x->fault ? 0 : length;
}

static bool goes_on(exchange *x, int64_t bytes) {
  const net_request *r = x->request;
  if (bytes != x->bytes) x->heard = now();
  x->bytes = bytes;
  x->quiet = x->left && now() - x->heard >= r->seconds;
  x->stopped = (x->asks || !x->left) && r->stop && r->stop();
  return !x->quiet && !x->stopped;
}

static int look_up(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up) {
  (void)down_total, (void)up_total;
  return !goes_on(context, down + up + (int64_t)((exchange *)context)->headers);
}

// ---- The request

static void set_method(CURL *curl, const net_request *r) {
  curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
  if (r->body || strcmp(r->method, "POST") == 0) {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, r->body ? r->body : "");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)(r->body ? r->length : 0));
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, r->method);
}

static void set_limits(CURL *curl, const net_request *r) {
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)(r->seconds < CONNECT_SECONDS ? r->seconds : CONNECT_SECONDS));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 3L * r->seconds);
  curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)NET_BODY_MAX);
  curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
}

// HTTP/1.1: one request on a connection at a time, and its end is the end of its bytes.
static void set_rules(CURL *curl) {
  net_plain(curl);
  net_trust(curl);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "billet");
}

static void set_callbacks(exchange *x) {
  curl_easy_setopt(x->curl, CURLOPT_PREREQFUNCTION, about_to_leave);
  curl_easy_setopt(x->curl, CURLOPT_PREREQDATA, x);
  curl_easy_setopt(x->curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(x->curl, CURLOPT_WRITEDATA, x);
  curl_easy_setopt(x->curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(x->curl, CURLOPT_HEADERDATA, x);
  curl_easy_setopt(x->curl, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_easy_setopt(x->curl, CURLOPT_XFERINFODATA, x);
  curl_easy_setopt(x->curl, CURLOPT_ERRORBUFFER, x->why);
}

static bool add_line(struct curl_slist **list, const char *name, const char *value) {
  buffer line = { 0 };
  buffer_format(&line, *value ? "%s: %s" : "%s:%s", name, value);
  struct curl_slist *longer = curl_slist_append(*list, line.text);
  if (longer) *list = longer;
  explicit_bzero(line.text, line.length);
  buffer_free(&line);
  return longer != NULL;
}

// Expect: a server that does not know it would be sent the request a second time. Accept-Encoding: without it a server
// may choose.
static struct curl_slist *header_lines(const net_request *r) {
  struct curl_slist *list = NULL;
  bool ok = add_line(&list, "Expect", "") && add_line(&list, "Accept-Encoding", "identity") &&
            add_line(&list, "Content-Type", r->body && r->type ? r->type : "");
  for (size_t i = 0; ok && i < r->header_count; i++) ok = add_line(&list, r->headers[i].name, r->headers[i].value);
  if (ok) return list;
  curl_slist_free_all(list);
  return NULL;
}

static void forget_lines(struct curl_slist *list) {
  for (struct curl_slist *line = list; line; line = line->next) explicit_bzero(line->data, strlen(line->data));
  curl_slist_free_all(list);
}

// ---- What may be asked

static bool is_word(const char *text) {
  for (const char *c = text; *c; c++)
    if (!isalnum((unsigned char)*c) && !strchr("-_", *c)) return false;
  return *text;
}

static bool is_line(const char *text) {
  for (const char *c = text; *c; c++)
    if ((unsigned char)*c < ' ' || *c == 127) return false;
  return true;
}

static const char *refusal(const net_request *r, arena *a) {
  net_url url;
  error e = { 0 };
  if (!net_url_read(r->url, a, &url, &e)) return arena_text(a, e.message);
  bool https = strcmp(url.scheme, "https") == 0, http = strcmp(url.scheme, "http") == 0;
  if (!https && !(http && url.loopback))
    return arena_format(a, "%s://%s: nothing is sent but by https, or by http on this machine", url.scheme, url.host);
  bool good = is_word(r->method) && (!r->type || is_line(r->type));
  for (size_t i = 0; i < r->header_count; i++)
    good = good && is_word(r->headers[i].name) && is_line(r->headers[i].value);
  return good ? NULL : "a header that is no line";
}

// ---- What came

// Seconds, or a date, which is compared with the other side's own clock where it tells it.
static int64_t wait_of(CURL *curl) {
  struct curl_header *after, *date;
  if (curl_easy_header(curl, "Retry-After", 0, CURLH_HEADER, -1, &after) != CURLHE_OK) return -1;
  size_t digits = strspn(after->value, "0123456789");
  int64_t wait = -1;
  if (digits && !after->value[digits]) wait = digits < 9 ? strtoll(after->value, NULL, 10) : WAIT_MAX;
  else {
    time_t until = curl_getdate(after->value, NULL), from = time(NULL);
    if (curl_easy_header(curl, "Date", 0, CURLH_HEADER, -1, &date) == CURLHE_OK &&
        curl_getdate(date->value, NULL) != -1)
      from = curl_getdate(date->value, NULL);
    if (until != -1) wait = until > from ? until - from : 0;
  }
  return wait > WAIT_MAX ? WAIT_MAX : wait;
}

static bool ends_so(const char *name, const char *ending) {
  size_t length = strlen(name), n = strlen(ending);
  return length >= n && strcasecmp(name + length - n, ending) == 0;
}

static const char *trace_of(CURL *curl, arena *a) {
  for (struct curl_header *h = NULL; (h = curl_easy_nextheader(curl, CURLH_HEADER, -1, h));)
    if (ends_so(h->name, "request-id") || ends_so(h->name, "correlation-id") || ends_so(h->name, "_tid"))
      return *h->value && is_line(h->value) ? arena_text(a, h->value) : NULL;
  return NULL;
}

// Where to, by scheme and host alone: the rest may hold what nobody should read.
static const char *redirect_of(CURL *curl, arena *a) {
  const char *to = NULL;
  net_url url;
  error e = { 0 };
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &to);
  if (!to) return NULL;
  if (!net_url_read(to, a, &url, &e)) return "a redirect to no address: not followed";
  return arena_format(a, "a redirect to %s://%s: not followed", url.scheme, url.host);
}

static void take_answer(exchange *x, arena *a, net_reply *out) {
  const char *type = NULL;
  curl_easy_getinfo(x->curl, CURLINFO_CONTENT_TYPE, &type);
  out->kind = NET_ANSWERED;
  out->body = arena_copy(a, x->body.text ? x->body.text : "", x->body.length);
  out->length = x->body.length;
  out->type = arena_text(a, type);
  out->message = redirect_of(x->curl, a);
}

static const char *what_happened(const exchange *x, CURLcode result, arena *a) {
  if (x->fault) return x->fault;
  if (x->stopped) return x->left ? "interrupted" : "interrupted before it was sent";
  if (x->quiet) return arena_format(a, "nothing came for %d seconds", x->request->seconds);
  if (result == CURLE_FILESIZE_EXCEEDED) return "the answer is longer than 16 MB";
  if (result == CURLE_ABORTED_BY_CALLBACK) return "the connection was closed without an answer";
  if (result == CURLE_OPERATION_TIMEDOUT && x->left)
    return arena_format(a, "no whole answer came in %d seconds", 3 * x->request->seconds);
  return arena_text(a, *x->why ? x->why : curl_easy_strerror(result));
}

static void tell(exchange *x, CURLcode result, arena *a, net_reply *out) {
  long status = 0;
  curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE, &status);
  *out = (net_reply){ .kind = x->left ? NET_CUT_OFF : NET_NEVER_LEFT, .wait = -1 };
  out->status = x->left ? (int)status : 0;
  if (status) out->wait = wait_of(x->curl), out->trace = trace_of(x->curl, a);
  if (result == CURLE_OK) take_answer(x, a, out);
  else out->message = what_happened(x, result, a);
}

// ---- The client

net_client *http_open(error *e) {
  net_client *c = calloc(1, sizeof *c);
  if (c) c->curl = net_curl_open(e);
  else error_set(e, ERROR_IO, "out of memory");
  if (c && c->curl) return c;
  free(c);
  return NULL;
}

void http_close(net_client *c) {
  if (!c) return;
  curl_easy_cleanup(c->curl);
  free(c);
}

void http_ask(net_client *c, const net_request *r, arena *a, net_reply *out) {
  exchange x = { .request = r, .curl = c->curl, .asks = strcmp(r->method, "GET") == 0 };
  *out = (net_reply){ .kind = NET_NEVER_LEFT, .wait = -1, .message = refusal(r, a) };
  struct curl_slist *lines = out->message ? NULL : header_lines(r);
  if (!lines) {
    if (!out->message) out->message = "out of memory";
    return;
  }
  curl_easy_reset(c->curl);
  set_rules(c->curl);
  set_limits(c->curl, r);
  set_callbacks(&x);
  set_method(c->curl, r);
  curl_easy_setopt(c->curl, CURLOPT_URL, r->url);
  curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, lines);
  tell(&x, curl_easy_perform(c->curl), a, out);
  curl_easy_reset(c->curl);
  forget_lines(lines);
  buffer_free(&x.body);
}
