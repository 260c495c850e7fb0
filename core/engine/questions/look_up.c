// Customers, contracts and tickets to look at: lists, and one of them with what became of it.
#include "core/base/money.h"
#include "core/base/value_json.h"
#include "core/engine/questions/reasons_inside.h"
#include <string.h>

// How a column of a query becomes a field; money in the currency of the column before it.
typedef enum shape { SHAPE_TEXT, SHAPE_COUNT, SHAPE_DAY, SHAPE_BOOL, SHAPE_MONEY, SHAPE_HOURS, SHAPE_JSON } shape;
typedef struct shown {
  const char *name;
  shape shape;
} shown;

static value *cell(arena *a, const query *q, int at, shape as) {
  char text[DECIMAL_TEXT];
  if (query_column_null(q, at)) return value_null(a);
  switch (as) {
    case SHAPE_COUNT: return value_int(a, query_column(q, at));
    case SHAPE_DAY: return value_day(a, (day)query_column(q, at));
    case SHAPE_BOOL: return value_bool(a, query_column(q, at) != 0);
    case SHAPE_MONEY: return value_money(a, query_column(q, at), currency_exponent(query_column_text(q, at - 1)));
    case SHAPE_HOURS:
      return value_text(a, arena_copy(a, text, decimal_format(decimal_ratio(query_column(q, at), 60, 4), 0, text)));
    case SHAPE_JSON: return value_of_json(a, arena_text(a, query_column_text(q, at)));
    default: return value_text(a, arena_copy(a, query_column_text(q, at), query_column_length(q, at)));
  }
}

static void put_row(arena *a, value *v, const query *q, const shown *fields) {
  for (int i = 0; fields[i].name; i++) value_put(a, v, fields[i].name, cell(a, q, i, fields[i].shape));
}

// All rows as a list. NULL with the error.
static value *rows(arena *a, query *q, const shown *fields, error *e) {
  value *list = value_list(a);
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    value *v = value_record(a);
    put_row(a, v, q, fields);
    value_append(a, list, v);
  }
  return step == 0 ? list : NULL;
}

// The one row as a record.
static value *one(arena *a, query *q, const shown *fields, error *e) {
  value *v = value_record(a);
  int step = q ? query_step(q, e) : -1;
  if (step == 1) put_row(a, v, q, fields);
  if (q) query_reset(q);
  return step == 1 ? v : NULL;
}

#define LIKE(at, text) "(" at " IS NULL OR instr(lower(" text "), lower(" at ")) > 0)"

static const shown customer_row[] = { { "customer", SHAPE_TEXT }, { "customer_name", SHAPE_TEXT },
                                      { "currency", SHAPE_TEXT }, { "contract_count", SHAPE_COUNT },
                                      { "bill_to", SHAPE_TEXT },  { "invoice_per", SHAPE_TEXT },
                                      { "delivery", SHAPE_TEXT }, { 0 } };
#define CUSTOMER_ROW                                                           \
  "SELECT c.id, c.name, ifnull(c.currency, (SELECT currency FROM settings)), " \
  "(SELECT count(*) FROM contracts k WHERE k.customer = c.n), p.id, c.invoice_per, c.delivery "

// A part of a list: LIMIT and OFFSET.
#define PART(most, from) " LIMIT " most " OFFSET " from
static int64_t most_of(const look_filter *f) { return f->most ? f->most : INT64_MAX; }

#define CUSTOMERS "FROM customers c LEFT JOIN customers p ON p.n = c.bill_to WHERE " LIKE("?1", "c.id || ' ' || c.name")

value *customers_listed(book *b, const look_filter *f, arena *a, error *e) {
  return rows(a,
              db_ask(b->db, e, CUSTOMER_ROW CUSTOMERS " ORDER BY c.name, c.id" PART("?2", "?3"), "tii", f->like,
                     most_of(f), f->from),
              customer_row, e);
}

bool customers_counted(book *b, const look_filter *f, int64_t *count, error *e) {
  return db_value(b->db, e, count, 0, "SELECT count(*) " CUSTOMERS, "t", f->like);
}

static const shown contract_row[] = { { "contract", SHAPE_TEXT },
                                      { "contract_name", SHAPE_TEXT },
                                      { "customer", SHAPE_TEXT },
                                      { "customer_name", SHAPE_TEXT },
                                      { "contract_type", SHAPE_TEXT },
                                      { "start", SHAPE_DAY },
                                      { "end", SHAPE_DAY },
                                      { "period", SHAPE_TEXT },
                                      { "timing", SHAPE_TEXT },
                                      { "currency", SHAPE_TEXT },
                                      { "default", SHAPE_BOOL },
                                      { 0 } };
