// Prices that go up: rows of changes and rates as an import of them would write, in one transaction.
#include "core/base/memory.h"
#include "core/engine/import/raise_inside.h"
#include <string.h>

static bool is_left_out(const price_raise *how, const char *id) {
  for (size_t i = 0; i < how->except_count; i++)
    if (!strcmp(how->except[i], id)) return true;
  return false;
}

// The first anniversary of a start that lies within the raise's days; DAY_NEVER: none does.
static day anniversary(const price_raise *how, day start) {
  day d = start;
  for (int64_t months = 12; d == start || d < how->first; months += 12)
    if (!day_add_months(start, months, 0, &d)) return DAY_NEVER;
  return d <= how->last ? d : DAY_NEVER;
}

// From when the prices of a contract that runs from `start` to `last` go up; DAY_NEVER: they stay.
static day day_of(const price_raise *how, day start, day last) {
  day from = how->from == DAY_NEVER ? anniversary(how, start) : how->from, old_enough = start;
  if (from == DAY_NEVER || from > last) return DAY_NEVER;
  if (how->min_age && !day_add_months(start, how->min_age, 0, &old_enough)) return DAY_NEVER;
  return old_enough <= from ? from : DAY_NEVER;
}

static bool find_contracts(raise_run *run, error *e) {
  const price_raise *how = run->how;
  arena *a = run->im->arena;
  query *q = db_ask(run->im->db, e,
                    "SELECT k.n, k.id, c.id, k.type, coalesce(k.currency, c.currency, s.currency), k.start, "
                    "ifnull(k.\"end\", ?3) FROM contracts k JOIN customers c ON c.n = k.customer, settings s "
                    "WHERE k.active AND (?1 IS NULL OR k.type = ?1) AND (?2 = 0 OR k.customer = ?2) ORDER BY k.n",
                    "tii", how->type, how->customer, (int64_t)DAY_MAX);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    const day from = day_of(how, (day)query_column(q, 5), (day)query_column(q, 6));
    if (from == DAY_NEVER || is_left_out(how, query_column_text(q, 1))) continue;
    run->contracts =
        arena_grow(run->im->own, run->contracts, run->contract_count, &run->contract_capacity, sizeof *run->contracts);
    run->contracts[run->contract_count++] = (raise_contract){ .n = query_column(q, 0),
                                                              .id = arena_text(a, query_column_text(q, 1)),
                                                              .customer = arena_text(a, query_column_text(q, 2)),
                                                              .type = arena_text(a, query_column_text(q, 3)),
                                                              .currency = arena_text(a, query_column_text(q, 4)),
                                                              .exponent = currency_exponent(query_column_text(q, 4)),
                                                              .from = from,
                                                              .last = (day)query_column(q, 6) };
  }
  return got == 0;
}

// Up to which day a contract was billed past the day of its raise, and what did it last; until DAY_MIN: it was not.
static bool billed_past(raise_run *run, const raise_contract *k, day *until, int64_t *line, error *e) {
  query *q =
      db_ask(run->im->db, e,
             "SELECT line, until FROM (SELECT line, until FROM claims WHERE contract = ?1 AND " CLAIM_OF_FEE
             " AND until > ?2 UNION ALL SELECT line, at / 1440 + 1 FROM claims WHERE contract = ?1 AND " CLAIM_OF_WORK
             " AND at >= ?2 * 1440) ORDER BY until DESC LIMIT 1",
             "ii", k->n, (int64_t)k->from);
  int got = q ? query_step(q, e) : -1;
  *until = got == 1 ? (day)query_column(q, 1) : DAY_MIN;
  *line = got == 1 ? query_column(q, 0) : -1;
  if (got == 1) query_reset(q);
  return got >= 0;
}

// Its price of then would be said otherwise than it was billed.
static bool refuse_billed(raise_run *run, const raise_contract *k, day until, int64_t line, error *e) {
  char from[DAY_TEXT], last[DAY_TEXT];
  const char *by;
  if (until == DAY_MIN) return true;
  if (!frozen_line(run->im, line, &by, e)) return false;
  run->later = day_later(run->later, until);
  source_fault(run->im, ERROR_FROZEN, "contract \"%s\": %s comes too late: it was %s up to %s", k->id,
               day_format(k->from, from), by ? by : "billed", day_format(until - 1, last));
  return true;
}

// The params of a row of changes on the very day, with those that are to be said beside them; NULL: there is no such
// row.
static bool with_those_of_day(raise_run *run, const raise_contract *k, const char *change, const char **out, error *e) {
  query *q = db_ask(run->im->db, e, "SELECT params FROM changes WHERE contract = ? AND \"from\" = ?", "ii", k->n,
                    (int64_t)k->from);
  int got = q ? query_step(q, e) : -1;
  *out = change;
  if (got == 1) *out = params_merge(run->im->scratch, query_column_text(q, 0), change, e);
  if (got == 1) query_reset(q);
  return got >= 0 && *out;
}

