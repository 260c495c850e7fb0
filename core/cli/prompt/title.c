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

void title_read(prompt *p) {
  error none = { 0 };
  arena *a = arena_new();
  batch b;
  day today;
  char text[DAY_TEXT];
  context *c = session_context(p->session, &none);
  buffer_clear(&p->title);
  deed last = { 0 };
  if (c && c->book) db_version_of_data(c->book->db, &p->version, &none);
  if (c && c->book && book_last_deed(c->book, a, &last, &none)) p->deed = last.seq;
  if (c && find(c, a, &b, &none) && book_today(c->book, &today, &none)) {
    if (b.name) buffer_clean(&p->title, b.name, false);
    else buffer_format(&p->title, "batch %lld", (long long)b.n);
    if (b.as_of != today) buffer_format(&p->title, " (%s)", day_format(b.as_of, text));
    bool chosen = strcmp(b.state, "open") == 0 && batch_any_chosen(c->book, &b, &none);
    buffer_text(&p->title, chosen ? "*> " : "> ");
  } else {
    buffer_text(&p->title, "billet> ");
  }
  error_clear(&none);
  arena_free(a);
}
