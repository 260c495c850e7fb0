// Rows of source tables in the database: found by key, added, changed, removed.
#include "core/engine/import/import_inside.h"
#include "core/base/memory.h"
#include "core/engine/invoice/invoice.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool store_since(import *im, table_id id, day since, record **out, size_t *count, error *e) {
  query *q = db_ask(im->db, e, table_sql(id, STATEMENT_SINCE), "i", (int64_t)since);
  size_t capacity = 0;
  int got = -1;
  *out = NULL;
  *count = 0;
  while (q && (got = query_step(q, e)) == 1) {
    if (store_place(im, id, query_column(q, 0))) continue;
    *out = arena_grow(im->own, *out, *count, &capacity, sizeof **out);
    stored_row_load(im->own, table_of(id), q, &(*out)[(*count)++]);
  }
  return got == 0;
}

// A key that no row of the table has had.
static bool site_key(import *im, int64_t *out, error *e) {
  return db_value(im->db, e, out, 1,
                  "SELECT 1 + max(ifnull((SELECT max(n) FROM sites), 0), "
                  "ifnull((SELECT last FROM keys_gone WHERE source = 'sites'), 0))",
                  "");
}

bool store_insert(import *im, const row *r, record *out, bool *there, error *e) {
  int64_t site = 0;
  if (r->id == TABLE_SITES && !r->key && !site_key(im, &site, e)) return false;
  query *q = db_query(im->db, table_sql(r->id, STATEMENT_INSERT), e);
  if (!q) return false;
  bool numbered = r->table->clustered || r->id == TABLE_GRANTS;
  if (numbered) query_int(q, 1, im->next_row);
  else if (r->id == TABLE_SELLER) query_int(q, 1, 1);
  else if (r->key || site) query_int(q, 1, r->key ? r->key : site);
  else query_null(q, 1);
  stored_row_bind(q, 2, r->table, out);
  if (!query_run(q, e)) return false;
  *there = db_changes(im->db) == 0;
  if (*there) return true;
  out->n = numbered ? im->next_row++ : r->id == TABLE_SELLER ? 1 : db_last_key(im->db);
  return true;
}

bool store_unlist(import *im, table_id id, const record *old, error *e) {
  if (!old->n || (id != TABLE_TIME_ENTRIES && id != TABLE_CHARGES)) return true;
  return open_rows_drop(im->db, id == TABLE_CHARGES ? ITEM_CHARGE : ITEM_TICKET, old->fields[0].integer,
                        old->fields[1].integer, old->n, e);  // the columns of its place
}

// What the book keeps of a contract that was never billed: where it begins, and how batches showed it.
static bool forget_contract(import *im, int64_t n, error *e) {
  static const char *const kept[] = {
    "DELETE FROM frontiers WHERE contract = ?",     "DELETE FROM held_items WHERE contract = ?",
    "DELETE FROM exclusions WHERE contract = ?",    "DELETE FROM batch_tickets WHERE contract = ?",
    "DELETE FROM open_rows WHERE contract = ?",     "DELETE FROM preview_bases WHERE contract = ?",
    "DELETE FROM early_periods WHERE contract = ?", "DELETE FROM adjustments WHERE contract = ?",
    "DELETE FROM previews WHERE contract = ?",
  };
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    if (!db_run(im->db, e, kept[i], "i", n)) return false;
  return true;
}

static bool keep_key(import *im, int64_t site, error *e) {
  return db_run(im->db, e,
                "INSERT INTO keys_gone (source, last) VALUES ('sites', ?1) ON CONFLICT DO UPDATE SET last = "
                "max(last, ?1)",
                "i", site);
}

