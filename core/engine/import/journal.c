// What an import wrote, for the journal, and whom it concerns, for the frontiers.
#include "core/engine/facts/facts.h"
#include "core/base/memory.h"
#include "core/engine/bill/bill.h"
#include "core/engine/import/import_inside.h"
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Gives the import its number with its first change.
bool journal_begin(import *im, error *e) {
  if (im->number) return true;
  arena_position mark = arena_mark(im->scratch);
  bool done = db_run(im->db, e, "INSERT INTO imports (at, source, added, changed, removed) VALUES (?, ?, 0, 0, 0)",
                     "tt", book_now(im->scratch), im->source);
  arena_rewind(im->scratch, mark);
  im->number = db_last_key(im->db);
  return done;
}

bool journal_flush(import *im, table_id id, error *e) {
  table_state *t = &im->tables[id];
  if (!t->first_added) return true;
  if (!journal_begin(im, e)) return false;
  int64_t first = t->first_added;
  t->first_added = 0;
  return db_run(im->db, e, "INSERT INTO journal (import, source, first_n, last_n) VALUES (?, ?, ?, ?)", "itii",
                im->number, table_of(id)->name, first, t->last_added);
}

bool journal_added(import *im, table_id id, int64_t n, error *e) {
  table_state *t = &im->tables[id];
  t->count.added++;
  if (t->first_added && n == t->last_added + 1) {
    t->last_added = n;
    return true;
  }
  if (!journal_flush(im, id, e)) return false;
  t->first_added = t->last_added = n;
  return true;
}

bool journal_old(import *im, table_id id, const record *old, bool gone, error *e) {
  if (!journal_begin(im, e)) return false;
  char *text = form_row(im, table_of(id), id, old, e);
  bool done =
      text &&
      db_run(im->db, e, "INSERT INTO journal (import, source, first_n, last_n, old, gone) VALUES (?, ?, ?, ?, ?, ?)",
             "itiiti", im->number, table_of(id)->name, old->n, old->n, text, (int64_t)gone);
  cJSON_free(text);
  return done;
}

contract_mark *mark_contract(import *im, int64_t n) {
  assert(n > 0);  // 0 stands for no contract, and has no frontier to move
  if ((size_t)n >= im->mark_capacity) {
    size_t capacity = im->mark_capacity ? im->mark_capacity : 256;
    while (capacity <= (size_t)n) capacity *= 2;
    contract_mark *marks = memory_grow(im->marks, im->mark_capacity * sizeof *marks, capacity * sizeof *marks);
    for (size_t i = im->mark_capacity; i < capacity; i++)
      marks[i] = (contract_mark){ INT64_MAX, DAY_NEVER, false, DAY_NEVER };
    im->marks = marks;
    im->mark_capacity = capacity;
  }
  im->marks[n].touched = true;
  return &im->marks[n];
}

void mark_time(import *im, int64_t contract_n, int64_t at) {
  if (!contract_n) return;
  contract_mark *m = mark_contract(im, contract_n);
  if (at < m->time_from) m->time_from = at;
}

void mark_charge(import *im, int64_t contract_n, day d) {
  if (!contract_n) return;
  contract_mark *m = mark_contract(im, contract_n);
  if (d < m->charge_from) m->charge_from = d;
}

bool mark_customer(import *im, int64_t customer, error *e) {
  query *q = db_ask(im->db, e, "SELECT n FROM contracts WHERE customer = ?", "i", customer);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) mark_contract(im, query_column(q, 0));
  return got == 0;
}

bool mark_scope(import *im, int64_t contract_n, int64_t customer, error *e) {
  if (contract_n) mark_contract(im, contract_n);
  else if (customer) return mark_customer(im, customer, e);
  else im->touched_all = true;
  return true;
}

bool mark_fact(import *im, int64_t contract_n, int64_t customer, day d, error *e) {
  query *q = db_ask(im->db, e, "SELECT n FROM contracts WHERE n = ?1 OR (?1 = 0 AND customer = ?2)", "ii", contract_n,
                    customer);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    contract_mark *m = mark_contract(im, query_column(q, 0));
    if (d < m->period_from) m->period_from = d;
  }
  return got == 0;
}

