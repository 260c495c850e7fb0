// Addresses taken apart by libcurl, so that what is checked is what is asked.
#include "core/net/net_inside.h"
#include <stdlib.h>
#include <string.h>

static const char *part(CURLU *u, CURLUPart what, unsigned flags, arena *a) {
  char *text = NULL;
  const char *out = curl_url_get(u, what, &text, flags) == CURLUE_OK ? arena_text(a, text) : NULL;
  curl_free(text);
  return out;
}

// A piece of a query as it was meant: + is a blank (application/x-www-form-urlencoded).
static const char *decoded(const char *text, size_t length, arena *a) {
  char *plain = arena_copy(a, text, length);
  int size = 0;
  for (char *c = plain; *c; c++)
    if (*c == '+') *c = ' ';
  char *raw = curl_easy_unescape(NULL, plain, (int)length, &size);
  const char *out = raw ? arena_copy(a, raw, strlen(raw)) : "";
  curl_free(raw);
  return out;
}

static void read_fields(const char *query, arena *a, net_url *out) {
  size_t capacity = 0;
  for (const char *at = query; at && *at;) {
    size_t length = strcspn(at, "&"), name = strcspn(at, "=&");
    const char *value = name < length ? at + name + 1 : at + length;
    out->fields = arena_grow(a, out->fields, out->field_count, &capacity, sizeof *out->fields);
    out->fields[out->field_count++] =
        (net_pair){ decoded(at, name, a), decoded(value, (size_t)(at + length - value), a) };
    at += length + (at[length] == '&');
  }
}

static bool take_apart(CURLU *u, arena *a, net_url *out, error *e) {
  const char *port = part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT, a);
  if (part(u, CURLUPART_USER, 0, a) || part(u, CURLUPART_PASSWORD, 0, a))
    return error_set(e, ERROR_INVALID, "an address that names a user is not asked");
  *out = (net_url){ .scheme = part(u, CURLUPART_SCHEME, 0, a),
                    .host = part(u, CURLUPART_HOST, 0, a),
                    .path = part(u, CURLUPART_PATH, 0, a),
                    .port = port ? (int)strtol(port, NULL, 10) : 0 };
  if (!out->scheme || !out->host || !out->path) return error_set(e, ERROR_INVALID, "this is no address");
  out->loopback = net_host_is_loopback(out->host);
  read_fields(part(u, CURLUPART_QUERY, 0, a), a, out);
  return true;
}

bool net_url_read(const char *url, arena *a, net_url *out, error *e) {
  CURLU *u = curl_url();
  CURLUcode result = u ? curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) : CURLUE_OUT_OF_MEMORY;
  *out = (net_url){ 0 };
  bool ok = result == CURLUE_OK ? take_apart(u, a, out, e)
                                : error_set(e, ERROR_INVALID, "this is no address: %s", curl_url_strerror(result));
  curl_url_cleanup(u);
  return ok;
}
