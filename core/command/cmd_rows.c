// set, remove: one row changed by hand.
#include "core/base/json.h"
#include "core/base/memory.h"
#include "core/base/value_json.h"
#include "core/command/commands_inside.h"
#include "core/engine/import/import.h"
#include <string.h>

static bool find_table(const char *name, table_id *out, error *e) {
  *out = table_find(name, strlen(name));
  if (*out != TABLES) return true;
  const char *near = table_suggest(name);
  error_set(e, ERROR_USAGE, "there is no table \"%s\"", name);
  return near ? error_hint(e, "did you mean %s?", near) : error_hint(e, "billet help tables lists them");
}

// Ids that may be shortened are completed; others are taken as they are.
static bool find_row(context *c, table_id table, const char *text, const char **id, error *e) {
  contract k;
  *id = text;
  if (table == TABLE_TICKETS) return resolve_ticket(c, text, id, e);
  if (table == TABLE_CUSTOMERS) return resolve_customer_id(c, text, id, e);
  if (table != TABLE_CONTRACTS && table != TABLE_CHANGES) return true;
  if (!resolve_contract(c, text, &k, e)) return false;
  *id = k.id;
  return true;
}

// COLUMN=VALUE, each from `first` on.
static bool read_cells(context *c, const arguments *a, size_t first, import_edit *out, error *e) {
  import_cell *cells = arena_array(c->arena, a->count + 1, sizeof *cells);
  for (size_t i = first; i < a->count; i++) {
    const char *equals = strchr(a->texts[i], '=');
    if (!equals || equals == a->texts[i]) {
      error_set(e, ERROR_USAGE, "\"%s\" is no COLUMN=VALUE", a->texts[i]);
      return error_hint(e, "billet help table %s lists its columns", a->texts[0]);
    }
    cells[out->cell_count++] =
        (import_cell){ arena_copy(c->arena, a->texts[i], (size_t)(equals - a->texts[i])), equals + 1 };
  }
  out->cells = cells;
  return true;
}

static bool read_edit(context *c, const arguments *a, import_edit *out, error *e) {
  *out = (import_edit){ .note = option_text(a, "note"), .dry_run = option_flag(a, "dry-run") };
  size_t first = 1;
  if (!find_table(a->texts[0], &out->table, e)) return false;
  if (out->table != TABLE_SELLER) {
    if (a->count < 2) return error_set(e, ERROR_USAGE, "which %s? ID is missing", table_of(out->table)->one);
    first = 2;
    if (!find_row(c, out->table, a->texts[1], &out->id, e)) return false;
  }
  return read_cells(c, a, first, out, e);
}

// Lists and objects are told as JSON text.
static value *cell(arena *a, const cJSON *item) {
  if (!cJSON_IsArray(item) && !cJSON_IsObject(item)) return value_of_cjson(a, item);
  char *text = json_canonical(item);
  value *v = value_text(a, arena_text(a, text));
  memory_give(text);
  return v;
}

// A row as columns with their values: each param has one of its own.
static value *columns_of(arena *a, const char *text) {
  cJSON *row = text ? cJSON_Parse(text) : NULL;
  value *out = value_record(a);
  for (const cJSON *m = row ? row->child : NULL; m; m = m->next) {
    bool params = !strcmp(m->string, "params") && cJSON_IsObject(m);
    if (!params) value_put(a, out, arena_text(a, m->string), cell(a, m));
    for (const cJSON *p = params ? m->child : NULL; p; p = p->next)
      value_put(a, out, arena_format(a, "param.%s", p->string), cell(a, p));
  }
  cJSON_Delete(row);
  return out;
}

static bool same(const value *one, const value *other, arena *a) {
  if (!one || !other) return one == other;
  return one->type == other->type && strcmp(value_plain(a, one), value_plain(a, other)) == 0;
}

static void put_column(arena *a, value *list, const char *name, value *before, value *after) {
  if (same(before, after, a)) return;
  value *row = value_record(a);
  put_text(a, row, "column", name);
  value_put(a, row, "before", before ? before : value_null(a));
  value_put(a, row, "after", after ? after : value_null(a));
  value_append(a, list, row);
}

