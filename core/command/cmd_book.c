// The book itself: init, import, tables, and what is to be known about it.
#include "core/command/answers/batches.h"
#include "core/command/commands.h"
#include "core/command/words/files.h"
#include "core/engine/import/import.h"
#include "core/engine/questions/questions.h"
#include "core/engine/verify/verify.h"
#include <string.h>
#include <unistd.h>

value *command_init(context *c, const arguments *a, error *e) {
  book_settings s = { option_text(a, "currency"),      option_text(a, "zone"),          option_text(a, "name"),
                      option_text(a, "closed-status"), option_text(a, "number-format"), 0 };
  db *d = NULL;
  if (!option_number(a, "first-number", 0, &s.first_number, e) || !db_create(c->db_path, &d, e)) return NULL;
  bool ok = book_init(d, &s, e);
  db_close(d);
  if (!ok) {
    unlink(c->db_path);
    return NULL;
  }
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

value *command_import(context *c, const arguments *a, error *e) {
  import_report report;
  import_options options = { .dry_run = option_flag(a, "dry-run"),
                             .keep_billed = option_flag(a, "keep-billed"),
                             .replace = option_text(a, "replace") };
  if (!option_day(a, "since", DAY_MIN, &options.since, e)) return NULL;
  if (options.replace && !option_text(a, "since")) {
    error_set(e, ERROR_USAGE, "--replace needs --since DATE");
    return NULL;
  }
  return import_path(c->book, a->texts[0], &options, c->arena, &report, e) ? report_value(c->arena, &report) : NULL;
}

value *command_tables(context *c, const arguments *a, error *e) {
  import_report report;
  if (!option_text(a, "output")) {
    error_set(e, ERROR_USAGE, "where to? --output DIR");
    return NULL;
  }
  return tables_write(c->book, option_text(a, "output"), c->arena, &report, e) ? report_value(c->arena, &report) : NULL;
}

value *command_log(context *c, const arguments *a, error *e) {
  (void)a;
  query *q = db_query(c->book->db, "SELECT seq, at, command, batch, detail FROM actions ORDER BY seq", e);
  value *list = value_list(c->arena);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(c->arena);
    put_int(c->arena, v, "seq", query_column(q, 0));
    put_text(c->arena, v, "at", arena_text(c->arena, query_column_text(q, 1)));
    put_text(c->arena, v, "command", arena_text(c->arena, query_column_text(q, 2)));
    if (query_column(q, 3)) put_int(c->arena, v, "batch", query_column(q, 3));
    else put_null(c->arena, v, "batch");
    put_text(c->arena, v, "detail", arena_text(c->arena, query_column_text(q, 4)));
    value_append(c->arena, list, v);
  }
  return step == 0 ? list : NULL;
}

value *command_verify(context *c, const arguments *a, error *e) {
  value *report = NULL;
  (void)a;
  if (!verify(c->book, c->arena, &report, e)) return NULL;
  const value *failures = value_get(report, "failures");
  if (!failures || failures->as.list.count == 0) return report;
  error_set(e, ERROR_CORRUPT, "%zu invariants are broken", failures->as.list.count);
  error_hint(e, "restore a backup, and keep this file for a look");
  for (size_t i = 0; i < failures->as.list.count; i++) error_row(e, "%s", failures->as.list.items[i]->as.text);
  return NULL;
}

value *command_why(context *c, const arguments *a, error *e) {
  value *answer = NULL;
  day today;
  return book_today(c->book, &today, e) && why(c->book, today, a->texts[0], c->arena, &answer, e) ? answer : NULL;
}

value *command_unbilled(context *c, const arguments *a, error *e) {
  value *answer = NULL;
  (void)a;
  return unbilled(c->book, c->arena, &answer, e) ? answer : NULL;
}

static const char *next_of(const char *state) {
  if (strcmp(state, "open") == 0) return "billet batch show";
  if (strcmp(state, "run") == 0) return "billet batch generate";
  return "billet batch new";
}

value *command_status(context *c, const arguments *a, error *e) {
  static const char *const names[] = { "customers", "contracts",      "tickets", "time_entries",
                                       "charges",   "final_invoices", "drafts" };
  (void)a;
  query *q =
      db_query(c->book->db,
               "SELECT (SELECT count(*) FROM customers), (SELECT count(*) FROM contracts), (SELECT count(*) FROM "
               "tickets), (SELECT count(*) FROM time_entries), (SELECT count(*) FROM charges), (SELECT count(*) "
               "FROM invoices WHERE state = 'final'), (SELECT count(*) FROM invoices WHERE state = 'draft'), "
               "(SELECT state FROM batches WHERE state <> 'deleted' ORDER BY n DESC LIMIT 1)",
               e);
  if (!q || query_step(q, e) != 1) return NULL;
  value *out = value_record(c->arena);
  const char *state = query_column_text(q, 7);
  put_text(c->arena, out, "database", db_path(c->book->db));
  put_text(c->arena, out, "name", c->book->name);
  for (int i = 0; i < 7; i++) put_int(c->arena, out, names[i], query_column(q, i));
  put_text(c->arena, out, "batch", arena_text(c->arena, state));
  put_text(c->arena, out, "next", query_column(q, 1) == 0 ? "billet import PATH" : next_of(state ? state : ""));
  query_reset(q);
  return out;
}
