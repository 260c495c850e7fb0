// Checks of documents: numbers, dates, corrections, and that nothing frozen has changed: digests and chains.
#include "core/engine/facts/facts.h"
#include "core/engine/invoice/invoice.h"
#include "core/engine/verify/verify_inside.h"
#include <stdio.h>
#include <string.h>

typedef struct stored {
  int64_t n, series;
  const char *name, *digest, *chain;
} stored;

// Rows of (n, series, name, digest, chain), kept: what is proved of each asks the database again.
static bool stored_read(proof *p, const char *sql, stored **out, size_t *count) {
  query *q = db_query(p->book->db, sql, p->e);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, p->e)) == 1) {
    *out = arena_grow(p->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] =
        (stored){ query_column(q, 0), query_column(q, 1), arena_text(p->arena, query_column_text(q, 2)),
                  arena_text(p->arena, query_column_text(q, 3)), arena_text(p->arena, query_column_text(q, 4)) };
  }
  p->checked = (int64_t)*count;
  return step == 0;
}

static bool same(const char *a, const char *b) { return a && strcmp(a, b) == 0; }

typedef bool (*digester_of)(book *b, int64_t n, digest *out, error *e);

static bool prove_digests(proof *p, const check *c, digester_of digest_of_row) {
  stored *rows;
  size_t count;
  char hex[DIGEST_TEXT];
  digest d;
  if (!stored_read(p, c->faults, &rows, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    if (!digest_of_row(p->book, rows[i].n, &d, p->e)) return false;
    if (!same(rows[i].digest, digest_hex(&d, hex))) proof_fault(p, "%s", rows[i].name);
  }
  return true;
}

static bool prove_bills(proof *p, const check *c) { return prove_digests(p, c, bill_digest); }
static bool prove_invoices(proof *p, const check *c) { return prove_digests(p, c, invoice_digest); }

static bool prove_chain(proof *p, const check *c) {
  stored *rows;
  size_t count;
  char hex[DIGEST_TEXT];
  digest d;
  if (!stored_read(p, c->faults, &rows, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    bool first = i == 0 || rows[i - 1].series != rows[i].series;
    const char *before = first || !rows[i - 1].chain ? "" : rows[i - 1].chain,
               *own = rows[i].digest ? rows[i].digest : "";
    const char *link = arena_format(p->arena, "%s%s", before, own);
    d = digest_of(link, strlen(link));
    if (!same(rows[i].chain, digest_hex(&d, hex))) proof_fault(p, "%s", rows[i].name);
  }
  return true;
}

// A text of the log; in a damaged file it may be missing.
static const char *text_of(query *q, int column) {
  const char *text = query_column_text(q, column);
  return text ? text : "";
}

// Each link of the log, its count, and that none was cut off its end.
static bool prove_log(proof *p, const check *c) {
  query *q = db_query(p->book->db, c->faults, p->e);
  char before[DIGEST_TEXT] = "", hex[DIGEST_TEXT];
  int64_t seq = 0, last = 0;
  int step = -1;
  while (q && (step = query_step(q, p->e)) == 1) {
    p->checked++;
    if (query_column(q, 0) != ++seq) proof_fault(p, "entry %lld is gone", (long long)seq);
    seq = query_column(q, 0);
    book_chain(before, seq, text_of(q, 1), text_of(q, 2), text_of(q, 3), hex);
    if (!same(text_of(q, 4), hex)) proof_fault(p, "entry %lld, %s", (long long)seq, text_of(q, 2));
    snprintf(before, sizeof before, "%s", text_of(q, 4));
  }
  if (step != 0 || !db_value(p->book->db, p->e, &last, 0, c->count, "")) return false;
  if (last != seq) proof_fault(p, "entries %lld to %lld are gone", (long long)seq + 1, (long long)last);
  p->head = *before ? arena_text(p->arena, before) : NULL;
  return true;
}

// clang-format off
#define FINAL "SELECT count(*) FROM invoices WHERE state <> 'draft'"
#define NEGATED(text) \
  "CASE WHEN " text " = '0' THEN '0' WHEN " text " LIKE '-%' THEN substr(" text ", 2) ELSE '-' || " text " END"

// Not between nothing and an amount.
#define OUTSIDE(part, whole) "(" part " NOT BETWEEN min(0, " whole ") AND max(0, " whole "))"

static const check checks[] = {
  { "numbers of a series have no gap", proof_by_query, FINAL,
    "SELECT 'series ' || s.kind || ' before ' || i.number FROM series s JOIN (SELECT series, seq, number, "
    "lag(seq) OVER (PARTITION BY series ORDER BY seq) AS before FROM invoices WHERE series IS NOT NULL) i "
    "ON i.series = s.n WHERE i.seq <> ifnull(i.before + 1, s.first)" },

  { "the next number follows the last", proof_by_query, "SELECT count(*) FROM series",
    "SELECT 'series ' || s.kind FROM series s WHERE s.next <> ifnull((SELECT max(i.seq) + 1 FROM invoices i "
    "WHERE i.series = s.n), s.first) OR s.last_date IS NOT (SELECT max(i.date) FROM invoices i WHERE i.series = s.n "
    "AND i.state <> 'void')" },

  // Of a kind and year a later series goes on behind the one before.
  { "numbers never go back", proof_by_query, "SELECT count(*) FROM series",
    "SELECT 'series ' || s.kind || ' from ' || s.first FROM series s JOIN series p ON p.n < s.n AND p.kind = s.kind "
    "AND p.year IS s.year WHERE s.first < p.next" },

  { "dates never go back within a series", proof_by_query, FINAL,
    "SELECT number FROM (SELECT number, date, lag(date) OVER (PARTITION BY series ORDER BY seq) AS before "
    "FROM invoices WHERE series IS NOT NULL AND state <> 'void') WHERE date < before" },

  { "final documents have number, date and digest, drafts none", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT ifnull(number, 'D' || n) FROM invoices WHERE CASE state WHEN 'draft' "
    "THEN coalesce(series, seq, number, date, digest, chain) IS NOT NULL "
    "ELSE series IS NULL OR seq IS NULL OR number IS NULL OR date IS NULL OR digest IS NULL OR chain IS NULL END" },

  { "drafts are in batches that were run and not generated", proof_by_query, "SELECT count(*) FROM invoices",
    "SELECT ifnull(i.number, 'D' || i.n) || ' in batch ' || b.n FROM invoices i JOIN batches b ON b.n = i.batch "
    "WHERE (i.state = 'draft') <> (b.state = 'run')" },

  // A part of a line is one of its own price.
  { "credit lines mirror what they credit", proof_by_query, "SELECT count(*) FROM credits",
    "SELECT 'line ' || " LINE_TEXT("c.line") " FROM credits c JOIN lines l ON l.n = c.line JOIN lines o "
    "ON o.n = c.credited WHERE l.tax_row IS NOT o.tax_row OR ((l.amount, l.tax, l.quantity, l.unit_price) IS NOT "
    "(-o.amount, -o.tax, " NEGATED("o.quantity") ", o.unit_price) AND (c.rebill = 1 OR l.quantity <> '-1' "
    "OR l.discount IS NOT NULL OR l.amount = 0))" },

  { "what is credited of a line stays within it", proof_by_query, "SELECT count(*) FROM credits",
    "SELECT 'line ' || " LINE_TEXT("x.credited") " FROM (SELECT c.credited, o.amount, o.tax, sum(-l.amount) AS net, "
    "sum(-l.tax) AS tax_back, min(-l.amount) AS least, max(-l.amount) AS most FROM credits c JOIN lines l "
    "ON l.n = c.line JOIN lines o ON o.n = c.credited GROUP BY c.credited) x "
    "WHERE " OUTSIDE("x.net", "x.amount") " OR " OUTSIDE("x.least", "x.amount") " OR " OUTSIDE("x.most", "x.amount") " "
    "OR " OUTSIDE("x.tax_back", "x.tax") " OR (x.net = x.amount AND x.tax_back <> x.tax)" },

  { "what is credited of a component of a tax stays within it", proof_by_query, "SELECT count(*) FROM line_taxes",
    "SELECT 'line ' || " LINE_TEXT("x.line") " || ', ' || x.name FROM (SELECT t.line, t.name, t.amount, "
    "sum(-p.amount) AS back FROM credits c JOIN line_taxes t ON t.line = c.credited JOIN line_taxes p "
    "ON p.line = c.line AND p.ord = t.ord GROUP BY t.line, t.ord) x WHERE " OUTSIDE("x.back", "x.amount") },

  { "each line of a credit note credits a line of its invoice", proof_by_query,
    "SELECT count(*) FROM bills WHERE kind = 'credit'",
    "SELECT 'line ' || " LINE_TEXT("l.n") " FROM bills b JOIN lines l ON " LINE_IN("l.n", "b.n") " "
    "JOIN invoices i ON i.n = b.invoice LEFT JOIN credits c ON c.line = l.n "
    "LEFT JOIN bills o ON o.n = " BILL_OF("c.credited") " WHERE b.kind = 'credit' AND (o.invoice IS NULL "
    "OR o.invoice IS NOT i.credits OR o.contract <> b.contract OR o.currency <> b.currency) "
    "UNION ALL SELECT 'line ' || " LINE_TEXT("c.line") " FROM credits c WHERE NOT EXISTS "
    "(SELECT 1 FROM bills b WHERE b.n = " BILL_OF("c.line") " AND b.kind = 'credit')" },

  { "no line of a void is credited", proof_by_query, "SELECT count(*) FROM credits",
    "SELECT 'line ' || " LINE_TEXT("c.credited") " || ' of ' || i.number FROM credits c "
    "JOIN bills b ON b.n = " BILL_OF("c.credited") " JOIN invoices i ON i.n = b.invoice WHERE i.state <> 'final'" },

  { "lines are as they were written", prove_bills, NULL,
    "SELECT n, 0, 'bill ' || n, digest, NULL FROM bills ORDER BY n" },

  { "final documents are as they were frozen", prove_invoices, NULL,
    "SELECT n, 0, 'invoice ' || number, digest, NULL FROM invoices WHERE state <> 'draft' ORDER BY n" },

  { "final documents say which bills they have", proof_by_query,
    "SELECT count(*) FROM invoices WHERE number IS NOT NULL",
    "SELECT 'invoice ' || i.number FROM invoices i WHERE i.state <> 'draft' AND (SELECT count(*) || ':' || "
    "ifnull(sum(b.lines), 0) FROM bills b WHERE b.invoice = i.n) IS NOT CASE WHEN json_valid(i.contracts) THEN "
    "(SELECT count(DISTINCT b.n) || ':' || ifnull(sum(j.value ->> 'lines'), 0) FROM json_each(i.contracts) j "
    "JOIN bills b ON b.n = j.value ->> 'bill' AND b.invoice = i.n AND b.lines = j.value ->> 'lines') END" },

  { "final documents are chained", prove_chain, NULL,
    "SELECT n, series, 'invoice ' || number, digest, chain FROM invoices WHERE series IS NOT NULL "
    "ORDER BY series, seq" },

  { "the journal is whole", proof_by_query, "SELECT count(*) FROM journal",
    "SELECT 'before entry ' || seq FROM (SELECT seq, lag(seq) OVER (ORDER BY seq) AS before FROM journal) "
    "WHERE seq <> ifnull(before, 0) + 1 UNION ALL SELECT 'after entry ' || ifnull((SELECT max(seq) FROM journal), 0) "
    "FROM sqlite_sequence WHERE name = 'journal' AND seq <> ifnull((SELECT max(seq) FROM journal), 0)" },

  { "the log is chained", prove_log, "SELECT seq FROM sqlite_sequence WHERE name = 'actions'",
    "SELECT seq, at, command, detail, chain FROM actions ORDER BY seq" },
};
// clang-format on

const check_list document_checks = { checks, sizeof checks / sizeof *checks };
