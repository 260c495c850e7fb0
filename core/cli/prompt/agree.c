// What takes back, or does again, more than one row is said and asked before it is done.
#include "core/cli/prompt/prompt_inside.h"
#include <string.h>

static const int64_t *number_of(const value *v, const char *name) {
  const value *n = v ? value_get(v, name) : NULL;
  return n && n->type == VALUE_INT ? &n->as.integer : NULL;
}

static bool asks(prompt *p, const value *tried, bool again) {
  const int64_t *rows = number_of(tried, "rows");
  printf("%s", value_get(tried, "text")->as.text);
  if (again && rows) printf(": %lld rows", (long long)*rows);
  char key = p->module->ask(p->line, ".\nDo it? y/N ");
  return key == 'y' || key == 'Y';
}

bool agree_to(prompt *p, const manner *m, int count, const char *const *words, agreed *out, error *e) {
  const command *ran;
  bool again = strcmp(words[0], "redo") == 0;
  *out = (agreed){ .count = count, .words = words };
  if (count != 1 || m->json || (!again && strcmp(words[0], "undo") != 0)) return true;
  const value *tried = session_run(p->session, 2, (const char *const[]){ words[0], "--dry-run" }, &ran, e);
  const int64_t *action = number_of(tried, "action"), *rows = number_of(tried, "rows");
  if (!tried) return false;
  if (rows && *rows == 1) return true;
  if (!asks(p, tried, again)) return error_set(e, ERROR_INTERRUPTED, "nothing was done");
  snprintf(out->action, sizeof out->action, "%lld", (long long)(action ? *action : 0));
  out->more[0] = words[0];
  out->more[1] = "--action";  // what was asked, and nothing that came in between
  out->more[2] = out->action;
  out->words = out->more;
  out->count = 3;
  return true;
}
