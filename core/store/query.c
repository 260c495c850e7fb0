// Statements: prepared once, bound, stepped.
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/store/store_inside.h"
#include "core/base/memory.h"

enum { CACHE_FIRST = 256, COLUMNS_KNOWN = 64 };

// Whether a column may be NULL though its table never has NULL there: of an outer join, or of a subquery among the
// columns.
static bool may_lack_rows(const char *sql) {
  const char *from = strstr(sql, " FROM "), *inner = strstr(sql, "(SELECT");
  return strstr(sql, "LEFT JOIN") || (inner && (!from || inner < from));
}

query *store_prepare(db *d, const char *sql, error *e) {
  query *q = memory_zeroed(1, sizeof *q);
  q->text = memory_text(sql);
  q->nullable = memory_zeroed(1, sizeof *q->nullable);
  q->db = d;
  const char *rest = NULL;
  int result = sqlite3_prepare_v3(d->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->statement, &rest);
  if (result == SQLITE_OK && q->statement && !*rest) {
    q->parameters = sqlite3_bind_parameter_count(q->statement);
    q->writes = !sqlite3_stmt_readonly(q->statement);
    q->outer = may_lack_rows(sql);
    return q;
  }
  if (result != SQLITE_OK) store_error(d, result, sqlite3_errmsg(d->handle), e);
  else error_set(e, ERROR_STATE, "not exactly one statement (a bug in billet): %.200s", sql);
  store_forget(q);
  return NULL;
}

void store_forget(query *q) {
  if (!q) return;
  sqlite3_finalize(q->statement);
  memory_give(q->text);
  memory_give(q->nullable);
  memory_give(q);
}

void store_forget_all(db *d) {
  for (size_t i = 0; i < d->cache_size; i++) store_forget(d->cache[i]);
  memory_give(d->cache);
  while (d->bulk_tables) {
    bulk_table *table = d->bulk_tables;
    d->bulk_tables = table->next;
    store_forget(table->insert);
    memory_give(table->columns_text);
    memory_give(table);
  }
}

