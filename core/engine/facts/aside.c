// Plugins that the book has set aside: taking them in, telling the host, letting them in again.
#include "core/engine/facts/aside.h"
#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/engine/facts/doubts.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 512, HEX = DIGEST_TEXT - 1 };

typedef struct noted {
  char digest[DIGEST_TEXT], name[80], place[200];
} noted;

// Whoever may write beside the book could write anything there: what is no note is passed over.
static bool parse(const char *line, noted *out) {
  int rest = 0;
  *out = (noted){ 0 };
  if (sscanf(line, "%64[0-9a-f] %64[a-z0-9-] %n", out->digest, out->name, &rest) != 2) return false;
  size_t length = strcspn(line + rest, "\n");
  while (length && line[rest + (int)length - 1] == ' ') length--;
  if (strlen(out->digest) != HEX || length >= sizeof out->place || !text_is_utf8(line + rest, length)) return false;
  memcpy(out->place, line + rest, length);
  uint32_t unseen;
  return text_seen(out->place, length, &unseen) == length;
}

static bool log_one(book *b, const char *command, const noted *n, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "plugin", n->name);
  if (*n->digest) cJSON_AddStringToObject(detail, "digest", n->digest);
  if (*n->place) cJSON_AddStringToObject(detail, "place", n->place);
  return book_log_json(b, command, 0, detail, e);
}

static bool add(book *b, const noted *n, error *e) {
  arena *a = arena_new();
  bool done = db_run(b->db, e,
                     "INSERT INTO plugins_aside (digest, name, place, at) VALUES (?, ?, ?, ?) "
                     "ON CONFLICT DO NOTHING",
                     "tttt", n->digest, n->name, n->place, book_now(a)) &&
              (db_changes(b->db) == 0 || log_one(b, "plugin aside", n, e));
  arena_free(a);
  return done;
}

static bool take_lines(book *b, FILE *f, error *e) {
  char line[LINE_MAX_BYTES];
  noted n;
  if (!db_begin(b->db, e)) return false;
  while (fgets(line, sizeof line, f))
    if (parse(line, &n) && !add(b, &n, e)) {
      db_rollback(b->db);
      return false;
    }
  return db_commit(b->db, e);
}

bool aside_take(book *b, const char *path, error *e) {
  FILE *f = fopen(path, "re");
  if (!f) return true;
  bool done = take_lines(b, f, e);
  fclose(f);
  if (done) db_done_forget(b->db);  // no doing of the command that finds it
  if (done) unlink(path);
  if (!done && e->code == ERROR_BUSY) error_clear(e);
  return e->code == ERROR_NONE;
}

static void tell(const book *b, const char *digest, const char *why) {
  if (b->host->set_aside) b->host->set_aside(b->host->self, digest, why);
}

bool aside_tell(book *b, error *e) {
  query *q = db_ask(b->db, e, "SELECT digest, name, place FROM plugins_aside", "");
  int step = 0;
  arena *a = arena_new();
  while (q && (step = query_step(q, e)) == 1) {
    const char *place = query_column_text(q, 2);
    tell(b, query_column_text(q, 0),
         arena_format(
             a, "%s%sa step of it never ended, and the plugin is set aside: `billet plugin allow %s` lets it in again",
             place, *place ? " " : "", query_column_text(q, 1)));
  }
  arena_free(a);
  return q && step == 0;
}

static bool remove_one(book *b, const noted *n, error *e) {
  tell(b, n->digest, NULL);
  return db_run(b->db, e, "DELETE FROM plugins_aside WHERE digest = ?", "t", n->digest) &&
         log_one(b, "plugin allow", n, e);
}

static bool find(book *b, const char *name, noted *out, bool *found, error *e) {
  query *q = db_ask(b->db, e, "SELECT digest, name, place FROM plugins_aside WHERE name = ? LIMIT 1", "t", name);
  int step = q ? query_step(q, e) : -1;
  *found = step == 1;
  if (*found) {
    snprintf(out->digest, sizeof out->digest, "%s", query_column_text(q, 0));
    snprintf(out->name, sizeof out->name, "%s", query_column_text(q, 1));
    snprintf(out->place, sizeof out->place, "%s", query_column_text(q, 2));
  }
  if (q) query_reset(q);
  return step >= 0;
}

static bool log_allowed(book *b, const char *name, error *e) {
  noted n = { 0 };
  snprintf(n.name, sizeof n.name, "%s", name);
  return log_one(b, "plugin allow", &n, e);
}

bool aside_allow(book *b, const char *name, error *e) {
  noted n = { 0 };
  bool found = false, any = false;
  if (!db_begin(b->db, e)) return false;
  bool good = find(b, name, &n, &found, e);
  while (good && found) {
    any = true;
    good = remove_one(b, &n, e) && find(b, name, &n, &found, e);
  }
  int64_t doubted = 0;
  good = good && doubts_forget(b, name, &doubted, e);
  if (good && !any && doubted) any = log_allowed(b, name, e);
  if (good && !any && !e->code) good = error_set(e, ERROR_NOT_FOUND, "no plugin \"%s\" is set aside", name);
  if (good) return db_commit(b->db, e);
  db_rollback(b->db);
  return false;
}
