// What an hour of a flat contract brings: its fees, with whatever else its bills hold, by the hours that they cover.
#include "core/base/money.h"
#include "core/engine/reports/reports_inside.h"

// clang-format off
// Bills that hold work and nothing to pay are on no invoice: they count by the date of their batch. Hours are those of
// the claims that stand, so that work that was credited to be billed again counts once.
static const char flat_contracts[] =
  "WITH counted (n, contract, currency, amount) AS MATERIALIZED ("
  "SELECT x.n, x.contract, x.currency, x.amount FROM invoices i JOIN bills x ON x.invoice = i.n "
  "WHERE " REPORT_FINAL " UNION ALL "
  "SELECT x.n, x.contract, x.currency, x.amount FROM batches m JOIN bills x ON x.batch = m.n "
  "WHERE x.kind = 'free' AND m.state IN ('generated', 'exported') AND m.as_of BETWEEN ?1 AND ?2), "
  "sums (contract, currency, amount, minutes, flat) AS ("
  "SELECT contract, currency, amount, 0, EXISTS (SELECT 1 FROM lines l WHERE " LINE_IN("l.n", "x.n")
  " AND l.kind = 'period') FROM counted x UNION ALL "
  "SELECT x.contract, x.currency, 0, t.minutes, 0 FROM claims m CROSS JOIN counted x ON x.n = " BILL_OF("m.line") " "
  "CROSS JOIN time_entries t ON t.contract = m.contract AND t.at = m.at AND t.n = " CLAIM_ENTRY("m") " "
  "WHERE m." CLAIM_OF_WORK " AND NOT (" CLAIM_IS_AGAIN("m") ")) "
  "SELECT k.id, k.name, c.name, s.currency, sum(s.amount), sum(s.minutes) FROM sums s "
  "JOIN contracts k ON k.n = s.contract JOIN customers c ON c.n = k.customer GROUP BY s.contract, s.currency "
  "HAVING max(s.flat) ORDER BY s.currency, c.name, k.id";
// clang-format on

static bool put_rate(arena *a, value *row, int64_t amount, int64_t minutes, int exponent, error *e) {
  int64_t rate;
  if (minutes <= 0) {
    put_null(a, row, "rate");
    return true;
  }
  if (!money_muldiv(amount, 60, minutes, ROUND_HALF_UP, &rate))
    return error_set(e, ERROR_TOO_BIG, "what an hour brings is past the largest amount");
  put_money(a, row, "rate", rate, exponent);
  return true;
}

static bool rates_read(book *b, const report_form *f, day from, day to, arena *a, value *rows, error *e) {
  (void)f;
  static const char *const names[] = { "contract", "contract_name", "customer_name", "currency" };
  if (!db_begin_read(b->db, e)) return false;
  query *q = db_ask(b->db, e, flat_contracts, "ii", (int64_t)from, (int64_t)to);
  int step = -1;
  bool ok = true;
  while (ok && q && (step = query_step(q, e)) == 1) {
    value *row = value_record(a);
    for (int i = 0; i < 4; i++) put_text(a, row, names[i], arena_text(a, query_column_text(q, i)));
    int64_t amount = query_column(q, 4), minutes = query_column(q, 5);
    int exponent = currency_exponent(query_column_text(q, 3));
    char hours[DECIMAL_TEXT];
    put_money(a, row, "revenue", amount, exponent);
    put_text(a, row, "hours", arena_copy(a, hours, decimal_format(decimal_ratio(minutes, 60, 4), 0, hours)));
    ok = put_rate(a, row, amount, minutes, exponent, e);
    value_append(a, rows, row);
  }
  if (step == 1) query_reset(q);
  db_rollback(b->db);
  return ok && step == 0;
}

// clang-format off
const report_form rate_forms[] = {
  { .name = "rates", .bars = "rate", .read = rates_read,
    .columns = { { "contract", REPORT_TEXT }, { "contract_name", REPORT_TEXT }, { "customer_name", REPORT_TEXT },
                 { "currency", REPORT_TEXT }, { "revenue", REPORT_MONEY }, { "hours", REPORT_QUANTITY },
                 { "rate", REPORT_PRICE } } },
  { 0 },
};
// clang-format on
