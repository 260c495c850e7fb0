// backup, restore: copies of the whole book, proved before anybody relies on them.
#include "core/base/text.h"
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/engine/verify/verify.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Where the log of a book ends.
typedef struct log_end {
  int64_t seq;
  const char *chain;
} log_end;

static bool holds(context *c, book *b, const char *named, error *e) {
  value *report = NULL;
  if (!verify(b, c->arena, &report, e)) return false;
  const value *failures = value_get(report, "failures");
  if (!failures || !failures->as.list.count) return true;
  error_set(e, ERROR_CORRUPT, "%s is not sound: %s", named, failures->as.list.items[0]->as.text);
  return error_hint(e, "billet --db %s verify tells all of it", named);
}

// What is done with a copy once it was proved; `context` is the caller's, `named` what people call it.
typedef bool (*copy_use)(void *context, book *copy, error *e);

static bool with_copy(context *c, const char *path, const char *named, copy_use use, void *context, error *e) {
  db *d;
  book b = { 0 };
  if (!db_open(path, &d, e)) return false;
  bool good = db_migrate(d, e) && book_open(&b, d, c->host, e) && holds(c, &b, named, e) && use(context, &b, e);
  if (b.db) book_close(&b);
  db_close(d);
  return good;
}

typedef struct reading {
  context *c;
  log_end end;
} reading;

static bool read_end(void *context, book *copy, error *e) {
  reading *r = context;
  return book_log_head(copy, r->c->arena, &r->end.seq, &r->end.chain, e);
}

// A name that is free: the day behind the given one, and a number where that is taken too.
static const char *name_of_the_day(const context *c, const char *path, day today) {
  struct stat st;
  char date[DAY_TEXT];
  const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
  int stem = dot ? (int)(dot - path) : (int)strlen(path);
  const char *name = arena_format(c->arena, "%.*s-%s%s", stem, path, day_format(today, date), path + stem);
  for (int i = 2; lstat(name, &st) == 0; i++)
    name = arena_format(c->arena, "%.*s-%s-%d%s", stem, path, date, i, path + stem);
  return name;
}

// Copies of before stay whatever is asked for: the hint is the command that makes another one.
static void offer_name(context *c, const char *path, error *e) {
  error none = { 0 };
  day today;
  if (e->code == ERROR_DUPLICATE && book_today(c->book, &today, &none))
    error_hint(e, "a backup never replaces a file: billet backup %s", name_of_the_day(c, path, today));
  error_clear(&none);
}

static value *command_backup(context *c, const arguments *a, error *e) {
  const char *path = a->texts[0];
  struct stat st;
  reading r = { .c = c };
  if (!db_backup(c->book->db, path, e)) {
    offer_name(c, path, e);
    return NULL;
  }
  if (!with_copy(c, path, c->db_path, read_end, &r, e)) {
    unlink(path);
    return NULL;
  }
  value *v = value_record(c->arena);
  put_text(c->arena, v, "backup", path);
  put_int(c->arena, v, "bytes", stat(path, &st) == 0 ? st.st_size : 0);
  put_int(c->arena, v, "entries", r.end.seq);
  put_text(c->arena, v, "head", r.end.chain);
  c->next = arena_format(c->arena, "billet restore %s, should it ever be needed", path);
  return v;
}

// ---- Restoring.

typedef struct restoring {
  context *c;
  const char *from, *part;  // part: a copy beside the book, which may be brought up to this version
  bool force, there;        // there: the book's file exists
  int64_t lost;             // entries of its log that the copy lacks
  const char *kept;         // where the book lies that was replaced; NULL: there was none
  log_end end;
} restoring;

static bool newer(const restoring *r, const char *command, error *e) {
  error_set(e, ERROR_STATE, "%s knows %lld entr%s of its log that %s lacks, the last is `%s`", r->c->db_path,
            (long long)r->lost, r->lost == 1 ? "y" : "ies", r->from, command);
  return error_hint(e, "--force goes back; the book as it is stays beside it");
}

static bool another(const restoring *r, error *e) {
  error_set(e, ERROR_STATE, "%s is no copy of %s: their logs differ", r->from, r->c->db_path);
  return error_hint(e,
                    "--force replaces the book all the same, and keeps it beside; --db FILE restores to another place");
}

// Whether one log goes on where the other ends.
static bool of_one_book(const restoring *r, book *copy, book *now, int64_t seq, bool *same, error *e) {
  const char *here, *there;
  int64_t last = seq < r->end.seq ? seq : r->end.seq;
  if (!book_log_link(copy, last, r->c->arena, &there, e) || !book_log_link(now, last, r->c->arena, &here, e))
    return false;
  *same = strcmp(here, there) == 0;
  return true;
}

// Whether nothing of the book is lost by the copy, or whoever restores knows it.
static bool may_replace(restoring *r, book *copy, db *d, error *e) {
  book b;
  deed last;
  bool same;
  if (!db_migrate(d, e) || !book_open(&b, d, r->c->host, e)) return false;
  bool good = book_last_deed(&b, r->c->arena, &last, e) && of_one_book(r, copy, &b, last.seq, &same, e);
  r->lost = good && last.seq > r->end.seq ? last.seq - r->end.seq : 0;
  if (good && !r->force && !same) good = another(r, e);
  else if (good && !r->force && r->lost) good = newer(r, last.command, e);
  book_close(&b);
  return good;
}

