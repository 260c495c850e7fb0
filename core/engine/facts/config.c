// Settings of the book by key.
#include "core/engine/facts/config.h"
#include "core/base/json.h"
#include <stdlib.h>

bool config_read(book *b, const char *key, arena *a, const char **out, error *e) {
  query *q = db_ask(b->db, e, "SELECT value FROM config WHERE key = ?", "t", key);
  int step = q ? query_step(q, e) : -1;
  *out = step == 1 ? arena_text(a, query_column_text(q, 0)) : NULL;
  if (q) query_reset(q);
  return step >= 0;
}

static bool log_change(book *b, const char *key, const char *was, const char *is, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "key", key);
  if (was) cJSON_AddStringToObject(detail, "was", was);
  if (is) cJSON_AddStringToObject(detail, "value", is);
  return book_log_json(b, "config set", 0, detail, e);
}

bool config_write(book *b, const char *key, const char *value, error *e) {
  const char *was;
  arena *a = arena_new();
  bool ok = config_read(b, key, a, &was, e) && log_change(b, key, was, value, e) &&
            (value ? db_run(b->db, e,
                            "INSERT INTO config (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = "
                            "excluded.value",
                            "tt", key, value)
                   : db_run(b->db, e, "DELETE FROM config WHERE key = ?", "t", key));
  arena_free(a);
  return ok;
}
