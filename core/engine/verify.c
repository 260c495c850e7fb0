// Verify: every invariant that has data. Most are one query that answers what is wrong, a line per fault.
#include "core/engine/verify.h"
#include "core/engine/invoice.h"
#include <string.h>

typedef struct proof { book *book; arena *arena; value *failures; error *e; } proof;

enum { FAILURES_MAX = 200 };

static void fault(proof *p, const char *name, const char *what) {
  if (p->failures->as.list.count < FAILURES_MAX) value_append(p->arena, p->failures, value_text(p->arena, arena_format(p->arena, "%s: %s", name, what)));
}

typedef struct check { const char *name, *sql; } check;

// Each answers a text per fault.
static const check checks[] = {
    {"claims belong to a bill of their contract",
     "SELECT 'claim of contract ' || c.contract || ' at ' || c.at || ', row ' || c.row FROM claims c LEFT JOIN bills b ON b.n = c.line >> 20 AND b.contract = c.contract AND b.kind <> 'credit' WHERE b.n IS NULL"},
    {"claimed time entries exist",
     "SELECT 'entry ' || c.row || ' of contract ' || c.contract FROM claims c WHERE c.kind = 2 AND NOT EXISTS (SELECT 1 FROM time_entries t WHERE t.contract = c.contract AND t.at = c.at AND t.n = c.row)"},
    {"claimed charges exist", "SELECT 'charge ' || c.row || ' of contract ' || c.contract FROM claims c WHERE c.kind = 3 AND NOT EXISTS (SELECT 1 FROM charges g WHERE g.contract = c.contract AND g.day = c.at AND g.n = c.row)"},
    {"no part of a period is billed twice",
     "SELECT 'contract ' || contract || ', row ' || row || ' at ' || at FROM (SELECT contract, row, at, lag(until) OVER (PARTITION BY contract, row ORDER BY at) AS before FROM claims WHERE kind = 1) WHERE at < before"},
    {"periods are billed within the contract's life", "SELECT k.id FROM claims c JOIN contracts k ON k.n = c.contract WHERE c.kind = 1 AND c.at < k.start"},
    {"nothing unclaimed lies before its contract's frontier",
     "SELECT 'entry ' || t.id FROM frontiers f JOIN contracts k ON k.n = f.contract JOIN time_entries t ON t.contract = f.contract AND t.at < f.time_from AND t.at >= max(k.start, ifnull(k.bill_from, k.start)) * 1440 "
     "WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = t.contract AND c.kind = 2 AND c.at = t.at AND c.row = t.n) UNION ALL "
     "SELECT 'charge ' || g.id FROM frontiers f JOIN contracts k ON k.n = f.contract JOIN charges g ON g.contract = f.contract AND g.day < f.charge_from AND g.day >= max(k.start, ifnull(k.bill_from, k.start)) "
     "WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = g.contract AND c.kind = 3 AND c.at = g.day AND c.row = g.n)"},
    {"billed periods tile a contract's life without a gap before its frontier",
     "SELECT k.id || ', row ' || x.row FROM (SELECT contract, row, at, until, lead(at) OVER (PARTITION BY contract, row ORDER BY at) AS next FROM claims WHERE kind = 1) x JOIN frontiers f ON f.contract = x.contract "
     "JOIN contracts k ON k.n = x.contract WHERE x.next IS NOT NULL AND x.next <> x.until AND x.next < f.period_from AND x.row & 524287 = 1"},
    {"lines sum to their bill",
     "SELECT 'bill ' || b.n FROM bills b LEFT JOIN (SELECT n >> 20 AS bill, sum(amount) AS amount, sum(tax) AS tax, count(*) AS lines FROM lines GROUP BY n >> 20) l ON l.bill = b.n "
     "WHERE b.amount <> ifnull(l.amount, 0) OR b.tax <> ifnull(l.tax, 0) OR b.lines <> ifnull(l.lines, 0)"},
    {"lines belong to a bill", "SELECT 'line ' || n FROM lines WHERE NOT EXISTS (SELECT 1 FROM bills b WHERE b.n = lines.n >> 20)"},
    {"taxes sum to their bill's tax", "SELECT 'bill ' || b.n FROM bills b LEFT JOIN (SELECT bill, sum(amount) AS amount FROM bill_taxes GROUP BY bill) t ON t.bill = b.n WHERE b.tax <> ifnull(t.amount, 0)"},
    {"bills sum to their invoice",
     "SELECT ifnull(i.number, 'D' || i.n) FROM invoices i LEFT JOIN (SELECT invoice, sum(amount) AS amount, sum(tax) AS tax FROM bills WHERE invoice IS NOT NULL GROUP BY invoice) b ON b.invoice = i.n "
     "WHERE i.subtotal <> ifnull(b.amount, 0) OR i.tax <> ifnull(b.tax, 0)"},
    {"one currency per invoice, one batch", "SELECT 'bill ' || b.n FROM bills b JOIN invoices i ON i.n = b.invoice WHERE b.currency <> i.currency OR b.batch <> i.batch"},
    {"free bills cost nothing and waivers are on no invoice", "SELECT 'bill ' || n FROM bills WHERE (kind = 'free' AND (amount <> 0 OR tax <> 0 OR invoice IS NOT NULL)) OR (kind = 'waiver' AND invoice IS NOT NULL)"},
    {"postings of each document sum to zero", "SELECT 'invoice ' || i.number FROM postings p JOIN invoices i ON i.n = p.invoice GROUP BY p.invoice HAVING sum(p.amount) <> 0"},
    {"postings say what their document says",
     "SELECT number FROM invoices i WHERE state <> 'draft' AND (SELECT sum(amount) FROM postings WHERE invoice = i.n AND account = 'receivable') IS NOT CASE state WHEN 'void' THEN 0 ELSE total END"},
    {"numbers have no gap", "SELECT 'series ' || s.kind FROM series s WHERE s.next - s.first <> (SELECT count(*) FROM invoices i WHERE i.series = s.n) OR s.next <> ifnull((SELECT max(seq) + 1 FROM invoices i WHERE i.series = s.n), s.first)"},
    {"dates never go back within a series", "SELECT number FROM (SELECT number, date, lag(date) OVER (PARTITION BY series ORDER BY seq) AS before FROM invoices WHERE series IS NOT NULL) WHERE date < before"},
    {"no draft has a number, every final document has one", "SELECT 'D' || n FROM invoices WHERE (state = 'draft') <> (number IS NULL) OR (state = 'draft') <> (digest IS NULL)"},
    {"no draft is left in a generated batch", "SELECT 'D' || i.n FROM invoices i JOIN batches b ON b.n = i.batch WHERE i.state = 'draft' AND b.state <> 'run'"},
    {"credit lines mirror what they credit",
     "SELECT 'line ' || c.line FROM credits c JOIN lines l ON l.n = c.line JOIN lines o ON o.n = c.credited WHERE l.amount <> -o.amount OR l.tax <> -o.tax OR l.tax_row IS NOT o.tax_row"},
    {"Batch Details are the sum of what is selected",
     "SELECT 'batch ' || b.n FROM batches b WHERE b.state = 'open' AND (b.bills, b.tickets, b.minutes) <> (SELECT ifnull(sum(pick_bill), 0), ifnull(sum(pick_tickets), 0), ifnull(sum(pick_minutes), 0) FROM previews p WHERE p.batch = b.n AND p.chosen = 1) "
     "UNION ALL SELECT 'batch ' || b.n || ', ' || t.currency FROM batches b JOIN batch_totals t ON t.batch = b.n WHERE b.state = 'open' AND (t.contracts, t.amount, t.tax) <> "
     "(SELECT count(*), ifnull(sum(pick_amount), 0), ifnull(sum(pick_tax), 0) FROM previews p WHERE p.batch = b.n AND p.chosen = 1 AND p.currency = t.currency)"},
    {"work bills on the contract that it names",
     "SELECT 'entry ' || t.id FROM time_entries t JOIN tickets k ON k.n = t.ticket WHERE t.contract <> coalesce(t.own_contract, k.contract, (SELECT d.n FROM contracts d WHERE d.customer = k.customer AND d.\"default\" = 1), 0) "
     "AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.contract = t.contract AND c.kind = 2 AND c.at = t.at AND c.row = t.n)"},
};

