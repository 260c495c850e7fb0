// The journal undone, entry by entry: rows restored from their old form.
#include "core/engine/past/journal_undo.h"
#include "core/engine/past/journal_undo_place.h"
#include <stdlib.h>
#include <string.h>

static bool read_words(undo *u, error *e) {
  query *q = db_ask(u->im.db, e, "SELECT value FROM settings, json_each(settings.closed_statuses)", "");
  size_t capacity = 0;
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) {
    u->im.closed_words =
        arena_grow(u->im.own, u->im.closed_words, u->im.closed_word_count, &capacity, sizeof *u->im.closed_words);
    u->im.closed_words[u->im.closed_word_count++] = arena_text(u->im.own, query_column_text(q, 0));
  }
  return got == 0;
}

static bool is_closed(const undo *u, const char *status) {
  for (size_t i = 0; status && i < u->im.closed_word_count; i++)
    if (text_same(status, u->im.closed_words[i])) return true;
  return false;
}

// The n of a row by its id, whichever table it is in.
static bool reference(undo *u, table_id of, const char *id, field *out, error *e) {
  static const char *const finds[TABLES] = {
    [TABLE_CUSTOMERS] = "SELECT n FROM customers WHERE id = ?",
    [TABLE_CONTRACTS] = "SELECT n FROM contracts WHERE id = ?",
    [TABLE_TICKETS] = "SELECT n FROM tickets WHERE id = ?",
  };
  int64_t n;
  if (!db_value(u->im.db, e, &n, 0, finds[of], "t", id)) return false;
  if (!n) return error_set(e, ERROR_CORRUPT, "the journal names %s, which is gone from %s", id, table_of(of)->name);
  *out = field_int(n);
  return true;
}

static bool as_json(undo *u, const cJSON *item, field *out) {
  char *text = json_canonical(item);
  *out = field_text(arena_text(u->im.scratch, text));
  free(text);
  return true;
}

static bool read_instant(undo *u, const row *r, const char *text, field *out, error *e) {
  const zone *utc = book_zone(u->im.book, u->im.book->zone, e);
  int64_t at = 0;
  if (!utc || !instant_read(&u->im, r, "start", text, strlen(text), utc, u->im.book->zone, &at)) return false;
  *out = field_int(at);
  return true;
}

// One column of the old form; what is not there is NULL.
static bool read_column(undo *u, const row *r, const column *c, const cJSON *old, field *out, error *e) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(old, c->name);
  const char *text = cJSON_GetStringValue(item);
  day d;
  *out = (field){ .type = FIELD_NULL };
  if (!item || cJSON_IsNull(item) || (c->flags & (COLUMN_VIRTUAL | COLUMN_DERIVED))) return true;
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
    case COLUMN_INSTANT: return read_instant(u, r, text ? text : "", out, e);
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

static bool read_old(undo *u, const row *r, const cJSON *old, record *out, error *e) {
  memset(out->fields, 0, r->table->count * sizeof *out->fields);
  for (size_t i = 0; i < r->table->count; i++)
    if (!read_column(u, r, &r->table->columns[i], old, &out->fields[i], e)) return false;
  read_own(u, old, &out->fields[column_at(r->table, "x")]);
  return true;
}

static bool same(const row *r, const record *a, const record *b, const char *name) {
  size_t i = column_at(r->table, name);
  return field_same(&r->table->columns[i], &a->fields[i], &b->fields[i]);
}

static int64_t number(const row *r, const record *of, const char *name) {
  return of->fields[column_at(r->table, name)].integer;
}

static bool ticket_old(undo *u, const row *r, const record *now, record *old, error *e) {
  const char *status = old->fields[column_at(r->table, "status")].text,
             *closed = old->fields[column_at(r->table, "closed_at")].text;
  old->fields[column_at(r->table, ":closed")] = field_int(is_closed(u, status));
  if (!now->n || !same(r, now, old, "customer") || !same(r, now, old, "contract")) undo_ticket_later(u, old->n);
  if (!closed) return true;
  customer_home who;
  day d;
  if (!customer_home_read(u->im.book, number(r, old, "customer"), u->im.scratch, &who, e)) return false;
  if (moment_day(&u->im, r, "closed_at", closed, who.zone, who.zone_name, &d))
    old->fields[column_at(r->table, ":closed_on")] = field_int(d);
  return true;
}

