// The outbox of mail. A row is there before the first byte leaves: whatever ends the program afterwards, nobody takes a
// mail that may have arrived for one that was never sent.
#include "core/base/json.h"
#include "core/deliver/deliver.h"
#include <stdlib.h>
#include <string.h>

enum { TRIES = 12 };  // of five seconds each

bool mail_known(book *b, const mail_attempt *m, arena *a, mail_record *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT state, at, message FROM mails WHERE invoice = ? AND recipient = ? COLLATE NOCASE AND state "
                    "<> 'refused' ORDER BY state = 'accepted' DESC, n DESC LIMIT 1",
                    "it", m->invoice, m->to);
  int step = q ? query_step(q, e) : -1;
  *out = (mail_record){ 0 };
  if (step == 1) {
    bool accepted = strcmp(query_column_text(q, 0), "accepted") == 0;
    *out = (mail_record){ accepted ? "accepted" : "unknown", arena_text(a, query_column_text(q, 1)),
                          arena_text(a, query_column_text(q, 2)) };
  }
  if (q) query_reset(q);
  return step >= 0;
}

static bool begin(book *b, const mail_attempt *m, arena *a, int64_t *n, mail_record *before, error *e) {
  *n = 0;
  if (!mail_known(b, m, a, before, e)) return false;
  if (before->state && !m->again) return true;
  if (!db_run(b->db, e, "INSERT INTO mails (invoice, recipient, message_id, at, state) VALUES (?, ?, ?, ?, 'sending')",
              "ittt", m->invoice, m->to, m->id, book_now(a)))
    return false;
  *n = db_last_key(b->db);
  db_doing(b->db, "`invoice send`");
  return true;
}

bool mail_begin(book *b, const mail_attempt *m, arena *a, int64_t *n, mail_record *before, error *e) {
  if (!db_begin(b->db, e)) return false;
  bool ok = begin(b, m, a, n, before, e);
  if (ok && *n) ok = db_commit(b->db, e);
  if (!ok || !*n) db_rollback(b->db);
  return ok;
}

static bool log_outcome(book *b, const mail_attempt *m, const char *state, const char *message, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "invoice", m->number);
  cJSON_AddStringToObject(detail, "to", m->to);
  cJSON_AddStringToObject(detail, "state", state);
  if (*message) cJSON_AddStringToObject(detail, "message", message);
  return book_log_json(b, "invoice send", m->batch, detail, e);
}

static bool end(book *b, const mail_attempt *m, int64_t n, const char *state, int code, const char *message, error *e) {
  if (!db_begin(b->db, e)) return false;
  if (db_run(b->db, e, "UPDATE mails SET state = ?, code = ?, message = ? WHERE n = ?", "tkti", state, (int64_t)code,
             *message ? message : NULL, n) &&
      log_outcome(b, m, state, message, e) && db_commit(b->db, e))
    return true;
  db_rollback(b->db);
  return false;
}

// What became of a mail is known now and never again: a book that another program holds is waited for.
bool mail_end(book *b, const mail_attempt *m, int64_t n, const char *state, int code, const char *message, error *e) {
  for (int tries = 1; !end(b, m, n, state, code, message, e); tries++) {
    if (e->code != ERROR_BUSY || tries == TRIES) return false;
    error_clear(e);
  }
  return true;
}
