// CSV files as a source of rows.
#include "core/base/csv.h"
#include "core/engine/import/import_inside.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What a column of the file means: a column of the table, or the place of an extra.
typedef enum target { TARGET_COLUMN, TARGET_PARAM, TARGET_OWN, TARGET_NONE } target;
typedef struct heading {
  target to;
  size_t at;
} heading;

typedef struct csv_file {
  import *im;
  const char *path, *what;
  int fd;
  int64_t size, done;
  bool has_header;
  heading headings[CSV_COLUMNS_MAX];
  size_t heading_count;
  row row;
} csv_file;

static long read_piece(void *context, char *bytes, size_t room, error *e) {
  csv_file *f = context;
  long got;
  do got = read(f->fd, bytes, room);
  while (got < 0 && errno == EINTR);
  if (got < 0) {
    error_set(e, ERROR_IO, "%s cannot be read: %s", f->path, strerror(errno));
    return -1;
  }
  f->done += got;
  book_progress(f->im->book, f->what, f->done, f->size);
  return got;
}

static void add_extra(csv_file *f, extra **list, size_t *count, const char *name) {
  extra *grown = arena_array(f->im->own, *count + 1, sizeof *grown);
  if (*count) memcpy(grown, *list, *count * sizeof *grown);
  grown[*count] = (extra){ .name = arena_text(f->im->own, name) };
  *list = grown;
  ++*count;
}

