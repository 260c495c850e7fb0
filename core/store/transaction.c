// Transactions: counted begins, one commit, and what became of it.
#include <assert.h>
#include <time.h>

#include "core/store/store_inside.h"
#include "core/base/memory.h"

int64_t store_clock(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool top_is_read(const db *d) {
  assert(d->depth > 0);
  return d->read_levels >> (d->depth - 1) & 1;
}

static void push(db *d, bool read) {
  assert(d->depth < STORE_LEVELS_MAX);  // may_begin has refused more: the bits of read_levels end there
  d->read_levels = (d->read_levels & ~(UINT64_C(1) << d->depth)) | (uint64_t)read << d->depth;
  d->depth++;
}

static bool may_begin(db *d, error *e) {
  if (d->undone)
    return error_set(e, ERROR_STATE, "a transaction begins inside one that was rolled back (a bug in billet)");
  if (d->depth == STORE_LEVELS_MAX)
    return error_set(e, ERROR_STATE, "transactions are nested too deeply (a bug in billet)");
  return true;
}

static bool begin(db *d, const char *sql, error *e) {
  int result = sqlite3_exec(d->handle, sql, NULL, NULL, NULL);
  return result == SQLITE_OK || store_error(d, result, sqlite3_errmsg(d->handle), e);
}

bool db_begin(db *d, error *e) {
  if (!may_begin(d, e)) return false;
  if (d->depth > 0 && d->read_levels & 1)
    return error_set(e, ERROR_STATE, "a write begins inside a read transaction (a bug in billet)");
  if (d->depth == 0 && !begin(d, "BEGIN IMMEDIATE", e)) return false;
  if (d->depth == 0) buffer_clear(&d->doing);
  push(d, false);
  return true;
}

bool db_begin_read(db *d, error *e) {
  if (!may_begin(d, e)) return false;
  if (d->depth == 0 && !begin(d, "BEGIN", e)) return false;
  if (d->depth == 0) d->since = store_clock();
  push(d, true);
  return true;
}

bool store_rest(db *d, error *e) {
  if (d->depth != 1 || !top_is_read(d) || store_clock() - d->since < STORE_HELD) return true;
  if (!begin(d, "COMMIT", e) || !begin(d, "BEGIN", e)) return false;
  d->since = store_clock();
  return true;
}

static void keep_deed(db *d) {
  buffer before = d->done;  // nothing is asked for: what is committed is known, whatever else is missing
  d->done = d->doing;
  d->doing = before;
  buffer_clear(&d->doing);
}

// Outside of a transaction each statement is committed by itself.
void db_doing(db *d, const char *what) {
  buffer_clear(&d->doing);
  buffer_text(&d->doing, what);
  if (d->depth == 0) keep_deed(d);
}

const char *db_done(const db *d) { return d->done.length ? d->done.text : NULL; }

void db_done_forget(db *d) { buffer_clear(&d->done); }

// The last level ends here: COMMIT, and on failure a look at whether SQLite still holds the transaction.
static bool commit(db *d, error *e) {
  int result = sqlite3_exec(d->handle, "COMMIT", NULL, NULL, NULL);
  d->depth = 0;
  if (result == SQLITE_OK) {
    if (d->doing.length) keep_deed(d);
    return true;
  }
  if (sqlite3_get_autocommit(d->handle)) return store_unknown_outcome(d, e);
  store_error(d, result, sqlite3_errmsg(d->handle), e);
  sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
  return false;
}

bool db_commit(db *d, error *e) {
  if (d->depth == 0) return error_set(e, ERROR_STATE, "a commit without a transaction (a bug in billet)");
  if (top_is_read(d)) return error_set(e, ERROR_STATE, "a commit of a read transaction (a bug in billet)");
  if (d->undone) {
    if (d->depth == 1) db_rollback(d);
    return error_set(e, ERROR_STATE, "a commit of a transaction that was rolled back (a bug in billet)");
  }
  if (d->depth == 1) {
    bool stopped = d->stop && d->stop();
    if (!stopped && db_sound(d, e)) return commit(d, e);
    db_rollback(d);
    return stopped ? store_error(d, SQLITE_INTERRUPT, "", e) : false;
  }
  d->depth--;
  return true;
}

void db_rollback(db *d) {
  if (d->depth == 0) return;
  bool inner_read = d->depth > 1 && top_is_read(d);
  if (!inner_read && !sqlite3_get_autocommit(d->handle)) sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
  d->depth--;
  d->undone = d->depth > 0 && (d->undone || !inner_read);
}

int64_t db_last_key(const db *d) { return sqlite3_last_insert_rowid(d->handle); }

int64_t db_changes(const db *d) { return sqlite3_changes64(d->handle); }

int64_t db_changes_ever(const db *d) { return sqlite3_total_changes64(d->handle); }

bool db_writing(const db *d) { return sqlite3_txn_state(d->handle, "main") == SQLITE_TXN_WRITE; }
