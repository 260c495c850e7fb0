// Numbering: drafts become final documents, gapless per series, each chained to the one before.
#include "core/engine/invoice/invoice_inside.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct numbering {
  book *book;
  arena *own, *arena;  // its own; that of the document at hand
  digester digester;
  bulk *postings;
  struct known_seller {
    const char *currency, *text;
    struct known_seller *next;
  } * sellers;  // by the currency that the account is of
  series_book *series;
  looks *looks;
  buffer copy;       // of the document at hand
  bool tickets_own;  // tickets have own columns: what is frozen has them, too
};

// What the digest of a document covers besides its bills, in this order.
enum header {
  HEADER_NUMBER,
  HEADER_KIND,
  HEADER_CUSTOMER,
  HEADER_CURRENCY,
  HEADER_SUBTOTAL,
  HEADER_TAX,
  HEADER_TOTAL,
  HEADER_PO,
  HEADER_DATE,
  HEADER_DUE,
  HEADER_SELLER,
  HEADER_BILL_TO,
  HEADER_CREDITS,
  HEADER_NOTE,
  HEADER_OF_BEFORE,  // how many form 1 has
  HEADER_BATCH = HEADER_OF_BEFORE,
  HEADER_CONTRACTS,
  HEADER_FROZEN,  // how many form 2 has
  HEADER_ROUND_TO = HEADER_FROZEN,
  HEADER_ROUNDING,
  HEADER_ROUNDED,  // how many form 3 has
  HEADER_LOOK = HEADER_ROUNDED,
  HEADER_STATEMENTS,
  HEADER_LOOKED,  // how many form 4 has
  HEADER_REFERENCE = HEADER_LOOKED,
  HEADER_FX,
  HEADER_COUNT
};

static int header_count(int64_t form) {
  if (form == FORM_FIRST) return HEADER_OF_BEFORE;
  if (form == FORM_FROZEN) return HEADER_FROZEN;
  if (form == FORM_ROUNDED) return HEADER_ROUNDED;
  return form == FORM_LOOKS ? HEADER_LOOKED : HEADER_COUNT;
}

static void add_text(digester *d, const char *text) {
  digester_add(d, text ? text : "", text ? strlen(text) : 0);
  digester_add(d, "\x1f", 1);
}

numbering *numbering_open(book *b, error *e) {
  arena *own = arena_new();
  numbering *n = arena_alloc(own, sizeof *n);
  *n = (numbering){ .book = b, .own = own, .arena = arena_new() };
  n->looks = looks_open(b, own);
  n->postings = bulk_open(b->db, "postings(invoice, ord, account, amount)", 4, e);
  if (n->postings && tickets_have_own(b, &n->tickets_own, e) && (n->series = series_open(b, e))) return n;
  numbering_close(n, false, e);
  return NULL;
}

bool numbering_close(numbering *n, bool ok, error *e) {
  if (!n) return false;
  ok = ok && bulk_flush(n->postings, e);
  if (n->series) ok = series_close(n->series, ok, e);
  bulk_close(n->postings);
  buffer_free(&n->copy);
  arena_free(n->arena);
  arena_free(n->own);
  return ok;
}

// Few currencies: each is asked for once.
static const char *seller_of(numbering *n, const char *currency, error *e) {
  for (const struct known_seller *s = n->sellers; s; s = s->next)
    if (text_equal(s->currency, currency)) return s->text;
  struct known_seller *s = arena_alloc(n->own, sizeof *s);
  *s = (struct known_seller){ arena_text(n->own, currency), parties_seller(n->book, currency, n->own, e), n->sellers };
  if (s->text) n->sellers = s;
  return s->text;
}

// What its customer says of a document.
typedef struct customer_terms {
  int64_t days;
  look_wish wish;
} customer_terms;

