// libbillet: a session whose answers are JSON.
#include "core/billet.h"
#include "core/base/memory.h"
#include "core/command/answers/answers.h"
#include "core/session.h"
#include <stdlib.h>

struct billet {
  session *session;
};

billet *billet_open(const char *path, const char *shared) {
  const session_options options = { .db_path = path, .shared = shared };
  billet *b = malloc(sizeof *b);
  if (b) b->session = session_open(&options);
  return b;
}

void billet_close(billet *b) {
  if (!b) return;
  session_close(b->session);
  free(b);
}

static char *to_text(session *s, const value *answer, error *e) {
  char *text = NULL;
  size_t length;
  FILE *file = open_memstream(&text, &length);
  if (!file) return NULL;
  if (answer && !(answer_json(answer, file, false, e) && memory_enough(e))) {
    session_not_shown(s, e);
    rewind(file);
    answer = NULL;
  }
  if (!answer) error_json(e, file);
  return fclose(file) == 0 ? text : NULL;
}

int billet_command(billet *b, int count, const char *const *words, char **json) {
  const command *ran;
  error e = { 0 };
  const value *answer = session_run(b->session, count, words, &ran, &e);
  *json = to_text(b->session, answer, &e);
  memory_end();
  int status = error_exit_status(e.code ? e.code : session_partly(b->session));
  error_clear(&e);
  return status;
}

void billet_free(char *json) { free(json); }
