// Random addresses that are read, one a line, asked of a small book as the page asks them: windows of the contract list
// and of invoices, documents, the list without scripts, who asks. Nothing that is read changes the book, and a part of
// a list is that part of the whole.
#include "core/web/web_inside.h"
#include "tests/fuzz/served.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

enum { ASKED_MAX = 20, WINDOW = 60 };

static int64_t number(const cJSON *object, const char *name) {
  int64_t out = -1;
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
  check(item && json_integer(item, &out) && out >= 0);
  return out;
}

static int64_t asked_for(const web_request *r, const char *name, int64_t usual) {
  for (size_t i = 0; i < r->query_count; i++)
    if (strcmp(r->query[i].name, name) == 0 && *r->query[i].value) return strtoll(r->query[i].value, NULL, 10);
  return usual;
}

// The same without a part: all rows that fit.
static web_request whole_of(const web_request *r) {
  web_request all = *r;
  all.query_count = 0;
  for (size_t i = 0; i < r->query_count; i++)
    if (strcmp(r->query[i].name, "from") != 0 && strcmp(r->query[i].name, "count") != 0)
      all.query[all.query_count++] = r->query[i];
  if (all.query_count < WEB_QUERY_MAX) all.query[all.query_count++] = (web_pair){ "count", "1000" };
  return all;
}

// A part of a list is that part: rows and how many fit.
static void check_part(const web_request *r, const char *user) {
  const cJSON *rows = cJSON_GetObjectItemCaseSensitive(served_answer, "rows"), *row;
  if (served_status != 200 || !cJSON_IsArray(rows) || strncmp(r->path, "/batch/", 7) != 0) return;
  int64_t matching = number(served_answer, "matching"), from = asked_for(r, "from", 0),
          count = asked_for(r, "count", WINDOW), left = from < matching ? matching - from : 0;
  check(cJSON_GetArraySize(rows) == (left < count ? left : count));
  web_request all = whole_of(r);
  cJSON *part = served_answer;
  served_answer = NULL;
  served_ask(&all, user);
  const cJSON *whole = cJSON_GetObjectItemCaseSensitive(served_answer, "rows");
  check(served_status == 200 && number(served_answer, "matching") == matching && cJSON_GetArraySize(whole) == matching);
  cJSON_ArrayForEach(row, rows) check(cJSON_Compare(row, cJSON_GetArrayItem(whole, (int)from++), true));
  cJSON_Delete(part);
}

static void ask(const char *sent, arena *a) {
  web_address at;
  if (!address_read(sent, a, &at)) return;
  web_request r = { .method = "GET", .path = at.path, .query_count = at.query_count, .body = "" };
  const char *user = strstr(sent, "role=") ? "viewer" : NULL;
  memcpy(r.query, at.query, sizeof r.query);
  served_ask(&r, user);
  check(served_status == 200 || served_status == 404 || served_status == 422);
  if (served_answer) check_part(&r, user);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length) {
  arena *a = arena_new();
  char *rest, *text = arena_copy(a, (const char *)bytes, length);
  int count = 0;
  served_afresh();
  for (char *line = strtok_r(text, "\n", &rest); line && count++ < ASKED_MAX; line = strtok_r(NULL, "\n", &rest))
    ask(line, a);
  check(served_is_fresh());
  served_forget();
  arena_free(a);
  return 0;
}
