// What is left of what was billed when the work and the goods in it are paid: revenue before tax, less their cost.
//
// Work and charges count where their claim stands, with the document of its line, or with their batch where they were
// free or waived: a credit takes revenue back, and leaves the cost unless it is billed again. Each entry and each
// charge is rounded once, so that the costs add up to the same however they are grouped.
#include "core/base/money.h"
#include "core/base/sorted.h"
#include "core/engine/reports/margin_inside.h"
#include <stdlib.h>
#include <string.h>

// A bill that counts. paid: its lines are on a document.
typedef struct counted_bill {
  int64_t n;
  bool paid;
  contract contract;  // of it, what costs depend on
  margin_group *group;
} counted_bill;

// What a technician did of a line.
typedef struct line_share {
  int64_t line, minutes;
  const char *technician;
} line_share;

typedef struct margin_reading {
  book *book;
  bool by_technician;
  margin_groups groups;
  cost_book *costs;
  counted_bill *bills;  // by n
  size_t bill_count;
  line_share *shares;  // by line; only by technician
  size_t share_count, share_capacity;
} margin_reading;

static bool bills_read(margin_reading *m, const char *sql, day from, day to, error *e) {
  query *q = db_ask(m->book->db, e, sql, "ii", (int64_t)from, (int64_t)to);
  arena *a = m->groups.arena;
  size_t capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    margin_group *group =
        margin_group_of(&m->groups, query_column_text(q, 6), query_column_text(q, 7), query_column_text(q, 3));
    if (!margin_add(&group->revenue, query_column(q, 5), e)) break;
    m->bills = arena_grow(a, m->bills, m->bill_count, &capacity, sizeof *m->bills);
    counted_bill *bill = &m->bills[m->bill_count++];
    *bill = (counted_bill){ .n = query_column(q, 0), .paid = query_column(q, 4) != 0, .group = group };
    bill->contract.n = query_column(q, 1);
    bill->contract.customer = query_column(q, 2);
    bill->contract.currency = group->currency;
    bill->contract.exponent = group->exponent;
  }
  if (step == 1) query_reset(q);
  return step == 0;
}

static int compare_bills(const void *left, const void *right) {
  const counted_bill *a = left, *b = right;
  return (a->n > b->n) - (a->n < b->n);
}

// The bill of a line, NULL where it does not count.
static const counted_bill *bill_of(const margin_reading *m, int64_t line) {
  const counted_bill key = { .n = line_bill(line) };
  return m->bill_count ? bsearch(&key, m->bills, m->bill_count, sizeof key, compare_bills) : NULL;
}

static margin_group *group_of(margin_reading *m, const counted_bill *bill, const char *technician) {
  return m->by_technician ? margin_group_of(&m->groups, technician, NULL, bill->contract.currency) : bill->group;
}

// ---- Cost

static bool add_work(margin_reading *m, const counted_bill *bill, const query *q, error *e) {
  const work_done work = { .contract = &bill->contract,
                           .technician = query_column_text(q, 2),
                           .rate = query_column_text(q, 3),
                           .day = (day)query_column(q, 4),
                           .minutes = query_column(q, 5) };
  margin_group *group = group_of(m, bill, work.technician);
  int64_t cost;
  bool known;
  if (!costs_of_work(m->costs, &work, &cost, &known, e)) return false;
  group->minutes += work.minutes;
  if (!known) group->minutes_no_cost += work.minutes;
  return margin_add(&group->work_cost, cost, e);
}

// A line without a number is no line: it costs nothing.
static void note_share(margin_reading *m, const query *q) {
  arena *a = m->groups.arena;
  const int64_t line = query_column(q, 0);
  if (!m->by_technician || !line_number(line)) return;
  m->shares = arena_grow(a, m->shares, m->share_count, &m->share_capacity, sizeof *m->shares);
  m->shares[m->share_count++] = (line_share){ line, query_column(q, 6), arena_text(a, query_column_text(q, 2)) };
}

