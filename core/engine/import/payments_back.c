// Payments as a target has them, taken into the book: what of each concerns it, and what stands otherwise there.
#include "core/engine/import/payments.h"
#include "core/base/money.h"
#include "core/base/text.h"
#include "core/engine/import/payment_rows_inside.h"
#include "core/engine/invoice/invoice.h"
#include <string.h>

// What is left to pay of an invoice that payments of the list pay, paid or not before.
typedef struct left {
  int64_t invoice, amount;
} left;

typedef struct back {
  book *book;
  arena *arena;
  const char *target;
  payment_rows rows;
  left *lefts;
  size_t left_count, left_capacity;
  payment_told *told;
  size_t told_count, told_capacity;
} back;

// One payment of the list, as the book would have it.
typedef struct taken {
  const char *id, *customer, *currency;
  int64_t customer_n, amount;
  int exponent;
  bool there, same;  // there: in the book already; same: nothing of it changes
  bool foreign;      // the book has nothing to do with it: of such a target may have thousands
  const char *message;
} taken;

static void tell(back *b, enum payment_change change, const taken *t) {
  b->told = arena_grow(b->arena, b->told, b->told_count, &b->told_capacity, sizeof *b->told);
  b->told[b->told_count++] = (payment_told){ change, t->id, t->message };
}

static const char *id_of(const back *b, const char *remote) {
  return arena_format(b->arena, "%s:%s", b->target, remote);
}

static bool is_there(const back *b, const char *id, bool *out, error *e) {
  int64_t found = 0;
  bool ok = db_value(b->book->db, e, &found, 0, "SELECT EXISTS (SELECT 1 FROM payments WHERE id = ?)", "t", id);
  *out = found != 0;
  return ok;
}

// ---- What is left of invoices.

static left *left_of(back *b, int64_t invoice) {
  for (size_t i = 0; i < b->left_count; i++)
    if (b->lefts[i].invoice == invoice) return &b->lefts[i];
  b->lefts = arena_grow(b->arena, b->lefts, b->left_count, &b->left_capacity, sizeof *b->lefts);
  b->lefts[b->left_count] = (left){ invoice, INT64_MIN };
  return &b->lefts[b->left_count++];
}

static bool left_read(back *b, int64_t invoice, left **out, error *e) {
  *out = left_of(b, invoice);
  if ((*out)->amount != INT64_MIN) return true;
  invoice_due due;
  (*out)->amount = 0;
  if (!invoice_due_read(b->book, invoice, DAY_MAX, &due, e)) return false;
  (*out)->amount = due.open;
  return true;
}

// ---- What of a payment concerns the book.

// The customer, its id and the currency. False: the database fails; customer_n 0: nobody.
static bool who_pays(back *b, const payment_read *p, taken *t, error *e) {
  t->customer_n = p->customer;
  for (size_t i = 0; !t->customer_n && i < p->part_count; i++)
    if (p->parts[i].invoice && !db_value(b->book->db, e, &t->customer_n, 0, "SELECT customer FROM invoices WHERE n = ?",
                                         "i", p->parts[i].invoice))
      return false;
  query *q = db_ask(b->book->db, e,
                    "SELECT id, ifnull(?2, ifnull(currency, (SELECT currency FROM settings))) FROM customers WHERE n = "
                    "?1",
                    "it", t->customer_n, p->currency);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return t->customer_n = 0, step == 0;
  t->customer = arena_text(b->arena, query_column_text(q, 0));
  t->currency = arena_text(b->arena, query_column_text(q, 1));
  t->exponent = currency_exponent(t->currency);
  query_reset(q);
  return true;
}

static bool amount_of(const taken *t, const char *text, int64_t *out) {
  return text && t->exponent >= 0 && money_parse(text, strlen(text), t->exponent, out) && *out >= 0;
}

// The amount without what pays documents that are not in the book. False: there is none that can be told.
static bool own_amount(const payment_read *p, taken *t) {
  if (!amount_of(t, p->amount, &t->amount)) return false;
  for (size_t i = 0; i < p->part_count; i++) {
    int64_t elsewhere;
    if (p->parts[i].invoice) continue;
    if (!amount_of(t, p->parts[i].amount, &elsewhere)) return false;
    t->amount -= elsewhere;
  }
  return true;
}

