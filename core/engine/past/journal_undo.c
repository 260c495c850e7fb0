// The journal undone, entry by entry: rows restored from their old form.
#include "core/engine/past/journal_undo.h"
#include "core/base/memory.h"
#include "core/base/instant.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/engine/past/journal_undo_place.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool read_words(undo *u, error *e) {
  query *q = db_ask(u->db, e, "SELECT value FROM settings, json_each(settings.closed_statuses)", "");
  size_t capacity = 0;
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    u->closed_words = arena_grow(u->own, u->closed_words, u->closed_word_count, &capacity, sizeof *u->closed_words);
    u->closed_words[u->closed_word_count++] = arena_text(u->own, query_column_text(q, 0));
  }
  return got == 0;
}

static bool is_closed(const undo *u, const char *status) {
  for (size_t i = 0; status && i < u->closed_word_count; i++)
    if (text_same(status, u->closed_words[i])) return true;
  return false;
}

// The n of a row by its id, whichever table it is in.
static bool reference(undo *u, table_id of, const char *id, field *out, error *e) {
  static const char *const finds[TABLES] = {
    [TABLE_CUSTOMERS] = "SELECT n FROM customers WHERE id = ?",
    [TABLE_SITES] = "SELECT n FROM sites WHERE id = ?",
    [TABLE_CONTRACTS] = "SELECT n FROM contracts WHERE id = ?",
    [TABLE_TICKETS] = "SELECT n FROM tickets WHERE id = ?",
  };
  int64_t n;
  if (!db_value(u->db, e, &n, 0, finds[of], "t", id)) return false;
  if (!n) return error_set(e, ERROR_CORRUPT, "the journal names %s, which is gone from %s", id, table_of(of)->name);
  *out = field_int(n);
  return true;
}

static bool as_json(undo *u, const cJSON *item, field *out) {
  char *text = json_canonical(item);
  *out = field_text(arena_text(u->scratch, text));
  memory_give(text);
  return true;
}

// The journal writes instants with their offset: the zone plays no part.
static bool read_instant(undo *u, const char *text, field *out, error *e) {
  const zone *z = book_zone(u->book, u->book->zone, e);
  int64_t at = 0;
  if (!z) return false;
  if (instant_parse(text, strlen(text), z, &at) != INSTANT_READ)
    return error_set(e, ERROR_CORRUPT, "the journal has a time that is none");
  *out = field_int(at);
  return true;
}

// One column of the old form; what is not there is NULL.
static bool read_column(undo *u, const column *c, const cJSON *old, field *out, error *e) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(old, c->name);
  const char *text = cJSON_GetStringValue(item);
  day d;
  *out = (field){ .type = FIELD_NULL };
  if (c->flags & (COLUMN_VIRTUAL | COLUMN_DERIVED)) return true;
  if (!item && c->type == COLUMN_CHOICE) *out = field_text(c->standard);  // its row is older than the column
  if (!item || cJSON_IsNull(item)) return true;
  switch (c->type) {
    case COLUMN_REFERENCE: return reference(u, c->of, text ? text : "", out, e);
    case COLUMN_DATE:
      if (!text || !day_parse(text, strlen(text), &d))
        return error_set(e, ERROR_CORRUPT, "the journal has a date that is none");
      *out = field_int(d);
      return true;
    case COLUMN_BOOL: *out = field_int(cJSON_IsTrue(item)); return true;
    case COLUMN_INTEGER: *out = field_int((int64_t)item->valuedouble); return true;
    case COLUMN_OBJECT:
    case COLUMN_LIST: return as_json(u, item, out);
    case COLUMN_INSTANT: return read_instant(u, text ? text : "", out, e);
    default: *out = field_text(text); return true;
  }
}

// The MSP's own columns, x.NAME, as one object.
static void read_own(undo *u, const cJSON *old, field *out) {
  cJSON *own = cJSON_CreateObject();
  const cJSON *item;
  cJSON_ArrayForEach(item, old) if (strncmp(item->string, "x.", 2) == 0)
      cJSON_AddItemToObject(own, item->string + 2, cJSON_Duplicate(item, true));
  if (own->child) as_json(u, own, out);
  cJSON_Delete(own);
}

