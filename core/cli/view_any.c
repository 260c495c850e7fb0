// Views of answers by their shape alone: rows, records, scalars.
#include "core/cli/cells.h"
#include "core/cli/grid.h"
#include "core/cli/numbers.h"
#include "core/cli/views.h"
#include <string.h>

// A list of records: a column per field of the first row.
typedef struct listing {
  const style *style;
  grid_view *grid;
  const char *names[GRID_COLUMNS];
  size_t count;
  bool whole;         // the answer is this list: its rows have numbers
  row_list *numbers;  // NULL: none
} listing;

// Whether a column holds words to read: an id, a name to type, a date or a path is worth nothing when it is cut.
static bool is_prose(const char *name) {
  static const char *const all[] = { "title", "description", "note", "reason", "detail",
                                     "what",  "message",     "text", "doc" };
  size_t length = strlen(name);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(name, all[i]) == 0) return true;
  return length > 5 && strcmp(name + length - 5, "_name") == 0;
}

static void open_listing(listing *l, const value *row) {
  grid_column columns[GRID_COLUMNS] = { { "#", true, false } };
  if (l->whole && row->as.record.count) l->numbers = numbers_named(l->style->numbers, row->as.record.fields[0].name);
  numbers_begin(l->numbers);
  if (l->numbers) l->names[l->count++] = NULL;
  for (size_t i = 0; i < row->as.record.count && l->count < GRID_COLUMNS; i++) {
    const value_field *f = &row->as.record.fields[i];
    bool number = f->item->type == VALUE_INT || f->item->type == VALUE_MONEY;
    if (f->item->type == VALUE_LIST || f->item->type == VALUE_RECORD || f->item->type == VALUE_STREAM) continue;
    columns[l->count] = (grid_column){ f->name, number, is_prose(f->name) };
    l->names[l->count++] = f->name;
  }
  l->grid = grid_open(l->style, columns, l->count);
}

static bool list_row(void *context, const value *row, arena *a, error *e) {
  listing *l = context;
  const char *cells[GRID_COLUMNS];
  (void)e;
  if (row->type != VALUE_RECORD) {
    fprintf(l->style->out, "%s\n", row->type == VALUE_LIST ? "…" : cell_plain(row, a));
    return true;
  }
  if (!l->grid) open_listing(l, row);
  size_t first = l->numbers ? 1 : 0;
  if (first) cells[0] = numbers_next(l->numbers, cell_text(row, row->as.record.fields[0].name, a), a);
  for (size_t i = first; i < l->count; i++) {
    const value *v = value_get(row, l->names[i]);
    cells[i] = v && v->type == VALUE_MONEY ? cell_money(row, l->names[i], a) : cell_text(row, l->names[i], a);
  }
  grid_row(l->grid, cells);
  return true;
}

static bool print_rows(const style *s, const value *v, const char *empty, bool whole, error *e) {
  listing l = { .style = s, .whole = whole };
  bool ok = rows_each(v, list_row, &l, e);
  if (l.grid) grid_close(l.grid, NULL);
  else if (empty && (v->type != VALUE_LIST || v->as.list.count == 0)) fprintf(s->out, "%s\n", empty);
  return ok;
}

bool view_rows(const style *s, const value *v, const char *empty, error *e) {
  return print_rows(s, v, empty, false, e);
}

static bool view_record(const style *s, const value *v, arena *a, error *e) {
  bool ok = true;
  size_t width = 0;
  for (size_t i = 0; i < v->as.record.count; i++)
    width = strlen(v->as.record.fields[i].name) > width ? strlen(v->as.record.fields[i].name) : width;
  for (size_t i = 0; ok && i < v->as.record.count; i++) {
    const value_field *f = &v->as.record.fields[i];
    if (strcmp(f->name, "warnings") == 0) continue;  // told beside the answer
    const char *plain = value_plain(a, f->item) ? cell_plain(f->item, a) : NULL;
    if (plain && *plain) fprintf(s->out, "%-*s  %s\n", (int)width, f->name, plain);
    if (plain || (f->item->type == VALUE_LIST && f->item->as.list.count == 0)) continue;
    fprintf(s->out, "%s%s%s\n", style_bold(s), f->name, style_end(s));
    ok = view_any(s, f->item, a, e);
  }
  return ok;
}

bool view_any(const style *s, const value *v, arena *a, error *e) {
  if (v->type == VALUE_RECORD) return view_record(s, v, a, e);
  if (v->type == VALUE_LIST || v->type == VALUE_STREAM) return view_rows(s, v, NULL, e);
  if (v->type != VALUE_NULL) fprintf(s->out, "%s\n", text_shown(a, value_plain(a, v), true));
  return true;
}

bool view_list(const style *s, const value *v, arena *a, error *e) {
  if (v->type == VALUE_RECORD) {  // a part of a list
    if (!print_rows(s, value_get(v, "rows"), "Nothing.", true, e)) return false;
    int64_t from = value_get(v, "from")->as.integer, count = value_get(v, "count")->as.integer;
    fprintf(s->out, "\nRows %lld to %lld of %s\n", (long long)from, (long long)(from + count - 1),
            value_plain(a, value_get(v, "matching")));
    return true;
  }
  return print_rows(s, v, "Nothing.", true, e);
}
