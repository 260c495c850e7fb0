// The editor of lines. libedit waits for each key by a function of ours (EL_GETCFN), which is where everything arrives
// that is no key: signals, a terminal that is gone, what is to be told meanwhile. EL_UNBUFFERED would hand out keys
// too, but not those of a search (Ctrl-R), which libedit waits for itself.
#include "core/base/memory.h"
#include "core/base/text.h"
#include "core/line/line_module.h"
#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { TICK = 1 };  // seconds between two looks for something to tell

// Signals that are attended to while a line is typed.
static volatile sig_atomic_t came[5];
static const int watched[] = { SIGINT, SIGWINCH, SIGCONT, SIGHUP, SIGTERM };
enum { BREAK, RESIZED, CONTINUED, HUNG_UP, ENDING, WATCHED };

struct line {
  line_hooks hooks;
  EditLine *edit;
  History *history;
  locale_t locale;
  const char *prompt;  // NULL: no line is being typed
  line_event event;
  buffer text;
  struct sigaction before[WATCHED];
  sigset_t mask;
};

// ---- Where the cursor is.

// Rows below the first that the text takes, or the cursor where `all` is false; libedit counts alike.
static size_t rows_below(const line *l, bool all) {
  const LineInfo *info = el_line(l->edit);
  buffer text = { 0 };
  size_t rows = 0, column = 0, bytes;
  struct winsize size = { 0 };
  size_t width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
  buffer_text(&text, l->prompt);
  buffer_add(&text, info->buffer, (size_t)((all ? info->lastchar : info->cursor) - info->buffer));
  for (const char *at = text.text ? text.text : ""; *at; at += bytes) {
    char one[8] = { 0 };
    text_character(at, &bytes);
    memcpy(one, at, bytes);
    size_t own = text_width(one);
    if (*at == '\n' || column + own > width) rows++, column = 0;
    if (*at != '\n') column += own;
    if (column == width) rows++, column = 0;
  }
  buffer_free(&text);
  return rows;
}

// What stands on the screen of the line is taken away, and the line drawn anew below the text.
static void draw_below(line *l, const char *text) {
  if (!l->prompt) return;
  size_t up = rows_below(l, false);
  if (up) printf("\033[%zuA", up);
  printf("\r\033[J");
  if (text) printf("%s\n", text);
  fflush(stdout);
  el_set(l->edit, EL_REFRESH);
}

// Behind the line, so that what is printed next leaves it whole.
static void leave_line(const line *l, const char *mark) {
  size_t down = rows_below(l, true) - rows_below(l, false);
  if (down) printf("\033[%zuB", down);
  printf("%s\r\n", mark);
  fflush(stdout);
}

// ---- Waiting for a key.

static void on_signal(int number) {
  for (int i = 0; i < WATCHED; i++)
    if (watched[i] == number) came[i] = 1;
}

static void watch(line *l) {
  struct sigaction action = { .sa_handler = on_signal };
  sigset_t blocked;
  sigemptyset(&blocked);
  for (int i = 0; i < WATCHED; i++) {
    came[i] = 0;
    sigaddset(&blocked, watched[i]);
    sigaction(watched[i], &action, &l->before[i]);
  }
  sigprocmask(SIG_BLOCK, &blocked, &l->mask);  // they come while we wait for a key, and at no other time
}

static void unwatch(line *l) {
  for (int i = 0; i < WATCHED; i++) sigaction(watched[i], &l->before[i], NULL);
  sigprocmask(SIG_SETMASK, &l->mask, NULL);
}

static bool took(int which) {
  bool there = came[which] != 0;
  came[which] = 0;
  return there;
}

// Whatever came that is no key. False where the reading ends.
static bool attend(line *l) {
  if (took(HUNG_UP) || took(ENDING)) return l->event = LINE_GONE, false;
  if (took(BREAK)) return l->event = LINE_BROKEN, false;
  if (took(CONTINUED)) {  // the shell had the terminal meanwhile
    el_set(l->edit, EL_PREP_TERM, 0);
    el_set(l->edit, EL_PREP_TERM, 1);
    el_set(l->edit, EL_REFRESH);
  }
  if (took(RESIZED)) {
    el_resize(l->edit);
    draw_below(l, NULL);
  }
  return true;
}

