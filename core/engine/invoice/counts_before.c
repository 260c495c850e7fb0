// What the lines of a bill counted the last time: "2 more than in April".
#include "core/engine/invoice/invoice_inside.h"

// A catch-up counts a difference: that of the last one says nothing.
// clang-format off
static const char last_counts[] =
    "SELECT " NUMBER_OF("l.n") ", p.count, p.from_day FROM lines l INDEXED BY lines_counted "
    "CROSS JOIN lines p ON p.n = ("
      "SELECT q.n FROM bills x JOIN invoices i ON i.n = x.invoice AND i.state = 'final' "
      "CROSS JOIN lines q INDEXED BY lines_counted ON " LINE_IN("q.n", "x.n") " AND q.count IS NOT NULL "
      "AND q.from_day < l.from_day AND " LINE_NAME("q") " = " LINE_NAME("l") " "
      "WHERE x.contract = ?2 AND x.kind = 'bill' AND x.n < ?1 ORDER BY x.n DESC, q.from_day DESC, q.n DESC LIMIT 1) "
    "WHERE " LINE_IN("l.n", "?1") " AND l.count IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims c "
    "WHERE c.contract = ?2 AND c." CLAIM_OF_FEE " AND c.at = l.from_day AND c.line = l.n AND " CLAIM_IS_AGAIN("c") ") "
    "ORDER BY l.n";
// clang-format on

bool counts_before(book *b, int64_t bill, int64_t contract, arena *a, const char **out, error *e) {
  buffer text = { 0 };
  query *q = db_ask(b->db, e, last_counts, "ii", bill, contract);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    buffer_format(&text, "%s\"%lld\":[\"%s\",%lld]", text.length ? "," : "{", (long long)query_column(q, 0),
                  query_column_text(q, 1), (long long)query_column(q, 2));
  if (text.length) buffer_text(&text, "}");
  *out = step == 0 && text.length ? arena_text(a, text.text) : NULL;
  buffer_free(&text);
  return step == 0;
}
