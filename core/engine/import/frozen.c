// Billed rows: what of them cannot change any more, and which invoice says so.
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <string.h>

static const char *document_of(import *im, const query *q) {
  const char *kind = query_column_text(q, 0), *number = query_column_text(q, 2);
  if (!strcmp(kind, "waiver")) return arena_format(im->scratch, "waived in batch %" PRId64, query_column(q, 1));
  if (number) return arena_format(im->scratch, "billed by invoice %s", number);
  if (!query_column_null(q, 3))
    return arena_format(im->scratch, "billed by invoice D%" PRId64 ", a draft", query_column(q, 3));
  return arena_format(im->scratch, "settled in batch %" PRId64 " without an invoice", query_column(q, 1));
}

bool frozen_line(import *im, int64_t line, const char **by, error *e) {
  *by = NULL;
  if (line < 0) return true;
  query *q = db_ask(im->db, e,
                    "SELECT b.kind, b.batch, i.number, b.invoice FROM bills b LEFT JOIN invoices i ON i.n = b.invoice "
                    "WHERE b.n = ?",
                    "i", line_bill(line));
  if (!q) return false;
  int got = query_step(q, e);
  *by = got == 1 ? document_of(im, q) : "billed";
  if (got == 1) query_reset(q);
  return got >= 0;
}

bool frozen_claim(import *im, table_id id, const record *old, const char **by, error *e) {
  *by = NULL;
  if (!old->n || (id != TABLE_TIME_ENTRIES && id != TABLE_CHARGES && id != TABLE_GRANTS)) return true;
  const table *t = table_of(id);
  item_kind kind = id == TABLE_TIME_ENTRIES ? ITEM_TICKET : id == TABLE_CHARGES ? ITEM_CHARGE : ITEM_GRANT;
  int64_t line;
  int64_t contract_n = old->fields[id == TABLE_GRANTS ? column_at(t, "contract") : 0].integer;
  int64_t at = old->fields[id == TABLE_GRANTS ? column_at(t, "date") : 1].integer;
  // clang-format off
  if (!db_value(im->db, e, &line, -1,
                "SELECT line FROM claims c WHERE contract = ? AND kind = ? AND at = ? "
                "AND " CLAIM_ENTRY("c") " = ? LIMIT 1",
                "iiii", contract_n, (int64_t)kind, at, old->n))
    return false;
  // clang-format on
  if (line < 0 && id == TABLE_GRANTS &&
      !db_value(im->db, e, &line, -1,
                "SELECT line FROM movements WHERE contract = ? AND grant_row = ? AND released IS NULL", "ii",
                contract_n, old->n))
    return false;
  return frozen_line(im, line, by, e);
}

bool frozen_contract(import *im, int64_t contract_n, const char **by, error *e) {
  int64_t line;
  return db_value(im->db, e, &line, -1, "SELECT line FROM claims WHERE contract = ? LIMIT 1", "i", contract_n) &&
         frozen_line(im, line, by, e);
}

bool frozen_ticket(import *im, int64_t ticket, const char **by, error *e) {
  // clang-format off
  query *q = db_ask(im->db, e,
                    "SELECT c.line FROM time_entries t JOIN claims c ON c.contract = t.contract "
                    "AND c." CLAIM_OF_WORK " AND c.at = t.at AND " CLAIM_ENTRY("c") " = t.n WHERE t.ticket = ?1 "
                    "UNION ALL SELECT c.line FROM charges g JOIN claims c ON c.contract = g.contract "
                    "AND c." CLAIM_OF_CHARGE " AND c.at = g.day AND c.row = g.n WHERE g.ticket = ?1 LIMIT 1",
                    "i", ticket);
  // clang-format on
  int got = q ? query_step(q, e) : -1;
  int64_t line = got == 1 ? query_column(q, 0) : -1;
  if (q) query_reset(q);
  return got >= 0 && frozen_line(im, line, by, e);
}

