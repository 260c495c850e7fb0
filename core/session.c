// A session: opening the book and its plugins when a command first needs them, and running commands.
#include "core/session.h"
#include "core/base/memory.h"
#include "core/base/own_folder.h"
#include "core/command/commands.h"
#include "lua/host/host.h"
#include "lua/trusted/cmd_eval.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEPTH_MAX = 16 };  // a command file that runs itself ends there, before the C stack does

struct session {
  session_options options;
  arena *own;
  const char *db_path, *aside;  // aside: where a plugin that never ends is noted
  plugin_host *host;
  db *db;
  book book, zones;  // zones: for time zones while no book is open
  bool opened;
  command_table commands;
  context context;
  int depth;  // of commands that run commands
};

static value *run_inside(context *c, int count, const char *const *words, error *e) {
  const command *ran;
  session *s = c->session;
  if (s->depth == DEPTH_MAX) {
    error_set(e, ERROR_USAGE, "command files call each other too deeply");
    return NULL;
  }
  bool changes = c->changes;
  c->changes = false;  // what runs commands reads their answers as programs do
  s->depth++;
  value *answer = session_run(s, count, words, &ran, e);
  s->depth--;
  c->changes = changes;
  return answer;
}

session *session_open(const session_options *options) {
  arena *own = arena_new();
  session *s = arena_alloc(own, sizeof *s);
  const char *named = getenv("BILLET_DB"), *usual = named && *named ? named : "billet.db",
             *path = options->db_path ? options->db_path : usual;
  *s = (session){ .options = *options, .own = own, .db_path = arena_text(own, path) };
  s->aside = arena_format(own, "%s-aside", s->db_path);
  s->commands = commands_all(own, eval_commands);
  s->zones.arena = arena_new();
  s->context = (context){ .arena = arena_new(),
                          .commands = &s->commands,
                          .db_path = s->db_path,
                          .batch = options->batch,
                          .person = options->person,
                          .brief = options->brief,
                          .json = options->json,
                          .interrupted = options->interrupted,
                          .stop = options->stop,
                          .unfinished = lua_unfinished,
                          .run_words = run_inside,
                          .session = s };
  return s;
}

static void close_book(session *s) {
  if (s->opened) book_close(&s->book);
  db_close(s->db);
  s->db = NULL;
  s->opened = false;
  s->context.book = NULL;
}

void session_close(session *s) {
  if (!s) return;
  close_book(s);
  host_close(s->host);
  lua_close_session(&s->context);
  book_close(&s->zones);
  arena_free(s->context.arena);
  arena_free(s->own);
}

void session_leave(session *s) {
  if (!s) return;
  if (s->db && !db_idle(s->db)) close_book(s);
  lua_close_session(&s->context);
}

bool session_abandon(session *s) {
  bool done = s->context.done || (s->db && db_done(s->db));
  db_abandon(s->db);
  arena_free(s->context.arena);
  arena_free(s->own);
  return done;
}

static const zone *find_zone(void *context, const char *name, error *e) {
  session *s = context;
  return book_zone_given(s->opened ? &s->book : &s->zones, name, e);
}

// Beside the program, where it was built; else where it was installed.
static const char *shared_folder(session *s) {
  char path[PATH_MAX];
  if (s->options.shared) return s->options.shared;
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) return ".";
  path[length] = '\0';
  *strrchr(path, '/') = '\0';
  const char *beside = arena_format(s->own, "%s", path), *installed = arena_format(s->own, "%s/../share/billet", path);
  return access(arena_format(s->own, "%s/plugins", beside), R_OK) == 0 ? beside : installed;
}

static const char *user_folder(session *s) {
  const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
  if (data && *data) return arena_format(s->own, "%s/billet", data);
  return home ? arena_format(s->own, "%s/.local/share/billet", home) : NULL;
}

static const char *cache_folder(session *s) {
  char path[PATH_MAX];
  return own_folder("XDG_CACHE_HOME", ".cache", path, sizeof path) ? arena_text(s->own, path) : NULL;
}

// A folder named plugins beside the database.
static const char *book_folder(session *s) {
  const char *slash = strrchr(s->db_path, '/');
  return arena_format(s->own, "%.*splugins", slash ? (int)(slash - s->db_path + 1) : 0, s->db_path);
}