static bool run_check(proof *p, const check *c, int64_t *failed) {
  query *q = db_query(p->book->db, c->sql, p->e);
  if (!q) return false;
  int step;
  while ((step = query_step(q, p->e)) == 1) {
    fault(p, c->name, query_column_text(q, 0) ? query_column_text(q, 0) : "");
    ++*failed;
  }
  return step == 0;
}

static bool check_file(proof *p, int64_t *failed) {
  error found = {0};
  if (db_check(p->book->db, &found)) return true;
  for (size_t i = 0; i < found.row_count; i++) fault(p, "the file is sound", found.rows[i]);
  if (!found.row_count) fault(p, "the file is sound", found.message);
  *failed = (int64_t)(found.row_count ? found.row_count : 1);
  error_clear(&found);
  return true;
}

typedef struct stored { int64_t n; const char *name, *digest, *chain; int64_t series; } stored;

static bool stored_read(proof *p, query *q, stored **out, size_t *count) {
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, p->e)) == 1) {
    *out = arena_grow(p->arena, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] =
        (stored){query_column(q, 0), arena_text(p->arena, query_column_text(q, 1)), arena_text(p->arena, query_column_text(q, 2)), arena_text(p->arena, query_column_text(q, 3)), query_column(q, 4)};
  }
  return step == 0;
}

