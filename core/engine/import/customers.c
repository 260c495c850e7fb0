// Import rules of customers: who pays, which clock and currency; and what concerns them.
#include "core/engine/facts/facts.h"
#include "core/engine/import/import_inside.h"
#include <inttypes.h>
#include <string.h>

static const field *get(const record *r, const row *of, const char *name) {
  return &r->fields[column_at(of->table, name)];
}

static bool same(const record *a, const record *b, const row *r, const char *name) {
  size_t i = column_at(r->table, name);
  return field_same(&r->table->columns[i], &a->fields[i], &b->fields[i]);
}

// A billed contract that takes its customer's currency keeps it.
static bool keep_currency(import *im, const row *r, const record *old, record *new, error *e) {
  int64_t contract_n;
  const char *by = NULL;
  if (!db_value(im->db, e, &contract_n, 0,
                "SELECT n FROM contracts c WHERE customer = ? AND currency IS NULL AND EXISTS (SELECT 1 FROM "
                "claims WHERE contract = c.n) LIMIT 1",
                "i", old->n) ||
      (contract_n && !frozen_contract(im, contract_n, &by, e)))
    return false;
  if (!by) return true;
  size_t at = column_at(r->table, "currency");
  if (im->options->keep_billed) {
    import_kept(im, "%s:%" PRIu64 ": currency: kept: a contract without a currency of its own was %s", r->name,
                r->place, by);
    new->fields[at] = old->fields[at];
  } else
    row_fault(im, r, ERROR_FROZEN, "currency", "cannot change: a contract without a currency of its own was %s", by);
  return true;
}

bool customer_check(import *im, const row *r, const record *old, record *new, error *e) {
  field *payer = &new->fields[column_at(r->table, "bill_to")];
  if (old->n && payer->type == FIELD_INT && payer->integer == old->n) *payer = (field){ .type = FIELD_NULL };
  if (!customer_look(im, r, old, new, e)) return false;
  return !old->n || same(old, new, r, "currency") || keep_currency(im, r, old, new, e);
}

bool customer_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  if (!old->n || !same(old, new, r, "bill_to")) {
    pending p = { new->n, arena_text(im->own, get(new, r, "id")->text), r->name, r->place };
    if (get(new, r, "bill_to")->type == FIELD_INT) pending_add(im, &im->paid, p);
    owner_moved(im, r, old, new);
  }
  if (!old->n) return true;
  if (!mark_customer(im, new->n, e)) return false;
  if (!same(old, new, r, "tax") || !same(old, new, r, "tax_exempt")) note_tax(im, r, 0, new->n);
  if (same(old, new, r, "zone")) return true;
  customer_forget(im, new->n);
  return attribute_customer(im, new->n, e);
}

static bool resolve_payer(import *im, const pending *p, error *e) {
  int64_t payer;
  if (!reference_find(im, TABLE_CUSTOMERS, p->id, &payer, e)) return false;
  if (payer) {
    pending_add(im, &im->paid, *p);
    return db_run(im->db, e, "UPDATE customers SET bill_to = ? WHERE n = ?", "ki", payer == p->n ? (int64_t)0 : payer,
                  p->n);
  }
  arena_reset(im->scratch);
  if (!row_was_bad(im, TABLE_CUSTOMERS, p->id))
    pending_fault(im, p, "bill_to", "there is no customer \"%s\"", shown(im, p->id, strlen(p->id)));
  return true;
}

// Whoever pays for all in a ring pays for itself: nobody would get the invoice.
static bool refuse_ring(import *im, const pending *p, error *e) {
  query *q = db_ask(im->db, e,
                    "WITH RECURSIVE up (n) AS (SELECT bill_to FROM customers WHERE n = ?1 UNION "
                    "SELECT c.bill_to FROM up JOIN customers c ON c.n = up.n WHERE up.n <> ?1) "
                    "SELECT (SELECT group_concat(c.id, ', ') FROM up JOIN customers c ON c.n = up.n WHERE c.n <> ?1) "
                    "WHERE ?1 IN (SELECT n FROM up)",
                    "i", p->n);
  int got = q ? query_step(q, e) : -1;
  if (got == 1)
    pending_fault(im, p, "bill_to", "would have it pay for itself, in a ring with %s",
                  shown(im, query_column_text(q, 0), query_column_length(q, 0)));
  if (q) query_reset(q);
  return got >= 0;
}

bool customers_end(import *im, error *e) {
  for (size_t i = 0; i < im->payers.count; i++)
    if (!resolve_payer(im, &im->payers.rows[i], e)) return false;
  for (size_t i = 0; i < im->paid.count; i++) {
    arena_reset(im->scratch);
    if (!refuse_ring(im, &im->paid.rows[i], e)) return false;
  }
  return true;
}

