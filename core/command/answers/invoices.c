// Invoices as values.
#include "core/command/answers/answers_inside.h"
#include "core/engine/facts/facts.h"
#include <assert.h>
#include <string.h>

// Which invoices they are is read at once, each of them when it is asked for: whoever prints them may take his time,
// and nobody else is to wait for that.
typedef struct invoice_rows {
  context *context;
  invoice_filter filter;
  bool listed;
  const int64_t *list;
  size_t count, at;
} invoice_rows;

enum invoice_column {
  INVOICE_N,
  INVOICE_NUMBER,
  INVOICE_STATE,
  INVOICE_KIND,
  INVOICE_BATCH,
  INVOICE_DATE,
  INVOICE_DUE,
  INVOICE_CUSTOMER,
  INVOICE_CURRENCY,
  INVOICE_SUBTOTAL,
  INVOICE_TAX,
  INVOICE_TOTAL,
  INVOICE_CREDITS,
  INVOICE_PO,
  INVOICE_SELLER,
  INVOICE_BILL_TO,
  INVOICE_NOTE,
  INVOICE_REFERENCE,
  INVOICE_FX
};

// clang-format off
// `among`: what of the filter an index answers, so that a batch is listed without looking at all others.
#define LISTED(among) \
  "SELECT i.n FROM invoices i JOIN customers c ON c.n = i.customer WHERE " among " AND (?1 = 0 OR i.batch = ?1) " \
  "AND (?2 = 0 OR i.customer = ?2) AND (?3 = 0 OR i.n = ?3) AND (?4 = -719162 OR i.date >= ?4) AND " \
  "(?5 = 2932896 OR i.date <= ?5) AND (?6 = 0 OR (i.state = 'final' AND i.kind = 'invoice' AND " \
  INVOICE_OPEN("i", "2932896") " > 0)) ORDER BY i.series IS NULL, i.series, i.seq, c.name, c.id, (SELECT " \
  "min(k.name || char(31) || k.id) FROM bills x JOIN contracts k ON k.n = x.contract WHERE x.invoice = i.n), i.n"
// clang-format on

static bool list_invoices(invoice_rows *r, error *e) {
  static const char of_batch[] = LISTED("i.batch = ?1"), one[] = LISTED("i.n = ?3"), all[] = LISTED("true");
  query *q = db_ask(r->context->book->db, e,
                    r->filter.invoice ? one
                    : r->filter.batch ? of_batch
                                      : all,
                    "iiiiii", r->filter.batch, r->filter.customer, r->filter.invoice, (int64_t)r->filter.from,
                    (int64_t)r->filter.to, (int64_t)r->filter.unpaid);
  size_t capacity = 0;
  int64_t *list = NULL;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    list = arena_grow(r->context->arena, list, r->count, &capacity, sizeof *list);
    list[r->count++] = query_column(q, 0);
  }
  r->list = list;
  return r->listed = step == 0;
}

// A draft says what it would freeze now, dated as its batch is.
static query *invoice_query(const invoice_rows *r, int64_t n, error *e) {
  // clang-format off
  return db_ask(r->context->book->db, e,
                "SELECT i.n, i.number, i.state, i.kind, i.batch, i.date, i.due_date, c.id, i.currency, "
                "i.subtotal, i.tax, i.total, o.number, i.po_number, i.seller, i.bill_to, i.note, "
                "iif(i.state = 'draft', " DRAFT_REFERENCE ", i.buyer_reference), "
                "iif(i.state = 'draft', " DRAFT_FX("(SELECT as_of FROM batches WHERE n = i.batch)") ", i.fx) "
                "FROM invoices i "
                "JOIN customers c ON c.n = i.customer LEFT JOIN invoices o ON o.n = i.credits WHERE i.n = ?",
                "i", n);
  // clang-format on
}

static void put_day_or_null(arena *a, value *v, const char *name, const query *q, int column) {
  if (query_column_null(q, column)) put_null(a, v, name);
  else put_day(a, v, name, (day)query_column(q, column));
}

