// The book itself: init, import, tables, and what is to be known about it.
#include "core/command/answers/answers.h"
#include "core/command/commands_inside.h"
#include "core/engine/questions/standing.h"
#include "core/engine/import/import.h"
#include "core/engine/questions/questions.h"
#include "core/engine/verify/verify.h"
#include <string.h>

static bool fill(void *context, db *d, error *e) { return book_init(d, context, e); }

// A book in memory is tried first: what is wrong with the settings is told before there is a file.
static bool create(const char *path, book_settings *s, error *e) {
  const char *const paths[] = { ":memory:", path };
  for (int i = 0; i < 2; i++) {
    db *d;
    if (!db_create_with(paths[i], fill, s, &d, e)) return false;
    db_close(d);
  }
  return true;
}

static value *command_init(context *c, const arguments *a, error *e) {
  book_settings s = { option_text(a, "currency"),
                      option_text(a, "zone"),
                      option_text(a, "name"),
                      option_text(a, "closed-status"),
                      option_text(a, "number-format"),
                      0,
                      .fiscal_start = option_text(a, "fiscal-start"),
                      .credit_format = option_text(a, "credit-format") };
  s.yearly = option_flag(a, "number-reset") && strcmp(option_text(a, "number-reset"), "yearly") == 0;
  if (!option_number(a, "first-number", 0, &s.first_number, e) || !create(c->db_path, &s, e)) return NULL;
  c->done = "`init`";
  value *out = value_record(c->arena);
  put_text(c->arena, out, "database", c->db_path);
  put_text(c->arena, out, "currency", s.currency ? s.currency : "USD");
  put_text(c->arena, out, "zone", s.zone);
  return out;
}

static value *texts_value(arena *a, const char *const *texts, size_t count) {
  value *list = value_list(a);
  for (size_t i = 0; i < count; i++) value_append(a, list, value_text(a, texts[i]));
  return list;
}

static value *report_value(arena *a, const import_report *r) {
  value *out = value_record(a), *tables = value_list(a);
  for (size_t i = 0; i < r->table_count; i++) {
    const import_table *t = &r->tables[i];
    value *row = value_record(a);
    put_text(a, row, "table", t->table);
    put_int(a, row, "rows", t->rows);
    put_int(a, row, "added", t->added);
    put_int(a, row, "changed", t->changed);
    put_int(a, row, "same", t->same);
    put_int(a, row, "removed", t->removed);
    value_append(a, tables, row);
  }
  value_put(a, out, "tables", tables);
  value_put(a, out, "statuses_closed", texts_value(a, r->statuses_closed, r->closed_count));
  value_put(a, out, "statuses_open", texts_value(a, r->statuses_open, r->open_count));
  value_put(a, out, "notes", texts_value(a, r->kept, r->kept_count));
  return out;
}

static value *command_import(context *c, const arguments *a, error *e) {
  import_report report;
  const char *folder = option_text(a, "template");
  db *none = NULL;
  if (folder && !a->count) {
    c->next = arena_format(c->arena,
                           "billet help table NAME says what its columns mean, billet import %s takes them in", folder);
    return write_templates(folder, c->arena, e);
  }
  if (folder || !a->count) {
    error_set(e, ERROR_USAGE,
              folder ? "import takes --template DIR or a PATH, not both" : "import what? PATH is missing");
    error_hint(e, "billet import data takes in a folder of files, billet import --template DIR writes empty ones");
    return NULL;
  }
  if (!c->book) {  // says what db_open says of a file that is not there
    if (db_open(c->db_path, &none, e)) db_close(none);
    return NULL;
  }
  import_options options = { .dry_run = option_flag(a, "dry-run"),
                             .keep_billed = option_flag(a, "keep-billed"),
                             .replace = option_text(a, "replace"),
                             .source = c->called ? c->called(c->server, a->texts[0]) : NULL };
  if (options.dry_run) c->next = "billet import PATH, without --dry-run";
  if (!option_day(a, "since", DAY_MIN, &options.since, e)) return NULL;
  if (options.replace && !option_text(a, "since")) {
    error_set(e, ERROR_USAGE, "--replace needs --since DATE");
    return NULL;
  }
  return import_path(c->book, a->texts[0], &options, c->arena, &report, e) ? report_value(c->arena, &report) : NULL;
}

static value *command_tables(context *c, const arguments *a, error *e) {
  import_report report;
  if (!option_text(a, "output")) {
    error_set(e, ERROR_USAGE, "where to? --output DIR");
    return NULL;
  }
  return tables_write(c->book, option_text(a, "output"), c->arena, &report, e) ? report_value(c->arena, &report) : NULL;
}

static value *command_log(context *c, const arguments *a, error *e) {
  log_filter f = { .who = option_text(a, "who"), .about = option_text(a, "about"), .newest = option_flag(a, "newest") };
  list_part part;
  int64_t matching;
  if (!option_day(a, "since", DAY_MIN, &f.since, e) || !part_read(a, &part, e)) return NULL;
  if (!part.asked) return log_listed(c->book, &f, c->arena, e);
  f.from = part.from;
  f.most = part.count;
  if (!log_counted(c->book, &f, &matching, e)) return NULL;
  return part_value(c->arena, &part, part.count ? log_listed(c->book, &f, c->arena, e) : value_list(c->arena),
                    matching);
}

