// Bills as they are stored: reading their lines back, their digests, releasing and deleting them.
#include "core/engine/bill/bill.h"
#include "core/engine/bill/release_draws.h"
#include "core/engine/import/attribution_freed.h"
#include <string.h>

static void line_read(const query *q, arena *a, line *out) {
  *out = (line){ .n = query_column(q, 0),
                 .kind = arena_text(a, query_column_text(q, 1)),
                 .from = (day)query_column(q, 2),
                 .ticket = query_column(q, 4),
                 .date = query_column_null(q, 5) ? DAY_NEVER : (day)query_column(q, 5),
                 .amount = query_column(q, 13),
                 .tax = query_column(q, 14),
                 .tax_row = query_column(q, 15) };
  out->until = query_column_null(q, 2) ? 0 : query_column_null(q, 3) ? DAY_NEVER : (day)query_column(q, 3);
  const char **const texts[] = { &out->sku,  &out->category, &out->description, &out->quantity,
                                 &out->unit, &out->price,    &out->discount };
  for (int i = 0; i < 7; i++) *texts[i] = arena_text(a, query_column_text(q, 6 + i));
}

// The taxes by component of lines that have several, in the order of lines.
static bool parts_read(book *b, int64_t bill, arena *a, line *lines, size_t count, error *e) {
  query *q = db_ask(b->db, e, "SELECT line, amount FROM line_taxes WHERE line > ? AND line < ? ORDER BY line, ord",
                    "ii", bill << 20, (bill + 1) << 20);
  if (!q) return false;
  int step;
  size_t at = 0;
  while ((step = query_step(q, e)) == 1) {
    while (at < count && lines[at].n < query_column(q, 0)) at++;
    if (at == count || lines[at].n != query_column(q, 0)) continue;
    if (!lines[at].parts) lines[at].parts = arena_array(a, TAX_COMPONENTS_MAX, sizeof(int64_t));
    if (lines[at].part_count < TAX_COMPONENTS_MAX)
      ((int64_t *)lines[at].parts)[lines[at].part_count++] = query_column(q, 1);
  }
  return step == 0;
}

bool bill_lines_read(book *b, int64_t bill, arena *a, line **lines, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT n, kind, from_day, until_day, ticket, day, sku, category, description, quantity, unit, "
                    "unit_price, discount, amount, tax, tax_row FROM lines WHERE n > ? AND n < ? ORDER BY n",
                    "ii", bill << 20, (bill + 1) << 20);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *lines = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *lines = arena_grow(a, *lines, *count, &capacity, sizeof **lines);
    line_read(q, a, &(*lines)[(*count)++]);
  }
  return step == 0 && parts_read(b, bill, a, *lines, *count, e);
}

static bool digest_taxes(book *b, int64_t bill, canon *c, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT name, category, rate, base, amount, code, reason FROM bill_taxes WHERE bill = ? ORDER BY "
                    "ord",
                    "i", bill);
  if (!q) return false;
  int step;
  while ((step = query_step(q, e)) == 1) {
    tax_sum sum = { .name = query_column_text(q, 0),
                    .category = query_column_text(q, 1),
                    .base = query_column(q, 3),
                    .amount = query_column(q, 4),
                    .code = query_column_text(q, 5),
                    .reason = query_column_text(q, 6) };
    const char *rate = query_column_text(q, 2);
    if (!percent_parse(rate, strlen(rate), &sum.rate)) {
      query_reset(q);
      return error_set(e, ERROR_CORRUPT, "bill %lld has a tax rate \"%s\"", (long long)bill, rate);
    }
    tax_digest(c, &sum);
  }
  return step == 0;
}

bool bill_digest(book *b, int64_t bill, digest *out, error *e) {
  line *lines;
  size_t count;
  arena *a = arena_new();
  digester *d = digester_new();
  canon c;
  canon_open(&c, d, NULL);
  canon_begin(&c);
  bool ok = bill_lines_read(b, bill, a, &lines, &count, e);
  for (size_t i = 0; ok && i < count; i++) line_digest(&c, &lines[i]);
  ok = ok && digest_taxes(b, bill, &c, e);
  canon_end(&c, out);
  digester_free(d);
  arena_free(a);
  return ok;
}

