// Import rules of payments and of what they pay: nothing is given twice, and nothing is paid past what is open.
#include "core/base/money.h"
#include "core/engine/import/import_inside.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

// What an allocation is paid with: a payment, or a credit note.
typedef struct source {
  bool there, payment;
  int64_t n, customer, amount;
  int64_t credits;  // of a credit note: the invoice that it is taken off; 0: none
  const char *currency;
} source;

// What one pays.
typedef struct document {
  int64_t n, customer;  // n 0: there is none
  const char *state, *kind, *currency;
} document;

// A payment's id hides a credit note of the same number: it can only have got it later.
static bool source_read(import *im, const char *id, source *out, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT n, customer, amount, currency, 0, 1 FROM payments WHERE id = ?1 UNION ALL "
                    "SELECT n, customer, -total, currency, ifnull(credits, 0), 0 FROM invoices WHERE number = ?1 AND "
                    "kind = 'credit' AND state = 'final' AND NOT EXISTS (SELECT 1 FROM payments WHERE id = ?1)",
                    "t", id);
  int got = q ? query_step(q, e) : -1;
  *out = (source){ .there = got == 1, .currency = "" };
  if (got != 1) return got == 0;
  out->n = query_column(q, 0);
  out->customer = query_column(q, 1);
  out->amount = query_column(q, 2);
  out->currency = arena_text(im->scratch, query_column_text(q, 3));
  out->credits = query_column(q, 4);
  out->payment = query_column(q, 5) != 0;
  query_reset(q);
  return true;
}

static bool document_read(import *im, const char *number, document *out, error *e) {
  query *q = db_ask(im->db, e, "SELECT n, customer, state, kind, currency FROM invoices WHERE number = ?", "t", number);
  int got = q ? query_step(q, e) : -1;
  *out = (document){ .state = "", .kind = "", .currency = "" };
  if (got != 1) return got == 0;
  out->n = query_column(q, 0);
  out->customer = query_column(q, 1);
  out->state = arena_text(im->scratch, query_column_text(q, 2));
  out->kind = arena_text(im->scratch, query_column_text(q, 3));
  out->currency = arena_text(im->scratch, query_column_text(q, 4));
  query_reset(q);
  return true;
}

static const char *money_text(import *im, int64_t minor, const char *currency) {
  char text[MONEY_TEXT];
  size_t length = money_format(minor, currency_exponent(currency), text);
  return arena_format(im->scratch, "%.*s %s", (int)length, text, currency);
}

// The amount of a row in a currency. False: the import cannot go on; a fault is noted.
static bool amount_read(import *im, const row *r, const char *currency, const record *old, record *new, error *e) {
  size_t at = column_at(r->table, "amount");
  const cell *v = &r->cells[at];
  field text;
  int64_t minor;
  if (v->state == CELL_ABSENT && old->n) return true;
  if (!field_read(im, r, at, v, &text, e)) return false;
  if (im->faulty || text.type == FIELD_NULL) return true;
  if (!money_parse(text.text, text.length, currency_exponent(currency), &minor))
    row_fault(im, r, ERROR_INVALID, "amount", "\"%s\" is no amount of %s such as %s", shown(im, text.text, text.length),
              currency, money_text(im, 31500, currency));
  else if (minor <= 0)
    row_fault(im, r, ERROR_INVALID, "amount", "\"%s\" is not above zero", shown(im, text.text, text.length));
  new->fields[at] = field_int(minor);
  return true;
}

static const char *cell_of(const row *r, const record *of, const char *column) {
  return of->fields[column_at(r->table, column)].text;
}

// Empty: the customer's currency, else the book's.
static bool currency_fill(import *im, const row *r, record *new, error *e) {
  field *currency = &new->fields[column_at(r->table, "currency")];
  if (currency->type != FIELD_NULL) return true;
  query *q = db_ask(im->db, e, "SELECT currency FROM customers WHERE n = ?", "i",
                    new->fields[column_at(r->table, "customer")].integer);
  int got = q ? query_step(q, e) : -1;
  const char *own = got == 1 ? arena_text(im->scratch, query_column_text(q, 0)) : NULL;
  if (got == 1) query_reset(q);
  *currency = field_text(own ? own : im->book->currency);
  return got >= 0;
}

