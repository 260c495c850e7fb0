// Random bytes as what delivering exports read besides answers; the first letter says what: requests as a plugin makes
// them, the address of whoever comes back from signing in, what gives tokens, paths, settings.
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/memory.h"
#include "core/deliver/export_inside.h"
#include "core/deliver/sign_in.h"
#include "core/deliver/wire_http.h"
#include "core/net/net_inside.h"
#include "lua/host/host_inside.h"
#include "tests/fuzz/book.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

#define LIST "docs"
#define CODE "the-code-that-nobody-sees"
#define REDIRECT "http://localhost:8765/callback"

// ---- The other side

static struct {
  int status;
  const char *body;
  int asked;
} other;

// Whatever a path says, it goes to the target's host as libcurl reads it, and is signed in once.
static void check_place_of(const net_request *r, arena *a) {
  net_url to;
  error e = { 0 };
  int signs = 0;
  check(net_url_read(r->url, a, &to, &e) && strcmp(to.scheme, "https") == 0 && to.port == 443);
  check(strcasecmp(to.host, "api.example") == 0);
  for (size_t i = 0; i < r->header_count; i++) signs += strcasecmp(r->headers[i].name, "Authorization") == 0;
  check(signs == 1);
}

static void fake_ask(net_client *c, const net_request *r, arena *a, net_reply *out) {
  (void)c;
  if (strcmp(r->method, "GET") == 0) check_place_of(r, a);
  other.asked++;
  *out = (net_reply){ .kind = NET_ANSWERED, .status = other.status, .wait = -1, .body = arena_text(a, other.body) };
  out->length = strlen(out->body);
}

static net_client *fake_open(error *e) {
  (void)e;
  return (net_client *)&other;
}
static void fake_close(net_client *c) { (void)c; }

static const net_module net = {
  .client_open = fake_open, .client_close = fake_close, .ask = fake_ask, .url_read = net_url_read
};
static const target fake = { .name = "fake",
                             .title = "Fake",
                             .client_id = "app",
                             .authorize_url = "https://sign.example/in",
                             .token_url = "https://sign.example/token",
                             .api_url = "https://api.example/v3/{company}/",
                             .scopes = "books",
                             .company_from = "realmId",
                             .limit = 5,
                             .pkce = true };

static void told(const error *e) { check(e->code != ERROR_NONE && *e->message); }

// ---- Requests as a plugin makes them: a line of JSON each

static void check_answers(const cJSON *answer) {
  static const char *const kinds[] = { NULL, "company", "names", "changes" };
  static const plugin_function functions[] = { FUNCTION_NEEDS, FUNCTION_CHANGED, FUNCTION_CONFIRM, FUNCTION_REFUSED,
                                               FUNCTION_MISSING };
  char fault[300];
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
      *fault = 0;
      check(!delivery_fault(functions[i], kinds[k], answer, fault, sizeof fault) == !*fault);
    }
}

// NULL: it is none.
static cJSON *request_of(const char *text, size_t length) {
  error e = { 0 };
  char fault[300];
  cJSON *request = json_parse("fuzz", text, length, &e);
  error_clear(&e);
  if (request) check_answers(request);
  if (!request || !delivery_fault(FUNCTION_CREATE, NULL, request, fault, sizeof fault)) return request;
  cJSON_Delete(request);
  return NULL;
}