static const char *reference_id(import *im, table_id of, int64_t n) {
  static const char *const ids[TABLES] = {
    [TABLE_CUSTOMERS] = "SELECT id FROM customers WHERE n = ?",
    [TABLE_CONTRACTS] = "SELECT id FROM contracts WHERE n = ?",
    [TABLE_TICKETS] = "SELECT id FROM tickets WHERE n = ?",
  };
  error sub = { 0 };
  query *q = db_ask(im->db, &sub, ids[of], "i", n);
  const char *id = q && query_step(q, &sub) == 1 ? shown(im, query_column_text(q, 0), query_column_length(q, 0)) : "?";
  if (q) query_reset(q);
  error_clear(&sub);
  return id;
}

static const char *field_shown(import *im, const column *c, const field *f) {
  char text[40];
  if (f->type == FIELD_NULL) return "nothing";
  if (f->type == FIELD_TEXT) return shown(im, f->text, f->length);
  switch (c->type) {
    case COLUMN_REFERENCE: return reference_id(im, c->of, f->integer);
    case COLUMN_DATE: return arena_text(im->scratch, day_format((day)f->integer, text));
    case COLUMN_BOOL: return f->integer ? "true" : "false";
    case COLUMN_INSTANT: {
      error sub = { 0 };
      const zone *z = book_zone(im->book, im->book->zone, &sub);
      error_clear(&sub);
      return z ? arena_text(im->scratch, instant_text(z, f->integer, text)) : "?";
    }
    default: return arena_format(im->scratch, "%" PRId64, f->integer);
  }
}

// One column of a billed row that differs: refused, or kept with --keep-billed.
static void keep_or_refuse(import *im, const row *r, const column *c, const field *old, field *new, const char *by) {
  const char *was = field_shown(im, c, old), *is = field_shown(im, c, new);
  if (c->flags & COLUMN_DERIVED) *new = *old;
  else if (im->options->keep_billed) {
    import_kept(im, "%s:%" PRIu64 ": %s: kept %s, not %s: the row was %s", r->name, r->place, c->name, was, is, by);
    *new = *old;
  } else row_fault(im, r, ERROR_FROZEN, c->name, "%s cannot become %s: the row was %s", was, is, by);
}

static bool may_change(table_id id, const column *c) {
  if (c->flags & COLUMN_VIRTUAL) return true;
  return id == TABLE_CONTRACTS || id == TABLE_TICKETS ? !(c->flags & COLUMN_FROZEN) : (c->flags & COLUMN_FREE) != 0;
}

static bool frozen_row(import *im, table_id id, const record *old, const char **by, error *e) {
  if (id == TABLE_CONTRACTS) return frozen_contract(im, old->n, by, e);
  return id == TABLE_TICKETS ? frozen_ticket(im, old->n, by, e) : frozen_claim(im, id, old, by, e);
}

bool frozen_guard(import *im, const row *r, const record *old, record *new, error *e) {
  if (r->id != TABLE_CONTRACTS && r->id != TABLE_TICKETS && r->id != TABLE_TIME_ENTRIES && r->id != TABLE_CHARGES &&
      r->id != TABLE_GRANTS)
    return true;
  const char *by = NULL;
  bool asked = false;
  for (size_t i = 0; i < r->table->count; i++) {
    const column *c = &r->table->columns[i];
    if (may_change(r->id, c) || field_same(c, &old->fields[i], &new->fields[i])) continue;
    if (!asked && !frozen_row(im, r->id, old, &by, e)) return false;
    asked = true;
    if (!by) return true;
    keep_or_refuse(im, r, c, &old->fields[i], &new->fields[i], by);
    if (r->id == TABLE_CONTRACTS && !strcmp(c->name, "type"))
      new->fields[column_at(r->table, "params")] = old->fields[column_at(r->table, "params")];
  }
  return true;
}