static bool check_bills(proof *p, int64_t *failed) {
  stored *rows;
  size_t count;
  char hex[DIGEST_TEXT];
  if (!stored_read(p, db_query(p->book->db, "SELECT n, 'bill ' || n, digest, NULL, 0 FROM bills ORDER BY n", p->e), &rows, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    digest d;
    if (!bill_digest(p->book, rows[i].n, &d, p->e)) return false;
    if (rows[i].digest && strcmp(digest_hex(&d, hex), rows[i].digest) == 0) continue;
    fault(p, "lines are as they were written", rows[i].name);
    ++*failed;
  }
  return true;
}

static void link_of(const char *before, const char *own, char out[DIGEST_TEXT]) {
  digest d;
  digester *hasher = digester_new();
  digester_start(hasher);
  if (before) digester_add(hasher, before, strlen(before));
  digester_add(hasher, own, strlen(own));
  digester_end(hasher, &d);
  digester_free(hasher);
  digest_hex(&d, out);
}

static bool check_invoices(proof *p, int64_t *failed) {
  stored *rows;
  size_t count;
  char hex[DIGEST_TEXT], link[DIGEST_TEXT];
  if (!stored_read(p, db_query(p->book->db, "SELECT n, 'invoice ' || number, digest, chain, series FROM invoices WHERE series IS NOT NULL ORDER BY series, seq", p->e), &rows, &count)) return false;
  for (size_t i = 0; i < count; i++) {
    digest d;
    if (!invoice_digest(p->book, rows[i].n, &d, p->e)) return false;
    digest_hex(&d, hex);
    link_of(i && rows[i - 1].series == rows[i].series ? rows[i - 1].chain : NULL, hex, link);
    if (rows[i].digest && rows[i].chain && strcmp(hex, rows[i].digest) == 0 && strcmp(link, rows[i].chain) == 0) continue;
    fault(p, "final documents are as they were frozen, and chained", rows[i].name);
    ++*failed;
  }
  return true;
}

static bool check_log(proof *p, int64_t *failed, const char **head) {
  query *q = db_query(p->book->db, "SELECT seq, at, command, detail, chain FROM actions ORDER BY seq", p->e);
  const char *before = "";
  int step = -1;
  while (q && (step = query_step(q, p->e)) == 1) {
    char hex[65];
    book_chain(before, query_column(q, 0), query_column_text(q, 1), query_column_text(q, 2), query_column_text(q, 3), hex);
    before = arena_text(p->arena, query_column_text(q, 4));
    if (strcmp(hex, before) == 0) continue;
    fault(p, "the log is chained", query_column_text(q, 2));
    ++*failed;
  }
  *head = *before ? before : NULL;
  return step == 0;
}

static void report_check(proof *p, value *list, const char *name, int64_t failed) {
  value *row = value_record(p->arena);
  put_text(p->arena, row, "check", name);
  put_text(p->arena, row, "result", failed ? "FAILED" : "ok");
  put_int(p->arena, row, "failed", failed);
  value_append(p->arena, list, row);
}

bool verify(book *b, arena *a, value **report, error *e) {
  proof p = {b, a, value_list(a), e};
  value *list = value_list(a);
  int64_t file = 0, bills = 0, invoices = 0, log = 0;
  const char *head = NULL;
  if (!check_file(&p, &file)) return false;
  report_check(&p, list, "the file is sound", file);
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    int64_t failed = 0;
    book_progress(b, "Verifying", (int64_t)i, (int64_t)(sizeof checks / sizeof *checks) + 3);
    if (!run_check(&p, &checks[i], &failed)) return false;
    report_check(&p, list, checks[i].name, failed);
  }
  if (!check_bills(&p, &bills) || !check_invoices(&p, &invoices) || !check_log(&p, &log, &head)) return false;
  report_check(&p, list, "lines are as they were written", bills);
  report_check(&p, list, "final documents are as they were frozen, and chained", invoices);
  report_check(&p, list, "the log is chained", log);
  *report = value_record(a);
  value_put(a, *report, "checks", list);
  value_put(a, *report, "failures", p.failures);
  put_text(a, *report, "head", head);
  return true;
}
