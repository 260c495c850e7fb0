// What changed, by a page or by any other program, told to everybody who listens.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/cli/serve/serve_inside.h"
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

static void write_change(json_writer *w, const value *entry) {
  const value *batch = value_get(entry, "batch");
  json_open(w, '{');
  json_key(w, "rev");
  json_int(w, value_get(entry, "seq")->as.integer);
  json_key(w, "who");
  json_text(w, value_get(entry, "who")->type == VALUE_TEXT ? value_get(entry, "who")->as.text : NULL);
  json_key(w, "what");
  json_text(w, value_get(entry, "command")->as.text);
  json_key(w, "batch");
  if (batch->type == VALUE_INT) json_int(w, batch->as.integer);
  else json_null(w);
  json_close(w, '}');
}

static void tell(page *p, const value *entry) {
  char *text;
  size_t length;
  json_writer w;
  FILE *out = memory_stream(&text, &length);
  json_begin(&w, out, false);
  write_change(&w, entry);
  memory_stream_end(out, &text, &length);
  p->module->tell(p->server, "changed", text);
  memory_give(text);
}

// Ends with nothing locked.
void changes_tell(page *p) {
  error none = { 0 };
  const context *c = session_as_it_is(p->session);
  const value *since = c->book ? log_since(c->book, p->rev, p->own, &none) : NULL;
  for (size_t i = 0; since && i < since->as.list.count; i++) {
    p->rev = value_get(since->as.list.items[i], "seq")->as.integer;
    tell(p, since->as.list.items[i]);
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
  char *text;
  size_t length;
  json_writer w;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  int64_t at = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
  if (at - p->told < PROGRESS_MS) return;
  p->told = at;
  FILE *out = memory_stream(&text, &length);
  json_begin(&w, out, false);
  json_open(&w, '{');
  json_key(&w, "done");
  json_int(&w, done);
  json_key(&w, "of");
  if (total > 0) json_int(&w, total);
  else json_null(&w);
  json_key(&w, "what");
  json_text(&w, what);
  json_close(&w, '}');
  memory_stream_end(out, &text, &length);
  p->module->tell(p->server, "progress", text);
  memory_give(text);
}
