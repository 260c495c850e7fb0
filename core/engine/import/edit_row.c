// One row changed or taken out by hand: the same way in as for a row of a file, so that the same rules hold.
#include "core/base/text.h"
#include "core/engine/import/import_inside.h"
#include <string.h>

typedef struct edit_run {
  const import_edit *edit;
  import_edited *out;
} edit_run;

static bool is_dated(table_id id) { return id == TABLE_RATES || id == TABLE_TAXES; }

static bool usage(const import_edit *edit, error *e) {
  const table *t = table_of(edit->table);
  if (!edit->note || text_blank(edit->note)) {
    error_set(e, ERROR_USAGE, "a change by hand needs a reason");
    return error_hint(e, "--note \"as agreed on the phone\"");
  }
  for (size_t i = 0; i < edit->cell_count; i++) {
    const char *name = edit->cells[i].name;
    int at = column_find(t, name);
    bool key = at >= 0 && (t->columns[at].flags & COLUMN_KEY);
    for (size_t k = 0; k < i; k++)
      if (!strcmp(edit->cells[k].name, name)) return error_set(e, ERROR_USAGE, "%s is given twice", name);
    if (key && (at == 0 || !strcmp(name, t->columns[0].name) || table_has_id(t)))
      return error_set(e, ERROR_USAGE, "%s is how the row is found: it stays", name);
    if (edit->remove && !key) return error_set(e, ERROR_USAGE, "a row that goes needs no %s", name);
  }
  return edit->remove || edit->cell_count || error_set(e, ERROR_USAGE, "what is to be set? COLUMN=VALUE is missing");
}

// A day from which it holds: what of the row has one.
static bool usage_of_day(const import_edit *edit, error *e) {
  if (edit->effective == DAY_NEVER) return true;
  if (edit->table != TABLE_CONTRACTS && !is_dated(edit->table))
    return error_set(e, ERROR_USAGE,
                     "--effective is for contracts, rates and taxes: rows of %s have no day from "
                     "which they hold",
                     table_of(edit->table)->name);
  for (size_t i = 0; i < edit->cell_count; i++) {
    const char *name = edit->cells[i].name;
    if (is_dated(edit->table) && !strcmp(name, "from"))
      return error_set(e, ERROR_USAGE, "--effective says from when, so from is not given");
    if (edit->table != TABLE_CONTRACTS || extra_name(name, "param.") || !strcmp(name, "params")) continue;
    error_set(e, ERROR_USAGE, "%s of a contract has no day from which it holds", name);
    return error_hint(e, "--effective is for its params, such as param.rate=95.00");
  }
  return true;
}

static cell text_cell(const char *text) {
  return (cell){ .state = *text ? CELL_GIVEN : CELL_EMPTY, .text = text, .length = strlen(text) };
}

static void begin(import *im, row *r, table_id id, size_t members) {
  *r = (row){ .id = id, .table = table_of(id), .name = table_of(id)->name, .place = 1 };
  row_room(im, r, members);
}

static void put_edit(import *im, row *r, const import_edit *edit) {
  int first = -1;
  for (size_t i = r->table->count; i-- > 0;)
    if (r->table->columns[i].flags & COLUMN_KEY) first = (int)i;
  if (edit->id && first >= 0) r->cells[first] = text_cell(edit->id);
  for (size_t i = 0; i < edit->cell_count; i++)
    row_put(im, r, edit->cells[i].name, text_cell(edit->cells[i].text), NULL);
}

static void put_day_of(import *im, row *r, day d) {
  char text[DAY_TEXT];
  r->cells[column_at(r->table, "from")] = text_cell(arena_text(im->scratch, day_format(d, text)));
}

// Finds the row of the keys; a fault is noted.
static bool find(import *im, row *r, record *old, error *e) {
  record keys = { 0 };
  im->faulty = false;
  old->n = 0;
  cells_clean(im, r);
  for (size_t i = 0; i < r->table->count; i++)
    if ((r->table->columns[i].flags & COLUMN_KEY) && !field_read(im, r, i, &r->cells[i], &keys.fields[i], e))
      return false;
  return im->faulty || stored_row_find(im->db, r->id, keys.fields, im->own, old, e);
}

