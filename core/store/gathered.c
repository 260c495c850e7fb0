// The table `gathered`: rows that lie in memory, for INSERT … SELECT. Binding each value to a statement of many rows
// costs more instructions than the insert has need of; a virtual table is asked for them (https://sqlite.org/vtab.html,
// 2).
#include "core/base/memory.h"
#include "core/store/store_inside.h"

typedef struct table {
  sqlite3_vtab base;
  const db *db;
} table;

typedef struct cursor {
  sqlite3_vtab_cursor base;
  const gathered *from;
  int row;
} cursor;

static int connect(sqlite3 *handle, void *book, int count, const char *const *words, sqlite3_vtab **out,
                   char **message) {
  (void)count, (void)words, (void)message;
  buffer sql = { 0 };
  buffer_text(&sql, "CREATE TABLE gathered (c0");
  for (int i = 1; i < GATHERED_COLUMNS; i++) buffer_format(&sql, ", c%d", i);
  buffer_text(&sql, ")");
  int result = sqlite3_declare_vtab(handle, sql.text);
  buffer_free(&sql);
  if (result != SQLITE_OK) return result;
  table *t = memory_zeroed(1, sizeof *t);
  t->db = book;
  *out = &t->base;
  // never of a trigger or a view of the book
  return sqlite3_vtab_config(handle, SQLITE_VTAB_DIRECTONLY);
}

static int disconnect(sqlite3_vtab *t) {
  memory_give(t);
  return SQLITE_OK;
}

static int best_index(sqlite3_vtab *t, sqlite3_index_info *plan) {
  (void)t, (void)plan;  // there is one way: all rows, in their order
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *t, sqlite3_vtab_cursor **out) {
  cursor *c = memory_zeroed(1, sizeof *c);
  c->from = &((table *)t)->db->feeding;
  *out = &c->base;
  return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *c) {
  memory_give(c);
  return SQLITE_OK;
}

static int first(sqlite3_vtab_cursor *c, int way, const char *name, int count, sqlite3_value **values) {
  (void)way, (void)name, (void)count, (void)values;
  ((cursor *)c)->row = 0;
  return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *c) {
  ((cursor *)c)->row++;
  return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *c) { return ((cursor *)c)->row >= ((cursor *)c)->from->rows; }

// Texts live until the statement has ended (db.h, bulk).
static int column(sqlite3_vtab_cursor *c, sqlite3_context *to, int i) {
  const cursor *at = (const cursor *)c;
  const gathered *from = at->from;
  if (i >= from->columns) return SQLITE_OK;
  const cell *value = &from->cells[(size_t)at->row * (size_t)from->columns + (size_t)i];
  if (value->text) sqlite3_result_text64(to, value->text, value->as.length, SQLITE_STATIC, SQLITE_UTF8);
  else if (!value->null) sqlite3_result_int64(to, value->as.number);
  return SQLITE_OK;
}

static int row_id(sqlite3_vtab_cursor *c, sqlite3_int64 *out) {
  *out = ((cursor *)c)->row;
  return SQLITE_OK;
}

bool store_gathered(db *d, error *e) {
  static const sqlite3_module module = { .xConnect = connect,
                                         .xDisconnect = disconnect,
                                         .xBestIndex = best_index,
                                         .xOpen = open_cursor,
                                         .xClose = close_cursor,
                                         .xFilter = first,
                                         .xNext = next,
                                         .xEof = at_end,
                                         .xColumn = column,
                                         .xRowid = row_id };
  int result = sqlite3_create_module(d->handle, "gathered", &module, d);
  return result == SQLITE_OK || store_error(d, result, sqlite3_errmsg(d->handle), e);
}
