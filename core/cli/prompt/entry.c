// What was typed, run.
#include "core/base/memory.h"
#include "core/cli/interrupt.h"
#include "core/cli/prompt/prompt_inside.h"
#include <string.h>

// Commands about batches need not say so, where no other command has the name.
static void put_noun(const command_table *t, arena *a, const char ***words, int *count) {
  int used;
  if (command_find(t, *count, *words, &used)) return;
  const char **more = arena_array(a, (size_t)*count + 1, sizeof *more);
  more[0] = "batch";
  memcpy(more + 1, *words, (size_t)*count * sizeof *more);
  if (!command_find(t, *count + 1, more, &used)) return;
  *words = more;
  ++*count;
}

static bool show(prompt *p, const command *ran, const value *v, error *e) {
  char *text = NULL;
  size_t length;
  style s = style_find(stdout, p->manner->colour, p->manner->ascii);
  s.out = memory_stream(&text, &length);
  s.numbers = &p->numbers;
  bool ok = answer_write(p->manner, &s, p->session, ran, v, e);
  memory_stream_end(s.out, &text, &length);
  if (ok) pager_show(text, length);
  if (ok) answer_warn(p->manner, p->session, v);
  else session_not_shown(p->session, e);
  memory_give(text);
  return ok;
}

static bool run(prompt *p, int count, const char *const *words, error *e) {
  const command *ran = NULL;
  *p->bar = (progress){ 0 };
  interrupt_forget();
  const value *v = session_run(p->session, count, words, &ran, e);
  progress_clear(p->bar);
  return v && show(p, ran, v, e);
}

bool entry_run(prompt *p, const char *entry) {
  arena *a = arena_new();
  error e = { 0 };
  const char **words;
  int count;
  const context *c = session_context(p->session, &e);
  error_clear(&e);  // what needs the book says itself why it is not open
  bool ok = script_words(entry, a, &words, &count, &e);
  if (ok && count && strcmp(words[0], "billet") == 0) words++, count--;
  if (ok && count && c) put_noun(c->commands, a, &words, &count);
  ok = ok && rows_expand(p, a, &words, &count, &e);
  ok = ok && (count == 0 || run(p, count, words, &e));
  if (!ok) answer_fail(p->manner, &e);
  interrupt_forget();
  arena_free(a);
  return ok;
}
