// Random answers of a target, while somebody signs in to it, delivers two invoices and a credit note, and reads what
// changed: whatever it answers, the book stays sound, and tokens go to its host alone. An input is the target's name,
// then answers one behind another, each behind a line "=== STATUS [SECONDS]" (0: none came, 1: nobody was there). Where
// the name has "?…" behind it, that is how somebody comes back, and the first answers are those to signing in.
// Runs where plugins/ lies.
#include <dirent.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/chance.h"
#include "core/deliver/sign_in.h"
#include "core/net/net_inside.h"
#include "tests/fuzz/book.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

#define TOKEN "the-token-that-nobody-sees"

// ---- The world: neither waits nor chance

static time_t skipped;
static unsigned drawn;

time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return out ? *out = now.tv_sec + skipped : now.tv_sec + skipped;
}

static pthread_t ours;

int nanosleep(const struct timespec *length, struct timespec *left) {
  if (!pthread_equal(ours, pthread_self())) return clock_nanosleep(CLOCK_MONOTONIC, 0, length, left);
  skipped += length->tv_sec + 1;
  return 0;
}

void chance_bytes(void *out, size_t length) {
  for (unsigned char *at = out; length; length--, drawn++) *at++ = (unsigned char)(drawn + 1 + (drawn >> 8) * 37);
}

// ---- The target

static const char *signing, *answers, *end;  // how somebody comes back; what is not read yet
static const char *name;                     // of the target

static const char *const good_way[] = { "code=c-1&realmId=9", "code=c-1" };
static const char *const good_answers[] = {
  "=== 200\n{\"access_token\":\"" TOKEN "\",\"refresh_token\":\"r-1\",\"expires_in\":3600,\"token_type\":\"bearer\"}\n"
  "=== 200\n{\"BatchItemResponse\":[{\"QueryResponse\":{\"CompanyInfo\":[{\"CompanyName\":\"Own\","
  "\"Country\":\"US\"}]}},"
  "{\"QueryResponse\":{\"Preferences\":[{\"SalesFormsPrefs\":{\"CustomTxnNumbers\":true},\"CurrencyPrefs\":"
  "{\"HomeCurrency\":{\"value\":\"USD\"}}}]}}]}\n",
  "=== 200\n{\"access_token\":\"" TOKEN "\",\"refresh_token\":\"r-1\",\"expires_in\":1800,\"token_type\":\"Bearer\"}\n"
  "=== 200\n[{\"tenantId\":\"t-1\",\"tenantType\":\"ORGANISATION\",\"tenantName\":\"Own\"}]\n"
};

static bool held;  // what signs in is TOKEN, and no other since

static void check_place(const net_request *r) {
  static const char *const hosts[] = { "https://quickbooks.api.intuit.com/", "https://api.xero.com/",
                                       "https://oauth.platform.intuit.com/", "https://identity.xero.com/" };
  bool api = false, known = false;
  for (size_t i = 0; i < 4; i++)
    if (strncmp(r->url, hosts[i], strlen(hosts[i])) == 0) known = true, api = i < 2;
  check(known && !strpbrk(r->url, " \r\n"));
  if (!api) held = false;
  for (size_t i = 0; i < r->header_count; i++)
    check(api || !strstr(r->headers[i].value, TOKEN) || strcmp(r->headers[i].name, "Authorization") != 0);
}

// What may have been taken is never sent anew before somebody asked for it. doubt: the last such body.
static char *doubt;
static void doubt_is(const char *body) {
  free(doubt);
  doubt = body ? strdup(body) : NULL;
}

static void check_once(const net_request *r) {
  if (strcmp(r->method, "GET") == 0) doubt_is(NULL);
  else check(!doubt || !r->body || strcmp(doubt, r->body) != 0);
}

static const char *next_mark(const char *at) {
  const char *mark = at < end ? memmem(at, (size_t)(end - at), "\n=== ", 5) : NULL;
  return mark ? mark + 1 : end;
}

