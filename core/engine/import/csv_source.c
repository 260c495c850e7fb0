// CSV files as a source of rows.
#include "core/base/csv.h"
#include "core/engine/import/import_inside.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// What a column of the file means: a column of the table, or the place of an extra.
typedef enum target { TARGET_COLUMN, TARGET_PARAM, TARGET_OWN, TARGET_ACCOUNT, TARGET_NONE } target;
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
  size_t heading_count, named;  // columns of the header; up to the last that has a name
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

// A heading as a column's name: a spreadsheet may have given it capitals, and blanks for the underlines. What follows
// `x.` and `param.` is the MSP's own and stays.
static const char *plain_heading(csv_file *f, const char *text, size_t length) {
  const char *first = text_trimmed(text, &length);
  char *name = arena_copy(f->im->own, first, length);
  size_t folded = !strncasecmp(name, "x.", 2) ? 2 : !strncasecmp(name, "param.", 6) ? 6 : length;
  for (size_t i = 0; i < folded; i++) {
    if (name[i] >= 'A' && name[i] <= 'Z') name[i] = (char)(name[i] + 32);
    if (name[i] == ' ' || name[i] == '-') name[i] = '_';
  }
  return name;
}

static heading read_heading(csv_file *f, const char *name) {
  row *r = &f->row;
  if (!*name) return (heading){ TARGET_NONE, 0 };
  if (extra_name(name, "x.")) {
    add_extra(f, &r->own, &r->own_count, name + 2);
    return (heading){ TARGET_OWN, r->own_count - 1 };
  }
  if (table_has_params(r->table) && extra_name(name, "param.")) {
    add_extra(f, &r->params, &r->param_count, name + 6);
    return (heading){ TARGET_PARAM, r->param_count - 1 };
  }
  if (account_name(r->table, name)) {
    add_extra(f, &r->accounts, &r->account_count, name);
    return (heading){ TARGET_ACCOUNT, r->account_count - 1 };
  }
  int at = column_find(r->table, name);
  if (at >= 0) return (heading){ TARGET_COLUMN, (size_t)at };
  row_fault_unknown(f->im, &f->row, name);
  return (heading){ TARGET_NONE, 0 };
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static void refuse_twins(csv_file *f, const char *const *given, size_t count) {
  const char **names = arena_array(f->im->scratch, count, sizeof *names);
  for (size_t i = 0; i < count; i++) names[i] = given[i];
  qsort(names, count, sizeof *names, by_text);
  for (size_t i = 1; i < count; i++)
    if (*names[i] && !strcmp(names[i - 1], names[i]))
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
  const char **names = arena_array(f->im->scratch, given->count, sizeof *names);
  for (size_t i = 0; i < given->count; i++) {
    names[i] = plain_heading(f, given->fields[i], given->lengths[i]);
    f->headings[i] = read_heading(f, names[i]);
    if (f->headings[i].to == TARGET_COLUMN) there[f->headings[i].at] = true;
    if (*names[i]) f->named = i + 1;
  }
  refuse_twins(f, names, given->count);
  for (size_t i = 0; i < r->table->count; i++) {
    const column *c = &r->table->columns[i];
    if ((c->flags & COLUMN_KEY) && (c->flags & COLUMN_REQUIRED) && !there[i])
      row_fault(f->im, r, ERROR_INVALID, NULL, "the column \"%s\" is missing", c->name);
  }
  return f->im->invalid == faults;
}

static bool is_blank(const csv_row *given, size_t field) {
  size_t length = given->lengths[field];
  text_trimmed(given->fields[field], &length);
  return !length;
}

// A spreadsheet writes rows of nothing, and columns of nothing on the right: they mean nothing. Anything else that no
// heading names may be a value that slipped.
static bool fits(csv_file *f, const csv_row *given, bool *blank) {
  *blank = true;
  for (size_t i = 0; *blank && i < given->count; i++) *blank = is_blank(given, i);
  if (*blank) return true;
  for (size_t i = 0; i < given->count; i++) {
    bool nameless = i >= f->heading_count || (f->headings[i].to == TARGET_NONE);
    if (!nameless || is_blank(given, i)) continue;
    if (i < f->heading_count)
      return row_fault(f->im, &f->row, ERROR_INVALID, NULL, "has \"%s\" in column %zu, which has no heading",
                       shown(f->im, given->fields[i], given->lengths[i]), i + 1);
    return row_fault(f->im, &f->row, ERROR_INVALID, NULL,
                     "has %zu field%s, the header %zu: a text with the separator in it needs quotes", given->count,
                     text_s((int64_t)given->count), f->heading_count);
  }
  return given->count >= f->named || row_fault(f->im, &f->row, ERROR_INVALID, NULL, "has %zu field%s, the header %zu",
                                               given->count, text_s((int64_t)given->count), f->heading_count);
}

static bool take_row(void *context, const csv_row *given, error *e) {
  csv_file *f = context;
  row *r = &f->row;
  bool blank;
  arena_reset(f->im->scratch);
  if (!f->has_header) {
    if (read_header(f, given)) return true;
    f->heading_count = 0;
    return error_set(e, ERROR_INVALID, "%s has a faulty header", f->row.name);
  }
  r->place = given->line;
  if (!fits(f, given, &blank) || blank) return true;
  for (size_t i = 0; i < f->named; i++) {
    cell c = { given->lengths[i] ? CELL_GIVEN : CELL_EMPTY, given->fields[i], given->lengths[i], NULL, NULL };
    const heading *h = &f->headings[i];
    if (h->to == TARGET_COLUMN) r->cells[h->at] = c;
    else if (h->to == TARGET_PARAM) r->params[h->at].value = c;
    else if (h->to == TARGET_OWN) r->own[h->at].value = c;
    else if (h->to == TARGET_ACCOUNT) r->accounts[h->at].value = c;
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
    if (f->im->invalid == faults || f->heading_count)
      source_fault(f->im, ERROR_INVALID, "%s%s%s", sub.message, sub.hint[0] ? ": " : "", sub.hint);
    done = true;
  }
  if (!done) {
    error_set(e, sub.code, "%s", sub.message);
    if (sub.hint[0]) error_hint(e, "%s", sub.hint);
  }
  error_clear(&sub);
  return done;
}

// The table that a file is named after, whatever the case of its letters; TABLES: none.
static table_id table_of_file(const char *name) {
  char plain[64];
  size_t length = strlen(name) - strlen(".csv");
  if (length >= sizeof plain) return TABLES;
  for (size_t i = 0; i < length; i++) plain[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
  return table_find(plain, length);
}

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
  return *name != '.' && length > 4 && !strcasecmp(name + length - 4, ".csv");
}

static void unknown_file(import *im, const char *name) {
  const char *near = table_suggest(arena_copy(im->scratch, name, strlen(name) - strlen(".csv")));
  if (near)
    source_fault(im, ERROR_INVALID, "%s: there is no such table: did you mean %s.csv?", shown(im, name, strlen(name)),
                 near);
  else
    source_fault(im, ERROR_INVALID,
                 "%s: there is no such table: a file is named after its table, such as time_entries.csv",
                 shown(im, name, strlen(name)));
}

bool csv_source_file(import *im, const char *path, error *e) {
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  if (table_of_file(name) != TABLES) return read_file(im, path, name, e);
  unknown_file(im, name);
  return true;
}

// Which file the directory has for each table; names that are none are faults, and so are two for one table.
static bool scan(import *im, const char *path, const char *files[TABLES], error *e) {
  DIR *folder = opendir(path);
  if (!folder) return error_set(e, ERROR_IO, "%s cannot be read: %s", path, strerror(errno));
  bool any = false;
  for (struct dirent *entry; (entry = readdir(folder));) {
    if (!is_csv(entry->d_name)) continue;
    table_id id = table_of_file(entry->d_name);
    any = true;
    if (id == TABLES) unknown_file(im, entry->d_name);
    else if (files[id])
      source_fault(im, ERROR_INVALID, "%s and %s are both for %s: keep one", files[id],
                   shown(im, entry->d_name, strlen(entry->d_name)), table_of(id)->name);
    else files[id] = arena_text(im->own, entry->d_name);
  }
  closedir(folder);
  if (any) return true;
  error_set(e, ERROR_NOT_FOUND, "%s holds no CSV files", path);
  return error_hint(e, "Import reads customers.csv, contracts.csv, tickets.csv, time_entries.csv and so on.");
}

bool csv_source_directory(import *im, const char *path, error *e) {
  const char *files[TABLES] = { NULL };
  if (!scan(im, path, files, e)) return false;
  for (table_id id = 0; id < TABLES; id++)
    if (files[id] && !read_file(im, arena_format(im->own, "%s/%s", path, files[id]), files[id], e)) return false;
  return true;
}
