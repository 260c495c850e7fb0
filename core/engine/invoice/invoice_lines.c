// The lines of an invoice as it prints them: bill by bill in the order of its copy, each in the order of its key; last
// what rounds its total.
#include "core/engine/invoice/invoice_inside.h"
#include "core/base/money.h"
#include <assert.h>
#include <string.h>

// The MSP's own columns of a ticket, JSON.
typedef struct own_columns {
  const char *ticket_id, *x;
} own_columns;

// What a line's like counted the last time.
typedef struct counted_before {
  int64_t number;  // of the line in its bill
  const char *count;
  day month;
} counted_before;

static bool rounding_read(invoice_lines *l, int64_t invoice, error *e) {
  query *q =
      db_ask(l->book->db, e, "SELECT rounding, credits IS NOT NULL, currency FROM invoices WHERE n = ?", "i", invoice);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    l->rounding = query_column(q, 0);
    l->note = query_column(q, 1) != 0;
    l->exponent = currency_exponent(query_column_text(q, 2));
  }
  if (q) query_reset(q);
  return step >= 0;
}

bool invoice_lines_open(invoice_lines *l, book *b, int64_t invoice, arena *a, error *e) {
  invoice_bill *bills;
  *l = (invoice_lines){ .book = b, .arena = a };
  if (!rounding_read(l, invoice, e) || !invoice_bills_read(b, invoice, a, &bills, &l->bill_count, e)) return false;
  l->bills = bills;
  return true;
}

void invoice_lines_close(invoice_lines *l) {
  if (l->lines) query_reset(l->lines);
  l->lines = NULL;
}

// The own columns of the bill's tickets, in the order in which its lines first name them.
static bool own_read(invoice_lines *l, const char *tickets, error *e) {
  size_t capacity = 0;
  l->own = NULL;
  l->own_count = l->own_at = 0;
  if (!tickets) return true;
  query *q = db_ask(l->book->db, e, "SELECT key, value FROM json_each(?)", "t", tickets);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    l->own = arena_grow(l->arena, l->own, l->own_count, &capacity, sizeof *l->own);
    l->own[l->own_count++] =
        (own_columns){ arena_text(l->arena, query_column_text(q, 0)), arena_text(l->arena, query_column_text(q, 1)) };
  }
  return step == 0;
}

// Lines come in about the order of the list: the search goes on from where the last one ended.
static const char *own_of(invoice_lines *l, const char *ticket_id) {
  for (size_t i = 0; ticket_id && i < l->own_count; i++) {
    size_t at = (l->own_at + i) % l->own_count;
    if (strcmp(l->own[at].ticket_id, ticket_id) != 0) continue;
    l->own_at = at;
    return l->own[at].x;
  }
  return NULL;
}

static bool before_read(invoice_lines *l, const char *before, error *e) {
  size_t capacity = 0;
  l->before = NULL;
  l->before_count = l->before_at = 0;
  if (!before) return true;
  query *q = db_ask(l->book->db, e,
                    "SELECT CAST(key AS INTEGER) AS number, value ->> 0, value ->> 1 FROM json_each(?) ORDER BY number",
                    "t", before);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    l->before = arena_grow(l->arena, l->before, l->before_count, &capacity, sizeof *l->before);
    l->before[l->before_count++] =
        (counted_before){ query_column(q, 0), arena_text(l->arena, query_column_text(q, 1)), (day)query_column(q, 2) };
  }
  return step == 0;
}

static void take_before(invoice_lines *l) {
  const int64_t number = line_number(l->at.line.n);
  while (l->before_at < l->before_count && l->before[l->before_at].number < number) l->before_at++;
  const counted_before *at = l->before_at < l->before_count ? &l->before[l->before_at] : NULL;
  const bool told = at && at->number == number;
  l->at.count_before = told ? at->count : NULL;
  l->at.month_before = told ? at->month : DAY_NEVER;
}

