// Appending many rows: gathered as cells, which one INSERT … SELECT per table reads by way of a virtual table. The
// statement is kept for as long as the database is open.
#include <string.h>

#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/store/store_inside.h"

enum { ROWS = 50, COLUMNS_MAX = 32 };

typedef struct cell {
  const char *text;  // NULL: `number` is the value, or NULL where `null`
  union {
    int64_t number;
    size_t length;
  } as;
  bool null;
} cell;

struct bulk {
  db *db;
  bulk_table *table;
  int at;     // cells of the row that is being made; past `columns` they are only counted
  int rows;   // whole rows gathered
  cell *row;  // the row that is being made, inside `cells`
  cell cells[];
};

// --- The virtual table `gathered`: the rows of the appender that is writing, none at other times.
typedef struct gathered {
  sqlite3_vtab base;
  db *db;
} gathered;

typedef struct reader {
  sqlite3_vtab_cursor base;
  const bulk *from;
  const cell *row;
  int at;
} reader;

static int gathered_connect(sqlite3 *handle, void *context, int count, const char *const *words, sqlite3_vtab **out,
                            char **message) {
  (void)count, (void)words, (void)message;
  buffer sql = { 0 };
  buffer_text(&sql, "CREATE TABLE x(c0");
  for (int i = 1; i < COLUMNS_MAX; i++) buffer_format(&sql, ", c%d", i);
  buffer_text(&sql, ")");
  int result = sqlite3_declare_vtab(handle, sql.text);
  buffer_free(&sql);
  if (result != SQLITE_OK) return result;
  sqlite3_vtab_config(handle, SQLITE_VTAB_DIRECTONLY);
  gathered *table = memory_zeroed(1, sizeof *table);
  table->db = context;
  *out = &table->base;
  return SQLITE_OK;
}

static int gathered_disconnect(sqlite3_vtab *table) {
  memory_give(table);
  return SQLITE_OK;
}

static int gathered_plan(sqlite3_vtab *table, sqlite3_index_info *plan) {
  (void)table;
  plan->estimatedRows = ROWS;
  return SQLITE_OK;
}

static int reader_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out) {
  (void)table;
  reader *r = memory_zeroed(1, sizeof *r);
  *out = &r->base;
  return SQLITE_OK;
}

static int reader_close(sqlite3_vtab_cursor *cursor) {
  memory_give(cursor);
  return SQLITE_OK;
}

static int reader_start(sqlite3_vtab_cursor *cursor, int number, const char *text, int count, sqlite3_value **values) {
  (void)number, (void)text, (void)count, (void)values;
  reader *r = (reader *)cursor;
  r->from = ((gathered *)cursor->pVtab)->db->writing;
  r->row = r->from ? r->from->cells : NULL;
  r->at = 0;
  return SQLITE_OK;
}

static int reader_next(sqlite3_vtab_cursor *cursor) {
  reader *r = (reader *)cursor;
  r->at++;
  r->row += r->from->table->columns;
  return SQLITE_OK;
}

static int reader_ended(sqlite3_vtab_cursor *cursor) {
  const reader *r = (const reader *)cursor;
  return !r->from || r->at >= r->from->rows;
}

static int reader_column(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column) {
  const cell *c = &((const reader *)cursor)->row[column];
  if (c->text) sqlite3_result_text64(out, c->text, c->as.length, SQLITE_STATIC, SQLITE_UTF8);
  else if (!c->null) sqlite3_result_int64(out, c->as.number);
  return SQLITE_OK;
}

static int reader_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *out) {
  *out = ((const reader *)cursor)->at;
  return SQLITE_OK;
}

// Without xCreate it is there by its name alone, and nothing of it is ever in a file.
static const sqlite3_module gathered_module = {
  .xConnect = gathered_connect,
  .xBestIndex = gathered_plan,
  .xDisconnect = gathered_disconnect,
  .xOpen = reader_open,
  .xClose = reader_close,
  .xFilter = reader_start,
  .xNext = reader_next,
  .xEof = reader_ended,
  .xColumn = reader_column,
  .xRowid = reader_number,
};

