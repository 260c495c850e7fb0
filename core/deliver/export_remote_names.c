// The table remote_names: what targets call things.
#include "core/deliver/export_inside.h"

bool name_known(book *b, int64_t connection, const char *kind, const char *key, arena *a, const char **id,
                const char **name, error *e) {
  query *q = db_ask(b->db, e, "SELECT id, name FROM remote_names WHERE connection = ? AND kind = ? AND key = ?", "itt",
                    connection, kind, key);
  int step = q ? query_step(q, e) : -1;
  *id = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  *name = step == 1 ? arena_text(a, query_column_text(q, 1)) : NULL;
  if (q) query_reset(q);
  return step >= 0;
}

bool name_remember(book *b, int64_t connection, const char *kind, const char *key, const char *name, const char *id,
                   error *e) {
  return db_run(b->db, e,
                "INSERT INTO remote_names (connection, kind, key, name, id) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
                "(connection, kind, key) DO UPDATE SET name = excluded.name, id = excluded.id",
                "itttt", connection, kind, key, name, id);
}

bool name_forget(book *b, int64_t connection, const char *kind, const char *key, error *e) {
  return db_run(b->db, e, "DELETE FROM remote_names WHERE connection = ? AND kind = ? AND key = ?", "itt", connection,
                kind, key);
}
