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

// What is answered, without blanks at its ends, or `usual` for nothing; NULL where the person gives it up. why: what
// it is for, told whoever answers nothing where nothing is usual.
static const char *ask(prompt *p, arena *a, const char *what, const char *usual, const char *why) {
  const char *text, *question = usual ? arena_format(a, "%s [%s]: ", what, usual) : arena_format(a, "%s: ", what);
  while (true) {
    if (p->module->read(p->line, question, &text) != LINE_TYPED) return NULL;
    if (usual || !text_blank(text)) break;
    printf("%s\n", why);
  }
  size_t length = strlen(text);
  const char *trimmed = text_trimmed(text, &length);
  return length ? arena_copy(a, trimmed, length) : usual;
}

// A currency in capitals, or "sample".
static const char *ask_currency(prompt *p, arena *a) {
  const char *text;
  while ((text = ask(p, a, "Currency", "USD", NULL)) != NULL) {
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
  while ((text = ask(p, a, "Time zone", usual, NULL)) != NULL) {
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

// Runs words whose answer nobody asked for; NULL where that fails, which it has told.
static const value *quietly(prompt *p, int count, const char *const *words) {
  error e = { 0 };
  const command *ran;
  const value *v = session_run(p->session, count, words, &ran, &e);
  progress_clear(p->bar);
  if (!v) answer_fail(p->manner, &e);
  return v;
}

// "41 customers, 100 contracts, 1517 tickets", of what an import answered.
static void tell_rows(const value *imported, arena *a) {
  static const char *const told[] = { "customers", "contracts", "tickets" };
  const value *tables = value_get(imported, "tables");
  const char *before = "It holds ";
  for (size_t i = 0; tables && i < tables->as.list.count; i++) {
    const value *t = tables->as.list.items[i];
    for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
      if (strcmp(value_get(t, "table")->as.text, told[k]) != 0) continue;
      printf("%s%s %s", before, value_plain(a, value_get(t, "rows")), told[k]);
      before = ", ";
    }
  }
  printf("%s", *before == ',' ? ".\n" : "");
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
  const value *imported = NULL;
  if (!there && quietly(p, sizeof init / sizeof *init, init))
    imported = quietly(p, 2, (const char *const[]){ "import", data });
  printf("This is the book %s of sample data; `billet --db %s` opens it again.\n", path, path);
  if (imported) tell_rows(imported, a);
  printf("Next: `new` lists what is due\n");
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
  const char *name = zone ? ask(p, a, "Name of your company", NULL, "It stands on every invoice.") : NULL;
  if (name) entry_words(p, 7, (const char *const[]){ "init", "--currency", currency, "--zone", zone, "--name", name });
  session_context(p->session, &none);  // a book that was made is open from now on
  error_clear(&none);
  arena_free(a);
}
