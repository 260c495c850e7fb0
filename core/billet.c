// libbillet: a session whose answers are JSON.
#include "core/billet.h"
#include "core/base/memory.h"
#include "core/command/answers/answers.h"
#include "core/session.h"
#include <stdlib.h>
#include <string.h>

struct billet {
  char *path, *shared;  // NULL: as of billet_open
  session *session;     // NULL: begun by the next command
};

// What was asked, for work that may come to no end.
typedef struct request {
  billet *billet;
  int count;
  const char *const *words;
  char *json;
  int status;
} request;

// What is said where nothing can be made to say it.
static const char not_done[] =
    "{\"error\":{\"code\":\"memory\",\"message\":\"the machine has no memory left for this\","
    "\"hint\":\"nothing was changed\",\"rows\":[]}}";
static const char was_done[] =
    "{\"error\":{\"code\":\"unknown-outcome\",\"message\":\"it is done, but its answer could not be given: the machine "
    "has no memory left for this\",\"hint\":\"do not do it again: look what was done\",\"rows\":[]}}";

billet *billet_open(const char *path, const char *shared) {
  billet *b = calloc(1, sizeof *b);
  if (!b) return NULL;
  b->path = path ? strdup(path) : NULL;
  b->shared = shared ? strdup(shared) : NULL;
  if ((!path || b->path) && (!shared || b->shared)) return b;
  billet_close(b);
  return NULL;
}

static void close_session(void *context) { session_close(context); }

void billet_close(billet *b) {
  if (!b) return;
  memory_guard(close_session, b->session);
  free(b->path);
  free(b->shared);
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

static void do_command(void *context) {
  request *r = context;
  billet *b = r->billet;
  const session_options options = { .db_path = b->path, .shared = b->shared };
  const command *ran;
  error e = { 0 };
  if (!b->session) b->session = session_open(&options);
  const value *answer = session_run(b->session, r->count, r->words, &ran, &e);
  r->json = to_text(b->session, answer, &e);
  r->status = error_exit_status(e.code ? e.code : session_partly(b->session));
  error_clear(&e);
}

// The session is over; the next command begins another.
static void give_up(request *r) {
  session *left = r->billet->session;
  r->billet->session = NULL;
  bool done = left && session_abandon(left);
  r->status = error_exit_status(done ? ERROR_UNKNOWN_OUTCOME : ERROR_MEMORY);
  r->json = strdup(done ? was_done : not_done);
}

int billet_command(billet *b, int count, const char *const *words, char **json) {
  request r = { .billet = b, .count = count, .words = words };
  if (!memory_guard(do_command, &r)) give_up(&r);
  memory_end();
  *json = r.json;
  return r.status;
}

void billet_free(char *json) { free(json); }