static bool concerns(back *b, const payment_read *p, taken *t, error *e) {
  if (!who_pays(b, p, t, e)) return false;
  if (t->customer_n && !own_amount(p, t)) {
    t->message = arena_format(b->arena, "its amount is none of %s", t->currency);
    return true;
  }
  t->foreign = !t->customer_n || t->amount <= 0;
  if (t->foreign)
    t->message = t->customer_n ? "it pays nothing that is in the book"
                               : "it is of nobody in the book, and pays none of its invoices";
  return true;
}

// ---- What it gives.

// Whether the invoice may be paid by it: final, in its currency, its customer's or who pays for that.
static bool may_pay(back *b, const taken *t, int64_t invoice, const char **number, bool *out, error *e) {
  query *q =
      db_ask(b->book->db, e,
             "SELECT i.number, i.state = 'final' AND i.kind = 'invoice' AND i.currency = ?2 AND (i.customer = ?3 "
             "OR EXISTS (SELECT 1 FROM customers c WHERE (c.n = ?3 AND c.bill_to = i.customer) OR (c.n = "
             "i.customer AND c.bill_to = ?3))) FROM invoices i WHERE i.n = ?1",
             "iti", invoice, t->currency, t->customer_n);
  int step = q ? query_step(q, e) : -1;
  *out = step == 1 && query_column(q, 1);
  *number = step == 1 ? arena_text(b->arena, query_column_text(q, 0)) : NULL;
  if (step == 1) query_reset(q);
  return step >= 0;
}

static bool given_now(back *b, const char *id, const char *number, int64_t *out, error *e) {
  return db_value(b->book->db, e, out, 0, "SELECT amount FROM allocations WHERE payment = ? AND invoice = ?", "tt", id,
                  number);
}

// The sum of its parts that name the invoice.
static int64_t wanted_of(const payment_read *p, const taken *t, int64_t invoice) {
  int64_t sum = 0, one;
  for (size_t i = 0; i < p->part_count; i++)
    if (p->parts[i].invoice == invoice && amount_of(t, p->parts[i].amount, &one)) sum += one;
  return sum;
}

static bool named_before(const payment_read *p, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (p->parts[i].invoice == p->parts[at].invoice) return true;
  return false;
}

// What a payment gave and gives no more is there for the others, whichever comes first; p NULL: it gives nothing.
static bool set_free(back *b, const payment_read *p, const taken *t, error *e) {
  query *q = db_ask(b->book->db, e,
                    "SELECT i.n, a.invoice, a.amount FROM allocations a JOIN invoices i ON i.number = a.invoice WHERE "
                    "a.payment = ? ORDER BY a.n",
                    "t", t->id);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    left *l;
    int64_t invoice = query_column(q, 0), now = query_column(q, 2), wanted = p ? wanted_of(p, t, invoice) : 0;
    if (wanted >= now) continue;
    if (p && !wanted) payment_rows_drop(&b->rows, t->id, query_column_text(q, 1));
    if (!left_read(b, invoice, &l, e)) return query_reset(q), false;
    l->amount += now - wanted;
  }
  return step == 0;
}

// What it gave before stays; more only as far as the invoice is open.
static bool give(back *b, const payment_read *p, taken *t, size_t at, int64_t *rest, error *e) {
  int64_t wanted = wanted_of(p, t, p->parts[at].invoice), now = 0;
  const char *number;
  bool may;
  left *l;
  if (!may_pay(b, t, p->parts[at].invoice, &number, &may, e) || !left_read(b, p->parts[at].invoice, &l, e) ||
      (number && !given_now(b, t->id, number, &now, e)))
    return false;
  int64_t kept = now < wanted ? now : wanted, amount = kept + (may && l->amount > 0 ? l->amount : 0);
  if (amount > wanted) amount = wanted;
  if (amount > *rest) amount = *rest;
  if (amount < wanted)
    t->message = arena_format(b->arena, "%s of it pays %s there, of which the book takes %s: the rest is on account",
                              payment_text(b->arena, wanted, t->exponent), number ? number : "a draft",
                              payment_text(b->arena, amount, t->exponent));
  l->amount -= amount - kept;
  *rest -= amount;
  t->same = t->same && now == amount;
  if (amount && now != amount) payment_rows_give(&b->rows, t->id, number, amount, t->exponent);
  if (!amount && now) payment_rows_drop(&b->rows, t->id, number);
  return true;
}

