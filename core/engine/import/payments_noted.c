// Payments that people note and take back, one at a time.
#include "core/base/money.h"
#include "core/engine/import/payment_rows_inside.h"
#include "core/engine/import/payments.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

typedef struct paying {
  book *book;
  arena *arena;
  const payment_terms *terms;
  payment_rows rows;
  int64_t customer;
  const char *customer_id, *currency;
  const char **numbers;  // of the invoices
  int64_t *open, sum;
  int exponent;
} paying;

static bool is_payable(const query *q, error *e) {
  const char *number = query_column_text(q, 0), *state = query_column_text(q, 1);
  if (strcmp(state, "draft") == 0) {
    error_set(e, ERROR_STATE, "D%lld is a draft: it cannot be paid", (long long)query_column(q, 6));
    return error_hint(e, "billet batch generate numbers the drafts of a batch");
  }
  if (strcmp(state, "void") == 0) return error_set(e, ERROR_STATE, "invoice %s is void: it cannot be paid", number);
  if (strcmp(query_column_text(q, 2), "credit") != 0) return true;
  error_set(e, ERROR_STATE, "%s is a credit note: it pays, and is not paid", number);
  return error_hint(e, "a row of allocations with its number as the payment gives it to an invoice");
}

// The customer and the currency of all are those of the first.
static bool is_like_the_first(paying *p, const query *q, error *e) {
  if (!p->currency) {
    p->customer = query_column(q, 3);
    p->customer_id = arena_text(p->arena, query_column_text(q, 4));
    p->currency = arena_text(p->arena, query_column_text(q, 5));
    p->exponent = currency_exponent(p->currency);
  }
  if (p->customer == query_column(q, 3) && !strcmp(p->currency, query_column_text(q, 5))) return true;
  error_set(e, ERROR_INVALID, "invoice %s is of %s in %s, the first of %s in %s: a payment is of one",
            query_column_text(q, 0), query_column_text(q, 4), query_column_text(q, 5), p->customer_id, p->currency);
  return error_hint(e, "note a payment for each");
}

static bool read_invoice(paying *p, size_t at, error *e) {
  query *q =
      db_ask(p->book->db, e,
             "SELECT i.number, i.state, i.kind, i.customer, c.id, i.currency, i.n FROM invoices i JOIN customers "
             "c ON c.n = i.customer WHERE i.n = ?",
             "i", p->terms->invoices[at]);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  bool ok = is_payable(q, e) && is_like_the_first(p, q, e);
  p->numbers[at] = arena_text(p->arena, query_column_text(q, 0));
  query_reset(q);
  return ok;
}

static bool read_open(paying *p, size_t at, error *e) {
  invoice_due due;
  for (size_t i = 0; i < at; i++)
    if (p->terms->invoices[i] == p->terms->invoices[at])
      return error_set(e, ERROR_USAGE, "invoice %s is named twice", p->numbers[at]);
  if (!invoice_due_read(p->book, p->terms->invoices[at], DAY_MAX, &due, e)) return false;
  p->open[at] = due.open;
  p->sum += due.open;
  return due.open > 0 || error_set(e, ERROR_ALREADY, "nothing is open of invoice %s", p->numbers[at]);
}

static bool read_amount(const paying *p, int64_t *out, error *e) {
  const char *text = p->terms->amount;
  *out = p->sum;
  if (!text || (money_parse(text, strlen(text), p->exponent, out) && *out > 0)) return true;
  error_set(e, ERROR_INVALID, "\"%s\" is no amount of %s above zero", text, p->currency);
  return error_hint(e, "what is open: --amount %s", payment_text(p->arena, p->sum, p->exponent));
}

static bool id_is_free(book *b, const char *id, bool *out, error *e) {
  int64_t taken = 0;
  bool ok = db_value(b->db, e, &taken, 0,
                     "SELECT EXISTS (SELECT 1 FROM payments WHERE id = ?1) OR EXISTS (SELECT 1 FROM invoices WHERE "
                     "number = ?1)",
                     "t", id);
  *out = !taken;
  return ok;
}

static bool choose_id(const paying *p, const char **id, error *e) {
  bool is_free = false;
  int64_t next = 0;
  if (p->terms->id) {
    *id = p->terms->id;
    return id_is_free(p->book, *id, &is_free, e) &&
           (is_free || error_set(e, ERROR_DUPLICATE, "there is a payment or a document %s already", *id));
  }
  if (!db_value(p->book->db, e, &next, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'payments'", "")) return false;
  do *id = arena_format(p->arena, "P%lld", (long long)++next);
  while (id_is_free(p->book, *id, &is_free, e) && !is_free);
  return is_free;
}

static bool pay(paying *p, const char **id, error *e) {
  const payment_terms *t = p->terms;
  char date[DAY_TEXT];
  int64_t rest;
  for (size_t i = 0; i < t->count; i++)
    if (!read_invoice(p, i, e) || !read_open(p, i, e)) return false;
  if (!read_amount(p, &rest, e) || !choose_id(p, id, e)) return false;
  const char *amount = payment_text(p->arena, rest, p->exponent);
  payment_rows_put(&p->rows,
                   &(payment_row){ *id, p->customer_id, day_format(t->date, date), amount, p->currency, t->reference });
  for (size_t i = 0; i < t->count && rest; i++) {
    int64_t part = rest < p->open[i] ? rest : p->open[i];
    payment_rows_give(&p->rows, *id, p->numbers[i], part, p->exponent);
    rest -= part;
  }
  return payment_rows_import(&p->rows, p->book, "invoice pay", "invoice pay", e);
}

bool invoice_pay(book *b, const payment_terms *terms, arena *a, const char **id, error *e) {
  paying p = { .book = b,
               .arena = a,
               .terms = terms,
               .rows.arena = a,
               .numbers = arena_array(a, terms->count + 1, sizeof *p.numbers),
               .open = arena_array(a, terms->count + 1, sizeof *p.open) };
  if (!db_begin(b->db, e)) return false;
  bool ok = pay(&p, id, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}

static bool unpay(book *b, const char *id, payment_rows *rows, error *e) {
  int64_t there = 0;
  if (!db_value(b->db, e, &there, 0, "SELECT EXISTS (SELECT 1 FROM payments WHERE id = ?)", "t", id)) return false;
  if (!there) return error_set(e, ERROR_NOT_FOUND, "there is no payment \"%s\"", id);
  return payment_rows_drop_all(rows, b->db, id, e) && payment_rows_import(rows, b, "invoice unpay", "invoice unpay", e);
}

bool invoice_unpay(book *b, const char *id, arena *a, error *e) {
  payment_rows rows = { .arena = a };
  if (!db_begin(b->db, e)) return false;
  bool ok = unpay(b, id, &rows, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}
