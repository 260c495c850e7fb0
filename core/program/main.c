// The program billet: words from the command line and one command; without words the prompt, or commands from a pipe.
#include "core/base/memory.h"
#include "core/base/person.h"
#include "core/cli/answer.h"
#include "core/cli/interrupt.h"
#include "core/cli/progress.h"
#include "core/cli/prompt/prompt.h"
#include "core/cli/serve/serve.h"
#include "core/cli/watchdog.h"
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct globals {
  session_options session;
  manner manner;
  bool help;
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
  if (is_option(word, "--color")) return take_value("--color", argc, argv, i, &g->manner.colour, e);
  if (strcmp(word, "--json") == 0) return g->manner.json = g->session.json = true;
  if (strcmp(word, "--brief") == 0) return g->session.brief = true;
  if (strcmp(word, "--ascii") == 0) return g->manner.ascii = true;
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
  if (g->help) {
    memmove(g->words + 1, g->words, (size_t)g->count * sizeof *g->words);
    g->words[0] = "help";
    g->count++;
  }
  return true;
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

// What options leave open the person may have said: for the session and the screen alike.
static bool take_person(globals *g, person *p, error *e) {
  const char *const given[PERSON_COUNT] = { g->session.db_path, g->session.plugins, g->manner.colour, NULL };
  if (!person_read(p, given, e)) return false;
  g->session.person = p;
  g->session.db_path = p->rows[PERSON_DB].value;
  g->session.plugins = p->rows[PERSON_PLUGINS].value;
  g->manner.colour = p->rows[PERSON_COLOR].value;
  if (strcmp(p->rows[PERSON_PAGER].origin, "user") == 0) setenv("PAGER", p->rows[PERSON_PAGER].value, 1);
  return true;
}

static int run_words(session *s, const globals *g, progress *bar) {
  error e = { 0 };
  const command *ran = NULL;
  serve_wish wish = { 0 };
  context *c = session_as_it_is(s);
  c->serve = serve_wished;
  c->server = &wish;
  const value *v = session_run(s, g->count, g->words, &ran, &e);
  progress_clear(bar);
  c->serve = NULL;
  if (v && wish.asked) return serve_run(s, &g->manner, bar, &wish);
  if (!v || !answer_show(&g->manner, s, ran, v, &e)) return answer_fail(&g->manner, &e);
  return error_exit_status(session_partly(s));
}

// Without words: the prompt, where somebody sits at a terminal; else the commands that come in.
static int run_lines(session *s, globals *g, progress *bar) {
  bool types = isatty(STDIN_FILENO), reads = isatty(STDOUT_FILENO);
  int status;
  if (types && reads) return prompt_run(s, &g->manner, bar);
  if (!types && prompt_pipe(s, &g->manner, bar, &status)) return status;
  g->words[g->count++] = "help";
  return run_words(s, g, bar);
}

int main(int argc, char **argv) {
  hold_standard_files();
  globals g = { 0 };
  error e = { 0 };
  setlocale(LC_CTYPE, "");
  db_single_thread();
  interrupt_watch(false);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of writing, which leaves nothing behind
  int status = 0;
  progress bar = { 0 };
  static person own;
  if (!globals_read(&g, argc, argv, &e) || !take_person(&g, &own, &e)) {
    status = answer_fail(&g.manner, &e);
    memory_give(g.words);
    return status;
  }
  g.session.interrupted = interrupt_asked;
  if (!g.count) g.session.stop = interrupt_stops;  // one command ends with the program
  g.session.progress = progress_show;
  g.session.progress_context = &bar;
  static session *s;  // stays known to whoever looks for lost memory
  s = session_open(&g.session);
  watchdog_start(s, g.manner.json);
  status = g.count ? run_words(s, &g, &bar) : run_lines(s, &g, &bar);
  session_leave(s);
  person_free(&own);
  memory_give(g.words);
  return status;
}
