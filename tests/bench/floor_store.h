// The floor's database: statements that are prepared once, and inserts of several rows.
#pragma once
#include "tests/bench/floor_text.h"
#include <sqlite3.h>

static inline int checked(sqlite3 *db, int result) {
  if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE) return result;
  fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
  exit(1);
}

static inline void run(sqlite3 *db, const char *sql) { checked(db, sqlite3_exec(db, sql, NULL, NULL, NULL)); }

static inline sqlite3_stmt *prepared(sqlite3 *db, const char *sql) {
  sqlite3_stmt *out = NULL;
  checked(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &out, NULL));
  return out;
}

static const sqlite3_module gathered_module;  // below, with the rows on their way into a table

// Billet's own settings; without mutexes and counts of memory, which a program of its own can do without.
static inline sqlite3 *opened(const char *path) {
  sqlite3 *db = NULL;
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  checked(db, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL));
  run(db,
      "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=OFF; PRAGMA temp_store=MEMORY; "
      "PRAGMA cache_size=-32768");
  checked(db, sqlite3_create_module(db, "gathered", &gathered_module, NULL));
  return db;
}

static inline bool stepped(sqlite3_stmt *s) { return checked(sqlite3_db_handle(s), sqlite3_step(s)) == SQLITE_ROW; }

static inline void done(sqlite3_stmt *s) {
  stepped(s);
  sqlite3_reset(s);
}

static inline int64_t number_at(sqlite3_stmt *s, int column) { return sqlite3_column_int64(s, column); }
static inline bool null_at(sqlite3_stmt *s, int column) { return sqlite3_column_type(s, column) == SQLITE_NULL; }
static inline const char *text_at(sqlite3_stmt *s, int column) { return (const char *)sqlite3_column_text(s, column); }

static inline char *copy_at(sqlite3_stmt *s, int column, pool *texts) {
  const char *text = text_at(s, column);
  return text ? pool_copy(texts, text, (size_t)sqlite3_column_bytes(s, column)) : NULL;
}

static inline int64_t number_of(sqlite3 *db, const char *sql) {
  sqlite3_stmt *s = prepared(db, sql);
  int64_t out = stepped(s) ? number_at(s, 0) : 0;
  sqlite3_finalize(s);
  return out;
}

static inline void bind_text(sqlite3_stmt *s, int at, const char *text) {
  sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
}

// --- Rows on their way into a table: gathered as cells, INSERT_ROWS of them, which one INSERT … SELECT reads by way of
// a virtual table.
#ifndef INSERT_ROWS
#define INSERT_ROWS 50
#endif
enum { COLUMNS_MAX = 32 };

typedef struct cell {
  const char *text;
  int64_t value;
  bool null;
} cell;  // text: `value` is its length
typedef struct inserter {
  sqlite3 *db;
  sqlite3_stmt *insert;
  int columns, rows;
  cell *cells, *at;
} inserter;

static struct {
  const cell *cells;
  int columns, rows;
} gathered;  // what is being written; one database, one thread

typedef struct reader {
  sqlite3_vtab_cursor base;
  const cell *row;
  int at;
} reader;

static inline int gathered_connect(sqlite3 *db, void *context, int count, const char *const *words, sqlite3_vtab **out,
                                   char **message) {
  (void)context, (void)count, (void)words, (void)message;
  char sql[COLUMNS_MAX * 6 + 32] = "CREATE TABLE x(c0", *at = sql + strlen(sql);
  for (int i = 1; i < COLUMNS_MAX; i++) at += sprintf(at, ", c%d", i);
  strcpy(at, ")");
  *out = must(calloc(1, sizeof **out));
  return sqlite3_declare_vtab(db, sql);
}

static inline int gathered_disconnect(sqlite3_vtab *table) { return free(table), SQLITE_OK; }

static inline int gathered_plan(sqlite3_vtab *table, sqlite3_index_info *plan) {
  (void)table;
  plan->estimatedRows = INSERT_ROWS;
  return SQLITE_OK;
}

static inline int reader_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out) {
  (void)table;
  *out = must(calloc(1, sizeof(reader)));
  return SQLITE_OK;
}

static inline int reader_close(sqlite3_vtab_cursor *cursor) { return free(cursor), SQLITE_OK; }

static inline int reader_start(sqlite3_vtab_cursor *cursor, int number, const char *text, int count,
                               sqlite3_value **values) {
  (void)number, (void)text, (void)count, (void)values;
  ((reader *)cursor)->row = gathered.cells;
  ((reader *)cursor)->at = 0;
  return SQLITE_OK;
}

static inline int reader_next(sqlite3_vtab_cursor *cursor) {
  ((reader *)cursor)->at++;
  ((reader *)cursor)->row += gathered.columns;
  return SQLITE_OK;
}

static inline int reader_ended(sqlite3_vtab_cursor *cursor) { return ((reader *)cursor)->at >= gathered.rows; }

static inline int reader_column(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column) {
  const cell *c = &((reader *)cursor)->row[column];
  if (c->text) sqlite3_result_text(out, c->text, (int)c->value, SQLITE_STATIC);
  else if (!c->null) sqlite3_result_int64(out, c->value);
  return SQLITE_OK;
}

static inline int reader_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out) {
  *out = ((reader *)cursor)->at;
  return SQLITE_OK;
}

static const sqlite3_module gathered_module = { .xConnect = gathered_connect,
                                                .xBestIndex = gathered_plan,
                                                .xDisconnect = gathered_disconnect,
                                                .xOpen = reader_open,
                                                .xClose = reader_close,
                                                .xFilter = reader_start,
                                                .xNext = reader_next,
                                                .xEof = reader_ended,
                                                .xColumn = reader_column,
                                                .xRowid = reader_number };

static inline inserter inserter_open(sqlite3 *db, const char *table, int columns) {
  char *sql = must(malloc(strlen(table) + 64 + (size_t)columns * 6)), *at = sql;
  at += sprintf(at, "INSERT OR ROLLBACK INTO %s SELECT c0", table);
  for (int column = 1; column < columns; column++) at += sprintf(at, ", c%d", column);
  strcpy(at, " FROM gathered");
  cell *cells = must(malloc(sizeof(cell) * (size_t)columns * INSERT_ROWS));
  inserter out = { db, prepared(db, sql), columns, 0, cells, cells };
  free(sql);
  return out;
}

static inline void insert_number(inserter *i, int64_t value) { *i->at++ = (cell){ NULL, value, false }; }
static inline void insert_null(inserter *i) { *i->at++ = (cell){ NULL, 0, true }; }
static inline void insert_number_or_null(inserter *i, int64_t value) { *i->at++ = (cell){ NULL, value, value == 0 }; }

// The text must live until the row is written: `rows` is 0 then.
static inline void insert_text(inserter *i, const char *text, size_t length) {
  *i->at++ = (cell){ text, (int64_t)length, text == NULL };
}

static inline void insert_rest(inserter *i) {
  if (i->rows) {
    gathered.cells = i->cells;
    gathered.columns = i->columns;
    gathered.rows = i->rows;
    done(i->insert);
  }
  i->rows = 0;
  i->at = i->cells;
}

static inline void insert_row(inserter *i) {
  if (++i->rows == INSERT_ROWS) insert_rest(i);
}

static inline void inserter_close(inserter *i) {
  insert_rest(i);
  sqlite3_finalize(i->insert);
  free(i->cells);
}