bool mark_rate(import *im, const char *code, int64_t contract_n, int64_t customer, day d, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT k.n, (SELECT min(t.at) / 1440 FROM time_entries t JOIN claims c ON c.contract = t.contract "
                    "AND c." CLAIM_OF_WORK " AND c.at = t.at AND c.row = t.n WHERE t.contract = k.n "
                    "AND t.at >= ?4 * 1440 AND t.rate = ?1) AS first FROM contracts k "
                    "WHERE ifnull(k.proration = 'daily', k.bill_day IS NOT NULL) AND (?2 = 0 OR k.n = ?2) "
                    "AND (?3 = 0 OR k.customer = ?3) AND first IS NOT NULL",
                    "tiii", code, contract_n, customer, (int64_t)d);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    contract_mark *m = mark_contract(im, query_column(q, 0));
    if (query_column(q, 1) < m->period_from) m->period_from = (day)query_column(q, 1);
  }
  return got == 0;
}

// Says when a contract was touched; what landed before its frontier is open behind it, and periods that prorate are
// looked at again from a fact on, never before bill_from.
static bool write_mark(import *im, int64_t n, const contract_mark *m, int64_t seq, error *e) {
  return db_run(im->db, e,
                "UPDATE frontiers SET touched = ?1, period_from = CASE WHEN daily THEN min(period_from, max(?3, b, "
                "start)) ELSE period_from END FROM (SELECT start, ifnull(bill_from, -1000000) AS b, "
                "ifnull(proration = 'daily', bill_day IS NOT NULL) AS daily FROM contracts WHERE n = ?2) WHERE "
                "contract = ?2",
                "iii", seq, n, (int64_t)m->period_from) &&
         open_rows_gather(im->db, n, m->time_from, m->charge_from, e);
}

// What `status` tells, so that it counts no history.
static bool count_rows(import *im, error *e) {
  static const table_id counted[] = { TABLE_CUSTOMERS, TABLE_CONTRACTS, TABLE_TICKETS, TABLE_TIME_ENTRIES,
                                      TABLE_CHARGES };
  for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
    int64_t more = im->tables[counted[i]].count.added - im->tables[counted[i]].count.removed;
    if (more && !db_run(im->db, e,
                        "INSERT INTO row_counts (source, rows) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
                        "rows = rows + ?2",
                        "ti", table_of(counted[i])->name, more))
      return false;
  }
  return true;
}

static bool write_counts(import *im, error *e) {
  int64_t added = 0, changed = 0, removed = 0;
  if (!count_rows(im, e)) return false;
  for (table_id id = 0; id < TABLES; id++) {
    added += im->tables[id].count.added;
    changed += im->tables[id].count.changed;
    removed += im->tables[id].count.removed;
  }
  if (!db_run(im->db, e, "UPDATE imports SET added = ?, changed = ?, removed = ? WHERE n = ?", "iiii", added, changed,
              removed, im->number))
    return false;
  cJSON *detail = im->options->detail ? cJSON_Duplicate(im->options->detail, true) : cJSON_CreateObject();
  cJSON_AddStringToObject(detail, "source", im->source);
  cJSON_AddNumberToObject(detail, "import", (double)im->number);
  cJSON_AddNumberToObject(detail, "added", (double)added);
  cJSON_AddNumberToObject(detail, "changed", (double)changed);
  cJSON_AddNumberToObject(detail, "removed", (double)removed);
  return book_log_json(im->book, im->options->command ? im->options->command : "import", 0, detail, e);
}

bool journal_end(import *im, error *e) {
  for (table_id id = 0; id < TABLES; id++)
    if (!journal_flush(im, id, e)) return false;
  if (im->named && !(journal_begin(im, e) && outdate_all(im->book, e))) return false;
  if (!im->number) return true;
  int64_t seq;
  if (!book_position(im->book, &seq, e)) return false;
  for (size_t n = 0; n < im->mark_capacity; n++)
    if (im->marks[n].touched && !write_mark(im, (int64_t)n, &im->marks[n], seq, e)) return false;
  if (im->touched_all && !db_run(im->db, e, "UPDATE settings SET touched = ?", "i", seq)) return false;
  if (im->next_row != im->next_row_before && !db_run(im->db, e, "UPDATE settings SET next_row = ?", "i", im->next_row))
    return false;
  return write_counts(im, e);
}
