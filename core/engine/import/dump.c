// All tables as CSV files in import form.
#include "core/engine/import/import_inside.h"
#include "core/store/output.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct dump {
  book *book;
  arena *scratch;
  const table *table;
  table_id id;
  FILE *file;
  const char *path;
  const char **own;  // headings such as x.NAME and iban.CHF
  size_t own_count, own_capacity;
  int64_t rows;
} dump;

static void write_cell(FILE *file, const char *text, bool first) {
  if (!first) fputc(',', file);
  if (!text || !*text) return;
  size_t length = strlen(text);
  bool plain = !strpbrk(text, ",\"\r\n") && text[0] != ' ' && text[0] != '\t' && text[length - 1] != ' ' &&
               text[length - 1] != '\t';
  if (plain) {
    fwrite(text, 1, length, file);
    return;
  }
  fputc('"', file);
  for (const char *p = text; *p; p++) {
    if (*p == '"') fputc('"', file);
    fputc(*p, file);
  }
  fputc('"', file);
}

static bool is_given(const column *c) { return !(c->flags & (COLUMN_DERIVED | COLUMN_VIRTUAL)); }

// The headings that rows of this table have besides its columns.
static bool find_own(dump *d, arena *a, error *e) {
  static const char *const names[TABLES] = {
#define NAMES(t) "SELECT DISTINCT 'x.' || j.key FROM " #t " t, json_each(t.x) j WHERE t.x IS NOT NULL ORDER BY 1"
    [TABLE_SELLER] = "SELECT f.key || '.' || c.key FROM seller s, json_each(s.accounts) c, json_each(c.value) f "
                     "UNION " NAMES(seller),
    [TABLE_TAXES] = NAMES(taxes),
    [TABLE_CALENDARS] = NAMES(calendars),
    [TABLE_CUSTOMERS] = NAMES(customers),
    [TABLE_SITES] = NAMES(sites),
    [TABLE_CONTRACTS] = NAMES(contracts),
    [TABLE_CHANGES] = NAMES(changes),
    [TABLE_TECHNICIANS] = NAMES(technicians),
    [TABLE_RATES] = NAMES(rates),
    [TABLE_TICKETS] = NAMES(tickets),
    [TABLE_TIME_ENTRIES] = NAMES(time_entries),
    [TABLE_CHARGES] = NAMES(charges),
    [TABLE_READINGS] = NAMES(readings),
    [TABLE_DEVICES] = NAMES(devices),
    [TABLE_GRANTS] = NAMES(grants),
    [TABLE_FX] = NAMES(fx),
    [TABLE_MAPS] = NAMES(maps),
    [TABLE_PAYMENTS] = NAMES(payments),
    [TABLE_ALLOCATIONS] = NAMES(allocations),
#undef NAMES
  };
  query *q = db_ask(d->book->db, e, names[d->id], "");
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    d->own = arena_grow(a, d->own, d->own_count, &d->own_capacity, sizeof *d->own);
    d->own[d->own_count++] = arena_text(a, query_column_text(q, 0));
  }
  return got == 0;
}

static void write_header(dump *d) {
  bool first = true;
  for (size_t i = 0; i < d->table->count; i++)
    if (is_given(&d->table->columns[i])) {
      write_cell(d->file, d->table->columns[i].name, first);
      first = false;
    }
  for (size_t i = 0; i < d->own_count; i++) write_cell(d->file, d->own[i], false);
  fputs("\r\n", d->file);
}

static bool write_row(dump *d, const query *q, error *e) {
  bool first = true;
  arena_reset(d->scratch);
  for (size_t i = 0; i < d->table->count; i++) {
    if (!is_given(&d->table->columns[i])) continue;
    const char *text = form_cell(d->book, d->scratch, d->table, i, q, e);
    if (!text && e->code) return false;
    write_cell(d->file, text, first);
    first = false;
  }
  cJSON *own = cJSON_CreateObject();
  if (d->own_count) form_extras(d->table, q, own);
  for (size_t i = 0; i < d->own_count; i++)
    write_cell(d->file, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(own, d->own[i])), false);
  cJSON_Delete(own);
  fputs("\r\n", d->file);
  return true;
}

static bool write_rows(dump *d, error *e) {
  query *q = db_ask(d->book->db, e, table_sql(d->id, STATEMENT_DUMP), "");
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    if (!write_row(d, q, e)) {
      query_reset(q);
      return false;
    }
    if (++d->rows % 1024 == 0) book_progress(d->book, d->table->name, d->rows, 0);
  }
  return got == 0;
}

// One table; nothing where it has no rows.
static bool write_table(book *b, table_id id, const char *directory, arena *a, dump *d, error *e) {
  bool any;
  *d = (dump){ .book = b,
               .scratch = d->scratch,
               .table = table_of(id),
               .id = id,
               .path = arena_format(a, "%s/%s.csv", directory, table_of(id)->name) };
  if (!store_any(b->db, id, &any, e)) return false;
  if (!any) return true;
  if (!find_own(d, a, e)) return false;
  output *file = output_open(d->path, e);
  if (!file) return false;
  d->file = output_file(file);
  write_header(d);
  return output_close(file, write_rows(d, e), NULL, e);
}

static bool make_directory(const char *directory, arena *a, error *e) {
  struct stat info;
  if (mkdir(directory, 0777) && errno != EEXIST)
    return error_set(e, ERROR_IO, "%s cannot be made: %s", directory, strerror(errno));
  if (stat(directory, &info) || !S_ISDIR(info.st_mode))
    return error_set(e, ERROR_IO, "%s is not a directory", directory);
  for (table_id id = 0; id < TABLES; id++) {
    const char *path = arena_format(a, "%s/%s.csv", directory, table_of(id)->name);
    if (!lstat(path, &info)) return error_set(e, ERROR_DUPLICATE, "%s is there already", path);
  }
  return true;
}

bool tables_write(book *b, const char *directory, arena *a, import_report *report, error *e) {
  *report = (import_report){ 0 };
  report->tables = arena_array(a, TABLES, sizeof *report->tables);
  if (!make_directory(directory, a, e) || !db_begin_read(b->db, e)) return false;
  bool done = true;
  dump d = { .scratch = arena_new() };
  for (table_id id = 0; done && id < TABLES; id++) {
    done = write_table(b, id, directory, a, &d, e);
    if (done && d.rows)
      report->tables[report->table_count++] = (import_table){ .table = table_of(id)->name, .rows = d.rows };
  }
  for (size_t i = 0; !done && i < report->table_count; i++)
    unlink(arena_format(a, "%s/%s.csv", directory, report->tables[i].table));
  arena_free(d.scratch);
  db_rollback(b->db);
  return done;
}
