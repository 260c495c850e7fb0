// Corrections after generating: credit notes with the tax of what they credit, and voids that keep their number.
#include "core/engine/invoice/numbers.h"
#include <stdio.h>
#include <string.h>

typedef struct original {
  int64_t line, bill, contract;
} original;

typedef struct crediting {
  book *book;
  arena *arena;
  int64_t invoice, credit;
  original *lines;  // of the invoice, in the order in which it prints them
  size_t count, capacity;
  bool rebill;
} crediting;

static bool invoice_state(book *b, int64_t invoice, const char *verb, error *e) {
  query *q = db_ask(b->db, e, "SELECT state, credits IS NOT NULL, ifnull(number, 'D' || n) FROM invoices WHERE n = ?",
                    "i", invoice);
  int step = q ? query_step(q, e) : -1;
  bool ok = step == 1;
  if (step == 0) error_set(e, ERROR_NOT_FOUND, "there is no such invoice");
  if (ok && strcmp(query_column_text(q, 0), "draft") == 0) {
    ok = error_set(e, ERROR_STATE, "%s is a draft: it cannot be %s", query_column_text(q, 2), verb);
    error_hint(e, "billet batch delete %s removes a draft", query_column_text(q, 2));
  } else if (ok && strcmp(query_column_text(q, 0), "void") == 0) {
    ok = error_set(e, ERROR_STATE, "invoice %s is void: it cannot be %s", query_column_text(q, 2), verb);
  } else if (ok && query_column(q, 1)) {
    ok = error_set(e, ERROR_STATE, "%s is a credit note: it cannot be %s", query_column_text(q, 2), verb);
  }
  if (q) query_reset(q);
  return ok;
}

static bool lines_read(crediting *c, error *e) {
  query *q = db_ask(c->book->db, e,
                    "SELECT l.n, x.n, x.contract FROM bills x JOIN contracts k ON k.n = x.contract JOIN lines l ON "
                    "l.n > x.n << 20 AND l.n < (x.n + 1) << 20 WHERE x.invoice = ? ORDER BY k.name, k.id, l.n",
                    "i", c->invoice);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    c->lines = arena_grow(c->arena, c->lines, c->count, &c->capacity, sizeof *c->lines);
    c->lines[c->count++] = (original){ query_column(q, 0), query_column(q, 1), query_column(q, 2) };
  }
  return step == 0;
}

static bool is_credited(crediting *c, int64_t line, bool *out, error *e) {
  int64_t found = 0;
  if (!db_value(c->book->db, e, &found, 0, "SELECT count(*) FROM credits WHERE credited = ?", "i", line)) return false;
  *out = found != 0;
  return true;
}

// Keeps the wanted lines, or all that are not credited yet.
static bool choose_lines(crediting *c, const int64_t *wanted, size_t count, error *e) {
  original *kept = arena_array(c->arena, c->count + count + 1, sizeof *kept);
  size_t n = 0;
  bool credited;
  for (size_t i = 0; i < count; i++) {
    if (wanted[i] < 1 || (size_t)wanted[i] > c->count)
      return error_set(e, ERROR_NOT_FOUND, "the invoice has no line %lld", (long long)wanted[i]);
    if (!is_credited(c, c->lines[wanted[i] - 1].line, &credited, e)) return false;
    for (size_t k = 0; k < n; k++) credited = credited || kept[k].line == c->lines[wanted[i] - 1].line;
    if (credited) return error_set(e, ERROR_ALREADY, "line %lld is credited already", (long long)wanted[i]);
    kept[n++] = c->lines[wanted[i] - 1];
  }
  for (size_t i = 0; count == 0 && i < c->count; i++) {
    if (!is_credited(c, c->lines[i].line, &credited, e)) return false;
    if (!credited) kept[n++] = c->lines[i];
  }
  if (n == 0) return error_set(e, ERROR_ALREADY, "every line of the invoice is credited already");
  c->lines = kept;
  c->count = n;
  return true;
}