#define CONTRACT_ROW                                                                                         \
  "SELECT k.id, k.name, c.id, c.name, k.type, k.start, k.\"end\", k.period, k.timing, coalesce(k.currency, " \
  "c.currency, (SELECT currency FROM settings)), k.\"default\" "

// By customers_by_name and contracts_of_customer: the first of a long list cost nothing of the rest.
#define CONTRACT_FROM "FROM customers c CROSS JOIN contracts k ON k.customer = c.n "
#define CONTRACTS                                                \
  CONTRACT_FROM "WHERE (?1 = 0 OR c.n = ?1) AND (?2 IS NULL OR " \
                "k.type = ?2) AND " LIKE("?3", "k.id || ' ' || k.name")

value *contracts_listed(book *b, const look_filter *f, arena *a, error *e) {
  return rows(a,
              db_ask(b->db, e, CONTRACT_ROW CONTRACTS " ORDER BY c.name, k.name, k.id" PART("?4", "?5"), "ittii",
                     f->customer, f->type, f->like, most_of(f), f->from),
              contract_row, e);
}

bool contracts_counted(book *b, const look_filter *f, int64_t *count, error *e) {
  return db_value(b->db, e, count, 0, "SELECT count(*) " CONTRACTS, "itt", f->customer, f->type, f->like);
}

static const shown ticket_row[] = { { "ticket", SHAPE_TEXT },   { "title", SHAPE_TEXT },
                                    { "customer", SHAPE_TEXT }, { "customer_name", SHAPE_TEXT },
                                    { "contract", SHAPE_TEXT }, { "status", SHAPE_TEXT },
                                    { "closed", SHAPE_BOOL },   { "closed_on", SHAPE_DAY },
                                    { "hours", SHAPE_HOURS },   { 0 } };
#define TICKET_ROW                                                                                               \
  "SELECT t.id, t.title, c.id, c.name, ifnull(k.id, (SELECT d.id FROM contracts d WHERE d.customer = c.n AND "   \
  "d.\"default\" = 1)), t.status, t.closed, t.closed_on, (SELECT ifnull(sum(w.minutes), 0) FROM time_entries w " \
  "WHERE w.ticket = t.n) "
#define TICKET_FROM "FROM tickets t JOIN customers c ON c.n = t.customer LEFT JOIN contracts k ON k.n = t.contract "
#define TICKETS                                                                                                    \
  TICKET_FROM                                                                                                      \
  "WHERE (?1 = 0 OR c.n = ?1) AND (?2 = 0 OR ifnull(k.n, (SELECT d.n FROM contracts d WHERE d.customer = c.n AND " \
  "d.\"default\" = 1)) = ?2) AND (?3 IS NULL OR t.closed = (?3 = 'closed')) AND " LIKE(                            \
      "?4", "t.id || ' ' || ifnull(t.title, '')")

value *tickets_listed(book *b, const look_filter *f, arena *a, error *e) {
  return rows(a,
              db_ask(b->db, e, TICKET_ROW TICKETS " ORDER BY t.n DESC" PART("?5", "?6"), "iittii", f->customer,
                     f->contract, f->state, f->like, most_of(f), f->from),
              ticket_row, e);
}

bool tickets_counted(book *b, const look_filter *f, int64_t *count, error *e) {
  return db_value(b->db, e, count, 0, "SELECT count(*) " TICKETS, "iitt", f->customer, f->contract, f->state, f->like);
}

static const shown invoice_row[] = { { "invoice", SHAPE_TEXT },
                                     { "kind", SHAPE_TEXT },
                                     { "state", SHAPE_TEXT },
                                     { "date", SHAPE_DAY },
                                     { "currency", SHAPE_TEXT },
                                     { "total", SHAPE_MONEY },
                                     { 0 } };
enum { LAST_SHOWN = 5 };

value *customer_shown(book *b, int64_t n, arena *a, error *e) {
  const look_filter its = { .customer = n };
  value *v = one(
      a,
      db_ask(b->db, e, CUSTOMER_ROW "FROM customers c LEFT JOIN customers p ON p.n = c.bill_to WHERE c.n = ?", "i", n),
      customer_row, e);
  int64_t open = 0;
  value *contracts = v ? contracts_listed(b, &its, a, e) : NULL;
  value *invoices = contracts ? rows(a,
                                     db_ask(b->db, e,
                                            "SELECT ifnull(number, 'D' || n), kind, state, date, currency, total FROM "
                                            "invoices WHERE customer = ? ORDER BY n DESC LIMIT ?",
                                            "ii", n, (int64_t)LAST_SHOWN),
                                     invoice_row, e)
                              : NULL;
  if (!invoices ||
      !db_value(b->db, e, &open, 0, "SELECT count(*) FROM tickets WHERE customer = ? AND closed = 0", "i", n))
    return NULL;
  put_int(a, v, "open_tickets", open);
  value_put(a, v, "contracts", contracts);
  value_put(a, v, "last_invoices", invoices);
  return v;
}

