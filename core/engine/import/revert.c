// An import taken back: what it changed is as it was, what it took out is there again, what it brought goes. Rows come
// in as those of any import do, so that what stands on them is found by the same rules.
#include "core/base/text.h"
#include "core/engine/import/import_inside.h"
#include <string.h>

typedef struct entry {
  table_id table;
  int64_t first, last;
  const char *old;  // NULL: first … last came
  bool gone;
} entry;

typedef struct reverting {
  int64_t number;
  entry *entries;
  size_t count;
} reverting;

// A contract that gave way before it went: what it was before either comes back.
static bool gave_way(reverting *r, const entry *gone) {
  for (size_t i = 0; gone->table == TABLE_CONTRACTS && gone->gone && i < r->count; i++) {
    entry *x = &r->entries[i];
    if (x->table == gone->table && x->old && x->first == gone->first) return x->gone = true;
  }
  return false;
}

static bool read_entries(import *im, reverting *r, error *e) {
  query *q = db_ask(im->db, e, "SELECT source, first_n, last_n, old, gone FROM journal WHERE import = ? ORDER BY seq",
                    "i", r->number);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const char *source = query_column_text(q, 0);
    table_id id = table_find(source, strlen(source));
    if (id == TABLES) continue;
    entry one = { id, query_column(q, 1), query_column(q, 2), arena_text(im->own, query_column_text(q, 3)),
                  query_column(q, 4) != 0 };
    if (gave_way(r, &one)) continue;
    r->entries = arena_grow(im->own, r->entries, r->count, &capacity, sizeof *r->entries);
    r->entries[r->count++] = one;
  }
  return step == 0;
}

// What the row says now and did not say then goes back to nothing.
static bool empty_others(import *im, const entry *one, cJSON *old, error *e) {
  record now = { .n = one->first };
  const cJSON *id = cJSON_GetObjectItemCaseSensitive(old, "id");
  if (table_has_id(table_of(one->table)))
    now.fields[column_at(table_of(one->table), "id")] = field_text(cJSON_GetStringValue(id));
  char *text = form_row(im, table_of(one->table), one->table, &now, e);
  cJSON *is = text ? cJSON_Parse(text) : NULL;
  for (const cJSON *m = is ? is->child : NULL; m; m = m->next)
    if (!cJSON_HasObjectItem(old, m->string)) cJSON_AddNullToObject(old, m->string);
  cJSON_Delete(is);
  cJSON_free(text);
  return text != NULL;
}

static bool restore(import *im, const entry *one, uint64_t place, error *e) {
  const table *t = table_of(one->table);
  row r = { .id = one->table, .table = t, .name = t->name, .place = place, .key = one->gone ? one->first : 0 };
  arena_reset(im->scratch);
  cJSON *old = cJSON_Parse(one->old);
  bool ok = old && (one->gone || empty_others(im, one, old, e));
  if (ok) {
    row_room(im, &r, (size_t)cJSON_GetArraySize(old));
    for (const cJSON *m = old->child; m; m = m->next) row_put(im, &r, m->string, json_to_cell(im, m), m);
    ok = import_row(im, &r, e);
  }
  cJSON_Delete(old);
  return ok;
}

// The rows first … last that are still there, in the import's arena.
static bool rows_of(import *im, const entry *one, record **out, size_t *count, error *e) {
  query *q = db_ask(im->db, e, table_sql(one->table, STATEMENT_SPAN), "ii", one->first, one->last);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(im->own, *out, *count, &capacity, sizeof **out);
    stored_row_load(im->own, table_of(one->table), q, &(*out)[(*count)++]);
  }
  return step == 0;
}

// Contracts that came give way to the default ones of before.
static bool give_way(import *im, const entry *one, error *e) {
  record *list;
  size_t count;
  return one->table != TABLE_CONTRACTS || one->old ||
         (rows_of(im, one, &list, &count, e) && contracts_no_default(im, list, count, e));
}

static bool restore_table(import *im, const reverting *r, table_id id, error *e) {
  uint64_t place = 0;
  import_table_begins(im, id, table_of(id)->name);
  for (size_t i = 0; id == TABLE_CONTRACTS && i < r->count; i++)
    if (!give_way(im, &r->entries[i], e)) return false;
  for (size_t i = 0; i < r->count; i++)
    if (r->entries[i].table == id && r->entries[i].old && !restore(im, &r->entries[i], ++place, e)) return false;
  return import_table_ends(im, id, e);
}