static value *taxes_value(context *c, int64_t invoice, int exponent, arena *a, error *e) {
  value *list = value_list(a);
  query *q = db_ask(c->book->db, e,
                    "SELECT t.name, t.rate, t.category, sum(t.base), sum(t.amount), t.rounding, t.code, t.reason, "
                    "t.jurisdiction FROM bills x JOIN bill_taxes t ON t.bill = x.n WHERE x.invoice = ? GROUP BY "
                    "t.name, t.rate, t.category, t.rounding, t.code, t.reason, t.jurisdiction ORDER BY min(x.n), t.ord",
                    "i", invoice);
  if (!q) return NULL;
  int step;
  while ((step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_text(a, v, "name", arena_text(a, query_column_text(q, 0)));
    put_text(a, v, "jurisdiction", arena_text(a, query_column_text(q, 8)));
    put_text(a, v, "rate", arena_text(a, query_column_text(q, 1)));
    put_text(a, v, "category", arena_text(a, query_column_text(q, 2)));
    put_money(a, v, "base", query_column(q, 3), exponent);
    put_money(a, v, "amount", query_column(q, 4), exponent);
    put_text(a, v, "rounding", arena_text(a, query_column_text(q, 5)));
    if (!query_column_null(q, 6)) put_text(a, v, "code", arena_text(a, query_column_text(q, 6)));
    if (!query_column_null(q, 7)) put_text(a, v, "reason", arena_text(a, query_column_text(q, 7)));
    value_append(a, list, v);
  }
  return step == 0 ? list : NULL;
}

// The MSP's own columns of a line's ticket and contract, where there are any.
static void put_own(arena *a, value *v, const char *ticket, const char *contract) {
  if (!ticket && !contract) return;
  value *own = value_record(a);
  if (ticket) value_put(a, own, "ticket", value_of_json(a, ticket));
  if (contract) value_put(a, own, "contract", value_of_json(a, contract));
  value_put(a, v, "x", own);
}

static value *line_taxes_value(const invoice_line *at, int exponent, arena *a) {
  value *list = value_list(a);
  for (size_t i = 0; i < at->tax_count; i++) {
    const line_tax *t = &at->taxes[i];
    value *v = value_record(a);
    put_text(a, v, "name", t->name);
    put_text(a, v, "jurisdiction", t->jurisdiction);
    put_text(a, v, "rate", t->rate);
    put_text(a, v, "code", t->code);
    put_text(a, v, "reason", t->reason);
    put_money(a, v, "base", t->base, exponent);
    put_money(a, v, "amount", t->amount, exponent);
    value_append(a, list, v);
  }
  return list;
}

static void put_count(arena *a, value *v, const char *name, int count) {
  if (count) put_int(a, v, name, count);
  else put_null(a, v, name);
}

// What targets want to know of a line, as they count and price.
static void put_for_targets(const invoice_line *at, int exponent, arena *a, value *v) {
  line_prices prices;
  char price[DECIMAL_TEXT];
  line_prices_of(at, exponent, &prices);
  decimal_format(prices.unit_net, exponent, price);
  value_put(a, v, "taxes", line_taxes_value(at, exponent, a));
  put_text(a, v, "unit_price_net", arena_text(a, price));
  put_money(a, v, "discount_amount", prices.discount, exponent);
  put_text(a, v, "count", at->line.count);
  put_count(a, v, "days", at->line.days);
  put_count(a, v, "days_of", at->line.days_of);
  put_text(a, v, "count_before", at->count_before);
  if (at->count_before) put_day(a, v, "month_before", at->month_before);
  else put_null(a, v, "month_before");
  put_text(a, v, "unit_code", unit_code(at->line.unit));
}

static value *line_value(const invoice_line *at, int exponent, arena *a) {
  const line *l = &at->line;
  value *v = value_record(a);
  put_int(a, v, "line", at->number);
  put_text(a, v, "kind", l->kind);
  put_text(a, v, "contract", at->contract_id);
  value_put(a, v, "period", period_value(a, l->from, l->until));
  put_text(a, v, "ticket", at->ticket_id);
  if (l->date == DAY_NEVER) put_null(a, v, "date");
  else put_day(a, v, "date", l->date);
  put_text(a, v, "sku", l->sku);
  put_text(a, v, "category", l->category);
  put_text(a, v, "description", l->description);
  put_text(a, v, "quantity", l->quantity);
  put_text(a, v, "unit", l->unit);
  put_text(a, v, "unit_price", l->price);
  put_text(a, v, "discount", l->discount);
  put_money(a, v, "amount", l->amount, exponent);
  put_money(a, v, "tax", l->tax, exponent);
  put_text(a, v, "tax_name", at->tax_name);
  put_text(a, v, "contract_name", at->contract_name);
  put_for_targets(at, exponent, a, v);
  put_text(a, v, "site", at->site_id);
  put_text(a, v, "site_name", at->site_name);
  put_own(a, v, at->ticket_x, at->contract_x);
  return v;
}

// The places that lines name, in the order in which they first do; nothing where they name none.
static void put_sites(arena *a, value *v, const invoice_bill *bills, size_t count) {
  value *list = value_list(a);
  for (size_t i = 0; i < count; i++) {
    size_t first = 0;
    while (first < i && !text_equal(bills[first].site_id, bills[i].site_id)) first++;
    if (bills[i].site && first == i) value_append(a, list, value_of_json(a, bills[i].site));
  }
  if (list->as.list.count) value_put(a, v, "sites", list);
}

static value *lines_value(context *c, int64_t invoice, int exponent, arena *a, value *of, error *e) {
  value *list = value_list(a);
  invoice_lines lines;
  const invoice_line *at = NULL;
  bool ok = invoice_lines_open(&lines, c->book, invoice, a, e);
  while (ok && (ok = invoice_lines_next(&lines, &at, e)) && at) value_append(a, list, line_value(at, exponent, a));
  if (ok) put_sites(a, of, lines.bills, lines.bill_count);
  return ok ? list : NULL;
}

// Seller and buyer as they were frozen. A draft shows what it would freeze now.
typedef struct parties {
  value *seller, *buyer;
} parties;

static bool parties_read(context *c, const query *q, arena *a, parties *out, error *e) {
  const char *seller = query_column_text(q, INVOICE_SELLER), *buyer = query_column_text(q, INVOICE_BILL_TO);
  if (!seller) seller = parties_seller(c->book, query_column_text(q, INVOICE_CURRENCY), a, e);
  if (!buyer) buyer = parties_buyer(c->book, query_column(q, INVOICE_N), a, e);
  if (!seller || !buyer) return false;
  *out = (parties){ value_of_json(a, seller), value_of_json(a, buyer) };
  return true;
}

// What the row of an invoice says. A draft has no number: people name it by its row.
static value *head_value(const query *q, const parties *of, int exponent, bool heads, arena *a) {
  value *v = value_record(a);
  const char *number = arena_text(a, query_column_text(q, INVOICE_NUMBER));
  put_text(a, v, "invoice", number ? number : arena_format(a, "D%lld", (long long)query_column(q, INVOICE_N)));
  put_text(a, v, "number", number);
  put_text(a, v, "state", arena_text(a, query_column_text(q, INVOICE_STATE)));
  put_text(a, v, "kind", arena_text(a, query_column_text(q, INVOICE_KIND)));
  put_int(a, v, "batch", query_column(q, INVOICE_BATCH));
  put_day_or_null(a, v, "date", q, INVOICE_DATE);
  put_day_or_null(a, v, "due_date", q, INVOICE_DUE);
  put_text(a, v, "customer", arena_text(a, query_column_text(q, INVOICE_CUSTOMER)));
  value_put(a, v, "customer_name", value_get(of->buyer, "name"));
  put_text(a, v, "currency", arena_text(a, query_column_text(q, INVOICE_CURRENCY)));
  put_money(a, v, "subtotal", query_column(q, INVOICE_SUBTOTAL), exponent);
  put_money(a, v, "tax", query_column(q, INVOICE_TAX), exponent);
  put_money(a, v, "total", query_column(q, INVOICE_TOTAL), exponent);
  put_text(a, v, "credits", arena_text(a, query_column_text(q, INVOICE_CREDITS)));
  put_text(a, v, "po_number", arena_text(a, query_column_text(q, INVOICE_PO)));
  put_text(a, v, "buyer_reference", arena_text(a, query_column_text(q, INVOICE_REFERENCE)));
  put_exchange(a, v, arena_text(a, query_column_text(q, INVOICE_FX)),
               &(exchanged){ query_column(q, INVOICE_TAX), query_column(q, INVOICE_TOTAL), exponent });
  put_text(a, v, "note", arena_text(a, query_column_text(q, INVOICE_NOTE)));
  if (heads) return v;
  value_put(a, v, "seller", of->seller);
  value_put(a, v, "bill_to", of->buyer);
  return v;
}

// The credit notes of an invoice, by number.
static value *credited_by(context *c, int64_t invoice, arena *a, error *e) {
  value *list = value_list(a);
  query *q =
      db_ask(c->book->db, e, "SELECT number FROM invoices WHERE credits = ? AND state = 'final' ORDER BY series, seq",
             "i", invoice);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1)
    value_append(a, list, value_text(a, arena_text(a, query_column_text(q, 0))));
  return step == 0 ? list : NULL;
}

