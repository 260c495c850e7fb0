// Bills as they are stored: reading their lines back, their digests, releasing and deleting them.
#include "core/engine/bill/bill_inside.h"
#include "core/engine/facts/facts.h"
#include <assert.h>
#include <string.h>

void line_of_row(const query *q, line *out) {
  bool dated = !query_column_null(q, 2), ends = !query_column_null(q, 3);
  *out = (line){ .n = query_column(q, 0),
                 .kind = query_column_text(q, 1),
                 .from = (day)query_column(q, 2),
                 .until = !dated ? 0
                          : ends ? (day)query_column(q, 3)
                                 : DAY_NEVER,
                 .ticket = query_column(q, 4),
                 .date = query_column_null(q, 5) ? DAY_NEVER : (day)query_column(q, 5),
                 .sku = query_column_text(q, 6),
                 .category = query_column_text(q, 7),
                 .description = query_column_text(q, 8),
                 .quantity = query_column_text(q, 9),
                 .unit = query_column_text(q, 10),
                 .price = query_column_text(q, 11),
                 .discount = query_column_text(q, 12),
                 .amount = query_column(q, 13),
                 .tax = query_column(q, 14),
                 .tax_row = query_column(q, 15),
                 .count = query_column_text(q, 16),
                 .days = (int)query_column(q, 17),
                 .days_of = (int)query_column(q, 18) };
}

void line_keep(line *l, arena *a) {
  const char **const texts[] = { &l->kind, &l->sku,   &l->category, &l->description, &l->quantity,
                                 &l->unit, &l->price, &l->discount, &l->count };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = arena_text(a, *texts[i]);
}

// The taxes by component of lines that have several, in the order of lines.
static bool parts_read(book *b, int64_t bill, arena *a, line *lines, size_t count, error *e) {
  query *q = db_ask(b->db, e, "SELECT line, amount FROM line_taxes WHERE line > ? AND line < ? ORDER BY line, ord",
                    "ii", line_key(bill, 0), line_key(bill + 1, 0));
  if (!q) return false;
  int step;
  size_t at = 0;
  while ((step = query_step(q, e)) == 1) {
    while (at < count && lines[at].n < query_column(q, 0)) at++;
    if (at == count || lines[at].n != query_column(q, 0)) continue;
    if (!lines[at].parts) lines[at].parts = arena_array(a, TAX_COMPONENTS_MAX, sizeof(int64_t));
    if (lines[at].part_count < TAX_COMPONENTS_MAX) lines[at].parts[lines[at].part_count++] = query_column(q, 1);
  }
  return step == 0;
}

bool bill_lines_read(book *b, int64_t bill, arena *a, line **lines, size_t *count, error *e) {
  query *q = db_ask(b->db, e, "SELECT " LINE_COLUMNS("l") " FROM lines l WHERE l.n > ? AND l.n < ? ORDER BY l.n", "ii",
                    line_key(bill, 0), line_key(bill + 1, 0));
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *lines = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *lines = arena_grow(a, *lines, *count, &capacity, sizeof **lines);
    line *l = &(*lines)[(*count)++];
    line_of_row(q, l);
    line_keep(l, a);
  }
  return step == 0 && parts_read(b, bill, a, *lines, *count, e);
}

// The taxes of a bill as it stores them; texts live in the arena.
static bool taxes_read(book *b, int64_t bill, arena *a, tax_sum **sums, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT name, category, rate, base, amount, code, reason, rounding = 'document', jurisdiction "
                    "FROM bill_taxes "
                    "WHERE bill = ? ORDER BY ord",
                    "i", bill);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *sums = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *sums = arena_grow(a, *sums, *count, &capacity, sizeof **sums);
    tax_sum *sum = &(*sums)[(*count)++];
    *sum = (tax_sum){ .name = arena_text(a, query_column_text(q, 0)),
                      .category = arena_text(a, query_column_text(q, 1)),
                      .base = query_column(q, 3),
                      .amount = query_column(q, 4),
                      .code = arena_text(a, query_column_text(q, 5)),
                      .reason = arena_text(a, query_column_text(q, 6)),
                      .document = query_column(q, 7) != 0,
                      .jurisdiction = arena_text(a, query_column_text(q, 8)) };
    const char *rate = query_column_text(q, 2);
    if (percent_parse(rate, strlen(rate), &sum->rate)) continue;
    error_set(e, ERROR_CORRUPT, "bill %lld has a tax rate \"%s\"", (long long)bill, rate);
    query_reset(q);
    return false;
  }
  return step == 0;
}

