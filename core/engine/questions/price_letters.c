// What customers are told of prices that go up: each of its own contracts, and of the rates of its work.
#include "core/engine/questions/price_letters.h"
#include "core/base/value_json.h"
#include <stdlib.h>
#include <string.h>

typedef struct gathering {
  book *book;
  arena *arena;
  const char *by;
  day today;
  price_letter *list;
  size_t count, capacity;
} gathering;

static bool begin_letter(gathering *g, int64_t customer, const char *currency, price_letter *out, error *e) {
  arena *a = g->arena;
  const char *buyer = parties_customer(g->book, customer, a, e);
  const char *seller = buyer ? parties_seller(g->book, currency, a, e) : NULL;
  if (!seller) return false;
  value *bill_to = value_of_json(a, buyer);
  *out = (price_letter){ .customer = customer,
                         .id = value_get(bill_to, "id")->as.text,
                         .name = value_get(bill_to, "name")->as.text,
                         .told = value_record(a),
                         .contracts = value_list(a),
                         .rates = value_list(a) };
  put_text(a, out->told, "customer", out->id);
  put_text(a, out->told, "customer_name", out->name);
  put_day(a, out->told, "date", g->today);
  put_text(a, out->told, "raise", g->by);
  value_put(a, out->told, "seller", value_of_json(a, seller));
  value_put(a, out->told, "bill_to", bill_to);
  return true;
}

static price_letter *letter_of(gathering *g, int64_t customer, const raised_price *p, error *e) {
  for (size_t i = 0; i < g->count; i++)
    if (g->list[i].customer == customer) {
      if (g->list[i].from != p->from) g->list[i].from = DAY_NEVER;
      return &g->list[i];
    }
  g->list = arena_grow(g->arena, g->list, g->count, &g->capacity, sizeof *g->list);
  if (!begin_letter(g, customer, p->currency, &g->list[g->count], e)) return NULL;
  g->list[g->count].from = p->from;
  return &g->list[g->count++];
}

static value *price_value(arena *a, const raised_price *p, const char *named) {
  value *v = value_record(a);
  put_text(a, v, named, p->param);
  put_text(a, v, "before", p->before);
  put_text(a, v, "after", p->after);
  put_text(a, v, "difference", p->difference);
  put_day(a, v, "from", p->from);
  return v;
}

// ---- Of a contract

typedef struct named_contract {
  int64_t customer;
  const char *name, *type;
} named_contract;

static bool read_contract(gathering *g, const char *id, named_contract *out, error *e) {
  query *q = db_ask(g->book->db, e, "SELECT customer, name, type FROM contracts WHERE id = ?", "t", id);
  int step = q ? query_step(q, e) : -1;
  if (step == 1)
    *out = (named_contract){ query_column(q, 0), arena_text(g->arena, query_column_text(q, 1)),
                             arena_text(g->arena, query_column_text(q, 2)) };
  if (q) query_reset(q);
  return step == 1 || (step == 0 && error_set(e, ERROR_NOT_FOUND, "there is no contract \"%s\"", id));
}

// Prices of a contract come one after another.
static value *prices_of(gathering *g, const price_letter *l, const raised_price *p, const named_contract *k) {
  arena *a = g->arena;
  const size_t count = l->contracts->as.list.count;
  value *last = count ? l->contracts->as.list.items[count - 1] : NULL;
  if (last && strcmp(value_get(last, "contract")->as.text, p->contract) == 0) return value_get(last, "prices");
  value *v = value_record(a), *prices = value_list(a);
  put_text(a, v, "contract", p->contract);
  put_text(a, v, "contract_name", k->name);
  put_text(a, v, "contract_type", k->type);
  put_text(a, v, "currency", p->currency);
  value_put(a, v, "prices", prices);
  value_append(a, l->contracts, v);
  return prices;
}

static void put_rate(gathering *g, const price_letter *l, const raised_price *p, const char *contract_name) {
  value *v = price_value(g->arena, p, "rate");
  put_text(g->arena, v, "contract_name", contract_name);
  put_text(g->arena, v, "currency", p->currency);
  value_append(g->arena, l->rates, v);
}

static bool tell_of_contract(gathering *g, const raised_price *p, error *e) {
  named_contract k = { 0 };
  const price_letter *l = read_contract(g, p->contract, &k, e) ? letter_of(g, k.customer, p, e) : NULL;
  if (l && p->is_rate) put_rate(g, l, p, k.name);
  else if (l) value_append(g->arena, prices_of(g, l, p, &k), price_value(g->arena, p, "param"));
  return l != NULL;
}

// ---- Rates of one customer, or of all: told to whoever has work at it that no rate of its own prices.

static bool tell_of_rate(gathering *g, const raised_price *p, error *e) {
  query *q =
      db_ask(g->book->db, e,
             "SELECT c.n FROM customers c, settings s WHERE c.id = ?2 OR (?2 IS NULL AND c.n IN (SELECT "
             "k.customer FROM time_entries t JOIN contracts k ON k.n = t.contract JOIN customers o ON "
             "o.n = k.customer WHERE t.rate = ?1 AND k.active AND coalesce(k.currency, o.currency, s.currency) = "
             "?3 AND NOT EXISTS (SELECT 1 FROM rates r WHERE r.code = ?1 AND (r.contract = k.n OR "
             "r.customer = k.customer)))) ORDER BY c.n",
             "ttt", p->param, p->customer, p->currency);
  int64_t *customers = NULL;
  size_t count = 0, capacity = 0;
  int step = -1;
  while (q && (step = query_step(q, e)) == 1) {
    customers = arena_grow(g->arena, customers, count, &capacity, sizeof *customers);
    customers[count++] = query_column(q, 0);
  }
  for (size_t i = 0; step == 0 && i < count; i++) {
    const price_letter *l = letter_of(g, customers[i], p, e);
    if (!l) return false;
    put_rate(g, l, p, NULL);
  }
  return step == 0;
}

static int by_name(const void *a, const void *b) {
  const price_letter *x = a, *y = b;
  const int order = strcmp(x->name, y->name);
  return order ? order : strcmp(x->id, y->id);
}

bool price_letters(book *b, const char *by, const raised *prices, day today, arena *a, price_letter **out,
                   size_t *count, error *e) {
  gathering g = { .book = b, .arena = a, .by = by, .today = today };
  for (size_t i = 0; i < prices->count; i++) {
    const raised_price *p = &prices->prices[i];
    if (!(p->contract ? tell_of_contract(&g, p, e) : tell_of_rate(&g, p, e))) return false;
  }
  for (size_t i = 0; i < g.count; i++) {
    const price_letter *l = &g.list[i];
    if (l->from == DAY_NEVER) put_null(a, l->told, "from");
    else put_day(a, l->told, "from", l->from);
    value_put(a, l->told, "contracts", l->contracts);
    value_put(a, l->told, "rates", l->rates);
  }
  if (g.count) qsort(g.list, g.count, sizeof *g.list, by_name);
  *out = g.list;
  *count = g.count;
  return true;
}
