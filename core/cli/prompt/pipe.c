// Commands from a pipe: no prompt, no words to be left out, and the first error ends it.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/cli/prompt/prompt.h"
#include "lua/trusted/cmd_eval.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct pipe {
  session *session;
  const manner *manner;
  progress *bar;
  int lines;
} pipe_of;

// A line more, behind those that the entry has; false at the end.
static bool add_line(pipe_of *p, buffer *entry) {
  char *line = NULL;
  size_t room = 0;
  ssize_t length = getline(&line, &room, stdin);
  if (length > 0) {
    p->lines++;
    if (entry->length) buffer_text(entry, "\n");
    buffer_add(entry, line, (size_t)length - (line[length - 1] == '\n'));
  }
  free(line);
  return length > 0;
}

static bool run_entry(pipe_of *p, const char *entry, int first, error *e) {
  arena *a = arena_new();
  const command *ran = NULL;
  const char **words;
  int count;
  bool ok = script_words(entry, a, &words, &count, e);
  if (ok && count && strcmp(words[0], "billet") == 0) words++, count--;
  if (ok && count) {
    const value *v = session_run(p->session, count, words, &ran, e);
    progress_clear(p->bar);
    ok = v && answer_show(p->manner, p->session, ran, v, e);
  }
  if (!ok) script_failed(a, "stdin", first, e);
  arena_free(a);
  return ok;
}

bool prompt_pipe(session *s, const manner *m, progress *bar, int *status) {
  pipe_of p = { s, m, bar, 0 };
  buffer entry = { 0 };
  error e = { 0 };
  bool ok = true;
  buffer_text(&entry, "");
  while (ok && add_line(&p, &entry)) {
    int first = p.lines;
    while (lua_unfinished(entry.text) && add_line(&p, &entry)) continue;
    ok = run_entry(&p, entry.text, first, &e);
    buffer_clear(&entry);
  }
  buffer_free(&entry);
  *status = ok ? error_exit_status(session_partly(s)) : answer_fail(m, &e);
  return p.lines > 0;
}
