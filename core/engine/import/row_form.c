// Stored rows in import form: as cells of a CSV file, as JSON for the journal.
#include "core/base/money.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *form_instant(book *b, arena *a, const table *t, const query *q, int64_t utc, error *e) {
  const char *zone_name = query_column_text(q, (int)t->count + 1);
  const zone *z = book_zone(b, zone_name ? zone_name : b->zone, e);
  char text[40];
  return z ? arena_text(a, instant_text(z, utc, text)) : NULL;
}

static const char *form_amount(arena *a, const table *t, const query *q, int64_t minor) {
  char text[MONEY_TEXT];
  size_t length = money_format(minor, currency_exponent(query_column_text(q, (int)t->count + 1)), text);
  return arena_copy(a, text, length);
}

const char *form_cell(book *b, arena *a, const table *t, size_t where, const query *q, error *e) {
  int at = (int)where + 1;
  char date[DAY_TEXT];
  if (query_column_null(q, at)) return NULL;
  switch (t->columns[where].type) {
    case COLUMN_DATE: return arena_text(a, day_format((day)query_column(q, at), date));
    case COLUMN_BOOL: return query_column(q, at) ? "true" : "false";
    case COLUMN_INTEGER: return arena_format(a, "%" PRId64, query_column(q, at));
    case COLUMN_AMOUNT: return form_amount(a, t, q, query_column(q, at));
    case COLUMN_INSTANT: return form_instant(b, a, t, q, query_column(q, at), e);
    default: return arena_copy(a, query_column_text(q, at), query_column_length(q, at));
  }
}

static void put_own(cJSON *out, const char *own) {
  cJSON *all = own ? cJSON_Parse(own) : NULL;
  for (const cJSON *one = all ? all->child : NULL; one; one = one->next) {
    char name[600];
    snprintf(name, sizeof name, "x.%.500s", one->string);
    cJSON_AddItemToObject(out, name, cJSON_Duplicate(one, true));
  }
  cJSON_Delete(all);
}

static void put_accounts(cJSON *out, const char *accounts) {
  cJSON *all = accounts ? cJSON_Parse(accounts) : NULL;
  for (const cJSON *of = all ? all->child : NULL; of; of = of->next)
    for (const cJSON *one = of->child; one; one = one->next) {
      char name[40];
      snprintf(name, sizeof name, "%.20s.%.10s", one->string, of->string);
      cJSON_AddItemToObject(out, name, cJSON_Duplicate(one, true));
    }
  cJSON_Delete(all);
}

void form_extras(const table *t, const query *q, cJSON *out) {
  for (size_t i = 0; i < t->count; i++) {
    const char *text = query_column_text(q, (int)i + 1);
    if (!strcmp(t->columns[i].name, "x")) put_own(out, text);
    if (!strcmp(t->columns[i].name, "accounts")) put_accounts(out, text);
  }
}

static void put_cell(cJSON *out, const column *c, const char *text) {
  if (c->type == COLUMN_BOOL) cJSON_AddBoolToObject(out, c->name, !strcmp(text, "true"));
  else if (c->type == COLUMN_INTEGER || c->type == COLUMN_OBJECT || c->type == COLUMN_LIST)
    cJSON_AddRawToObject(out, c->name, text);
  else cJSON_AddStringToObject(out, c->name, text);
}

static cJSON *form_object(book *b, arena *a, const table *t, const query *q, error *e) {
  cJSON *out = cJSON_CreateObject();
  for (size_t i = 0; i < t->count; i++) {
    const column *c = &t->columns[i];
    if (c->flags & COLUMN_DERIVED) continue;
    const char *text = form_cell(b, a, t, i, q, e);
    if (text) put_cell(out, c, text);
    else if (e->code) break;
  }
  form_extras(t, q, out);
  return out;
}

// The row by its id, where the table has none by its n. NULL with no error: it is not there. cJSON_free frees it.
static char *form_text(book *b, arena *a, table_id id, const char *key, int64_t n, error *e) {
  const table *t = table_of(id);
  query *q = db_query(b->db, table_sql(id, STATEMENT_FORM), e);
  if (!q) return NULL;
  if (table_has_id(t)) query_text(q, 1, key);
  else query_int(q, 1, n);
  if (query_step(q, e) != 1) return NULL;
  error sub = { 0 };
  cJSON *object = form_object(b, a, t, q, &sub);
  query_reset(q);
  char *text = sub.code ? NULL : cJSON_PrintUnformatted(object);
  if (sub.code) error_set(e, sub.code, "%s", sub.message);
  error_clear(&sub);
  cJSON_Delete(object);
  return text;
}

char *form_row(import *im, const table *t, table_id id, const record *r, error *e) {
  const char *key = table_has_id(t) ? r->fields[column_at(t, "id")].text : NULL;
  char *text = form_text(im->book, im->scratch, id, key, r->n, e);
  if (!text && !e->code) error_set(e, ERROR_CORRUPT, "a row of %s is gone in the middle of an import", t->name);
  return text;
}

bool import_row_text(book *b, table_id id, const char *key, int64_t n, arena *a, const char **out, error *e) {
  char *text = form_text(b, a, id, key, n, e);
  *out = text ? arena_text(a, text) : NULL;
  cJSON_free(text);
  return e->code == ERROR_NONE;
}
