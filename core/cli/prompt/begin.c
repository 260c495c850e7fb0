// Where there is no book yet: three questions make one, or sample data is opened in a book of its own.
#include "core/base/memory.h"
#include "core/base/money.h"
#include "core/engine/facts/facts.h"
#include "core/cli/prompt/prompt_inside.h"
#include <ctype.h>
#include <string.h>
#include <unistd.h>

static const char begins[] = "There is no book here yet. Three answers make one; `sample` opens sample data instead, "
                             "Ctrl-D ends the questions.\n";

// What is answered, without blanks at its ends, or `usual` for nothing; NULL where the person gives it up.
static const char *ask(prompt *p, arena *a, const char *what, const char *usual) {
  const char *text, *question = usual ? arena_format(a, "%s [%s]: ", what, usual) : arena_format(a, "%s: ", what);
  do {
    if (p->module->read(p->line, question, &text) != LINE_TYPED) return NULL;
  } while (!usual && text_blank(text));
  size_t length = strlen(text);
  const char *trimmed = text_trimmed(text, &length);
  return length ? arena_copy(a, trimmed, length) : usual;
}

// A currency in capitals, or "sample".
static const char *ask_currency(prompt *p, arena *a) {
  const char *text;
  while ((text = ask(p, a, "Currency", "USD")) != NULL) {
    if (strcmp(text, "sample") == 0) return text;
    char *code = arena_copy(a, text, strlen(text));
    for (char *at = code; *at; at++) *at = (char)toupper((unsigned char)*at);
    if (currency_exponent(code) >= 0) return code;
    printf("%s is no currency: USD, EUR, CHF and the like\n", text_shown(a, text, false));
  }
  return NULL;
}

static const char *ask_zone(prompt *p, arena *a) {
  char room[4096];
  const char *usual = arena_text(a, book_system_zone(room)), *text;
  while ((text = ask(p, a, "Time zone", usual)) != NULL) {
    error e = { 0 };
    if (book_zone_known(text, &e)) return text;
    answer_fail(p->manner, &e);
  }
  return NULL;
}

// Where it is installed, or where it lies in the tree that the program was built in.
static const char *sample_data(const context *c, arena *a) {
  const char *installed = arena_path(a, c->shared, "sample");
  return access(installed, R_OK) == 0 ? installed : arena_path(a, c->shared, "tests/data/demo");
}

// The sample book lies where the other would; one that is there already is gone on with.
static void open_sample(prompt *p, arena *a, const context *c) {
  const char *data = sample_data(c, a), *slash = strrchr(c->db_path, '/');
  const char *path = arena_format(a, "%.*ssample.db", slash ? (int)(slash - c->db_path + 1) : 0, c->db_path);
  const char *const init[] = { "init", "--currency", "USD", "--zone", "America/New_York", "--name", "Harbor Point IT" };
  bool there = access(path, F_OK) == 0;
  if (!there && access(data, R_OK) != 0) {
    printf("The sample data is not installed: there is no folder %s.\n", data);
    return;
  }
  session_turn(p->session, path);
  if (!there && entry_words(p, sizeof init / sizeof *init, init))
    entry_words(p, 2, (const char *const[]){ "import", data });
  printf("This is the book %s; `billet --db %s` opens it again.\n", path, path);
}

void begin_book(prompt *p) {
  error none = { 0 };
  arena *a = arena_new();
  const context *c = session_as_it_is(p->session);
  fputs(begins, stdout);
  const char *currency = ask_currency(p, a);
  bool sample = currency && strcmp(currency, "sample") == 0;
  if (sample) open_sample(p, a, c);
  const char *zone = currency && !sample ? ask_zone(p, a) : NULL;
  const char *name = zone ? ask(p, a, "Name of your company", NULL) : NULL;
  if (name) entry_words(p, 7, (const char *const[]){ "init", "--currency", currency, "--zone", zone, "--name", name });
  session_context(p->session, &none);  // a book that was made is open from now on
  error_clear(&none);
  arena_free(a);
}
