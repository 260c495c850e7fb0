// The program billet: words from the command line, one command, an answer for people or as JSON.
#include "core/cli/progress.h"
#include "core/base/memory.h"
#include "core/cli/view.h"
#include "core/cli/watchdog.h"
#include "core/command/answers/answers.h"
#include "core/session.h"
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct globals {
  session_options session;
  const char *colour;
  bool json, ascii, help;
  const char **words;
  int count;
} globals;

static bool take_value(const char *name, int argc, char **argv, int *i, const char **out, error *e) {
  size_t length = strlen(name);
  if (argv[*i][length] == '=') {
    *out = argv[*i] + length + 1;
    return true;
  }
  if (*i + 1 == argc) return error_set(e, ERROR_USAGE, "%s needs a value", name);
  *out = argv[++*i];
  return true;
}

static bool is_option(const char *word, const char *name) {
  size_t length = strlen(name);
  return strncmp(word, name, length) == 0 && (!word[length] || word[length] == '=');
}

static bool take_global(globals *g, int argc, char **argv, int *i, bool *taken, error *e) {
  const char *word = argv[*i];
  *taken = true;
  if (is_option(word, "--db")) return take_value("--db", argc, argv, i, &g->session.db_path, e);
  if (is_option(word, "--plugins")) return take_value("--plugins", argc, argv, i, &g->session.plugins, e);
  if (is_option(word, "--color")) return take_value("--color", argc, argv, i, &g->colour, e);
  if (strcmp(word, "--json") == 0) return g->json = g->session.json = true;
  if (strcmp(word, "--brief") == 0) return g->session.brief = true;
  if (strcmp(word, "--ascii") == 0) return g->ascii = true;
  if (strcmp(word, "--help") == 0) return g->help = true;
  *taken = false;
  return true;
}

static bool globals_read(globals *g, int argc, char **argv, error *e) {
  g->words = memory_zeroed((size_t)argc + 2, sizeof *g->words);
  bool literal = false;
  for (int i = 1; i < argc; i++) {
    bool taken = false;
    if (strcmp(argv[i], "--") == 0) literal = true;
    if (!literal && !take_global(g, argc, argv, &i, &taken, e)) return false;
    if (!taken) g->words[g->count++] = argv[i];
  }
  if (g->count == 1 && strcmp(g->words[0], "--version") == 0) g->words[0] = "version";
  if (g->help || g->count == 0) {
    memmove(g->words + 1, g->words, (size_t)g->count * sizeof *g->words);
    g->words[0] = "help";
    g->count++;
  }
  return true;
}

static void say_next(const style *s, const char *next) {
  if (next) fprintf(s->out, "\n%sNext:%s %s\n", style_dim(s), style_end(s), next);
}

// Beside the answer, for people: with --json it carries them itself.
static void say_warnings(const globals *g, const session *session, const value *v) {
  style s = style_find(stderr, g->colour, g->ascii);
  const value *carried = v->type == VALUE_RECORD ? value_get(v, "warnings") : NULL;
  if (!g->json || !carried) view_warnings(&s, carried ? carried : session_warnings(session));
}

static bool show(const globals *g, session *session, const command *ran, const value *v, error *e) {
  style s = style_find(stdout, g->colour, g->ascii);
  arena *a = arena_new();
  bool ok = g->json ? answer_json(v, stdout, false, e) : view_answer(&s, ran->view, v, a, e);
  ok = ok && memory_enough(e);
  if (ok && !g->json) say_next(&s, session_next(session));
  arena_free(a);
  bool written = fflush(stdout) == 0 && !ferror(stdout);
  if (!written && errno == EPIPE && ok) _Exit(0);  // whoever reads has seen enough
  if (ok && !written) ok = error_set(e, ERROR_IO, "the answer could not be written: %s", strerror(errno));
  if (ok) say_warnings(g, session, v);
  else session_not_shown(session, e);
  return ok;
}

static int fail(const globals *g, error *e) {
  style s = style_find(stderr, g->colour, g->ascii);
  int status = error_exit_status(e->code);
  if (g->json) error_json(e, stderr);
  else view_error(&s, e);
  error_clear(e);
  return status;
}

static volatile sig_atomic_t interrupted, patient;

// Asked by commands that end at a place of their own; whoever cannot wait for that presses once more.
static bool was_interrupted(void) {
  patient = 1;
  return interrupted != 0;
}

static void on_interrupt(int number) {
  (void)number;
  if (patient && !interrupted) {
    interrupted = 1;
    return;
  }
  _Exit(130);  // an open transaction is rolled back by the next opening, as after any death
}

// Where the caller closed one of the three, the next file to be opened would take its number, and what is said would go
// into that file. One that can only be read takes it, so that writing fails and is told.
static void hold_standard_files(void) {
  for (int fd = open("/dev/null", O_RDONLY); fd >= 0; fd = open("/dev/null", O_RDONLY)) {
    if (fd <= STDERR_FILENO) continue;
    close(fd);
    return;
  }
}

int main(int argc, char **argv) {
  hold_standard_files();
  globals g = { 0 };
  error e = { 0 };
  const command *ran = NULL;
  setlocale(LC_CTYPE, "");
  db_single_thread();
  signal(SIGINT, on_interrupt);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of writing, which leaves nothing behind
  int status = 0;
  progress bar = { 0 };
  if (!globals_read(&g, argc, argv, &e)) {
    status = fail(&g, &e);
    memory_give(g.words);
    return status;
  }
  g.session.interrupted = was_interrupted;
  g.session.progress = progress_show;
  g.session.progress_context = &bar;
  session *s = session_open(&g.session);
  watchdog_start(s, g.json);
  const value *v = session_run(s, g.count, g.words, &ran, &e);
  progress_clear(&bar);
  if (!v || !show(&g, s, ran, v, &e)) status = fail(&g, &e);
  else status = error_exit_status(session_partly(s));
  session_close(s);
  memory_give(g.words);
  return status;
}