// clang-format off
#define CLAIMS(kind) "FROM contracts k CROSS JOIN claims m ON m.contract = k.n AND m." kind " CROSS JOIN "
static const char work_claims[] =
  "SELECT m.line, " CLAIM_AGAIN("m") ", t.technician, t.rate, t.at / 1440, t.minutes, "
  "ifnull(t.bill_minutes, t.minutes) "
  CLAIMS(CLAIM_OF_WORK) "time_entries t ON t.contract = m.contract AND t.at = m.at AND t.n = " CLAIM_ENTRY("m");
static const char charge_claims[] =
  "SELECT m.line, g.quantity, g.cost " CLAIMS(CLAIM_OF_CHARGE)
  "charges g ON g.contract = m.contract AND g.day = m.at AND g.n = m.row";
// clang-format on

// Work that was caught up is claimed once more, and was done once.
static bool work_read(margin_reading *m, error *e) {
  query *q = db_ask(m->book->db, e, work_claims, "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const counted_bill *bill = bill_of(m, query_column(q, 0));
    note_share(m, q);
    if (bill && !query_column(q, 1) && !add_work(m, bill, q, e)) break;
  }
  if (step == 1) query_reset(q);
  return step == 0;
}

static bool add_charge(margin_reading *m, const counted_bill *bill, const query *q, error *e) {
  margin_group *group = group_of(m, bill, NULL);
  int64_t cost;
  bool known;
  if (!costs_of_charge(query_column_text(q, 1), query_column_text(q, 2), bill->contract.exponent, &cost, &known, e))
    return false;
  group->charges_no_cost += !known;
  return margin_add(&group->charge_cost, cost, e);
}

static bool charges_read(margin_reading *m, error *e) {
  query *q = db_ask(m->book->db, e, charge_claims, "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    const counted_bill *bill = bill_of(m, query_column(q, 0));
    if (bill && !add_charge(m, bill, q, e)) break;
  }
  if (step == 1) query_reset(q);
  return step == 0;
}

// ---- Revenue by technician

static int compare_shares(const void *left, const void *right) {
  const line_share *a = left, *b = right;
  return (a->line > b->line) - (a->line < b->line);
}

// A line's amount, which stands with nobody so far, to those who worked, by the minutes that are billed of them.
static bool share_out(margin_reading *m, int64_t of, int64_t line, int64_t amount, error *e) {
  const counted_bill *bill = bill_of(m, line);
  size_t first, count = sorted_find(m->shares, m->share_count, sizeof *m->shares, of, &first);
  if (!bill || !bill->paid || !count || !amount) return true;
  arena *a = arena_new();
  int64_t *minutes = arena_array(a, count, sizeof *minutes), *parts = arena_array(a, count, sizeof *parts), all = 0;
  for (size_t i = 0; i < count; i++) all += minutes[i] = m->shares[first + i].minutes;
  for (size_t i = 0; i < count && !all; i++) minutes[i] = 1;
  bool ok = money_split(amount, minutes, count, parts) || error_set(e, ERROR_TOO_BIG, "a line has too much work");
  for (size_t i = 0; ok && i < count; i++)
    ok = margin_add(&group_of(m, bill, m->shares[first + i].technician)->revenue, parts[i], e) &&
         margin_add(&group_of(m, bill, NULL)->revenue, -parts[i], e);
  arena_free(a);
  return ok;
}

// A line, and a line that takes one back, which is shared as that was.
static const char lines_shared[] = "SELECT n, n, amount FROM lines UNION ALL "
                                   "SELECT c.credited, c.line, l.amount FROM credits c JOIN lines l ON l.n = c.line";

static bool shares_read(margin_reading *m, error *e) {
  if (m->share_count) qsort(m->shares, m->share_count, sizeof *m->shares, compare_shares);
  query *q = db_ask(m->book->db, e, lines_shared, "");
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    if (!share_out(m, query_column(q, 0), query_column(q, 1), query_column(q, 2), e)) break;
  if (step == 1) query_reset(q);
  return step == 0;
}