static bool line_copy(crediting *c, const original *line, int64_t copy, error *e) {
  return db_run(c->book->db, e,
                "INSERT INTO lines SELECT ?1, kind, from_day, until_day, ticket, day, sku, category, description, "
                "CASE WHEN quantity = '0' THEN quantity WHEN quantity LIKE '-%' THEN substr(quantity, 2) ELSE '-' "
                "|| quantity END, unit, unit_price, discount, -amount, -tax, tax_row FROM lines WHERE n = ?2",
                "ii", copy, line->line) &&
         db_run(c->book->db, e,
                "INSERT INTO line_taxes SELECT ?1, ord, name, rate, -amount FROM line_taxes WHERE line = ?2", "ii",
                copy, line->line) &&
         db_run(c->book->db, e, "INSERT INTO credits (line, credited, rebill) VALUES (?, ?, ?)", "iii", copy,
                line->line, (int64_t)c->rebill);
}

// Taxes as they were booked on the lines, under the names of the original's.
static bool taxes_copy(crediting *c, int64_t from, int64_t to, error *e) {
  return db_run(c->book->db, e,
                "INSERT INTO bill_taxes (bill, ord, tax_row, name, rate, category, rounding, base, amount, code, "
                "reason) SELECT ?2, t.ord, t.tax_row, t.name, t.rate, t.category, t.rounding, sum(l.amount), "
                "sum(ifnull((SELECT p.amount FROM line_taxes p WHERE p.line = l.n AND p.name = t.name), l.tax)), "
                "t.code, t.reason FROM lines l JOIN bill_taxes t ON t.bill = ?1 AND t.tax_row = l.tax_row AND "
                "(t.category = l.category OR (t.category IS NULL AND NOT EXISTS (SELECT 1 FROM bill_taxes o WHERE "
                "o.bill = ?1 AND o.tax_row = l.tax_row AND o.category = l.category))) WHERE l.n > ?2 << 20 AND "
                "l.n < (?2 + 1) << 20 GROUP BY t.ord",
                "ii", from, to);
}

static bool bill_finish(crediting *c, int64_t bill, error *e) {
  digest d;
  char hex[DIGEST_TEXT];
  return bill_digest(c->book, bill, &d, e) &&
         db_run(c->book->db, e,
                "UPDATE bills SET digest = ?, (amount, tax, lines) = (SELECT sum(amount), sum(tax), count(*) FROM "
                "lines WHERE lines.n > ?2 << 20 AND lines.n < (?2 + 1) << 20) WHERE n = ?2",
                "ti", digest_hex(&d, hex), bill);
}

static bool release_lines(crediting *c, const original *lines, size_t count, error *e) {
  int64_t left = 0, bill = lines[0].bill;
  if (!db_value(c->book->db, e, &left, 0,
                "SELECT count(*) FROM lines l WHERE l.n > ?1 << 20 AND l.n < (?1 + 1) << 20 AND NOT EXISTS "
                "(SELECT 1 FROM credits r WHERE r.credited = l.n AND r.rebill = 1)",
                "i", bill))
    return false;
  if (!left) return bill_release(c->book, bill, 0, LINES_MAX, e);
  for (size_t i = 0; i < count; i++)
    if (!bill_release(c->book, bill, lines[i].line & LINES_MAX, lines[i].line & LINES_MAX, e)) return false;
  return true;
}

static bool bill_credit(crediting *c, const original *lines, size_t count, error *e) {
  if (!db_run(c->book->db, e,
              "INSERT INTO bills (batch, contract, kind, invoice, currency, amount, tax, tickets, minutes, "
              "lines, ruleset, journal, period_from, time_from, charge_from) SELECT batch, contract, 'credit', "
              "?, currency, 0, 0, 0, 0, 0, ruleset, journal, period_from, time_from, charge_from FROM bills "
              "WHERE n = ?",
              "ii", c->credit, lines[0].bill))
    return false;
  int64_t bill = db_last_key(c->book->db);
  for (size_t i = 0; i < count; i++)
    if (!line_copy(c, &lines[i], bill << 20 | (int64_t)(i + 1), e)) return false;
  return taxes_copy(c, lines[0].bill, bill, e) && bill_finish(c, bill, e) &&
         (!c->rebill || release_lines(c, lines, count, e));
}