static const char *free_name(const restoring *r) {
  struct stat st;
  const char *path = arena_format(r->c->arena, "%s.before-restore", r->c->db_path);
  for (int i = 2; lstat(path, &st) == 0; i++)
    path = arena_format(r->c->arena, "%s.before-restore.%d", r->c->db_path, i);
  return path;
}

static bool log_restore(const restoring *r, book *copy, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "from", r->from);
  if (r->kept) cJSON_AddStringToObject(detail, "kept", r->kept);
  if (r->lost) cJSON_AddNumberToObject(detail, "lost", (double)r->lost);
  if (!db_begin(copy->db, e)) {
    cJSON_Delete(detail);
    return false;
  }
  if (book_log_json(copy, "restore", 0, detail, e) && db_commit(copy->db, e)) return true;
  db_rollback(copy->db);
  return false;
}

// The copy takes the book's place, in one step of the database. Its log says so already.
static bool replace(restoring *r, book *copy, error *e) {
  db *d;
  if (!r->there) return log_restore(r, copy, e) && db_backup(copy->db, r->c->db_path, e);
  if (!db_open(r->c->db_path, &d, e)) return false;
  bool good = may_replace(r, copy, d, e);
  if (good) {
    r->kept = free_name(r);
    good = db_backup(d, r->kept, e);
    if (good && !(good = log_restore(r, copy, e) && db_replace(copy->db, d, e)) && e->code != ERROR_UNKNOWN_OUTCOME)
      unlink(r->kept);  // the book is as it was
  }
  db_close(d);
  return good;
}

// A book that cannot be opened any more is put aside as it is.
static bool put_aside(restoring *r, error *e) {
  db *d;
  error why = { 0 };
  if (db_open(r->c->db_path, &d, &why)) {
    db_close(d);
    error_clear(&why);
    return true;
  }
  bool hopeless = why.code == ERROR_CORRUPT || why.code == ERROR_INVALID;
  if (!hopeless || !r->force) {
    error_set(e, why.code, "%s", why.message);
    error_clear(&why);
    return hopeless ? error_hint(e, "--force puts it aside and restores the copy in its place") : false;
  }
  error_clear(&why);
  r->kept = free_name(r);
  if (rename(r->c->db_path, r->kept) != 0) return error_set(e, ERROR_IO, "%s cannot be put aside", r->c->db_path);
  r->there = false;
  return true;
}

static bool use_part(void *context, book *copy, error *e) {
  restoring *r = context;
  return book_log_head(copy, r->c->arena, &r->end.seq, &r->end.chain, e) && replace(r, copy, e) &&
         book_log_head(copy, r->c->arena, &r->end.seq, &r->end.chain, e);
}

static bool copy_beside(restoring *r, error *e) {
  db *d;
  unlink(r->part);  // of a restore that was killed
  if (!db_open(r->from, &d, e)) return false;
  bool good = db_backup(d, r->part, e);
  db_close(d);
  return good;
}

static value *command_restore(context *c, const arguments *a, error *e) {
  struct stat book_is, from_is;
  restoring r = { .c = c, .from = a->texts[0], .force = option_flag(a, "force") };
  r.there = stat(c->db_path, &book_is) == 0;
  if (r.there && stat(r.from, &from_is) == 0 && book_is.st_ino == from_is.st_ino && book_is.st_dev == from_is.st_dev) {
    error_set(e, ERROR_INVALID, "%s is the book itself", r.from);
    return NULL;
  }
  const char *slash = strrchr(c->db_path, '/'), *name = slash ? slash + 1 : c->db_path;
  r.part = arena_format(c->arena, "%.*s.billet-restoring-%s", (int)(name - c->db_path), c->db_path, name);
  bool good = copy_beside(&r, e) && (!r.there || put_aside(&r, e)) && with_copy(c, r.part, r.from, use_part, &r, e);
  unlink(r.part);
  unlink(arena_format(c->arena, "%s-journal", r.part));
  if (!good) return NULL;
  c->done = "`restore`";
  value *v = value_record(c->arena);
  put_text(c->arena, v, "database", c->db_path);
  put_text(c->arena, v, "restored", r.from);
  put_text(c->arena, v, "kept", r.kept);
  put_int(c->arena, v, "lost", r.lost);
  put_int(c->arena, v, "entries", r.end.seq);
  return v;
}

const command backup_commands[] = {
  { .words = "backup",
    .group = "The book",
    .summary = "copies the book while others use it, and proves the copy",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .examples = { "billet backup acme-2026-06-30.db" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_backup },
  { .words = "restore",
    .group = "The book",
    .summary = "puts a backup in the book's place, never over a newer book unasked",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .least = 1,
    .most = 1,
    .options = { { "force", NULL, "go back although the book knows more; it is kept beside", ARGUMENT_TEXT } },
    .examples = { "billet restore acme-2026-06-30.db", "billet --db new.db restore acme-2026-06-30.db" },
    .need = NEED_NEW_BOOK,
    .view = "record",
    .next = "billet status",
    .run = command_restore },
  { 0 },
};
