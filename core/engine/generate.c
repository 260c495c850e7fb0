// Generate: all drafts of a batch numbered and frozen, or none.
#include "core/engine/invoice.h"
#include "core/engine/party.h"
#include <stdio.h>
#include <string.h>

typedef struct series {
  int64_t n, next, last_date;
  const char *format;
} series;

// Credit notes share the invoices' series unless they were given their own.
static bool series_read(book *b, const char *kind, arena *a, series *out, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT n, next, last_date, format FROM series WHERE kind = ?1 UNION ALL SELECT n, next, last_date, format FROM series "
                    "WHERE kind = 'invoice'",
                    "t", kind);
  int step = q ? query_step(q, e) : -1;
  const char *format = step == 1 ? query_column_text(q, 3) : NULL;
  if (step == 1)
    *out = (series){ query_column(q, 0), query_column(q, 1), query_column_null(q, 2) ? DAY_MIN : query_column(q, 2),
                     format ? arena_copy(a, format, strlen(format)) : "{SEQ}" };
  if (q) query_reset(q);
  return step == 1 || (step == 0 && error_set(e, ERROR_CORRUPT, "the number series is gone"));
}

// {SEQ}, {SEQ:5} (with leading zeros), {YYYY}, {YY}, {MM} of the invoice date; everything else stands for itself.
static void number_format(buffer *out, const char *format, int64_t seq, day date) {
  int year, month, dom;
  day_to_ymd(date, &year, &month, &dom);
  for (const char *at = format; *at;) {
    int used = 0;
    size_t digits = strncmp(at, "{SEQ:", 5) == 0 ? strspn(at + 5, "0123456789") : 0;
    if (digits && digits <= 2 && at[5 + digits] == '}') {
      int width = digits == 2 ? (at[5] - '0') * 10 + at[6] - '0' : at[5] - '0';
      buffer_format(out, "%0*lld", width, (long long)seq);
      used = (int)digits + 6;
    } else if (strncmp(at, "{SEQ}", 5) == 0) buffer_format(out, "%lld", (long long)seq), used = 5;
    else if (strncmp(at, "{YYYY}", 6) == 0) buffer_format(out, "%04d", year), used = 6;
    else if (strncmp(at, "{YY}", 4) == 0) buffer_format(out, "%02d", year % 100), used = 4;
    else if (strncmp(at, "{MM}", 4) == 0) buffer_format(out, "%02d", month), used = 4;
    else buffer_add(out, at, 1), used = 1;
    at += used;
  }
}

static bool check_date(const series *s, day date, error *e) {
  char text[DAY_TEXT], last[DAY_TEXT];
  if (date >= s->last_date) return true;
  error_set(e, ERROR_DATE_ORDER, "%s is before the last invoice date of its series, %s", day_format(date, text),
            day_format((day)s->last_date, last));
  return error_hint(e, "take --date %s or later", last);
}

static bool post(book *b, int64_t invoice, error *e) {
  return db_run(b->db, e,
                "INSERT INTO postings (invoice, ord, account, amount) SELECT n, 1, 'receivable', total FROM invoices WHERE n = ?1 UNION "
                "ALL SELECT n, 2, 'revenue', -subtotal FROM invoices WHERE n = ?1 "
                "UNION ALL SELECT n, 3, 'tax', -tax FROM invoices WHERE n = ?1",
                "i", invoice);
}

static bool chain(book *b, int64_t invoice, const series *s, char hex[DIGEST_TEXT], char link[DIGEST_TEXT], error *e) {
  digest own, linked;
  if (!invoice_digest(b, invoice, &own, e)) return false;
  query *q = db_ask(b->db, e, "SELECT chain FROM invoices WHERE series = ? AND seq = ?", "ii", s->n, s->next - 1);
  int step = q ? query_step(q, e) : -1;
  if (step < 0) return false;
  digester *d = digester_new();
  digester_start(d);
  const char *before = step == 1 ? query_column_text(q, 0) : NULL;
  if (before) digester_add(d, before, strlen(before));
  digester_add(d, digest_hex(&own, hex), DIGEST_TEXT - 1);
  digester_end(d, &linked);
  digester_free(d);
  query_reset(q);
  digest_hex(&linked, link);
  return true;
}

static bool freeze(book *b, int64_t invoice, const series *s, const char *number, day date, arena *a, error *e) {
  char hex[DIGEST_TEXT], link[DIGEST_TEXT];
  const char *seller = party_seller(b, a, e), *buyer = seller ? party_buyer(b, invoice, a, e) : NULL;
  if (!buyer) return false;
  return db_run(b->db, e,
                "UPDATE invoices SET state = 'final', series = ?, seq = ?, number = ?, date = ?5, due_date = ?5 + (SELECT terms_days FROM "
                "customers c WHERE c.n = invoices.customer), seller = ?6, bill_to = ?7 WHERE n = ?4",
                "iitiitt", s->n, s->next, number, invoice, (int64_t)date, seller, buyer) &&
         chain(b, invoice, s, hex, link, e) &&
         db_run(b->db, e, "UPDATE invoices SET digest = ?, chain = ? WHERE n = ?", "tti", hex, link, invoice);
}