// The accounts of a seller, iban.CHF, as one object by currency.
static void read_accounts(undo *u, const table *t, const cJSON *old, field *out) {
  cJSON *accounts = cJSON_CreateObject();
  const cJSON *item;
  cJSON_ArrayForEach(item, old) {
    if (!account_name(t, item->string)) continue;
    const char *currency = strchr(item->string, '.') + 1;
    cJSON *of = cJSON_GetObjectItemCaseSensitive(accounts, currency);
    if (!of) of = cJSON_AddObjectToObject(accounts, currency);
    const char *name = arena_format(u->scratch, "%.*s", (int)(currency - item->string - 1), item->string);
    cJSON_AddItemToObject(of, name, cJSON_Duplicate(item, true));
  }
  if (accounts->child) as_json(u, accounts, out);
  cJSON_Delete(accounts);
}

static bool read_old(undo *u, const table *t, const cJSON *old, record *out, error *e) {
  memset(out->fields, 0, t->count * sizeof *out->fields);
  for (size_t i = 0; i < t->count; i++)
    if (!read_column(u, &t->columns[i], old, &out->fields[i], e)) return false;
  read_own(u, old, &out->fields[column_at(t, "x")]);
  if (t == table_of(TABLE_SELLER)) read_accounts(u, t, old, &out->fields[column_at(t, "accounts")]);
  return true;
}

static bool same(const table *t, const record *a, const record *b, const char *name) {
  size_t i = column_at(t, name);
  return field_same(&t->columns[i], &a->fields[i], &b->fields[i]);
}

static int64_t number(const table *t, const record *of, const char *name) {
  return of->fields[column_at(t, name)].integer;
}

static bool ticket_old(undo *u, const table *t, const record *now, record *old, error *e) {
  const char *status = old->fields[column_at(t, "status")].text, *closed = old->fields[column_at(t, "closed_at")].text;
  old->fields[column_at(t, ":closed")] = field_int(is_closed(u, status));
  if (!now->n || !same(t, now, old, "customer") || !same(t, now, old, "contract")) undo_ticket_later(u, old->n);
  if (!closed) return true;
  customer_home who;
  day d;
  if (!customer_home_read(u->book, number(t, old, "customer"), u->scratch, &who, e)) return false;
  if (!undo_closed_day(closed, &who, &d, e)) return false;
  old->fields[column_at(t, ":closed_on")] = field_int(d);
  return true;
}

// A row stays where it lies until its ticket is looked at in the end.
static void work_old(undo *u, const table *t, const record *now, record *old) {
  bool entry = t == table_of(TABLE_TIME_ENTRIES);
  old->fields[0] = now->n ? now->fields[0] : field_int(0);
  if (entry) old->fields[1] = now->n ? now->fields[1] : field_int(number(t, old, "start") / 60);
  bool moved = !now->n || !same(t, now, old, "contract") || !same(t, now, old, "ticket") ||
               !same(t, now, old, entry ? "start" : "customer");
  if (!moved) return;
  if (number(t, old, "ticket")) undo_ticket_later(u, number(t, old, "ticket"));
  else undo_charge_later(u, old->fields[0].integer, old->fields[1].integer, old->n);
}

static bool contract_old(undo *u, const table *t, const record *now, const record *old, error *e) {
  if (!same(t, now, old, "default") || !same(t, now, old, "customer")) {
    undo_customer_later(u, number(t, old, "customer"));
    if (now->n) undo_customer_later(u, number(t, now, "customer"));
  }
  return !number(t, old, "default") ||
         db_run(u->db, e, "UPDATE contracts SET \"default\" = 0 WHERE customer = ? AND \"default\" = 1", "i",
                number(t, old, "customer"));
}

// What an import derives from other rows, as it was.
static bool derive(undo *u, table_id id, const record *now, record *old, error *e) {
  const table *t = table_of(id);
  if (id == TABLE_TICKETS) return ticket_old(u, t, now, old, e);
  if (id == TABLE_TIME_ENTRIES || id == TABLE_CHARGES) work_old(u, t, now, old);
  if (id == TABLE_CONTRACTS) return contract_old(u, t, now, old, e);
  if (id == TABLE_CUSTOMERS && !same(t, now, old, "zone")) undo_customer_later(u, old->n);
  return true;
}