static void gather_by_bill(crediting *c) {
  for (size_t i = 1; i < c->count; i++)  // few bills: gather lines of one bill together, keeping their order
    for (size_t k = i; k > 0 && c->lines[k].bill < c->lines[k - 1].bill; k--) {
      original swap = c->lines[k];
      c->lines[k] = c->lines[k - 1];
      c->lines[k - 1] = swap;
    }
}

static bool credit_write(crediting *c, day date, const char *note, error *e) {
  if (!db_run(c->book->db, e,
              "INSERT INTO invoices (batch, kind, state, customer, currency, subtotal, tax, total, po_number, "
              "credits, note) SELECT batch, 'credit', 'draft', customer, currency, 0, 0, 0, po_number, n, ? "
              "FROM invoices WHERE n = ?",
              "ti", note, c->invoice))
    return false;
  c->credit = db_last_key(c->book->db);
  gather_by_bill(c);
  for (size_t first = 0, last; first < c->count; first = last) {
    for (last = first + 1; last < c->count && c->lines[last].bill == c->lines[first].bill;) last++;
    if (!bill_credit(c, c->lines + first, last - first, e)) return false;
  }
  if (!invoice_sum(c->book, c->credit, e)) return false;
  numbering *n = numbering_open(c->book, e);
  return numbering_close(n, n && numbering_take(n, c->credit, date, e), e);
}

bool invoice_credit(book *b, int64_t invoice, const int64_t *lines, size_t count, bool rebill, day date,
                    const char *note, int64_t *out, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[96];
  crediting c = { .book = b, .arena = arena_new(), .invoice = invoice, .rebill = rebill };
  snprintf(detail, sizeof detail, "{\"invoice\":%lld,\"rebill\":%s}", (long long)invoice, rebill ? "true" : "false");
  bool ok = invoice_state(b, invoice, "credited", e) && lines_read(&c, e) && choose_lines(&c, lines, count, e) &&
            book_log(b, "invoice credit", 0, detail, e) && credit_write(&c, date, note, e) && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  *out = c.credit;
  arena_free(c.arena);
  return ok;
}

static bool release_bills(book *b, int64_t invoice, error *e) {
  query *q = db_ask(b->db, e, "SELECT n FROM bills WHERE invoice = ? ORDER BY n", "i", invoice);
  arena *a = arena_new();
  int64_t *bills = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    bills = arena_grow(a, bills, count, &capacity, sizeof *bills);
    bills[count++] = query_column(q, 0);
  }
  bool ok = step == 0;
  for (size_t i = 0; ok && i < count; i++) ok = bill_release(b, bills[i], 0, LINES_MAX, e);
  arena_free(a);
  return ok;
}

static bool not_credited(book *b, int64_t invoice, error *e) {
  int64_t credited = 0;
  if (!db_value(b->db, e, &credited, 0, "SELECT count(*) FROM invoices WHERE credits = ? AND state = 'final'", "i",
                invoice))
    return false;
  return !credited || error_set(e, ERROR_STATE, "the invoice was credited: it cannot be voided as well");
}

bool invoice_void(book *b, int64_t invoice, const char *note, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[64];
  snprintf(detail, sizeof detail, "{\"invoice\":%lld}", (long long)invoice);
  bool ok = invoice_state(b, invoice, "voided", e) && not_credited(b, invoice, e) &&
            book_log(b, "invoice void", 0, detail, e) && release_bills(b, invoice, e) &&
            db_run(b->db, e, "UPDATE invoices SET state = 'void' WHERE n = ?", "i", invoice) &&
            db_run(b->db, e,
                   "INSERT INTO postings (invoice, ord, account, amount) SELECT invoice, ord + 3, account, -amount "
                   "FROM postings WHERE invoice = ?",
                   "i", invoice) &&
            db_run(b->db, e,
                   "INSERT INTO invoice_events (invoice, at, event, detail) VALUES (?, "
                   "strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'void', ?)",
                   "it", invoice, note) &&
            db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  return ok;
}