// --- Tables that are appended to.
static bool find_table(db *d, const char *text, int columns, bulk_table **out, error *e) {
  for (*out = d->bulk_tables; *out; *out = (*out)->next) {
    if ((*out)->columns == columns && strcmp((*out)->columns_text, text) == 0) return true;
  }
  int result = d->bulk_tables ? SQLITE_OK : sqlite3_create_module(d->handle, "gathered", &gathered_module, d);
  if (result != SQLITE_OK) return store_error(d, result, sqlite3_errmsg(d->handle), e);
  bulk_table *table = *out = memory_zeroed(1, sizeof *table);
  table->columns_text = memory_text(text);
  table->columns = columns;
  table->next = d->bulk_tables;
  d->bulk_tables = table;
  return true;
}

bulk *bulk_open(db *d, const char *table_and_columns, int columns, error *e) {
  bulk_table *table;
  if (columns < 1 || columns > COLUMNS_MAX) {
    error_set(e, ERROR_STATE, "%d columns for %s (a bug in billet)", columns, table_and_columns);
    return NULL;
  }
  if (!find_table(d, table_and_columns, columns, &table, e)) return NULL;
  bulk *b = memory_zeroed(1, sizeof *b + sizeof(cell) * (size_t)columns * ROWS);
  b->table = table;
  b->db = d;
  b->row = b->cells;
  return b;
}

// The next cell of the row; a row that is too long overwrites its last one and is refused by bulk_row.
static cell *next_cell(bulk *b) {
  int at = b->at++;
  return &b->row[at < b->table->columns ? at : b->table->columns - 1];
}

void bulk_int(bulk *b, int64_t value) { *next_cell(b) = (cell){ .as.number = value }; }

void bulk_text(bulk *b, const char *text) {
  if (text) bulk_bytes(b, text, strlen(text));
  else bulk_null(b);
}

void bulk_bytes(bulk *b, const char *text, size_t length) {
  *next_cell(b) = (cell){ .text = text ? text : "", .as.length = length };
}

void bulk_null(bulk *b) { *next_cell(b) = (cell){ .null = true }; }

static query *prepare_insert(bulk *b, error *e) {
  if (!store_current(b->db, e)) return NULL;
  buffer sql = { 0 };
  // no statement journal: whoever appends gives the whole transaction up on a failure
  buffer_format(&sql, "INSERT OR ROLLBACK INTO %s SELECT c0", b->table->columns_text);
  for (int column = 1; column < b->table->columns; column++) buffer_format(&sql, ", c%d", column);
  buffer_text(&sql, " FROM gathered");
  query *q = store_prepare(b->db, sql.text, e);
  buffer_free(&sql);
  return q;
}

// Writes what was gathered; after a failure the rest is dropped.
static bool write_rows(bulk *b, error *e) {
  query **kept = &b->table->insert;
  bool done = b->rows == 0;
  if (!done && (*kept || (*kept = prepare_insert(b, e)))) {
    b->db->writing = b;
    done = query_run(*kept, e);
    b->db->writing = NULL;
  }
  b->rows = 0;
  b->row = b->cells;
  return done;
}

bool bulk_row(bulk *b, error *e) {
  if (b->at != b->table->columns)
    return error_set(e, ERROR_STATE, "a row of %d values for %s (a bug in billet)", b->at, b->table->columns_text);
  b->at = 0;
  b->rows++;
  b->row += b->table->columns;
  return b->rows < ROWS || write_rows(b, e);
}

bool bulk_full(const bulk *b) { return b->rows == 0; }

bool bulk_flush(bulk *b, error *e) {
  if (b->at != 0)
    return error_set(e, ERROR_STATE, "a flush of %s inside a row (a bug in billet)", b->table->columns_text);
  return write_rows(b, e);
}

void bulk_close(bulk *b) { memory_give(b); }