static heading read_heading(csv_file *f, const char *name) {
  row *r = &f->row;
  if (extra_name(name, "x.")) {
    add_extra(f, &r->own, &r->own_count, name + 2);
    return (heading){ TARGET_OWN, r->own_count - 1 };
  }
  if (table_has_params(r->table) && extra_name(name, "param.")) {
    add_extra(f, &r->params, &r->param_count, name + 6);
    return (heading){ TARGET_PARAM, r->param_count - 1 };
  }
  int at = column_find(r->table, name);
  if (at >= 0) return (heading){ TARGET_COLUMN, (size_t)at };
  row_fault_unknown(f->im, &f->row, name);
  return (heading){ TARGET_NONE, 0 };
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void refuse_twins(csv_file *f, const csv_row *given) {
  const char **names = arena_array(f->im->scratch, given->count, sizeof *names);
  for (size_t i = 0; i < given->count; i++) names[i] = given->fields[i];
  qsort(names, given->count, sizeof *names, by_text);
  for (size_t i = 1; i < given->count; i++)
    if (!strcmp(names[i - 1], names[i]))
      row_fault(f->im, &f->row, ERROR_INVALID, NULL, "the column \"%s\" is there twice",
                shown(f->im, names[i], strlen(names[i])));
}

// Reads the header row. False where no row of this file can make sense.
static bool read_header(csv_file *f, const csv_row *given) {
  row *r = &f->row;
  size_t faults = f->im->invalid;
  bool there[COLUMNS_MAX] = { false };
  f->has_header = true;
  f->heading_count = given->count;
  r->place = given->line;
  refuse_twins(f, given);
  for (size_t i = 0; i < given->count; i++) {
    f->headings[i] = read_heading(f, given->fields[i]);
    if (f->headings[i].to == TARGET_COLUMN) there[f->headings[i].at] = true;
  }
  for (size_t i = 0; i < r->table->count; i++) {
    const column *c = &r->table->columns[i];
    if ((c->flags & COLUMN_KEY) && (c->flags & COLUMN_REQUIRED) && !there[i])
      row_fault(f->im, r, ERROR_INVALID, NULL, "the column \"%s\" is missing", c->name);
  }
  return f->im->invalid == faults;
}

static bool take_row(void *context, const csv_row *given, error *e) {
  csv_file *f = context;
  row *r = &f->row;
  arena_reset(f->im->scratch);
  if (!f->has_header) {
    if (read_header(f, given)) return true;
    f->heading_count = 0;
    return error_set(e, ERROR_INVALID, "%s has a faulty header", f->row.name);
  }
  r->place = given->line;
  if (given->count != f->heading_count) {
    row_fault(f->im, r, ERROR_INVALID, NULL, "has %zu fields, the header %zu", given->count, f->heading_count);
    return true;
  }
  for (size_t i = 0; i < given->count; i++) {
    cell c = { given->lengths[i] ? CELL_GIVEN : CELL_EMPTY, given->fields[i], given->lengths[i], NULL };
    const heading *h = &f->headings[i];
    if (h->to == TARGET_COLUMN) r->cells[h->at] = c;
    else if (h->to == TARGET_PARAM) r->params[h->at].value = c;
    else if (h->to == TARGET_OWN) r->own[h->at].value = c;
  }
  return import_row(f->im, r, e);
}

// Reads the opened file; a faulty header or broken CSV is a fault of the source, not the end of the import.
static bool read_rows(csv_file *f, error *e) {
  error sub = { 0 };
  size_t faults = f->im->invalid;
  bool done = csv_read(f->row.name, read_piece, f, take_row, f, &sub);
  if (done && !f->has_header) source_fault(f->im, ERROR_INVALID, "%s: is empty: it needs a header row", f->row.name);
  if (!done && (sub.code == ERROR_INVALID || sub.code == ERROR_TOO_BIG)) {
    if (f->im->invalid == faults || f->heading_count) source_fault(f->im, ERROR_INVALID, "%s", sub.message);
    done = true;
  }
  if (!done) {
    error_set(e, sub.code, "%s", sub.message);
    if (sub.hint[0]) error_hint(e, "%s", sub.hint);
  }
  error_clear(&sub);
  return done;
}

static table_id table_of_file(const char *name) { return table_find(name, strlen(name) - strlen(".csv")); }

static bool read_file(import *im, const char *path, const char *name, error *e) {
  csv_file *f = arena_alloc(im->own, sizeof *f);
  table_id id = table_of_file(name);
  f->im = im;
  f->path = path;
  f->row = (row){ .id = id, .table = table_of(id), .name = arena_text(im->own, name) };
  f->what = arena_format(im->own, "import %s", f->row.table->name);
  import_table_begins(im, id, f->row.name);
  if ((f->fd = source_open(path, &f->size, e)) < 0) return false;
  bool done = read_rows(f, e) && import_table_ends(im, id, e);
  close(f->fd);
  return done;
}

static bool is_csv(const char *name) {
  size_t length = strlen(name);
  return length > 4 && !strcmp(name + length - 4, ".csv");
}

static void unknown_file(import *im, const char *name) {
  const char *near = table_suggest(arena_copy(im->scratch, name, strlen(name) - strlen(".csv")));
  source_fault(im, ERROR_INVALID, "%s: there is no such table%s%s%s", shown(im, name, strlen(name)),
               near ? ": did you mean " : "", near ? near : "", near ? ".csv?" : "");
}

bool csv_source_file(import *im, const char *path, error *e) {
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  if (table_of_file(name) != TABLES) return read_file(im, path, name, e);
  unknown_file(im, name);
  return true;
}

// Which tables the directory has; names that are none are faults.
static bool scan(import *im, const char *path, bool there[TABLES], error *e) {
  DIR *folder = opendir(path);
  if (!folder) return error_set(e, ERROR_IO, "%s cannot be read: %s", path, strerror(errno));
  bool any = false;
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (!is_csv(entry->d_name)) continue;
    table_id id = table_of_file(entry->d_name);
    any = true;
    if (id == TABLES) unknown_file(im, entry->d_name);
    else there[id] = true;
  }
  closedir(folder);
  if (any) return true;
  error_set(e, ERROR_NOT_FOUND, "%s holds no CSV files", path);
  return error_hint(e, "Import reads customers.csv, contracts.csv, tickets.csv, time_entries.csv and so on.");
}

bool csv_source_directory(import *im, const char *path, error *e) {
  bool there[TABLES] = { false };
  if (!scan(im, path, there, e)) return false;
  for (table_id id = 0; id < TABLES; id++) {
    if (!there[id]) continue;
    const char *name = arena_format(im->own, "%s.csv", table_of(id)->name);
    if (!read_file(im, arena_format(im->own, "%s/%s", path, name), name, e)) return false;
  }
  return true;
}