static void fake_ask(net_client *c, const net_request *r, arena *a, net_reply *out) {
  (void)c;
  check_place(r);
  check_once(r);
  *out = (net_reply){ .kind = NET_NEVER_LEFT, .wait = -1, .message = "nobody is there" };
  const char *line = answers < end ? memchr(answers, '\n', (size_t)(end - answers)) : NULL;
  if (!line || strncmp(answers, "=== ", 4) != 0) return;
  char *rest, *head = arena_copy(a, answers + 4, (size_t)(line - answers - 4));
  long status = strtol(head, &rest, 10), wait = *rest ? strtol(rest, NULL, 10) : -1;
  answers = next_mark(line);
  if (status == 0) *out = (net_reply){ .kind = NET_CUT_OFF, .wait = -1, .message = "cut off" };
  if (status == 0 && strcmp(r->method, "GET") != 0 && strstr(r->url, "api.")) doubt_is(r->body);
  if (status < 100 || status > 599) return;
  *out = (net_reply){ .kind = NET_ANSWERED, .status = (int)status, .wait = wait < -1 ? -1 : wait % 100000 };
  out->length = line + 1 < answers ? (size_t)(answers - line - 1) : 0;
  out->body = arena_copy(a, line + 1, out->length);
  out->type = "application/json";
}

static net_client *fake_open(error *e) {
  (void)e;
  return (net_client *)&name;
}
static void fake_close(net_client *c) { (void)c; }
static net_listener *fake_listen(const net_url *at, error *e) {
  (void)at, (void)e;
  return (net_listener *)&name;
}
static void fake_end(net_listener *l, const char *words) { (void)l, (void)words; }

// The state is what chance_bytes make of it.
static net_heard fake_hear(net_listener *l, int descriptor, int milliseconds, arena *a, const char **url) {
  (void)l, (void)descriptor, (void)milliseconds;
  *url =
      arena_format(a, "http://localhost:8765/callback?state=AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA&%s", signing);
  return NET_HEARD;
}

const void *module_open(const module_kind *kind, error *e) {
  static const net_module net = { .client_open = fake_open,
                                  .client_close = fake_close,
                                  .ask = fake_ask,
                                  .url_read = net_url_read,
                                  .listen = fake_listen,
                                  .hear = fake_hear,
                                  .listener_close = fake_end };
  if (strcmp(kind->file, "billet-net.so") == 0) return &net;
  error_set(e, ERROR_NOT_FOUND, "no module");
  return NULL;
}

// ---- The book

static char folder[FOLDER_ROOM], fresh_path[PATH_ROOM], book_path[PATH_ROOM], connections[PATH_ROOM + 40];

static void forget_tokens(void) {
  DIR *all = opendir(connections);
  for (struct dirent *one; all && (one = readdir(all));)
    if (*one->d_name != '.') unlinkat(dirfd(all), one->d_name, 0);
  if (all) closedir(all);
}

static void remove_all(void) {
  char path[PATH_ROOM + 20];
  forget_tokens();
  rmdir(connections);
  snprintf(path, sizeof path, "%s/billet", folder);
  rmdir(path);
  remove_book(book_path);
  remove_book(fresh_path);
  rmdir(folder);
}

static void write_data(const char *path) {
  static const char text[] =
      "{\"customers\":[{\"id\":\"cool\",\"name\":\"Cool O'Realty\"},{\"id\":\"ash\",\"name\":\"Ash\"}],\"taxes\":[{"
      "\"name\":\"State\",\"rule\":\"percent\",\"from\":\"2026-01-01\",\"params\":{\"rate\":\"10%\"}}],\"contracts\":["
      "{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"K1\",\"type\":\"retainer\",\"start\":\"2026-04-01\",\"tax\":"
      "\"State\",\"params\":{\"price\":\"500.00\"}},{\"id\":\"k2\",\"customer\":\"ash\",\"name\":\"K2\",\"type\":"
      "\"retainer\",\"start\":\"2026-04-01\",\"params\":{\"price\":\"20.00\"}}]}";
  FILE *out = fopen(path, "wb");
  check(out && fwrite(text, 1, sizeof text - 1, out) == sizeof text - 1 && fclose(out) == 0);
}