// A credit note that names an invoice is settled with that.
static bool is_settled_alone(const query *q) {
  return strcmp(query_column_text(q, INVOICE_STATE), "final") == 0 && query_column_null(q, INVOICE_CREDITS);
}

static value *invoice_value(const invoice_rows *r, const query *q, arena *a, error *e) {
  context *c = r->context;
  int64_t n = query_column(q, INVOICE_N);
  int exponent = currency_exponent(query_column_text(q, INVOICE_CURRENCY));
  parties of;
  if (!parties_read(c, q, a, &of, e)) return NULL;
  value *v = head_value(q, &of, exponent, r->filter.heads, a), *notes = credited_by(c, n, a, e);
  if (!notes) return NULL;
  value_put(a, v, "credited_by", notes);
  if (!r->filter.kept && is_settled_alone(q) && !put_payments(c, v, n, exponent, a, e)) return NULL;
  value *taxes = taxes_value(c, n, exponent, a, e),
        *lines = c->brief || r->filter.heads ? value_list(a) : lines_value(c, n, exponent, a, v, e);
  if (!taxes || !lines) return NULL;
  value_put(a, v, "taxes", taxes);
  if (!c->brief && !r->filter.heads) value_put(a, v, "lines", lines);
  value *statements =
      r->filter.statements || r->filter.kept ? statements_value(c, n, r->filter.statements, a, e) : NULL;
  if (statements) value_put(a, v, "statements", statements);
  return e->code == ERROR_NONE ? v : NULL;
}