bool payment_check(import *im, const row *r, const record *old, record *new, error *e) {
  if (im->faulty) return true;
  const char *id = cell_of(r, new, "id");
  int64_t taken = 0;
  if (!old->n && !db_value(im->db, e, &taken, 0, "SELECT EXISTS (SELECT 1 FROM invoices WHERE number = ?)", "t", id))
    return false;
  if (taken) row_fault(im, r, ERROR_INVALID, "id", "%s is the number of a document", shown(im, id, strlen(id)));
  if (!currency_fill(im, r, new, e)) return false;
  const char *currency = cell_of(r, new, "currency");
  if (old->n && strcmp(currency, cell_of(r, old, "currency")) &&
      r->cells[column_at(r->table, "amount")].state == CELL_ABSENT)
    row_fault(im, r, ERROR_INVALID, "amount", "is missing: the currency changes, so the amount must be given again");
  return im->faulty || amount_read(im, r, currency, old, new, e);
}

// Whether one may pay for the other: who gets the invoices of a customer, or the other way round.
static bool pays_for(import *im, int64_t payer, int64_t customer, bool *out, error *e) {
  int64_t found = 0;
  bool ok = payer == customer || db_value(im->db, e, &found, 0,
                                          "SELECT EXISTS (SELECT 1 FROM customers WHERE (n = ?1 AND bill_to = ?2) OR "
                                          "(n = ?2 AND bill_to = ?1))",
                                          "ii", payer, customer);
  *out = payer == customer || found;
  return ok;
}

// What can be said of the row alone; false: a fault was noted.
static bool document_takes(import *im, const row *r, const source *s, const document *d, const char *number) {
  if (!d->n) return row_fault(im, r, ERROR_INVALID, "invoice", "there is no invoice \"%s\"", number);
  if (!strcmp(d->kind, "credit"))
    return row_fault(im, r, ERROR_INVALID, "invoice", "%s is a credit note: it pays, and is not paid", number);
  if (strcmp(d->state, "final"))
    return row_fault(im, r, ERROR_INVALID, "invoice", "%s is void: nothing is owed for it", number);
  if (s->credits == d->n)
    return row_fault(im, r, ERROR_INVALID, "invoice", "the credit note is taken off invoice %s already", number);
  return !strcmp(s->currency, d->currency) ||
         row_fault(im, r, ERROR_INVALID, "invoice", "invoice %s is in %s, what is to pay it in %s", number, d->currency,
                   s->currency);
}

bool allocation_check(import *im, const row *r, const record *old, record *new, error *e) {
  const char *id = cell_of(r, new, "payment"), *number = cell_of(r, new, "invoice");
  source s;
  document d;
  bool related = false;
  if (im->faulty) return true;
  if (!source_read(im, id, &s, e) || !document_read(im, number, &d, e)) return false;
  const char *seen = shown(im, number, strlen(number));
  if (!s.there && row_was_bad(im, TABLE_PAYMENTS, id)) im->faulty = true;
  else if (!s.there)
    row_fault(im, r, ERROR_INVALID, "payment", "there is no payment or credit note \"%s\"", shown(im, id, strlen(id)));
  if (im->faulty || !document_takes(im, r, &s, &d, seen)) return true;
  if (!pays_for(im, s.customer, d.customer, &related, e)) return false;
  if (!related) row_fault(im, r, ERROR_INVALID, "invoice", "invoice %s is another customer's", seen);
  return im->faulty || amount_read(im, r, d.currency, old, new, e);
}

static void note(import *im, noted_payment one) {
  one.payment = arena_text(im->own, one.payment);
  one.invoice = arena_text(im->own, one.invoice);
  im->payments = arena_grow(im->own, im->payments, im->payment_count, &im->payment_capacity, sizeof *im->payments);
  im->payments[im->payment_count++] = one;
}

bool payment_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  (void)e;
  if (old->n) note(im, (noted_payment){ .payment = cell_of(r, new, "id"), .name = r->name, .place = r->place });
  return true;
}

bool allocation_wrote(import *im, const row *r, const record *old, const record *new, error *e) {
  size_t at = column_at(r->table, "amount");
  const char *payment = cell_of(r, new, "payment"), *invoice = cell_of(r, new, "invoice");
  int64_t more = new->fields[at].integer - (old->n ? old->fields[at].integer : 0);
  note(im, (noted_payment){ payment, invoice, !old->n || more > 0, r->name, r->place });
  return sums_given(im->book, payment, invoice, more, e);
}