// A row stays where it lies until its ticket is looked at in the end.
static void work_old(undo *u, const row *r, const record *now, record *old) {
  bool entry = r->id == TABLE_TIME_ENTRIES;
  old->fields[0] = now->n ? now->fields[0] : field_int(0);
  if (entry) old->fields[1] = now->n ? now->fields[1] : field_int(number(r, old, "start") / 60);
  bool moved = !now->n || !same(r, now, old, "contract") || !same(r, now, old, "ticket") ||
               !same(r, now, old, entry ? "start" : "customer");
  if (!moved) return;
  if (number(r, old, "ticket")) undo_ticket_later(u, number(r, old, "ticket"));
  else undo_charge_later(u, old->fields[0].integer, old->fields[1].integer, old->n);
}

static bool contract_old(undo *u, const row *r, const record *now, const record *old, error *e) {
  if (!same(r, now, old, "default") || !same(r, now, old, "customer")) {
    undo_customer_later(u, number(r, old, "customer"));
    undo_customer_later(u, number(r, now, "customer"));
  }
  return !number(r, old, "default") ||
         db_run(u->im.db, e, "UPDATE contracts SET \"default\" = 0 WHERE customer = ? AND \"default\" = 1", "i",
                number(r, old, "customer"));
}

static bool derive(undo *u, const row *r, const record *now, record *old, error *e) {
  if (r->id == TABLE_TICKETS) return ticket_old(u, r, now, old, e);
  if (r->id == TABLE_TIME_ENTRIES || r->id == TABLE_CHARGES) work_old(u, r, now, old);
  if (r->id == TABLE_CONTRACTS) return contract_old(u, r, now, old, e);
  if (r->id == TABLE_CUSTOMERS && !same(r, now, old, "zone")) undo_customer_later(u, old->n);
  return true;
}

static bool insert(undo *u, const row *r, const record *old, error *e) {
  query *q = db_query(u->im.db, table_sql(r->id, STATEMENT_INSERT), e);
  if (!q) return false;
  query_int(q, 1, old->n);
  store_bind(q, 2, r->table, old);
  return query_run(q, e);
}

// A row that came later under the id of one that is gone gives way.
static bool give_way(undo *u, const row *r, const record *later, error *e) {
  static const char *const removes[TABLES] = {
    [TABLE_TICKETS] = "DELETE FROM tickets WHERE n = ?",
    [TABLE_TIME_ENTRIES] = "DELETE FROM time_entries WHERE n = ?1 AND contract = ?2 AND at = ?3",
    [TABLE_CHARGES] = "DELETE FROM charges WHERE n = ?1 AND contract = ?2 AND day = ?3",
  };
  if (!later->n || !removes[r->id]) return true;
  if (r->id == TABLE_TICKETS) return db_run(u->im.db, e, removes[r->id], "i", later->n);
  return db_run(u->im.db, e, removes[r->id], "iii", later->n, later->fields[0].integer, later->fields[1].integer);
}

static bool restore(undo *u, const row *r, const cJSON *form, int64_t n, bool gone, error *e) {
  record now, old;
  old.n = n;
  if (!read_old(u, r, form, &old, e) || !store_find(&u->im, r, old.fields, &now, e)) return false;
  if (gone) {
    if (!give_way(u, r, &now, e)) return false;
    now.n = 0;
    memset(now.fields, 0, sizeof now.fields);
    return derive(u, r, &now, &old, e) && insert(u, r, &old, e);
  }
  if (now.n != n)
    return error_set(e, ERROR_CORRUPT, "the journal changed a row of %s that is not there", r->table->name);
  return derive(u, r, &now, &old, e) && store_update(&u->im, r->id, &now, &old, e);
}