// What names files and folders of this session, wherever it was said.
static bool names_taken(const session *s, error *e) {
  static const char *const variables[] = { "BILLET_DB", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME", "TZ" };
  if (!*s->db_path) return error_set(e, ERROR_USAGE, "--db: the name of a file is missing");
  if (!text_taken("the name of the database", s->db_path, e)) return false;
  if (strcmp(s->db_path, ":memory:") == 0) {
    error_set(e, ERROR_USAGE, "--db: a book is a file, and :memory: would end with this command");
    return error_hint(e, "./:memory: names a file of that name");
  }
  if (s->options.plugins && !text_taken("the folder of plugins", s->options.plugins, e)) return false;
  for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
    if (getenv(variables[i]) && !text_taken(variables[i], getenv(variables[i]), e)) return false;
  return true;
}

// $BILLET_PLUGIN_MS shortens what a call of a plugin may take, for tests that cannot wait; 0: nothing is said.
static int shorter_deadline(void) {
  enum { LONGEST_MS = 10000 };
  const char *given = getenv("BILLET_PLUGIN_MS");
  long ms = given ? strtol(given, NULL, 10) : 0;
  return ms > 0 && ms < LONGEST_MS ? (int)ms : 0;
}

static bool open_host(session *s, error *e) {
  const char *folders[4] = { s->context.shared = shared_folder(s) };
  size_t count = 1;
  const char *more[] = { user_folder(s), s->context.plugins = book_folder(s), s->options.plugins };
  for (int i = 0; i < 3; i++)
    if (more[i]) folders[count++] = more[i];
  if (s->options.plugins && access(s->options.plugins, R_OK) != 0)
    return error_set(e, ERROR_NOT_FOUND, "there is no folder %s", s->options.plugins);
  const host_options options = { .directories = folders,
                                 .directory_count = count,
                                 .deadline_ms = shorter_deadline(),
                                 .cache = cache_folder(s),
                                 .zone = find_zone,
                                 .zone_context = s };
  s->host = host_open(&options, e);
  s->context.host = s->host;
  return s->host != NULL;
}

// The database as this program knows it. One of an older billet is brought up first, whatever the command: asked as it
// is, it would refuse.
static bool open_current(session *s, error *e) {
  if (!db_open(s->db_path, &s->db, e)) return false;
  if (db_migrate(s->db, e)) return true;
  db_close(s->db);
  s->db = NULL;
  return false;
}

static bool open_book(session *s, error *e) {
  if (s->opened) return true;
  if (!open_current(s, e)) return false;
  s->opened = book_open(&s->book, s->db, s->host, e);
  if (s->options.stop) db_stop_when(s->db, s->options.stop);
  s->book.progress = s->options.progress;
  s->book.progress_context = s->options.progress_context;
  s->context.book = s->opened ? &s->book : NULL;
  if (!s->opened || !aside_take(&s->book, s->aside, e) || !aside_tell(&s->book, e)) close_book(s);
  return s->opened;
}

void session_turn(session *s, const char *path) {
  close_book(s);
  s->context.db_path = s->db_path = arena_text(s->own, path);
  s->aside = arena_format(s->own, "%s-aside", path);
}

void session_stop_when(session *s, bool (*stop)(void)) {
  s->context.stop = s->options.stop = stop;
  if (s->db) db_stop_when(s->db, stop);
}

context *session_as_it_is(session *s) { return &s->context; }

context *session_context(session *s, error *e) {
  bool there = s->opened || access(s->db_path, F_OK) == 0;
  if (!names_taken(s, e) || (!s->host && !open_host(s, e)) || (there && !open_book(s, e))) return NULL;
  return &s->context;
}

static bool take_batch(session *s, const arguments *a, error *e) {
  if (!option_number(a, "batch", s->options.batch, &s->context.batch, e)) return false;
  return !option_text(a, "batch") || s->context.batch > 0 ||
         error_set(e, ERROR_USAGE, "--batch: batches are numbered from 1");
}

static value *run(session *s, int count, const char *const *words, const command **ran, error *e) {
  arguments a;
  bool read = arguments_read(&s->commands, count, words, s->context.arena, &a, e);
  *ran = a.command;
  if (read) s->context.next = a.command->next;
  if (!read || !names_taken(s, e) || !take_batch(s, &a, e)) return NULL;
  if (!s->host && !open_host(s, e)) return NULL;
  bool needed = a.command->need == NEED_BOOK || (a.command->need == NEED_BOOK_OR_WORDS && a.count == 0);
  if (needed && !open_book(s, e)) return NULL;
  if (a.command->need == NEED_BOOK_IF_THERE && access(s->db_path, F_OK) == 0 && !open_book(s, e)) return NULL;
  if (s->opened) own_names_tell(&s->book);
  if (a.command->need == NEED_NEW_BOOK) close_book(s);  // its file may be gone by now, and `init` then makes another
  // cppcheck-suppress returnDanglingLifetime ; answers live in the context's arena
  return a.command->run(&s->context, &a, e);
}

// What was committed is never told as a refusal, whatever failed afterwards.
static void tell_done(session *s, const char *done, error *e) {
  if (e->code == ERROR_UNKNOWN_OUTCOME) return;
  const char *why = arena_text(s->context.arena, e->message);
  error_set(e, ERROR_UNKNOWN_OUTCOME, "%s is done, but its answer could not be given: %s", done, why);
  error_hint(e, "do not do it again: `billet log` lists what was done, `billet status` what is next");
}

static const char *joined(arena *a, const char *first, const char *second) {
  return !first ? second : !second ? first : arena_format(a, "%s, %s", first, second);
}

// What this command committed itself; NULL: nothing.
static const char *take_done(session *s) {
  const char *done = s->db ? db_done(s->db) : NULL;
  if (!done) return NULL;
  done = arena_text(s->context.arena, done);
  db_done_forget(s->db);
  return done;
}

// A record carries its warnings; those of other answers are left for session_warnings, or for the command around.
static void put_warnings(context *c, value *answer, value *outer) {
  if (!c->warnings->as.list.count || !answer) return;
  if (answer->type == VALUE_RECORD) {
    value_put(c->arena, answer, "warnings", c->warnings);
    c->warnings = value_list(c->arena);
  }
  for (size_t i = 0; outer && i < c->warnings->as.list.count; i++)
    value_append(c->arena, outer, c->warnings->as.list.items[i]);
}

// Where memory ran out, nothing that was made since is trusted: not the answer, nor what the book and the plugins
// remember.
static value *give_up(session *s, error *e) {
  if (e->code != ERROR_UNKNOWN_OUTCOME) memory_enough(e);
  s->context.next = NULL;
  return NULL;
}

// An answer from a book that is damaged is none; and what failed without a word was none of the failures that were
// thought of.
static value *checked(session *s, value *answer, error *e) {
  if (memory_short()) return give_up(s, e);
  if (answer && s->db && !db_sound(s->db, e)) return NULL;
  if (answer || e->code) return answer;
  error_set(e, ERROR_CORRUPT, "the book cannot be read as it is");
  error_hint(e, "run `billet verify` to see what is damaged");
  return NULL;
}

static void forget_all(session *s) {
  close_book(s);
  lua_close_session(&s->context);
  host_close(s->host);
  s->host = NULL;
}

value *session_run(session *s, int count, const char *const *words, const command **ran, error *e) {
  context *c = &s->context;
  bool inside = s->depth > 0;  // of another command, whose answer is still being made
  if (!inside) memory_begin();
  if (!inside) arena_reset(c->arena);
  if (!inside) c->partly = ERROR_NONE;
  if (!inside) c->before = NULL;
  if (!inside && s->host && s->host->begin) s->host->begin(s->host->self);
  value *outer = inside ? c->warnings : NULL;
  const char *before = inside ? c->done : NULL, *next = c->next;
  c->warnings = value_list(c->arena);
  c->done = NULL;
  value *answer = run(s, count, words, ran, e);
  if (!inside) answer = checked(s, answer, e);
  const char *own = take_done(s);
  if (!answer && (own || (c->done && !inside && memory_short()))) tell_done(s, joined(c->arena, c->done, own), e);
  else if (!answer && c->done) error_row(e, "done before it: %s", c->done);
  else if (!answer && !inside && e->code == ERROR_INTERRUPTED && !e->hint[0]) error_hint(e, "nothing was changed");
  c->done = joined(c->arena, before, joined(c->arena, c->done, own));
  put_warnings(c, answer, outer);
  if (outer) c->warnings = outer;
  if (inside) c->next = next;
  if (!inside && memory_short()) forget_all(s);
  return answer;
}

const value *session_warnings(const session *s) { return s->context.warnings; }
error_code session_partly(const session *s) { return s->context.partly; }
const char *session_aside(const session *s) { return s->opened ? s->aside : NULL; }
const char *session_next(const session *s) { return s->context.next; }

void session_not_shown(session *s, error *e) {
  if (memory_short() && e->code != ERROR_UNKNOWN_OUTCOME) memory_enough(e);
  if (s->context.done) tell_done(s, s->context.done, e);
}
