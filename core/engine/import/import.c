// Import: one transaction that takes every row of a source in, or none.
#include "core/engine/import/rows.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef bool (*row_check)(import *im, const row *r, const record *old, record *new, error *e);
typedef bool (*row_wrote)(import *im, const row *r, const record *old, const record *new, error *e);
typedef bool (*table_end)(import *im, error *e);
typedef struct table_rules {
  row_check check;
  row_wrote wrote;
  table_end end;
} table_rules;

static const table_rules rules[TABLES] = {
  [TABLE_TAXES] = { tax_check, scoped_wrote, NULL },
  [TABLE_CALENDARS] = { NULL, scoped_wrote, NULL },
  [TABLE_CUSTOMERS] = { customer_check, customer_wrote, customers_end },
  [TABLE_CONTRACTS] = { contract_check, contract_wrote, contracts_end },
  [TABLE_CHANGES] = { change_check, scoped_wrote, NULL },
  [TABLE_RATES] = { NULL, scoped_wrote, NULL },
  [TABLE_TICKETS] = { ticket_check, ticket_wrote, NULL },
  [TABLE_TIME_ENTRIES] = { entry_check, entry_wrote, NULL },
  [TABLE_CHARGES] = { charge_check, charge_wrote, NULL },
  [TABLE_READINGS] = { NULL, scoped_wrote, NULL },
  [TABLE_DEVICES] = { dated_check, scoped_wrote, NULL },
  [TABLE_GRANTS] = { dated_check, scoped_wrote, NULL },
};

static bool read_keys(import *im, const row *r, record *new, error *e) {
  for (size_t i = 0; i < r->table->count; i++)
    if ((r->table->columns[i].flags & COLUMN_KEY) && !field_read(im, r, i, &r->cells[i], &new->fields[i], e))
      return false;
  return true;
}

// Types whose reading needs more than the cell: the table's own check reads them.
static bool is_special(const column *c) {
  return c->type == COLUMN_OBJECT || c->type == COLUMN_LIST || c->type == COLUMN_INSTANT || c->type == COLUMN_MOMENT;
}

static bool read_others(import *im, const row *r, const record *old, record *new, error *e) {
  for (size_t i = 0; i < r->table->count; i++) {
    const column *c = &r->table->columns[i];
    if (c->flags & COLUMN_KEY) continue;
    if ((c->flags & COLUMN_DERIVED) || is_special(c) || (r->cells[i].state == CELL_ABSENT && old->n))
      new->fields[i] = old->fields[i];
    else if (!field_read(im, r, i, &r->cells[i], &new->fields[i], e)) return false;
  }
  size_t x = column_at(r->table, "x");
  own_read(im, r, old->n ? &old->fields[x] : NULL, &new->fields[x]);
  return true;
}

static bool differs(const import *im, const table *t, const record *old, const record *new) {
  if (im->pending_payer || im->pending_default) return true;
  for (size_t i = 0; i < t->count; i++)
    if (!(t->columns[i].flags & COLUMN_VIRTUAL) && !field_same(&t->columns[i], &old->fields[i], &new->fields[i]))
      return true;
  return false;
}

static const char *key_text(import *im, const row *r) {
  buffer b = { 0 };
  for (size_t i = 0; i < r->table->count; i++)
    if ((r->table->columns[i].flags & COLUMN_KEY) && r->cells[i].state == CELL_GIVEN)
      buffer_format(&b, "%s%s \"%s\"", b.length ? ", " : "", r->table->columns[i].name,
                    shown(im, r->cells[i].text, r->cells[i].length));
  const char *text = arena_text(im->scratch, b.text ? b.text : "the row");
  buffer_free(&b);
  return text;
}

static void refuse_twin(import *im, const row *r, uint32_t first) {
  row_fault(im, r, ERROR_DUPLICATE, NULL, "%s is there twice: first at %s:%lu", key_text(im, r), r->name,
            (unsigned long)first);
}

