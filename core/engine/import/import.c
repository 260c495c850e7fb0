// Import: one transaction that takes every row of a source in, or none.
#include "core/engine/import/import_inside.h"
#include "core/base/memory.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static bool begin_tables(import *im, error *e) {
  for (table_id id = 0; id < TABLES; id++) {
    bool any;
    if (!store_any(im->db, id, &any, e)) return false;
    im->tables[id].fresh = !any;
    im->tables[id].count.table = table_of(id)->name;
  }
  return true;
}

static bool read_closed_words(import *im, error *e) {
  query *q = db_ask(im->db, e, "SELECT value FROM settings, json_each(settings.closed_statuses)", "");
  size_t capacity = 0;
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    im->closed_words =
        arena_grow(im->own, im->closed_words, im->closed_word_count, &capacity, sizeof *im->closed_words);
    im->closed_words[im->closed_word_count++] = arena_text(im->own, query_column_text(q, 0));
  }
  return got == 0;
}

static bool begin(import *im, error *e) {
  if (!db_value(im->db, e, &im->next_row, 1, "SELECT next_row FROM settings", "")) return false;
  im->next_row_before = im->next_row;
  return begin_tables(im, e) && read_closed_words(im, e) && replace_options(im, e);
}

static bool end(import *im, error *e) {
  if (!owners_end(im, e) || !import_verdict(im, e) || !replace_end(im, e) || !removals_end(im, e) ||
      !payments_end(im, e) || !import_verdict(im, e) || !notes_end(im, e) || !journal_end(im, e))
    return false;
  import_kept_end(im);
  return true;
}

static void report_tables(import *im) {
  import_report *out = im->report;
  out->tables = arena_array(im->arena, TABLES, sizeof *out->tables);
  for (table_id id = 0; id < TABLES; id++)
    if (im->tables[id].met_in_source) out->tables[out->table_count++] = im->tables[id].count;
  out->import = im->options->dry_run ? 0 : im->number;
}

static void release(import *im) {
  for (table_id id = 0; id < TABLES; id++) memory_give(im->tables[id].met);
  memory_give(im->marks);
  memory_give(im->customers);
  memory_give(im->tickets);
  memory_give(im->references);
  memory_give(im->likes);
  arena_free(im->own);
  arena_free(im->scratch);
  memory_give(im);
}

static import *make(book *b, const char *source, const import_options *options, arena *a, import_report *report,
                    error *e) {
  static const import_options none;
  import *im = memory_zeroed(1, sizeof *im);
  *report = (import_report){ 0 };
  im->book = b;
  im->db = b->db;
  im->options = options ? options : &none;
  im->report = report;
  im->arena = a;
  im->own = arena_new();
  im->scratch = arena_new();
  im->e = e;
  im->source = options && options->source ? options->source : source;
  im->tickets = memory_zeroed(TICKET_SLOTS, sizeof *im->tickets);
  im->references = memory_zeroed(REFERENCE_SLOTS, sizeof *im->references);
  return im;
}

bool import_run(book *b, const char *source, const import_options *options, arena *a, import_report *report,
                source_reader read, const void *what, error *e) {
  import *im = make(b, source, options, a, report, e);
  bool done = db_begin(b->db, e);
  if (done) {
    done = begin(im, e) && read(im, what, e) && end(im, e);
    if (done) report_tables(im);
    if (done && !im->options->dry_run) done = db_commit(b->db, e);
    else db_rollback(b->db);
  }
  release(im);
  return done;
}

typedef struct json_source {
  const char *name, *text;
  size_t length;
} json_source;

static bool read_text(import *im, const void *what, error *e) {
  const json_source *t = what;
  return json_source_text(im, t->name, t->text, t->length, e);
}

bool import_json(book *b, const char *name, const char *text, size_t length, const import_options *options, arena *a,
                 import_report *report, error *e) {
  json_source t = { name, text, length };
  return import_run(b, name, options, a, report, read_text, &t, e);
}

static bool ends_with(const char *path, const char *end) {
  size_t length = strlen(path), tail = strlen(end);
  return length > tail && !strcasecmp(path + length - tail, end);
}

static bool read_path(import *im, const void *what, error *e) {
  const char *path = what;
  struct stat info;
  if (!stat(path, &info) && S_ISDIR(info.st_mode)) return csv_source_directory(im, path, e);
  if (ends_with(path, ".csv")) return csv_source_file(im, path, e);
  if (ends_with(path, ".json")) return json_source_file(im, path, e);
  int64_t size;
  int fd = source_open(path, &size, e);
  if (fd < 0) return false;
  close(fd);
  error_set(e, ERROR_INVALID, "%s is neither a directory nor a .csv or .json file", path);
  return error_hint(e, "Import reads a directory of CSV files, one CSV file named after its table, or one JSON file; "
                       "a spreadsheet saves each sheet as \"CSV UTF-8\".");
}

bool import_path(book *b, const char *path, const import_options *options, arena *a, import_report *report, error *e) {
  return import_run(b, path, options, a, report, read_path, path, e);
}