static const cJSON *member(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

// What a body is as text; a list alone is joined of its entries and must be the same again.
static void check_alone(const cJSON *request, const char *frozen, arena *a) {
  const char *key = "k";
  const wire_request r = request_thaw(&frozen, &key, 1, key, LIST, a);
  const cJSON *body = member(request, "body");
  char *text = cJSON_IsString(body) ? memory_text(body->valuestring) : body ? json_canonical(body) : NULL;
  check(strcmp(r.method, member(request, "method")->valuestring) == 0);
  check(strcmp(r.path, member(request, "path")->valuestring) == 0);
  check(text ? r.length == strlen(text) && strcmp(r.body, text) == 0 : !r.body && !r.length);
  check(r.header_count == (size_t)cJSON_GetArraySize(member(request, "headers")));
  for (size_t i = 0; i < r.header_count; i++) check(!strpbrk(r.headers[i].value, "\r\n"));
  for (const char *c = r.query ? r.query : ""; *c; c++) check(*c > ' ' && *c < 127 && *c != '#');
  memory_give(text);
}

static int entries(const cJSON *request) { return cJSON_GetArraySize(member(member(request, "body"), LIST)); }

static void check_joined(const cJSON *one, const cJSON *two, const char *const frozen[2], arena *a) {
  static const char *const keys[2] = { "key-1", "key-2" };
  error e = { 0 };
  if (!request_joins(frozen[0], keys[0], frozen[1], keys[1], a)) return;
  const wire_request r = request_thaw(frozen, keys, 2, "key-3", LIST, a);
  cJSON *body = json_parse("joined", r.body, r.length, &e);
  check(body && cJSON_GetArraySize(member(body, LIST)) == entries(one) + entries(two));
  cJSON_Delete(body);
}

static void read_requests(const char *text, arena *a) {
  const char *line = strchr(text, '\n');
  cJSON *one = request_of(text, line ? (size_t)(line - text) : strlen(text)),
        *two = line ? request_of(line + 1, strlen(line + 1)) : NULL;
  const char *frozen[2] = { NULL, NULL };
  for (int i = 0; i < 2; i++) {
    const cJSON *request = i ? two : one;
    if (!request) continue;
    char *kept = request_freeze(request, LIST);
    frozen[i] = arena_text(a, kept);
    memory_give(kept);
    check_alone(request, frozen[i], a);
  }
  if (one && two) check_joined(one, two, frozen, a);
  cJSON_Delete(one);
  cJSON_Delete(two);
}

// ---- Signing in

static void read_return(const char *address, arena *a) {
  error e = { 0 };
  sign_in s = { .target = &fake, .redirect_uri = REDIRECT };
  sign_in_grant grant;
  memset(s.state, 'S', SIGN_IN_RANDOM - 1);
  sign_in_is_there(&s, &net, address, a);
  if (sign_in_read(&s, &net, address, a, &grant, &e))
    check(*grant.code && *grant.company && !strpbrk(grant.company, "/?#%.") && strstr(address, "state="));
  else told(&e);
  error_clear(&e);
}

// The first digits are the status.
static void read_tokens(char *text, arena *a) {
  static const char *const hide[] = { CODE, NULL };
  error e = { 0 };
  tokens out;
  other.status = (int)strtol(text, &text, 10);
  other.body = text;
  if (tokens_ask(&fake, &net, fake_open(&e), NULL, "code=" CODE, hide, NULL, a, &out, &e) == TOKENS_GIVEN)
    check(*out.access && !strpbrk(out.access, " \r\n\t") && out.expires_at >= 0 && out.refresh_expires_at >= 0);
  else told(&e);
  check(!strstr(e.message, CODE));
  error_clear(&e);
}

// ---- Paths

static void read_path(char *path, arena *a) {
  static const tokens held = { .access = "a-1" };
  char *query = strchr(path, '\n');
  error e = { 0 };
  wire w;
  wire_answer out;
  if (query) *query++ = 0;
  const wire_request r = { .method = "GET", .path = path, .query = query };
  other.status = 200;
  other.body = "{}";
  other.asked = 0;
  check(wire_http_open(&fake, "9", NULL, &held, &net, NULL, &w, &e));
  check(w.send(w.self, &r, a, &out, &e) == (other.asked == 1));
  if (!other.asked) told(&e);
  connection_wire_close(&w);
  error_clear(&e);
}

// ---- Settings: NAME=VALUE

static value *describe(void *self, plugin_kind kind, const char *name, arena *a, error *e) {
  (void)self, (void)kind;
  value *out = value_of_json(a, "{\"title\":\"Fake\",\"delivers\":{\"authorize_url\":\"https://sign.example/in\","
                                "\"token_url\":\"https://sign.example/token\",\"redirect_uri\":[\"" REDIRECT "\"],"
                                "\"api_url\":{\"production\":\"https://api.example/\",\"sandbox\":\"https://b/\"},"
                                "\"limit\":120,\"pkce\":true,\"settings\":[{\"name\":\"tax\",\"choices\":[\"ours\","
                                "\"theirs\"],\"doc\":\"Whose\"}]}}");
  return strcmp(name, "fake") == 0 ? out : (error_set(e, ERROR_NOT_FOUND, "there is no exporter"), NULL);
}

static char folder[FOLDER_ROOM], path[PATH_ROOM];
static db *opened;
static book at_hand;

static void end(void) {
  book_close(&at_hand);
  db_close(opened);
  remove_book(path);
  rmdir(folder);
}

static void begin(void) {
  static const plugin_host host = { .describe = describe };
  const char *const init[] = { "init" };
  error e = { 0 };
  make_folder(folder);
  snprintf(path, sizeof path, "%s/book.db", folder);
  billet *b = billet_open(path, ".");
  must_run(b, WORDS(init));
  billet_close(b);
  check(db_open(path, &opened, &e) && book_open(&at_hand, opened, &host, &e));
  atexit(end);
}

// A place that is not this machine is never one without a certificate.
static void check_place(const char *url, arena *a) {
  error e = { 0 };
  net_url u;
  if (url && net_url_read(url, a, &u, &e)) check(strcmp(u.scheme, "https") == 0 || u.loopback);
  error_clear(&e);
}

static void check_target(arena *a) {
  error e = { 0 };
  target t;
  sign_in s;
  if (target_read(&at_hand, "fake", a, &t, &e)) {
    sign_in_begin(&t, t.redirects[0], a, &s);
    check_place(t.api_url, a);
    check_place(t.token_url, a);
    check_place(t.redirects[0], a);
    check(t.limit > 0 && strstr(s.authorize_url, s.state));
  } else told(&e);
  error_clear(&e);
}

static void set_one(char *text, arena *a) {
  char *is = strchr(text, '=');
  const char *kept, *name = arena_format(a, "fake.%.*s", is ? (int)(is - text) : 0, text);
  error e = { 0 };
  if (!opened) begin();
  if (is && target_setting_set(&at_hand, name, is + 1, &e)) {
    check(target_setting(&at_hand, name, a, &kept, &e) && (!is[1] || strcmp(kept, is + 1) == 0));
    check_target(a);
    check(target_setting_set(&at_hand, name, "", &e));
  } else if (is) told(&e);
  error_clear(&e);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  if (!length) return 0;
  arena *a = arena_new();
  char *text = arena_copy(a, (const char *)bytes + 1, length - 1);
  switch (*bytes) {
    case 'r': read_requests(text, a); break;
    case 'b': read_return(text, a); break;
    case 't': read_tokens(text, a); break;
    case 'p': read_path(text, a); break;
    case 's': set_one(text, a); break;
    default: break;
  }
  arena_free(a);
  return 0;
}