static bool after_write(import *im, const row *r, const record *old, const record *new, error *e) {
  if (im->pending_payer) {
    im->payers = arena_grow(im->own, im->payers, im->payer_count, &im->payer_capacity, sizeof *im->payers);
    im->payers[im->payer_count++] = (pending){ new->n, arena_text(im->own, im->pending_payer), r->name, r->place };
  }
  return !rules[r->id].wrote || rules[r->id].wrote(im, r, old, new, e);
}

static bool add(import *im, const row *r, const record *old, record *new, error *e) {
  bool there;
  if (!store_insert(im, r, new, &there, e)) return false;
  if (there) {
    record twin;
    if (!store_find(im, r, new->fields, &twin, e)) return false;
    if (!twin.n)
      return error_set(e, ERROR_CORRUPT, "%s:%llu: the database refused the row", r->name,
                       (unsigned long long)r->place);
    refuse_twin(im, r, store_place(im, r->id, twin.n));
    return true;
  }
  store_met(im, r->id, new->n, r->place);
  return journal_added(im, r->id, new->n, e) && after_write(im, r, old, new, e);
}

static bool change(import *im, const row *r, const record *old, record *new, error *e) {
  table_state *t = &im->tables[r->id];
  if (differs(im, r->table, old, new) && !frozen_guard(im, r, old, new, e)) return false;
  if (im->faulty) return true;
  if (!differs(im, r->table, old, new)) {
    t->count.same++;
    return true;
  }
  t->count.changed++;
  return journal_old(im, r->id, old, false, e) && store_update(im, r->id, old, new, e) &&
         after_write(im, r, old, new, e);
}

static void note_bad(import *im, const row *r) {
  int at = column_find(r->table, r->id == TABLE_TAXES ? "name" : "id");
  if (im->faulty && at >= 0 && r->cells[at].state == CELL_GIVEN) row_is_bad(im, r->id, r->cells[at].text);
}

static bool take(import *im, row *r, error *e) {
  record old, new;
  memset(old.fields, 0, r->table->count * sizeof *old.fields);
  memset(new.fields, 0, r->table->count * sizeof *new.fields);
  old.n = new.n = 0;
  if (!read_keys(im, r, &new, e)) return false;
  if (im->faulty) return true;
  if (!im->tables[r->id].fresh && !store_find(im, r, new.fields, &old, e)) return false;
  if (old.n) {
    uint32_t first = store_met(im, r->id, old.n, r->place);
    if (first) {
      refuse_twin(im, r, first);
      return true;
    }
  }
  if (!read_others(im, r, &old, &new, e)) return false;
  new.n = old.n;
  if (rules[r->id].check && !rules[r->id].check(im, r, &old, &new, e)) return false;
  if (im->faulty) return true;
  return old.n ? change(im, r, &old, &new, e) : add(im, r, &old, &new, e);
}

bool import_row(import *im, row *r, error *e) {
  table_state *t = &im->tables[r->id];
  im->faulty = im->pending_default = false;
  im->pending_payer = NULL;
  t->count.rows++;
  bool done = take(im, r, e);
  note_bad(im, r);
  return done;
}