static bool insert(undo *u, table_id id, const record *old, error *e) {
  query *q = db_query(u->db, table_sql(id, STATEMENT_INSERT), e);
  if (!q) return false;
  query_int(q, 1, old->n);
  stored_row_bind(q, 2, table_of(id), old);
  return query_run(q, e);
}

// A row that came later under the id of one that is gone gives way.
static bool give_way(undo *u, table_id id, const record *later, error *e) {
  static const char *const removes[TABLES] = {
    [TABLE_CUSTOMERS] = "DELETE FROM customers WHERE n = ?",
    [TABLE_SITES] = "DELETE FROM sites WHERE n = ?",
    [TABLE_CONTRACTS] = "DELETE FROM contracts WHERE n = ?",
    [TABLE_TICKETS] = "DELETE FROM tickets WHERE n = ?",
    [TABLE_TIME_ENTRIES] = "DELETE FROM time_entries WHERE contract = ? AND at = ? AND n = ?",
    [TABLE_CHARGES] = "DELETE FROM charges WHERE contract = ? AND day = ? AND n = ?",
  };
  if (!later->n || !removes[id]) return true;
  query *q = db_query(u->db, removes[id], e);
  if (!q) return false;
  stored_row_address(q, 1, table_of(id), later);
  return query_run(q, e);
}

static bool restore(undo *u, table_id id, const cJSON *form, int64_t n, bool gone, error *e) {
  const table *t = table_of(id);
  record now, old;
  old.n = n;
  if (!read_old(u, t, form, &old, e) || !stored_row_find(u->db, id, old.fields, u->scratch, &now, e)) return false;
  if (gone) {
    if (!give_way(u, id, &now, e)) return false;
    now.n = 0;
    memset(now.fields, 0, sizeof now.fields);
    return derive(u, id, &now, &old, e) && insert(u, id, &old, e);
  }
  if (now.n != n) return error_set(e, ERROR_CORRUPT, "the journal changed a row of %s that is not there", t->name);
  return derive(u, id, &now, &old, e) && stored_row_update(u->db, id, &now, &old, e);
}

static bool undo_change(undo *u, table_id id, int64_t n, const char *text, bool gone, error *e) {
  arena_reset(u->scratch);
  cJSON *form = cJSON_Parse(text);
  bool ok =
      form ? restore(u, id, form, n, gone, e) : error_set(e, ERROR_CORRUPT, "the journal has a row that is no JSON");
  cJSON_Delete(form);
  return ok;
}

static bool undo_contracts(undo *u, int64_t first, int64_t last, error *e) {
  query *q =
      db_ask(u->db, e, "SELECT customer FROM contracts WHERE n BETWEEN ? AND ? AND \"default\" = 1", "ii", first, last);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) undo_customer_later(u, query_column(q, 0));
  return got == 0 &&
         db_run(u->db, e, "UPDATE contracts SET \"default\" = 0 WHERE n BETWEEN ? AND ?", "ii", first, last);
}

// Tables that others refer to keep their rows: nothing of the time refers to them.
static bool undo_added(undo *u, table_id id, int64_t first, int64_t last, error *e) {
  static const char *const removes[TABLES] = {
    [TABLE_TAXES] = "DELETE FROM taxes WHERE n BETWEEN ? AND ?",
    [TABLE_CALENDARS] = "DELETE FROM calendars WHERE n BETWEEN ? AND ?",
    [TABLE_CHANGES] = "DELETE FROM changes WHERE n BETWEEN ? AND ?",
    [TABLE_RATES] = "DELETE FROM rates WHERE n BETWEEN ? AND ?",
    [TABLE_READINGS] = "DELETE FROM readings WHERE n BETWEEN ? AND ?",
    [TABLE_DEVICES] = "DELETE FROM devices WHERE n BETWEEN ? AND ?",
    [TABLE_GRANTS] = "DELETE FROM grants WHERE n BETWEEN ? AND ?",
    [TABLE_FX] = "DELETE FROM fx WHERE n BETWEEN ? AND ?",
    [TABLE_MAPS] = "DELETE FROM maps WHERE n BETWEEN ? AND ?",
  };
  book *b = u->book;
  if (id == TABLE_CONTRACTS) return undo_contracts(u, first, last, e);
  if (table_of(id)->clustered && (!b->rows_until || first < b->rows_until)) b->rows_until = first;
  return !removes[id] || db_run(u->db, e, removes[id], "ii", first, last);
}