// Where the key is or would go; the cache always has a free place.
static query **place(query **cache, size_t size, const char *key) {
  size_t at = (size_t)((uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (size - 1);
  while (cache[at] && cache[at]->key != key) at = (at + 1) & (size - 1);
  return &cache[at];
}

static void make_room(db *d) {
  if (d->cache_used * 2 < d->cache_size) return;
  size_t size = d->cache_size ? d->cache_size * 2 : CACHE_FIRST;
  query **cache = memory_zeroed(size, sizeof *cache);
  for (size_t i = 0; i < d->cache_size; i++) {
    if (d->cache[i]) *place(cache, size, d->cache[i]->key) = d->cache[i];
  }
  memory_give(d->cache);
  d->cache = cache;
  d->cache_size = size;
}

bool store_current(const db *d, error *e) {
  if (!d->old) return true;
  return error_set(e, ERROR_STATE, "%s is used before it was brought to this version (a bug in billet)", d->path);
}

static query *add(db *d, const char *sql, error *e) {
  if (!store_current(d, e)) return NULL;
  make_room(d);
  query *q = store_prepare(d, sql, e);
  if (!q) return NULL;
  q->key = sql;
  *place(d->cache, d->cache_size, sql) = q;
  d->cache_used++;
  return q;
}

query *db_query(db *d, const char *sql, error *e) {
  query *q = d->cache_size ? *place(d->cache, d->cache_size, sql) : NULL;
  if (!q) return add(d, sql, e);
  if (q->reading || strcmp(q->text, sql) != 0) {
    const char *why =
        q->reading ? "the rows of a statement are still being read" : "the text of a statement has changed";
    error_set(e, ERROR_STATE, "%s (a bug in billet): %.200s", why, sql);
    return NULL;
  }
  if (q->bound) sqlite3_clear_bindings(q->statement);
  q->bound = false;
  q->fault = SQLITE_OK;
  return q;
}

// Binds what `format` says. False where it has an unknown letter or not as many as the statement has parameters.
static bool bind_all(query *q, const char *format, va_list values) {
  int at = 0;
  for (; format[at]; at++) {
    int64_t number;
    switch (format[at]) {
      case 'i': query_int(q, at + 1, va_arg(values, int64_t)); break;
      case 't': query_text(q, at + 1, va_arg(values, const char *)); break;
      case 'n': query_null(q, at + 1); break;
      case 'k':
        number = va_arg(values, int64_t);
        if (number) query_int(q, at + 1, number);
        else query_null(q, at + 1);
        break;
      default: return false;
    }
  }
  return at == q->parameters;
}

static query *ask(db *d, error *e, const char *sql, const char *format, va_list values) {
  query *q = db_query(d, sql, e);
  if (!q || bind_all(q, format, values)) return q;
  error_set(e, ERROR_STATE, "\"%s\" does not fit the %d parameters (a bug in billet): %.200s", format, q->parameters,
            sql);
  return NULL;
}

query *db_ask(db *d, error *e, const char *sql, const char *format, ...) {
  va_list values;
  va_start(values, format);
  query *q = ask(d, e, sql, format, values);
  va_end(values);
  return q;
}

bool db_run(db *d, error *e, const char *sql, const char *format, ...) {
  va_list values;
  va_start(values, format);
  query *q = ask(d, e, sql, format, values);
  va_end(values);
  return q && query_run(q, e);
}

bool db_value(db *d, error *e, int64_t *out, int64_t missing, const char *sql, const char *format, ...) {
  va_list values;
  va_start(values, format);
  query *q = ask(d, e, sql, format, values);
  va_end(values);
  if (!q) return false;
  int step = query_step(q, e);
  *out = step == 1 ? query_column(q, 0) : missing;
  if (step == 1) query_reset(q);
  return step >= 0;
}

// The first binding that fails is kept for query_step to report.
static void keep(query *q, int result) {
  q->bound = true;
  if (result != SQLITE_OK && q->fault == SQLITE_OK) q->fault = result;
}

void query_int(query *q, int at, int64_t value) { keep(q, sqlite3_bind_int64(q->statement, at, value)); }

void query_text(query *q, int at, const char *text) {
  keep(q, sqlite3_bind_text(q->statement, at, text, -1, SQLITE_STATIC));
}

void query_bytes(query *q, int at, const char *text, size_t length) {
  keep(q, sqlite3_bind_text64(q->statement, at, text, length, SQLITE_STATIC, SQLITE_UTF8));
}

void query_blob(query *q, int at, const void *bytes, size_t length) {
  keep(q, sqlite3_bind_blob64(q->statement, at, bytes, length, SQLITE_STATIC));
}

void query_null(query *q, int at) { keep(q, sqlite3_bind_null(q->statement, at)); }

static bool may_start(query *q, error *e) {
  if (q->fault != SQLITE_OK) {
    int fault = q->fault;
    q->fault = SQLITE_OK;
    return store_error(q->db, fault, sqlite3_errstr(fault), e);
  }
  if (!q->db->undone || !q->writes) return true;
  return error_set(e, ERROR_STATE, "a write in a transaction that was rolled back (a bug in billet): %.200s", q->text);
}

bool db_sound(db *d, error *e) {
  if (!memory_enough(e)) return false;
  if (!d->damaged) return true;
  d->damaged = false;
  error_set(e, ERROR_CORRUPT, "%s: a value is not there that is always there", d->path);
  return error_hint(e, "run `billet verify` to see what is damaged, and restore a backup");
}

int query_step(query *q, error *e) {
  if (!q->reading && !may_start(q, e)) return -1;
  if (q->db->stop && q->db->stop()) {
    query_reset(q);
    store_error(q->db, SQLITE_INTERRUPT, "", e);
    return -1;
  }
  if (memory_short() || q->db->damaged) {
    query_reset(q);
    db_sound(q->db, e);
    return -1;
  }
  int result = sqlite3_step(q->statement);
  q->reading = result == SQLITE_ROW;
  if (q->reading) return 1;
  if (result != SQLITE_DONE) store_statement_error(q->db, result, q->writes, e);
  sqlite3_reset(q->statement);
  return result == SQLITE_DONE ? 0 : -1;
}

void query_reset(query *q) {
  if (!q) return;
  q->reading = false;
  sqlite3_reset(q->statement);
}

void db_let_go(db *d) {
  for (size_t i = 0; i < d->cache_size; i++)
    if (d->cache[i] && d->cache[i]->reading) query_reset(d->cache[i]);
}

int64_t query_column(const query *q, int at) { return sqlite3_column_int64(q->statement, at); }

// Whether the schema says that the column is never NULL: of a damaged file it may be.
static bool is_required(const query *q, int at) {
  const char *table = sqlite3_column_table_name(q->statement, at), *name = sqlite3_column_origin_name(q->statement, at);
  int required = 0;
  return table && name &&
         sqlite3_table_column_metadata(q->db->handle, NULL, table, name, NULL, NULL, &required, NULL, NULL) ==
             SQLITE_OK &&
         required;
}

// A text that is not there: none, no memory for it, or a file that is damaged; what reads it goes on with an empty one
// until the next statement, which is refused.
static const char *no_text(const query *q, int at) {
  if ((sqlite3_errcode(q->db->handle) & 0xff) == SQLITE_NOMEM) {
    memory_missed();  // a number could not be written as text
    return "";
  }
  if (!q->outer && is_required(q, at)) {
    q->db->damaged = true;
    return "";
  }
  if (at < COLUMNS_KNOWN) *q->nullable |= UINT64_C(1) << at;
  return NULL;
}

const char *query_column_text(const query *q, int at) {
  const char *text = (const char *)sqlite3_column_text(q->statement, at);
  if (text || (at < COLUMNS_KNOWN && (*q->nullable >> at & 1))) return text;
  return no_text(q, at);
}

size_t query_column_length(const query *q, int at) { return (size_t)sqlite3_column_bytes(q->statement, at); }

bool query_column_null(const query *q, int at) { return sqlite3_column_type(q->statement, at) == SQLITE_NULL; }

bool query_run(query *q, error *e) {
  int step;
  while ((step = query_step(q, e)) == 1) {}
  return step == 0;
}

bool store_number(db *d, const char *sql, int64_t *out, error *e) {
  query *q = store_prepare(d, sql, e);
  if (!q) return false;
  int step = query_step(q, e);
  *out = step == 1 ? query_column(q, 0) : 0;
  store_forget(q);
  return step >= 0;
}

bool store_script(db *d, const char *sql, error *e) {
  int result = sqlite3_exec(d->handle, sql, NULL, NULL, NULL);
  return result == SQLITE_OK || store_statement_error(d, result, true, e);
}
