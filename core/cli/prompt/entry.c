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

// Options that the command line takes anywhere: they are for this entry alone.
static manner take_manner(const prompt *p, context *c, const char **words, int *count) {
  manner m = *p->manner;
  int kept = 0;
  if (c) c->brief = false;
  for (int i = 0; i < *count; i++) {
    if (strcmp(words[i], "--json") == 0) m.json = true;
    else if (c && strcmp(words[i], "--brief") == 0) c->brief = true;
    else words[kept++] = words[i];
  }
  *count = kept;
  if (c) c->changes = !m.json;
  return m;
}

static bool show(prompt *p, const manner *m, const command *ran, const value *v, error *e) {
  char *text = NULL;
  size_t length;
  style s = style_find(stdout, m->colour, m->ascii);
  s.out = memory_stream(&text, &length);
  s.numbers = &p->numbers;
  bool ok = answer_write(m, &s, p->session, ran, v, e);
  memory_stream_end(s.out, &text, &length);
  if (ok) pager_show(text, length);
  if (ok) answer_warn(m, p->session, v);
  else session_not_shown(p->session, e);
  memory_give(text);
  return ok;
}

static bool run(prompt *p, const manner *m, const char *entry, int count, const char *const *words, error *e) {
  const command *ran = NULL;
  agreed asked;
  const FILE *record = p->record;
  *p->bar = (progress){ 0 };
  if (script_is_lua(words[0])) last_hand(p);
  if (!agree_to(p, m, count, words, &asked, e)) return false;
  value *v = session_run(p->session, asked.count, asked.words, &ran, e);
  progress_clear(p->bar);
  bool is_lua = script_is_lua(words[0]);  // keeps its own value
  p->last = v && !is_lua ? last_keep(p, v) : NULL;
  // `log on` and `log off` are no part of what they record.
  if (record && record == p->record) record_entry(p, entry, count, words, v);
  return v && show(p, m, ran, v, e);
}

bool entry_run(prompt *p, const char *entry) {
  arena *a = arena_new();
  error e = { 0 };
  const char **words;
  int count;
  context *c = session_context(p->session, &e);
  interrupt_forget();  // whoever presses Ctrl-C while rows are looked up means the command
  error_clear(&e);     // what needs the book says itself why it is not open
  bool ok = script_words(entry, a, &words, &count, &e);
  if (ok && count && strcmp(words[0], "billet") == 0) words++, count--;
  manner m = take_manner(p, c, words, ok ? &count : &(int){ 0 });
  if (ok && count && c) put_noun(c->commands, a, &words, &count);
  ok = ok && rows_expand(p, a, &words, &count, &e);
  ok = ok && (count == 0 || run(p, &m, entry, count, words, &e));
  if (!ok) answer_fail(&m, &e);
  if (c && c->book) db_let_go(c->book->db);
  interrupt_forget();
  clearerr(stdin);  // a command that read to the end of what was typed has not ended the terminal
  arena_free(a);
  return ok;
}

bool entry_words(prompt *p, int count, const char *const *words) {
  error e = { 0 };
  interrupt_forget();
  bool ok = run(p, p->manner, "", count, words, &e);
  if (!ok) answer_fail(p->manner, &e);
  return ok;
}