static bool number_taken(book *b, const char *number, error *e) {
  int64_t taken = 0;
  if (!db_value(b->db, e, &taken, 0, "SELECT count(*) FROM invoices WHERE number = ?", "t", number)) return true;
  return taken && !error_set(e, ERROR_DUPLICATE, "the number %s is taken: the number format does not hold {SEQ}", number);
}

bool invoice_number(book *b, int64_t invoice, day date, error *e) {
  series s = { 0 };
  buffer number = { 0 };
  arena *a = arena_new();
  int64_t credit = 0;
  bool ok = db_value(b->db, e, &credit, 0, "SELECT kind = 'credit' FROM invoices WHERE n = ?", "i", invoice) &&
            series_read(b, credit ? "credit" : "invoice", a, &s, e);
  if (ok && date == DAY_MIN) date = (day)s.last_date;
  if (ok && s.format) number_format(&number, s.format, s.next, date);
  ok = ok && check_date(&s, date, e) && !number_taken(b, number.text ? number.text : "", e) &&
       freeze(b, invoice, &s, number.text, date, a, e) && post(b, invoice, e) &&
       db_run(b->db, e, "UPDATE series SET next = next + 1, last_date = ? WHERE n = ?", "ii", (int64_t)date, s.n);
  buffer_free(&number);
  arena_free(a);
  return ok;
}

static bool drafts_in_order(book *b, const batch *batch, arena *a, int64_t **out, size_t *count, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.n FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.batch = ? AND i.state = 'draft' "
                    "ORDER BY c.name, (SELECT min(k.name) FROM bills x JOIN contracts k ON k.n = x.contract WHERE x.invoice = i.n), i.n",
                    "i", batch->n);
  if (!q) return false;
  size_t capacity = 0;
  int step;
  *out = NULL;
  *count = 0;
  while ((step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

static bool generate(book *b, const batch *batch, day date, arena *a, error *e) {
  int64_t *drafts;
  size_t count;
  if (!drafts_in_order(b, batch, a, &drafts, &count, e)) return false;
  for (size_t i = 0; i < count; i++) {
    if (i % 100 == 0) book_progress(b, "Generating invoices", (int64_t)i, (int64_t)count);
    if (!invoice_number(b, drafts[i], date, e)) return false;
  }
  return true;
}

bool batch_generate(book *b, batch *batch, day date, error *e) {
  if (!db_begin(b->db, e)) return false;
  char detail[64], text[DAY_TEXT];
  int64_t fits = 0;
  arena *a = arena_new();
  snprintf(detail, sizeof detail, "{\"date\":\"%s\"}", day_format(date, text));
  bool ok = db_value(b->db, e, &fits, 0, "SELECT count(*) FROM batches WHERE n = ? AND state = 'run'", "i", batch->n);
  if (ok && !fits) ok = error_set(e, ERROR_STATE, "batch %lld is not run any more", (long long)batch->n);
  ok = ok && generate(b, batch, date, a, e) && db_run(b->db, e, "UPDATE batches SET state = 'generated' WHERE n = ?", "i", batch->n) &&
       book_log(b, "batch generate", batch->n, detail, e) &&
       db_run(b->db, e, "UPDATE batches SET seen = -1, files = '' WHERE state = 'open'", "") && db_commit(b->db, e);
  if (!ok) db_rollback(b->db);
  if (ok) batch->state = "generated";
  arena_free(a);
  return ok;
}

static void add_text(digester *d, const char *text) {
  digester_add(d, text ? text : "", text ? strlen(text) : 0);
  digester_add(d, "\x1f", 1);
}

// The header as text; columns of numbers come as their digits.
static bool digest_header(book *b, int64_t invoice, digester *d, error *e) {
  query *q = db_ask(b->db, e,
                    "SELECT i.number, i.kind, c.id, i.currency, i.subtotal, i.tax, i.total, i.po_number, i.date, i.due_date, i.seller, "
                    "i.bill_to, i.credits, i.note "
                    "FROM invoices i JOIN customers c ON c.n = i.customer WHERE i.n = ?",
                    "i", invoice);
  if (!q || query_step(q, e) != 1) return false;
  for (int i = 0; i < 14; i++) add_text(d, query_column_text(q, i));
  query_reset(q);
  return true;
}

bool invoice_digest(book *b, int64_t invoice, digest *out, error *e) {
  digester *d = digester_new();
  digester_start(d);
  bool ok = digest_header(b, invoice, d, e);
  query *q = ok ? db_ask(b->db, e, "SELECT digest FROM bills WHERE invoice = ? ORDER BY n", "i", invoice) : NULL;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) add_text(d, query_column_text(q, 0));
  digester_end(d, out);
  digester_free(d);
  return ok && step == 0;
}
