// What changed, by a page or by any other program, told to everybody who listens.
#include "core/base/memory.h"
#include "core/cli/serve/serve_inside.h"
#include "core/command/answers/answers.h"
#include "core/engine/questions/questions.h"
#include <string.h>
#include <time.h>

enum { PROGRESS_MS = 100 };

int64_t changes_rev(page *p) {
  error none = { 0 };
  deed last = { 0 };
  const context *c = session_as_it_is(p->session);
  if (c->book) book_last_deed(c->book, p->own, &last, &none);
  error_clear(&none);
  return last.seq;
}

value *change_value(arena *a, const value *entry) {
  value *v = value_record(a);
  value_put(a, v, "rev", value_get(entry, "seq"));
  value_put(a, v, "who", value_get(entry, "who"));
  value_put(a, v, "what", value_get(entry, "command"));
  value_put(a, v, "when", value_get(entry, "at"));
  value_put(a, v, "batch", value_get(entry, "batch"));
  return v;
}

void changes_event(page *p, const char *event, const value *v) {
  error none = { 0 };
  char *text;
  size_t length;
  FILE *out = memory_stream(&text, &length);
  answer_json(v, out, false, &none);
  memory_stream_end(out, &text, &length);
  text[strcspn(text, "\n")] = '\0';
  p->module->tell(p->server, event, text);
  memory_give(text);
  error_clear(&none);
}

// A user who is gone, or has a new password, is signed out everywhere.
static void sign_out(page *p, const value *entry) {
  const char *command = value_get(entry, "command")->as.text;
  if (strncmp(command, "user ", 5) != 0 || strcmp(command, "user add") == 0) return;
  cJSON *detail = cJSON_Parse(value_get(entry, "detail")->as.text);
  const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(detail, "name"));
  if (name) p->module->sign_out(p->server, name);
  cJSON_Delete(detail);
}

// Ends with nothing locked.
void changes_tell(page *p) {
  error none = { 0 };
  const context *c = session_as_it_is(p->session);
  const value *since = c->book ? log_since(c->book, p->rev, p->own, &none) : NULL;
  for (size_t i = 0; since && i < since->as.list.count; i++) {
    p->rev = value_get(since->as.list.items[i], "seq")->as.integer;
    sign_out(p, since->as.list.items[i]);
    changes_event(p, "changed", change_value(p->own, since->as.list.items[i]));
  }
  if (c->book) db_let_go(c->book->db);
  error_clear(&none);
}

void changes_look(page *p) {
  error none = { 0 };
  int64_t version;
  const context *c = session_as_it_is(p->session);
  if (c->book && db_version_of_data(c->book->db, &version, &none) && version != p->version) {
    p->version = version;
    changes_tell(p);
  }
  error_clear(&none);
}

void changes_progress(void *context, const char *what, int64_t done, int64_t total) {
  page *p = context;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  int64_t at = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  if (at - p->told < PROGRESS_MS) return;
  p->told = at;
  arena *a = arena_new();
  value *v = value_record(a);
  put_int(a, v, "done", done);
  value_put(a, v, "of", total > 0 ? value_int(a, total) : value_null(a));
  put_text(a, v, "what", what);
  changes_event(p, "progress", v);
  arena_free(a);
}
