// The prompt at a terminal: a line is read, run, and answered, until the person leaves.
#include "core/cli/prompt/prompt_inside.h"
#include "core/cli/interrupt.h"
#include "lua/trusted/cmd_eval.h"
#include <stdio.h>
#include <string.h>

static const char goes_on[] = "  ...> ";

// What another program did to the book while somebody types here. Whether it changed at all is asked first, of a number
// that the file begins with.
static const char *notice(void *context) {
  prompt *p = context;
  error none = { 0 };
  arena *a = arena_new();
  deed last;
  int64_t version;
  const struct context *c = session_as_it_is(p->session);
  buffer_clear(&p->told);
  if (c->book) db_wait(c->book->db, false);
  if (c->book && db_version_of_data(c->book->db, &version, &none) && version != p->version) {
    p->version = version;
    if (book_last_deed(c->book, a, &last, &none) && last.seq != p->deed) {
      buffer_format(&p->told, "The book was changed by another program: %s", last.command);
      if (last.batch) buffer_format(&p->told, ", batch %lld", (long long)last.batch);
      p->deed = last.seq;
    }
  }
  error_clear(&none);
  if (c->book) db_wait(c->book->db, true);
  arena_free(a);
  return p->told.length ? p->told.text : NULL;
}

static void keep(prompt *p, const char *entry) {
  if (history_keep(p->history, entry)) p->module->remember(p->line, entry);
}

static size_t lines_of(const char *text) {
  size_t lines = 1;
  for (; *text; text++) lines += *text == '\n';
  return lines;
}

// One line after the other, up to the first that fails; Lua that goes on takes more than one.
static void run_lines(prompt *p, const char *text) {
  buffer entry = { 0 };
  bool ok = true;
  for (const char *line = text; ok && line;) {
    const char *end = strchrnul(line, '\n');
    if (entry.length) buffer_text(&entry, "\n");
    buffer_add(&entry, line, (size_t)(end - line));
    line = *end ? end + 1 : NULL;
    const char *whole = entry.text ? entry.text : "";
    if (line && lua_unfinished(whole)) continue;
    if (!text_blank(whole)) printf("%s%s\n", p->title.text, whole);
    keep(p, whole);
    ok = entry_run(p, whole);
    title_read(p);
    buffer_clear(&entry);
  }
  buffer_free(&entry);
}

static void ask_lines(prompt *p, const char *pasted) {
  char question[64];
  buffer text = { 0 };
  buffer_text(&text, pasted);  // the editor's own goes with the question
  size_t lines = lines_of(pasted);
  printf("%s\n", pasted);
  snprintf(question, sizeof question, "Run %zu line%s? y/N ", lines, text_s((int64_t)lines));
  char key = p->module->ask(p->line, question);
  if (key == 'y' || key == 'Y') run_lines(p, text.text);
  buffer_free(&text);
}

// The rest of Lua that is not complete; LINE_BROKEN where the person gave it up.
static line_event read_rest(prompt *p, buffer *entry) {
  line_event event = LINE_TYPED;
  while (event == LINE_TYPED && lua_unfinished(entry->text)) {
    const char *text;
    event = p->module->read(p->line, goes_on, &text);
    if (event != LINE_TYPED && event != LINE_PASTED) break;
    buffer_text(entry, "\n");
    buffer_text(entry, text);
    if (event == LINE_PASTED) event = LINE_TYPED;
  }
  return event == LINE_ENDED ? LINE_BROKEN : event;
}

// What people type to leave, where they are used to other prompts.
static bool leaves(const char *entry) {
  size_t length = strlen(entry);
  const char *word = text_trimmed(entry, &length);
  return length == 4 && (strncmp(word, "exit", 4) == 0 || strncmp(word, "quit", 4) == 0);
}

static line_event serve(prompt *p) {
  const char *text;
  buffer entry = { 0 };
  interrupt_forget();
  title_read(p);
  line_event event = p->module->read(p->line, p->title.text, &text);
  buffer_text(&entry, text);
  if (event == LINE_PASTED) ask_lines(p, entry.text);
  if (event == LINE_TYPED) event = read_rest(p, &entry);
  if (event == LINE_TYPED && leaves(entry.text)) event = LINE_ENDED;
  if (event == LINE_TYPED) {
    keep(p, entry.text);
    entry_run(p, entry.text);
  }
  buffer_free(&entry);
  return event;
}

static const char *greeting(const context *c) {
  if (!c) return "`help` lists the commands, Ctrl-D leaves.";
  return c->book ? "`help` lists the commands, Tab completes, Ctrl-D leaves."
                 : "There is no book here yet: `init` makes one, `help` lists the commands, Ctrl-D leaves.";
}

// Until the person leaves.
static void serve_all(prompt *p) {
  error none = { 0 };
  context *c = session_context(p->session, &none);
  interrupt_watch(true);
  if (c && !c->book) begin_book(p);
  p->history = c ? history_path(c->db_path, p->own) : NULL;
  history_load(p->history, p->module, p->line);
  printf("%s\n", greeting(c));
  int breaks = 0;
  for (line_event event = LINE_TYPED; event != LINE_ENDED && event != LINE_GONE;) {
    event = serve(p);
    breaks = event == LINE_BROKEN ? breaks + 1 : 0;
    if (breaks == 2) printf("Ctrl-D leaves.\n");
  }
  error_clear(&none);
}

int prompt_run(session *s, const manner *m, progress *bar) {
  error e = { 0 };
  prompt p = { .session = s, .manner = m, .bar = bar, .own = arena_new(), .offered = arena_new() };
  const line_hooks hooks = { .context = &p, .complete = complete_line, .notice = notice };
  context *c = session_as_it_is(s);
  if (!session_context(s, &e)) answer_fail(m, &e);  // each command will say so too, but `help` and Lua need no book
  bool ok = (p.module = line_module_open(&e)) && (p.line = p.module->open(&hooks, &e));
  c->record = record_to;
  c->recorder = &p;
  if (ok) {
    serve_all(&p);
    p.module->close(p.line);
  }
  c->record = NULL;
  record_to(&p, NULL, &e);
  buffer_free(&p.title);
  buffer_free(&p.told);
  numbers_free(&p.numbers);
  buffer_free(&p.typed);
  arena_free(p.offered);
  arena_free(p.own);
  return ok ? 0 : answer_fail(m, &e);
}
