// The table connections: whose books a target's are.
#include "core/base/chance.h"
#include "core/base/json.h"
#include "core/deliver/connection.h"
#include "core/deliver/tokens.h"
#include <string.h>
#include <time.h>

enum { KEY_BYTES = 8, DAY_SECONDS = 86400 };

#define COLUMNS "n, target, environment, company, name, facts, key"

static connection row_of(const query *q, arena *a) {
  return (connection){ query_column(q, 0),
                       arena_text(a, query_column_text(q, 1)),
                       arena_text(a, query_column_text(q, 2)),
                       arena_text(a, query_column_text(q, 3)),
                       arena_text(a, query_column_text(q, 4)),
                       arena_text(a, query_column_text(q, 5)),
                       arena_text(a, query_column_text(q, 6)) };
}

bool connections_used(book *b, arena *a, connection **list, size_t *count, error *e) {
  size_t capacity = 0;
  int step = -1;
  query *q = db_ask(b->db, e, "SELECT " COLUMNS " FROM connections WHERE used ORDER BY target", "");
  *list = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *list = arena_grow(a, *list, *count, &capacity, sizeof **list);
    (*list)[(*count)++] = row_of(q, a);
  }
  return step == 0;
}

bool connection_last(book *b, const char *target, arena *a, connection *out, error *e) {
  query *q = db_ask(b->db, e, "SELECT " COLUMNS " FROM connections WHERE target = ? AND used", "t", target);
  int step = q ? query_step(q, e) : -1;
  *out = step == 1 ? row_of(q, a) : (connection){ 0 };
  if (q) query_reset(q);
  return step >= 0;
}

bool connection_used(book *b, const char *name, arena *a, connection *out, error *e) {
  target t;
  if (!connection_last(b, name, a, out, e) || !out->n) return e->code == ERROR_NONE;
  if (!target_read(b, name, a, &t, e)) return false;
  if (strcmp(t.environment, out->environment) != 0) *out = (connection){ 0 };
  return true;
}

bool connection_days(const connection *c, int *days, error *e) {
  arena *a = arena_new();
  tokens t;
  int64_t now = (int64_t)time(NULL);
  bool ok = tokens_read(c->key, a, &t, e);
  if (ok && !t.access) *days = -2;
  else if (ok && !t.refresh_expires_at) *days = -1;
  else if (ok) *days = t.refresh_expires_at > now ? (int)((t.refresh_expires_at - now) / DAY_SECONDS) : 0;
  if (ok) tokens_forget(&t);
  arena_free(a);
  return ok;
}

bool connection_before(book *b, const char *target, const char *environment, const char *company, arena *a,
                       const char **name, error *e) {
  query *q =
      db_ask(b->db, e,
             "SELECT name FROM connections WHERE target = ? AND NOT (environment = ? AND company = ?) AND EXISTS "
             "(SELECT 1 FROM deliveries WHERE connection = connections.n AND sent_at IS NOT NULL) ORDER BY n DESC "
             "LIMIT 1",
             "ttt", target, environment, company);
  int step = q ? query_step(q, e) : -1;
  *name = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  return step >= 0;
}

bool connection_key(book *b, connection *c, arena *a, error *e) {
  unsigned char random[KEY_BYTES];
  char hex[2 * KEY_BYTES + 1] = "";
  query *q = db_ask(b->db, e, "SELECT key FROM connections WHERE target = ? AND environment = ? AND company = ?", "ttt",
                    c->target, c->environment, c->company);
  int step = q ? query_step(q, e) : -1;
  c->key = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  if (step < 0 || c->key) return step >= 0;
  chance_bytes(random, sizeof random);
  for (size_t i = 0; i < KEY_BYTES; i++) snprintf(hex + 2 * i, 3, "%02x", random[i]);
  c->key = arena_format(a, "export.%s.%s", c->target, hex);
  return true;
}

static bool log_it(book *b, const char *command, const connection *c, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "target", c->target);
  cJSON_AddStringToObject(detail, "environment", c->environment);
  cJSON_AddStringToObject(detail, "company", c->company);
  cJSON_AddStringToObject(detail, "name", c->name);
  return book_log_json(b, command, 0, detail, e);
}

static bool use(book *b, connection *c, arena *a, error *e) {
  return db_run(b->db, e, "UPDATE connections SET used = 0 WHERE target = ? AND used", "t", c->target) &&
         db_run(
             b->db, e,
             "INSERT INTO connections (target, environment, company, name, facts, key, at, used) VALUES (?, ?, ?, ?, "
             "?, ?, ?, 1) ON CONFLICT (target, environment, company) DO UPDATE SET name = excluded.name, facts = "
             "excluded.facts, at = excluded.at, used = 1",
             "ttttttt", c->target, c->environment, c->company, c->name, c->facts, c->key, book_now(a)) &&
         db_value(b->db, e, &c->n, 0, "SELECT n FROM connections WHERE key = ?", "t", c->key) &&
         log_it(b, "export login", c, e);
}

bool connection_use(book *b, connection *c, arena *a, error *e) {
  if (!db_begin(b->db, e)) return false;
  if (use(b, c, a, e) && db_commit(b->db, e)) return true;
  db_rollback(b->db);
  return false;
}

bool connection_end(book *b, const connection *c, error *e) {
  if (!db_begin(b->db, e)) return false;
  if (db_run(b->db, e, "UPDATE connections SET used = 0 WHERE n = ?", "i", c->n) && log_it(b, "export logout", c, e) &&
      db_commit(b->db, e))
    return true;
  db_rollback(b->db);
  return false;
}
