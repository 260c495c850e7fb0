// Contracts of which two derivations came out differently.
#include "core/engine/facts/doubts.h"
#include <string.h>

bool doubts_any(book *b, bool *any, error *e) {
  int64_t found = 0;
  bool rewound = b->rows_until || b->journal_until || b->bills_until;
  bool good = rewound || db_value(b->db, e, &found, 0, "SELECT EXISTS (SELECT 1 FROM doubts)", "");
  *any = found != 0;
  return good;
}

bool doubt_read(book *b, const contract *c, arena *a, const char **why, error *e) {
  char files[65];
  *why = NULL;
  query *q = db_ask(b->db, e,
                    "SELECT why, files FROM doubts WHERE contract = ?1 AND seen >= ?2 AND seen >= (SELECT touched FROM "
                    "settings)",
                    "ii", c->n, c->touched);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0;
  const char *text = arena_text(a, query_column_text(q, 0)), *then = arena_text(a, query_column_text(q, 1));
  query_reset(q);
  if (!b->host->state(b->host->self, files, e)) return false;
  *why = strcmp(files, then) == 0 ? text : NULL;
  return true;
}

static bool log_it(book *b, const contract *c, const char *why, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "contract", c->id);
  cJSON_AddStringToObject(detail, "why", why);
  return book_log_json(b, "contract doubted", 0, detail, e);
}

bool doubt_write(book *b, const contract *c, const char *why, error *e) {
  int64_t seen;
  char files[65];
  return book_position(b, &seen, e) && b->host->state(b->host->self, files, e) &&
         db_run(b->db, e,
                "INSERT INTO doubts (contract, seen, files, why) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
                "seen = ?2, files = ?3, why = ?4",
                "iitt", c->n, seen, files, why) &&
         log_it(b, c, why, e);
}

bool doubts_forget(book *b, const char *type, int64_t *count, error *e) {
  bool good =
      db_run(b->db, e, "DELETE FROM doubts WHERE contract IN (SELECT n FROM contracts WHERE type = ?)", "t", type);
  *count = db_changes(b->db);
  return good;
}
