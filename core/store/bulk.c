// Appending many rows: gathered, and fed to one INSERT … SELECT a table, kept for as long as the database is open.
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/store/store_inside.h"

enum { ROWS_MAX = 50 };

struct bulk {
  db *db;
  bulk_table *table;
  int at;     // cells of the row that is being made; past `columns` they are only counted
  int rows;   // whole rows gathered
  cell *row;  // the row that is being made, inside `cells`
  cell cells[];
};

// The table `gathered` is made known with the first: most commands append nothing.
static bulk_table *find_table(db *d, const char *text, int columns, error *e) {
  for (bulk_table *table = d->bulk_tables; table; table = table->next) {
    if (table->columns == columns && strcmp(table->columns_text, text) == 0) return table;
  }
  if (!d->bulk_tables && !store_gathered(d, e)) return NULL;
  bulk_table *table = memory_zeroed(1, sizeof *table);
  table->columns_text = memory_text(text);
  table->columns = columns;
  table->next = d->bulk_tables;
  d->bulk_tables = table;
  return table;
}

bulk *bulk_open(db *d, const char *table_and_columns, int columns, error *e) {
  if (columns < 1 || columns > GATHERED_COLUMNS) {
    error_set(e, ERROR_STATE, "%d columns for %s (a bug in billet)", columns, table_and_columns);
    return NULL;
  }
  bulk_table *table = find_table(d, table_and_columns, columns, e);
  if (!table) return NULL;
  bulk *b = memory_zeroed(1, sizeof *b + sizeof(cell) * (size_t)columns * ROWS_MAX);
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

static query *prepare(bulk *b, error *e) {
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

// Writes what was gathered; after a failure it is dropped.
static bool write_rows(bulk *b, error *e) {
  query **kept = &b->table->insert;
  bool done = !b->rows || *kept || (*kept = prepare(b, e));
  if (done && b->rows) {
    b->db->feeding = (gathered){ b->cells, b->rows, b->table->columns };
    done = query_run(*kept, e);
    b->db->feeding = (gathered){ 0 };
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
  return b->rows < ROWS_MAX || write_rows(b, e);
}

bool bulk_full(const bulk *b) { return b->rows == 0; }

bool bulk_flush(bulk *b, error *e) {
  if (b->at != 0)
    return error_set(e, ERROR_STATE, "a flush of %s inside a row (a bug in billet)", b->table->columns_text);
  return write_rows(b, e);
}

void bulk_close(bulk *b) { memory_give(b); }
