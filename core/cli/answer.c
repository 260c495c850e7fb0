// An answer or an error of a command on its way out.
#include "core/cli/answer.h"
#include "core/base/memory.h"
#include "core/cli/view.h"
#include "core/command/answers/answers.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

// Where rows have numbers commands are typed at a prompt, without the program's name.
static void say_next(const style *s, const char *next) {
  static const char name[] = "billet ";
  if (!next) return;
  fprintf(s->out, "\n%sNext:%s ", style_dim(s), style_end(s));
  for (const char *at; s->numbers && (at = strstr(next, name)); next = at + sizeof name - 1)
    fprintf(s->out, "%.*s", (int)(at - next), next);
  fprintf(s->out, "%s\n", next);
}

void answer_warn(const manner *m, session *session, const value *v) {
  style s = style_find(stderr, m->colour, m->ascii);
  const value *carried = v->type == VALUE_RECORD ? value_get(v, "warnings") : NULL;
  if (!m->json || !carried) view_warnings(&s, carried ? carried : session_warnings(session));
}

bool answer_write(const manner *m, const style *s, session *session, const command *ran, const value *v, error *e) {
  arena *a = arena_new();
  bool ok = m->json ? answer_json(v, s->out, false, e) : view_answer(s, ran->view, v, a, e);
  ok = ok && memory_enough(e);
  if (ok && !m->json) say_next(s, session_next(session));
  arena_free(a);
  return ok;
}

bool answer_show(const manner *m, session *session, const command *ran, const value *v, error *e) {
  style s = style_find(stdout, m->colour, m->ascii);
  bool ok = answer_write(m, &s, session, ran, v, e);
  bool written = fflush(stdout) == 0 && !ferror(stdout);
  if (!written && errno == EPIPE && ok) _Exit(0);  // whoever reads has seen enough
  if (ok && !written) ok = error_set(e, ERROR_IO, "the answer could not be written: %s", strerror(errno));
  if (ok) answer_warn(m, session, v);
  else session_not_shown(session, e);
  return ok;
}

int answer_fail(const manner *m, error *e) {
  style s = style_find(stderr, m->colour, m->ascii);
  int status = error_exit_status(e->code);
  if (m->json) error_json(e, stderr);
  else view_error(&s, e);
  error_clear(e);
  return status;
}