static bool begin_tables(import *im, error *e) {
  static const char *const any[TABLES] = {
    [TABLE_SELLER] = "SELECT 1 FROM seller LIMIT 1",
    [TABLE_TAXES] = "SELECT 1 FROM taxes LIMIT 1",
    [TABLE_CALENDARS] = "SELECT 1 FROM calendars LIMIT 1",
    [TABLE_CUSTOMERS] = "SELECT 1 FROM customers LIMIT 1",
    [TABLE_CONTRACTS] = "SELECT 1 FROM contracts LIMIT 1",
    [TABLE_CHANGES] = "SELECT 1 FROM changes LIMIT 1",
    [TABLE_RATES] = "SELECT 1 FROM rates LIMIT 1",
    [TABLE_TICKETS] = "SELECT 1 FROM tickets LIMIT 1",
    [TABLE_TIME_ENTRIES] = "SELECT 1 FROM time_entries LIMIT 1",
    [TABLE_CHARGES] = "SELECT 1 FROM charges LIMIT 1",
    [TABLE_READINGS] = "SELECT 1 FROM readings LIMIT 1",
    [TABLE_DEVICES] = "SELECT 1 FROM devices LIMIT 1",
    [TABLE_GRANTS] = "SELECT 1 FROM grants LIMIT 1",
    [TABLE_FX] = "SELECT 1 FROM fx LIMIT 1",
    [TABLE_MAPS] = "SELECT 1 FROM maps LIMIT 1",
  };
  for (table_id id = 0; id < TABLES; id++) {
    int64_t found;
    if (!db_value(im->db, e, &found, 0, any[id], "")) return false;
    im->tables[id].fresh = !found;
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

static bool end(import *im, error *e) { return import_verdict(im, e) && replace_end(im, e) && journal_end(im, e); }

bool import_table_ends(import *im, table_id id, error *e) {
  return !im->tables[id].met_in_source || !rules[id].end || (rules[id].end(im, e) && journal_flush(im, id, e));
}

static void report_tables(import *im) {
  import_report *out = im->report;
  out->tables = arena_array(im->arena, TABLES, sizeof *out->tables);
  for (table_id id = 0; id < TABLES; id++)
    if (im->tables[id].met_in_source) out->tables[out->table_count++] = im->tables[id].count;
  out->import = im->options->dry_run ? 0 : im->number;
}

typedef bool (*source_reader)(import *im, const void *what, error *e);

static void release(import *im) {
  for (table_id id = 0; id < TABLES; id++) free(im->tables[id].met);
  free(im->marks);
  free(im->customers);
  free(im->tickets);
  free(im->references);
  arena_free(im->own);
  arena_free(im->scratch);
  free(im);
}

static import *make(book *b, const char *source, const import_options *options, arena *a, import_report *report,
                    error *e) {
  static const import_options none;
  import *im = calloc(1, sizeof *im);
  if (!im) abort();
  *report = (import_report){ 0 };
  im->book = b;
  im->db = b->db;
  im->options = options ? options : &none;
  im->report = report;
  im->arena = a;
  im->own = arena_new();
  im->scratch = arena_new();
  im->e = e;
  im->source = source;
  im->tickets = calloc(TICKET_SLOTS, sizeof *im->tickets);
  im->references = calloc(REFERENCE_SLOTS, sizeof *im->references);
  if (!im->tickets || !im->references) abort();
  return im;
}

static bool run(book *b, const char *source, const import_options *options, arena *a, import_report *report,
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
  return json_import(im, t->name, t->text, t->length, e);
}

bool import_json(book *b, const char *name, const char *text, size_t length, const import_options *options, arena *a,
                 import_report *report, error *e) {
  json_source t = { name, text, length };
  return run(b, name, options, a, report, read_text, &t, e);
}

static bool ends_with(const char *path, const char *end) {
  size_t length = strlen(path), tail = strlen(end);
  return length > tail && !strcmp(path + length - tail, end);
}

static bool read_path(import *im, const void *what, error *e) {
  const char *path = what;
  struct stat info;
  if (!stat(path, &info) && S_ISDIR(info.st_mode)) return csv_import_directory(im, path, e);
  if (ends_with(path, ".csv")) return csv_import(im, path, e);
  if (ends_with(path, ".json")) return json_import_file(im, path, e);
  int64_t size;
  int fd = source_open(path, &size, e);
  if (fd < 0) return false;
  source_close(fd);
  error_set(e, ERROR_INVALID, "%s is neither a directory nor a .csv or .json file", path);
  return error_hint(e, "Import reads a directory of CSV files, one CSV file named after its table, or one JSON file.");
}

bool import_path(book *b, const char *path, const import_options *options, arena *a, import_report *report, error *e) {
  return run(b, path, options, a, report, read_path, path, e);
}
