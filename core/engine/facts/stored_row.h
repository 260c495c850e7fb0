// Rows of imported tables as they are stored: read, compared and bound by the descriptors of their columns. For the two
// rooms that write such rows, import and past.
#pragma once
#include "core/base/arena.h"
#include "core/engine/facts/table_columns.h"
#include "core/store/db.h"

// A stored value.
typedef enum field_type { FIELD_NULL, FIELD_INT, FIELD_TEXT } field_type;
typedef struct field {
  field_type type;
  int64_t integer;
  const char *text;
  size_t length;
} field;

field field_int(int64_t integer);
field field_text(const char *text);  // NULL is NULL; the text is not copied
// Whether two values of a column are the same: decimals by what they are, not by how they are written; what is matched
// with others whatever white space is round it.
bool field_same(const column *c, const field *a, const field *b);

// A row as it is stored, by the table's columns; n 0: not there.
typedef struct record {
  int64_t n;
  field fields[COLUMNS_MAX];
} record;

// Finds the row whose key columns are those of `keys` (by column; others are not looked at), its texts in the arena;
// out->n is 0 where there is none.
bool stored_row_find(db *d, table_id id, const field *keys, arena *a, record *out, error *e);

// Gives the row `old` the values of `now`.
bool stored_row_update(db *d, table_id id, const record *old, const record *now, error *e);

// The row that STATEMENT_FIND or STATEMENT_SINCE stands on.
void stored_row_load(arena *a, const table *t, const query *q, record *out);

// Binds the stored columns of a row, or what an existing one is addressed by (its n; of a clustered table its first two
// columns before that), from position `at` on; answers the next position.
int stored_row_bind(query *q, int at, const table *t, const record *r);
int stored_row_address(query *q, int at, const table *t, const record *old);
