// What fuzzers of the page's requests share: a small book behind them, with a batch that was generated and one that is
// open, and a user of each role; and what holds of every answer. They run where plugins/ lies.
#pragma once
#include "core/base/memory.h"
#include "core/cli/serve/serve_inside.h"
#include "tests/fuzz/book.h"
#include <string.h>
#include <sys/stat.h>

static char served_folder[FOLDER_ROOM], served_fresh[PATH_ROOM], served_book[PATH_ROOM];
static page served = { 0 };
static cJSON *served_answer;  // the last one, where it was JSON; NULL
static int served_status;     // its status; 0: none was given
static bool served_knows;     // who asks names the folder of files himself

// ---- The module's side

static inline void served_take(web_server *s, const web_request *r, const web_reply *reply) {
  (void)s;
  check(r && !served_status && reply->status >= 200 && reply->status < 500 && text_is_utf8(reply->body, reply->length));
  served_status = reply->status;
  if (reply->type) return;
  error e = { 0 };
  served_answer = json_parse("an answer", reply->body, reply->length, &e);
  check(served_answer && cJSON_IsObject(served_answer));
  check(served_knows || !strstr(reply->body, served.files));
}

static inline void served_hear(web_server *s, const char *event, const char *data) {
  (void)s, (void)event;
  cJSON *json = cJSON_Parse(data);
  check(json && !strchr(data, '\n') && !strchr(data, '\r'));
  cJSON_Delete(json);
}

static inline const web_request *served_wait(web_server *s, int milliseconds) {
  (void)s, (void)milliseconds;
  return NULL;
}
static inline void served_again(web_server *s, const web_request *r) { (void)s, (void)r; }
static inline int served_streams(web_server *s) { return s ? 0 : 1; }
static inline bool served_never(web_server *s) { return s != NULL; }
static inline void served_sign_out(web_server *s, const char *user) { (void)s, check(user != NULL); }
static inline bool served_hash(const char *password, char out[WEB_HASH]) {
  snprintf(out, WEB_HASH, "$y$%zu", strlen(password));
  return true;
}

// At once, and the request comes once more.
static inline void served_hash_aside(web_server *s, const web_request *r, const char *password) {
  static char made[WEB_HASH];
  (void)s;
  check(!r->hashed && !served_status && served_hash(password, made));
  ((web_request *)r)->hashed = made;
}

static const web_module served_module = { .wait = served_wait,
                                          .answer = served_take,
                                          .again = served_again,
                                          .tell = served_hear,
                                          .streams = served_streams,
                                          .hash = served_hash,
                                          .hash_aside = served_hash_aside,
                                          .sign_out = served_sign_out,
                                          .stopped = served_never,
                                          .left = served_never };

// No other module is there, and nothing leaves this machine.
__attribute__((weak)) const void *module_open(const module_kind *kind, error *e) {
  if (strcmp(kind->file, "billet-web.so") == 0) return &served_module;
  error_set(e, ERROR_NOT_FOUND, "no module");
  return NULL;
}

// ---- The book

static inline void served_write(const char *path) {
  static const char text[] =
      "{\"customers\":[{\"id\":\"cool\",\"name\":\"Cool O'Realty\"},{\"id\":\"ash\",\"name\":\"Ash\"}],\"taxes\":["
      "{\"name\":\"State\",\"rule\":\"percent\",\"from\":\"2026-01-01\",\"params\":{\"rate\":\"10%\"}}],\"contracts\":["
      "{\"id\":\"k1\",\"customer\":\"cool\",\"name\":\"Retainer\",\"type\":\"retainer\",\"start\":\"2026-03-07\","
      "\"tax\":\"State\",\"params\":{\"price\":\"500.00\"}},{\"id\":\"k2\",\"customer\":\"cool\",\"name\":\"Desk\","
      "\"type\":\"hourly\",\"start\":\"2026-03-07\",\"default\":\"yes\",\"params\":{\"rate\":\"120.00\"}},"
      "{\"id\":\"k3\",\"customer\":\"ash\",\"name\":\"Ash\",\"type\":\"retainer\",\"start\":\"2026-04-01\",\"params\":"
      "{\"price\":\"20.00\"}}],\"tickets\":[{\"id\":\"T1\",\"customer\":\"cool\",\"contract\":\"k2\",\"title\":\"Mail\","
      "\"status\":\"Closed\",\"closed_at\":\"2026-05-20T12:00\"},{\"id\":\"T2\",\"customer\":\"cool\",\"contract\":\"k2\","
      "\"title\":\"Desk\",\"status\":\"Open\"}],\"time_entries\":[{\"id\":\"E1\",\"ticket\":\"T1\",\"start\":"
      "\"2026-04-10T09:00\",\"minutes\":60},{\"id\":\"E2\",\"ticket\":\"T1\",\"start\":\"2026-05-10T09:00\",\"minutes\":45},"
      "{\"id\":\"E3\",\"ticket\":\"T2\",\"start\":\"2026-05-11T10:00\",\"minutes\":30}]}";
  FILE *out = fopen(path, "wb");
  check(out && fwrite(text, 1, sizeof text - 1, out) == sizeof text - 1 && fclose(out) == 0);
}