static query *ask_lines(const invoice_lines *l, const invoice_bill *bill, error *e) {
  // clang-format off
  return db_ask(l->book->db, e,
                "SELECT " LINE_COLUMNS("l") ", t.id, x.name, "
                "CASE WHEN ?3 THEN (SELECT r.credited FROM credits r WHERE r.line = l.n) END FROM lines l "
                "LEFT JOIN tickets t ON t.n = l.ticket LEFT JOIN taxes x ON x.n = l.tax_row "
                "WHERE l.n > ?1 AND l.n < ?2 ORDER BY l.n",
                "iii", line_key(bill->n, 0), line_key(bill->n + 1, 0), (int64_t)bill->note);
  // clang-format on
}

// Begins with the lines of the next bill: 1, 0 where there is none, -1.
static int next_bill(invoice_lines *l, error *e) {
  if (l->bill_at == l->bill_count) return 0;
  const invoice_bill *bill = &l->bills[l->bill_at++];
  invoice_line *at = &l->at;
  at->bill = bill->n;
  at->contract = bill->contract;
  at->contract_id = bill->contract_id;
  at->contract_name = bill->contract_name;
  at->contract_x = bill->contract_x;
  at->site_id = bill->site_id;
  at->site_name = bill->site_name;
  if (!own_read(l, bill->tickets, e) || !before_read(l, bill->before, e)) return -1;
  if (!bill_tax_rows_read(l->book, bill->n, l->arena, &l->taxes, e)) return -1;
  l->lines = ask_lines(l, bill, e);
  return l->lines ? 1 : -1;
}

static void take(invoice_lines *l) {
  const query *q = l->lines;
  invoice_line *at = &l->at;
  at->number++;
  line_of_row(q, &at->line);
  line_keep(&at->line, l->arena);
  at->ticket_id = arena_text(l->arena, query_column_text(q, LINE_COLUMN_COUNT));
  at->ticket_x = own_of(l, at->ticket_id);
  at->tax_name = arena_text(l->arena, query_column_text(q, LINE_COLUMN_COUNT + 1));
  at->credits = query_column(q, LINE_COLUMN_COUNT + 2);
  take_before(l);
  line_taxes_of(l->taxes, &at->line, l->arena, &at->taxes, &at->tax_count);
}

// The rounding of the total: a credit note takes back one of its invoice's price.
static void take_rounding(invoice_lines *l) {
  char price[MONEY_TEXT];
  size_t length = money_format(l->note ? -l->rounding : l->rounding, l->exponent, price);
  l->at = (invoice_line){ .number = l->at.number + 1,
                          .line = { .kind = LINE_ROUNDING,
                                    .date = DAY_NEVER,
                                    .category = LINE_ROUNDING,
                                    .description = "Rounding",
                                    .quantity = l->note ? "-1" : "1",
                                    .price = arena_copy(l->arena, price, length),
                                    .amount = l->rounding } };
  l->rounding = 0;
}

bool invoice_lines_next(invoice_lines *l, const invoice_line **out, error *e) {
  int step = l->lines ? query_step(l->lines, e) : 0;
  while (step == 0 && (step = next_bill(l, e)) == 1) step = query_step(l->lines, e);
  // Lines are asked for by their bill: another bill's come of a damaged file alone.
  if (step == 1 && line_bill(query_column(l->lines, 0)) != l->at.bill)
    step =
        error_set(e, ERROR_CORRUPT, "a line of another bill stands among those of bill %lld", (long long)l->at.bill) -
        1;
  if (step == 1) take(l);
  else if (step < 0) invoice_lines_close(l);
  else l->lines = NULL;  // ended by itself: others may read by now
  if (step == 0 && l->rounding) {
    take_rounding(l);
    step = 1;
  }
  *out = step == 1 ? &l->at : NULL;
  return step >= 0;
}

bool invoice_lines_read(book *b, int64_t invoice, arena *a, invoice_line **out, size_t *count, error *e) {
  invoice_lines l;
  const invoice_line *at;
  size_t capacity = 0;
  bool ok = invoice_lines_open(&l, b, invoice, a, e);
  *out = NULL;
  *count = 0;
  while (ok && (ok = invoice_lines_next(&l, &at, e)) && at) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = *at;
  }
  return ok;
}