static const shown bill_row[] = { { "invoice", SHAPE_TEXT },
                                  { "kind", SHAPE_TEXT },
                                  { "state", SHAPE_TEXT },
                                  { "date", SHAPE_DAY },
                                  { "currency", SHAPE_TEXT },
                                  { "amount", SHAPE_MONEY },
                                  { 0 } };
static const shown terms_row[] = { { "from", SHAPE_DAY }, { "params", SHAPE_JSON }, { "text", SHAPE_TEXT }, { 0 } };

static bool put_terms(asking *w, value *v) {
  book *b = w->book;
  value *terms = rows(
      w->arena,
      db_ask(b->db, w->e,
             "SELECT start AS d, params, params FROM contracts WHERE n = ?1 UNION ALL SELECT \"from\", params, params "
             "FROM changes WHERE contract = ?1 ORDER BY d",
             "i", w->contract.n),
      terms_row, w->e);
  value *bills = terms ? rows(w->arena,
                              db_ask(b->db, w->e,
                                     "SELECT ifnull(i.number, 'D' || i.n), x.kind, ifnull(i.state, 'batch ' || "
                                     "x.batch), i.date, x.currency, x.amount FROM bills x LEFT JOIN invoices i ON i.n "
                                     "= x.invoice WHERE x.contract = ? ORDER BY x.n DESC LIMIT ?",
                                     "ii", w->contract.n, (int64_t)LAST_SHOWN),
                              bill_row, w->e)
                       : NULL;
  if (!bills) return false;
  value_put(w->arena, v, "rules",
            w->contract.rules ? value_of_json(w->arena, w->contract.rules) : value_null(w->arena));
  value_put(w->arena, v, "terms", terms);
  value_put(w->arena, v, "last_bills", bills);
  return true;
}

static bool put_items(asking *w, value *v) {
  const plan *p = w->plan;
  arena *a = w->arena;
  value *items = value_list(a);
  for (size_t i = 0; i < p->item_count; i++) {
    const plan_item *item = &p->items[i];
    const char *state;
    if (!why_item_state(w, item, &state)) return false;
    value *row = value_record(a);
    put_text(a, row, "item", plan_item_id(p, item, a));
    if (item->held) put_null(a, row, "amount");
    else put_money(a, row, "amount", item->amount, w->contract.exponent);
    put_text(a, row, "what", state);
    value_append(a, items, row);
  }
  put_text(a, v, "held", plan_fails(p) ? arena_text(a, p->reason) : NULL);
  if (plan_fails(p)) put_null(a, v, "total_balance");
  else put_money(a, v, "total_balance", p->total, w->contract.exponent);
  value_put(a, v, "items", items);
  return true;
}

static value *contract_in(asking *w, int64_t n) {
  value *v =
      one(w->arena, db_ask(w->book->db, w->e, CONTRACT_ROW CONTRACT_FROM "WHERE k.n = ?", "i", n), contract_row, w->e);
  if (!v || !why_plan(w, n)) return NULL;
  put_text(w->arena, v, "tax", w->contract.taxable ? w->contract.tax : NULL);
  put_day(w->arena, v, "as_of", w->as_of);
  return put_items(w, v) && put_terms(w, v) ? v : NULL;
}

static value *ticket_in(asking *w, int64_t n) {
  value *v = one(w->arena, db_ask(w->book->db, w->e, TICKET_ROW TICKET_FROM "WHERE t.n = ?", "i", n), ticket_row, w->e);
  value *work = value_list(w->arena);
  if (!v || !why_ticket_rows(w, n, work)) return NULL;
  put_day(w->arena, v, "as_of", w->as_of);
  value_put(w->arena, v, "work", work);
  return v;
}

static value *asked(book *b, day today, int64_t n, arena *a, value *(*look)(asking *w, int64_t n), error *e) {
  asking w = { .book = b, .arena = a, .e = e, .reasons = value_list(a) };
  if (!db_begin_read(b->db, e)) return NULL;
  value *v = why_begin(&w, today) ? look(&w, n) : NULL;
  planner_close(w.planner);
  db_rollback(b->db);
  return v;
}

value *contract_shown(book *b, day today, int64_t n, arena *a, error *e) {
  return asked(b, today, n, a, contract_in, e);
}

value *ticket_shown(book *b, day today, const char *id, arena *a, error *e) {
  int64_t n = 0;
  if (!db_value(b->db, e, &n, 0, "SELECT n FROM tickets WHERE id = ?", "t", id)) return NULL;
  return asked(b, today, n, a, ticket_in, e);
}