// Tickets of other contracts than an invoice's are passed over: none of their work lies there, and they have never
// named one of them.
// clang-format off
#define BILLED \
  "FROM bills b JOIN contracts k ON k.n = b.contract JOIN customers c ON c.n = k.customer WHERE b.invoice = ?3"
#define HAS_WORK_IN(table) \
  "EXISTS (SELECT 1 FROM " table " w JOIN bills b ON b.contract = w.contract AND b.invoice = ?3 " \
  "WHERE w.ticket = j.first_n)"
#define NAMES_ONE \
  "EXISTS (SELECT 1 FROM tickets t WHERE t.n = j.first_n " \
  "AND (t.contract IN (SELECT k.n " BILLED ") OR t.customer IN (SELECT c.n " BILLED ")))"
#define NAMED_ONE \
  "j.first_n IN (SELECT x.first_n FROM journal x WHERE x.seq > ?1 AND x.source = 'tickets' " \
  "AND (x.old ->> 'contract' IN (SELECT k.id " BILLED ") OR x.old ->> 'customer' IN (SELECT c.id " BILLED ")))"

static const char entries_of[] =
  "SELECT j.source, j.first_n, j.last_n, j.old, j.gone FROM journal j WHERE j.seq > ?1 AND j.seq <= ?2 "
  "AND (?3 = 0 OR j.source <> 'tickets' "
  "OR " HAS_WORK_IN("time_entries") " OR " HAS_WORK_IN("charges") " OR " NAMES_ONE " OR " NAMED_ONE ") "
  "ORDER BY j.seq DESC";
// clang-format on

// Keys grow, so that all rows from a table's first added one on came later too.
static bool find_added(undo *u, const journal_span *span, error *e) {
  query *q = db_ask(u->db, e,
                    "SELECT source, min(first_n) FROM journal WHERE seq > ? AND seq <= ? AND old IS NULL GROUP BY "
                    "source",
                    "ii", span->to, span->from);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    const char *source = query_column_text(q, 0);
    table_id id = table_find(source, strlen(source));
    if (id < TABLES) span->added[id] = query_column(q, 1);
  }
  return got == 0;
}

// What became of a row before it was there is of no account, and of long books it is most of what happened.
static bool is_there(const journal_span *span, table_id id, int64_t n) {
  return !span->added[id] || n < span->added[id];
}

static bool undo_entry(undo *u, const query *q, error *e) {
  const char *source = query_column_text(q, 0), *old = query_column_text(q, 3);
  table_id id = table_find(source, strlen(source));
  // What was paid is no fact that a bill reads.
  if (id == TABLES || id == TABLE_PAYMENTS || id == TABLE_ALLOCATIONS || id == TABLE_TECHNICIANS) return true;
  if (!old) return undo_added(u, id, query_column(q, 1), query_column(q, 2), e);
  if (!is_there(u->span, id, query_column(q, 1))) return true;
  return undo_change(u, id, query_column(q, 1), old, query_column(q, 4) != 0, e) && undo_rest(u, e);
}

static bool undo_entries(undo *u, const journal_span *span, error *e) {
  query *q = db_ask(u->db, e, entries_of, "iii", span->to, span->from, span->invoice);
  int got = -1;
  bool ok = true;
  while (ok && !u->left && q && (got = query_step(q, e)) == 1) ok = undo_entry(u, q, e);
  if (got == 1) query_reset(q);
  return ok && got >= 0;
}

bool journal_undo(book *b, const journal_span *span, bool *left, error *e) {
  assert(span->to <= span->from);
  undo u = { .book = b, .db = b->db, .own = arena_new(), .scratch = arena_new(), .span = span };
  bool ok = read_words(&u, e) && find_added(&u, span, e) && undo_entries(&u, span, e) && undo_places(&u, e);
  *left = u.left;
  arena_free(u.own);
  arena_free(u.scratch);
  return ok;
}