static bool refuse(import *im, const entry *one, const record *x, const row_keeper *by, error *e) {
  const table *t = table_of(one->table);
  const char *name = "";
  for (size_t i = t->count; i-- > 0;)
    if ((t->columns[i].flags & COLUMN_KEY) && x->fields[i].type == FIELD_TEXT)
      name = shown(im, x->fields[i].text, x->fields[i].length);
  return error_set(e, by->code, "%s %s stands: %s", t->one, name, by->words);
}

static bool remove_added(import *im, const entry *one, error *e) {
  record *rows;
  size_t count;
  if (!rows_of(im, one, &rows, &count, e)) return false;
  for (size_t i = count; i-- > 0;) {
    row_keeper by;
    arena_reset(im->scratch);
    if (!row_kept_by(im, one->table, &rows[i], &by, e)) return false;
    if (by.words) return refuse(im, one, &rows[i], &by, e);
    if (!row_take_away(im, one->table, &rows[i], e)) return false;
  }
  return true;
}

static bool came(const entry *one, table_id id) { return one->table == id && !one->old; }

static bool remove_table(import *im, const reverting *r, table_id id, error *e) {
  size_t count = 0;
  for (size_t i = 0; i < r->count; i++)
    if (came(&r->entries[i], id)) count += (size_t)(r->entries[i].last - r->entries[i].first) + 1;
  if (!count) return true;
  if (!kept_by_begins(im, id, count, e)) return false;
  for (size_t i = r->count; i-- > 0;)
    if (came(&r->entries[i], id) && !remove_added(im, &r->entries[i], e)) return false;
  return kept_by_ends(im, id, count, e);
}

static bool has(const reverting *r, table_id id) {
  for (size_t i = 0; i < r->count; i++)
    if (r->entries[i].table == id) return true;
  return false;
}

static bool read_back(import *im, const void *what, error *e) {
  im->reverts = true;
  reverting r = { .number = *(const int64_t *)what };
  if (!read_entries(im, &r, e) || !journal_begin(im, e)) return false;
  for (table_id id = 0; id < TABLES; id++)
    if (has(&r, id) && !restore_table(im, &r, id, e)) return false;
  for (table_id id = TABLES; !im->invalid && !im->frozen && !im->duplicate && id-- > 0;)
    if (!remove_table(im, &r, id, e)) return false;
  return true;
}

static int64_t number(const cJSON *detail, const char *name) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(detail, name);
  return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : 0;
}

static const char *source_of(const action *done) {
  const char *source = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(done->detail, "source"));
  return source ? source : done->command;
}

// Takes back what did it last: the import itself, what took it back, or what did that again.
static bool revert(book *b, const action *done, arena *a, error *e) {
  import_report report;
  const import_options options = { .command = done->command };
  if (!done->import) return error_set(e, ERROR_CORRUPT, "entry %lld of the log names no import", (long long)done->seq);
  return import_run(b, source_of(done), &options, a, &report, read_back, &done->import, e);
}

static const char *says(const action *done, arena *a) {
  static const struct {
    const char *did, *does;
  } all[] = { { "added", "takes out" }, { "changed", "changes back" }, { "removed", "brings back" } };
  buffer b = { 0 };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    int64_t count = number(done->detail, all[i].did);
    if (count) buffer_format(&b, "%s%s %lld row%s", b.length ? ", " : "", all[i].does, (long long)count, text_s(count));
  }
  const char *text = arena_format(a, "%s (%s)", b.text ? b.text : "nothing", source_of(done));
  buffer_free(&b);
  return text;
}

static int64_t rows(const action *done) {
  return number(done->detail, "added") + number(done->detail, "changed") + number(done->detail, "removed");
}

const action_kind import_actions[] = {
  { "import", says, rows, revert, revert, NULL },
  { "set", says, rows, revert, revert, NULL },
  { "remove", says, rows, revert, revert, NULL },
  { "price raise", says, rows, revert, revert, NULL },
  { "invoice pay", says, rows, revert, revert, NULL },
  { "invoice unpay", says, rows, revert, revert, NULL },
  { 0 },
};