static void fill(billet *b, const char *data) {
  const char *const commands[][7] = { { "init", "--currency", "USD", "--zone", "America/New_York" },
                                      { "import", data },
                                      { "batch", "new", "--as-of", "2026-05-01" },
                                      { "batch", "select", "--all" },
                                      { "batch", "run", "--name", "May" },
                                      { "batch", "generate" },
                                      { "invoice", "credit", "1", "--lines", "1:5.00", "--note", "n" },
                                      { "config", "set", "export.quickbooks-online.client_id", "app" },
                                      { "config", "set", "export.xero.client_id", "app" } };
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    int count = 0;
    while (count < 7 && commands[i][count]) count++;
    must_run(b, commands[i], count);
  }
}

static void begin(void) {
  char data[PATH_ROOM];
  make_folder(folder);
  ours = pthread_self();
  snprintf(fresh_path, sizeof fresh_path, "%s/fresh.db", folder);
  snprintf(book_path, sizeof book_path, "%s/book.db", folder);
  snprintf(connections, sizeof connections, "%s/billet/connections", folder);
  snprintf(data, sizeof data, "%s/data.json", folder);
  setenv("XDG_CONFIG_HOME", folder, 1);
  setenv("BILLET_TODAY", "2026-05-02", 1);
  setenv("BILLET_SECRET_EXPORT_QUICKBOOKS_ONLINE_CLIENT_SECRET", "s-1", 1);
  write_data(data);
  billet *b = billet_open(fresh_path, ".");
  fill(b, data);
  billet_close(b);
  unlink(data);
  atexit(remove_all);
}

// ---- One input

static void ask(billet *b, const char *const *words, int count) {
  char *json;
  run(b, words, count, &json);
  check(!held || !strstr(json, TOKEN));
  billet_free(json);
}

static bool sign_in_with(billet *b, const char *way, const char *text, const char *text_end) {
  const char *const login[] = { "export", "login", name, "--yes" };
  char *json;
  signing = way;
  answers = text;
  end = text_end;
  int status = run(b, WORDS(login), &json);
  billet_free(json);
  return status == 0;
}

static void play(billet *b, const char *way, const char *text, const char *text_end) {
  bool xero = strcmp(name, "xero") == 0;
  const char *const send[] = { "export", name, "--batch", "1" }, *const credit[] = { "export", name, "--invoice", "3" },
                    *const refresh[] = { "export", "refresh", name },
                    *const names[] = { "export", "map", name, "suggest" }, *const status[] = { "export", "status" },
                    *const verify[] = { "verify" };
  const char *own = good_answers[xero];
  if (way) sign_in_with(b, way, text, text_end);
  else {
    check(sign_in_with(b, good_way[xero], own, own + strlen(own)));
    answers = text;
    end = text_end;
    held = true;
  }
  ask(b, WORDS(send));
  ask(b, WORDS(credit));
  ask(b, WORDS(refresh));
  ask(b, WORDS(names));
  ask(b, WORDS(status));
  must_run(b, WORDS(verify));
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  static FILE *nowhere;
  const char *text = (const char *)bytes, *line = memchr(text ? text : "", '\n', length);
  if (!line) return 0;
  if (!*folder) begin();
  if (!nowhere) nowhere = fopen("/dev/null", "w");
  arena *a = arena_new();
  char *way = strchr(arena_copy(a, text, (size_t)(line - text)), '?');
  FILE *told = stderr;
  name = *text == 'x' ? "xero" : "quickbooks-online";
  drawn = 0;
  skipped = 0;
  doubt_is(NULL);
  forget_tokens();
  copy_file(fresh_path, book_path);
  stderr = nowhere;  // where to sign in
  billet *b = billet_open(book_path, ".");
  play(b, way ? way + 1 : NULL, line + 1, text + length);
  billet_close(b);
  stderr = told;
  arena_free(a);
  return 0;
}