static bool write_change(raise_run *run, const raise_contract *k, const cJSON *change, error *e) {
  import *im = run->im;
  const table *t = table_of(TABLE_CHANGES);
  char text[DAY_TEXT], *own = json_canonical(change);
  const char *said = arena_text(im->scratch, own), *params;
  memory_give(own);
  if (!with_those_of_day(run, k, said, &params, e)) return false;
  row r = { .id = TABLE_CHANGES, .table = t, .name = t->name, .place = ++run->place };
  const char *from = arena_text(im->scratch, day_format(k->from, text));
  row_room(im, &r, 3);
  row_put(im, &r, "contract", (cell){ .state = CELL_GIVEN, .text = k->id, .length = strlen(k->id) }, NULL);
  row_put(im, &r, "from", (cell){ .state = CELL_GIVEN, .text = from, .length = strlen(from) }, NULL);
  row_put(im, &r, "params", (cell){ .state = CELL_GIVEN, .text = params, .length = strlen(params) }, NULL);
  return import_row(im, &r, e);
}

// Whether a row of changes says one of the params that a raise changes, and which; NULL: none.
static const char *said_too(const cJSON *change, const char *params) {
  cJSON *other = cJSON_Parse(params);
  const cJSON *m = change->child;
  while (m && !cJSON_HasObjectItem(other, m->string)) m = m->next;
  cJSON_Delete(other);
  return m ? m->string : NULL;
}

// A change of a later day keeps the price that it says; one of the very day may be that of a raise before this one.
static bool note_others(raise_run *run, const raise_contract *k, const cJSON *change, error *e) {
  char text[DAY_TEXT];
  query *q = db_ask(run->im->db, e,
                    "SELECT \"from\", params FROM changes WHERE contract = ? AND \"from\" >= ? ORDER BY \"from\"", "ii",
                    k->n, (int64_t)k->from);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    const char *name = said_too(change, query_column_text(q, 1));
    const day from = (day)query_column(q, 0);
    if (name && from == k->from)
      import_kept(run->im, "contract %s: a change on %s said its %s already, which goes up from that", k->id,
                  day_format(from, text), name);
    else if (name)
      import_kept(run->im, "contract %s: a change from %s on says its own %s", k->id, day_format(from, text), name);
  }
  return got == 0;
}

// What was billed to its end has nothing left that a price could be for.
static bool raise_contract_of(raise_run *run, const raise_contract *k, error *e) {
  const char *type, *params;
  cJSON *change = NULL;
  day until;
  int64_t line;
  arena_reset(run->im->scratch);
  if (!billed_past(run, k, &until, &line, e)) return false;
  if (until > k->last) return true;
  bool done =
      (params = params_before(run->im, k->n, k->from + 1, &type, e)) && raise_params(run, k, params, &change, e);
  if (done && change)
    done = refuse_billed(run, k, until, line, e) && note_others(run, k, change, e) && write_change(run, k, change, e);
  cJSON_Delete(change);
  return done;
}

static bool read_raise(import *im, const void *what, error *e) {
  raise_run *run = *(raise_run *const *)what;
  run->im = im;
  if (!find_contracts(run, e)) return false;
  import_table_begins(im, TABLE_CHANGES, table_of(TABLE_CHANGES)->name);
  for (size_t i = 0; i < run->contract_count; i++) {
    if (i % 100 == 0) book_progress(im->book, "Raising prices", (int64_t)i, (int64_t)run->contract_count);
    if (!raise_contract_of(run, &run->contracts[i], e)) return false;
  }
  return import_table_ends(im, TABLE_CHANGES, e) && raise_rates(run, e);
}

static cJSON *detail_of(const price_raise *how) {
  cJSON *detail = cJSON_CreateObject();
  char text[DAY_TEXT];
  cJSON_AddStringToObject(detail, "by", how->by);
  if (how->from != DAY_NEVER) cJSON_AddStringToObject(detail, "from", day_format(how->from, text));
  else {
    cJSON_AddStringToObject(detail, "first", day_format(how->first, text));
    cJSON_AddStringToObject(detail, "last", day_format(how->last, text));
  }
  if (how->note) cJSON_AddStringToObject(detail, "note", how->note);
  return detail;
}

static void say_frozen(const raise_run *run, error *e) {
  char text[DAY_TEXT];
  if (e->row_total > 1) {
    e->code = ERROR_NONE;
    error_set(e, ERROR_FROZEN, "%zu times it comes too late: no price was raised", e->row_total);
  }
  if (run->how->from == DAY_NEVER) error_hint(e, "--except CONTRACT,… leaves out what was billed");
  else error_hint(e, "--from %s works; --except CONTRACT,… leaves out what was billed", day_format(run->later, text));
}

bool price_raise_run(book *b, const price_raise *how, arena *a, raised *out, error *e) {
  raise_run run = { .how = how, .out = out, .later = DAY_MIN }, *what = &run;
  *out = (raised){ 0 };
  cJSON *detail = detail_of(how);
  const import_options options = { .dry_run = how->dry_run, .command = "price raise", .detail = detail };
  bool done =
      import_run(b, arena_format(a, "price raise %s", how->by), &options, a, &out->report, read_raise, &what, e);
  cJSON_Delete(detail);
  if (!done && e->code == ERROR_FROZEN) say_frozen(&run, e);
  return done;
}