static bool margin_read(book *b, const report_form *f, day from, day to, arena *a, value *rows, error *e) {
  margin_reading m = { .book = b, .groups = { .arena = a }, .by_technician = strcmp(f->by, "technician") == 0 };
  if (!db_begin_read(b->db, e)) return false;
  m.costs = costs_open(b, e);
  bool ok = m.costs && bills_read(&m, f->sql, from, to, e) && work_read(&m, e) && charges_read(&m, e) &&
            (!m.by_technician || shares_read(&m, e)) && margin_rows(&m.groups, f, strcmp(f->by, "month") == 0, rows, e);
  costs_close(m.costs);
  db_rollback(b->db);
  return ok;
}

// clang-format off
// Bills of documents; those without one, by the date of their batch; and what rounds totals, which is of no contract.
#define BILLS(key, name) \
  "WITH counted (n, contract, payer, currency, paid, amount, date) AS (" \
  "SELECT x.n, x.contract, i.customer, x.currency, 1, x.amount, i.date FROM invoices i " \
  "JOIN bills x ON x.invoice = i.n " \
  "WHERE " REPORT_FINAL " UNION ALL " \
  "SELECT x.n, x.contract, ifnull(c.bill_to, c.n), x.currency, 0, 0, m.as_of FROM batches m JOIN bills x ON " \
  "x.batch = m.n JOIN contracts k ON k.n = x.contract JOIN customers c ON c.n = k.customer " \
  "WHERE x.kind IN ('free', 'waiver') AND m.state IN ('generated', 'exported') AND m.as_of BETWEEN ?1 AND ?2 " \
  "UNION ALL " \
  "SELECT 0, NULL, i.customer, i.currency, 1, i.rounding, i.date FROM invoices i WHERE " REPORT_FINAL \
  " AND i.rounding <> 0) " \
  "SELECT d.n, d.contract, k.customer, d.currency, d.paid, d.amount, " key ", " name " FROM counted d " \
  "JOIN customers c ON c.n = d.payer LEFT JOIN contracts k ON k.n = d.contract ORDER BY d.n"
#define SUM_COLUMNS \
  { "currency", REPORT_TEXT }, { "revenue", REPORT_MONEY }, { "work_cost", REPORT_MONEY }, \
  { "charge_cost", REPORT_MONEY }, { "margin", REPORT_MONEY }, { "percent", REPORT_PERCENT }, \
  { "hours", REPORT_QUANTITY }, { "hours_no_cost", REPORT_QUANTITY }, { "charges_no_cost", REPORT_COUNT }

const report_form margin_forms[] = {
  { .name = "margin", .by = "customer", .bars = "margin", .read = margin_read, .sql = BILLS("c.id", "c.name"),
    .columns = { { "customer", REPORT_TEXT }, { "customer_name", REPORT_TEXT }, SUM_COLUMNS } },
  { .name = "margin", .by = "contract", .bars = "margin", .read = margin_read,
    .sql = BILLS("ifnull(k.id, 'rounding')", "k.name"),
    .columns = { { "contract", REPORT_TEXT }, { "contract_name", REPORT_TEXT }, SUM_COLUMNS } },
  { .name = "margin", .by = "type", .bars = "margin", .read = margin_read,
    .sql = BILLS("ifnull(k.type, 'rounding')", "NULL"),
    .columns = { { "contract_type", REPORT_TEXT }, SUM_COLUMNS } },
  { .name = "margin", .by = "technician", .bars = "margin", .read = margin_read, .sql = BILLS("NULL", "NULL"),
    .columns = { { "technician", REPORT_TEXT }, SUM_COLUMNS } },
  { .name = "margin", .by = "month", .bars = "margin", .read = margin_read,
    .sql = BILLS("strftime('%Y-%m', d.date * 86400, 'unixepoch')", "NULL"),
    .columns = { { "month", REPORT_TEXT }, SUM_COLUMNS } },
  { 0 },
};
// clang-format on