static bool row_same(back *b, const payment_read *p, taken *t, error *e) {
  int64_t found = 0;
  bool ok = db_value(b->book->db, e, &found, 0,
                     "SELECT EXISTS (SELECT 1 FROM payments WHERE id = ? AND customer = ? AND date = ? AND amount = ? "
                     "AND currency = ? AND reference IS ?)",
                     "tiiitt", t->id, t->customer_n, (int64_t)p->date, t->amount, t->currency, p->reference);
  t->same = found != 0;
  return ok;
}

// Whether it gives to what the target's does not name.
static bool gives_otherwise(back *b, const payment_read *p, taken *t, error *e) {
  query *q =
      db_ask(b->book->db, e,
             "SELECT i.n FROM allocations a JOIN invoices i ON i.number = a.invoice WHERE a.payment = ?", "t", t->id);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) t->same = t->same && wanted_of(p, t, query_column(q, 0));
  return step == 0;
}

static bool take(back *b, const payment_read *p, taken *t, error *e) {
  char date[DAY_TEXT];
  int64_t rest = t->amount;
  if (!row_same(b, p, t, e)) return false;
  if (!t->same)
    payment_rows_put(&b->rows,
                     &(payment_row){ t->id, t->customer, day_format(p->date, date),
                                     payment_text(b->arena, t->amount, t->exponent), t->currency, p->reference });
  for (size_t i = 0; i < p->part_count; i++)
    if (p->parts[i].invoice && !named_before(p, i) && !give(b, p, t, i, &rest, e)) return false;
  if (!gives_otherwise(b, p, t, e)) return false;
  tell(b, t->same ? PAYMENT_SAME : t->there ? PAYMENT_CHANGED : PAYMENT_ADDED, t);
  return true;
}

static bool leave(back *b, taken *t, error *e) {
  if (t->foreign && !t->there) t->message = NULL;
  tell(b, t->there ? PAYMENT_REMOVED : PAYMENT_LEFT, t);
  return !t->there || payment_rows_drop_all(&b->rows, b->book->db, t->id, e);
}

// Those of the target that the list lacks.
static bool others_read(back *b, const payment_read *list, size_t count, taken **out, size_t *out_count, error *e) {
  const char *prefix = id_of(b, "");
  query *q =
      db_ask(b->book->db, e, "SELECT id FROM payments WHERE substr(id, 1, length(?1)) = ?1 ORDER BY n", "t", prefix);
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const taken t = { .id = arena_text(b->arena, query_column_text(q, 0)), .there = true };
    size_t i = 0;
    while (i < count && strcmp(list[i].id, t.id + strlen(prefix)) != 0) i++;
    if (i < count) continue;
    *out = arena_grow(b->arena, *out, *out_count, &capacity, sizeof **out);
    (*out)[(*out_count)++] = t;
  }
  return step == 0;
}

static bool read_one(back *b, const payment_read *p, taken *t, error *e) {
  *t = (taken){ .id = id_of(b, p->id) };
  if (!is_there(b, t->id, &t->there, e) || (!p->gone && !concerns(b, p, t, e))) return false;
  return set_free(b, p->gone || t->message ? NULL : p, t, e);
}

static bool read_all(back *b, const payment_read *list, size_t count, bool all, error *e) {
  taken *each = arena_array(b->arena, count + 1, sizeof *each), *others = NULL;
  size_t other_count = 0;
  if (all && !others_read(b, list, count, &others, &other_count, e)) return false;
  for (size_t i = 0; i < other_count; i++)
    if (!set_free(b, NULL, &others[i], e)) return false;
  for (size_t i = 0; i < count; i++)
    if (!read_one(b, &list[i], &each[i], e)) return false;
  for (size_t i = 0; i < count; i++)
    if (list[i].gone || each[i].message ? !leave(b, &each[i], e) : !take(b, &list[i], &each[i], e)) return false;
  for (size_t i = 0; i < other_count; i++)
    if (!leave(b, &others[i], e)) return false;
  return payment_rows_import(&b->rows, b->book, "import", arena_format(b->arena, "export refresh %s", b->target), e);
}

bool payments_read_back(book *b, const char *target, const payment_read *list, size_t count, bool all, arena *a,
                        payment_told **told, size_t *told_count, error *e) {
  back at = { .book = b, .arena = a, .target = target, .rows.arena = a };
  if (!db_begin(b->db, e)) return false;
  bool ok = read_all(&at, list, count, all, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  *told = at.told;
  *told_count = at.told_count;
  return ok;
}
