// Appending many rows: INSERT statements of 50, 16, 4 and 1 rows, kept for as long as the database is open.
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/memory.h"
#include "core/store/store_inside.h"

static const int sizes[BULK_SIZES] = { 50, 16, 4, 1 };

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

static bulk_table *find_table(db *d, const char *text, int columns) {
  for (bulk_table *table = d->bulk_tables; table; table = table->next) {
    if (table->columns == columns && strcmp(table->columns_text, text) == 0) return table;
  }
  bulk_table *table = memory_zeroed(1, sizeof *table);
  table->columns_text = memory_text(text);
  table->columns = columns;
  table->next = d->bulk_tables;
  d->bulk_tables = table;
  return table;
}

bulk *bulk_open(db *d, const char *table_and_columns, int columns, error *e) {
  if (columns < 1 || columns * sizes[0] > sqlite3_limit(d->handle, SQLITE_LIMIT_VARIABLE_NUMBER, -1)) {
    error_set(e, ERROR_STATE, "%d columns for %s (a bug in billet)", columns, table_and_columns);
    return NULL;
  }
  bulk *b = memory_zeroed(1, sizeof *b + sizeof(cell) * (size_t)columns * (size_t)sizes[0]);
  b->table = find_table(d, table_and_columns, columns);
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

static query *prepare_rows(bulk *b, int size, error *e) {
  if (!store_current(b->db, e)) return NULL;
  buffer sql = { 0 };
  // no statement journal: whoever appends gives the whole transaction up on a failure
  buffer_text(&sql, "INSERT OR ROLLBACK INTO ");
  buffer_text(&sql, b->table->columns_text);
  buffer_text(&sql, " VALUES");
  for (int row = 0; row < sizes[size]; row++) {
    buffer_text(&sql, row ? ", (?" : " (?");
    for (int column = 1; column < b->table->columns; column++) buffer_text(&sql, ", ?");
    buffer_text(&sql, ")");
  }
  query *q = store_prepare(b->db, sql.text, e);
  buffer_free(&sql);
  if (!q || q->parameters == b->table->columns * sizes[size]) return q;
  store_forget(q);
  error_set(e, ERROR_STATE, "the columns of %s do not fit (a bug in billet)", b->table->columns_text);
  return NULL;
}

// Inserts sizes[size] rows from `first` on.
static bool insert(bulk *b, int size, const cell *first, error *e) {
  query **kept = &b->table->inserts[size];
  if (!*kept && !(*kept = prepare_rows(b, size, e))) return false;
  query *q = *kept;
  for (int i = 0; i < q->parameters; i++) {
    const cell *c = &first[i];
    if (c->text) query_bytes(q, i + 1, c->text, c->as.length);
    else if (c->null) query_null(q, i + 1);
    else query_int(q, i + 1, c->as.number);
  }
  return query_run(q, e);
}

// Writes what was gathered; after a failure the rest is dropped.
static bool write_rows(bulk *b, error *e) {
  const cell *first = b->cells;
  bool done = true;
  for (int size = 0; size < BULK_SIZES; size++) {
    for (; done && b->rows >= sizes[size]; b->rows -= sizes[size], first += b->table->columns * sizes[size]) {
      done = insert(b, size, first, e);
    }
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
  return b->rows < sizes[0] || write_rows(b, e);
}

bool bulk_full(const bulk *b) { return b->rows == 0; }

bool bulk_flush(bulk *b, error *e) {
  if (b->at != 0)
    return error_set(e, ERROR_STATE, "a flush of %s inside a row (a bug in billet)", b->table->columns_text);
  return write_rows(b, e);
}

void bulk_close(bulk *b) { memory_give(b); }