static bool undo_change(undo *u, table_id id, int64_t n, const char *text, bool gone, error *e) {
  arena_reset(u->im.scratch);
  cJSON *form = cJSON_Parse(text);
  const row r = { .id = id, .table = table_of(id), .name = "journal" };
  bool ok =
      form ? restore(u, &r, form, n, gone, e) : error_set(e, ERROR_CORRUPT, "the journal has a row that is no JSON");
  cJSON_Delete(form);
  return ok;
}

static bool undo_contracts(undo *u, int64_t first, int64_t last, error *e) {
  query *q = db_ask(u->im.db, e, "SELECT customer FROM contracts WHERE n BETWEEN ? AND ? AND \"default\" = 1", "ii",
                    first, last);
  int got = -1;
  while (q && (got = query_step(q, e)) == 1) undo_customer_later(u, query_column(q, 0));
  return got == 0 &&
         db_run(u->im.db, e, "UPDATE contracts SET \"default\" = 0 WHERE n BETWEEN ? AND ?", "ii", first, last);
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
  book *b = u->im.book;
  if (id == TABLE_CONTRACTS) return undo_contracts(u, first, last, e);
  if (table_of(id)->clustered && (!b->rows_until || first < b->rows_until)) b->rows_until = first;
  return !removes[id] || db_run(u->im.db, e, removes[id], "ii", first, last);
}

// Tickets of other contracts than an invoice's are passed over: none of their work lies there, and they have never
// named one of them.
#define BILLED                                                                                              \
  "FROM bills b JOIN contracts k ON k.n = b.contract JOIN customers c ON c.n = k.customer WHERE b.invoice " \
  "= ?3"
#define CONCERNS                                                                                           \
  "(?3 = 0 OR j.source <> 'tickets' OR EXISTS (SELECT 1 FROM time_entries w JOIN bills b ON b.contract = " \
  "w.contract AND b.invoice = ?3 WHERE w.ticket = j.first_n) OR EXISTS (SELECT 1 FROM charges w JOIN "     \
  "bills b ON b.contract = w.contract AND b.invoice = ?3 WHERE w.ticket = j.first_n) OR EXISTS (SELECT 1 " \
  "FROM tickets t WHERE t.n = j.first_n AND (t.contract IN (SELECT k.n " BILLED ") OR t.customer IN "      \
  "(SELECT c.n " BILLED "))) OR j.first_n IN (SELECT x.first_n FROM journal x WHERE x.seq > ?1 AND "       \
  "x.source = 'tickets' AND (x.old ->> 'contract' IN (SELECT k.id " BILLED ") OR x.old ->> 'customer' IN " \
  "(SELECT c.id " BILLED "))))"

static bool undo_entries(undo *u, const journal_span *span, error *e) {
  query *q = db_ask(u->im.db, e,
                    "SELECT j.source, j.first_n, j.last_n, j.old, j.gone FROM journal j WHERE j.seq > ?1 AND j.seq <= "
                    "?2 AND " CONCERNS " ORDER BY j.seq DESC",
                    "iii", span->to, span->from, span->invoice);
  int got = -1;
  bool ok = true;
  while (ok && q && (got = query_step(q, e)) == 1) {
    const char *source = query_column_text(q, 0);
    table_id id = table_find(source, strlen(source));
    if (id == TABLES) continue;
    ok = query_column_null(q, 3)
             ? undo_added(u, id, query_column(q, 1), query_column(q, 2), e)
             : undo_change(u, id, query_column(q, 1), query_column_text(q, 3), query_column(q, 4) != 0, e);
  }
  if (!ok && q) query_reset(q);
  return ok && got == 0;
}

bool journal_undo(book *b, const journal_span *span, error *e) {
  static const import_options none;
  error faults = { 0 };
  undo *u = calloc(1, sizeof *u);
  if (!u) abort();
  u->span = span;
  u->im =
      (import){ .book = b, .db = b->db, .options = &none, .own = arena_new(), .scratch = arena_new(), .e = &faults };
  bool ok = read_words(u, e) && undo_entries(u, span, e) && undo_places(u, e);
  if (ok && faults.row_count) ok = error_set(e, ERROR_CORRUPT, "the journal cannot be undone: %s", faults.rows[0]);
  error_clear(&faults);
  arena_free(u->im.own);
  arena_free(u->im.scratch);
  free(u);
  return ok;
}