void bill_text(const stored_bill *b, buffer *text, digest *out) {
  digester d;
  digest_text t;
  digest_text_open(&t, &d, NULL);
  t.copy = text;
  digest_text_begin(&t, b->form);
  for (size_t i = 0; i < b->count; i++) line_digest(&t, &b->lines[i]);
  for (size_t i = 0; i < b->sum_count; i++) tax_digest(&t, &b->sums[i]);
  rules_digest(&t, b->rules);
  digest_text_end(&t, out);
}

void bill_digest_of(const line *lines, size_t count, const tax_sum *sums, size_t sum_count, int form, int rules,
                    digest *out) {
  const stored_bill b = { form, rules, lines, count, sums, sum_count };
  bill_text(&b, NULL, out);
}

bool bill_form(book *b, int64_t bill, int *form, int *rules, error *e) {
  query *q = db_ask(b->db, e, "SELECT form, rules_version FROM bills WHERE n = ?", "i", bill);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) {
    *form = (int)query_column(q, 0);
    *rules = (int)query_column(q, 1);
  }
  if (q) query_reset(q);
  return step == 1 || (step == 0 && error_set(e, ERROR_CORRUPT, "bill %lld is gone", (long long)bill));
}

bool bill_read(book *b, int64_t bill, arena *a, stored_bill *out, error *e) {
  line *lines;
  tax_sum *sums;
  bool ok = bill_lines_read(b, bill, a, &lines, &out->count, e) && taxes_read(b, bill, a, &sums, &out->sum_count, e) &&
            bill_form(b, bill, &out->form, &out->rules, e);
  if (ok) out->lines = lines, out->sums = sums;
  return ok;
}

bool bill_digest(book *b, int64_t bill, digest *out, error *e) {
  stored_bill stored = { 0 };
  arena *a = arena_new();
  bool ok = bill_read(b, bill, a, &stored, e);
  if (ok) bill_text(&stored, NULL, out);
  arena_free(a);
  return ok;
}

bool bill_sum(book *b, int64_t bill, error *e) {
  digest d;
  char hex[DIGEST_TEXT];
  return bill_digest(b, bill, &d, e) &&
         db_run(b->db, e,
                "UPDATE bills SET digest = ?1, (amount, tax, lines) = (SELECT sum(l.amount), sum(l.tax), count(*) "
                "FROM lines l WHERE " LINE_IN("l.n", "?2") ") WHERE n = ?2",
                "ti", digest_hex(&d, hex), bill);
}

typedef struct held {
  int64_t batch, contract, period_from, time_from, charge_from;
  int64_t before_time, before_charge;  // the frontier as it was made; of older versions where its claims begin
  bool last;                           // of its contract
} held;

static bool held_read(book *b, int64_t bill, held *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT batch, contract, period_from, time_from, charge_from, ifnull(frontier_time, time_from), "
                    "ifnull(frontier_charge, charge_from), n = (SELECT max(n) FROM bills o WHERE o.contract = "
                    "bills.contract) FROM bills WHERE n = ?",
                    "i", bill);
  int step = q ? query_step(q, e) : -1;
  if (step == 1)
    *out = (held){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3),
                   query_column(q, 4), query_column(q, 5), query_column(q, 6), query_column(q, 7) != 0 };
  if (q) query_reset(q);
  return step == 1 || (step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no bill %lld", (long long)bill));
}