// The draft's own part of the header, and its customer's terms.
static bool header_read(numbering *n, int64_t invoice, day date, const char *header[HEADER_COUNT], int64_t amounts[3],
                        customer_terms *terms, error *e) {
  static const int columns[] = { HEADER_KIND,     HEADER_CUSTOMER,   HEADER_CURRENCY,  HEADER_SUBTOTAL,
                                 HEADER_TAX,      HEADER_TOTAL,      HEADER_PO,        HEADER_CREDITS,
                                 HEADER_NOTE,     HEADER_BILL_TO,    HEADER_BATCH,     HEADER_ROUND_TO,
                                 HEADER_ROUNDING, HEADER_STATEMENTS, HEADER_REFERENCE, HEADER_FX };
  enum { COLUMNS = sizeof columns / sizeof *columns };
  // clang-format off
  query *q = db_ask(n->book->db, e,
                    "SELECT i.kind, c.id, i.currency, i.subtotal, i.tax, i.total, i.po_number, i.credits, i.note, "
                    PARTIES_BUYER ", i.batch, i.round_to, i.rounding, " STATEMENTS_KEPT ", " DRAFT_REFERENCE ", "
                    DRAFT_FX("?2") ", c.terms_days, " LOOK_WISH
                    " FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.n = ?1",
                    "ii", invoice, (int64_t)date);
  // clang-format on
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  for (int i = 0; i < 3; i++) amounts[i] = query_column(q, 3 + i);
  *terms = (customer_terms){ query_column(q, COLUMNS),
                             { arena_text(n->arena, query_column_text(q, COLUMNS + 1)),
                               arena_text(n->arena, query_column_text(q, COLUMNS + 2)),
                               arena_text(n->arena, query_column_text(q, COLUMNS + 3)) } };
  for (int i = 0; i < COLUMNS; i++) header[columns[i]] = arena_text(n->arena, query_column_text(q, i));
  query_reset(q);
  return true;
}

static const char *digits(numbering *n, int64_t number) { return arena_format(n->arena, "%" PRId64, number); }

// The digest of the document, and its link in the series' chain.
static bool seal(numbering *n, series *s, int64_t invoice, const char *header[HEADER_COUNT], char hex[DIGEST_TEXT],
                 error *e) {
  digest own, linked;
  invoice_bill *bills;
  size_t count;
  if (!invoice_bills_now(n->book, invoice, n->tickets_own, n->arena, &bills, &count, e)) return false;
  invoice_bill *printed = arena_array(n->arena, count + 1, sizeof *bills);
  if (count) memcpy(printed, bills, count * sizeof *bills);  // a note of a rounding alone has none
  invoice_bills_sort(printed, count);
  header[HEADER_CONTRACTS] = invoice_bills_copy(printed, count, &n->copy);
  digester_start(&n->digester);
  for (int i = 0; i < HEADER_COUNT; i++) add_text(&n->digester, header[i]);
  for (size_t i = 0; i < count; i++) add_text(&n->digester, bills[i].digest);
  digester_end(&n->digester, &own);
  digester_start(&n->digester);
  digester_add(&n->digester, s->chain, strlen(s->chain));
  digester_add(&n->digester, digest_hex(&own, hex), DIGEST_TEXT - 1);
  digester_end(&n->digester, &linked);
  digest_hex(&linked, s->chain);
  return true;
}

static bool post(numbering *n, int64_t invoice, const int64_t amounts[3], error *e) {
  const struct {
    const char *account;
    int64_t amount;
  } rows[] = { { "receivable", amounts[2] }, { "revenue", -amounts[0] }, { "tax", -amounts[1] } };
  for (int i = 0; i < 3; i++) {
    bulk_int(n->postings, invoice);
    bulk_int(n->postings, i + 1);
    bulk_text(n->postings, rows[i].account);
    bulk_int(n->postings, rows[i].amount);
    if (!bulk_row(n->postings, e)) return false;
  }
  return true;
}

// Where the number reads like one that was given, another format or another series gave it.
static bool given_before(const char *number, error *e) {
  if (e->code != ERROR_DUPLICATE) return false;
  error_clear(e);
  error_set(e, ERROR_DUPLICATE, "the number %s was given before", number);
  return error_hint(e, "billet config set numbering.next N goes on behind it, or set another numbering.format");
}