typedef struct held {
  int64_t batch, contract, period_from, time_from, charge_from;
} held;

static bool read_held(book *b, int64_t bill, held *out, error *e) {
  query *q =
      db_ask(b->db, e, "SELECT batch, contract, period_from, time_from, charge_from FROM bills WHERE n = ?", "i", bill);
  int step = q ? query_step(q, e) : -1;
  if (step == 1)
    *out = (held){ query_column(q, 0), query_column(q, 1), query_column(q, 2), query_column(q, 3), query_column(q, 4) };
  if (q) query_reset(q);
  return step == 1 || (step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no bill %lld", (long long)bill));
}

#define CLAIMS_OF_LINES                                                                                    \
  "FROM claims WHERE contract = ?1 AND ((kind = 1 AND at >= ?2) OR (kind = 2 AND at >= ?3) OR (kind >= 3 " \
  "AND at >= ?4)) AND line BETWEEN ?5 AND ?6"

// Work that is due again is billed anew at its price: what catch-ups took for it is too much.
static bool reopen_repriced(book *b, int64_t contract_n, int64_t mark, error *e) {
  return db_run(b->db, e,
                "UPDATE frontiers SET period_from = min(period_from, ifnull((SELECT min(r.at) / 1440 FROM "
                "released r JOIN claims c ON c.contract = r.contract AND c.kind = 2 AND c.at = r.at AND " CLAIM_ENTRY(
                    "c") " = r.row WHERE r.n > ?1 AND r.kind = 2), period_from)) WHERE contract = ?2",
                "ii", mark, contract_n);
}

bool bill_release(book *b, int64_t bill, int64_t first, int64_t last, error *e) {
  held h = { 0 };
  if (!read_held(b, bill, &h, e)) return false;
  int64_t from = bill << 20 | first, to = bill << 20 | last, mark = 0;
  return db_value(b->db, e, &mark, 0, "SELECT ifnull(max(n), 0) FROM released", "") &&
         db_run(b->db, e,
                "INSERT INTO released (contract, kind, at, row, until, line, action) SELECT contract, kind, at, "
                "row, until, line, (SELECT max(seq) FROM actions) " CLAIMS_OF_LINES,
                "iiiiii", h.contract, h.period_from, h.time_from, h.charge_from, from, to) &&
         db_run(b->db, e, "DELETE " CLAIMS_OF_LINES, "iiiiii", h.contract, h.period_from, h.time_from, h.charge_from,
                from, to) &&
         db_run(b->db, e,
                "UPDATE frontiers SET period_from = min(period_from, ?), time_from = min(time_from, ?), "
                "charge_from = min(charge_from, ?) WHERE contract = ?",
                "iiii", h.period_from, h.time_from, h.charge_from, h.contract) &&
         reopen_repriced(b, h.contract, mark, e) && ledger_release(b, h.contract, bill, first, last, e) &&
         reattribute_released(b, mark, e) && previews_outdate(b, h.batch, h.contract, e);
}

bool bill_delete(book *b, int64_t bill, error *e) {
  return bill_release(b, bill, 0, LINES_MAX, e) &&
         db_run(b->db, e, "DELETE FROM bill_taxes WHERE bill = ?", "i", bill) &&
         db_run(b->db, e, "DELETE FROM line_taxes WHERE line > ? AND line < ?", "ii", bill << 20, (bill + 1) << 20) &&
         db_run(b->db, e, "DELETE FROM lines_within WHERE line > ? AND line < ?", "ii", bill << 20, (bill + 1) << 20) &&
         db_run(b->db, e, "DELETE FROM lines WHERE n > ? AND n < ?", "ii", bill << 20, (bill + 1) << 20) &&
         db_run(b->db, e, "DELETE FROM bills WHERE n = ?", "i", bill);
}
