// What stands before the line: where the person is.
#include "core/cli/prompt/prompt_inside.h"
#include "core/engine/batch/batch.h"
#include <string.h>

// The batch that commands are about: the one that the program was started for, else the newest.
static bool find(context *c, arena *a, batch *out, error *e) {
  const char *state;
  int64_t n = c->batch;
  if (!c->book || (!n && !batch_newest(c->book, a, &n, &state, e)) || !n) return false;
  return batch_find(c->book, n, "open,run,generated,exported,deleted", a, out, e);
}

static void write(context *c, const batch *b, buffer *out, error *e) {
  day today;
  char text[DAY_TEXT];
  if (!book_today(c->book, &today, e)) return;
  if (b->name) buffer_clean(out, b->name, false);
  else buffer_format(out, "batch %lld", (long long)b->n);
  if (b->as_of != today) buffer_format(out, " (%s)", day_format(b->as_of, text));
  bool chosen = strcmp(b->state, "open") == 0 && batch_any_chosen(c->book, b, e);
  buffer_text(out, chosen ? "*> " : "> ");
}

// Nobody waits here for another program: where it has the book, what stood there before still does.
void title_read(prompt *p) {
  error none = { 0 };
  arena *a = arena_new();
  batch b;
  deed last = { 0 };
  buffer title = { 0 };
  context *c = session_context(p->session, &none);
  bool open = c && c->book;
  if (open) db_wait(c->book->db, false);
  if (open) db_version_of_data(c->book->db, &p->version, &none);
  if (open && book_last_deed(c->book, a, &last, &none)) p->deed = last.seq;
  if (c && find(c, a, &b, &none)) write(c, &b, &title, &none);
  if (!title.length) buffer_text(&title, "billet> ");
  if (none.code != ERROR_BUSY || !p->title.length) {
    buffer_clear(&p->title);
    buffer_text(&p->title, title.text);
  }
  if (open) db_wait(c->book->db, true);
  buffer_free(&title);
  error_clear(&none);
  arena_free(a);
}
