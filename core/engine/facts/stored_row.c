// Rows of imported tables as they are stored: read, compared and bound by the descriptors of their columns.
#include "core/engine/facts/stored_row.h"
#include "core/base/decimal.h"
#include "core/base/text.h"
#include <string.h>

field field_int(int64_t integer) { return (field){ .type = FIELD_INT, .integer = integer }; }

field field_text(const char *text) {
  if (!text) return (field){ .type = FIELD_NULL };
  return (field){ .type = FIELD_TEXT, .text = text, .length = strlen(text) };
}

// Rows of before keep the white space that they came with.
static bool same_trimmed(const field *a, const field *b) {
  size_t length = a->length, other = b->length;
  const char *x = text_trimmed(a->text, &length), *y = text_trimmed(b->text, &other);
  return length == other && !memcmp(x, y, length);
}

bool field_same(const column *c, const field *a, const field *b) {
  if (a->type != b->type) return false;
  if (a->type == FIELD_NULL) return true;
  if (a->type == FIELD_INT) return a->integer == b->integer;
  if (a->length == b->length && !memcmp(a->text, b->text, a->length)) return true;
  if (column_is_matched(c) && same_trimmed(a, b)) return true;
  decimal x, y;
  return c->type == COLUMN_DECIMAL && decimal_parse(a->text, a->length, &x) && decimal_parse(b->text, b->length, &y) &&
         x == y;
}

static void bind(query *q, int at, const field *f) {
  if (f->type == FIELD_INT) query_int(q, at, f->integer);
  else if (f->type == FIELD_TEXT) query_bytes(q, at, f->text, f->length);
  else query_null(q, at);
}

int stored_row_bind(query *q, int at, const table *t, const record *r) {
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_VIRTUAL)) bind(q, at++, &r->fields[i]);
  return at;
}

static bool is_number(const column *c) {
  return c->type == COLUMN_REFERENCE || c->type == COLUMN_DATE || c->type == COLUMN_BOOL || c->type == COLUMN_INTEGER ||
         c->type == COLUMN_INSTANT || c->type == COLUMN_AMOUNT;
}

void stored_row_load(arena *a, const table *t, const query *q, record *out) {
  int at = 0;
  memset(out->fields, 0, t->count * sizeof *out->fields);
  out->n = query_column(q, at++);
  for (size_t i = 0; i < t->count; i++) {
    if (t->columns[i].flags & COLUMN_VIRTUAL) continue;
    field *f = &out->fields[i];
    if (query_column_null(q, at)) f->type = FIELD_NULL;
    else if (is_number(&t->columns[i])) *f = field_int(query_column(q, at));
    else {
      f->type = FIELD_TEXT;
      f->length = query_column_length(q, at);
      f->text = arena_copy(a, query_column_text(q, at), f->length);
    }
    at++;
  }
}

bool stored_row_find(db *d, table_id id, const field *keys, arena *a, record *out, error *e) {
  const table *t = table_of(id);
  query *q = db_query(d, table_sql(id, STATEMENT_FIND), e);
  if (!q) return false;
  int at = 1;
  for (size_t i = 0; i < t->count; i++) {
    const column *c = &t->columns[i];
    if (!(c->flags & COLUMN_KEY)) continue;
    if (keys[i].type == FIELD_NULL) query_int(q, at++, c->type == COLUMN_DATE ? -1000000 : 0);
    else bind(q, at++, &keys[i]);
  }
  int got = query_step(q, e);
  out->n = 0;
  if (got == 1) {
    stored_row_load(a, t, q, out);
    query_reset(q);
  }
  return got >= 0;
}

int stored_row_address(query *q, int at, const table *t, const record *old) {
  if (t->clustered) {
    bind(q, at++, &old->fields[0]);
    bind(q, at++, &old->fields[1]);
  }
  query_int(q, at++, old->n);
  return at;
}

bool stored_row_update(db *d, table_id id, const record *old, const record *now, error *e) {
  query *q = db_query(d, table_sql(id, STATEMENT_UPDATE), e);
  if (!q) return false;
  stored_row_address(q, stored_row_bind(q, 1, table_of(id), now), table_of(id), old);
  return query_run(q, e);
}