static value *invoice_next(void *stream, arena *a, error *e) {
  invoice_rows *r = stream;
  value *v = NULL;
  int step = 0;  // 0: a draft that is gone by now
  if (!r->listed && !list_invoices(r, e)) return NULL;
  assert(r->list || !r->count);
  while (step == 0 && r->at < r->count) {
    query *q = invoice_query(r, r->list[r->at++], e);
    step = q ? query_step(q, e) : -1;
    if (step == 1) v = invoice_value(r, q, a, e);
    query_reset(q);
  }
  return v;
}

value *invoices_answer(context *c, const invoice_filter *filter, error *e) {
  (void)e;
  invoice_rows *rows = arena_alloc(c->arena, sizeof *rows);
  *rows = (invoice_rows){ .context = c, .filter = *filter };
  return value_stream(c->arena, invoice_next, rows);
}

value *invoices_listed(context *c, const invoice_filter *filter, const int64_t *list, size_t count) {
  invoice_rows *rows = arena_alloc(c->arena, sizeof *rows);
  *rows = (invoice_rows){ .context = c, .filter = *filter, .listed = true, .list = list, .count = count };
  return value_stream(c->arena, invoice_next, rows);
}

int64_t invoices_last(const value *stream) {
  const invoice_rows *r = stream->as.stream.context;
  return r->at ? r->list[r->at - 1] : 0;
}