bool store_remove(import *im, table_id id, const record *old, error *e) {
  if (!store_unlist(im, id, old, e) || (id == TABLE_CONTRACTS && !forget_contract(im, old->n, e)) ||
      (id == TABLE_SITES && !keep_key(im, old->n, e)))
    return false;
  static const char *const removes[TABLES] = {
    [TABLE_TAXES] = "DELETE FROM taxes WHERE n = ?",
    [TABLE_CUSTOMERS] = "DELETE FROM customers WHERE n = ?",
    [TABLE_SITES] = "DELETE FROM sites WHERE n = ?",
    [TABLE_CONTRACTS] = "DELETE FROM contracts WHERE n = ?",
    [TABLE_MAPS] = "DELETE FROM maps WHERE n = ?",
    [TABLE_CALENDARS] = "DELETE FROM calendars WHERE n = ?",
    [TABLE_CHANGES] = "DELETE FROM changes WHERE n = ?",
    [TABLE_TECHNICIANS] = "DELETE FROM technicians WHERE n = ?",
    [TABLE_RATES] = "DELETE FROM rates WHERE n = ?",
    [TABLE_TICKETS] = "DELETE FROM tickets WHERE n = ?",
    [TABLE_TIME_ENTRIES] = "DELETE FROM time_entries WHERE contract = ? AND at = ? AND n = ?",
    [TABLE_CHARGES] = "DELETE FROM charges WHERE contract = ? AND day = ? AND n = ?",
    [TABLE_READINGS] = "DELETE FROM readings WHERE n = ?",
    [TABLE_DEVICES] = "DELETE FROM devices WHERE n = ?",
    [TABLE_GRANTS] = "DELETE FROM grants WHERE n = ?",
    [TABLE_FX] = "DELETE FROM fx WHERE n = ?",
    [TABLE_PAYMENTS] = "DELETE FROM payments WHERE n = ?",
    [TABLE_ALLOCATIONS] = "DELETE FROM allocations WHERE n = ?",
  };
  const field *at = old->fields;  // of an allocation in the order of its columns
  if (id == TABLE_ALLOCATIONS && !sums_given(im->book, at[0].text, at[1].text, -at[2].integer, e)) return false;
  query *q = db_query(im->db, removes[id], e);
  if (!q) return false;
  stored_row_address(q, 1, table_of(id), old);
  return query_run(q, e);
}

bool store_any(db *db, table_id id, bool *out, error *e) {
  static const char *const any[TABLES] = {
    [TABLE_SELLER] = "SELECT 1 FROM seller LIMIT 1",
    [TABLE_TAXES] = "SELECT 1 FROM taxes LIMIT 1",
    [TABLE_CALENDARS] = "SELECT 1 FROM calendars LIMIT 1",
    [TABLE_CUSTOMERS] = "SELECT 1 FROM customers LIMIT 1",
    [TABLE_SITES] = "SELECT 1 FROM sites LIMIT 1",
    [TABLE_CONTRACTS] = "SELECT 1 FROM contracts LIMIT 1",
    [TABLE_CHANGES] = "SELECT 1 FROM changes LIMIT 1",
    [TABLE_TECHNICIANS] = "SELECT 1 FROM technicians LIMIT 1",
    [TABLE_RATES] = "SELECT 1 FROM rates LIMIT 1",
    [TABLE_TICKETS] = "SELECT 1 FROM tickets LIMIT 1",
    [TABLE_TIME_ENTRIES] = "SELECT 1 FROM time_entries LIMIT 1",
    [TABLE_CHARGES] = "SELECT 1 FROM charges LIMIT 1",
    [TABLE_READINGS] = "SELECT 1 FROM readings LIMIT 1",
    [TABLE_DEVICES] = "SELECT 1 FROM devices LIMIT 1",
    [TABLE_GRANTS] = "SELECT 1 FROM grants LIMIT 1",
    [TABLE_FX] = "SELECT 1 FROM fx LIMIT 1",
    [TABLE_MAPS] = "SELECT 1 FROM maps LIMIT 1",
    [TABLE_PAYMENTS] = "SELECT 1 FROM payments LIMIT 1",
    [TABLE_ALLOCATIONS] = "SELECT 1 FROM allocations LIMIT 1",
  };
  int64_t found;
  bool ok = db_value(db, e, &found, 0, any[id], "");
  *out = ok && found;
  return ok;
}

uint32_t store_place(const import *im, table_id id, int64_t n) {
  const table_state *t = &im->tables[id];
  return n > 0 && (size_t)n < t->met_capacity ? t->met[n] : 0;
}

uint32_t store_met(import *im, table_id id, int64_t n, uint64_t place) {
  table_state *t = &im->tables[id];
  assert(n > 0 && place > 0);  // place 0 says that the row was not met
  if ((size_t)n >= t->met_capacity) {
    size_t capacity = t->met_capacity ? t->met_capacity : 1024;
    while (capacity <= (size_t)n) capacity *= 2;
    uint32_t *met = memory_grow(t->met, t->met_capacity * sizeof *met, capacity * sizeof *met);
    memset(met + t->met_capacity, 0, (capacity - t->met_capacity) * sizeof *met);
    t->met = met;
    t->met_capacity = capacity;
  }
  uint32_t before = t->met[n];
  if (!before) t->met[n] = place > UINT32_MAX ? UINT32_MAX : (uint32_t)place;
  return before;
}