static value *command_verify(context *c, const arguments *a, error *e) {
  value *report = NULL;
  if (a->count) return verify_proof(c, a->texts[0], e);
  if (!verify(c->book, c->arena, &report, e)) return NULL;
  const value *failures = value_get(report, "failures");
  if (!failures || failures->as.list.count == 0) return report;
  const size_t broken = failures->as.list.count;
  error_set(e, ERROR_CORRUPT, "%zu invariant%s %s broken", broken, text_s((int64_t)broken), broken == 1 ? "is" : "are");
  error_hint(e, "restore a backup, and keep this file for a look");
  for (size_t i = 0; i < failures->as.list.count; i++) error_row(e, "%s", failures->as.list.items[i]->as.text);
  return NULL;
}

static value *command_status(context *c, const arguments *a, error *e) {
  day today;
  (void)a;
  value *out = value_record(c->arena), *held = held_answer(c, false, e);
  put_text(c->arena, out, "database", db_path(c->book->db));
  put_text(c->arena, out, "name", c->book->name);
  if (!held || !book_today(c->book, &today, e) || !db_begin_read(c->book->db, e)) return NULL;
  bool ok = standing_put(c->book, today, (int64_t)held->as.list.count, c->arena, out, e);
  db_rollback(c->book->db);
  value_put(c->arena, out, "held", held);
  return ok && put_signed_in(c, out, e) ? out : NULL;
}

const command book_commands[] = {
  { .words = "init",
    .group = "The book",
    .summary = "creates the database",
    .options = { { "currency", "USD", "currency of contracts that name none", ARGUMENT_TEXT },
                 { "zone", "Area/City", "time zone of customers that name none", ARGUMENT_TEXT },
                 { "name", "NAME", "the MSP's name on invoices", ARGUMENT_TEXT },
                 { "closed-status", "A,B", "statuses that close a ticket, besides closed and resolved", ARGUMENT_TEXT },
                 { "first-number", "N", "the first invoice number", ARGUMENT_NUMBER },
                 { "number-format", "F", "such as INV-{YYYY}-{SEQ:5}", ARGUMENT_TEXT },
                 { "number-reset", "none|yearly", "whether numbers begin anew each year", ARGUMENT_CHOICE },
                 { "fiscal-start", "MM-DD", "with --number-reset yearly: on which day years begin", ARGUMENT_TEXT },
                 { "credit-format", "F", "numbers of their own for credit notes", ARGUMENT_TEXT } },
    .examples = { "billet init --currency USD --zone America/New_York --name \"Acme MSP\"",
                  "billet --db acme.db init --number-format 'INV-{YYYY}-{SEQ:5}' --number-reset yearly",
                  "billet --db acme.db init --number-format '{YY}-{SEQ}' --number-reset yearly --fiscal-start 07-01" },
    .need = NEED_NEW_BOOK,
    .view = "record",
    .next = "billet import PATH",
    .run = command_init },
  { .words = "import",
    .group = "The book",
    .summary = "takes in customers, contracts, tickets, time and charges",
    .argument = "PATH",
    .type = ARGUMENT_FILE,
    .most = 1,
    .options = { { "dry-run", NULL, "check everything, write nothing", ARGUMENT_TEXT },
                 { "keep-billed", NULL, "leave billed rows as they are and list the differences", ARGUMENT_TEXT },
                 { "replace", "TABLE,…", "remove unbilled rows that the file lacks", ARGUMENT_TABLE },
                 { "since", "DATE", "with --replace: from this day on", ARGUMENT_DAY },
                 { "template", "DIR", "write empty files with headers instead", ARGUMENT_FILE } },
    .examples = { "billet import data", "billet import psa-export.json --dry-run",
                  "billet import time_entries.csv --replace time_entries --since 2026-06-01",
                  "billet import --template data" },
    .need = NEED_BOOK_IF_THERE,
    .view = "import",
    .next = "billet batch new",
    .run = command_import },
  { .words = "tables",
    .group = "The book",
    .summary = "writes all tables in import form",
    .options = { { "output", "DIR", "the folder", ARGUMENT_FILE } },
    .examples = { "billet tables --output dump" },
    .need = NEED_BOOK,
    .view = "import",
    .run = command_tables },
  { .words = "status",
    .group = "The book",
    .summary = "what is in the book, and what to do next",
    .examples = { "billet status" },
    .need = NEED_BOOK,
    .view = "record",
    .run = command_status },
  { .words = "verify",
    .group = "The book",
    .summary = "proves every invariant, from conservation to the audit chain; or checks a proof without any book",
    .argument = "FILE",
    .type = ARGUMENT_FILE,
    .most = 1,
    .examples = { "billet verify", "billet verify 17.zip" },
    .need = NEED_BOOK_OR_WORDS,
    .view = "verify",
    .run = command_verify },
  { .words = "log",
    .group = "The book",
    .summary = "everything that was done, in order",
    .options = { { "who", "USER", "by whom", ARGUMENT_TEXT },
                 { "since", "DATE", "from this day on", ARGUMENT_DAY },
                 { "about", "ID", "a contract, customer, ticket, charge or document by its whole id, or batch:N",
                   ARGUMENT_TEXT },
                 { "newest", NULL, "the newest first", ARGUMENT_TEXT },
                 PART_OPTIONS },
    .examples = { "billet log --newest --count 20", "billet log --since 2026-06-01 --who ada",
                  "billet log --about cool-retainer", "billet log --about batch:2" },
    .need = NEED_BOOK,
    .view = "list",
    .run = command_log },
  { 0 },
};
