// Reading a contract's terms.
#include "core/engine/facts/contract.h"
#include "core/base/money.h"
#include <string.h>

#define CONTRACT_COLUMNS                                                                                    \
  "k.n, k.id, k.name, k.type, c.n, c.id, c.name, ifnull(c.bill_to, c.n), k.start, k.\"end\", k.bill_from, " \
  "k.active, k.period, k.bill_day, k.timing, k.proration, k.work, k.taxable, " CONTRACT_TAX ", k.tax "      \
  "IS NOT NULL, c.tax_exempt, k.category, k.sku, coalesce(k.currency, c.currency, s.currency), "            \
  "k.invoice_detail, k.params, k.rules, c.invoice_per, " CONTRACT_PO ", k.x, c.x, "                         \
  "f.period_from, f.time_from, f.charge_from, " CONTRACT_TOUCHED ", k.site, c.exempt_reason, k.draws_on, "  \
  "EXISTS (SELECT 1 FROM contracts d WHERE d.draws_on = k.n) FROM contracts k "                             \
  "JOIN customers c ON c.n = k.customer JOIN settings s LEFT JOIN frontiers f ON f.contract = k.n "

enum column {
  COLUMN_N,
  COLUMN_ID,
  COLUMN_NAME,
  COLUMN_TYPE,
  COLUMN_CUSTOMER,
  COLUMN_CUSTOMER_ID,
  COLUMN_CUSTOMER_NAME,
  COLUMN_PAYER,
  COLUMN_START,
  COLUMN_END,
  COLUMN_BILL_FROM,
  COLUMN_ACTIVE,
  COLUMN_PERIOD,
  COLUMN_BILL_DAY,
  COLUMN_TIMING,
  COLUMN_PRORATION,
  COLUMN_WORK,
  COLUMN_TAXABLE,
  COLUMN_TAX,
  COLUMN_OWN_TAX,
  COLUMN_EXEMPT,
  COLUMN_CATEGORY,
  COLUMN_SKU,
  COLUMN_CURRENCY,
  COLUMN_DETAIL,
  COLUMN_PARAMS,
  COLUMN_RULES,
  COLUMN_INVOICE_PER,
  COLUMN_PO,
  COLUMN_X,
  COLUMN_CUSTOMER_X,
  COLUMN_PERIOD_FROM,
  COLUMN_TIME_FROM,
  COLUMN_CHARGE_FROM,
  COLUMN_TOUCHED,
  COLUMN_SITE,
  COLUMN_EXEMPT_REASON,
  COLUMN_DRAWS_ON,
  COLUMN_DRAWN_ON,
};

static const char *kept(arena *a, const query *q, enum column at) { return arena_text(a, query_column_text(q, at)); }

static bool read_grid(const query *q, contract *out, error *e) {
  const char *period = query_column_text(q, COLUMN_PERIOD);
  cadence every = { UNIT_MONTH, 1 };
  out->kind = strcmp(period, "on-demand") == 0        ? GRID_ON_DEMAND
              : strcmp(period, "whole-contract") == 0 ? GRID_WHOLE
                                                      : GRID_PERIODS;
  if (out->kind != GRID_PERIODS) return true;
  if (cadence_parse(period, &every) && grid_make(out->start, (int)query_column(q, COLUMN_BILL_DAY), every, &out->grid))
    return true;
  return error_set(e, ERROR_INVALID, "contract %s: its periods leave the range of dates", out->id);
}

static void read_dates(const query *q, contract *out) {
  out->start = (day)query_column(q, COLUMN_START);
  out->until = query_column_null(q, COLUMN_END) ? DAY_NEVER : (day)query_column(q, COLUMN_END) + 1;
  out->bill_from = query_column_null(q, COLUMN_BILL_FROM) ? DAY_MIN : (day)query_column(q, COLUMN_BILL_FROM);
  day first = out->bill_from > out->start ? out->bill_from : out->start;
  bool settled = !query_column_null(q, COLUMN_PERIOD_FROM);
  out->period_from = settled ? (day)query_column(q, COLUMN_PERIOD_FROM) : first;
  out->time_from = settled ? query_column(q, COLUMN_TIME_FROM) : (int64_t)first * 1440;
  out->charge_from = settled ? (day)query_column(q, COLUMN_CHARGE_FROM) : first;
  out->behind = settled;
  out->touched = query_column(q, COLUMN_TOUCHED);
}