static bool wait_for_key(line *l) {
  for (;;) {
    struct pollfd from = { .fd = STDIN_FILENO, .events = POLLIN };
    const struct timespec tick = { .tv_sec = TICK };
    if (!attend(l)) return false;
    int ready = ppoll(&from, 1, &tick, &l->mask);
    if (ready < 0 && errno != EINTR) return l->event = LINE_GONE, false;
    if (ready > 0 && (from.revents & POLLIN)) return true;
    if (ready > 0) return l->event = LINE_GONE, false;
    const char *told = ready == 0 && l->prompt && l->hooks.notice ? l->hooks.notice(l->hooks.context) : NULL;
    if (told) draw_below(l, told);
  }
}

// One byte; false where the terminal is gone.
static bool read_byte(line *l, unsigned char *out) {
  ssize_t got;
  do got = wait_for_key(l) ? read(STDIN_FILENO, out, 1) : 0;
  while (got < 0 && errno == EINTR);
  if (got != 1 && l->event == LINE_TYPED) l->event = LINE_GONE;
  return got == 1;
}

static int get_character(EditLine *edit, wchar_t *out) {
  line *l;
  unsigned char bytes[5] = { 0 };
  size_t length;
  el_get(edit, EL_CLIENTDATA, &l);
  if (!read_byte(l, bytes)) return -1;
  int more = bytes[0] >= 0xf0 ? 3 : bytes[0] >= 0xe0 ? 2 : bytes[0] >= 0xc0 ? 1 : 0;
  for (int i = 1; i <= more; i++)
    if (!read_byte(l, bytes + i)) return -1;
  *out = (wchar_t)text_character((const char *)bytes, &length);
  return 1;
}

// ---- Keys of our own.

// Whether the terminal knows more than letters.
static bool is_able(void) {
  const char *term = getenv("TERM");
  return term && *term && strcmp(term, "dumb") != 0;
}

static line *line_of(EditLine *edit) {
  line *l = NULL;
  el_get(edit, EL_CLIENTDATA, &l);
  return l;
}

static unsigned char on_tab(EditLine *edit, int key) {
  line *l = line_of(edit);
  line_offer offer = { 0 };
  buffer before = { 0 };
  const LineInfo *info = el_line(edit);
  (void)key;
  buffer_add(&before, info->buffer, (size_t)(info->cursor - info->buffer));
  l->hooks.complete(l->hooks.context, before.text ? before.text : "", &offer);
  if (offer.text) {
    size_t bytes, characters = 0;
    for (size_t at = before.length - offer.replaced; at < before.length; at += bytes, characters++)
      text_character(before.text + at, &bytes);
    el_deletestr(edit, (int)characters);
    el_insertstr(edit, offer.text);
  }
  buffer_free(&before);
  if (offer.list) draw_below(l, offer.list);
  return offer.text || offer.list ? CC_REFRESH : CC_ERROR;
}

static const char paste_begins[] = "\033[200~", paste_ends[] = "\033[201~";

// Everything that is pasted, up to the end that the terminal sends; what a terminal would obey does not get in.
static bool read_paste(line *l, buffer *out) {
  size_t tail = sizeof paste_ends - 1;
  unsigned char byte;
  while (out->length < tail || memcmp(out->text + out->length - tail, paste_ends, tail) != 0) {
    if (!read_byte(l, &byte)) return false;
    buffer_add(out, byte == '\r' ? "\n" : byte == '\t' ? " " : (const char *)&byte, 1);
  }
  out->length -= tail;
  while (out->length && strchr("\n ", out->text[out->length - 1])) out->length--;
  out->text[out->length] = '\0';
  return true;
}

static unsigned char on_paste(EditLine *edit, int key) {
  line *l = line_of(edit);
  buffer raw = { 0 }, pasted = { 0 };
  const LineInfo *info = el_line(edit);
  (void)key;
  bool whole = read_paste(l, &raw);
  if (whole) buffer_clean(&pasted, raw.text, true);
  buffer_free(&raw);
  bool several = pasted.text && strchr(pasted.text, '\n');
  if (several) {
    buffer_clear(&l->text);
    buffer_add(&l->text, info->buffer, (size_t)(info->cursor - info->buffer));
    buffer_text(&l->text, pasted.text);
    buffer_add(&l->text, info->cursor, (size_t)(info->lastchar - info->cursor));
    l->event = LINE_PASTED;
  } else if (pasted.length) {
    el_insertstr(edit, pasted.text);
  }
  buffer_free(&pasted);
  return !whole || several ? CC_EOF : CC_REFRESH;
}

// ---- The module's functions.

static char *prompt_of(EditLine *edit) { return (char *)line_of(edit)->prompt; }