static inline void served_fill(const char *data) {
  const char *const commands[][7] = { { "init", "--currency", "USD", "--zone", "America/New_York" },
                                      { "import", data },
                                      { "batch", "new", "--as-of", "2026-05-01" },
                                      { "batch", "select", "--all" },
                                      { "batch", "run", "--name", "May" },
                                      { "batch", "generate" },
                                      { "batch", "new", "--as-of", "2026-06-07" },
                                      { "user", "add", "viewer", "--role", "viewer", "--no-password" },
                                      { "user", "add", "biller", "--role", "biller", "--no-password" },
                                      { "user", "add", "approver", "--role", "approver", "--no-password" },
                                      { "user", "add", "accountant", "--role", "accountant", "--no-password" },
                                      { "user", "add", "admin", "--role", "admin", "--no-password" } };
  billet *b = billet_open(served_fresh, ".");
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    int count = 0;
    while (count < 7 && commands[i][count]) count++;
    must_run(b, commands[i], count);
  }
  billet_close(b);
}

// How often the book was written.
static inline unsigned served_writes(void) {
  unsigned char head[100];
  FILE *in = fopen(served_book, "rb");
  check(in && fread(head, 1, sizeof head, in) == sizeof head && fclose(in) == 0);
  return (unsigned)head[24] << 24 | (unsigned)head[25] << 16 | (unsigned)head[26] << 8 | head[27];
}

static unsigned served_writes_of_fresh;
static inline bool served_is_fresh(void) { return served_writes() == served_writes_of_fresh; }

static inline void served_end(void) {
  char remove_all[FOLDER_ROOM + 16];
  session_close(served.session);
  files_close(&served);
  arena_free(served.own);
  snprintf(remove_all, sizeof remove_all, "rm -rf '%s'", served_folder);
  check(system(remove_all) == 0);
}

static inline void served_begin(void) {
  char data[PATH_ROOM];
  error e = { 0 };
  make_folder(served_folder);
  snprintf(served_fresh, sizeof served_fresh, "%s/fresh.db", served_folder);
  snprintf(served_book, sizeof served_book, "%s/book.db", served_folder);
  snprintf(data, sizeof data, "%s/data.json", served_folder);
  setenv("HOME", served_folder, 1);
  setenv("BILLET_TODAY", "2026-07-15", 1);
  unsetenv("BILLET_DB");
  unsetenv("XDG_RUNTIME_DIR");
  served_write(data);
  served_fill(data);
  copy_file(served_fresh, served_book);
  const session_options options = { .db_path = served_book, .shared = "." };
  served = (page){ .session = session_open(&options), .module = &served_module, .own = arena_new() };
  served_writes_of_fresh = served_writes();
  check(files_open(&served, &e));
  context *c = session_as_it_is(served.session);
  c->server = &served;
  c->hash = password_aside;
  atexit(served_end);
}

// A fresh book, and a page that has seen nothing yet.
static inline void served_afresh(void) {
  if (!*served_folder) served_begin();
  if (!served_is_fresh()) {
    session_turn(served.session, served_book);
    remove_book(served_book);
    copy_file(served_fresh, served_book);
  }
  memset(served.deeds, 0, sizeof served.deeds);
  served.deed_count = 0;
  served.rev = served.version = 0;
}

// ---- One request

static inline void served_forget(void) {
  cJSON_Delete(served_answer);
  served_answer = NULL;
  served_status = 0;
}

static inline bool served_names_folder(const web_request *r) {
  const char *name = strrchr(served.files, '/');
  bool is = strstr(r->path, name) || strstr(r->body, name);
  for (size_t i = 0; i < r->query_count; i++) is |= strstr(r->query[i].name, name) || strstr(r->query[i].value, name);
  return is;
}

// user: NULL: the one person.
static inline void served_ask(web_request *r, const char *user) {
  served_forget();
  served_knows = served_names_folder(r);
  r->user = user;
  r->generation = -1;
  r->address = "192.0.2.1";
  r->session = "0123456789abcdef";
  arena_reset(served.own);
  memory_begin();
  r->hashed = NULL;
  page_serve(&served, r);
  if (!served_status && r->hashed) page_serve(&served, r);
  memory_end();
  check(served_status != 0);
}

// What nobody has written to is not looked at again.
static inline void served_verify(void) {
  static const char *const words[] = { "verify" };
  const command *ran;
  error e = { 0 };
  if (served_is_fresh()) return;
  const value *answer = session_run(served.session, 1, words, &ran, &e);
  if (!answer) dprintf(STDERR_FILENO, "%s\n", e.message);
  check(answer && session_partly(served.session) == ERROR_NONE);
}