void payment_gone(import *im, table_id id, const record *old) {
  const table *t = table_of(id);
  bool payment = id == TABLE_PAYMENTS;
  note(im, (noted_payment){ .payment = old->fields[column_at(t, payment ? "id" : "payment")].text,
                            .invoice = payment ? NULL : old->fields[column_at(t, "invoice")].text });
}

// A sum that does not hold: of the row, or of what went without one.
static bool sum_fault(import *im, const noted_payment *p, const char *text) {
  if (!p->name) return source_fault(im, ERROR_INVALID, "%s", text);
  return pending_fault(im, &(pending){ .name = p->name, .place = p->place }, "amount", "%s", text);
}

// What notes of an invoice gave to others is no more than what is on account of it. False: the database failed.
static bool notes_hold(import *im, const noted_payment *p, int64_t invoice, const char *currency, error *e) {
  invoice_due due;
  if (!invoice_due_read(im->book, invoice, DAY_MAX, &due, e)) return false;
  if (due.gave && due.open > 0)
    sum_fault(im, p,
              arena_format(im->scratch,
                           "credit notes give %s to other invoices, which is %s more than is on account of the "
                           "invoice that they credit",
                           money_text(im, due.gave, currency),
                           money_text(im, due.open < due.gave ? due.open : due.gave, currency)));
  return true;
}

// A payment gives no more than it has; what it pays has its currency and is its customer's.
static bool payment_holds(import *im, const noted_payment *p, const source *s, error *e) {
  query *q = db_ask(im->db, e,
                    "SELECT i.number FROM allocations a JOIN invoices i ON i.number = a.invoice WHERE a.payment = ?1 "
                    "AND (i.currency <> ?2 OR (i.customer <> ?3 AND NOT EXISTS (SELECT 1 FROM customers c WHERE "
                    "(c.n = ?3 AND c.bill_to = i.customer) OR (c.n = i.customer AND c.bill_to = ?3)))) LIMIT 1",
                    "tti", p->payment, s->currency, s->customer);
  int got = q ? query_step(q, e) : -1;
  if (got != 1) return got == 0;
  sum_fault(im, p,
            arena_format(im->scratch,
                         "the payment pays invoice %s, which is in another currency or another "
                         "customer's",
                         query_column_text(q, 0)));
  query_reset(q);
  return true;
}

static bool source_holds(import *im, const noted_payment *p, error *e) {
  source s;
  int64_t given = 0;
  if (!source_read(im, p->payment, &s, e) ||
      !db_value(im->db, e, &given, 0, "SELECT ifnull(sum(amount), 0) FROM allocations WHERE payment = ?", "t",
                p->payment))
    return false;
  if (!s.there && given) return sum_fault(im, p, "the payment still pays invoices"), true;
  if (!s.there) return true;
  if (given > s.amount)
    return sum_fault(im, p,
                     arena_format(im->scratch, "%s gives %s to invoices, and is %s", p->payment,
                                  money_text(im, given, s.currency), money_text(im, s.amount, s.currency))),
           true;
  if (s.payment && !p->invoice) return payment_holds(im, p, &s, e);
  return !s.credits || notes_hold(im, p, s.credits, s.currency, e);
}

static bool invoice_holds(import *im, const noted_payment *p, error *e) {
  document d;
  invoice_due due;
  if (!document_read(im, p->invoice, &d, e) || !d.n || !invoice_due_read(im->book, d.n, DAY_MAX, &due, e)) return false;
  if (p->more && !im->reverts && due.open < 0)
    return sum_fault(im, p,
                     arena_format(im->scratch, "%s would be paid of invoice %s, which owes %s",
                                  money_text(im, due.paid, d.currency), p->invoice,
                                  money_text(im, due.total + due.credited, d.currency))),
           true;
  return notes_hold(im, p, d.n, d.currency, e);
}

// Rows of one payment come together: its sum is looked at, and told, once.
static bool looked_at(const import *im, size_t at) {
  const noted_payment *p = &im->payments[at];
  return at && p->invoice && p[-1].invoice && strcmp(p->payment, p[-1].payment) == 0;
}

bool payments_end(import *im, error *e) {
  for (size_t i = 0; i < im->payment_count; i++) {
    const noted_payment *p = &im->payments[i];
    size_t faults = im->invalid;
    arena_reset(im->scratch);
    if (!looked_at(im, i) && !source_holds(im, p, e)) return false;
    if (im->invalid == faults && p->invoice && !invoice_holds(im, p, e)) return false;
  }
  return true;
}