static bool not_there(const row *r, const import_edit *edit, error *e) {
  error_set(e, ERROR_NOT_FOUND, "there is no %s%s%s%s", r->table->one, edit->id ? " \"" : "", edit->id ? edit->id : "",
            edit->id ? "\"" : "");
  return error_hint(e, "billet tables --output DIR writes all rows of %s; billet import takes new ones in",
                    r->table->name);
}

static bool form(import *im, const row *r, const record *x, const char **out, error *e) {
  char *text = form_row(im, r->table, r->id, x, e);
  *out = text ? arena_text(im->arena, text) : NULL;
  cJSON_free(text);
  return *out != NULL;
}

static bool write_row(import *im, row *r, error *e) {
  import_table_begins(im, r->id, r->name);
  return import_row(im, r, e) && import_table_ends(im, r->id, e);
}

static bool change_row(import *im, row *r, const edit_run *run, error *e) {
  record x;
  if (!find(im, r, &x, e) || im->faulty) return im->faulty;
  if (!x.n && run->edit->id) return not_there(r, run->edit, e);
  if ((x.n && !form(im, r, &x, &run->out->before, e)) || !write_row(im, r, e) || im->faulty) return im->faulty;
  return find(im, r, &x, e) && form(im, r, &x, &run->out->after, e);
}

static bool remove_row(import *im, row *r, const edit_run *run, error *e) {
  record x;
  row_keeper by;
  if (!find(im, r, &x, e) || im->faulty) return im->faulty;
  if (!x.n) return not_there(r, run->edit, e);
  if (!form(im, r, &x, &run->out->before, e) || !kept_by_begins(im, r->id, 1, e) || !row_kept_by(im, r->id, &x, &by, e))
    return false;
  if (by.words)
    return error_set(e, by.code, "%s %s cannot go: %s", r->table->one, run->edit->id ? run->edit->id : "", by.words);
  im->tables[r->id].met_in_source = true;
  return row_take_away(im, r->id, &x, e);
}

// The params of a contract from a day on, as they are now.
static bool params_on(import *im, int64_t contract_n, day on, const char **out, error *e) {
  const char *type, *params = params_before(im, contract_n, on + 1, &type, e);
  *out = params ? arena_format(im->arena, "{\"params\":%s}", params) : NULL;
  return params != NULL;
}

static bool change_terms(import *im, const edit_run *run, error *e) {
  const import_edit *edit = run->edit;
  row r;
  int64_t n;
  if (!reference_find(im, TABLE_CONTRACTS, edit->id, &n, e)) return false;
  begin(im, &r, TABLE_CHANGES, edit->cell_count);
  if (!n) return error_set(e, ERROR_NOT_FOUND, "there is no contract \"%s\"", edit->id);
  put_edit(im, &r, edit);
  put_day_of(im, &r, edit->effective);
  run->out->table = TABLE_CHANGES;
  if (!params_on(im, n, edit->effective, &run->out->before, e) || !write_row(im, &r, e) || im->faulty)
    return im->faulty;
  return params_on(im, n, edit->effective, &run->out->after, e);
}

// The row of the same keys that is in force on a day; n 0: none.
static bool in_force(import *im, const row *r, const record *keys, day on, record *out, error *e) {
  const char *name = keys->fields[0].text;
  *out = (record){ 0 };
  if (r->id == TABLE_TAXES)
    return db_value(im->db, e, &out->n, 0,
                    "SELECT n FROM taxes WHERE name = ? AND ifnull(\"from\", -1000000) <= ? ORDER BY "
                    "ifnull(\"from\", -1000000) DESC LIMIT 1",
                    "ti", name, (int64_t)on);
  const field *contract = &keys->fields[column_at(r->table, "contract")];
  const field *customer = &keys->fields[column_at(r->table, "customer")];
  return db_value(im->db, e, &out->n, 0,
                  "SELECT n FROM rates WHERE code = ? AND ifnull(contract, 0) = ? AND ifnull(customer, 0) = ? AND "
                  "ifnull(\"from\", -1000000) <= ? ORDER BY ifnull(\"from\", -1000000) DESC LIMIT 1",
                  "tiii", name, contract->integer, customer->integer, (int64_t)on);
}