static bool freeze(numbering *n, series *s, int64_t invoice, day date, error *e) {
  const char *header[HEADER_COUNT] = { 0 };
  int64_t amounts[3] = { 0 };
  customer_terms terms = { 0 };
  kept_look look;
  char hex[DIGEST_TEXT];
  if (!header_read(n, invoice, date, header, amounts, &terms, e)) return false;
  if (date + terms.days > DAY_MAX) return error_set(e, ERROR_DATE_ORDER, "an invoice would be due after the year 9999");
  header[HEADER_NUMBER] = series_number(n->series, s, date, n->arena);
  header[HEADER_DATE] = digits(n, date);
  header[HEADER_DUE] = digits(n, date + terms.days);
  header[HEADER_SELLER] = seller_of(n, header[HEADER_CURRENCY], e);
  if (!header[HEADER_SELLER] || !looks_keep(n->looks, &terms.wish, &look, e)) return false;
  header[HEADER_LOOK] = look.text;
  return seal(n, s, invoice, header, hex, e) && post(n, invoice, amounts, e) &&
         (db_run(n->book->db, e,
                 "UPDATE invoices SET state = 'final', series = ?, seq = ?, number = ?, date = ?, due_date = ?, "
                 "seller = ?, bill_to = ?, contracts = ?, form = ?, digest = ?, chain = ?, look = ?, "
                 "buyer_reference = ?, fx = ? WHERE n = ?",
                 "iitiitttittktti", s->n, s->next, header[HEADER_NUMBER], (int64_t)date, date + terms.days,
                 header[HEADER_SELLER], header[HEADER_BILL_TO], header[HEADER_CONTRACTS], (int64_t)FORM_LAST, hex,
                 s->chain, look.n, header[HEADER_REFERENCE], header[HEADER_FX], invoice) ||
          given_before(header[HEADER_NUMBER], e));
}

bool numbering_take(numbering *n, int64_t invoice, day date, error *e) {
  int64_t credit = 0;
  arena_reset(n->arena);
  if (series_has_credits(n->series) &&
      !db_value(n->book->db, e, &credit, 0, "SELECT kind = 'credit' FROM invoices WHERE n = ?", "i", invoice))
    return false;
  series *s = series_at(n->series, credit != 0, date, e);
  if (!s || !freeze(n, s, invoice, date, e)) return false;
  s->next++;
  s->last_date = date;
  s->used = true;
  return true;
}

bool numbering_last_date(numbering *n, int64_t credited, day *out, error *e) {
  int64_t date = 0;
  *out = series_last_date(n->series, series_has_credits(n->series));
  if (!db_value(n->book->db, e, &date, 0, "SELECT date FROM invoices WHERE n = ?", "i", credited)) return false;
  if (date > *out) *out = (day)date;
  return true;
}

static void put_text_of(buffer *out, const char *text) {
  if (text) buffer_text(out, text);
  buffer_add(out, "\x1f", 1);
}

// The header as it is stored; columns of numbers come as their digits.
static bool stored_header(book *b, int64_t invoice, buffer *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.number, i.kind, c.id, i.currency, i.subtotal, i.tax, i.total, i.po_number, i.date, "
                    "i.due_date, i.seller, i.bill_to, i.credits, i.note, i.batch, i.contracts, "
                    "i.round_to, i.rounding, " LOOK_KEPT ", " STATEMENTS_KEPT
                    ", i.buyer_reference, i.fx, i.form FROM invoices i "
                    "JOIN customers c ON c.n = i.customer WHERE i.n = ?",
                    "i", invoice);
  if (!q || query_step(q, e) != 1) return false;
  int count = header_count(query_column(q, HEADER_COUNT));
  for (int i = 0; i < count; i++) put_text_of(out, query_column_text(q, i));
  query_reset(q);
  return true;
}

static bool stored_bills(book *b, int64_t invoice, buffer *out, error *e) {
  query *q = db_ask(b->db, e, "SELECT digest FROM bills WHERE invoice = ? ORDER BY n", "i", invoice);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) put_text_of(out, query_column_text(q, 0));
  return step == 0;
}

bool invoice_text(book *b, int64_t invoice, buffer *out, error *e) {
  return stored_header(b, invoice, out, e) && stored_bills(b, invoice, out, e);
}

bool invoice_digest(book *b, int64_t invoice, digest *out, error *e) {
  buffer text = { 0 };
  bool ok = invoice_text(b, invoice, &text, e);
  if (ok) *out = digest_of(text.text, text.length);
  buffer_free(&text);
  return ok;
}
