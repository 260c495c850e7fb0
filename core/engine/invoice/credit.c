// Corrections after generating: credit notes with the tax of what they credit, and voids that keep their number.
#include "core/engine/invoice/invoice_inside.h"
#include "core/base/money.h"
#include <stdio.h>
#include <string.h>

typedef struct crediting {
  book *book;
  arena *arena;
  int64_t invoice, credit;
  invoice_line *lines;  // of the invoice, in the order in which it prints them
  size_t line_count;
  credit_part *chosen;  // what is taken back of them, bill by bill
  size_t count;
  int64_t rounding;  // of the total, as the note has it
  const credit_terms *terms;
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

static bool release_lines(crediting *c, const credit_part *parts, size_t count, error *e) {
  int64_t left = 0, bill = parts[0].of->bill;
  // clang-format off
  if (!db_value(c->book->db, e, &left, 0,
                "SELECT count(*) FROM lines l WHERE " LINE_IN("l.n", "?1") " AND "
                "NOT EXISTS (SELECT 1 FROM credits r WHERE r.credited = l.n AND r.rebill = 1)",
                "i", bill))
    return false;
  // clang-format on
  if (!left) return bill_release(c->book, bill, 0, LINES_MAX, e);
  for (size_t i = 0; i < count; i++) {
    int64_t number = line_number(parts[i].part.line);
    if (!bill_release(c->book, bill, number, number, e)) return false;
  }
  return true;
}

static bool bill_credit(crediting *c, const credit_part *parts, size_t count, error *e) {
  if (!db_run(c->book->db, e,
              "INSERT INTO bills (batch, contract, kind, invoice, currency, amount, tax, tickets, minutes, "
              "lines, ruleset, journal, period_from, time_from, charge_from, rules_version, form) SELECT batch, "
              "contract, 'credit', ?, currency, 0, 0, 0, 0, 0, ruleset, journal, period_from, time_from, charge_from, "
              "rules_version, ? FROM bills WHERE n = ?",
              "iii", c->credit, (int64_t)FORM_LAST, parts[0].of->bill))
    return false;
  int64_t bill = db_last_key(c->book->db);
  for (size_t i = 0; i < count; i++)
    if (!bill_credit_line(c->book, bill, (int64_t)i + 1, &parts[i].part, c->terms->rebill, e)) return false;
  return bill_credit_taxes(c->book, bill, parts[0].of->bill, e) && bill_sum(c->book, bill, e) &&
         (!c->terms->rebill || release_lines(c, parts, count, e));
}

// Few bills: the lines of one come together and keep their order.
static void gather_by_bill(crediting *c) {
  for (size_t i = 1; i < c->count; i++)
    for (size_t k = i; k > 0 && c->chosen[k].of->bill < c->chosen[k - 1].of->bill; k--) {
      const credit_part swap = c->chosen[k];
      c->chosen[k] = c->chosen[k - 1];
      c->chosen[k - 1] = swap;
    }
}

static bool credit_write(crediting *c, error *e) {
  day date = c->terms->date;
  if (!db_run(
          c->book->db, e,
          "INSERT INTO invoices (batch, kind, state, customer, currency, subtotal, tax, total, po_number, "
          "credits, note, rounding) SELECT batch, 'credit', 'draft', customer, currency, 0, 0, 0, po_number, n, ?, ? "
          "FROM invoices WHERE n = ?",
          "tii", c->terms->note, c->rounding, c->invoice))
    return false;
  c->credit = db_last_key(c->book->db);
  gather_by_bill(c);
  for (size_t first = 0, last; first < c->count; first = last) {
    for (last = first + 1; last < c->count && c->chosen[last].of->bill == c->chosen[first].of->bill;) last++;
    if (!bill_credit(c, c->chosen + first, last - first, e)) return false;
  }
  if (!invoice_sum(c->book, c->credit, e)) return false;
  numbering *n = numbering_open(c->book, e);
  bool ok = n && (date == DAY_MIN ? numbering_last_date(n, c->invoice, &date, e) : invoice_date_near(c->book, date, e));
  return numbering_close(n, ok && numbering_take(n, c->credit, date, e), e) && sums_one(c->book, c->credit, true, e);
}

static bool choose_parts(crediting *c, error *e) {
  query *q = db_ask(c->book->db, e, "SELECT currency FROM invoices WHERE n = ?", "i", c->invoice);
  if (!q || query_step(q, e) != 1) return false;
  int exponent = currency_exponent(query_column_text(q, 0));
  query_reset(q);
  return invoice_lines_read(c->book, c->invoice, c->arena, &c->lines, &c->line_count, e) &&
         credit_parts(c->book, c->invoice, c->terms, c->lines, c->line_count, exponent, c->arena, &c->chosen, &c->count,
                      &c->rounding, e);
}

bool invoice_credit(book *b, int64_t invoice, const credit_terms *terms, int64_t *out, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[96];
  crediting c = { .book = b, .arena = arena_new(), .invoice = invoice, .terms = terms };
  snprintf(detail, sizeof detail, "{\"invoice\":%lld,\"rebill\":%s}", (long long)invoice,
           terms->rebill ? "true" : "false");
  bool ok = invoice_state(b, invoice, "credited", e) && choose_parts(&c, e) &&
            book_log(b, "invoice credit", 0, detail, e) && credit_write(&c, e) && outdate_counting(b, invoice, e) &&
            db_commit(b->db, e);
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

// Money that was paid of it, or that it paid, would hang in the air.
static bool not_paid(book *b, int64_t invoice, error *e) {
  query *q =
      db_ask(b->db, e,
             "SELECT i.number, i.kind, a.payment, a.invoice, EXISTS (SELECT 1 FROM payments p WHERE p.id = "
             "a.payment) FROM invoices i JOIN allocations a ON a.invoice = i.number OR (a.payment = i.number AND "
             "NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = i.number)) WHERE i.n = ? LIMIT 1",
             "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step != 1) return step == 0;
  const char *number = query_column_text(q, 0), *payment = query_column_text(q, 2);
  if (strcmp(query_column_text(q, 1), "credit") == 0)
    error_set(e, ERROR_STATE, "credit note %s pays invoice %s: it cannot be voided", number, query_column_text(q, 3));
  else error_set(e, ERROR_STATE, "%s was paid by %s: it cannot be voided", number, payment);
  if (query_column(q, 4))
    error_hint(e, "credit it, and what was paid is on account; billet invoice unpay %s takes the payment back",
               payment);
  else error_hint(e, "an import with --replace allocations that lacks the row takes it back");
  query_reset(q);
  return false;
}

bool invoice_void(book *b, int64_t invoice, const char *note, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[64];
  snprintf(detail, sizeof detail, "{\"invoice\":%lld}", (long long)invoice);
  bool ok = invoice_state(b, invoice, "voided", e) && not_credited(b, invoice, e) && not_paid(b, invoice, e) &&
            book_log(b, "invoice void", 0, detail, e) && release_bills(b, invoice, e) &&
            outdate_counting(b, invoice, e) &&
            db_run(b->db, e, "UPDATE invoices SET state = 'void' WHERE n = ?", "i", invoice) &&
            series_void(b, invoice, e) && sums_one(b, invoice, false, e) &&
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

const action_kind invoice_actions[] = {
  { "invoice credit", NULL, NULL, NULL, NULL, "billet invoice void NOTE --note TEXT takes a credit note back" },
  { "invoice void", NULL, NULL, NULL, NULL, "its items are due again: billet batch new bills them" },
  { 0 },
};
