// Who may use the page, and that two people look at what is generated.
#include "core/engine/facts/users.h"
#include "core/base/text.h"
#include "core/engine/facts/config.h"
#include <string.h>

enum { NAME_MAX_BYTES = 60 };
static const char four_eyes[] = "generate.four_eyes";

bool user_find(book *b, const char *name, arena *a, user *out, error *e) {
  *out = (user){ 0 };
  query *q = db_ask(b->db, e, "SELECT name, role, password, generation FROM users WHERE name = ?", "t", name);
  int step = q ? query_step(q, e) : -1;
  if (step == 1)
    *out = (user){ arena_text(a, query_column_text(q, 0)), arena_text(a, query_column_text(q, 1)),
                   arena_text(a, query_column_text(q, 2)), query_column(q, 3) };
  if (q) query_reset(q);
  return step >= 0;
}

value *users_listed(book *b, arena *a, error *e) {
  query *q = db_ask(b->db, e, "SELECT name, role, password IS NOT NULL FROM users ORDER BY name", "");
  value *list = value_list(a);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_text(a, v, "name", arena_text(a, query_column_text(q, 0)));
    put_text(a, v, "role", arena_text(a, query_column_text(q, 1)));
    put_bool(a, v, "password", query_column(q, 2));
    value_append(a, list, v);
  }
  return step == 0 ? list : NULL;
}

// Names are compared byte by byte, and come in headers of a proxy too.
static bool name_check(const char *name, error *e) {
  size_t length = strlen(name);
  for (const char *at = name; *at; at++)
    if ((unsigned char)*at <= ' ' || (unsigned char)*at > '~' || strchr("\"\\<>&:;,", *at)) length = 0;
  if (length && length <= NAME_MAX_BYTES) return true;
  error_set(e, ERROR_INVALID, "\"%.80s\" is no name of a user", name);
  return error_hint(e, "letters, digits and . _ - @ +, at most %d of them: anna, anna@birch-it.example",
                    NAME_MAX_BYTES);
}

static bool log_user(book *b, const char *command, const char *name, const char *role, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "name", name);
  if (role) cJSON_AddStringToObject(detail, "role", role);
  return book_log_json(b, command, 0, detail, e);
}

static bool done(book *b, bool ok, error *e) {
  if (ok && db_commit(b->db, e)) return true;
  db_rollback(b->db);
  return false;
}

static bool is_there(book *b, const char *name, bool *there, error *e) {
  int64_t count;
  if (!db_value(b->db, e, &count, 0, "SELECT count(*) FROM users WHERE name = ?", "t", name)) return false;
  *there = count > 0;
  return true;
}

// Where several people use the page one of them lets the others in.
static bool others_govern(book *b, const char *name, error *e) {
  int64_t alone;
  if (!db_value(b->db, e, &alone, 0,
                "SELECT count(*) FILTER (WHERE name = ?1 AND role = 'admin') AND "
                "NOT count(*) FILTER (WHERE name <> ?1 AND role = 'admin') AND count(*) > 1 FROM users",
                "t", name))
    return false;
  if (!alone) return true;
  error_set(e, ERROR_STATE, "%s is the only admin: somebody else has to be one first", name);
  return error_hint(e, "billet user role NAME admin");
}

static bool known(book *b, const char *name, error *e) {
  bool there;
  if (!is_there(b, name, &there, e)) return false;
  if (there) return true;
  error_set(e, ERROR_NOT_FOUND, "there is no user \"%.80s\"", name);
  return error_hint(e, "billet user list");
}

// Sessions of a user of that name who was removed stay over: no generation comes twice.
bool user_add(book *b, const char *name, const char *role, const char *password, error *e) {
  bool there = false;
  if (!name_check(name, e) || !db_begin(b->db, e)) return false;
  bool ok = is_there(b, name, &there, e);
  if (ok && there) {
    error_set(e, ERROR_DUPLICATE, "there is a user \"%s\" already", name);
    ok = error_hint(e, "billet user password %s sets a new password", name);
  }
  ok = ok && log_user(b, "user add", name, role, e) &&
       db_run(b->db, e,
              "INSERT INTO users (name, role, password, generation) "
              "VALUES (?, ?, ?, (SELECT max(seq) FROM actions))",
              "ttt", name, role, password);
  return done(b, ok, e);
}

bool user_remove(book *b, const char *name, error *e) {
  if (!db_begin(b->db, e)) return false;
  return done(b,
              known(b, name, e) && others_govern(b, name, e) && log_user(b, "user remove", name, NULL, e) &&
                  db_run(b->db, e, "DELETE FROM users WHERE name = ?", "t", name),
              e);
}

static bool is_other(book *b, const char *name, const char *role, error *e) {
  int64_t same;
  if (!db_value(b->db, e, &same, 0, "SELECT count(*) FROM users WHERE name = ? AND role = ?", "tt", name, role))
    return false;
  return !same || error_set(e, ERROR_STATE, "%s is %s already", name, role);
}

bool user_change(book *b, const char *name, const char *role, error *e) {
  if (!db_begin(b->db, e)) return false;
  return done(
      b,
      known(b, name, e) && is_other(b, name, role, e) && others_govern(b, name, e) &&
          log_user(b, "user role", name, role, e) &&
          db_run(b->db, e, "UPDATE users SET role = ?2, generation = generation + 1 WHERE name = ?1", "tt", name, role),
      e);
}

bool user_renew(book *b, const char *name, const char *password, error *e) {
  if (!db_begin(b->db, e)) return false;
  return done(b,
              known(b, name, e) && log_user(b, password ? "user password" : "user sign-out", name, NULL, e) &&
                  db_run(b->db, e,
                         "UPDATE users SET password = coalesce(?, password), generation = generation + 1 "
                         "WHERE name = ?",
                         "tt", password, name),
              e);
}

// ---- Four eyes

bool four_eyes_setting(book *b, const char *name, arena *a, const char **out, error *e) {
  (void)name;
  return config_read(b, four_eyes, a, out, e);
}

bool four_eyes_set(book *b, const char *name, const char *value, error *e) {
  (void)name;
  bool none = !value || strcmp(value, "no") == 0;
  if (!none && strcmp(value, "yes") != 0) return error_set(e, ERROR_USAGE, "%s: yes or no", four_eyes);
  return config_write(b, four_eyes, none ? NULL : value, e);
}

static bool refuse_same(book *b, const char *who, int64_t batch, arena *a, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT group_concat(name, ', ') FROM (SELECT name FROM users WHERE role IN ('approver', 'admin') "
                    "AND name <> ? ORDER BY name)",
                    "t", who);
  const char *others = q && query_step(q, e) == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  if (e->code) return false;
  error_set(e, ERROR_STATE, "%s ran batch %lld: somebody else generates it", who, (long long)batch);
  return error_hint(e, "two people look at each batch, as generate.four_eyes says%s%s", others ? "; who may: " : "",
                    others ? others : "");
}

bool four_eyes_kept(book *b, int64_t batch, error *e) {
  const char *set = NULL;
  arena *a = arena_new();
  bool ok = config_read(b, four_eyes, a, &set, e);
  if (ok && set) {
    int64_t same;
    ok = db_value(b->db, e, &same, 0,
                  "SELECT detail ->> 'who' = ?1 FROM actions WHERE batch = ?2 AND command = 'batch run' "
                  "ORDER BY seq DESC LIMIT 1",
                  "ti", book_who(b, a), batch);
    ok = ok && (!same || refuse_same(b, book_who(b, a), batch, a, e));
  }
  arena_free(a);
  return ok;
}