static void bind_keys(line *l) {
  static const char *const keys[][2] = { { "\t", "billet-complete" },     { paste_begins, "billet-paste" },
                                         { "^R", "em-inc-search-prev" },  { "\033[3~", "ed-delete-next-char" },
                                         { "\033[1~", "ed-move-to-beg" }, { "\033[4~", "ed-move-to-end" },
                                         { "\033[1;5D", "ed-prev-word" }, { "\033[1;5C", "em-next-word" } };
  // Wide, for of others libedit makes copies that it never frees.
  el_wset(l->edit, EL_ADDFN, L"billet-complete", L"offers what fits here", on_tab);
  el_wset(l->edit, EL_ADDFN, L"billet-paste", L"takes what the terminal pastes", on_paste);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) el_set(l->edit, EL_BIND, keys[i][0], keys[i][1], NULL);
}

// Whatever the locale of the program says, names are UTF-8.
static locale_t editing_locale(void) {
  const char *codeset = nl_langinfo(CODESET);
  locale_t of_program = duplocale(LC_GLOBAL_LOCALE);
  if (strcmp(codeset, "UTF-8") == 0) return of_program;
  locale_t with_utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", of_program);
  return with_utf8 ? with_utf8 : of_program;
}

static void line_close(line *l) {
  if (!l) return;
  if (l->edit) el_end(l->edit);
  if (l->history) history_end(l->history);
  if (l->locale) freelocale(l->locale);
  buffer_free(&l->text);
  memory_give(l);
}

static line *line_open(const line_hooks *hooks, error *e) {
  enum { REMEMBERED = 2000 };
  line *l = memory_zeroed(1, sizeof *l);
  HistEvent event;
  l->hooks = *hooks;
  l->locale = editing_locale();
  locale_t outer = uselocale(l->locale);
  l->edit = el_init("billet", stdin, stdout, stderr);
  l->history = history_init();
  if (l->edit && l->history) {
    history(l->history, &event, H_SETSIZE, REMEMBERED);
    el_set(l->edit, EL_CLIENTDATA, l);
    el_set(l->edit, EL_EDITOR, "emacs");
    el_set(l->edit, EL_PROMPT, prompt_of);
    el_set(l->edit, EL_HIST, history, l->history);
    el_set(l->edit, EL_GETCFN, get_character);
    el_source(l->edit, NULL);  // the keys that a person has in ~/.editrc
    bind_keys(l);
  }
  uselocale(outer);
  if (l->edit && l->history) return l;
  line_close(l);
  return error_set(e, ERROR_IO, "this terminal cannot be used"), NULL;
}

static void line_remember(line *l, const char *entry) {
  HistEvent event;
  locale_t outer = uselocale(l->locale);
  history(l->history, &event, H_ENTER, entry);
  uselocale(outer);
}

static void take_typed(line *l, const char *text, int length) {
  buffer_clear(&l->text);
  if (text && length > 0) buffer_add(&l->text, text, (size_t)length - (text[length - 1] == '\n'));
}

static line_event line_read(line *l, const char *prompt, const char **text) {
  int length = 0;
  locale_t outer = uselocale(l->locale);
  l->prompt = prompt;
  l->event = LINE_TYPED;
  watch(l);
  if (is_able()) printf("\033[?2004h");
  const char *typed = el_gets(l->edit, &length);
  if (typed) take_typed(l, typed, length);
  else if (l->event == LINE_TYPED) l->event = LINE_ENDED;
  if (l->event != LINE_TYPED && l->event != LINE_GONE) leave_line(l, l->event == LINE_BROKEN ? "^C" : "");
  if (is_able()) printf("\033[?2004l");
  fflush(stdout);
  unwatch(l);
  l->prompt = NULL;
  uselocale(outer);
  *text = l->text.text && (l->event == LINE_TYPED || l->event == LINE_PASTED) ? l->text.text : "";
  return l->event;
}

static char line_ask(line *l, const char *question) {
  unsigned char key = 0;
  l->event = LINE_TYPED;
  watch(l);
  el_set(l->edit, EL_PREP_TERM, 1);
  printf("%s", question);
  fflush(stdout);
  if (!read_byte(l, &key) || key == '\004') key = 0;
  printf("%s\r\n", key > ' ' && key < 127 ? (const char[2]){ (char)key, 0 } : "");
  fflush(stdout);
  el_set(l->edit, EL_PREP_TERM, 0);
  unwatch(l);
  return (char)key;
}

extern const line_module billet_line;
__attribute__((visibility("default")))
const line_module billet_line = { LINE_MODULE_VERSION, line_open, line_close, line_remember, line_read, line_ask };