static void read_texts(const query *q, arena *a, contract *out) {
  out->id = kept(a, q, COLUMN_ID);
  out->name = kept(a, q, COLUMN_NAME);
  out->type = kept(a, q, COLUMN_TYPE);
  out->customer_id = kept(a, q, COLUMN_CUSTOMER_ID);
  out->customer_name = kept(a, q, COLUMN_CUSTOMER_NAME);
  out->tax = kept(a, q, COLUMN_TAX);
  out->exempt_reason = kept(a, q, COLUMN_EXEMPT_REASON);
  out->category = kept(a, q, COLUMN_CATEGORY);
  out->sku = kept(a, q, COLUMN_SKU);
  out->currency = kept(a, q, COLUMN_CURRENCY);
  out->params = kept(a, q, COLUMN_PARAMS);
  out->rules = kept(a, q, COLUMN_RULES);
  out->invoice_per = kept(a, q, COLUMN_INVOICE_PER);
  out->po_number = kept(a, q, COLUMN_PO);
  out->x = kept(a, q, COLUMN_X);
  out->customer_x = kept(a, q, COLUMN_CUSTOMER_X);
}

static bool read_columns(const query *q, arena *a, contract *out, error *e) {
  *out = (contract){ 0 };
  out->n = query_column(q, COLUMN_N);
  out->customer = query_column(q, COLUMN_CUSTOMER);
  out->site = query_column(q, COLUMN_SITE);
  out->draws_on = query_column(q, COLUMN_DRAWS_ON);
  out->drawn_on = query_column(q, COLUMN_DRAWN_ON) != 0;
  out->payer = query_column(q, COLUMN_PAYER);
  read_texts(q, a, out);
  read_dates(q, out);
  const char *proration = query_column_text(q, COLUMN_PRORATION);
  const char *detail = query_column_text(q, COLUMN_DETAIL);
  out->active = query_column(q, COLUMN_ACTIVE) != 0;
  out->advance = strcmp(query_column_text(q, COLUMN_TIMING), "advance") == 0;
  out->daily = proration ? strcmp(proration, "daily") == 0 : !query_column_null(q, COLUMN_BILL_DAY);
  out->any_work = strcmp(query_column_text(q, COLUMN_WORK), "any") == 0;
  out->taxable = query_column(q, query_column_null(q, COLUMN_TAXABLE) ? COLUMN_OWN_TAX : COLUMN_TAXABLE) != 0;
  out->tax_exempt = query_column(q, COLUMN_EXEMPT) != 0;
  out->detail = strcmp(detail, "entry") == 0      ? DETAIL_ENTRY
                : strcmp(detail, "contract") == 0 ? DETAIL_CONTRACT
                                                  : DETAIL_TICKET;
  out->exponent = currency_exponent(out->currency);
  if (out->exponent < 0)
    return error_set(e, ERROR_INVALID, "contract %s: %s is no ISO 4217 currency", out->id, out->currency);
  return read_grid(q, out, e);
}

bool contract_read(db *d, arena *a, int64_t n, contract *out, error *e) {
  query *q = db_ask(d, e, "SELECT " CONTRACT_COLUMNS "WHERE k.n = ?", "i", n);
  if (!q) return false;
  int row = query_step(q, e);
  bool ok = row == 1 && read_columns(q, a, out, e);
  query_reset(q);
  return ok || (row == 0 ? error_set(e, ERROR_NOT_FOUND, "there is no such contract") : false);
}

static bool list_all(db *d, arena *a, int64_t **list, size_t *count, error *e) {
  query *q = db_query(d, "SELECT n FROM contracts ORDER BY n", e);
  size_t capacity = 0;
  int step = -1;
  *list = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *list = arena_grow(a, *list, *count, &capacity, sizeof **list);
    (*list)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}

// No statement stays open while a contract is at hand: what reads all of them would keep commits waiting for all.
bool contract_each(db *d, contract_handler each, void *context, error *e) {
  arena *own = arena_new(), *a = arena_new();
  int64_t *list;
  size_t count;
  bool ok = list_all(d, own, &list, &count, e);
  for (size_t i = 0; ok && i < count; i++) {
    contract c;
    arena_reset(a);
    ok = contract_read(d, a, list[i], &c, e) && each(context, &c, e) && db_rest(d, NULL, e);
  }
  arena_free(a);
  arena_free(own);
  return ok;
}

bool contract_drawers(db *d, int64_t n, int64_t before, arena *a, int64_t **out, size_t *count, error *e) {
  query *q = db_ask(d, e, "SELECT n FROM contracts WHERE draws_on = ? AND n < ? ORDER BY n", "ii", n, before);
  size_t capacity = 0;
  int step = -1;
  *out = NULL;
  *count = 0;
  while (q && (step = query_step(q, e)) == 1) {
    *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
    (*out)[(*count)++] = query_column(q, 0);
  }
  return step == 0;
}