// The contracts of a row whose settled periods reach past a day.
static bool note_late(import *im, const row *r, int64_t contract_n, int64_t customer, day d, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT c.id FROM contracts c JOIN frontiers f ON f.contract = c.n WHERE (c.n = ?1 OR (?1 = 0 AND "
                    "c.customer = ?2)) AND f.period_from > ?3 AND c.start <= ?3 AND EXISTS (SELECT 1 FROM claims "
                    "WHERE contract = c.n AND " CLAIM_OF_FEE ")",
                    "iii", contract_n, customer, (int64_t)d);
  char date[DAY_TEXT];
  int got = -1;
  while (q && (got = query_step(q, e)) == 1)
    import_kept(im, "%s:%" PRIu64 ": dated %s, in a period of contract %s that was billed", r->name, r->place,
                day_format(d, date), query_column_text(q, 0));
  return got == 0;
}

static int64_t scope(const record *x, const row *r, const char *name) {
  return column_find(r->table, name) < 0 || get(x, r, name)->type != FIELD_INT ? 0 : get(x, r, name)->integer;
}

static const char *dated_by(table_id id) {
  return id == TABLE_READINGS ? "at" : id == TABLE_DEVICES || id == TABLE_CHANGES || id == TABLE_RATES ? "from" : NULL;
}

static void earlier(const field *f, int64_t plus, int64_t *first) {
  if (f->type == FIELD_INT && f->integer + plus < *first) *first = f->integer + plus;
}

// The first day that the row changes: of a device whose end is new, the day after it.
static int64_t first_changed(const row *r, const record *old, const record *new, const char *dated) {
  int64_t first = DAY_NEVER;
  bool moved = !old->n || get(old, r, dated)->integer != get(new, r, dated)->integer;
  if (r->id == TABLE_DEVICES && !moved && get(old, r, "customer")->integer == get(new, r, "customer")->integer) {
    earlier(get(old, r, "to"), 1, &first);
    earlier(get(new, r, "to"), 1, &first);
    if (first < DAY_NEVER) return first;
  }
  if (old->n) earlier(get(old, r, dated), 0, &first);
  earlier(get(new, r, dated), 0, &first);
  return first;
}

static bool mark_price(import *im, const row *r, const record *x, error *e) {
  const field *from = get(x, r, "from");
  return mark_rate(im, get(x, r, "code")->text, scope(x, r, "contract"), scope(x, r, "customer"),
                   from->type == FIELD_INT ? (day)from->integer : DAY_MIN, e);
}

// What an hour costs changes no amount.
static bool only_cost(const row *r, const record *old, const record *new) {
  if (r->id != TABLE_RATES || !old->n) return false;
  for (size_t i = 0; i < r->table->count; i++)
    if (strcmp(r->table->columns[i].name, "cost") != 0 &&
        !field_same(&r->table->columns[i], &old->fields[i], &new->fields[i]))
      return false;
  return true;
}

bool scoped_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  int64_t contract_n = scope(new, r, "contract"), customer = scope(new, r, "customer");
  if (only_cost(r, old, new)) return true;
  if (!mark_scope(im, contract_n, customer, e)) return false;
  if (r->id == TABLE_READINGS || r->id == TABLE_DEVICES) note_word(im, r, "meter", get(new, r, "meter"));
  if (old->n && !mark_scope(im, scope(old, r, "contract"), scope(old, r, "customer"), e)) return false;
  if (r->id == TABLE_RATES && (!mark_price(im, r, new, e) || (old->n && !mark_price(im, r, old, e)))) return false;
  const char *dated = dated_by(r->id);
  if (!dated || !(contract_n || customer) || get(new, r, dated)->type != FIELD_INT) return true;
  day first = (day)first_changed(r, old, new, dated);
  if (r->id != TABLE_RATES && !mark_fact(im, contract_n, customer, first, e)) return false;
  if (r->id != TABLE_RATES && old->n && !mark_fact(im, scope(old, r, "contract"), scope(old, r, "customer"), first, e))
    return false;
  return note_late(im, r, contract_n, customer, first, e);
}

bool dated_check(import *im, const row *r, const record *old, record *new, error *e) {
  const char *first = r->id == TABLE_DEVICES ? "from" : "date", *last = r->id == TABLE_DEVICES ? "to" : "expires";
  const field *from = get(new, r, first), *to = get(new, r, last);
  char a[DAY_TEXT], b[DAY_TEXT];
  if (from->type == FIELD_INT && to->type == FIELD_INT && to->integer < from->integer)
    row_fault(im, r, ERROR_INVALID, last, "\"%s\" is before %s, %s", day_format((day)to->integer, a), first,
              day_format((day)from->integer, b));
  return r->id != TABLE_DEVICES || owner_check(im, r, old, new, e);
}
