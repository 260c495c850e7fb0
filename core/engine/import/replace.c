// --replace: unbilled rows since a day that the source no longer has go.
#include "core/engine/import/import_inside.h"
#include <string.h>

static bool wanted(const import *im, table_id id) {
  const char *list = im->options->replace, *name = table_of(id)->name;
  for (const char *p = list; p && *p;) {
    size_t length = strcspn(p, ",");
    if (length == strlen(name) && !memcmp(p, name, length)) return true;
    p += length + (p[length] == ',');
  }
  return false;
}

bool replace_options(import *im, error *e) {
  for (const char *p = im->options->replace; p && *p;) {
    size_t length = strcspn(p, ",");
    table_id id = table_find(p, length);
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(length > 60 ? 60 : length), p);
    if (id == TABLES) {
      const char *near = table_suggest(name);
      error_set(e, ERROR_USAGE, "--replace: there is no table \"%s\"", name);
      return near ? error_hint(e, "Did you mean %s?", near) : false;
    }
    if (!table_of(id)->day)
      return error_set(e, ERROR_USAGE, "--replace: rows of %s have no date, so none can be told to be old", name);
    p += length + (p[length] == ',');
  }
  return true;
}

// Names a row of the book by its keys.
static void tell(import *im, const table *t, const record *old, const char *kept) {
  buffer b = { 0 };
  char date[DAY_TEXT];
  for (size_t i = 0; i < t->count; i++) {
    const column *c = &t->columns[i];
    const field *f = &old->fields[i];
    if (!(c->flags & COLUMN_KEY) || f->type == FIELD_NULL || c->type == COLUMN_REFERENCE) continue;
    buffer_format(&b, " %s", c->type == COLUMN_DATE ? day_format((day)f->integer, date) : f->text);
  }
  if (kept) import_kept(im, "not in %s any more, kept:%s: %s", t->name, b.text ? b.text : "", kept);
  else import_kept(im, "removed from %s:%s", t->name, b.text ? b.text : "");
  buffer_free(&b);
}

static bool mark_removed(import *im, table_id id, const record *old, error *e) {
  const table *t = table_of(id);
  if (id == TABLE_PAYMENTS || id == TABLE_ALLOCATIONS) payment_gone(im, id, old);
  if (id == TABLE_CONTRACTS && old->fields[column_at(t, "draws_on")].integer)
    mark_contract(im, old->fields[column_at(t, "draws_on")].integer);
  if (id == TABLE_TICKETS || id == TABLE_FX || id == TABLE_PAYMENTS || id == TABLE_ALLOCATIONS ||
      id == TABLE_CUSTOMERS || id == TABLE_SITES || id == TABLE_CONTRACTS || id == TABLE_MAPS ||
      id == TABLE_TECHNICIANS)
    return true;  // nothing names it any more
  if (t->clustered) {
    if (old->fields[0].integer) mark_contract(im, old->fields[0].integer);
    return true;
  }
  const field *holder = column_find(t, "contract") < 0 ? NULL : &old->fields[column_at(t, "contract")];
  const field *customer = column_find(t, "customer") < 0 ? NULL : &old->fields[column_at(t, "customer")];
  int64_t contract_n = holder ? holder->integer : 0, owner = customer ? customer->integer : 0;
  const char *dated = id == TABLE_READINGS ? "at" : id == TABLE_DEVICES || id == TABLE_CHANGES ? "from" : NULL;
  if (dated && !mark_fact(im, contract_n, owner, (day)old->fields[column_at(t, dated)].integer, e)) return false;
  const field *from = id == TABLE_RATES ? &old->fields[column_at(t, "from")] : NULL;
  if (from && !mark_rate(im, old->fields[column_at(t, "code")].text, contract_n, owner,
                         from->type == FIELD_INT ? (day)from->integer : DAY_MIN, e))
    return false;
  return mark_scope(im, contract_n, owner, e);
}

bool row_take_away(import *im, table_id id, const record *old, error *e) {
  im->tables[id].count.removed++;
  return journal_old(im, id, old, true, e) && store_remove(im, id, old, e) && mark_removed(im, id, old, e);
}

static bool replace_table(import *im, table_id id, error *e) {
  record *rows;
  size_t count;
  if (!im->tables[id].met_in_source) {
    error_set(e, ERROR_INVALID, "--replace %s: the import has no %s, so all of them would go", table_of(id)->name,
              table_of(id)->name);
    return error_hint(e, "Import a file that holds the table, if only its header row.");
  }
  if (!store_since(im, id, im->options->since, &rows, &count, e) || !kept_by_begins(im, id, count, e)) return false;
  for (size_t i = 0; i < count; i++) {
    row_keeper by;
    arena_reset(im->scratch);
    if (!row_kept_by(im, id, &rows[i], &by, e)) return false;
    if (by.words) {
      tell(im, table_of(id), &rows[i], by.words);
      continue;
    }
    if (!row_take_away(im, id, &rows[i], e)) return false;
    tell(im, table_of(id), &rows[i], NULL);
  }
  return kept_by_ends(im, id, count, e);
}

bool replace_end(import *im, error *e) {
  for (table_id id = TABLES; id-- > 0;)
    if (wanted(im, id) && !replace_table(im, id, e)) return false;
  return true;
}

bool removals_end(import *im, error *e) {
  for (size_t i = 0; i < im->options->removal_count; i++) {
    const import_removal *one = &im->options->removals[i];
    const table *t = table_of(one->table);
    record keys = { 0 }, old;
    size_t key = 0;
    for (size_t c = 0; c < t->count; c++)
      if (t->columns[c].flags & COLUMN_KEY) keys.fields[c] = field_text(one->keys[key++]);
    if (!stored_row_find(im->db, one->table, keys.fields, im->own, &old, e)) return false;
    if (old.n && !row_take_away(im, one->table, &old, e)) return false;
  }
  return true;
}
