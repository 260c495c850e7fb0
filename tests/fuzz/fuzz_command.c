// Random commands of pages, run as the page's server runs them on a small book: whatever is asked, the book stays
// sound, and who may only read, or asks for what only reads, changes nothing. An input is a line with a role (none: the
// one person), then a command a line: words with blanks between them, or the body of a request where it begins with {.
#include "tests/fuzz/served.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

enum { COMMANDS_MAX = 12 };
static const char *const roles[] = { "viewer", "biller", "approver", "accountant", "admin" };

static const char *role_of(const char *line) {
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (strcmp(line, roles[i]) == 0) return roles[i];
  return NULL;
}

static const char *body_of(char *line, arena *a) {
  char *rest, *text;
  if (*line == '{') return line;
  cJSON *body = cJSON_CreateObject(), *words = cJSON_AddArrayToObject(body, "words");
  for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
    cJSON_AddItemToArray(words, cJSON_CreateString(word));
  text = cJSON_PrintUnformatted(body);
  const char *out = arena_text(a, text);
  cJSON_free(text);
  cJSON_Delete(body);
  return out;
}

// What somebody with that role may have changed by these words.
static bool may_change(const char *role, const wanted *w) {
  static const char *const money[] = { "invoice pay", "invoice unpay", "export" };
  int used;
  const command *c = command_find(session_as_it_is(served.session)->commands, w->count, w->words, &used);
  const allowance *allowed = c ? allowance_find(c->words) : NULL;
  if (!allowed || !allowed->changes || (role && strcmp(role, "viewer") == 0)) return false;
  bool of_money = false;
  for (size_t i = 0; i < sizeof money / sizeof *money; i++)
    of_money |= strncmp(c->words, money[i], strlen(money[i])) == 0;
  return !role || strcmp(role, "accountant") != 0 || of_money;
}

// A password that came beside the words is kept nowhere.
static void check_secret(const wanted *w) {
  enum { SHORTEST = 10 };
  static char book[1 << 22];
  size_t length = strlen(w->secret);
  if (length < SHORTEST) return;
  for (int i = 0; i < w->count; i++)
    if (strstr(w->words[i], w->secret)) return;
  FILE *in = fopen(served_book, "rb");
  check(in != NULL);
  size_t there = fread(book, 1, sizeof book, in);
  fclose(in);
  check(!memmem(book, there, w->secret, length) || strstr("America/New_York", w->secret));
}

static void run_one(const char *role, const char *body) {
  arena *a = arena_new();
  error e = { 0 };
  wanted w = { 0 };
  web_request r = { .method = "POST", .path = "/command", .body = body, .length = strlen(body) };
  bool read = wanted_read(body, r.length, a, &w, &e);
  unsigned before = served_writes();
  served_ask(&r, role);
  check(served_answer && (served_status == 200 || served_status == 409 || served_status == 422));
  check((served_status == 200) == !cJSON_HasObjectItem(served_answer, "error"));
  check(cJSON_HasObjectItem(served_answer, "rev"));
  check(read || served_status == 422);
  check((read && served_status != 409 && may_change(role, &w)) || served_writes() == before);
  if (read) check_secret(&w);
  cJSON_Delete(w.json);
  error_clear(&e);
  arena_free(a);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  arena *a = arena_new();
  char *rest, *text = arena_copy(a, (const char *)bytes, length), *line = strchr(text, '\n');
  if (line) *line++ = 0;
  const char *role = role_of(text);
  served_afresh();
  int count = 0;
  for (line = line ? strtok_r(line, "\n", &rest) : NULL; line && count++ < COMMANDS_MAX;
       line = strtok_r(NULL, "\n", &rest))
    if (text_is_utf8(line, strlen(line))) run_one(role, body_of(line, a));
  served_verify();
  served_forget();
  arena_free(a);
  return 0;
}
