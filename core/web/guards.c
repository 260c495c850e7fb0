// Who may ask what, by the head of a request alone: pure functions, each refusal in words that help.
#include "core/web/web_inside.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool guard_lists(const char *header, const char *word) {
  size_t length = strlen(word);
  for (const char *at = header ? header : ""; *at;) {
    at += strspn(at, " \t,");
    size_t item = strcspn(at, ",;");
    size_t bare = item;
    while (bare && (at[bare - 1] == ' ' || at[bare - 1] == '\t')) bare--;
    if (bare == length && strncasecmp(at, word, length) == 0) return true;
    at += strcspn(at, ",");
  }
  return false;
}

bool guard_cookie(const char *cookies, const char *name, char *out, size_t room) {
  size_t length = strlen(name);
  for (const char *at = cookies ? cookies : ""; *at;) {
    at += strspn(at, " ;");
    size_t item = strcspn(at, ";");
    if (item > length && strncmp(at, name, length) == 0 && at[length] == '=') {
      size_t value = item - length - 1;
      if (value >= room) return false;
      memcpy(out, at + length + 1, value);
      out[value] = '\0';
      return true;
    }
    at += item;
  }
  return false;
}

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

static web_kind change_kind(const char *path) {
  if (strcmp(path, "/stop") == 0) return WEB_STOP;
  if (strcmp(path, "/sign-in") == 0) return WEB_SIGN_IN;
  if (strcmp(path, "/sign-out") == 0) return WEB_SIGN_OUT;
  return upload_is(path) ? WEB_UPLOAD : WEB_CHANGE;
}

web_kind guard_kind(const web_head *h, const char *path) {
  if (strcmp(h->method, "POST") == 0) return change_kind(path);
  if (begins(path, "/assets/")) return WEB_ASSET;
  if (strcmp(path, "/events") == 0) return WEB_EVENTS;
  if (begins(path, "/document/") || begins(path, "/plain/")) return WEB_DATA;
  return strcmp(path, "/") == 0 || guard_lists(h->accept, "text/html") ? WEB_STATE : WEB_DATA;
}

static bool refuse(web_refusal *out, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));
static bool refuse(web_refusal *out, int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  out->status = status;
  vsnprintf(out->words, sizeof out->words, format, arguments);
  va_end(arguments);
  return false;
}

static bool host_is_own(const web_head *h, const char *const *hosts, web_refusal *out) {
  if (h->hosts != 1)
    return refuse(out, MHD_HTTP_BAD_REQUEST, "A request names one host, in one line \"Host: %s\".", hosts[0]);
  for (; *hosts; hosts++)
    if (strcasecmp(h->host, *hosts) == 0) return true;
  return refuse(out, MHD_HTTP_MISDIRECTED_REQUEST,
                "This server is not called \"%.80s\". Open it by the address that billet printed. If that name is "
                "yours, start it with: billet serve --listen ADDRESS --host NAME",
                h->host);
}

// How long a body is must not be read in two ways: what a proxy takes for a body would be a request to us.
static bool body_is_clear(const web_head *h, web_refusal *out) {
  bool clear = !h->misnamed && h->lengths + h->codings <= 1;
  if (clear && (!h->coding || strcasecmp(h->coding, "chunked") == 0)) return true;
  return refuse(out, MHD_HTTP_BAD_REQUEST,
                "How long this request is can be read in two ways; right would be one line, \"Content-Length\" or "
                "\"Transfer-Encoding: chunked\".");
}

bool guard_is_secure(const web_head *h) {
  return h->proxied && h->forwarded_proto && strcasecmp(h->forwarded_proto, "https") == 0;
}

// An address as browsers say where a request comes from: the scheme with a host of this server.
static bool origin_is_own(const web_head *h, const char *const *hosts) {
  const char *scheme = guard_is_secure(h) ? "https://" : "http://";
  if (!begins(h->origin, scheme)) return false;
  for (; *hosts; hosts++)
    if (strcasecmp(h->origin + strlen(scheme), *hosts) == 0) return true;
  return false;
}

// Where it comes from, as the browser says: from a page of this server.
static bool comes_from_here(const web_head *h, const char *const *hosts, web_refusal *out) {
  if (h->origin && !origin_is_own(h, hosts))
    return refuse(out, MHD_HTTP_FORBIDDEN,
                  "A page of \"%.80s\" may not change anything here; right would be \"Origin: %s://%s\".", h->origin,
                  guard_is_secure(h) ? "https" : "http", hosts[0]);
  if (h->site && strcmp(h->site, "same-origin") != 0)
    return refuse(out, MHD_HTTP_FORBIDDEN,
                  "Another site may not change anything here; right would be \"Sec-Fetch-Site: same-origin\".");
  return true;
}

// A custom header cannot be sent from another site without asking, and this server never allows it.
static bool change_is_own(const web_head *h, const char *const *hosts, web_refusal *out) {
  if (!h->page || strcmp(h->page, "page") != 0)
    return refuse(out, MHD_HTTP_FORBIDDEN, "A change is sent with the header line \"X-Billet: page\".");
  return comes_from_here(h, hosts, out);
}

// Whatever is no page must not be drawn into somebody else's.
static bool data_is_own(const web_head *h, web_refusal *out) {
  if (!h->site || strcmp(h->site, "same-origin") == 0 || strcmp(h->site, "none") == 0) return true;
  return refuse(out, MHD_HTTP_FORBIDDEN,
                "Another site may not read this; right would be \"Sec-Fetch-Site: same-origin\".");
}

bool guard_head(const web_head *h, web_kind kind, const char *path, const char *const *hosts, web_refusal *out) {
  if (!body_is_clear(h, out) || !host_is_own(h, hosts, out)) return false;
  if (strcmp(h->method, "GET") != 0 && strcmp(h->method, "POST") != 0)
    return refuse(out, MHD_HTTP_METHOD_NOT_ALLOWED,
                  "\"%.20s\" is nothing that this server does: it knows GET and POST.", h->method);
  if (kind == WEB_CHANGE && strcmp(path, "/command") == 0 && !guard_lists(h->type, "application/json"))
    return refuse(out, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                  "A command is sent with the header line \"Content-Type: application/json\".");
  if (kind == WEB_SIGN_IN) return comes_from_here(h, hosts, out);
  if (strcmp(h->method, "POST") == 0) return change_is_own(h, hosts, out);
  return kind == WEB_STATE || data_is_own(h, out);
}