// By contract and kind from the least claim of the bill on, as claims lie: history is not read.
#define CLAIMS_OF_LINES                                                                                           \
  "FROM claims WHERE contract = ?1 AND ((" CLAIM_OF_FEE " AND at >= ?2) OR (" CLAIM_OF_WORK " AND at >= ?3) OR (" \
  "" CLAIM_OF_DAY " AND at >= ?4)) AND line BETWEEN ?5 AND ?6"

static bool release_claims(book *b, const held *h, int64_t from, int64_t to, error *e) {
  return db_run(b->db, e,
                "INSERT INTO released (contract, kind, at, row, until, line, action) SELECT contract, kind, at, "
                "row, until, line, (SELECT max(seq) FROM actions) " CLAIMS_OF_LINES,
                "iiiiii", h->contract, h->period_from, h->time_from, h->charge_from, from, to) &&
         db_run(b->db, e, "DELETE " CLAIMS_OF_LINES, "iiiiii", h->contract, h->period_from, h->time_from,
                h->charge_from, from, to);
}

// The frontier goes back to before the contract's last bill where all of that goes, or a month of work would be read
// row by row; of other bills rows become open behind it.
static bool set_frontier_back(book *b, const held *h, bool whole, error *e) {
  bool back = whole && h->last;
  return frontier_lower(b->db, h->contract, h->period_from, back ? h->before_time : INT64_MAX,
                        back ? h->before_charge : INT64_MAX, e);
}

// Work that is due again is billed anew at its price: what catch-ups took for it is too much.
static bool reopen_repriced(book *b, int64_t contract_n, int64_t mark, error *e) {
  // clang-format off
  return db_run(b->db, e,
                "UPDATE frontiers SET period_from = min(period_from, ifnull((SELECT min(r.at) / 1440 FROM released r "
                "JOIN claims c ON c.contract = r.contract AND c." CLAIM_OF_WORK " AND c.at = r.at AND "
                "" CLAIM_ENTRY("c") " = r.row WHERE r.n > ?1 AND r." CLAIM_OF_WORK "), period_from)) "
                "WHERE contract = ?2",
                "ii", mark, contract_n);
  // clang-format on
}

bool bill_release(book *b, int64_t bill, int64_t first, int64_t last, error *e) {
  held h = { 0 };
  int64_t mark = 0;
  assert(0 <= first && first <= last && last <= LINES_MAX);  // else it would reach into another bill
  if (!held_read(b, bill, &h, e) || !db_value(b->db, e, &mark, 0, "SELECT ifnull(max(n), 0) FROM released", ""))
    return false;
  return release_claims(b, &h, line_key(bill, first), line_key(bill, last), e) &&
         release_once(b, h.contract, bill, e) && set_frontier_back(b, &h, first == 0 && last == LINES_MAX, e) &&
         reopen_repriced(b, h.contract, mark, e) && release_draws(b, h.contract, bill, first, last, e) &&
         attribution_freed(b, mark, e) && open_rows_freed(b->db, mark, e) && outdate(b, h.batch, h.contract, e);
}

bool bill_delete(book *b, int64_t bill, error *e) {
  int64_t from = line_key(bill, 0), to = line_key(bill + 1, 0);
  return bill_release(b, bill, 0, LINES_MAX, e) &&
         db_run(b->db, e, "DELETE FROM bill_taxes WHERE bill = ?", "i", bill) &&
         db_run(b->db, e, "DELETE FROM line_taxes WHERE line > ? AND line < ?", "ii", from, to) &&
         db_run(b->db, e, "DELETE FROM lines_within WHERE line > ? AND line < ?", "ii", from, to) &&
         db_run(b->db, e, "DELETE FROM lines_then WHERE line > ? AND line < ?", "ii", from, to) &&
         db_run(b->db, e, "DELETE FROM lines WHERE n > ? AND n < ?", "ii", from, to) &&
         db_run(b->db, e, "DELETE FROM shared_lots WHERE bill = ?", "i", bill) &&
         db_run(b->db, e, "DELETE FROM bills WHERE n = ?", "i", bill);
}