// {"column", "before", "after"} of each column that is another now.
static value *changes_of(arena *a, const import_edited *edited) {
  value *before = columns_of(a, edited->before), *after = columns_of(a, edited->after), *list = value_list(a);
  for (size_t i = 0; i < before->as.record.count; i++) {
    const value_field *f = &before->as.record.fields[i];
    put_column(a, list, f->name, f->item, (value *)value_get(after, f->name));
  }
  for (size_t i = 0; i < after->as.record.count; i++)
    if (!value_get(before, after->as.record.fields[i].name))
      put_column(a, list, after->as.record.fields[i].name, NULL, after->as.record.fields[i].item);
  return list;
}

static value *answer(context *c, const import_edit *edit, const import_edited *edited) {
  arena *a = c->arena;
  value *out = value_record(a), *notes = value_list(a), *columns = changes_of(a, edited);
  put_text(a, out, "table", table_of(edited->table)->name);
  put_text(a, out, "id", edit->id);
  put_text(a, out, "change", edit->remove ? "removed" : columns->as.list.count ? "changed" : "same");
  if (edit->effective == DAY_NEVER) put_null(a, out, "effective");
  else put_day(a, out, "effective", edit->effective);
  put_bool(a, out, "dry_run", edit->dry_run);
  value_put(a, out, "columns", columns);
  for (size_t i = 0; i < edited->report.kept_count; i++) value_append(a, notes, value_text(a, edited->report.kept[i]));
  value_put(a, out, "notes", notes);
  return out;
}

static value *do_edit(context *c, import_edit *edit, error *e) {
  import_edited edited;
  if (edit->dry_run) c->next = "the same without --dry-run";
  return import_edit_row(c->book, edit, c->arena, &edited, e) ? answer(c, edit, &edited) : NULL;
}

static value *command_set(context *c, const arguments *a, error *e) {
  import_edit edit;
  return read_edit(c, a, &edit, e) && option_day(a, "effective", DAY_NEVER, &edit.effective, e) ? do_edit(c, &edit, e)
                                                                                                : NULL;
}

static value *command_remove(context *c, const arguments *a, error *e) {
  import_edit edit;
  if (!read_edit(c, a, &edit, e)) return NULL;
  edit.remove = true;
  edit.effective = DAY_NEVER;
  return do_edit(c, &edit, e);
}

const command row_commands[] = {
  { .words = "set",
    .group = "The book",
    .summary = "changes one row; what was billed stays",
    .argument = "TABLE ID COLUMN=VALUE",
    .type = ARGUMENT_ROW,
    .least = 2,
    .most = -1,
    .options = { { "effective", "DATE", "from this day on: params of a contract, a rate, a tax", ARGUMENT_DAY },
                 { "note", "TEXT", "why (required)", ARGUMENT_TEXT },
                 { "dry-run", NULL, "check everything, change nothing", ARGUMENT_TEXT } },
    .examples = { "billet set contracts cool-help param.rate=95.00 --effective 2026-07-01 --note \"as agreed\"",
                  "billet set tickets T1042 status=open --note \"not done yet\"",
                  "billet set charges p7 quantity=2 --note \"two were delivered\" --dry-run" },
    .need = NEED_BOOK,
    .view = "edit",
    .next = "billet undo takes it back",
    .run = command_set },
  { .words = "remove",
    .group = "The book",
    .summary = "takes one row out; what was billed, or is named by others, stays",
    .argument = "TABLE ID",
    .type = ARGUMENT_ROW,
    .least = 2,
    .most = -1,
    .options = { { "note", "TEXT", "why (required)", ARGUMENT_TEXT },
                 { "dry-run", NULL, "check everything, change nothing", ARGUMENT_TEXT } },
    .examples = { "billet remove charges p7 --note \"booked twice\"",
                  "billet remove changes cool-help from=2026-07-01 --note \"the price stays\"" },
    .need = NEED_BOOK,
    .view = "edit",
    .next = "billet undo takes it back",
    .run = command_remove },
  { 0 },
};
