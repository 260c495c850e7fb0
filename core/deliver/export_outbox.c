// The table deliveries: a row of each document that goes, or went, to a target.
#include "core/deliver/export_inside.h"
#include <string.h>

enum { TRIES = 12 };  // of five seconds each

static const char *text_at(const query *q, int column, arena *a) { return arena_text(a, query_column_text(q, column)); }

static void read_row(const query *q, arena *a, delivery *out) {
  *out = (delivery){ .n = query_column(q, 0),
                     .connection = query_column(q, 1),
                     .kind = text_at(q, 2, a),
                     .subject = text_at(q, 3, a),
                     .invoice = query_column(q, 4),
                     .state = text_at(q, 5, a),
                     .key = text_at(q, 6, a),
                     .request = text_at(q, 7, a),
                     .sent_key = text_at(q, 8, a),
                     .attempts = query_column(q, 9),
                     .sent_at = query_column(q, 10),
                     .next_at = query_column(q, 11),
                     .claimed_by = text_at(q, 12, a),
                     .claimed_until = query_column(q, 13),
                     .remote_id = text_at(q, 14, a),
                     .remote_number = text_at(q, 15, a),
                     .remote_total = text_at(q, 16, a),
                     .remote_tax = text_at(q, 17, a),
                     .remote_version = text_at(q, 18, a),
                     .difference = text_at(q, 19, a),
                     .code = text_at(q, 20, a),
                     .message = text_at(q, 21, a),
                     .trace = text_at(q, 22, a),
                     .note = text_at(q, 23, a) };
}

bool delivery_is(const delivery *row, const char *state) { return row->n && strcmp(row->state, state) == 0; }

bool outbox_find(book *b, int64_t connection, const char *kind, const char *subject, arena *a, delivery *out,
                 error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT n, connection, kind, subject, invoice, state, key, request, sent_key, attempts, sent_at, "
                    "next_at, claimed_by, claimed_until, remote_id, remote_number, remote_total, remote_tax, "
                    "remote_version, difference, code, message, trace, note FROM deliveries WHERE connection = ? AND "
                    "kind = ? AND subject = ?",
                    "itt", connection, kind, subject);
  int step = q ? query_step(q, e) : -1;
  *out = (delivery){ .connection = connection, .kind = kind, .subject = subject };
  if (step == 1) read_row(q, a, out);
  if (q) query_reset(q);
  return step >= 0;
}

// What people and audits may want to know for ever.
static bool log_end(book *b, const delivery *row, error *e) {
  cJSON *detail = cJSON_CreateObject();
  cJSON_AddNumberToObject(detail, "connection", (double)row->connection);
  cJSON_AddStringToObject(detail, row->invoice ? "invoice" : "name", row->subject);
  cJSON_AddStringToObject(detail, "kind", row->kind);
  cJSON_AddStringToObject(detail, "state", row->state);
  if (row->remote_id) cJSON_AddStringToObject(detail, "remote_id", row->remote_id);
  if (row->message) cJSON_AddStringToObject(detail, "message", row->message);
  if (row->note) cJSON_AddStringToObject(detail, "note", row->note);
  return book_log_json(b, "export", 0, detail, e);
}

static bool is_end(const char *state) {
  return strcmp(state, "waiting") != 0 && strcmp(state, "sending") != 0 && strcmp(state, "unknown") != 0;
}

static bool add(book *b, const delivery *r, bool *done, error *e) {
  arena *a = arena_new();
  bool ok =
      db_run(b->db, e,
             "INSERT INTO deliveries (connection, kind, subject, invoice, state, key, request, code, message, at) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connection, kind, subject) DO NOTHING",
             "ittktttttt", r->connection, r->kind, r->subject, r->invoice, r->state, r->key, r->request, r->code,
             r->message, book_now(a));
  *done = ok && db_changes(b->db) == 1;
  if (ok && *done && is_end(r->state)) ok = log_end(b, r, e);
  arena_free(a);
  return ok;
}

// A row that comes to an end, or about which somebody decides: their note is not that of the row before.
static bool is_told(const delivery *before, const delivery *r) {
  const bool ends = is_end(r->state) && strcmp(r->state, before->state) != 0;
  return ends || (r->note && r->note != before->note);
}

static bool move(book *b, const delivery *before, const delivery *r, bool *done, error *e) {
  arena *a = arena_new();
  bool ok = db_run(
      b->db, e,
      "UPDATE deliveries SET state = ?, key = ?, request = ?, sent_key = ?, attempts = ?, sent_at = nullif(?, 0), "
      "next_at = nullif(?, 0), claimed_by = ?, claimed_until = nullif(?, 0), remote_id = ?, remote_number = ?, "
      "remote_total = ?, remote_tax = ?, remote_version = ?, difference = ?, code = ?, message = ?, trace = ?, "
      "note = ?, at = ? WHERE n = ? AND state = ? AND attempts = ? AND key = ? AND claimed_by IS ?",
      "ttttiiititttttttttttititt", r->state, r->key, r->request, r->sent_key, r->attempts, r->sent_at, r->next_at,
      r->claimed_by, r->claimed_until, r->remote_id, r->remote_number, r->remote_total, r->remote_tax,
      r->remote_version, r->difference, r->code, r->message, r->trace, r->note, book_now(a), before->n, before->state,
      before->attempts, before->key, before->claimed_by);
  *done = ok && db_changes(b->db) == 1;
  if (ok && *done && is_told(before, r)) ok = log_end(b, r, e);
  arena_free(a);
  return ok;
}

// What became of a request is known now and never again: a book that another program holds is waited for.
static bool in_transaction(book *b, const delivery *before, const delivery *after, bool *done, error *e) {
  if (!db_begin(b->db, e)) return false;
  if ((before ? move(b, before, after, done, e) : add(b, after, done, e)) && db_commit(b->db, e)) return true;
  db_rollback(b->db);
  return false;
}

static bool patiently(book *b, const delivery *before, const delivery *after, bool *done, error *e) {
  for (int tries = 1; !in_transaction(b, before, after, done, e); tries++) {
    if (e->code != ERROR_BUSY || tries == TRIES) return false;
    error_clear(e);
  }
  return true;
}

bool outbox_add(book *b, delivery *row, bool *done, error *e) {
  if (!patiently(b, NULL, row, done, e)) return false;
  if (*done) return db_value(b->db, e, &row->n, 0, "SELECT n FROM deliveries WHERE key = ?", "t", row->key);
  return true;
}

bool outbox_move(book *b, const delivery *before, const delivery *after, bool *done, error *e) {
  return patiently(b, before, after, done, e);
}