static bool is_said(const import_edit *edit, const row *r, const char *name) {
  int at = column_find(r->table, name);
  if (at >= 0 && (r->table->columns[at].flags & COLUMN_KEY)) return true;
  for (size_t i = 0; i < edit->cell_count; i++)
    if (!strcmp(edit->cells[i].name, name)) return true;
  return false;
}

// A new row that says what the one in force says, but for what is set.
static bool change_from(import *im, const edit_run *run, const cJSON *was, error *e) {
  const import_edit *edit = run->edit;
  row r;
  record x;
  begin(im, &r, edit->table, edit->cell_count + (size_t)cJSON_GetArraySize(was));
  for (const cJSON *m = was->child; m; m = m->next)
    if (!is_said(edit, &r, m->string)) row_put(im, &r, m->string, json_to_cell(im, m), m);
  put_edit(im, &r, edit);
  put_day_of(im, &r, edit->effective);
  if (!write_row(im, &r, e) || im->faulty) return im->faulty;
  return find(im, &r, &x, e) && form(im, &r, &x, &run->out->after, e);
}

static bool change_dated(import *im, row *r, const edit_run *run, error *e) {
  record keys = { 0 }, x;
  cells_clean(im, r);
  for (size_t i = 0; i < r->table->count; i++)
    if ((r->table->columns[i].flags & COLUMN_KEY) && !field_read(im, r, i, &r->cells[i], &keys.fields[i], e))
      return false;
  if (im->faulty) return true;
  if (!in_force(im, r, &keys, run->edit->effective, &x, e)) return false;
  if (!x.n) return not_there(r, run->edit, e);
  if (!form(im, r, &x, &run->out->before, e)) return false;
  cJSON *was = cJSON_Parse(run->out->before);
  bool done = change_from(im, run, was, e);
  cJSON_Delete(was);
  return done;
}

static bool read_edit(import *im, const void *what, error *e) {
  const edit_run *run = what;
  const import_edit *edit = run->edit;
  row r;
  run->out->table = edit->table;
  if (edit->effective != DAY_NEVER && edit->table == TABLE_CONTRACTS) return change_terms(im, run, e);
  begin(im, &r, edit->table, edit->cell_count);
  im->faulty = false;
  put_edit(im, &r, edit);
  if (im->faulty) return true;
  if (edit->effective != DAY_NEVER) return change_dated(im, &r, run, e);
  return edit->remove ? remove_row(im, &r, run, e) : change_row(im, &r, run, e);
}

// What the log says of it, besides what every import does.
static cJSON *detail_of(const import_edit *edit) {
  cJSON *detail = cJSON_CreateObject();
  char text[DAY_TEXT];
  cJSON_AddStringToObject(detail, "table", table_of(edit->table)->name);
  if (edit->id) cJSON_AddStringToObject(detail, "id", edit->id);
  if (edit->effective != DAY_NEVER) cJSON_AddStringToObject(detail, "effective", day_format(edit->effective, text));
  cJSON_AddStringToObject(detail, "note", edit->note);
  return detail;
}

bool import_edit_row(book *b, const import_edit *edit, arena *a, import_edited *out, error *e) {
  *out = (import_edited){ .table = edit->table };
  if (!usage(edit, e) || !usage_of_day(edit, e)) return false;
  const char *command = edit->remove ? "remove" : "set";
  const char *name =
      arena_format(a, "%s %s%s%s", command, table_of(edit->table)->name, edit->id ? " " : "", edit->id ? edit->id : "");
  cJSON *detail = detail_of(edit);
  const import_options options = { .dry_run = edit->dry_run, .command = command, .detail = detail };
  const edit_run run = { edit, out };
  bool done = import_run(b, name, &options, a, &out->report, read_edit, &run, e);
  cJSON_Delete(detail);
  if (!done && e->code == ERROR_FROZEN)
    error_hint(e, "billet invoice credit NUMBER --rebill, or billet invoice void NUMBER, frees what was billed");
  return done;
}
