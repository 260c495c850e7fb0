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

// Billet's own settings; without mutexes and counts of memory, which a program of its own can do without.
static inline sqlite3 *opened(const char *path) {
  sqlite3 *db = NULL;
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  checked(db, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL));
  run(db,
      "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=OFF; PRAGMA temp_store=MEMORY; "
      "PRAGMA cache_size=-32768");
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

// --- Rows on their way into a table: values are gathered until a statement of INSERT_ROWS rows is full.
#ifndef INSERT_ROWS
#define INSERT_ROWS 50
#endif

typedef struct cell {
  const char *text;
  int64_t value;
  bool null;
} cell;  // text: `value` is its length
typedef struct inserter {
  sqlite3 *db;
  sqlite3_stmt *many, *one;
  int columns, rows;
  cell *cells, *at;
} inserter;

static inline sqlite3_stmt *insert_prepared(sqlite3 *db, const char *table, int columns, int rows) {
  char *sql = must(malloc(strlen(table) + 64 + (size_t)(columns * 2 + 3) * (size_t)rows)), *at = sql;
  at += sprintf(at, "INSERT OR ROLLBACK INTO %s VALUES ", table);
  for (int row = 0; row < rows; row++) {
    *at++ = row ? ',' : ' ';
    for (int column = 0; column < columns; column++) *at++ = column ? ',' : '(', *at++ = '?';
    *at++ = ')';
  }
  *at = '\0';
  sqlite3_stmt *out = prepared(db, sql);
  free(sql);
  return out;
}

static inline inserter inserter_open(sqlite3 *db, const char *table, int columns) {
  cell *cells = must(malloc(sizeof(cell) * (size_t)columns * INSERT_ROWS));
  return (inserter){
    db,   insert_prepared(db, table, columns, INSERT_ROWS), insert_prepared(db, table, columns, 1), columns, 0, cells,
    cells
  };
}

static inline void insert_number(inserter *i, int64_t value) { *i->at++ = (cell){ NULL, value, false }; }
static inline void insert_null(inserter *i) { *i->at++ = (cell){ NULL, 0, true }; }
static inline void insert_number_or_null(inserter *i, int64_t value) { *i->at++ = (cell){ NULL, value, value == 0 }; }

// The text must live until the row is written: `rows` is 0 then.
static inline void insert_text(inserter *i, const char *text, size_t length) {
  *i->at++ = (cell){ text, (int64_t)length, text == NULL };
}

static inline void insert_cells(sqlite3_stmt *s, const cell *cells, int count) {
  for (int i = 0; i < count; i++) {
    const cell *c = &cells[i];
    if (c->text) sqlite3_bind_text(s, i + 1, c->text, (int)c->value, SQLITE_STATIC);
    else if (c->null) sqlite3_bind_null(s, i + 1);
    else sqlite3_bind_int64(s, i + 1, c->value);
  }
  done(s);
}

static inline void insert_row(inserter *i) {
  if (++i->rows < INSERT_ROWS) return;
  insert_cells(i->many, i->cells, i->columns * INSERT_ROWS);
  i->rows = 0;
  i->at = i->cells;
}

static inline void insert_rest(inserter *i) {
  for (int row = 0; row < i->rows; row++) insert_cells(i->one, i->cells + row * i->columns, i->columns);
  i->rows = 0;
  i->at = i->cells;
}

static inline void inserter_close(inserter *i) {
  insert_rest(i);
  sqlite3_finalize(i->many);
  sqlite3_finalize(i->one);
  free(i->cells);
}
